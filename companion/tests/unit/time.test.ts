import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { fromOdoo, parseInstant, startOfDay, toOdoo, ZonedFormat } from "../../src/time/instant.js";

const ZONES = [
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "America/Santiago",
    "Pacific/Apia",
];
const zone = fc.constantFrom(...ZONES);
const seconds = fc.integer({ min: 0, max: 4_102_444_800 });

describe("times", () => {
    it("are written with the offset that holds then, and mean the same instant", () => {
        fc.assert(
            fc.property(zone, seconds, (timezone, second) => {
                const text = new ZonedFormat(timezone).format(second * 1000);
                expect(parseInstant(text)).toBe(second * 1000);
                const zoned = Temporal.Instant.fromEpochMilliseconds(second * 1000).toZonedDateTimeISO(timezone);
                expect(text).toBe(zoned.toString({ timeZoneName: "never", fractionalSecondDigits: 0 }));
            }),
            { numRuns: 300 },
        );
    });

    it("do not depend on what was written before", () => {
        const berlin = new ZonedFormat("Europe/Berlin");
        const change = Date.parse("2026-03-29T01:00:00Z");
        expect(berlin.format(change - 1000)).toBe("2026-03-29T01:59:59+01:00");
        expect(berlin.format(change)).toBe("2026-03-29T03:00:00+02:00");
        expect(berlin.format(change - 1000)).toBe("2026-03-29T01:59:59+01:00");
    });

    it("survive the way to Odoo and back", () => {
        fc.assert(fc.property(seconds, (second) => fromOdoo(toOdoo(second * 1000)) === second * 1000));
        expect(toOdoo(Date.parse("2026-03-02T09:00:00Z"))).toBe("2026-03-02 09:00:00");
    });

    it("lose fractions of a second", () => {
        for (const fraction of ["", ".9", ".999", ".123456789", ".1234567890", `.${"9".repeat(40)}`]) {
            expect(parseInstant(`2026-03-02T09:00:00${fraction}Z`)).toBe(Date.parse("2026-03-02T09:00:00Z"));
        }
    });

    it("begin a day at its first instant, also where midnight does not exist", () => {
        expect(startOfDay("2026-03-29", "Europe/Berlin")).toBe(Date.parse("2026-03-28T23:00:00Z"));
        expect(startOfDay("2024-09-08", "America/Santiago")).toBe(Date.parse("2024-09-08T04:00:00Z"));
    });
});
