import type { Locator, Page } from "@playwright/test";
import { Board } from "../support/board.ts";
import { expectFocusStandsOut } from "../support/contrast.ts";
import { moment } from "../support/dates.ts";
import { expect, test } from "../support/test.ts";
import { book } from "../support/visits.ts";

/** What is drawn in the middle of a part of the page, without what lies upon it. */
async function look(page: Page, part: Locator): Promise<string> {
    const box = (await part.boundingBox())!;
    const clip = { x: box.x + box.width / 2 - 8, y: box.y + box.height - 16, width: 16, height: 8 };
    return (await page.screenshot({ clip, animations: "disabled" })).toString("base64");
}

test("high contrast: working hours, days off, leave, what is pressed and the focus can be told apart", async ({
    pageOf,
    rpcOf,
    picture,
    emptyWeek,
}) => {
    const admin = await rpcOf("admin");
    const technician = (await rpcOf("technician2")).uid;
    const [resource] = await admin.call<{ id: number }[]>("resource.resource", "search_read", [
        [["user_id", "=", technician]],
        ["id"],
    ]);
    const leave = await admin.create("resource.calendar.leaves", {
        name: "High contrast",
        resource_id: resource!.id,
        date_from: moment(emptyWeek.thursday, "00:00").stored,
        date_to: moment(emptyWeek.thursday, "23:00").stored,
    });
    const page = await pageOf("manager");
    await page.emulateMedia({ forcedColors: "active" });
    const board = new Board(page);
    await board.open(emptyWeek.tuesday, "Month");
    await picture(page, "month");
    // In months, a day off has a shade of its own, and one on leave has stripes.
    const row = board.grid
        .getByRole("row")
        .filter({ has: page.locator(".o_sc_leave") })
        .first();
    const places = [row.locator(".o_sc_leave").first(), row.locator(".o_sc_off").first(), row.locator(".o_sc_name")];
    const looks = await Promise.all(places.map((place) => look(page, place)));
    expect(new Set(looks).size, "leave, day off, and neither").toBe(3);

    await board.show("Week");
    await picture(page, "week");
    const track = board.row("Tomas Brandt").locator(".o_sc_track");
    const column = (day: string): Locator => board.grid.getByRole("columnheader", { name: new RegExp(`^${day}`) });
    const row1 = (await track.boundingBox())!;
    const under = async (day: string): Promise<string> => {
        const { x, width } = (await column(day).boundingBox())!;
        const clip = { x: x + width / 2 - 4, y: row1.y + row1.height / 2 - 4, width: 8, height: 8 };
        return (await page.screenshot({ clip, animations: "disabled" })).toString("base64");
    };
    expect(await under("Saturday"), "a day off and a working day").not.toBe(await under("Tuesday"));

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
