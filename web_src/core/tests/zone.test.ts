import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dayFromIso } from "../civil";
import { ZoneTable } from "../zone";
import { anyDay, anyInstant, anyZone, intlOffsetReader, zoneTable } from "./arbitraries";

const at = (text: string): number => Date.parse(text) / 60_000;
const wall = (text: string): number => Date.parse(`${text}Z`) / 60_000;

describe("ZoneTable", () => {
    it("agrees with the engine at every instant", () => {
        fc.assert(
            fc.property(anyZone, anyInstant, (zone, instant) => {
                expect(zoneTable(zone).offsetAt(instant)).toBe(intlOffsetReader(zone)(instant));
            }),
        );
    });

    it("finds changes to the minute", () => {
        const brussels = zoneTable("Europe/Brussels");
        const change = at("2026-03-29T01:00Z");
        expect(brussels.offsetAt(change - 1)).toBe(60);
        expect(brussels.offsetAt(change)).toBe(120);
        expect(brussels.changesWithin(change - 1, change + 1)).toEqual([change]);
        expect(brussels.changesWithin(change, change + 60)).toEqual([]);
    });

    it("comes back from wall time", () => {
        fc.assert(
            fc.property(anyZone, anyInstant, (zone, instant) => {
                const table = zoneTable(zone);
                const local = table.toLocal(instant);
                expect([table.toUtc(local, "first"), table.toUtc(local, "second")]).toContain(instant);
            }),
        );
    });

    it("tells the two passes of a repeated hour apart", () => {
        const brussels = zoneTable("Europe/Brussels");
        expect(brussels.toUtc(wall("2026-10-25T02:30"), "first")).toBe(at("2026-10-25T00:30Z"));
        expect(brussels.toUtc(wall("2026-10-25T02:30"), "second")).toBe(at("2026-10-25T01:30Z"));
    });

    it("reads a skipped time as the one an hour later", () => {
        const brussels = zoneTable("Europe/Brussels");
        for (const fold of ["first", "second"] as const) {
            expect(brussels.toUtc(wall("2026-03-29T02:30"), fold)).toBe(at("2026-03-29T01:30Z"));
        }
    });

    it("starts the day where clocks skip midnight", () => {
        // Egypt skips 00:00 to 01:00 on the last Friday of April.
        const cairo = zoneTable("Africa/Cairo");
        const day = dayFromIso("2026-04-24")!;
        expect(cairo.startOfDay(day)).toBe(at("2026-04-23T22:00Z"));
        expect(cairo.startOfDay(day + 1) - cairo.startOfDay(day)).toBe(23 * 60);
    });

    it("has days of 23, 24 and 25 hours", () => {
        const brussels = zoneTable("Europe/Brussels");
        const hours = (text: string): number => {
            const day = dayFromIso(text)!;
            return (brussels.startOfDay(day + 1) - brussels.startOfDay(day)) / 60;
        };
        expect(hours("2026-03-29")).toBe(23);
        expect(hours("2026-03-30")).toBe(24);
        expect(hours("2026-10-25")).toBe(25);
    });

    it("puts every instant into exactly one day", () => {
        fc.assert(
            fc.property(anyZone, anyDay, (zone, day) => {
                const table = zoneTable(zone);
                const start = table.startOfDay(day);
                const end = table.startOfDay(day + 1);
                expect(end).toBeGreaterThan(start);
                expect(table.dayOf(start)).toBe(day);
                expect(table.dayOf(start - 1)).toBeLessThan(day);
            }),
        );
    });

    it("needs one look-up a day when nothing changes", () => {
        let calls = 0;
        const table = ZoneTable.build(
            () => {
                calls++;
                return 330;
            },
            0,
            42 * 1440,
        );
        expect(calls).toBe(43);
        expect(table.offsetAt(20 * 1440)).toBe(330);
    });
});
