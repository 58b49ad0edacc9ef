import { describe, expect, it } from "vitest";
import { DrawnTimeKeeper, type DrawnTime } from "../drawn_time";

const time = (from: number, to: number, ...quiet: number[]): DrawnTime => ({
    hours: { from, to },
    quiet: new Set(quiet),
});

describe("DrawnTimeKeeper", () => {
    it("only grows as long as the same is looked at", () => {
        const keeper = new DrawnTimeKeeper();
        expect(keeper.keep([1], () => time(480, 1020, 6, 7))).toEqual(time(480, 1020, 6, 7));
        expect(keeper.keep([1], () => time(300, 960, 7))).toEqual(time(300, 1020, 7));
        expect(keeper.keep([1], () => time(480, 1080, 6, 7))).toEqual(time(300, 1080, 7));
    });

    it("begins anew when something else is looked at", () => {
        const keeper = new DrawnTimeKeeper();
        keeper.keep([1, "team"], () => time(300, 1200));
        expect(keeper.keep([1, "personal"], () => time(480, 1020, 7))).toEqual(time(480, 1020, 7));
        expect(keeper.keep([1], () => time(500, 1000, 7))).toEqual(time(500, 1000, 7));
    });

    it("stays while something is in the air, and tells afterwards that there may be more", () => {
        const keeper = new DrawnTimeKeeper();
        keeper.keep([1], () => time(480, 1020));
        keeper.hold();
        expect(keeper.release()).toBe(false);
        keeper.hold();
        expect(keeper.keep([1], () => time(300, 1020))).toEqual(time(480, 1020));
        expect(keeper.release()).toBe(true);
        expect(keeper.release()).toBe(false);
        expect(keeper.keep([1], () => time(300, 1020))).toEqual(time(300, 1020));
    });

    it("follows who goes elsewhere with something in the air", () => {
        const keeper = new DrawnTimeKeeper();
        keeper.keep([1], () => time(480, 1020));
        keeper.hold();
        expect(keeper.keep([2], () => time(300, 1020))).toEqual(time(300, 1020));
        expect(keeper.release()).toBe(false);
    });
});
