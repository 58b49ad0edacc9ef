import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BoardData } from "../board_data";
import { dayFromIso } from "../civil";
import { compareEvents, type BoardResource } from "../event";
import { axisIntervals, layoutMonthTrack, layoutTrack, quietDays, usefulHours } from "../layout";
import { continuousScale } from "../time_scale";
import { makeEvent, zoneTable } from "./arbitraries";

const brussels = zoneTable("Europe/Brussels");
const monday = dayFromIso("2026-06-01")!;
const at = (text: string): number => Date.parse(text) / 60_000;
const scale = continuousScale(brussels, { first: monday, end: monday + 2 }, { from: 480, to: 1080 });

describe("layoutTrack", () => {
    it("places events and says what is cut off", () => {
        const inside = makeEvent({ id: 1, start: at("2026-06-01T08:00Z"), stop: at("2026-06-01T09:00Z") });
        const early = makeEvent({ id: 2, start: at("2026-06-01T05:00Z"), stop: at("2026-06-01T08:30Z") });
        const night = makeEvent({ id: 3, start: at("2026-06-01T20:00Z"), stop: at("2026-06-01T21:00Z") });
        const track = layoutTrack([early, inside, night], scale, 10);
        expect(track.lanes).toBe(2);
        expect(track.blocks).toEqual([
            {
                event: early,
                at: 0,
                length: 150,
                room: 1200,
                lane: 0,
                groupLanes: 2,
                continuesBefore: true,
                continuesAfter: false,
            },
            {
                event: inside,
                at: 120,
                length: 60,
                room: 1080,
                lane: 1,
                groupLanes: 2,
                continuesBefore: false,
                continuesAfter: false,
            },
        ]);
    });

    it("keeps the shortest events big enough to hit, and inside the axis", () => {
        const last = makeEvent({ start: at("2026-06-02T15:58Z"), stop: at("2026-06-02T16:00Z") });
        const [block] = layoutTrack([last], scale, 20).blocks;
        expect(block).toMatchObject({ at: 1180, length: 20 });
    });

    it("keeps labels of a lane clear of each other, and says how far they may run on", () => {
        const [first, second, third] = ["08:00", "08:30", "10:00"].map((time, index) => {
            const start = at(`2026-06-01T${time}Z`);
            return makeEvent({ id: index, start, stop: start + 20 });
        });
        const { blocks, lanes } = layoutTrack([first!, second!, third!], scale, 10, 60);
        expect(lanes).toBe(2);
        expect(blocks.map(({ lane, length, room }) => [lane, length, room])).toEqual([
            [0, 20, 120],
            [1, 20, 1050],
            [0, 20, 960],
        ]);
    });

    it("gives labels more room where more lanes than needed are used", () => {
        const events = [0, 1, 2, 3, 4, 5].map((index) => {
            const start = at("2026-06-01T08:00Z") + 40 * index;
            return makeEvent({ id: index, start, stop: start + 20 });
        });
        const least = (count: number): number =>
            Math.min(
                ...layoutTrack(events, scale, 10, 60, count)
                    .blocks.slice(0, 3)
                    .map(({ room }) => room),
            );
        expect(layoutTrack(events, scale, 10, 60, 3).lanes).toBe(3);
        expect(least(0)).toBe(80);
        expect(least(3)).toBe(120);
    });

    it("takes one lane when there is nothing", () => {
        expect(layoutTrack([], scale, 10)).toEqual({ blocks: [], lanes: 1 });
    });
});

describe("layoutMonthTrack", () => {
    it("puts events on the days of the user's zone", () => {
        const late = makeEvent({ start: at("2026-06-01T21:30Z"), stop: at("2026-06-01T22:00Z") });
        const overnight = makeEvent({ start: at("2026-06-01T21:30Z"), stop: at("2026-06-01T22:30Z") });
        const row = layoutMonthTrack([late, overnight], brussels, monday, 7, 3);
        expect(row.pieces.map(({ index, firstDay, lastDay }) => [index, firstDay, lastDay])).toEqual([
            [1, monday, monday + 1],
            [0, monday, monday],
        ]);
    });
});

describe("quietDays", () => {
    const days = { first: monday, end: monday + 7 };
    const worksOn = (...dates: string[]): BoardResource => ({
        id: 1,
        name: "Anna",
        working: dates.flatMap((date) => [at(`${date}T06:00Z`), at(`${date}T14:00Z`)]),
        leave: [],
    });

    it("are those without work and without events", () => {
        const late = makeEvent({ start: at("2026-06-06T21:00Z"), stop: at("2026-06-06T23:00Z") });
        const quiet = quietDays(brussels, days, [worksOn("2026-06-01", "2026-06-03")], [late]);
        expect([...quiet]).toEqual([monday + 1, monday + 3, monday + 4]);
    });

    it("are none when all are alike", () => {
        expect(quietDays(brussels, days, [worksOn()], []).size).toBe(0);
        expect(quietDays(brussels, days, [], []).size).toBe(0);
    });

    it("are none when nobody's working time is known", () => {
        const event = makeEvent({ start: at("2026-06-01T08:00Z"), stop: at("2026-06-01T09:00Z") });
        expect(quietDays(brussels, days, [{ ...worksOn(), working: null }], [event]).size).toBe(0);
    });
});

