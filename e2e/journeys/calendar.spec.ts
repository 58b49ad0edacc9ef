import type { Locator } from "@playwright/test";
import { expectAccessible } from "../support/accessibility.ts";
import { Board } from "../support/board.ts";
import { moment, type Moment } from "../support/dates.ts";
import { expect, test } from "../support/test.ts";
import { book } from "../support/visits.ts";
import { WebClient } from "../support/web_client.ts";

interface Stored {
    start: string;
    stop: string;
    technician_id: [number, string] | false;
    state: string;
    cancel_reason: string | false;
}

const STORED = ["start", "stop", "technician_id", "state", "cancel_reason"] as const;

test("a dispatcher plans with the mouse: create, move, reassign, undo, resize, cancel", async ({
    pageOf,
    rpcOf,
    picture,
    emptyWeek,
    unique,
}) => {
    const subject = unique("Replace pump");
    const manager = await rpcOf("manager");
    const page = await pageOf("manager");
    const board = new Board(page);
    const client = new WebClient(page);
    const stored = async (): Promise<Stored> => {
        const id = await manager.find("support.appointment", [["subject", "=", subject]]);
        return manager.read<Stored>("support.appointment", id, [...STORED]);
    };

    await test.step("a drag over free time opens the form with that time and technician", async () => {
        await board.open(emptyWeek.tuesday);
        const from = await board.point("Tomas Brandt", "10:00 AM");
        const to = await board.point("Tomas Brandt", "11:00 AM");
        await page.mouse.move(from.x, from.y);
        await page.mouse.down();
        await page.mouse.move(from.x + 20, from.y);
        await page.mouse.move(to.x - 4, to.y, { steps: 4 });
        await expect(page.locator(".o_sc_ghost_text")).toContainText("10:00 AM – 11:00 AM");
        await page.mouse.up();
        await client.dialog.getByRole("textbox", { name: "Subject" }).fill(subject);
        await client.dialog.locator('[name="customer_name"] input').fill("Emilia Sommer");
        await picture(page, "create");
        await client.dialog.getByRole("button", { name: "Save", exact: true }).click();
        await expect(board.blockOf("Tomas Brandt", subject)).toBeVisible();
        await expect.poll(stored).toMatchObject({ start: moment(emptyWeek.tuesday, "10:00").stored });
    });
    await test.step("a drag moves and reassigns, with the new time beside the pointer", async () => {
        await board.startDrag(board.block(subject), await board.point("Oliver Hughes", "12:00 PM"));
        await expect(page.locator(".o_sc_ghost_text")).toContainText("12:00 PM – 01:00 PM");
        await picture(page, "drag");
        await page.mouse.up();
        await expect(board.blockOf("Oliver Hughes", subject)).toBeVisible();
        await expect(board.announcement).toContainText("Moved to Oliver Hughes");
        await expect.poll(async () => (await stored()).start).toBe(moment(emptyWeek.tuesday, "12:00").stored);
    });
    await test.step("Undo takes it back", async () => {
        await page.getByRole("button", { name: "Undo" }).click();
        await expect(board.blockOf("Tomas Brandt", subject)).toBeVisible();
        await expect(board.announcement).toHaveText("Undone.");
        await expect.poll(async () => (await stored()).start).toBe(moment(emptyWeek.tuesday, "10:00").stored);
    });
    await test.step("an edge resizes", async () => {
        const to = await board.point("Tomas Brandt", "12:00 PM");
        await board.dragTo(board.block(subject), to, "end");
        await expect(board.announcement).toContainText("10:00 AM – 12:00 PM");
        await expect.poll(async () => (await stored()).stop).toBe(moment(emptyWeek.tuesday, "12:00").stored);
    });
    await test.step("Escape puts it back", async () => {
        await board.startDrag(board.block(subject), await board.point("Tomas Brandt", "03:00 PM"));
        await page.keyboard.press("Escape");
        await expect(page.locator(".o_sc_ghost")).toHaveCount(0);
        await page.mouse.up();
        await expect.poll(async () => (await stored()).start).toBe(moment(emptyWeek.tuesday, "10:00").stored);
    });
    await test.step("cancelling asks for a reason and leaves it marked", async () => {
        await board.block(subject).click();
        await expect(board.details).toContainText("Confirmed");
        await picture(page, "details");
        await expectAccessible(page, ".o_sc_details");
        await board.details.getByRole("button", { name: "Cancel…" }).click();
        await client.dialog.getByRole("textbox", { name: "Reason" }).fill("The customer sold the pump");
        await client.dialog.getByRole("button", { name: "Cancel Appointment" }).click();
        await expect(board.block(subject)).toHaveClass(/o_sc_free/);
        await expect.poll(stored).toMatchObject({ state: "cancelled", cancel_reason: "The customer sold the pump" });
        await page.getByRole("button", { name: "Hide cancelled" }).click();
        await expect(board.block(subject)).toHaveCount(0);
        await page.getByRole("button", { name: "Hide cancelled" }).click();
    });
});

