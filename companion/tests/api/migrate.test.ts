/** Migrations that take longer than a request may, and what counts as a database that is not up. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { migrate } from "../../src/store/migrate.js";
import { DatabaseUnavailable } from "../../src/store/own-connection.js";
import { createDatabase, query } from "../support/database.js";
import { stackOfTests } from "../support/stack.js";

/** Longer than what the pool allows a statement. */
const SLOW_SECONDS = 4;

describe("migrations", () => {
    const stack = stackOfTests();
    let database: Awaited<ReturnType<typeof createDatabase>>;
    let folder: string;
    beforeEach(async () => {
        database = await createDatabase(stack);
        folder = await mkdtemp(join(tmpdir(), "migrations-"));
    });
    afterEach(async () => {
        await database.drop();
        await rm(folder, { recursive: true });
    });

    const run = (url = database.url): Promise<string[]> => migrate(url, pathToFileURL(`${folder}/`));

    async function tables(): Promise<string[]> {
        const rows = await query<{ name: string }>(
            database.url,
            "SELECT relname AS name FROM pg_class WHERE relname LIKE 'made_%' ORDER BY 1",
        );
        return rows.map(({ name }) => name);
    }

    it("may take their time, and others wait for them as long", async () => {
        const sql = `SELECT pg_sleep(${SLOW_SECONDS}); CREATE TABLE made_slowly ();`;
        await writeFile(join(folder, "001_slow.sql"), sql);
        const first = run();
        // The second one begins when the first holds the lock, so that it is the one that waits.
        await vi.waitFor(async () => {
            const held = await query(
                database.url,
                "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
            );
            expect(held).toHaveLength(1);
        });
        expect(await Promise.all([first, run()])).toEqual([["001_slow.sql"], []]);
        expect(await tables()).toEqual(["made_slowly"]);
    });

    it("that are wrong are told as they are, and leave nothing behind", async () => {
        await writeFile(join(folder, "001_wrong.sql"), "CREATE TABLE made_half (); SELECT nothing_like_it;");
        const error: unknown = await run().catch((reason: unknown) => reason);
        expect(error).toMatchObject({ message: 'column "nothing_like_it" does not exist' });
        expect(error).not.toBeInstanceOf(DatabaseUnavailable);
        expect(await tables()).toEqual([]);
    });

    it("that are wrongly numbered are no database that is down", async () => {
        await writeFile(join(folder, "002_second.sql"), "SELECT 1");
        const error: unknown = await run().catch((reason: unknown) => reason);
        expect(error).toMatchObject({ message: "002_second.sql is not numbered as migration 1" });
        expect(error).not.toBeInstanceOf(DatabaseUnavailable);
    });

    it("wait for a server that is not there, but not for a database that does not exist", async () => {
        const nobody = new URL(database.url);
        nobody.port = "1";
        await expect(run(nobody.href)).rejects.toThrow(DatabaseUnavailable);
        const missing = new URL(database.url);
        missing.pathname = "/no_such_database";
        await expect(run(missing.href)).rejects.not.toThrow(DatabaseUnavailable);
    });

    it("that are cut off by a restart of the server are tried again", async () => {
        await writeFile(join(folder, "001_cut.sql"), "SELECT pg_sleep(600)");
        const running = run().catch((reason: unknown) => reason);
        await vi.waitFor(async () => {
            const ended = await query(
                stack.postgres_url,
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND query LIKE 'SELECT pg_sleep%'",
                [new URL(database.url).pathname.slice(1)],
            );
            expect(ended).toHaveLength(1);
        });
        expect(await running).toBeInstanceOf(DatabaseUnavailable);
    });
});
