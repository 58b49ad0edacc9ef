import type { Page } from "@playwright/test";
import { expectAccessible } from "../support/accessibility.ts";
import { Board } from "../support/board.ts";
import { expectStatusesStandOut } from "../support/contrast.ts";
import { moment, type Week } from "../support/dates.ts";
import type { Odoo } from "../support/odoo.ts";
import { expect, test } from "../support/test.ts";
import { book } from "../support/visits.ts";
import { WebClient } from "../support/web_client.ts";

/** The schedule in the dark theme of the test addon: the colours of ours are under test, not those of Odoo around it. */
async function openDark(page: Page, day: number): Promise<Board> {
    const url = test.info().project.use.baseURL!;
    await page.context().addCookies([{ name: "color_scheme", value: "dark", url }]);
    const board = new Board(page);
    await board.open(day, "Week");
    const background = await board.grid.evaluate((grid) => getComputedStyle(grid).backgroundColor);
    const [red] = /\d+/.exec(background)!;
    expect(Number(red)).toBeLessThan(64);
    return board;
}

/** One visit in each status. */
async function bookAll(manager: Odoo, { tuesday }: Week, subject: string): Promise<void> {
    const at = (hour: number): { start: ReturnType<typeof moment>; stop: ReturnType<typeof moment> } => ({
        start: moment(tuesday, `${String(hour).padStart(2, "0")}:00`),
        stop: moment(tuesday, `${String(hour + 1).padStart(2, "0")}:00`),
    });
    const ways: readonly (readonly [string, ...string[]])[] = [
        ["Draft", "action_set_draft"],
        ["Confirmed"],
        ["Begun", "action_start"],
        ["Done", "action_start", "action_complete"],
    ];
    for (const [index, [name, ...methods]] of ways.entries()) {
        const visit = await book(manager, {
            subject: `${name} ${subject}`,
            technician: "technician",
            ...at(8 + 2 * index),
        });
        for (const method of methods) await manager.call("support.appointment", method, [[visit.id]]);
    }
}

test("dark theme: team and person, in day, week and month", async ({ pageOf, rpcOf, emptyWeek, unique, picture }) => {
    await bookAll(await rpcOf("manager"), emptyWeek, unique("Dark"));
    const page = await pageOf("manager");
    const board = await openDark(page, emptyWeek.tuesday);
    for (const layout of ["Team", "Person"] as const) {
        await board.show(layout);
        if (layout === "Person") await page.getByLabel("Person", { exact: true }).selectOption("Tomas Brandt");
        for (const scale of ["Day", "Week", "Month"] as const) {
            await board.show(scale);
            await picture(page, `${layout}-${scale}`.toLowerCase());
            await expectAccessible(page, ".o_sc_view .o_content");
            if (scale === "Day") await expectStatusesStandOut(page);
        }
    }
});

test("dark theme: details, a drag, and dialogs", async ({ pageOf, rpcOf, emptyWeek, unique, picture }) => {
    const subject = unique("Dark");
    const { tuesday } = emptyWeek;
    const times = { start: moment(tuesday, "10:00"), stop: moment(tuesday, "11:00") };
    await book(await rpcOf("manager"), { subject, technician: "technician", ...times });
    const page = await pageOf("manager");
    const board = await openDark(page, tuesday);
    await board.show("Day");
    await board.block(subject).focus();
    await page.keyboard.press(" ");
    await expect(board.details).toContainText("Confirmed");
    await picture(page, "details");
    await expectAccessible(page, ".o_sc_details");
    await page.keyboard.press("Escape");

    for (const [name, time] of [
        ["fits", "01:00 PM"],
        ["warns", "06:00 PM"],
    ] as const) {
        await board.startDrag(board.block(subject), await board.point("Tomas Brandt", time));
        await expect(page.locator(`.o_sc_ghost_${name}`)).toHaveCount(1);
        await picture(page, `drag-${name}`);
        await page.keyboard.press("Escape");
        await page.mouse.up();
    }

    for (const key of ["e", "?"]) {
        await board.block(subject).focus();
        await page.keyboard.press(key);
        await expect(page.locator(".modal-body")).toBeVisible();
        await picture(page, key === "e" ? "move" : "keys");
        await expectAccessible(page, ".modal-body");
        await page.keyboard.press("Escape");
        await expect(page.locator(".modal-body")).toHaveCount(0);
    }
});

test("dark theme: what a search dims", async ({ pageOf, rpcOf, emptyWeek, unique, picture }) => {
    await bookAll(await rpcOf("manager"), emptyWeek, unique("Dark"));
    const page = await pageOf("manager");
    const board = await openDark(page, emptyWeek.tuesday);
    await new WebClient(page).search(unique("Draft Dark"));
    for (const scale of ["Day", "Week"] as const) {
        await board.show(scale);
        await expect(board.dimmed(unique("Done Dark"))).toBeVisible();
        await picture(page, `search-${scale.toLowerCase()}`);
        await expectAccessible(page, ".o_sc_view .o_content");
    }
});