test("a dispatcher plans with the keyboard alone", async ({ pageOf, rpcOf, emptyWeek, unique }) => {
    const subject = unique("Check boiler");
    const manager = await rpcOf("manager");
    const visit = await book(manager, {
        subject,
        technician: "technician",
        start: moment(emptyWeek.wednesday, "10:00"),
        stop: moment(emptyWeek.wednesday, "11:00"),
    });
    const stored = (): Promise<Stored> => manager.read<Stored>("support.appointment", visit.id, [...STORED]);
    const page = await pageOf("manager");
    const board = new Board(page);
    await board.open(emptyWeek.wednesday);

    await test.step("Tab reaches the board once, arrows find the visit", async () => {
        await page.getByRole("button", { name: "Keyboard help" }).focus();
        await page.keyboard.press("Tab");
        await expect(board.grid.locator(":focus")).toHaveCount(1);
        for (
            let step = 0;
            step < 80 && !(await board.block(subject).evaluate((node) => node === document.activeElement));
            step++
        ) {
            const isInRow = await board.row("Tomas Brandt").locator(":focus").count();
            await board.step(isInRow ? "ArrowRight" : "ArrowDown");
        }
        await expect(board.block(subject)).toBeFocused();
    });
    await test.step("Shift and arrows move it, Enter drops it", async () => {
        await page.keyboard.press("Shift+ArrowRight");
        await expect(board.announcement).toContainText("10:15 AM – 11:15 AM");
        await page.keyboard.press("ArrowUp");
        await expect(board.announcement).toContainText("Sofia Ricci");
        await page.keyboard.press("Enter");
        await expect(board.blockOf("Sofia Ricci", subject)).toBeFocused();
        await expect(board.announcement).toContainText("Moved to Sofia Ricci");
        await expect.poll(async () => (await stored()).start).toBe(moment(emptyWeek.wednesday, "10:15").stored);
    });
    await test.step("R and arrows change the end", async () => {
        await page.keyboard.press("r");
        await page.keyboard.press("ArrowRight");
        await page.keyboard.press("Enter");
        await expect(board.announcement).toContainText("10:15 AM – 11:30 AM");
        await expect.poll(async () => (await stored()).stop).toBe(moment(emptyWeek.wednesday, "11:30").stored);
    });
    await test.step("Control and Z undoes, twice", async () => {
        await page.keyboard.press("Control+z");
        await expect.poll(async () => (await stored()).stop).toBe(moment(emptyWeek.wednesday, "11:15").stored);
        await page.keyboard.press("Control+z");
        await expect.poll(async () => (await stored()).start).toBe(moment(emptyWeek.wednesday, "10:00").stored);
    });
    await test.step("E opens a dialog that does the same without a drag", async () => {
        await board.block(subject).focus();
        await page.keyboard.press("e");
        const dialog = page.getByRole("dialog");
        await dialog.getByLabel("Start").fill(moment(emptyWeek.wednesday, "13:00").typed);
        await page.keyboard.press("Tab");
        await expect(dialog.getByRole("status")).toContainText(/Fits|Outside/);
        await expectAccessible(page, ".modal");
        await dialog.getByRole("button", { name: "Move", exact: true }).click();
        await expect.poll(async () => (await stored()).start).toBe(moment(emptyWeek.wednesday, "13:00").stored);
    });
    await test.step("N goes to the next day and P back, which is announced, and the focus stays on the board", async () => {
        const title = page.locator(".o_sc_title");
        const day = await title.innerText();
        await board.block(subject).focus();
        await page.keyboard.press("n");
        await expect(title).not.toHaveText(day);
        await expect(board.announcement).toHaveText(await title.innerText());
        await expect(board.grid.locator(":focus")).toHaveCount(1);
        await page.keyboard.press("p");
        await expect(board.announcement).toHaveText(day);
        await expect(board.grid.locator(":focus")).toHaveCount(1);
    });
    await test.step("Delete cancels, with a reason", async () => {
        await board.block(subject).focus();
        await page.keyboard.press("Delete");
        await page.getByRole("dialog").getByRole("textbox", { name: "Reason" }).fill("Done by phone");
        await page.getByRole("dialog").getByRole("button", { name: "Cancel Appointment" }).press("Enter");
        await expect.poll(async () => (await stored()).state).toBe("cancelled");
        await expect(board.block(subject)).toHaveClass(/o_sc_free/);
        await expect(board.announcement).toHaveText(/, Cancelled$/);
    });
});

