import { expectAccessible } from "../support/accessibility.ts";
import { Board } from "../support/board.ts";
import { expectStatusesStandOut } from "../support/contrast.ts";
import { moment, today } from "../support/dates.ts";
import { expect, test } from "../support/test.ts";
import { book } from "../support/visits.ts";
import { WebClient } from "../support/web_client.ts";

for (const layout of ["Team", "Person"] as const) {
    for (const scale of ["Day", "Week", "Month"] as const) {
        test(`accessible: ${layout.toLowerCase()} ${scale.toLowerCase()}`, async ({ pageOf, picture }) => {
            const page = await pageOf("manager");
            const board = new Board(page);
            await board.open(today(), scale);
            await board.show(layout);
            await expect(board.grid).toBeVisible();
            await picture(page, "board");
            await expectAccessible(page, ".o_action_manager");
        });
    }

    test(`accessible: details and dialogs of the ${layout.toLowerCase()} layout`, async ({
        pageOf,
        rpcOf,
        picture,
        emptyWeek,
        unique,
    }) => {
        const subject = unique("Accessible");
        await book(await rpcOf("manager"), {
            subject,
            technician: "technician",
            start: moment(emptyWeek.tuesday, "10:00"),
            stop: moment(emptyWeek.tuesday, "11:00"),
        });
        const page = await pageOf("manager");
        const board = new Board(page);
        const client = new WebClient(page);
        await board.open(emptyWeek.tuesday, "Week");
        await board.show(layout);
        if (layout === "Person") await page.getByLabel("Person", { exact: true }).selectOption("Tomas Brandt");
        const dialogs = [
            { name: "details", key: " ", part: board.details, within: ".o_sc_details", shows: "Confirmed" },
            { name: "edit", key: "Enter", part: client.dialog, within: ".modal", shows: "Subject" },
            { name: "move", key: "e", part: client.dialog, within: ".modal", shows: "Start" },
            { name: "cancel", key: "Delete", part: client.dialog, within: ".modal", shows: "Reason" },
            { name: "keys", key: "?", part: client.dialog, within: ".modal", shows: "Go to the next block" },
        ] as const;
        for (const { name, key, part, within, shows } of dialogs) {
            await test.step(name, async () => {
                await board.block(subject).focus();
                await page.keyboard.press(key);
                await expect(part).toContainText(shows);
                await picture(page, name);
                await expectAccessible(page, within);
                await page.keyboard.press("Escape");
                await expect(part).toHaveCount(0);
                await expect(board.block(subject)).toBeFocused();
            });
        }
        await test.step("create", async () => {
            await page.getByRole("button", { name: "New", exact: true }).click();
            await expect(client.dialog).toContainText("Subject");
            await picture(page, "create");
            await expectAccessible(page, ".modal");
        });
    });
}

test("status is told by a sign as well, and edges stand out from page and tint (WCAG 1.4.1, 1.4.11)", async ({
    pageOf,
    rpcOf,
    emptyWeek,
    unique,
}) => {
    const subject = unique("Edges");
    const times = { start: moment(emptyWeek.tuesday, "10:00"), stop: moment(emptyWeek.tuesday, "12:00") };
    await book(await rpcOf("manager"), { subject, technician: "technician", ...times });
    const page = await pageOf("manager");
    const board = new Board(page);
    await board.open(emptyWeek.tuesday, "Day");
    await expect(board.block(subject)).toBeVisible();
    await expectStatusesStandOut(page);
});

test("what has the focus is never below the headers (WCAG 2.4.11)", async ({ pageOf }) => {
    const page = await pageOf("manager", { width: 1024, height: 520 });
    const board = new Board(page);
    await board.open(today(), "Week");
    await page.getByRole("button", { name: "24 h" }).click();
    await page.getByRole("button", { name: "Keyboard help" }).focus();
    await page.keyboard.press("Tab");
    for (const key of [
        "ArrowDown",
        "ArrowRight",
        "ArrowDown",
        "End",
        "ArrowDown",
        "ArrowLeft",
        "PageDown",
        "Home",
        "PageUp",
    ]) {
        await page.keyboard.press(key);
        const hidden = (): Promise<string> =>
            board.grid.evaluate((grid) => {
                const node = grid.querySelector(":focus");
                if (!node) return "nothing has the focus";
                const box = node.getBoundingClientRect();
                const header = grid.querySelector(".o_sc_header")!.getBoundingClientRect();
                const side = grid.querySelector(".o_sc_corner")!.getBoundingClientRect();
                const { right, bottom } = grid.getBoundingClientRect();
                const isClear =
                    box.top >= header.bottom - 1 && box.left >= side.right - 1 && box.left < right && box.top < bottom;
                return isClear ? "" : `${node.getAttribute("aria-label")}: ${JSON.stringify([box, header, side])}`;
            });
        await expect.poll(hidden, key).toBe("");
    }
});

test("a screen reader hears the day, the technician, and once what is in the way", async ({
    pageOf,
    rpcOf,
    emptyWeek,
    unique,
}) => {
    const manager = await rpcOf("manager");
    const [first, second] = [unique("First"), unique("Second")];
    const at = (time: string, end: string) => ({
        start: moment(emptyWeek.tuesday, time),
        stop: moment(emptyWeek.tuesday, end),
    });
    await book(manager, { subject: first, technician: "technician", ...at("10:00", "11:00") });
    await book(manager, { subject: second, technician: "technician", ...at("11:00", "12:00") });
    const page = await pageOf("manager");
    const board = new Board(page);
    await board.open(emptyWeek.tuesday, "Week");
    const column = await board.block(first).getAttribute("aria-colindex");
    const header = board.grid.locator(`[role="columnheader"][aria-colindex="${column}"]`);
    await expect(header).toHaveAccessibleName(/^Tuesday, /);
    // Nobody works on Sundays: there is room for a number only.
    const sunday = board.grid.getByRole("columnheader", { name: /^Sunday, / });
    await expect(sunday).toHaveText(/^\d+$/);
    await expect(board.block(first)).toHaveAccessibleName(/Tomas Brandt/);

    await board.block(first).focus();
    await page.keyboard.press("m");
    for (let step = 0; step < 4; step++) await page.keyboard.press("ArrowRight");
    await expect(board.announcement).toHaveText(new RegExp(`Taken by .*${second}.*11:00 AM – 12:00 PM`));
    await page.keyboard.press("Enter");
    const alert = page.getByRole("alert").filter({ hasText: "does not fit" });
    await expect(alert).toContainText(second);
    await expect(alert).toContainText("11:00 AM – 12:00 PM");
    await expect(board.announcement).not.toContainText("does not fit");
});
