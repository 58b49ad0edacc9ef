import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { press, queryAll, queryOne, waitFor } from "@odoo/hoot-dom";
import { animationFrame, mockDate } from "@odoo/hoot-mock";
import { contains } from "@web/../tests/web_test_helpers";
import { ARCH, defineVisits, makeServerData, MONDAY, serve, type ServerData } from "./support_calendar_data";
import {
    notified,
    block,
    clickAt,
    dragBetween,
    focusBlock,
    mountBoard,
    noteNew,
    type Point,
} from "./support_calendar_helpers";

describe.current.tags("desktop");
defineVisits();

const HOUR = 60;
const DAY = 24 * HOUR;
const NO_PAST = ARCH.replace("<support_calendar", '<support_calendar past="0"');
const TUESDAY = { initial_date: "2026-03-03" };
let server: ServerData;

beforeEach(() => {
    mockDate("2026-03-01 12:00:00", 0);
    localStorage.removeItem("support_calendar.visit");
    server = makeServerData();
    serve(server);
});

/** @param row from 0, the one of nobody */
const trackOf = (row: number): HTMLElement => queryAll(".o_sc_row .o_sc_track")[row]!;
const slotLabel = (): string => queryOne(".o_sc_slot").getAttribute("aria-label") ?? "";

async function type(...keys: string[]): Promise<void> {
    for (const key of keys) {
        await press(key);
        await animationFrame();
    }
}

async function closeForm(): Promise<void> {
    await waitFor(".o_dialog .o_form_view");
    await contains(".o_dialog .btn-close").click();
    await animationFrame();
}

async function planAtFocus(): Promise<void> {
    await press("Enter");
    await closeForm();
    queryOne(".o_sc_slot").focus();
}

/** Visits of Bob's, in minutes of Monday. */
function bobs(...visits: (readonly [start: number, stop: number])[]): void {
    server.events = {
        base: MONDAY - DAY,
        matching: visits.length,
        id: visits.map((_, index) => index + 1),
        resource: visits.map(() => 12),
        start: visits.map(([start]) => DAY + start),
        duration: visits.map(([start, stop]) => stop - start),
        label: visits.map(() => "Visit"),
    };
}

/**
 * Below the visits in a cell of Anna's month.
 *
 * @param day of the month
 */
function cellOf(day: number): Point {
    const head = queryAll(".o_sc_head")[day - 1]!.getBoundingClientRect();
    return { x: head.left + head.width / 2, y: trackOf(1).getBoundingClientRect().bottom - 10 };
}

const clickDay = (day: number): void => clickAt(trackOf(1), cellOf(day));

/** A month in which Anna works on weekdays, on Tuesday at noon; she has a visit at nine on Wednesday. */
async function openMonth(): Promise<void> {
    mockDate("2026-03-03 12:00:00", 0);
    const days = [0, 1, 2, 3, 4];
    server.events = {
        base: MONDAY,
        matching: 1,
        id: [1],
        resource: [11],
        start: [2 * DAY + 9 * HOUR],
        duration: [HOUR],
        label: ["Boiler"],
    };
    server.resources = {
        ...server.resources,
        schedules: [days.flatMap((day) => [day * DAY + 8 * HOUR, day * DAY + 17 * HOUR])],
    };
    await mountBoard(NO_PAST, TUESDAY);
    await contains(".o_sc_scale_month").click();
    await animationFrame();
}

test("in months, a click on a day begins where there is time, today after now", async () => {
    const forms = noteNew();
    await openMonth();
    clickDay(3);
    await closeForm();
    clickDay(4);
    await closeForm();
    clickDay(7);
    await closeForm();
    clickDay(2);
    await animationFrame();
    expect(".o_dialog").toHaveCount(0);
    expect(notified()).toMatch(/In the past/);
    expect(forms).toEqual([
        { resourceId: 11, start: "2026-03-03 12:30:00", minutes: 60 },
        { resourceId: 11, start: "2026-03-04 08:00:00", minutes: 60 },
        { resourceId: 11, start: "2026-03-07 09:00:00", minutes: 60 },
    ]);
});

