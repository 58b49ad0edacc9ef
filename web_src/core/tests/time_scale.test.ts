import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dayFromIso } from "../civil";
import { continuousScale, TimeScale, wallAxis, type DayWindow } from "../time_scale";
import { anyDay, anyZone, zoneTable } from "./arbitraries";

const brussels = zoneTable("Europe/Brussels");
const forward = dayFromIso("2026-03-29")!;
const back = dayFromIso("2026-10-25")!;
const at = (text: string): number => Date.parse(text) / 60_000;

const anyWindow = fc
    .tuple(fc.integer({ min: 0, max: 22 }), fc.integer({ min: 1, max: 24 }))
    .map(([from, hours]): DayWindow => ({ from: from * 60, to: Math.min(24, from + hours) * 60 }));

describe("continuousScale", () => {
    it("maps every shown instant to its own position and back", () => {
        fc.assert(
            fc.property(anyZone, anyDay, anyWindow, (zone, day, window) => {
                const scale = continuousScale(zoneTable(zone), { first: day, end: day + 7 }, window);
                for (const segment of scale.segments) {
                    for (const instant of [segment.start, segment.end - 1]) {
                        expect(scale.instant(scale.position(instant))).toBe(instant);
                        expect(scale.isVisible(instant)).toBe(true);
                    }
                }
                const shown = scale.segments.reduce((sum, { start, end }) => sum + end - start, 0);
                expect(scale.length).toBe(shown);
            }),
        );
    });

    it("does so where some days are drawn narrow, too", () => {
        const some = fc.uniqueArray(fc.integer({ min: 0, max: 6 }));
        fc.assert(
            fc.property(anyZone, anyDay, anyWindow, some, (zone, day, window, offsets) => {
                const days = { first: day, end: day + 7 };
                const quiet = new Set(offsets.map((offset) => day + offset));
                const scale = continuousScale(zoneTable(zone), days, window, quiet);
                for (const segment of scale.segments) {
                    for (const instant of [segment.start, segment.end - 1]) {
                        expect(scale.instant(scale.position(instant))).toBe(instant);
                    }
                }
                const room = scale.segments.reduce((sum, { start, end, rate = 1 }) => sum + (end - start) * rate, 0);
                expect(scale.length).toBe(room);
            }),
        );
    });

    it("never goes back as time goes on", () => {
        fc.assert(
            fc.property(anyZone, anyDay, anyWindow, (zone, day, window) => {
                const table = zoneTable(zone);
                const scale = continuousScale(table, { first: day, end: day + 3 }, window);
                let last = 0;
                for (let time = table.startOfDay(day) - 60; time < table.startOfDay(day + 3); time += 45) {
                    const position = scale.position(time);
                    expect(position).toBeGreaterThanOrEqual(last);
                    expect(position).toBeLessThanOrEqual(scale.length);
                    last = position;
                }
            }),
        );
    });

    it("draws days of 23 and 25 hours as long as they are", () => {
        expect(continuousScale(brussels, { first: forward, end: forward + 1 }).length).toBe(23 * 60);
        expect(continuousScale(brussels, { first: back, end: back + 1 }).length).toBe(25 * 60);
        expect(continuousScale(brussels, { first: back - 3, end: back + 4 }).length).toBe(169 * 60);
    });

    it("gives hidden hours no room", () => {
        const scale = continuousScale(brussels, { first: forward + 1, end: forward + 3 }, { from: 480, to: 1080 });
        expect(scale.length).toBe(1200);
        expect(scale.position(at("2026-03-30T16:00Z"))).toBe(600);
        expect(scale.position(at("2026-03-30T20:00Z"))).toBe(600);
        expect(scale.position(at("2026-03-31T06:00Z"))).toBe(600);
        expect(scale.position(at("2026-03-30T00:00Z"))).toBe(0);
        expect(scale.isVisible(at("2026-03-30T20:00Z"))).toBe(false);
        expect(scale.instant(600)).toBe(at("2026-03-31T06:00Z"));
        expect(scale.instant(5000)).toBe(at("2026-03-31T16:00Z"));
        expect(scale.instant(-5)).toBe(at("2026-03-30T06:00Z"));
    });

    it("knows whether any part of an event is shown", () => {
        const scale = continuousScale(brussels, { first: forward + 1, end: forward + 3 }, { from: 480, to: 1080 });
        expect(scale.shows(at("2026-03-30T16:00Z"), at("2026-03-30T18:00Z"))).toBe(false);
        expect(scale.shows(at("2026-03-30T15:59Z"), at("2026-03-30T18:00Z"))).toBe(true);
        expect(scale.shows(at("2026-03-30T17:00Z"), at("2026-03-31T06:00Z"))).toBe(false);
        expect(scale.shows(at("2026-03-29T17:00Z"), at("2026-04-05T06:00Z"))).toBe(true);
        expect(scale.shows(at("2026-04-05T06:00Z"), at("2026-04-05T07:00Z"))).toBe(false);
    });

    it("survives an empty range", () => {
        const scale = new TimeScale([], 0);
        expect(scale.position(5)).toBe(0);
        expect(scale.instant(5)).toBe(0);
        expect(scale.isVisible(5)).toBe(false);
        expect(scale.shows(0, 5)).toBe(false);
    });
});

