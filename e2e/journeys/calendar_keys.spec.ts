import type { Locator } from "@playwright/test";
import { Board } from "../support/board.ts";
import { moment, today } from "../support/dates.ts";
import { expect, test } from "../support/test.ts";
import { book } from "../support/visits.ts";
import { WebClient } from "../support/web_client.ts";

test("keys choose what is shown, and say so", async ({ pageOf, rpcOf, emptyWeek, unique }) => {
    // What is planned earlier in the week and month does not draw the cursor away from the day looked at.
    const times = { start: moment(emptyWeek.tuesday, "10:00"), stop: moment(emptyWeek.tuesday, "11:00") };
    await book(await rpcOf("manager"), { subject: unique("Before"), ...times });
    const page = await pageOf("manager");
    const board = new Board(page);
    await board.open(emptyWeek.wednesday, "Week");
    const { keyboard } = page;
    const day = await page.locator(".o_sc_date").inputValue();
    const isPressed = (name: string): Promise<void> =>
        expect(page.getByRole("button", { name, exact: true })).toHaveAttribute("aria-pressed", "true");
    await page.getByRole("button", { name: "Keyboard help" }).focus();
    await keyboard.press("Tab");
    for (const [key, name] of [
        ["3", "Month"],
        ["1", "Day"],
        ["2", "Week"],
        ["l", "Person"],
        ["l", "Team"],
        ["x", "Hide cancelled"],
    ] as const) {
        await test.step(`${key} chooses ${name}`, async () => {
            await keyboard.press(key);
            await isPressed(name);
            await expect(board.grid.locator(":focus")).toHaveCount(1);
        });
    }
    await expect(page.locator(".o_sc_date")).toHaveValue(day);
    await expect(board.announcement).toHaveText("Cancelled ones are hidden");
    await keyboard.press("x");
    await expect(board.announcement).toHaveText("Cancelled ones are shown");

    await test.step("End and Home go to the ends of the row", async () => {
        await keyboard.press("1");
        await isPressed("Day");
        await keyboard.press("End");
        await expect(board.slot).toHaveAttribute("aria-label", /PM –/);
        const label = await board.slot.getAttribute("aria-label");
        await keyboard.press("ArrowRight");
        await expect(board.announcement).toHaveText("End of the period");
        await expect(board.slot).toHaveAttribute("aria-label", label!);
        await keyboard.press("Home");
        await expect(board.slot).toHaveAttribute("aria-label", /AM –/);
        await keyboard.press("ArrowLeft");
        await expect(board.announcement).toHaveText("Start of the period");
    });
    await test.step("T goes to today", async () => {
        await keyboard.press("t");
        const text = new Intl.DateTimeFormat("en-US", { dateStyle: "full", timeZone: "UTC" });
        await expect(page.locator(".o_sc_title")).toHaveText(text.format(today() * 24 * 3600 * 1000));
    });
});

test("the command palette does what the toolbar does, and moves what was chosen", async ({
    pageOf,
    rpcOf,
    emptyWeek,
    unique,
}) => {
    const subject = unique("By command");
    const manager = await rpcOf("manager");
    await book(manager, {
        subject,
        technician: "technician",
        start: moment(emptyWeek.tuesday, "10:00"),
        stop: moment(emptyWeek.tuesday, "11:00"),
    });
    const page = await pageOf("manager");
    const board = new Board(page);
    const client = new WebClient(page);
    await board.open(emptyWeek.tuesday);
    const palette = page.locator(".o_command_palette");
    const commands = (): Locator => palette.locator(".o_command").filter({ hasText: "Calendar: " });
    const run = async (name: string): Promise<void> => {
        await page.keyboard.press("Control+k");
        await palette.getByRole("textbox").or(palette.getByRole("combobox")).fill(name);
        await commands().filter({ hasText: name }).first().click();
        await expect(palette).toHaveCount(0);
    };

    await test.step("it offers them", async () => {
        await page.keyboard.press("Control+k");
        await expect(commands().first()).toBeVisible();
        const texts = (await commands().allInnerTexts()).map((text) => text.trim());
        for (const name of ["day", "week", "month", "today", "plan something new", "keyboard help"]) {
            expect(texts, name).toContainEqual(expect.stringContaining(`Calendar: ${name}`));
        }
        // Nothing is chosen and nothing has been done.
        for (const name of ["move the chosen", "undo"]) {
            expect(texts, name).not.toContainEqual(expect.stringContaining(`Calendar: ${name}`));
        }
        await page.keyboard.press("Escape");
        await expect(palette).toHaveCount(0);
    });
    for (const scale of ["Month", "Week", "Day"]) {
        await test.step(scale, async () => {
            await run(`Calendar: ${scale.toLowerCase()}`);
            await expect(page.getByRole("button", { name: scale, exact: true })).toHaveAttribute(
                "aria-pressed",
                "true",
            );
        });
    }
    await test.step("new", async () => {
        await run("Calendar: plan something new");
        await expect(client.dialog.getByRole("textbox", { name: "Subject" })).toBeVisible();
        await page.keyboard.press("Escape");
        await expect(client.dialog).toHaveCount(0);
    });
    await test.step("move what is chosen", async () => {
        await board.block(subject).focus();
        await run("Calendar: move the chosen");
        await expect(client.dialog).toContainText(subject);
        await expect(client.dialog.getByLabel("Start")).toBeVisible();
    });
});
