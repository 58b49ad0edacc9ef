/** Numbered SQL files, each applied once, in order, together with its row in the ledger. */
import { readFile, readdir } from "node:fs/promises";
import type { Client } from "pg";
import { withOwnConnection } from "./own-connection.js";

/** Any constant will do, as long as every instance uses the same. */
const LOCK = 7_305_182_846;
const FILE_NAME = /^(\d{3})_[a-z0-9_]+\.sql$/;

const CREATE_LEDGER =
    "CREATE TABLE IF NOT EXISTS schema_migration (number integer PRIMARY KEY, name text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())";
const APPLIED = "SELECT number FROM schema_migration";
const REMEMBER = "INSERT INTO schema_migration (number, name) VALUES ($1, $2)";

interface Migration {
    readonly number: number;
    readonly name: string;
    readonly url: URL;
}

async function listMigrations(folder: URL): Promise<Migration[]> {
    const names = (await readdir(folder)).filter((name) => name.endsWith(".sql")).sort();
    return names.map((name, index) => {
        const number = Number(FILE_NAME.exec(name)?.[1]);
        if (number !== index + 1) {
            throw new Error(`${name} is not numbered as migration ${index + 1}`);
        }
        return { number, name, url: new URL(name, folder) };
    });
}

async function apply(client: Client, migration: Migration): Promise<void> {
    await client.query("BEGIN");
    try {
        await client.query(await readFile(migration.url, "utf8"));
        await client.query(REMEMBER, [migration.number, migration.name]);
        await client.query("COMMIT");
    } catch (error) {
        await client.query("ROLLBACK");
        throw error;
    }
}

/**
 * Brings the database up to date. Instances that start together wait for each other; migrations of a newer version that is
 * being rolled out beside this one are left alone.
 *
 * @returns names of the migrations that were applied
 * @throws DatabaseUnavailable when the server is not there, or goes away
 */
export async function migrate(databaseUrl: string, folder = new URL("../../sql/", import.meta.url)): Promise<string[]> {
    const migrations = await listMigrations(folder);
    // Ended afterwards: the lock and the settings go with it.
    return withOwnConnection(databaseUrl, async (client) => {
        // The server or the role may have a limit, too; a migration, or the wait for one, takes as long as it takes.
        await client.query("SET statement_timeout = 0");
        await client.query("SELECT pg_advisory_lock($1)", [LOCK]);
        await client.query(CREATE_LEDGER);
        const { rows } = await client.query<{ number: number }>(APPLIED);
        const applied = new Set(rows.map((row) => row.number));
        const missing = migrations.filter((migration) => !applied.has(migration.number));
        for (const migration of missing) {
            await apply(client, migration);
        }
        return missing.map((migration) => migration.name);
    });
}
