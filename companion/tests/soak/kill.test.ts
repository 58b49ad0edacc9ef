/** Ends companion and Odoo at random moments of a booking, then sends the same request again. */
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { at, Client, freshDay, order } from "../support/client.js";
import { createDatabase, query } from "../support/database.js";
import { BOOKED_ONCE, bookingsOf, expectSound } from "../support/invariants.js";
import { spawnCompanion, type CompanionProcess } from "../support/process.js";
import { controlOdoo, stackOfTests } from "../support/stack.js";

const stack = stackOfTests();
const { secret } = stack.keys.full;
const ROUNDS = Number(process.env.SOAK_ROUNDS ?? 15);

describe("ends without warning", () => {
    let database: { url: string; drop: () => Promise<void> };
    let companion: CompanionProcess;
    beforeAll(async () => {
        database = await createDatabase(stack);
    });
    beforeEach(async () => {
        companion = await spawnCompanion(stack, database.url);
    });
    afterAll(async () => {
        await expectSound(stack, database.url);
        await database.drop();
    });

    it("of the companion, at any moment of a booking: it is made once", async () => {
        let carriedOutUnanswered = 0;
        for (let round = 0; round < ROUNDS; round++) {
            const reference = randomUUID();
            const request = order(at(freshDay(), 9), { external_reference: reference });
            const first = new Client(companion.url, secret).book(request, reference).catch(() => undefined);
            // Spread over the time that a booking takes.
            await sleep((round * 400) / ROUNDS);
            await companion.end("SIGKILL");
            const answered = await first;
            companion = await spawnCompanion(stack, database.url);
            let attempts = 0;
            const again = await vi.waitFor(
                async () => {
                    attempts++;
                    const answer = await new Client(companion.url, secret).book(request, reference);
                    expect(answer.status, answer.text).toBe(201);
                    return answer;
                },
                { timeout: 20_000, interval: 300 },
            );
            if (!answered && attempts === 1 && again.headers.has("idempotency-replayed")) {
                carriedOutUnanswered++;
            }
            expect(await bookingsOf(stack, reference)).toEqual(BOOKED_ONCE);
        }
        const [log] = await query<{ unanswered: number }>(
            database.url,
            `SELECT count(*)::int AS unanswered FROM access_log
              WHERE status IS NULL AND method = 'POST' AND route = '/v1/appointments'`,
        );
        // Whatever reached Odoo was in the log before, so that not even a crash hides it.
        expect(log?.unanswered).toBeGreaterThanOrEqual(carriedOutUnanswered);
        await companion.end("SIGTERM");
    });

    it("of Odoo, at any moment of a booking: it is made once, and the companion recovers by itself", async () => {
        for (let round = 0; round < Math.ceil(ROUNDS / 3); round++) {
            const reference = randomUUID();
            const request = order(at(freshDay(), 9), { external_reference: reference });
            const client = new Client(companion.url, secret);
            const first = client.book(request, reference);
            await sleep((round * 900) / ROUNDS);
            await controlOdoo(stack, "kill");
            const answer = await first;
            expect([201, 503]).toContain(answer.status);
            await controlOdoo(stack, "start");
            await vi.waitFor(
                async () => {
                    const again = await client.book(request, reference);
                    expect(again.status, again.text).toBe(201);
                },
                { timeout: 30_000, interval: 300 },
            );
            expect(await bookingsOf(stack, reference)).toEqual(BOOKED_ONCE);
        }
        await companion.end("SIGTERM");
    });

    it("while Odoo is down, every answer comes within a second and says so", async () => {
        const client = new Client(companion.url, secret);
        await client.get("/v1/technicians");
        await controlOdoo(stack, "kill");
        try {
            for (const path of ["/v1/technicians", "/v1/slots?from=2030-01-01&to=2030-01-02", "/v1/appointments"]) {
                const began = performance.now();
                const answer = await client.get(path);
                expect([answer.status, answer.body.code]).toEqual([503, "odoo_unavailable"]);
                expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
                expect(performance.now() - began).toBeLessThan(1_000);
            }
            const booking = await client.book(order(at(freshDay(), 9)));
            expect(booking.status).toBe(503);
            // It asks Odoo every few seconds.
            await vi.waitFor(
                async () => {
                    const ready = await client.get<{ checks: Record<"odoo" | "database", { ok: boolean }> }>("/readyz");
                    expect(ready.status).toBe(503);
                    expect(ready.body.checks).toMatchObject({ odoo: { ok: false }, database: { ok: true } });
                },
                { timeout: 15_000, interval: 200 },
            );
            expect((await client.get("/livez")).status).toBe(200);
        } finally {
            await controlOdoo(stack, "start");
        }
        await vi.waitFor(async () => expect((await client.get("/v1/technicians")).status).toBe(200), {
            timeout: 15_000,
            interval: 200,
        });
        await companion.end("SIGTERM");
    });

    it("when Odoo hangs, requests stop waiting for it after seconds", async () => {
        const client = new Client(companion.url, secret);
        await client.get("/v1/technicians");
        await controlOdoo(stack, "freeze");
        try {
            await vi.waitFor(async () => expect((await client.get("/readyz")).status).toBe(503), {
                timeout: 20_000,
                interval: 200,
            });
            const began = performance.now();
            expect((await client.get("/v1/technicians")).status).toBe(503);
            expect(performance.now() - began).toBeLessThan(1_000);
        } finally {
            await controlOdoo(stack, "thaw");
        }
        await vi.waitFor(async () => expect((await client.get("/v1/technicians")).status).toBe(200), {
            timeout: 15_000,
            interval: 200,
        });
        await companion.end("SIGTERM");
    });

    it("after SIGTERM under load every request is answered, and in the log", async () => {
        const client = new Client(companion.url, secret);
        const running = Array.from({ length: 40 }, (_, i) => client.book(order(at(freshDay(), 8 + (i % 8)))));
        await Promise.race(running);
        const code = companion.end("SIGTERM");
        const answers = await Promise.all(running);
        expect(answers.map((answer) => answer.status).filter((status) => ![201, 409].includes(status))).toEqual([]);
        expect(await code).toBe(0);
        const ids = answers.map((answer) => answer.headers.get("x-request-id"));
        const rows = await query(
            database.url,
            "SELECT 1 FROM access_log WHERE request_id = ANY($1::uuid[]) AND status > 0",
            [ids],
        );
        expect(rows).toHaveLength(40);
        expect(companion.output()).not.toContain(secret.slice(16, 40));
        expect(companion.output()).not.toContain(stack.credentials.ODOO_API_KEY);
        expect(companion.output()).not.toContain("ada@example.org");
    });
});
