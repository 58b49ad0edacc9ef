import { describe, expect, it } from "vitest";
import type { OdooRefusal } from "../../src/odoo/answers.js";
import { exactlyOnce } from "../../src/odoo/exactly-once.js";
import type { Outcome, WriteIdentity, Written } from "../../src/odoo/facade.js";
import { OdooError } from "../../src/odoo/transport.js";

const IDENTITY: WriteIdentity = { keyId: 1, idempotencyKey: "a", fingerprint: "f", requestId: "r" };
const TIMING = { budgetMs: 120, pauseMs: 5, askMs: 50 };
const LOST = new OdooError("interrupted", "maybe", "lost");
const DOWN = new OdooError("unreachable", "no", "down");
const ANSWER = { ok: true, replayed: false } as unknown as Written;
const ABSENT: Outcome = { ok: true, state: "absent" };
const IN_FLIGHT: Outcome = { ok: true, state: "in_flight" };
const DONE = { ok: true, state: "done", answer: ANSWER } as Outcome;
const BUSY = { ok: false, code: "idempotency_in_flight", message: "m" } as unknown as OdooRefusal;

/** Runs a write whose attempts and look-ups bring these results, one after the other; the last is repeated. */
async function run(attempts: readonly (Written | OdooRefusal | Error)[], outcomes: readonly (Outcome | Error)[]) {
    const calls: string[] = [];
    const next = <T>(name: string, results: readonly (T | Error)[]): Promise<T> => {
        const index = Math.min(calls.filter((call) => call === name).length, results.length - 1);
        calls.push(name);
        const result = results[index];
        return result instanceof Error ? Promise.reject(result) : Promise.resolve(result as T);
    };
    const settled: string[] = [];
    const result = await exactlyOnce(
        { outcome: () => next("ask", outcomes) },
        IDENTITY,
        () => next("attempt", attempts),
        (outcome) => settled.push(outcome),
        TIMING,
    ).catch((error: unknown) => error);
    return { calls, settled, result };
}

describe("a write whose answer is lost", () => {
    it("is not asked about when the answer came", async () => {
        expect(await run([ANSWER], [])).toEqual({ calls: ["attempt"], settled: [], result: ANSWER });
    });

    it("is given up when it certainly did not happen", async () => {
        expect(await run([DOWN], [])).toEqual({ calls: ["attempt"], settled: [], result: DOWN });
    });

    it("is answered from the ledger, in its own words", async () => {
        const { calls, settled, result } = await run([LOST], [DONE]);
        expect(calls).toEqual(["attempt", "ask"]);
        expect(settled).toEqual(["found"]);
        expect(result).toBe(ANSWER);
    });

    it("is waited for while it is under way", async () => {
        const { calls } = await run([LOST], [IN_FLIGHT, IN_FLIGHT, DONE]);
        expect(calls).toEqual(["attempt", "ask", "ask", "ask"]);
    });

    it("is sent again only after the ledger said that it is absent", async () => {
        const { calls, settled, result } = await run([LOST, ANSWER], [ABSENT]);
        expect(calls).toEqual(["attempt", "ask", "attempt"]);
        expect(settled).toEqual(["repeated"]);
        expect(result).toBe(ANSWER);
    });

    it("is sent again once at most", async () => {
        const { calls, settled, result } = await run([LOST], [ABSENT]);
        expect(calls.filter((call) => call === "attempt")).toHaveLength(2);
        expect(settled).toEqual(["unknown"]);
        expect(result).toMatchObject({ kind: "interrupted", executed: "maybe" });
    });

    it("is looked up again when the second attempt meets the first", async () => {
        const { calls, settled } = await run([LOST, BUSY], [ABSENT, DONE]);
        expect(calls).toEqual(["attempt", "ask", "attempt", "ask"]);
        expect(settled).toEqual(["found"]);
    });

    it("is asked about until Odoo is back", async () => {
        const { calls, result } = await run([LOST], [DOWN, DOWN, DONE]);
        expect(calls).toEqual(["attempt", "ask", "ask", "ask"]);
        expect(result).toBe(ANSWER);
    });

    it("stays open when Odoo does not come back", async () => {
        const { settled, result } = await run([LOST], [DOWN]);
        expect(settled).toEqual(["unknown"]);
        expect(result).toMatchObject({ kind: "interrupted", executed: "maybe" });
    });
});
