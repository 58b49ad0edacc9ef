import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nextWindow, type RowWindow } from "../row_window";

const COUNT = 330;
const windows = fc
    .tuple(fc.nat(300), fc.integer({ min: 1, max: 30 }))
    .map(([first, size]): RowWindow => [first, first + size]);

describe("nextWindow", () => {
    it("leaves all as it is as long as it will do", () => {
        const drawn: RowWindow = [2, 14];
        expect(nextWindow(drawn, [3, 13], COUNT)).toBe(drawn);
    });

    it("draws several rows ahead of who scrolls", () => {
        expect(nextWindow([0, 10], [1, 11], COUNT)).toEqual([1, 15]);
        expect(nextWindow([20, 30], [19, 29], COUNT)).toEqual([15, 29]);
    });

    it("lets rows go that are out of sight when others come", () => {
        expect(nextWindow([0, 15], [9, 19], COUNT)).toEqual([9, 23]);
        expect(nextWindow([20, 36], [12, 22], COUNT)).toEqual([8, 22]);
    });

    it("knows where the rows end", () => {
        expect(nextWindow([310, 325], [316, 329], COUNT)).toEqual([316, COUNT]);
        expect(nextWindow([3, 15], [1, 11], COUNT)).toEqual([0, 11]);
    });

    it("draws no more than what is asked for where nothing stays", () => {
        expect(nextWindow([0, 10], [40, 50], COUNT)).toEqual([40, 50]);
    });

    it("always draws what is wanted, and not much more", () => {
        fc.assert(
            fc.property(windows, windows, (drawn, wanted) => {
                const next = nextWindow(drawn, wanted, COUNT);
                expect(next[0]).toBeLessThanOrEqual(wanted[0]);
                expect(next[1]).toBeGreaterThanOrEqual(wanted[1]);
                if (next !== drawn) {
                    expect(next[1] - next[0]).toBeLessThanOrEqual(wanted[1] - wanted[0] + 4);
                }
            }),
        );
    });
});