test("a dispatcher creates with the keyboard alone", async ({ pageOf, rpcOf, emptyWeek, unique }) => {
    const subject = unique("By keys");
    const manager = await rpcOf("manager");
    const page = await pageOf("manager");
    const board = new Board(page);
    const client = new WebClient(page);
    await board.open(emptyWeek.monday);
    await page.getByRole("button", { name: "Keyboard help" }).focus();
    await page.keyboard.press("Tab");
    await expect(board.slot).toBeFocused();
    for (let row = 0; row < 10 && !(await board.row("Tomas Brandt").locator(":focus").count()); row++) {
        await board.step("ArrowDown");
    }
    const label = await board.slot.getAttribute("aria-label");
    expect(label).toMatch(/^Tomas Brandt, .*/);
    for (let step = 0; step < 20 && !(await board.slot.getAttribute("aria-label"))?.includes(" 10:00 AM –"); step++) {
        await board.step("ArrowRight");
    }
    await expect(board.slot).toHaveAttribute("aria-label", / 10:00 AM –.*Free$/);
    await page.keyboard.press("Enter");
    await expect(client.dialog).toBeVisible();
    const fill = async (field: Locator, text: string): Promise<void> => {
        for (let step = 0; step < 40 && !(await field.evaluate((node) => node === document.activeElement)); step++) {
            await page.keyboard.press("Tab");
        }
        await expect(field).toBeFocused();
        await page.keyboard.type(text);
    };
    await fill(client.dialog.getByRole("textbox", { name: "Subject" }), subject);
    await fill(client.dialog.locator('[name="customer_name"] input'), "Emilia Sommer");
    await page.keyboard.press("Alt+c");
    await expect(board.blockOf("Tomas Brandt", subject)).toBeVisible();
    const id = await manager.find("support.appointment", [["subject", "=", subject]]);
    const { start } = await manager.read<Stored>("support.appointment", id, [...STORED]);
    expect(start).toBe(moment(emptyWeek.monday, "10:00").stored);
});

test("a technician works with the keyboard alone: finds a visit, starts it, corrects it, completes it", async ({
    pageOf,
    rpcOf,
    emptyWeek,
    unique,
}) => {
    const subject = unique("Grease bearings");
    const other = unique("Oil the door");
    const manager = await rpcOf("manager");
    const day = emptyWeek.friday;
    const technician = "technician";
    const bookAt = (what: string, start: string, stop: string): ReturnType<typeof book> =>
        book(manager, { subject: what, technician, start: moment(day, start), stop: moment(day, stop) });
    await bookAt(other, "08:00", "09:00");
    const { id } = await bookAt(subject, "10:00", "11:00");
    const page = await pageOf("technician");
    const board = new Board(page);
    const client = new WebClient(page);
    const isFocused = (wanted: Locator): Promise<boolean> => wanted.evaluate((node) => node === document.activeElement);
    const tabTo = async (wanted: Locator, key = "Tab"): Promise<void> => {
        await expect(wanted).toBeVisible();
        for (let step = 0; step < 60 && !(await isFocused(wanted)); step++) {
            await page.keyboard.press(key);
        }
        await expect(wanted).toBeFocused();
    };
    await board.open(day);

    await test.step("a search dims what does not match", async () => {
        await tabTo(page.getByRole("searchbox"), "Shift+Tab");
        await page.keyboard.type(subject);
        await page.keyboard.press("Enter");
        await expect(board.dimmed(other)).toBeVisible();
        await expect(board.block(subject)).toBeVisible();
    });
    await test.step("from the search an arrow leads to the board and to the visit, and Space to its details", async () => {
        await page.keyboard.press("ArrowDown");
        await expect(board.grid.locator(":focus")).toHaveCount(1);
        for (let step = 0; step < 80 && !(await isFocused(board.block(subject))); step++) {
            await board.step("ArrowDown");
        }
        await page.keyboard.press("Space");
        await expect(board.details).toContainText("Emilia Sommer");
    });
    await test.step("the next step is one button, and the focus comes back to the visit", async () => {
        await tabTo(board.details.getByRole("button", { name: "Start Visit" }));
        await page.keyboard.press("Enter");
        await tabTo(client.dialog.getByRole("button", { name: "Start Now" }));
        await page.keyboard.press("Enter");
        await expect(board.announcement).toContainText("In Progress");
        await expect(board.block(subject)).toBeFocused();
        await expect(board.block(subject)).toHaveAttribute("aria-label", /In Progress/);
    });
    await test.step("Enter opens the form, whose Save brings back to the visit", async () => {
        await page.keyboard.press("Enter");
        await tabTo(client.dialog.locator('[name="location"] input, [name="location"] textarea').first());
        await page.keyboard.type("Hall 3");
        await page.keyboard.press("Alt+c");
        await expect(client.dialog).toHaveCount(0);
        await expect(board.block(subject)).toBeFocused();
    });
    await test.step("and so is the last step", async () => {
        await page.keyboard.press("Space");
        await tabTo(board.details.getByRole("button", { name: "Complete" }));
        await page.keyboard.press("Enter");
        await tabTo(client.dialog.getByRole("button", { name: "Complete Now" }));
        await page.keyboard.press("Enter");
        await expect(board.block(subject)).toHaveAttribute("aria-label", /Completed/);
        await expect(board.block(subject)).toBeFocused();
        const stored = await manager.read("support.appointment", id, ["state", "location"]);
        expect(stored).toMatchObject({ state: "completed", location: "Hall 3" });
    });
});

