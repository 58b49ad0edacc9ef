import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { packLanes, spreadLanes } from "../lanes";

const anySpans = fc.array(
    fc
        .tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 1, max: 30 }))
        .map(([start, length]) => ({ start, stop: start + length })),
    { maxLength: 30 },
);

describe("packLanes", () => {
    it("never lets two spans of a lane overlap", () => {
        fc.assert(
            fc.property(anySpans, (spans) => {
                const { lanes, groupLanes } = packLanes(spans);
                spans.forEach((left, i) => {
                    expect(lanes[i]).toBeLessThan(groupLanes[i]!);
                    spans.slice(i + 1).forEach((right, offset) => {
                        const j = i + 1 + offset;
                        if (left.start < right.stop && right.start < left.stop) {
                            expect(lanes[i]).not.toBe(lanes[j]);
                            expect(groupLanes[i]).toBe(groupLanes[j]);
                        }
                    });
                });
            }),
        );
    });

    it("uses no more lanes than spans at the busiest moment", () => {
        fc.assert(
            fc.property(anySpans, (spans) => {
                const busiest = spans.map(
                    ({ start }) => spans.filter((other) => other.start <= start && start < other.stop).length,
                );
                expect(packLanes(spans).count).toBe(Math.max(0, ...busiest));
            }),
        );
    });

    it("lets spans that touch share a lane, and groups end where nothing goes on", () => {
        const packing = packLanes([
            { start: 0, stop: 60 },
            { start: 30, stop: 90 },
            { start: 90, stop: 120 },
        ]);
        expect(packing).toEqual({ lanes: [0, 1, 0], groupLanes: [2, 2, 1], count: 2 });
    });

    it("keeps tiny spans from covering each other", () => {
        const tiny = [
            { start: 0, stop: 5 },
            { start: 6, stop: 11 },
        ];
        expect(packLanes(tiny).count).toBe(1);
        expect(packLanes(tiny, 15).lanes).toEqual([0, 1]);
    });

    it("needs nothing for nothing", () => {
        expect(packLanes([])).toEqual({ lanes: [], groupLanes: [], count: 0 });
    });
});

describe("spreadLanes", () => {
    it("never lets two spans of a lane overlap, and needs more lanes than asked for only where packing does", () => {
        fc.assert(
            fc.property(anySpans, fc.integer({ min: 1, max: 6 }), (spans, count) => {
                const { lanes, count: used } = spreadLanes(spans, 1, count);
                spans.forEach((left, i) => {
                    spans.slice(i + 1).forEach((right, offset) => {
                        const overlap = left.start < right.stop && right.start < left.stop;
                        if (overlap) expect(lanes[i]).not.toBe(lanes[i + 1 + offset]);
                    });
                });
                expect(used).toBe(Math.max(count, packLanes(spans).count));
            }),
        );
    });
});
