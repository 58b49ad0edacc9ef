import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { autoScrollStep } from "../auto_scroll";

const sight = { from: 200, to: 1000 };

describe("autoScrollStep", () => {
    it("rests in the middle, and scrolls near the edges: the nearer, the faster", () => {
        expect(autoScrollStep(600, 500, sight, 16)).toBe(0);
        expect(autoScrollStep(240, 500, sight, 16)).toBe(0);
        expect(autoScrollStep(220, 500, sight, 16)).toBe(-9);
        expect(autoScrollStep(200, 500, sight, 16)).toBe(-18);
        expect(autoScrollStep(960, 500, sight, 16)).toBe(0);
        expect(autoScrollStep(980, 500, sight, 16)).toBe(9);
        expect(autoScrollStep(1000, 500, sight, 16)).toBe(18);
    });

    it("is as fast beyond an edge as at it, also over what is sticky there", () => {
        expect(autoScrollStep(20, 500, sight, 16)).toBe(-18);
        expect(autoScrollStep(2000, 500, sight, 16)).toBe(18);
    });

    it("leaves alone what was taken near an edge and not moved towards it", () => {
        expect(autoScrollStep(210, 210, sight, 16)).toBe(0);
        expect(autoScrollStep(215, 210, sight, 16)).toBe(0);
        expect(autoScrollStep(990, 995, sight, 16)).toBe(0);
        expect(autoScrollStep(205, 210, sight, 16)).toBeLessThan(0);
    });

    it("makes no leap after a long frame, and always moves by whole pixels", () => {
        expect(autoScrollStep(1000, 500, sight, 3000)).toBe(autoScrollStep(1000, 500, sight, 50));
        expect(autoScrollStep(961, 500, sight, 4)).toBe(1);
        expect(autoScrollStep(239, 500, sight, 4)).toBe(-1);
    });

    it("never draws to both sides, however small the window is", () => {
        fc.assert(
            fc.property(
                fc.integer({ min: 1, max: 120 }),
                fc.integer({ min: -50, max: 200 }),
                fc.integer({ min: -50, max: 200 }),
                (size, at, start) => {
                    const step = autoScrollStep(at, start, { from: 0, to: size }, 16);
                    expect(step === 0 || Math.sign(step) === Math.sign(at - start)).toBe(true);
                    expect(step === 0 || step > 0 === at > size / 2).toBe(true);
                },
            ),
        );
    });
});
