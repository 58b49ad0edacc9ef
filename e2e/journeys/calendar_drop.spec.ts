import type { Locator, Page } from "@playwright/test";
import { Board } from "../support/board.ts";
import { moment, type Day } from "../support/dates.ts";
import { Finger } from "../support/finger.ts";
import type { Odoo } from "../support/odoo.ts";
import { expect, test } from "../support/test.ts";
import { book, type Visit } from "../support/visits.ts";
import { WebClient } from "../support/web_client.ts";

interface Point {
    readonly x: number;
    readonly y: number;
}

async function boxOf(part: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
    const box = await part.boundingBox();
    if (!box) throw new Error("it is not on the screen");
    return box;
}

const timesOf = async (odoo: Odoo, { id }: Visit): Promise<[string, string]> => {
    const { start, stop } = await odoo.read<{ start: string; stop: string }>("support.appointment", id, [
        "start",
        "stop",
    ]);
    return [start, stop];
};

const bookAt = (odoo: Odoo, subject: string, day: Day, from: string, to: string): Promise<Visit> =>
    book(odoo, { subject, technician: "technician", start: moment(day, from), stop: moment(day, to) });

/** Places outside the rows, as far as the window shows them. */
async function placesOutside(page: Page, board: Board): Promise<Record<string, Point>> {
    const [grid, names] = [await boxOf(board.grid), await boxOf(board.row("Tomas Brandt").getByRole("rowheader"))];
    const rows = board.grid.getByRole("row");
    const last = await boxOf(rows.last());
    const middle = { x: grid.x + grid.width / 2, y: names.y + names.height / 2 };
    const size = page.viewportSize()!;
    const below = last.y + last.height;
    return {
        "the navigation bar": { x: middle.x, y: 12 },
        "the names": { x: names.x + names.width / 2, y: middle.y },
        "the days above": { x: middle.x, y: grid.y + 10 },
        ...(below + 20 < grid.y + grid.height ? { "below the last row": { x: middle.x, y: below + 15 } } : {}),
        "outside the window": { x: middle.x, y: size.height + 40 },
        "beside the window": { x: -20, y: middle.y },
    };
}

async function drag(page: Page, from: Point, over: Point, to: Point): Promise<void> {
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(over.x, over.y, { steps: 3 });
    await expect(page.locator(".o_sc_ghost").first()).toBeVisible();
    await page.mouse.move(to.x, to.y, { steps: 4 });
    await expect(page.locator(".o_sc_ghost")).toHaveCount(0);
    await page.mouse.up();
}

const GIVEN_UP = "Given up. Nothing was changed.";

test("letting go anywhere but over the rows gives the drag up: moving, changing an edge, and something new", async ({
    pageOf,
    rpcOf,
    emptyWeek,
    unique,
}) => {
    const subject = unique("Abandoned");
    const manager = await rpcOf("manager");
    const { tuesday } = emptyWeek;
    const visit = await bookAt(manager, subject, tuesday, "10:00", "11:00");
    const before = await timesOf(manager, visit);
    // High enough for a void below the last row.
    const page = await pageOf("manager", { width: 1280, height: 1100 });
    const board = new Board(page);
    const client = new WebClient(page);
    await board.open(tuesday);
    const places = await placesOutside(page, board);
    expect(Object.keys(places)).toContain("below the last row");
    for (const [name, place] of Object.entries(places)) {
        await test.step(name, async () => {
            for (const kind of ["move", "end", "create"] as const) {
                // The board may have scrolled.
                const block = await boxOf(board.block(subject));
                const y = block.y + block.height / 2;
                const x = { move: 20, end: block.width - 2, create: block.width + 120 }[kind];
                const from = { x: block.x + x, y };
                await page.keyboard.press("Escape");
                await drag(page, from, { x: from.x + 90, y }, place);
                await expect(board.announcement, kind).toHaveText(GIVEN_UP);
                await expect(client.dialog).toHaveCount(0);
                await expect(board.details).toHaveCount(0);
            }
            expect(await timesOf(manager, visit)).toEqual(before);
        });
    }
    await test.step("back over the rows it is on again", async () => {
        const block = await boxOf(board.block(subject));
        const y = block.y + block.height / 2;
        const at = await board.point("Tomas Brandt", "01:00 PM");
        await page.mouse.move(block.x + 12, y);
        await page.mouse.down();
        await page.mouse.move(at.x, at.y, { steps: 3 });
        await page.mouse.move(at.x, 12, { steps: 3 });
        await expect(page.locator(".o_sc_ghost")).toHaveCount(0);
        await page.mouse.move(at.x + 12, at.y, { steps: 3 });
        await expect(page.locator(".o_sc_ghost_text")).toContainText("01:00 PM – 02:00 PM");
        await page.mouse.up();
        await expect(board.announcement).toContainText("Moved to Tomas Brandt");
    });
});

