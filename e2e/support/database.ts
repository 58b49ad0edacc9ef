import { createRequire } from "node:module";

interface Client {
    connect(): Promise<void>;
    query(sql: string, values?: unknown[]): Promise<{ rows: Record<string, string>[] }>;
    end(): Promise<void>;
}

/** The companion's own driver; the journeys have none. */
const { Client: PgClient } = createRequire(new URL("../../companion/package.json", import.meta.url))("pg") as {
    Client: new (options: { connectionString: string }) => Client;
};

function address(name: "E2E_DATABASE_URL" | "E2E_COMPANION_DATABASE_URL"): string {
    const url = process.env[name];
    if (!url) throw new Error(`${name} is not set. Run \`npm run test:e2e\`, which starts what the journeys need.`);
    return url;
}

/**
 * Where one of the words stands in Odoo's database or the companion's: every column of every table is searched.
 *
 * @returns table and row, for people to read
 */
export async function placesWith(words: readonly string[]): Promise<string[]> {
    const databases = [address("E2E_DATABASE_URL"), address("E2E_COMPANION_DATABASE_URL")];
    return (await Promise.all(databases.map((url) => searchAll(url, words)))).flat();
}

/** As if Odoo's scheduled actions had not run for `minutes`: what was planned by now is so much older. */
export async function letEmailWait(minutes: number): Promise<void> {
    const client = new PgClient({ connectionString: address("E2E_DATABASE_URL") });
    await client.connect();
    try {
        await client.query(
            `UPDATE support_notification
                SET planned_at = planned_at - make_interval(mins => $1), due_at = due_at - make_interval(mins => $1)
              WHERE state = 'planned' AND kind = 'confirmation'`,
            [minutes],
        );
    } finally {
        await client.end();
    }
}

async function searchAll(url: string, words: readonly string[]): Promise<string[]> {
    const client = new PgClient({ connectionString: url });
    await client.connect();
    try {
        const tables = await client.query(
            "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'",
        );
        const found: string[] = [];
        for (const { name } of tables.rows) {
            const { rows } = await client.query(
                `SELECT left(record::text, 300) AS text FROM "${name}" AS record WHERE record::text ILIKE ANY($1)`,
                [words.map((word) => `%${word}%`)],
            );
            found.push(...rows.map(({ text }) => `${name}: ${text}`));
        }
        return found;
    } finally {
        await client.end();
    }
}
