import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { dayFromCivil } from "../civil";
import { ZoneTables } from "../zone_tables";
import { anyDay, anyZone, intlOffsetReader, zoneTable } from "./arbitraries";

const BERLIN = "Europe/Berlin";
const NOVEMBER = dayFromCivil({ year: 2026, month: 11, day: 23 });
const APRIL = dayFromCivil({ year: 2027, month: 4, day: 5 });
const week = (first: number): { first: number; end: number } => ({ first, end: first + 7 });

describe("ZoneTables", () => {
    it("knows the clock of a day beyond a change of the clocks", () => {
        const zones = new ZoneTables(intlOffsetReader(BERLIN));
        zones.of(week(NOVEMBER));
        // 10:00 in summer time is 08:00 UTC.
        expect(zones.of({ first: APRIL, end: APRIL + 1 }).toUtc(APRIL * 1440 + 600)).toBe(APRIL * 1440 + 480);
        expect(zones.at(APRIL * 1440).toLocal(APRIL * 1440 + 480)).toBe(APRIL * 1440 + 600);
    });

    it("keeps the tables of days that are far from each other, and reads nothing twice", () => {
        const offsetAt = vi.fn(intlOffsetReader(BERLIN));
        const zones = new ZoneTables(offsetAt);
        const days = [NOVEMBER, APRIL, NOVEMBER - 1000];
        const tables = days.map((day) => zones.of(week(day)));
        offsetAt.mockClear();
        expect(days.map((day) => zones.of(week(day + 14)))).toEqual(tables);
        expect(zones.at(NOVEMBER * 1440)).toBe(tables[0]);
        expect(offsetAt).not.toHaveBeenCalled();
    });

    it("does not keep all tables for ever", () => {
        const zones = new ZoneTables(() => 60);
        const first = zones.of(week(0));
        for (let year = 1; year < 10; year++) {
            zones.of(week(year * 365));
        }
        expect(zones.of(week(0))).not.toBe(first);
    });

    it("agrees with a table of all days, in whatever order days are asked for", () => {
        fc.assert(
            fc.property(anyZone, fc.array(anyDay, { minLength: 1, maxLength: 6 }), (zone, days) => {
                const offsetAt = (instant: number): number => zoneTable(zone).offsetAt(instant);
                const zones = new ZoneTables(offsetAt);
                for (const day of days) {
                    const noon = day * 1440 + 720;
                    expect(zones.at(noon).offsetAt(noon)).toBe(offsetAt(noon));
                    expect(zones.of({ first: day, end: day + 1 }).startOfDay(day)).toBe(
                        zoneTable(zone).startOfDay(day),
                    );
                }
            }),
        );
    });
});
