import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shiftLocal, snap } from "../snap";
import { anyInstant, anyZone, zoneTable } from "./arbitraries";

const at = (text: string): number => Date.parse(text) / 60_000;

describe("snap", () => {
    it("goes to the nearest step of the wall clock", () => {
        fc.assert(
            fc.property(anyZone, anyInstant, fc.constantFrom(5, 10, 15, 30), (zone, instant, step) => {
                const table = zoneTable(zone);
                const snapped = snap(table, instant, step);
                expect(Math.abs(snapped - instant)).toBeLessThanOrEqual(step / 2);
                expect(table.toLocal(snapped) % step).toBe(0);
                expect(snap(table, snapped, step)).toBe(snapped);
            }),
        );
    });

    it("can go down or up only", () => {
        const utc = zoneTable("UTC");
        const instant = at("2026-05-05T10:14Z");
        expect(snap(utc, instant, 15, Math.floor)).toBe(at("2026-05-05T10:00Z"));
        expect(snap(utc, instant, 15, Math.ceil)).toBe(at("2026-05-05T10:15Z"));
    });

    it("follows the wall clock in zones off by half an hour", () => {
        const kolkata = zoneTable("Asia/Kolkata");
        expect(snap(kolkata, at("2026-05-05T10:10Z"), 60)).toBe(at("2026-05-05T10:30Z"));
    });
});

describe("shiftLocal", () => {
    it("keeps the time of day across a change of clocks", () => {
        const brussels = zoneTable("Europe/Brussels");
        expect(shiftLocal(brussels, at("2026-03-28T09:00Z"), 1, 0)).toBe(at("2026-03-29T08:00Z"));
        expect(shiftLocal(brussels, at("2026-03-29T08:00Z"), -1, 0)).toBe(at("2026-03-28T09:00Z"));
    });

    it("counts minutes as they pass", () => {
        const brussels = zoneTable("Europe/Brussels");
        const before = at("2026-03-29T00:45Z");
        expect(shiftLocal(brussels, before, 0, 15)).toBe(before + 15);
        expect(brussels.toLocal(before + 15) - brussels.toLocal(before)).toBe(75);
    });
});
