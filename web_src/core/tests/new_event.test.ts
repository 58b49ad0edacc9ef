import { describe, expect, it } from "vitest";
import { dayFromIso } from "../civil";
import { UNASSIGNED, type BoardResource } from "../event";
import {
    dayIssues,
    isWorkingTime,
    newPlacement,
    newPlacementOnDay,
    startOfNew,
    type NewEventContext,
} from "../new_event";
import { makeEvent, zoneTable } from "./arbitraries";

const brussels = zoneTable("Europe/Brussels");
const monday = dayFromIso("2026-06-01")!;
const at = (text: string): number => Date.parse(text) / 60_000;
/** A minute of Monday by the clock of Brussels. */
const on = (hour: number, minute = 0): number => brussels.startOfDay(monday) + hour * 60 + minute;

const anna: BoardResource = { id: 1, name: "Anna", working: [on(8), on(12), on(13), on(17)], leave: [] };

function context(values: Partial<NewEventContext> = {}): NewEventContext {
    return {
        zone: brussels,
        duration: 60,
        lead: 0,
        snap: 15,
        startOfWork: 540,
        now: on(-24),
        refusesPast: true,
        freeStates: new Set(["cancelled"]),
        assignedStates: new Set(),
        loaded: { from: on(-240), to: on(240) },
        events: [],
        resource: anna,
        ...values,
    };
}

const visit = (id: number, start: number, stop: number, lead = 0): ReturnType<typeof makeEvent> =>
    makeEvent({ id, start, stop, lead });

describe("newPlacement", () => {
    it("takes the default length from the time chosen on, whatever that is", () => {
        expect(newPlacement(1, on(10, 7), context())).toEqual({ resourceId: 1, start: on(10, 7), stop: on(11, 7) });
    });

    it("ends with the free time, where that is at least one step of the clock", () => {
        const events = [visit(7, on(10, 30), on(11), 10), visit(8, on(9), on(10))];
        expect(newPlacement(1, on(10), context({ events }))).toMatchObject({ start: on(10), stop: on(10, 20) });
        expect(newPlacement(1, on(10), context({ events, snap: 30 }))).toMatchObject({ start: on(10), stop: on(11) });
    });

    it("keeps its length where nothing is free, and for nobody", () => {
        const events = [visit(7, on(9), on(10, 15)), makeEvent({ id: 8, start: on(10, 30), stop: on(11) })];
        expect(newPlacement(1, on(10), context({ events }))).toMatchObject({ stop: on(11) });
        const nobodys = context({ events: [makeEvent({ start: on(10, 30), stop: on(11), resourceId: UNASSIGNED })] });
        expect(newPlacement(UNASSIGNED, on(10), nobodys)).toMatchObject({ stop: on(11) });
    });
});