test("what others change appears by itself, and a move in the air is not lost to it", async ({
    pageOf,
    rpcOf,
    emptyWeek,
    unique,
}) => {
    const subject = unique("Set up router");
    const manager = await rpcOf("manager");
    const { thursday } = emptyWeek;
    const page = await pageOf("manager");
    const board = new Board(page);
    await board.open(thursday);
    const visit = await book(manager, {
        subject,
        technician: "technician",
        start: moment(thursday, "09:00"),
        stop: moment(thursday, "10:00"),
    });
    await expect(board.blockOf("Tomas Brandt", subject)).toBeVisible({ timeout: 2_000 });

    await test.step("a visit that somebody else moves meanwhile stays where they put it", async () => {
        await board.startDrag(board.block(subject), await board.point("Oliver Hughes", "03:00 PM"));
        await manager.write("support.appointment", visit.id, {
            start: moment(thursday, "13:00").stored,
            stop: moment(thursday, "14:00").stored,
        });
        await expect(board.block(subject)).toHaveAttribute("aria-label", /01:00 PM/, { timeout: 2_000 });
        await expect(page.locator(".o_sc_ghost")).toHaveCount(1);
        await page.mouse.up();
        await expect(page.locator(".o_notification")).toContainText("has been moved meanwhile");
        const { start } = await manager.read<Stored>("support.appointment", visit.id, [...STORED]);
        expect(start).toBe(moment(thursday, "13:00").stored);
    });
});

test("two dispatchers at once: the drag of one goes on, and nothing scrolls, while the other plans", async ({
    pageOf,
    rpcOf,
    emptyWeek,
    unique,
}) => {
    const { wednesday } = emptyWeek;
    const manager = await rpcOf("manager");
    const [held, moved] = [unique("Held"), unique("Moved")];
    const visit = await book(manager, {
        subject: held,
        technician: "technician",
        start: moment(wednesday, "10:00"),
        stop: moment(wednesday, "11:00"),
    });
    await book(manager, {
        subject: moved,
        technician: "technician2",
        start: moment(wednesday, "10:00"),
        stop: moment(wednesday, "11:00"),
    });
    const [one, other] = [
        await pageOf("manager", { width: 1280, height: 640 }),
        await pageOf("admin", { width: 1440, height: 900 }),
    ];
    const [board, others] = [new Board(one), new Board(other)];
    await board.open(wednesday);
    await others.open(wednesday);
    await one.getByRole("button", { name: "24 h" }).click();
    const place = (): Promise<number[]> => board.grid.evaluate((grid) => [grid.scrollLeft, grid.scrollTop]);
    await expect.poll(async () => (await place())[0]).toBeGreaterThan(0);

    await board.startDrag(board.block(held), await board.point("Tomas Brandt", "01:00 PM"));
    const ghost = one.locator(".o_sc_ghost_text");
    await expect(ghost).toContainText("01:00 PM – 02:00 PM");
    const before = await place();
    await others.dragTo(others.block(moved), await others.point("Aylin Demir", "12:00 PM"));
    await expect(board.block(moved)).toHaveAttribute("aria-label", /12:00 PM/);
    await expect(ghost).toContainText("01:00 PM – 02:00 PM");
    expect(await place()).toEqual(before);

    await one.mouse.up();
    await expect(board.announcement).toContainText("Moved to Tomas Brandt");
    const { start } = await manager.read<Stored>("support.appointment", visit.id, [...STORED]);
    expect(start).toBe(moment(wednesday, "13:00").stored);
    await expect(others.block(held)).toHaveAttribute("aria-label", /01:00 PM/);
});