describe("usefulHours", () => {
    const days = { first: monday, end: monday + 7 };
    const anna: BoardResource = {
        id: 1,
        name: "Anna",
        working: [at("2026-06-01T05:30Z"), at("2026-06-01T15:15Z")],
        leave: [],
    };

    it("holds all working time in whole hours", () => {
        expect(usefulHours(brussels, days, [anna], [])).toEqual({ from: 420, to: 1080 });
    });

    it("holds office hours, too, when nobody's working time is known", () => {
        const late = makeEvent({ start: at("2026-06-03T18:00Z"), stop: at("2026-06-03T19:00Z") });
        expect(usefulHours(brussels, days, [{ ...anna, working: null }], [late])).toEqual({ from: 480, to: 1260 });
    });

    it("grows for events outside working hours, and to the whole day for those over midnight", () => {
        const early = makeEvent({ start: at("2026-06-03T02:00Z"), stop: at("2026-06-03T03:00Z") });
        expect(usefulHours(brussels, days, [anna], [early])).toEqual({ from: 240, to: 1080 });
        const overnight = makeEvent({ start: at("2026-06-03T21:00Z"), stop: at("2026-06-03T23:00Z") });
        expect(usefulHours(brussels, days, [anna], [overnight])).toEqual({ from: 0, to: 1440 });
        const untilMidnight = makeEvent({ start: at("2026-06-03T21:00Z"), stop: at("2026-06-03T22:00Z") });
        expect(usefulHours(brussels, days, [anna], [untilMidnight])).toEqual({ from: 420, to: 1440 });
    });

    it("ignores other days, and falls back to office hours", () => {
        const before = makeEvent({ start: at("2026-05-30T02:00Z"), stop: at("2026-05-30T03:00Z") });
        expect(usefulHours(brussels, days, [], [before])).toEqual({ from: 480, to: 1080 });
    });
});

describe("axisIntervals", () => {
    it("leaves out what is hidden", () => {
        const intervals = [
            at("2026-06-01T00:00Z"),
            at("2026-06-01T07:00Z"),
            at("2026-06-01T17:00Z"),
            at("2026-06-01T18:00Z"),
        ];
        expect(axisIntervals(intervals, scale)).toEqual([0, 60]);
    });
});

describe("BoardData", () => {
    const anyEvents = fc
        .array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: -30, max: 130 })), { maxLength: 20 })
        .map((places) =>
            places.map(([resourceId, start], index) =>
                makeEvent({ id: index + 1, resourceId, start, stop: start + 20 }),
            ),
        );

    it("patches as if it had been built anew", () => {
        fc.assert(
            fc.property(anyEvents, anyEvents, fc.array(fc.integer({ min: 1, max: 20 })), (before, changed, removed) => {
                const isShown = (event: { start: number; stop: number }): boolean =>
                    event.start < 100 && event.stop > 0;
                const board = BoardData.build(0, 100, [], before.filter(isShown));
                const after = board.patch(changed, removed);
                const expected = new Map(before.filter(isShown).map((event) => [event.id, event]));
                removed.forEach((id) => expected.delete(id));
                for (const event of changed) {
                    expected.delete(event.id);
                    if (isShown(event)) {
                        expected.set(event.id, event);
                    }
                }
                expect(after.size).toBe(expected.size);
                for (let resourceId = 0; resourceId <= 3; resourceId++) {
                    const row = [...expected.values()].filter((event) => event.resourceId === resourceId);
                    expect(after.eventsOf(resourceId)).toEqual(row.sort(compareEvents));
                }
                for (const event of after.events()) {
                    expect(after.get(event.id)).toBe(expected.get(event.id));
                }
            }),
        );
    });

    it("leaves the rows that did not change as they are", () => {
        const events = [makeEvent({ id: 1, resourceId: 1 }), makeEvent({ id: 2, resourceId: 2 })];
        const board = BoardData.build(0, 100, [], events);
        const after = board.patch([makeEvent({ id: 1, resourceId: 1, start: 30 })]);
        expect(after.eventsOf(2)).toBe(board.eventsOf(2));
        expect(after.eventsOf(1)).not.toBe(board.eventsOf(1));
        expect(board.patch([])).toBe(board);
        expect(board.patch([], [99])).toBe(board);
    });

    it("is the same whether rows come together or one part later, with what was patched in meanwhile", () => {
        fc.assert(
            fc.property(anyEvents, anyEvents, fc.subarray([1, 2, 3]), (all, changed, late) => {
                const missing = new Set(late);
                const isLate = ({ resourceId }: { resourceId: number }): boolean => missing.has(resourceId);
                const rows = (board: BoardData): unknown => [0, 1, 2, 3].map((id) => board.eventsOf(id));
                const first = BoardData.build(
                    0,
                    100,
                    [],
                    all.filter((event) => !isLate(event)),
                    missing,
                );
                const whole = BoardData.build(0, 100, [], all);
                expect(rows(first.complete(all.filter(isLate)))).toEqual(rows(whole));
                expect(first.complete([]).missing.size).toBe(0);
                // Records are either known or in a row that is still to come.
                const patches = changed.map((event) => ({ ...event, id: event.id + 100 }));
                expect(rows(first.patch(patches).complete(all.filter(isLate)))).toEqual(rows(whole.patch(patches)));
            }),
        );
    });

    it("gives rows that were missing a new identity, also those in which nothing is booked", () => {
        const board = BoardData.build(0, 100, [], [], new Set([1]));
        expect(board.patch([makeEvent({ id: 5, resourceId: 1 })]).missing.has(1)).toBe(true);
        expect(board.complete([]).eventsOf(1)).not.toBe(board.eventsOf(1));
    });

    it("finds resources by id", () => {
        const anna: BoardResource = { id: 1, name: "Anna", working: null, leave: [] };
        const board = BoardData.build(0, 100, [anna], []);
        expect(board.resource(1)).toBe(anna);
        expect(board.resource(2)).toBeNull();
    });
});
