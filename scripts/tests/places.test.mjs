// @ts-check
import { describe, expect, it } from "vitest";
import { inPlaces } from "../lib/places.mjs";

/**
 * Jobs that the test ends one by one.
 * @param {number[]} sizes places of each
 */
function watched(sizes) {
    /** @type {number[]} */
    const begun = [];
    /** @type {{resolve: () => void, reject: (error: Error) => void}[]} */
    const ends = [];
    const jobs = sizes.map((places, number) => ({
        places,
        run: () =>
            /** @type {Promise<number>} */ (
                new Promise((resolve, reject) => {
                    begun.push(number);
                    ends[number] = { resolve: () => resolve(number), reject };
                })
            ),
    }));
    /** @param {number} number @param {Error} [error] */
    const end = (number, error) => (error ? ends[number]?.reject(error) : ends[number]?.resolve());
    return { jobs, begun, end };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe("jobs in places", () => {
    it("run side by side while there are places, in order", async () => {
        const { jobs, begun, end } = watched([1, 1, 1, 2, 1]);
        const all = inPlaces(jobs, 2);
        await settled();
        expect(begun).toEqual([0, 1]);
        end(1);
        await settled();
        expect(begun).toEqual([0, 1, 2]);
        end(0);
        await settled();
        expect(begun, "the next one needs both places").toEqual([0, 1, 2]);
        end(2);
        await settled();
        expect(begun).toEqual([0, 1, 2, 3]);
        end(3);
        await settled();
        end(4);
        expect(await all).toEqual([0, 1, 2, 3, 4]);
    });

    it("take what there is when they need more", async () => {
        const { jobs, end } = watched([3]);
        const all = inPlaces(jobs, 2);
        end(0);
        expect(await all).toEqual([0]);
    });

    it("end with the first that breaks, after those under way", async () => {
        const { jobs, begun, end } = watched([1, 1, 1]);
        const all = inPlaces(jobs, 2);
        end(0, new Error("broken"));
        await settled();
        end(1);
        await expect(all).rejects.toThrow("broken");
        expect(begun).toEqual([0, 1]);
    });
});