test("rows above that grow leave what is in sight where it is, and who takes the place in the air is told at once", async ({
    pageOf,
    rpcOf,
    emptyWeek,
    unique,
}) => {
    const { wednesday } = emptyWeek;
    const manager = await rpcOf("manager");
    const held = unique("Held");
    const at = (from: string, to: string): { start: Moment; stop: Moment } => ({
        start: moment(wednesday, from),
        stop: moment(wednesday, to),
    });
    const visit = await book(manager, { subject: held, technician: "technician", ...at("10:00", "11:00") });
    const page = await pageOf("manager", { width: 1280, height: 420 });
    const board = new Board(page);
    await board.open(wednesday);
    await board.grid.evaluate((grid) => grid.scrollTo(0, grid.scrollHeight));
    const row = board.row("Tomas Brandt");
    await expect(row).toBeInViewport({ ratio: 0.5 });
    const heightOfAll = (): Promise<number> => board.grid.evaluate((grid) => grid.scrollHeight);
    const before = await heightOfAll();
    await board.startDrag(board.block(held), await board.point("Tomas Brandt", "01:00 PM"));
    const ghost = page.locator(".o_sc_ghost");
    await expect(ghost).toContainText("01:00 PM – 02:00 PM");
    await expect(ghost.locator(".o_sc_ghost_text")).toBeInViewport({ ratio: 1 });
    expect(await heightOfAll()).toBe(before);
    const place = await row.boundingBox();

    for (let count = 0; count < 6; count++) {
        await book(manager, { subject: unique("Waiting"), ...at("09:00", "12:00") });
    }
    await expect.poll(heightOfAll).toBeGreaterThan(before + 50);
    await expect.poll(() => row.boundingBox()).toEqual(place);
    // The rows above grow one visit after the other; each time the ghost follows a moment later.
    await expect(async () => {
        const { y, height } = (await ghost.boundingBox())!;
        expect(y).toBeGreaterThanOrEqual(place!.y);
        expect(y + height).toBeLessThanOrEqual(place!.y + place!.height);
    }).toPass({ timeout: 10_000 });
    expect(await row.boundingBox()).toEqual(place);

    const taken = await book(manager, { subject: unique("First"), technician: "technician", ...at("13:00", "14:00") });
    await expect(ghost).toContainText(`Taken by ${taken.reference}`);
    await page.keyboard.press("Escape");
    await expect(ghost).toHaveCount(0);
    const { start } = await manager.read<Stored>("support.appointment", visit.id, [...STORED]);
    expect(start).toBe(moment(wednesday, "10:00").stored);
});

test("a technician sees themselves and nobody else", async ({ pageOf, rpcOf, picture, emptyWeek, unique }) => {
    const mine = unique("Mine");
    const theirs = unique("Theirs");
    const manager = await rpcOf("manager");
    const { friday } = emptyWeek;
    const times = { start: moment(friday, "10:00"), stop: moment(friday, "11:00") };
    await book(manager, { subject: mine, technician: "technician", ...times });
    await book(manager, { subject: theirs, technician: "technician2", ...times });
    const page = await pageOf("technician");
    const board = new Board(page);
    await board.open(friday, "Week");
    await expect(board.block(mine)).toBeVisible();
    await expect(board.block(theirs)).toHaveCount(0);
    await expect(page.getByRole("group", { name: "Layout" })).toHaveCount(0);
    await picture(page, "personal");
});

test("the calendar comes back as it was left", async ({ pageOf, emptyWeek }) => {
    const page = await pageOf("manager");
    const board = new Board(page);
    const client = new WebClient(page);
    await board.open(emptyWeek.monday, "Month");
    const title = await page.locator(".o_sc_title").innerText();
    await client.switchTo("list");
    await client.switchTo("support_calendar");
    await expect(page.locator(".o_sc_title")).toHaveText(title);
    await expect(page.getByRole("button", { name: "Month", exact: true })).toHaveAttribute("aria-pressed", "true");
});
