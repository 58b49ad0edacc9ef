import { randomBytes } from "node:crypto";
import pg from "pg";
import type { Stack } from "./stack.js";

/** Works on a connection of its own, which ends with the work. */
export async function connected<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
        return await work(client);
    } finally {
        await client.end();
    }
}

async function run(url: string, sql: string): Promise<void> {
    await connected(url, (client) => client.query(sql));
}

/** A new, empty database for a companion; `drop` removes it. */
export async function createDatabase(stack: Stack): Promise<{ url: string; drop: () => Promise<void> }> {
    const name = `companion_${randomBytes(6).toString("hex")}`;
    await run(stack.postgres_url, `CREATE DATABASE ${name}`);
    const url = new URL(stack.postgres_url);
    url.pathname = `/${name}`;
    return {
        url: url.href,
        drop: () => run(stack.postgres_url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
    };
}

/** Runs one statement on a database and answers its rows. */
export async function query<Row extends pg.QueryResultRow>(
    url: string,
    sql: string,
    values: readonly unknown[] = [],
): Promise<Row[]> {
    return connected(url, async (client) => (await client.query<Row>(sql, [...values])).rows);
}
