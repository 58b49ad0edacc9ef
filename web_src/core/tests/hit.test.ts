import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { blockPartAt, TrackOffsets } from "../hit";

const anySizes = fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 40 });

describe("TrackOffsets", () => {
    it("finds the track that holds a position", () => {
        fc.assert(
            fc.property(anySizes, fc.double({ min: 0, max: 0.9999, noNaN: true }), (sizes, part) => {
                const tracks = new TrackOffsets(sizes);
                const position = Math.floor(part * tracks.total);
                const index = tracks.at(position);
                expect(tracks.startOf(index)).toBeLessThanOrEqual(position);
                expect(tracks.startOf(index) + tracks.sizeOf(index)).toBeGreaterThan(position);
            }),
        );
    });

    it("takes the nearest track outside", () => {
        const tracks = new TrackOffsets([10, 20]);
        expect(tracks.at(-5)).toBe(0);
        expect(tracks.at(500)).toBe(1);
    });

    it("draws every track that can be seen and few others", () => {
        fc.assert(
            fc.property(
                anySizes,
                fc.integer({ min: 0, max: 3000 }),
                fc.integer({ min: 1, max: 800 }),
                fc.integer({ min: 0, max: 200 }),
                (sizes, scroll, size, margin) => {
                    const tracks = new TrackOffsets(sizes);
                    const [first, end] = tracks.window(scroll, size, margin);
                    sizes.forEach((_, index) => {
                        const from = tracks.startOf(index);
                        const to = from + tracks.sizeOf(index);
                        if (to > scroll && from < scroll + size) {
                            expect(index).toBeGreaterThanOrEqual(first);
                            expect(index).toBeLessThan(end);
                        }
                    });
                },
            ),
        );
    });

    it("draws nothing when there is nothing", () => {
        expect(new TrackOffsets([]).window(0, 100, 10)).toEqual([0, 0]);
        expect(new TrackOffsets([]).total).toBe(0);
    });
});

describe("blockPartAt", () => {
    it("tells edges from body", () => {
        expect(blockPartAt(3, 100, 8)).toBe("start");
        expect(blockPartAt(50, 100, 8)).toBe("body");
        expect(blockPartAt(95, 100, 8)).toBe("end");
    });

    it("counts the label beyond the end as body", () => {
        expect(blockPartAt(140, 100, 8)).toBe("body");
    });

    it("leaves half of a small block to move it by", () => {
        expect(blockPartAt(2, 12, 8)).toBe("start");
        expect(blockPartAt(4, 12, 8)).toBe("body");
        expect(blockPartAt(8, 12, 8)).toBe("body");
        expect(blockPartAt(10, 12, 8)).toBe("end");
    });
});
