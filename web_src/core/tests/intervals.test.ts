import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clip, covers, intersect, normalise, overlaps, subtract, total } from "../intervals";
import { anyIntervals } from "./arbitraries";

const has = (intervals: readonly number[], minute: number): boolean =>
    intervals.some((start, index) => index % 2 === 0 && start <= minute && minute < intervals[index + 1]!);
const minutes = Array.from({ length: 85 }, (_, minute) => minute);
const isNormal = (intervals: readonly number[]): boolean =>
    intervals.every((bound, index) => index === 0 || intervals[index - 1]! < bound);

describe("intervals", () => {
    it("normalise whatever comes, keeping every minute", () => {
        fc.assert(
            fc.property(
                fc.array(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: -5, max: 20 }))),
                (pairs) => {
                    const raw = pairs.flatMap(([start, length]) => [start, start + length]);
                    const normal = normalise(raw);
                    expect(isNormal(normal)).toBe(true);
                    for (const minute of minutes) {
                        expect(has(normal, minute)).toBe(has(raw, minute));
                    }
                },
            ),
        );
    });

    it("obey set algebra, minute by minute", () => {
        fc.assert(
            fc.property(anyIntervals, anyIntervals, (left, right) => {
                const common = intersect(left, right);
                const rest = subtract(left, right);
                expect(isNormal(common)).toBe(true);
                expect(isNormal(rest)).toBe(true);
                for (const minute of minutes) {
                    expect(has(common, minute)).toBe(has(left, minute) && has(right, minute));
                    expect(has(rest, minute)).toBe(has(left, minute) && !has(right, minute));
                }
                expect(total(common) + total(rest)).toBe(total(left));
            }),
        );
    });

    it("tell overlapping from covering", () => {
        fc.assert(
            fc.property(
                anyIntervals,
                fc.integer({ min: 0, max: 60 }),
                fc.integer({ min: 1, max: 20 }),
                (set, start, length) => {
                    const inside = minutes.slice(start, start + length).map((minute) => has(set, minute));
                    expect(overlaps(set, start, start + length)).toBe(inside.includes(true));
                    expect(covers(set, start, start + length)).toBe(!inside.includes(false));
                },
            ),
        );
    });

    it("clip to nothing between equal bounds", () => {
        expect(clip([0, 10], 5, 5)).toEqual([]);
        expect(clip([0, 10, 20, 30], 5, 25)).toEqual([5, 10, 20, 25]);
        expect(covers([], 5, 5)).toBe(true);
    });
});
