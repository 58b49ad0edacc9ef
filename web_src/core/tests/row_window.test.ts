import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { covers, nextWindow, type RowWindow } from "../row_window";

const windows = fc
    .tuple(fc.nat(300), fc.integer({ min: 1, max: 30 }))
    .map(([first, size]): RowWindow => [first, first + size]);

describe("nextWindow", () => {
    it("lets rows come before others leave", () => {
        expect(nextWindow([0, 10], [1, 11])).toEqual([0, 11]);
        expect(nextWindow([5, 15], [3, 13])).toEqual([3, 15]);
    });

    it("lets those leave that have been out of sight for long, and the others come after that", () => {
        expect(nextWindow([0, 18], [9, 19])).toEqual([9, 18]);
        expect(nextWindow([9, 18], [9, 19])).toEqual([9, 19]);
    });

    it("begins anew where nothing stays", () => {
        expect(nextWindow([0, 10], [40, 50])).toEqual([40, 50]);
    });

    it("never lets rows come and leave at once while some stay, and gets to what is wanted", () => {
        fc.assert(
            fc.property(windows, windows, (drawn, wanted) => {
                let now = drawn;
                for (let frame = 0; frame < 3 && !covers(now, wanted); frame++) {
                    const next = nextWindow(now, wanted);
                    const stays = Math.max(now[0], next[0]) < Math.min(now[1], next[1]);
                    const comes = next[0] < now[0] || next[1] > now[1];
                    const leaves = next[0] > now[0] || next[1] < now[1];
                    expect(stays && comes && leaves).toBe(false);
                    now = next;
                }
                expect(covers(now, wanted)).toBe(true);
            }),
        );
    });
});
