import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { PostgresAccessLog, type AccessRecord } from "../../src/store/access-log.js";
import { VERSION } from "../../src/version.js";
import { at, Client, freshDay, order } from "../support/client.js";
import { startCompanion, type RunningCompanion } from "../support/companion.js";
import { query } from "../support/database.js";
import { asAdmin, stackOfTests } from "../support/stack.js";

const stack = stackOfTests();

interface Row {
    readonly request_id: string;
    readonly status: number;
    readonly code: string;
    readonly method: string;
    readonly path: string;
    readonly route: string;
    readonly key_id: number | null;
    readonly key_prefix: string;
    readonly address: string;
    readonly user_agent: string;
}

describe("the access log", () => {
    let companion: RunningCompanion;
    beforeAll(async () => {
        companion = await startCompanion(stack);
    });
    afterAll(() => companion.stop());

    async function entryOf(headers: Headers): Promise<Row | undefined> {
        const id = headers.get("x-request-id");
        const rows = await query<Row>(companion.databaseUrl, "SELECT * FROM access_log WHERE request_id = $1", [id]);
        return rows[0];
    }

    it("has every request by the time it is answered, allowed or not", async () => {
        const { id, secret } = stack.keys.full;
        const client = new Client(companion.url, secret);
        const booked = await client.book(order(at(freshDay(), 9)));
        expect(await entryOf(booked.headers)).toMatchObject({
            status: 201,
            code: "",
            method: "POST",
            path: "/v1/appointments",
            route: "/v1/appointments",
            key_id: id,
            key_prefix: secret.slice(0, 15),
            address: "127.0.0.1",
        });
        const read = await client.get(`/v1/appointments/${booked.body.id}?x=secret`);
        expect(await entryOf(read.headers)).toMatchObject({ path: `/v1/appointments/${booked.body.id}` });
        const refused = await new Client(companion.url).get("/v1/slots");
        expect(await entryOf(refused.headers)).toMatchObject({ status: 401, code: "unauthenticated", key_id: null });
        const lost = await new Client(companion.url).get("/nowhere");
        expect(await entryOf(lost.headers)).toMatchObject({ status: 404, code: "not_found", route: "" });
    });

    it("never has a key, however it gets there", async () => {
        const { secret } = stack.keys.full;
        const headers = { "User-Agent": `agent ${secret}\t` };
        const answers = [
            await new Client(companion.url, secret).call("GET", `/v1/appointments/${secret}`, { headers }),
            await new Client(companion.url, secret).call("GET", `/${secret}?key=${secret}`, { headers }),
            await new Client(companion.url, `${secret}x`).call("GET", "/v1/slots", { headers }),
        ];
        for (const answer of answers) {
            expect(JSON.stringify(await entryOf(answer.headers))).not.toContain(secret.slice(16, 40));
        }
        const rows = await query(companion.databaseUrl, "SELECT 1 FROM access_log WHERE access_log::text LIKE $1", [
            `%${secret.slice(16, 40)}%`,
        ]);
        expect(rows).toEqual([]);
    });

    it("names the caller's program, and nobody whom its User-Agent tells of", async () => {
        const headers = { "User-Agent": "shop/1.2 (+mailto:zoe@nowhere.example) for Zoe" };
        const answer = await new Client(companion.url, stack.keys.full.secret).call("GET", "/v1/technicians", {
            headers,
        });
        expect(await entryOf(answer.headers)).toMatchObject({ user_agent: "shop/1.2" });
    });

    it("is in Odoo within seconds", async () => {
        const answer = await new Client(companion.url, stack.keys.full.secret).get("/v1/technicians");
        const id = answer.headers.get("x-request-id");
        await vi.waitFor(
            async () => {
                const found = await asAdmin(stack, "support.api.log", "search_read", {
                    domain: [["request_id", "=", id]],
                    fields: ["status", "path", "key_id", "outcome"],
                });
                expect(found).toMatchObject([
                    { status: 200, path: "/v1/technicians", key_id: [stack.keys.full.id, "Full"], outcome: "ok" },
                ]);
            },
            { timeout: 10_000, interval: 200 },
        );
        const rows = await query<{ waiting: number }>(
            companion.databaseUrl,
            "SELECT count(*)::int AS waiting FROM access_log WHERE shipped_at IS NULL AND request_id = $1",
            [id],
        );
        expect(rows[0]?.waiting).toBe(0);
    });

    it("is corrected in Odoo when a request that seemed abandoned is answered after all", async () => {
        const entry: AccessRecord = {
            request_id: randomUUID(),
            received_at: new Date(Date.now() - 6 * 60_000).toISOString(),
            instance: "test",
            method: "POST",
            path: "/v1/appointments",
            route: "/v1/appointments",
            status: null,
            code: "",
            key_id: stack.keys.full.id,
            key_prefix: "",
            address: "127.0.0.1",
            user_agent: "",
            duration_ms: 0,
        };
        async function isInOdoo(status: number, outcome: string): Promise<void> {
            const domain = [["request_id", "=", entry.request_id]];
            await vi.waitFor(
                async () => {
                    const fields = ["status", "outcome"];
                    const found = await asAdmin(stack, "support.api.log", "search_read", { domain, fields });
                    expect(found).toMatchObject([{ status, outcome }]);
                },
                { timeout: 10_000, interval: 200 },
            );
        }
        const pool = new pg.Pool({ connectionString: companion.databaseUrl });
        try {
            const log = new PostgresAccessLog(pool, () => undefined);
            await log.record(entry);
            await isInOdoo(0, "failed");
            await log.record({ ...entry, status: 201 });
            await isInOdoo(201, "ok");
        } finally {
            await pool.end();
        }
    });

    it("makes Odoo know that a companion runs", async () => {
        await vi.waitFor(
            async () => {
                const found = await asAdmin(stack, "support.api.instance", "search_read", {
                    domain: [["name", "=", companion.instance]],
                    fields: ["version", "mail"],
                });
                expect(found).toMatchObject([{ version: VERSION, mail: "" }]);
            },
            { timeout: 10_000, interval: 200 },
        );
    });
});
