import type { Locator, Page } from "@playwright/test";
import { Board } from "../support/board.ts";
import { moment, type Day } from "../support/dates.ts";
import type { Odoo } from "../support/odoo.ts";
import { expect, test } from "../support/test.ts";
import { book, type Visit } from "../support/visits.ts";

interface Stored {
    start: string;
    stop: string;
    technician_id: [number, string] | false;
}

interface Point {
    readonly x: number;
    readonly y: number;
}

const storedOf = (odoo: Odoo, { id }: Visit): Promise<Stored> =>
    odoo.read<Stored>("support.appointment", id, ["start", "stop", "technician_id"]);

const bookAt = (odoo: Odoo, subject: string, day: Day, from: string, to: string): Promise<Visit> =>
    book(odoo, { subject, technician: "technician", start: moment(day, from), stop: moment(day, to) });

async function boxOf(part: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
    const box = await part.boundingBox();
    if (!box) throw new Error("it is not on the screen");
    return box;
}

/** Takes something and brings it over a point, where it stays in the air. */
async function carry(page: Page, from: Point, to: Point): Promise<void> {
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 3 });
    await page.mouse.move(to.x, to.y, { steps: 3 });
}

async function drag(page: Page, from: Point, to: Point): Promise<void> {
    await carry(page, from, to);
    await page.mouse.up();
}

test("who rests at an edge scrolls on, also beside the names, and a drop lands where it was shown", async ({
    pageOf,
    rpcOf,
    emptyWeek,
    unique,
}) => {
    const subject = unique("Edge");
    const manager = await rpcOf("manager");
    const visit = await bookAt(manager, subject, emptyWeek.tuesday, "10:00", "11:00");
    const page = await pageOf("manager", { width: 1280, height: 640 });
    const board = new Board(page);
    await board.open(emptyWeek.tuesday);
    await page.getByRole("button", { name: "24 h" }).click();
    const left = (): Promise<number> => board.grid.evaluate((grid) => grid.scrollLeft);
    await expect.poll(left).toBeGreaterThan(100);
    const [grid, names, box] = [
        await boxOf(board.grid),
        await boxOf(board.row("Tomas Brandt").getByRole("rowheader")),
        await boxOf(board.block(subject)),
    ];
    const ghost = page.locator(".o_sc_ghost_text");
    const middle = { x: box.x + 20, y: box.y + box.height / 2 };

    await carry(page, middle, { x: names.x + names.width + 12, y: middle.y });
    await expect.poll(left).toBe(0);
    await expect(ghost).toContainText("12:00 AM");

    const farthest = await board.grid.evaluate((node) => node.scrollWidth - node.clientWidth);
    await page.mouse.move(grid.x + grid.width - 30, middle.y, { steps: 3 });
    await expect.poll(left).toBeGreaterThan(farthest - 2);
    // Away from the edge nothing scrolls any more.
    await page.mouse.move(grid.x + grid.width - 200, middle.y, { steps: 3 });
    // What is in the air follows the pointer with the next frame.
    await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))));
    const time = /\d\d:\d\d [AP]M – \d\d:\d\d [AP]M/.exec(await ghost.innerText())?.[0] ?? "no time";
    const before = await left();
    await page.mouse.up();
    await expect(board.announcement).toContainText(`Moved to Tomas Brandt`);
    await expect(board.announcement).toContainText(time);
    expect(await left()).toBe(before);
    expect((await storedOf(manager, visit)).start).not.toBe(moment(emptyWeek.tuesday, "10:00").stored);
});

test("what others plan at hours not shown moves neither what is in the air nor what is looked at", async ({
    pageOf,
    rpcOf,
    emptyWeek,
    unique,
}) => {
    const { tuesday } = emptyWeek;
    const [held, early, earlier] = [unique("Held"), unique("Early"), unique("Earlier")];
    const manager = await rpcOf("manager");
    const visit = await bookAt(manager, held, tuesday, "10:00", "11:00");
    const page = await pageOf("manager", { width: 1024, height: 640 });
    const board = new Board(page);
    await board.open(tuesday);
    await board.grid.evaluate((grid) => grid.scrollTo({ left: 120 }));
    const ticks = board.grid.locator(".o_sc_tick");
    const first = await ticks.first().innerText();
    const bookEarly = (subject: string, start: string, stop: string): Promise<Visit> =>
        book(manager, { subject, start: moment(tuesday, start), stop: moment(tuesday, stop) });

    await test.step("in the air it stays where it is, and is dropped there", async () => {
        const to = await board.point("Tomas Brandt", "12:00 PM");
        const seen = page.waitForResponse(/support_calendar_read_rows/);
        await board.startDrag(board.block(held), to);
        const ghost = page.locator(".o_sc_ghost_text");
        await expect(ghost).toContainText("12:00 PM – 01:00 PM");
        await bookEarly(early, "05:00", "06:00");
        await seen;
        await page.mouse.move(to.x + 12, to.y);
        await expect(ghost).toContainText("12:00 PM – 01:00 PM");
        expect(await ticks.first().innerText()).toBe(first);
        await page.mouse.up();
        await expect(board.announcement).toContainText("12:00 PM – 01:00 PM");
        expect((await storedOf(manager, visit)).start).toBe(moment(tuesday, "12:00").stored);
        await expect(board.block(early)).toBeAttached();
        expect(await ticks.first().innerText()).not.toBe(first);
    });
    await test.step("and what is looked at stays when earlier hours are drawn", async () => {
        const before = (await boxOf(board.block(held))).x;
        await bookEarly(earlier, "03:00", "04:00");
        await expect(board.block(earlier)).toBeAttached();
        await expect.poll(async () => Math.abs((await boxOf(board.block(held))).x - before)).toBeLessThan(2);
    });
});

