import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ClockFormat, withoutSeconds } from "../clock_format";
import { compareEvents, type BoardEvent, type BoardResource } from "../event";
import { cursorAt, stepBack, stepForward, type Cursor } from "../cursor";
import { decodeEvents, decodeResources } from "../payload";
import { RangeCache } from "../range_cache";
import { UndoStack } from "../undo";
import { utilisation, utilisations } from "../utilisation";
import { makeEvent } from "./arbitraries";

describe("ClockFormat", () => {
    it.each([
        ["HH:mm", 0, "00:00"],
        ["HH:mm", 545, "09:05"],
        ["H.mm", 545, "9.05"],
        ["hh:mm a", 0, "12:00 AM"],
        ["hh:mm a", 725, "12:05 PM"],
        ["h:mm a", 1439, "11:59 PM"],
        ["HH:mm", 1440 * 20000 + 61, "01:01"],
        ["HH:mm", -1, "23:59"],
    ])("writes %s of minute %i as %s", (pattern, minute, text) => {
        const clock = new ClockFormat(pattern);
        expect(clock.format(minute)).toBe(text);
        expect(clock.format(minute)).toBe(text);
    });

    it("drops seconds from the language's pattern", () => {
        expect(withoutSeconds("HH:mm:ss")).toBe("HH:mm");
        expect(withoutSeconds("hh:mm:ss a")).toBe("hh:mm a");
        expect(withoutSeconds("H.mm.ss")).toBe("H.mm");
        expect(withoutSeconds("HH:mm")).toBe("HH:mm");
    });
});

describe("UndoStack", () => {
    it("gives steps back newest first and forgets the oldest", () => {
        const stack = new UndoStack<number>(2);
        expect(stack.pop()).toBeUndefined();
        [1, 2, 3].forEach((step) => stack.push(step));
        expect([stack.pop(), stack.pop(), stack.pop()]).toEqual([3, 2, undefined]);
    });
});

describe("RangeCache", () => {
    it("drops the least recently used", () => {
        const cache = new RangeCache<number>(2);
        cache.set("a", 1);
        cache.set("b", 2);
        expect(cache.get("a")).toBe(1);
        cache.set("c", 3);
        expect([cache.get("a"), cache.get("b"), cache.get("c")]).toEqual([1, undefined, 3]);
    });

    it("changes all that it holds", () => {
        const cache = new RangeCache<{ count: number }>(2);
        cache.set("a", { count: 1 });
        cache.set("b", { count: 5 });
        cache.update((value) => value.count++);
        expect([cache.get("a"), cache.get("b")]).toEqual([{ count: 2 }, { count: 6 }]);
    });
});

describe("payload", () => {
    it("becomes events", () => {
        const events = decodeEvents({
            base: 1000,
            id: [4, 5],
            resource: [9, 0],
            start: [10, -30],
            duration: [60, 45],
            lead: [15, 0],
            state: [1, 0],
            states: ["draft", "confirmed"],
            label: ["Boiler", "<b>"],
            reference: ["42", "7"],
            reference_prefix: "APT/",
            revision: [3, 0],
            matching: 1,
        });
        expect(events).toEqual([
            makeEvent({
                id: 4,
                resourceId: 9,
                start: 1010,
                stop: 1070,
                lead: 15,
                reference: "APT/42",
                revision: 3,
            }),
            makeEvent({
                id: 5,
                resourceId: 0,
                start: 970,
                stop: 1015,
                state: "draft",
                label: "<b>",
                reference: "APT/7",
                matches: false,
            }),
        ]);
    });

    it("does without the columns that a model does not have", () => {
        const [event] = decodeEvents({
            base: 0,
            id: [4],
            resource: [9],
            start: [10],
            duration: [60],
            label: ["x"],
            matching: 1,
        });
        expect(event).toEqual(
            makeEvent({
                id: 4,
                resourceId: 9,
                start: 10,
                stop: 70,
                state: "",
                label: "x",
                reference: "",
            }),
        );
    });

    it("becomes resources that share schedules", () => {
        const columns = {
            id: [1, 2],
            name: ["Anna", "Bob"],
            working: [0, 0],
            available: [1, 0],
            schedules: [
                [480, 720, 720, 900],
                [480, 600],
            ],
        };
        expect(decodeResources(columns, 1000)).toEqual([
            { id: 1, name: "Anna", working: [1480, 1900], leave: [1600, 1900] },
            { id: 2, name: "Bob", working: [1480, 1900], leave: [] },
        ]);
        const known = [{ id: 1, name: "Ann", working: [60, 120], leave: [60, 90] }];
        expect(decodeResources({ id: [1, 2], name: ["", "Bob"], working: [-1, 0] }, 0, known)).toEqual([
            { id: 1, name: "Ann", working: [60, 120], leave: [60, 90] },
            { id: 2, name: "Bob", working: null, leave: [] },
        ]);
        expect(decodeResources({ id: [1], name: ["Anna"] }, 0)).toEqual([
            { id: 1, name: "Anna", working: null, leave: [] },
        ]);
    });
});

