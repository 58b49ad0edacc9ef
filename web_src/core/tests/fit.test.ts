import { describe, expect, it } from "vitest";
import { type BoardResource, UNASSIGNED } from "../event";
import { fitIssues, isRefused, type FitContext, type FitQuestion } from "../fit";
import { makeEvent } from "./arbitraries";

const anna: BoardResource = { id: 1, name: "Anna", working: [480, 720, 780, 1020], leave: [] };

function question(values: Partial<FitQuestion> = {}): FitQuestion {
    return { id: 0, resourceId: 1, start: 540, stop: 600, lead: 0, state: "confirmed", from: null, ...values };
}

function context(values: Partial<FitContext> = {}): FitContext {
    return {
        now: 0,
        refusesPast: true,
        freeStates: new Set(["cancelled"]),
        assignedStates: new Set(["in_progress"]),
        loaded: { from: -10_000, to: 10_000 },
        events: [],
        resource: anna,
        ...values,
    };
}

const kinds = (q: FitQuestion, c: FitContext): string[] => fitIssues(q, c).map(({ kind }) => kind);

describe("fitIssues", () => {
    it("finds nothing against a free hour of work", () => {
        expect(kinds(question(), context())).toEqual([]);
    });

    it("does not judge what has not been read", () => {
        const loaded = { from: 0, to: 570 };
        expect(kinds(question(), context({ loaded }))).toEqual(["unloaded"]);
        expect(isRefused(fitIssues(question(), context({ loaded })))).toBe(false);
        expect(kinds(question(), context({ loaded, now: 541 }))).toEqual(["past", "unloaded"]);
        expect(kinds(question({ resourceId: UNASSIGNED }), context({ loaded, resource: null }))).toEqual([]);
    });

    it("leaves nobody out where somebody is needed", () => {
        const away = context({ resource: null });
        const issues = fitIssues(question({ resourceId: UNASSIGNED, state: "in_progress" }), away);
        expect(issues).toEqual([{ kind: "nobody" }]);
        expect(isRefused(issues)).toBe(true);
        expect(kinds(question({ resourceId: UNASSIGNED }), away)).toEqual([]);
        expect(kinds(question({ state: "in_progress" }), context())).toEqual([]);
    });

    it("names what is in the way, the earliest of several", () => {
        const late = makeEvent({ id: 7, start: 590, stop: 650 });
        const early = makeEvent({ id: 8, start: 500, stop: 550 });
        const issues = fitIssues(question(), context({ events: [late, early] }));
        expect(issues).toEqual([{ kind: "taken", by: early }]);
        expect(isRefused(issues)).toBe(true);
    });

    it("lets events touch", () => {
        const events = [makeEvent({ id: 7, start: 480, stop: 540 }), makeEvent({ id: 8, start: 600, stop: 660 })];
        expect(kinds(question(), context({ events }))).toEqual([]);
    });

    it.each([
        ["its own travel time", question({ lead: 15 }), makeEvent({ id: 7, start: 480, stop: 530 })],
        ["the next one's", question(), makeEvent({ id: 7, start: 610, stop: 650, lead: 15 })],
    ])("keeps %s free", (_, asked, event) => {
        expect(kinds(asked, context({ events: [event] }))).toEqual(["taken"]);
    });

    it("ignores the event itself, cancelled ones and other rows", () => {
        const events = [
            makeEvent({ id: 5, start: 540, stop: 600 }),
            makeEvent({ id: 6, start: 540, stop: 600, state: "cancelled" }),
            makeEvent({ id: 7, start: 540, stop: 600, resourceId: 2 }),
        ];
        expect(kinds(question({ id: 5 }), context({ events }))).toEqual([]);
    });

    it("lets what takes no time be anywhere", () => {
        const events = [makeEvent({ id: 7, start: 540, stop: 600 })];
        expect(kinds(question({ id: 5, state: "cancelled" }), context({ events }))).toEqual([]);
    });

    it("counts events that the search hides", () => {
        const hidden = makeEvent({ id: 7, start: 540, stop: 600, matches: false });
        expect(kinds(question(), context({ events: [hidden] }))).toEqual(["taken"]);
    });

    it("refuses the past, but not for a start that stays where it was", () => {
        const from = { resourceId: 1, start: 540, stop: 600 };
        const late = context({ now: 560 });
        expect(kinds(question(), late)).toEqual(["past"]);
        expect(kinds(question({ id: 5, from, stop: 630 }), late)).toEqual([]);
        expect(kinds(question({ id: 5, from, start: 545 }), late)).toEqual(["past"]);
        expect(kinds(question(), context({ now: 560, refusesPast: false }))).toEqual([]);
    });

    it("warns of working hours and of time off, and says the better reason only", () => {
        expect(kinds(question({ stop: 740 }), context())).toEqual(["outside"]);
        const away = { ...anna, leave: [480, 720] };
        expect(kinds(question({ stop: 740 }), context({ resource: away }))).toEqual(["leave"]);
        expect(isRefused(fitIssues(question({ stop: 740 }), context()))).toBe(false);
    });

    it("lets a visit span lunch, but neither begin nor end in it, nor span an afternoon off", () => {
        expect(kinds(question({ start: 690, stop: 810 }), context())).toEqual([]);
        expect(kinds(question({ start: 690, stop: 760 }), context())).toEqual(["outside"]);
        expect(kinds(question({ start: 730, stop: 810 }), context())).toEqual(["outside"]);
        const split = { ...anna, working: [480, 720, 900, 1020] };
        expect(kinds(question({ start: 690, stop: 930 }), context({ resource: split }))).toEqual(["outside"]);
    });

    it("knows no working hours where none are given", () => {
        const always = { ...anna, working: null };
        expect(kinds(question({ start: 0, stop: 1440 }), context({ resource: always }))).toEqual([]);
        expect(kinds(question(), context({ resource: null }))).toEqual([]);
    });

    it("lets any number of events be unassigned at one time", () => {
        const events = [makeEvent({ id: 7, start: 540, stop: 600, resourceId: UNASSIGNED })];
        expect(kinds(question({ resourceId: UNASSIGNED }), context({ events }))).toEqual([]);
    });

    it("gives the gravest reason first", () => {
        const events = [makeEvent({ id: 7, start: 420, stop: 500 })];
        const asked = question({ start: 430, stop: 490 });
        expect(kinds(asked, context({ now: 1000, events }))).toEqual(["past", "taken", "outside"]);
    });
});
