import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dayFromIso } from "../civil";
import { Gesture, type GestureRules } from "../gesture";
import { MonthGeometry, PersonalTimedGeometry, TeamTimedGeometry, type Spot } from "../geometry";
import { TrackOffsets } from "../hit";
import { continuousScale, wallAxis } from "../time_scale";
import { zoneTable } from "./arbitraries";

const brussels = zoneTable("Europe/Brussels");
const monday = dayFromIso("2026-06-01")!;
const days = { first: monday, end: monday + 7 };
const at = (text: string): number => Date.parse(text) / 60_000;

describe("TeamTimedGeometry", () => {
    const scale = continuousScale(brussels, days, { from: 480, to: 1080 });
    const geometry = new TeamTimedGeometry([0, 5, 6], new TrackOffsets([40, 40, 80]), scale, 0.5, brussels);

    it("finds row and time, and draws them where they were found", () => {
        fc.assert(
            fc.property(fc.integer({ min: 0, max: 2099 }), fc.integer({ min: 0, max: 159 }), (x, y) => {
                const spot = geometry.spotAt(x, y);
                expect(spot.day).toBe(brussels.dayOf(spot.instant));
                const [box] = geometry.boxesOf({ ...spot, start: spot.instant, stop: spot.instant + 1 });
                expect(box!.x).toBeCloseTo(x, 5);
                expect(box!.y).toBeLessThanOrEqual(y);
                expect(box!.y + box!.height).toBeGreaterThan(y);
            }),
        );
    });

    it("takes the nearest row and time outside", () => {
        expect(geometry.spotAt(-50, -50)).toMatchObject({ resourceId: 0, instant: at("2026-06-01T06:00Z") });
        expect(geometry.spotAt(9999, 9999).resourceId).toBe(6);
    });

    it("draws nothing for rows and times that are not shown", () => {
        const noon = at("2026-06-01T10:00Z");
        expect(geometry.boxesOf({ resourceId: 99, start: noon, stop: noon + 60 })).toEqual([]);
        expect(geometry.boxesOf({ resourceId: 5, start: noon + 600, stop: noon + 660 })).toEqual([]);
    });
});

describe("PersonalTimedGeometry", () => {
    const { scales } = wallAxis(brussels, days);
    const geometry = new PersonalTimedGeometry(5, days, scales, 100, 1);

    it("finds day and time", () => {
        expect(geometry.spotAt(250, 600)).toEqual({
            resourceId: 5,
            instant: at("2026-06-03T08:00Z"),
            day: monday + 2,
        });
        expect(geometry.spotAt(-9, 0).day).toBe(monday);
        expect(geometry.spotAt(9999, 0).day).toBe(monday + 6);
    });

    it("draws what goes over midnight in two columns", () => {
        const start = at("2026-06-03T21:00Z");
        expect(geometry.boxesOf({ resourceId: 5, start, stop: start + 120 })).toEqual([
            { x: 200, y: 1380, width: 100, height: 60 },
            { x: 300, y: 0, width: 100, height: 60 },
        ]);
        expect(geometry.boxesOf({ resourceId: 6, start, stop: start + 120 })).toEqual([]);
    });
});

describe("MonthGeometry", () => {
    const weeks = new MonthGeometry(
        [5, 5],
        [monday, monday + 7],
        new TrackOffsets([90, 90]),
        new TrackOffsets([100, 100, 100, 100, 100, 100, 100]),
        brussels,
    );

    it("finds the day", () => {
        expect(weeks.spotAt(250, 100)).toEqual({
            resourceId: 5,
            instant: brussels.startOfDay(monday + 9),
            day: monday + 9,
        });
    });

    it("draws what goes over the weekend in two rows", () => {
        const start = brussels.startOfDay(monday + 6) + 600;
        expect(weeks.boxesOf({ resourceId: 5, start, stop: start + 1440 })).toEqual([
            { x: 600, y: 0, width: 100, height: 90 },
            { x: 0, y: 90, width: 100, height: 90 },
        ]);
    });
});