describe("utilisation", () => {
    const anna: BoardResource = { id: 1, name: "Anna", working: [480, 960], leave: [480, 600] };
    const none = new Set<string>();

    it("is booked time over working time without time off", () => {
        const events = [makeEvent({ start: 600, stop: 690, lead: 30 })];
        expect(utilisation(events, anna, none, 0, 1440)).toEqual({
            booked: 120,
            available: 360,
            percent: 33,
        });
    });

    it("counts overlaps once, and neither cancelled ones nor other rows", () => {
        const events = [
            makeEvent({ id: 1, start: 600, stop: 720 }),
            makeEvent({ id: 2, start: 660, stop: 720 }),
            makeEvent({ id: 3, start: 800, stop: 900, state: "cancelled" }),
            makeEvent({ id: 4, start: 800, stop: 900, resourceId: 2 }),
        ];
        expect(utilisation(events, anna, new Set(["cancelled"]), 0, 1440).booked).toBe(120);
    });

    it("looks at the part inside the bounds, and above 100 per cent where someone works late", () => {
        const events = [makeEvent({ start: 500, stop: 2000 })];
        expect(utilisation(events, anna, none, 900, 1020)).toEqual({
            booked: 120,
            available: 60,
            percent: 200,
        });
        expect(utilisation(events, anna, none, 1000, 1440).percent).toBeNull();
        const unknown = { ...anna, working: null };
        expect(utilisation(events, unknown, none, 0, 1440).percent).toBeNull();
    });

    it("says of each stretch what it says of it alone", () => {
        const events = [
            makeEvent({ id: 1, start: 600, stop: 690, lead: 30 }),
            makeEvent({ id: 2, start: 680, stop: 900 }),
        ];
        const bounds = [0, 480, 700, 960, 1440];
        expect(utilisations(events, anna, none, bounds)).toEqual(
            bounds.slice(1).map((to, index) => utilisation(events, anna, none, bounds[index]!, to).percent),
        );
        expect(utilisations(events, anna, none, bounds)).toEqual([null, 130, 77, null]);
    });
});

describe("cursor", () => {
    const bounds = { from: 0, to: 600, slot: 30 };
    const anyEvents = fc
        .array(fc.tuple(fc.integer({ min: 0, max: 110 }), fc.integer({ min: 1, max: 20 })), {
            maxLength: 12,
        })
        .map((spans) =>
            spans
                .map(([start, length], index) =>
                    makeEvent({ id: index + 1, start: start * 5, stop: (start + length) * 5 }),
                )
                .sort(compareEvents),
        );
    const walk = (step: typeof stepForward, events: readonly BoardEvent[], from: Cursor): Cursor[] => {
        const path: Cursor[] = [];
        for (let at: Cursor | null = from; at; at = step(events, at, bounds)) {
            path.push(at);
            expect(path.length).toBeLessThan(200);
        }
        return path;
    };
    const visited = (path: readonly Cursor[]): number[] => path.filter((at) => at.eventId).map((at) => at.eventId);

    it("meets every event once on the way forward, in order", () => {
        fc.assert(
            fc.property(anyEvents, (events) => {
                const path = walk(stepForward, events, { time: -30, eventId: 0 });
                expect(visited(path)).toEqual(events.map((event) => event.id));
            }),
        );
    });

    it("meets every event once on the way back, in reverse order", () => {
        fc.assert(
            fc.property(anyEvents, (events) => {
                const path = walk(stepBack, events, { time: 600, eventId: 0 });
                expect(visited(path)).toEqual(events.map((event) => event.id).reverse());
            }),
        );
    });

    it("stops at free slots between events but not at slivers", () => {
        const events = [
            makeEvent({ id: 1, start: 0, stop: 60 }),
            makeEvent({ id: 2, start: 75, stop: 120 }),
            makeEvent({ id: 3, start: 180, stop: 210 }),
        ];
        const path = walk(stepForward, events, { time: 0, eventId: 1 }).slice(0, 5);
        expect(path).toEqual([
            { time: 0, eventId: 1 },
            { time: 75, eventId: 2 },
            { time: 120, eventId: 0 },
            { time: 150, eventId: 0 },
            { time: 180, eventId: 3 },
        ]);
    });

    it("lands on the nearest event of another track, or on the slot", () => {
        const events = [makeEvent({ id: 1, start: 0, stop: 125 }), makeEvent({ id: 2, start: 130, stop: 160 })];
        expect(cursorAt(events, 120, bounds)).toEqual({ time: 130, eventId: 2 });
        expect(cursorAt(events, 60, bounds)).toEqual({ time: 0, eventId: 1 });
        expect(cursorAt(events, 300, bounds)).toEqual({ time: 300, eventId: 0 });
    });
});
