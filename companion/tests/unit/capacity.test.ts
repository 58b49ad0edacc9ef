import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shareOf, totalCapacity } from "../../src/odoo/capacity.js";

describe("what companions take of Odoo", () => {
    it.each([
        [0, 2],
        [1, 1],
        [2, 1],
        [3, 1],
        [4, 2],
        [9, 4],
    ])("is, of %i workers, %i", (workers, total) => {
        expect(totalCapacity(undefined, workers)).toBe(total);
    });

    it("is what the operator says, whatever the workers", () => {
        expect([totalCapacity(7, 0), totalCapacity(7, 4)]).toEqual([7, 7]);
    });

    it("is shared out in full, evenly, and leaves nobody without", () => {
        const names = fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 20 });
        fc.assert(
            fc.property(fc.integer({ min: 1, max: 200 }), names, (total, instances) => {
                const shares = instances.map((own) => shareOf(total, instances, own));
                const sum = shares.reduce((left, right) => left + right, 0);
                expect(sum).toBe(Math.max(total, instances.length));
                expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1);
                expect(Math.min(...shares)).toBeGreaterThanOrEqual(1);
            }),
        );
    });

    it("counts a companion that the others do not know yet", () => {
        expect(shareOf(4, ["a"], "b")).toBe(2);
    });
});