test("a visit under way stays with somebody, which shows before the drop", async ({
    pageOf,
    rpcOf,
    emptyWeek,
    unique,
}) => {
    const subject = unique("Under way");
    const manager = await rpcOf("manager");
    const { id } = await book(manager, {
        subject,
        technician: "technician",
        start: moment(emptyWeek.tuesday, "10:00"),
        stop: moment(emptyWeek.tuesday, "11:00"),
    });
    await manager.call("support.appointment", "action_start", [[id]]);
    const page = await pageOf("manager");
    const board = new Board(page);
    await board.open(emptyWeek.tuesday);
    await board.startDrag(board.block(subject), await board.point("Unassigned", "10:00 AM"));
    await expect(page.locator(".o_sc_ghost_text")).toContainText("Somebody has to be assigned in this status");
    await page.mouse.up();
    await expect(page.locator(".o_notification")).toContainText("Somebody has to be assigned in this status");
    await expect(board.blockOf("Tomas Brandt", subject)).toBeVisible();
});

test("drags in the layout of one person, and in months", async ({ pageOf, rpcOf, emptyWeek, unique }) => {
    const { monday, tuesday, wednesday } = emptyWeek;
    const subject = unique("Drag");
    const manager = await rpcOf("manager");
    const visit = await bookAt(manager, subject, tuesday, "10:00", "12:00");
    const page = await pageOf("manager");
    const board = new Board(page);
    await board.open(tuesday);
    const block = board.block(subject);
    const isStored = async (day: Day, from: string, to: string, who = "Tomas Brandt"): Promise<void> => {
        await expect
            .poll(async () => {
                const { start, stop, technician_id } = await storedOf(manager, visit);
                return [start, stop, technician_id && technician_id[1]];
            })
            .toEqual([moment(day, from).stored, moment(day, to).stored, who]);
    };

    await test.step("the start edge in a row", async () => {
        const box = await boxOf(block);
        const [hour, y] = [box.width / 2, box.y + box.height / 2];
        await drag(page, { x: box.x + 1, y }, { x: box.x + 1 + hour, y });
        await isStored(tuesday, "11:00", "12:00");
    });

    await board.show("Week");
    await board.show("Person");
    await page.getByLabel("Person", { exact: true }).selectOption("Tomas Brandt");
    await expect(block).toBeVisible();
    const { height: hour } = await boxOf(block);
    const column = (await boxOf(board.grid.locator(".o_sc_head").nth(1))).width;

    await test.step("to another day and hour", async () => {
        const box = await boxOf(block);
        const from = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
        await drag(page, from, { x: from.x + column, y: from.y + 2 * (hour + 1) });
        await isStored(wednesday, "13:00", "14:00");
    });
    await test.step("the end edge of a column, and the start edge", async () => {
        const box = await boxOf(block);
        const x = box.x + box.width / 2;
        await drag(page, { x, y: box.y + box.height - 2 }, { x, y: box.y + box.height - 2 + hour + 1 });
        await isStored(wednesday, "13:00", "15:00");
        await drag(page, { x, y: box.y + 2 }, { x, y: box.y + 2 - hour - 1 });
        await isStored(wednesday, "12:00", "15:00");
    });

    await board.show("Month");
    await test.step("to another day of the month, at the same hour", async () => {
        const box = await boxOf(block);
        const from = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
        const day = (await boxOf(board.grid.locator(".o_sc_head").first())).width;
        await drag(page, from, { x: from.x - 2 * day, y: from.y });
        await isStored(monday, "12:00", "15:00");
    });
    await board.show("Team");
    await test.step("to another row of the month", async () => {
        await expect(block).toBeVisible();
        await block.scrollIntoViewIfNeeded();
        const [box, row] = [await boxOf(block), await boxOf(board.row("Oliver Hughes"))];
        const x = box.x + box.width / 2;
        await drag(page, { x, y: box.y + box.height / 2 }, { x, y: row.y + row.height / 2 });
        await isStored(monday, "12:00", "15:00", "Oliver Hughes");
    });
});
