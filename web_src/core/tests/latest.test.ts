import { describe, expect, it } from "vitest";
import { Latest } from "../latest";
import { Deferred } from "./deferred";

describe("of several answers", () => {
    it("the last one asked for is everybody's, whichever comes first", async () => {
        for (const isLastFirst of [true, false]) {
            const [first, last] = [new Deferred<string>(), new Deferred<string>()];
            const latest = new Latest<string>();
            const waiting = [latest.add(first.promise), latest.add(last.promise)];
            if (isLastFirst) {
                last.resolve("last");
                first.resolve("first");
            } else {
                first.resolve("first");
                last.resolve("last");
            }
            expect(await Promise.all(waiting)).toEqual(["last", "last"]);
        }
    });

    it("an earlier one may fail", async () => {
        const latest = new Latest<string>();
        const waiting = [latest.add(Promise.reject(new Error("lost"))), latest.add(Promise.resolve("last"))];
        expect(await Promise.all(waiting)).toEqual(["last", "last"]);
    });

    it("the failure of the last one is everybody's", async () => {
        const latest = new Latest<string>();
        const waiting = [latest.add(Promise.resolve("first")), latest.add(Promise.reject(new Error("lost")))];
        for (const one of await Promise.allSettled(waiting)) {
            expect(one).toMatchObject({ status: "rejected", reason: { message: "lost" } });
        }
    });

    it("what was answered stays, whatever is asked afterwards", async () => {
        const latest = new Latest<string>();
        expect(await latest.add(Promise.resolve("first"))).toBe("first");
        expect(await latest.add(Promise.resolve("second"))).toBe("second");
    });
});
