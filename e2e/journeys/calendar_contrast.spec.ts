import type { Locator } from "@playwright/test";
import { Board } from "../support/board.ts";
import { expectFocusStandsOut } from "../support/contrast.ts";
import { isoDate, moment, type Day } from "../support/dates.ts";
import { expect, test } from "../support/test.ts";
import { book } from "../support/visits.ts";

/** What is drawn where a row of the board crosses the column of a day, in the middle. */
async function look(board: Board, row: Locator, day: Day): Promise<string> {
    const name = new Intl.DateTimeFormat("en-US", { weekday: "long", month: "long", day: "numeric", timeZone: "UTC" });
    const column = board.grid.getByRole("columnheader", { name: name.format(day * 24 * 3600 * 1000), exact: true });
    await row.scrollIntoViewIfNeeded();
    const [across, down] = [await row.boundingBox(), await column.boundingBox()];
    if (!across || !down) throw new Error("the row or the column is not on the screen");
    const clip = { x: down.x + down.width / 2 - 4, y: across.y + across.height / 2 - 4, width: 8, height: 8 };
    return (await board.page.screenshot({ clip, animations: "disabled" })).toString("base64");
}

test("high contrast: working hours, days off, leave, what is pressed and the focus can be told apart", async ({
    pageOf,
    rpcOf,
    picture,
    emptyWeek,
}) => {
    const admin = await rpcOf("admin");
    const { uid } = await rpcOf("technician2");
    const [resource] = await admin.call<{ id: number; name: string }[]>("resource.resource", "search_read", [
        [["user_id", "=", uid]],
        ["name"],
    ]);
    // All of them in one month, which is what the board shows of one.
    const month = (day: Day): string => isoDate(day).slice(0, 7);
    const later = month(emptyWeek.wednesday) === month(emptyWeek.saturday) ? 0 : 7;
    const [working, onLeave, off] = [
        emptyWeek.wednesday + later,
        emptyWeek.thursday + later,
        emptyWeek.saturday + later,
    ] as const;
    const leave = await admin.create("resource.calendar.leaves", {
        name: "High contrast",
        resource_id: resource!.id,
        date_from: moment(onLeave, "00:00").stored,
        date_to: moment(onLeave, "23:00").stored,
    });
    const page = await pageOf("manager");
    await page.emulateMedia({ forcedColors: "active" });
    const board = new Board(page);
    const row = board.row(resource!.name);
    await board.open(working, "Month");
    for (const scale of ["Month", "Week"] as const) {
        await board.show(scale);
        await picture(page, scale.toLowerCase());
        const looks = [];
        for (const day of [working, onLeave, off]) looks.push(await look(board, row, day));
        expect(new Set(looks).size, `${scale}: a working day, one on leave, and one off`).toBe(3);
    }

    const fill = (name: string): Promise<string> =>
        page.getByRole("button", { name, exact: true }).evaluate((node) => getComputedStyle(node).backgroundColor);
    expect(await fill("Week"), "pressed and not").not.toBe(await fill("Month"));
    await page.getByRole("button", { name: "Today", exact: true }).focus();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Shift+Tab");
    await expectFocusStandsOut(page);
    await picture(page, "focus");
    await admin.call("resource.calendar.leaves", "unlink", [[leave]]);
});

for (const scheme of ["light", "dark"] as const) {
    test(`${scheme} theme: what has the focus has a ring that stands out, in toolbar and board (WCAG 1.4.11)`, async ({
        pageOf,
        rpcOf,
        picture,
        emptyWeek,
        unique,
    }) => {
        const subject = unique("Ring");
        const times = { start: moment(emptyWeek.tuesday, "10:00"), stop: moment(emptyWeek.tuesday, "11:00") };
        await book(await rpcOf("manager"), { subject, technician: "technician", ...times });
        const page = await pageOf("manager");
        const url = test.info().project.use.baseURL!;
        if (scheme === "dark") await page.context().addCookies([{ name: "color_scheme", value: "dark", url }]);
        const board = new Board(page);
        await board.open(emptyWeek.tuesday);
        await page.getByRole("button", { name: "Today", exact: true }).focus();
        await page.keyboard.press("Tab");
        await page.keyboard.press("Shift+Tab");
        await expectFocusStandsOut(page);
        await picture(page, "toolbar");
        await page.getByRole("button", { name: "Keyboard help" }).focus();
        await page.keyboard.press("Tab");
        await expectFocusStandsOut(page);
        await board.block(subject).focus();
        await page.keyboard.press("ArrowRight");
        await expect(board.slot).toBeFocused();
        await expectFocusStandsOut(page);
        await page.keyboard.press("ArrowLeft");
        await expect(board.block(subject)).toBeFocused();
        await expectFocusStandsOut(page);
        await picture(page, "block");
    });
}

test("blocks are high enough to be hit, in weeks and months too (WCAG 2.5.8)", async ({
    pageOf,
    rpcOf,
    emptyWeek,
    unique,
}) => {
    const manager = await rpcOf("manager");
    const subject = unique("Short");
    for (const [start, stop] of [
        ["10:00", "10:15"],
        ["10:15", "10:30"],
        ["11:00", "13:00"],
    ] as const) {
        const times = { start: moment(emptyWeek.tuesday, start), stop: moment(emptyWeek.tuesday, stop) };
        await book(manager, { subject, technician: "technician", ...times });
    }
    const page = await pageOf("manager");
    const board = new Board(page);
    await board.open(emptyWeek.tuesday, "Week");
    for (const layout of ["Team", "Person"] as const) {
        await board.show(layout);
        if (layout === "Person") await page.getByLabel("Person", { exact: true }).selectOption("Tomas Brandt");
        for (const scale of ["Day", "Week", "Month"] as const) {
            await board.show(scale);
            await expect(board.block(subject).first()).toBeVisible();
            const heights = await board.blocks.evaluateAll((nodes) =>
                nodes.map((node) => node.getBoundingClientRect().height),
            );
            expect(Math.min(...heights), `${layout}, ${scale}`).toBeGreaterThanOrEqual(24);
        }
    }
});