describe("newPlacementOnDay", () => {
    const start = (values: Partial<NewEventContext>, row = 1): number =>
        newPlacementOnDay(row, monday, context(values)).start;

    it("begins with work, or when that is taken later, with its own travel time and the next one's", () => {
        expect(start({})).toBe(on(8));
        expect(start({ events: [visit(7, on(8), on(9))] })).toBe(on(9));
        expect(start({ events: [visit(7, on(8), on(9), 15)], lead: 20 })).toBe(on(9, 30));
        expect(start({ events: [visit(7, on(9), on(11), 15)] })).toBe(on(11));
        expect(start({ events: [makeEvent({ start: on(8), stop: on(9), state: "cancelled" })] })).toBe(on(8));
        expect(start({ resource: { ...anna, leave: [on(8), on(12)] } })).toBe(on(13));
    });

    it("begins after now today, at the first free working time, and after work soon", () => {
        expect(start({ now: on(9, 10) })).toBe(on(10));
        expect(start({ now: on(12, 10) })).toBe(on(13));
        expect(start({ now: on(13, 1), events: [visit(7, on(13, 30), on(14, 15))] })).toBe(on(14, 15));
        expect(start({ now: on(18) })).toBe(on(18, 30));
    });

    it("is shortened only where it fits nowhere as a whole", () => {
        const events = [visit(7, on(8, 30), on(12)), visit(8, on(13), on(16))];
        expect(start({ events })).toBe(on(16));
        const full = [...events, visit(9, on(16), on(17))];
        expect(newPlacementOnDay(1, monday, context({ events: full }))).toMatchObject({
            start: on(8),
            stop: on(8, 30),
        });
    });

    it("spans lunch when it is long", () => {
        expect(newPlacementOnDay(1, monday, context({ duration: 480 }))).toMatchObject({ start: on(8), stop: on(16) });
    });

    it("begins when work usually does where nothing is free or nothing is known", () => {
        expect(start({ events: [visit(7, on(7), on(18))] })).toBe(on(9));
        expect(start({ resource: { ...anna, working: [] } })).toBe(on(9));
        expect(start({ loaded: { from: 0, to: 0 } })).toBe(on(9));
        expect(start({ resource: null }, UNASSIGNED)).toBe(on(9));
        expect(start({ resource: null, now: on(11) }, UNASSIGNED)).toBe(on(11, 30));
        const always = { ...anna, working: null };
        expect(start({ resource: always, events: [visit(7, on(9), on(10))] })).toBe(on(10));
    });
});

describe("dayIssues", () => {
    const kinds = (values: Partial<NewEventContext>, row = 1): string[] =>
        dayIssues(row, monday, context(values)).map(({ kind }) => kind);

    it("says what holds for the whole day, and nothing else", () => {
        expect(kinds({})).toEqual([]);
        expect(kinds({ now: on(23) })).toEqual([]);
        expect(kinds({ now: on(24) })).toEqual(["past"]);
        expect(kinds({ now: on(24), refusesPast: false })).toEqual([]);
        expect(kinds({ events: [visit(7, on(9), on(10))] })).toEqual([]);
        expect(kinds({ resource: { ...anna, leave: [on(8), on(12)] } })).toEqual([]);
        expect(kinds({ resource: { ...anna, leave: [on(0), on(24)] } })).toEqual(["leave"]);
        expect(kinds({ resource: { ...anna, working: [] } })).toEqual(["outside"]);
        expect(kinds({ resource: { ...anna, working: null } })).toEqual([]);
        expect(kinds({ loaded: { from: 0, to: 0 } })).toEqual(["unloaded"]);
        expect(kinds({ resource: null, loaded: { from: 0, to: 0 } }, UNASSIGNED)).toEqual([]);
    });
});

describe("startOfNew", () => {
    const wanted = { day: monday, minute: 540, isNow: false, refusesPast: true };
    const nine = at("2026-06-01T07:00Z");

    it("begins on the day wanted when that is to come", () => {
        expect(startOfNew(brussels, at("2026-05-28T10:00Z"), wanted)).toBe(nine);
    });

    it("begins soon, at a full half hour, where the present is shown", () => {
        const now = at("2026-06-01T10:10Z");
        expect(startOfNew(brussels, now, { ...wanted, isNow: true })).toBe(at("2026-06-01T11:00Z"));
    });

    it("does not begin in the past unless that is allowed", () => {
        const now = at("2026-06-10T10:00Z");
        expect(startOfNew(brussels, now, wanted)).toBe(at("2026-06-10T10:30Z"));
        expect(startOfNew(brussels, now, { ...wanted, refusesPast: false })).toBe(nine);
    });
});

describe("isWorkingTime", () => {
    it("is when one of the rows works and is there", () => {
        expect(isWorkingTime([anna], on(9), on(10))).toBe(true);
        expect(isWorkingTime([anna], on(22, 30), on(23, 30))).toBe(false);
        expect(isWorkingTime([{ ...anna, leave: [on(8), on(12)] }], on(9), on(10))).toBe(false);
    });

    it("is always where nobody says when they work", () => {
        expect(isWorkingTime([{ working: null, leave: [] }], on(22), on(23))).toBe(true);
    });
});
