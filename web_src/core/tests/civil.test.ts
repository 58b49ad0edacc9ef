import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
    addMonths,
    civilFromDay,
    dayFromCivil,
    dayFromIso,
    daysOf,
    isoFromDay,
    monthGrid,
    shiftDay,
    startOfWeek,
    weekday,
} from "../civil";
import { anyDay } from "./arbitraries";

const day = (text: string): number => dayFromIso(text)!;

describe("dates", () => {
    it("come back unchanged from civil and ISO form", () => {
        fc.assert(
            fc.property(anyDay, (value) => {
                expect(dayFromCivil(civilFromDay(value))).toBe(value);
                expect(dayFromIso(isoFromDay(value))).toBe(value);
            }),
        );
    });

    it("agree with the engine on weekdays", () => {
        fc.assert(
            fc.property(anyDay, (value) => {
                const sunday0 = new Date(`${isoFromDay(value)}T12:00:00Z`).getUTCDay();
                expect(weekday(value) % 7).toBe(sunday0);
            }),
        );
        expect(weekday(-1)).toBe(3);
    });

    it.each(["", "yesterday", "2026-13-01", "2026-02-30", "26-01-01", "0202-06-01", "2206-06-01"])(
        "refuse %j",
        (text) => {
            expect(dayFromIso(text)).toBeNull();
        },
    );

    it("accept the date of a date and time", () => {
        expect(dayFromIso("2026-03-29T01:30:00Z")).toBe(day("2026-03-29"));
    });
});

describe("weeks", () => {
    it("begin on the day that the language says, at most six days earlier", () => {
        fc.assert(
            fc.property(anyDay, fc.integer({ min: 1, max: 7 }), (value, weekStart) => {
                const start = startOfWeek(value, weekStart);
                expect(weekday(start)).toBe(weekStart);
                expect(value - start).toBeGreaterThanOrEqual(0);
                expect(value - start).toBeLessThan(7);
            }),
        );
    });
});

describe("months", () => {
    it("are moved by without falling into the next one", () => {
        expect(isoFromDay(addMonths(day("2026-01-31"), 1))).toBe("2026-02-28");
        expect(isoFromDay(addMonths(day("2028-01-31"), 1))).toBe("2028-02-29");
        expect(isoFromDay(addMonths(day("2026-03-31"), -1))).toBe("2026-02-28");
        expect(isoFromDay(addMonths(day("2026-12-15"), 1))).toBe("2027-01-15");
        expect(isoFromDay(addMonths(day("2026-01-15"), -13))).toBe("2024-12-15");
    });

    it("are covered by whole weeks", () => {
        fc.assert(
            fc.property(anyDay, fc.integer({ min: 1, max: 7 }), (value, weekStart) => {
                const month = daysOf("month", value, weekStart);
                const grid = monthGrid(value, weekStart);
                expect((grid.end - grid.first) % 7).toBe(0);
                expect(weekday(grid.first)).toBe(weekStart);
                expect(grid.first).toBeLessThanOrEqual(month.first);
                expect(grid.end).toBeGreaterThanOrEqual(month.end);
                expect(grid.end - grid.first).toBeLessThan(month.end - month.first + 13);
            }),
        );
    });
});

describe("navigation", () => {
    it("goes to the neighbouring range and leaves no day out", () => {
        fc.assert(
            fc.property(
                anyDay,
                fc.constantFrom("day" as const, "week" as const, "month" as const),
                fc.integer({ min: 1, max: 7 }),
                (value, scale, weekStart) => {
                    const now = daysOf(scale, value, weekStart);
                    const next = daysOf(scale, shiftDay(scale, value, 1), weekStart);
                    const previous = daysOf(scale, shiftDay(scale, value, -1), weekStart);
                    expect(next.first).toBe(now.end);
                    expect(previous.end).toBe(now.first);
                    expect(now.first).toBeLessThanOrEqual(value);
                    expect(now.end).toBeGreaterThan(value);
                },
            ),
        );
    });
});