describe("Gesture", () => {
    const from = { resourceId: 5, start: at("2026-06-01T08:07Z"), stop: at("2026-06-01T09:07Z") };
    const grabbed: Spot = { resourceId: 5, instant: at("2026-06-01T08:30Z"), day: monday };
    const rules: GestureRules = {
        zone: brussels,
        snap: 15,
        isTimed: true,
        canReassign: true,
        newOnDay: (resourceId, day) => ({ resourceId, start: brussels.startOfDay(day) + 540, stop: 0 }),
    };
    const spot = (text: string, resourceId = 5): Spot => ({
        resourceId,
        instant: at(text),
        day: brussels.dayOf(at(text)),
    });

    it("moves by what the pointer moved, in whole steps, so that an odd time keeps its minutes", () => {
        expect(new Gesture("move", from, grabbed, rules).placementAt(spot("2026-06-01T09:41Z"))).toEqual({
            resourceId: 5,
            start: at("2026-06-01T09:22Z"),
            stop: at("2026-06-01T10:22Z"),
        });
        const even = { resourceId: 5, start: at("2026-06-01T08:15Z"), stop: at("2026-06-01T09:15Z") };
        expect(new Gesture("move", even, grabbed, rules).placementAt(spot("2026-06-01T09:41Z"))).toEqual({
            resourceId: 5,
            start: at("2026-06-01T09:30Z"),
            stop: at("2026-06-01T10:30Z"),
        });
    });

    it("keeps odd minutes when clocks change in between", () => {
        const night = { resourceId: 5, start: at("2026-10-24T23:05Z"), stop: at("2026-10-24T23:35Z") };
        const taken = spot("2026-10-24T23:10Z");
        const gesture = new Gesture("move", night, taken, rules);
        const { start } = gesture.placementAt(spot("2026-10-25T03:10Z"));
        expect(start).toBe(at("2026-10-25T03:05Z"));
    });

    it("keeps an odd time when only the row changes", () => {
        expect(new Gesture("move", from, grabbed, rules).placementAt({ ...grabbed, resourceId: 6 })).toEqual({
            ...from,
            resourceId: 6,
        });
        const own = { ...rules, canReassign: false };
        expect(new Gesture("move", from, grabbed, own).placementAt({ ...grabbed, resourceId: 6 })).toEqual(from);
    });

    it("moves by days where pointers tell no time, keeping the time of day when clocks change", () => {
        const month = { ...rules, isTimed: false };
        const saturday = { resourceId: 5, start: at("2026-10-24T08:00Z"), stop: at("2026-10-24T09:00Z") };
        const gesture = new Gesture("move", saturday, spot("2026-10-23T22:00Z"), month);
        expect(gesture.placementAt(spot("2026-10-24T22:00Z"))).toEqual({
            resourceId: 5,
            start: at("2026-10-25T09:00Z"),
            stop: at("2026-10-25T10:00Z"),
        });
    });

    it("never makes an event shorter than a step", () => {
        fc.assert(
            fc.property(
                fc.constantFrom("start" as const, "end" as const),
                fc.integer({ min: -600, max: 600 }),
                (kind, by) => {
                    const gesture = new Gesture(kind, from, grabbed, rules);
                    const to = gesture.placementAt({ ...grabbed, instant: grabbed.instant + by });
                    expect(to.stop - to.start).toBeGreaterThanOrEqual(15);
                    expect(kind === "start" ? to.stop : to.start).toBe(kind === "start" ? from.stop : from.start);
                },
            ),
        );
    });

    it("resizes the end to steps of the clock", () => {
        const to = new Gesture("end", from, grabbed, rules).placementAt(spot("2026-06-01T09:00Z"));
        expect(to).toEqual({ ...from, stop: at("2026-06-01T09:30Z") });
    });

    it("creates between where the pointer went down and where it is, both ways", () => {
        const expected = { resourceId: 5, start: at("2026-06-01T08:30Z"), stop: at("2026-06-01T09:45Z") };
        const later = spot("2026-06-01T09:40Z", 6);
        expect(new Gesture("create", from, grabbed, rules).placementAt(later)).toEqual(expected);
        const back = new Gesture("create", from, { ...later, resourceId: 5 }, rules).placementAt(grabbed);
        expect(back).toEqual(expected);
        const click = new Gesture("create", from, grabbed, rules).placementAt(grabbed);
        expect(click.stop - click.start).toBe(15);
    });

    it("creates on the earlier day where pointers tell no time", () => {
        const month = { ...rules, isTimed: false };
        const before = { ...grabbed, day: monday - 1 };
        expect(new Gesture("create", from, grabbed, month).placementAt(before)).toEqual(rules.newOnDay(5, monday - 1));
    });
});
