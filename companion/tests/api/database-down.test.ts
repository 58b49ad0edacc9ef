/**
 * The companion's own database is gone for a while, or takes no writes: reads go on, writes are refused, and the access log
 * misses nothing.
 */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { at, Client, freshDay, order, type Answer } from "../support/client.js";
import { startCompanion, type RunningCompanion } from "../support/companion.js";
import { createDatabase, query } from "../support/database.js";
import { BOOKED_ONCE, bookingsOf, expectSound, NOT_BOOKED } from "../support/invariants.js";
import { stackOfTests } from "../support/stack.js";

describe("while its database is down, the companion", () => {
    const stack = stackOfTests();
    let database: Awaited<ReturnType<typeof createDatabase>>;
    let companion: RunningCompanion;
    let client: Client;
    const asked: Answer<unknown>[] = [];
    const reference = randomUUID();
    const request = order(at(freshDay(), 9), { external_reference: reference });

    /** Lets nobody in, and throws out who is in. */
    async function takeDown(): Promise<void> {
        const name = new URL(database.url).pathname.slice(1);
        await query(stack.postgres_url, `ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
        await query(
            stack.postgres_url,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()",
            [name],
        );
    }

    async function bringBack(): Promise<void> {
        const name = new URL(database.url).pathname.slice(1);
        await query(stack.postgres_url, `ALTER DATABASE ${name} ALLOW_CONNECTIONS true`);
    }

    beforeAll(async () => {
        database = await createDatabase(stack);
        companion = await startCompanion(stack, {}, database.url);
        client = new Client(companion.url, stack.keys.full.secret);
        expect((await client.get("/v1/technicians")).status).toBe(200);
        await takeDown();
    });
    afterAll(async () => {
        await companion.stop();
        await expectSound(stack, database.url);
        await database.drop();
    });

    it("says so on /readyz", async () => {
        const { status, body } = await client.get<{ checks: Record<string, { ok: boolean }> }>("/readyz");
        expect(status).toBe(503);
        expect(body.checks.database?.ok).toBe(false);
        expect(body.checks.odoo?.ok).toBe(true);
    });

    it("goes on answering reads", async () => {
        const answer = await client.get("/v1/technicians");
        asked.push(answer);
        expect(answer.status, answer.text).toBe(200);
    });

    it("refuses bookings, and says when to try again", async () => {
        const answer = await client.book(request, reference);
        asked.push(answer);
        expect([answer.status, answer.body.code], answer.text).toEqual([503, "service_unavailable"]);
        expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
        expect(await bookingsOf(stack, reference)).toEqual(NOT_BOOKED);
    });

    it("recovers by itself, and its log has what was asked meanwhile", async () => {
        await bringBack();
        await vi.waitFor(
            async () => {
                const answer = await client.book(request, reference);
                expect(answer.status, answer.text).toBe(201);
            },
            { timeout: 20_000, interval: 200 },
        );
        expect(await bookingsOf(stack, reference)).toEqual(BOOKED_ONCE);
        const ids = asked.map(({ headers }) => headers.get("x-request-id"));
        await vi.waitFor(
            async () => {
                const rows = await query<{ status: number }>(
                    database.url,
                    "SELECT status FROM access_log WHERE request_id = ANY($1::uuid[]) ORDER BY status",
                    [ids],
                );
                expect(rows.map(({ status }) => status)).toEqual([200, 503]);
            },
            { timeout: 20_000, interval: 200 },
        );
    });
});

describe("while its database is read-only, the companion", () => {
    const stack = stackOfTests();

    interface Readiness {
        readonly checks: Record<string, { readonly ok: boolean; readonly reason?: string }>;
    }

    /** As after a switch to the stand-by, or by a provider whose disk is full. */
    async function makeReadOnly(url: string, readOnly: boolean): Promise<void> {
        const name = new URL(url).pathname.slice(1);
        await query(stack.postgres_url, `ALTER DATABASE ${name} SET default_transaction_read_only = ${readOnly}`);
        await query(stack.postgres_url, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", [
            name,
        ]);
    }

    it("is not ready, and is again once it takes writes", async () => {
        const database = await createDatabase(stack);
        const companion = await startCompanion(stack, {}, database.url);
        const client = new Client(companion.url);
        const ready = (): Promise<Answer<Readiness>> => client.get<Readiness>("/readyz");
        try {
            expect((await ready()).status).toBe(200);
            await makeReadOnly(database.url, true);
            await vi.waitFor(
                async () => {
                    const { status, body } = await ready();
                    expect(status).toBe(503);
                    expect(body.checks.database?.reason).toBe("The companion's database cannot be written to");
                },
                { timeout: 10_000, interval: 200 },
            );
            await makeReadOnly(database.url, false);
            await vi.waitFor(async () => expect((await ready()).status).toBe(200), { timeout: 10_000, interval: 200 });
        } finally {
            await companion.stop();
            await database.drop();
        }
    });
});