test("letting go beside the days gives up in the layout of one person and in months as well", async ({
    pageOf,
    rpcOf,
    emptyWeek,
    unique,
}) => {
    const subject = unique("Abandoned");
    const manager = await rpcOf("manager");
    const { tuesday } = emptyWeek;
    const visit = await bookAt(manager, subject, tuesday, "10:00", "12:00");
    const before = await timesOf(manager, visit);
    const page = await pageOf("manager");
    const board = new Board(page);
    await board.open(tuesday, "Week");
    await board.show("Person");
    await page.getByLabel("Person", { exact: true }).selectOption("Tomas Brandt");
    for (const scale of ["Week", "Month"] as const) {
        await board.show(scale);
        await expect(board.block(subject)).toBeVisible();
        const [block, grid] = [await boxOf(board.block(subject)), await boxOf(board.grid)];
        const from = { x: block.x + block.width / 2, y: block.y + block.height / 2 };
        await page.keyboard.press("Escape");
        await drag(page, from, { x: from.x + 60, y: from.y + 30 }, { x: from.x, y: grid.y - 30 });
        await expect(board.announcement).toHaveText(GIVEN_UP);
        expect(await timesOf(manager, visit)).toEqual(before);
    }
});

test("a finger that leaves the rows gives up as well", async ({ pageOf, rpcOf, emptyWeek, unique }) => {
    const subject = unique("Abandoned");
    const manager = await rpcOf("manager");
    const { friday } = emptyWeek;
    const visit = await bookAt(manager, subject, friday, "10:00", "11:00");
    const before = await timesOf(manager, visit);
    const page = await pageOf("manager", { width: 1024, height: 768, hasTouch: true });
    const board = new Board(page);
    const client = new WebClient(page);
    const finger = new Finger(page);
    await board.open(friday);
    const block = await boxOf(board.block(subject));
    const y = block.y + block.height / 2;
    for (const from of [
        { x: block.x + block.width / 2, y },
        { x: block.x + block.width + 100, y },
    ]) {
        await finger.hold(from, { x: from.x + 30, y: 12 });
        await expect(page.locator(".o_sc_ghost")).toHaveCount(0);
        await finger.lift();
        await expect(board.announcement).toHaveText(GIVEN_UP);
        await expect(client.dialog).toHaveCount(0);
        await expect(board.details).toHaveCount(0);
        expect(await timesOf(manager, visit)).toEqual(before);
    }
});

test("a visit at an odd time keeps its minutes when it is dragged", async ({ pageOf, rpcOf, emptyWeek, unique }) => {
    const subject = unique("Odd");
    const manager = await rpcOf("manager");
    const { tuesday } = emptyWeek;
    const visit = await bookAt(manager, subject, tuesday, "09:05", "10:05");
    const page = await pageOf("manager");
    const board = new Board(page);
    await board.open(tuesday);
    const [nine, ten] = [await board.point("Tomas Brandt", "09:00 AM"), await board.point("Tomas Brandt", "10:00 AM")];
    const block = await boxOf(board.block(subject));
    const from = { x: block.x + 20, y: block.y + block.height / 2 };
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(from.x + ten.x - nine.x, from.y, { steps: 5 });
    await expect(page.locator(".o_sc_ghost_text")).toContainText("10:05 AM – 11:05 AM");
    await page.mouse.up();
    await expect(board.announcement).toContainText("10:05 AM – 11:05 AM");
    await expect
        .poll(() => timesOf(manager, visit))
        .toEqual([moment(tuesday, "10:05").stored, moment(tuesday, "11:05").stored]);
});