describe("wallAxis", () => {
    it("aligns days by the wall clock and keeps every instant apart", () => {
        fc.assert(
            fc.property(anyZone, anyDay, (zone, day) => {
                const table = zoneTable(zone);
                const axis = wallAxis(table, { first: day, end: day + 7 });
                axis.scales.forEach((scale, index) => {
                    const start = table.startOfDay(day + index);
                    const end = table.startOfDay(day + index + 1);
                    for (let time = start; time < end; time += 15) {
                        expect(scale.instant(scale.position(time))).toBe(time);
                    }
                    expect(scale.position(end - 1)).toBeLessThan(axis.length);
                });
            }),
            { numRuns: 60 },
        );
    });

    it("puts the same time of day at the same height in all columns", () => {
        const axis = wallAxis(brussels, { first: back - 6, end: back + 1 });
        expect(axis.length).toBe(25 * 60);
        const at10 = axis.scales.map((scale, index) => scale.position(brussels.toUtc((back - 6 + index) * 1440 + 600)));
        expect(new Set(at10)).toEqual(new Set([660]));
        const at1 = axis.scales.map((scale, index) => scale.position(brussels.toUtc((back - 6 + index) * 1440 + 60)));
        expect(new Set(at1)).toEqual(new Set([60]));
    });

    it("gives the repeated hour its own place", () => {
        const axis = wallAxis(brussels, { first: back - 1, end: back + 1 });
        const [saturday, sunday] = axis.scales;
        expect(sunday!.position(at("2026-10-25T00:30Z"))).toBe(150);
        expect(sunday!.position(at("2026-10-25T01:30Z"))).toBe(210);
        // Saturday has no second 02:30: the next thing drawn there is 03:00.
        expect(saturday!.instant(200)).toBe(at("2026-10-24T01:00Z"));
        expect(axis.ticks.slice(1, 6)).toEqual([
            { at: 60, minute: 60, repeated: false },
            { at: 120, minute: 120, repeated: false },
            { at: 180, minute: 120, repeated: true },
            { at: 240, minute: 180, repeated: false },
            { at: 300, minute: 240, repeated: false },
        ]);
    });

    it("leaves the skipped hour empty", () => {
        const axis = wallAxis(brussels, { first: forward, end: forward + 1 });
        expect(axis.length).toBe(24 * 60);
        expect(axis.scales[0]!.position(at("2026-03-29T00:59Z"))).toBe(119);
        expect(axis.scales[0]!.position(at("2026-03-29T01:00Z"))).toBe(180);
        expect(axis.scales[0]!.instant(150)).toBe(at("2026-03-29T01:00Z"));
        expect(axis.ticks).toHaveLength(24);
    });

    it("shows only the window", () => {
        const axis = wallAxis(brussels, { first: back, end: back + 1 }, { from: 420, to: 1140 });
        expect(axis.length).toBe(720);
        expect(axis.ticks[0]).toEqual({ at: 0, minute: 420, repeated: false });
        expect(axis.scales[0]!.position(at("2026-10-25T07:00Z"))).toBe(60);
    });
});
