import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Batches } from "../../src/store/batches.js";

describe("batches", () => {
    it("ask at once for a caller who is alone, and together for those who come meanwhile", async () => {
        const sizes: number[] = [];
        const answers: (() => void)[] = [];
        const ask = (size: number): Promise<number> => {
            sizes.push(size);
            return new Promise((resolve) => answers.push(() => resolve(size)));
        };
        const batches = new Batches<number>();
        const first = batches.join("key", ask);
        const others = [batches.join("key", ask), batches.join("key", ask), batches.join("key", ask)];
        expect(sizes).toEqual([1]);
        answers[0]?.();
        expect(await first).toEqual({ answer: 1, place: 1, size: 1 });
        expect(sizes).toEqual([1, 3]);
        answers[1]?.();
        expect(await Promise.all(others)).toEqual([1, 2, 3].map((place) => ({ answer: 3, place, size: 3 })));
    });

    it("never mix keys", async () => {
        const batches = new Batches<string>();
        const ask = (key: string) => () => Promise.resolve(key);
        const answers = await Promise.all(["a", "b", "a"].map((key) => batches.join(key, ask(key))));
        expect(answers.map(({ answer }) => answer)).toEqual(["a", "b", "a"]);
    });

    it("pass an error on to all who asked together, and go on", async () => {
        const batches = new Batches<number>();
        const fails = (): Promise<number> => Promise.reject(new Error("down"));
        const outcomes = await Promise.allSettled([1, 2, 3].map(() => batches.join("key", fails)));
        expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
        expect((await batches.join("key", (size) => Promise.resolve(size))).answer).toBe(1);
    });

    it("give every caller a place of its own, whatever the order of answers", async () => {
        await fc.assert(
            fc.asyncProperty(fc.scheduler(), fc.integer({ min: 1, max: 40 }), async (scheduler, callers) => {
                let counted = 0;
                const batches = new Batches<number>();
                const ask = (size: number): Promise<number> => scheduler.schedule(Promise.resolve((counted += size)));
                const shares = Array.from({ length: callers }, () => batches.join("key", ask));
                await scheduler.waitFor(Promise.all(shares));
                const places = (await Promise.all(shares)).map(({ answer, place, size }) => answer - size + place);
                expect(places).toEqual(Array.from({ length: callers }, (_, index) => index + 1));
            }),
        );
    });
});
