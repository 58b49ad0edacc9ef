import { describe, expect, it, vi } from "vitest";
import { StoreReadOnly, WriteCheck } from "../../src/store/write-check.js";

type Query = ConstructorParameters<typeof WriteCheck>[0]["query"];

function checkOf(query: () => Promise<unknown>): WriteCheck {
    return new WriteCheck({ query: query as unknown as Query });
}

const refusedWith = (code?: string): Error => Object.assign(new Error("no"), code ? { code } : {});

describe("the check whether the database takes writes", () => {
    it.each([
        ["a read-only database", "25006"],
        ["a full disk", "53100"],
        ["a lost right", "42501"],
    ])("knows %s", async (_what, code) => {
        await expect(checkOf(() => Promise.reject(refusedWith(code))).check()).rejects.toBeInstanceOf(StoreReadOnly);
    });

    it.each(["57P03", "53300", "ECONNREFUSED", undefined])(
        "tells a server that is not there from that: %s",
        async (code) => {
            const error = refusedWith(code);
            await expect(checkOf(() => Promise.reject(error)).check()).rejects.toBe(error);
        },
    );

    it("writes once a second, however many ask", async () => {
        vi.useFakeTimers({ toFake: ["performance"] });
        try {
            const query = vi.fn(() => Promise.resolve());
            const check = checkOf(query);
            await Promise.all([check.check(), check.check(), check.check()]);
            expect(query).toHaveBeenCalledTimes(1);
            vi.advanceTimersByTime(1_100);
            await check.check();
            expect(query).toHaveBeenCalledTimes(2);
        } finally {
            vi.useRealTimers();
        }
    });
});
