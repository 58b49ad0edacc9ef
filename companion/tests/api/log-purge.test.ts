/** Old rows of the access log go, whether or not there is traffic. */
import pg from "pg";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LogPurge } from "../../src/store/log-purge.js";
import { migrate } from "../../src/store/migrate.js";
import { startCompanion } from "../support/companion.js";
import { createDatabase, query } from "../support/database.js";
import { stackOfTests } from "../support/stack.js";

describe("the access log's old rows", () => {
    const stack = stackOfTests();
    let database: Awaited<ReturnType<typeof createDatabase>>;
    beforeEach(async () => {
        database = await createDatabase(stack);
        await migrate(database.url);
    });
    afterEach(() => database.drop());

    /** Enters requests that Odoo has had for so long; null: not yet. */
    async function enter(count: number, path: string, shippedDaysAgo: number | null): Promise<void> {
        await query(
            database.url,
            `INSERT INTO access_log (request_id, received_at, instance, method, path, route, status, code, key_prefix, address,
                 user_agent, duration_ms, shipped_at)
             SELECT gen_random_uuid(), now(), 'test', 'GET', $2, '', 200, '', '', '127.0.0.1', '', 1,
                 now() - make_interval(days => $3)
             FROM generate_series(1, $1)`,
            [count, path, shippedDaysAgo],
        );
    }

    async function paths(): Promise<string[]> {
        const rows = await query<{ path: string }>(database.url, "SELECT path FROM access_log ORDER BY path");
        return rows.map(({ path }) => path);
    }

    it("are deleted in batches, and nothing else is", async () => {
        await enter(25, "/old", 31);
        await enter(1, "/recent", 29);
        await enter(1, "/waiting", null);
        const pool = new pg.Pool({ connectionString: database.url });
        const batches: (number | null)[] = [];
        const errors: unknown[] = [];
        const counting = {
            query: async (sql: string, values: unknown[]) => {
                const result = await pool.query(sql, values);
                batches.push(result.rowCount);
                return result;
            },
        } as unknown as pg.Pool;
        const options = { retentionDays: 30, batchSize: 10, onError: (error: unknown) => errors.push(error) };
        const purge = new LogPurge(counting, options);
        purge.start();
        await vi.waitFor(() => expect(batches).toHaveLength(3), { timeout: 10_000 });
        await purge.stop();
        await pool.end();
        expect(errors).toEqual([]);
        expect(batches).toEqual([10, 10, 5]);
        expect(await paths()).toEqual(["/recent", "/waiting"]);
    });

    it("go while requests are being shipped", async () => {
        await enter(3, "/old", 31);
        await enter(1, "/waiting", null);
        const companion = await startCompanion(stack, {}, database.url);
        try {
            await vi.waitFor(async () => expect(await paths()).toEqual(["/waiting"]), {
                timeout: 15_000,
                interval: 200,
            });
        } finally {
            await companion.stop();
        }
    });
});