test("in months, a drag over days begins on the first one", async () => {
    const forms = noteNew();
    await openMonth();
    await dragBetween(trackOf(1), cellOf(6), cellOf(4));
    await waitFor(".o_dialog .o_form_view");
    expect(forms).toEqual([{ resourceId: 11, start: "2026-03-04 08:00:00", minutes: 60 }]);
});

test("in months, a day is said to be what it is as a whole, and Enter plans on it", async () => {
    const forms = noteNew();
    await openMonth();
    queryOne(".o_sc_slot").focus();
    await type("ArrowDown");
    expect(slotLabel()).toBe("Anna, Tuesday, March 3, 0% booked, Free");
    await planAtFocus();
    await type("ArrowRight");
    expect(block(1)).toBeFocused();
    await type("ArrowRight", "ArrowRight", "ArrowRight");
    expect(slotLabel()).toBe("Anna, Saturday, March 7, Outside working hours");
    await type("ArrowLeft", "ArrowLeft", "ArrowLeft", "ArrowLeft", "ArrowLeft");
    expect(slotLabel()).toBe("Anna, Monday, March 2, 0% booked, In the past");
    await type("Enter");
    expect(".o_dialog").toHaveCount(0);
    expect(forms.map(({ start }) => start)).toEqual(["2026-03-03 12:30:00"]);
});

test("Enter on free time plans what was said of it, from the end of the visit before on", async () => {
    bobs([9 * HOUR + 15, 10 * HOUR + 15]);
    const forms = noteNew();
    await mountBoard();
    await focusBlock(1);
    await type("ArrowRight");
    expect(slotLabel()).toMatch(/^Bob, .*10:15 – 11:15, .*Free$/);
    await press("Enter");
    await waitFor(".o_dialog .o_form_view");
    expect(forms).toEqual([{ resourceId: 12, start: "2026-03-02 10:15:00", minutes: 60 }]);
});

test("what is new ends with a gap that is too short for it", async () => {
    bobs([9 * HOUR, 10 * HOUR], [10 * HOUR + 30, 11 * HOUR]);
    const forms = noteNew();
    await mountBoard();
    await focusBlock(1);
    await type("ArrowRight");
    expect(slotLabel()).toMatch(/^Bob, .*10:00 – 10:30, .*Free$/);
    await press("Enter");
    await waitFor(".o_dialog .o_form_view");
    expect(forms).toEqual([{ resourceId: 12, start: "2026-03-02 10:00:00", minutes: 30 }]);
});

test("below the last row there is nothing to plan on", async () => {
    const forms = noteNew();
    await mountBoard();
    const board = queryOne(".o_sc_board");
    const { left, bottom } = board.getBoundingClientRect();
    const at = { x: left + 400, y: bottom - 20 };
    expect(queryOne(".o_sc_body").getBoundingClientRect().bottom).toBeLessThan(at.y);
    clickAt(board, at);
    await animationFrame();
    await dragBetween(board, at, { x: at.x + 60, y: at.y });
    expect(".o_dialog").toHaveCount(0);
    expect(forms).toEqual([]);
});

test("a click begins at the last step of the clock", async () => {
    bobs([9 * HOUR + 15, 10 * HOUR + 15]);
    const forms = noteNew();
    await mountBoard();
    await contains(".o_sc_scale_day").click();
    await animationFrame();
    const { right, top, width } = queryOne(block(1)).getBoundingClientRect();
    clickAt(trackOf(2), { x: right + (5 * width) / HOUR, y: top + 10 });
    await waitFor(".o_dialog .o_form_view");
    expect(forms).toEqual([{ resourceId: 12, start: "2026-03-02 10:15:00", minutes: 60 }]);
});
