/** A connection beside the pool, for work whose length nobody can tell before. */
import pg from "pg";
import { APPLICATION_NAME, CONNECT_TIMEOUT_MS } from "./pool.js";

/** "Not yet" of PostgreSQL: it starts up or shuts down (57P0x), or its connections are used up. */
const NOT_YET = new Set(["57P01", "57P02", "57P03", "53300"]);

/** The server is not there, not there yet, or went away. */
export class DatabaseUnavailable extends Error {
    constructor(cause: unknown) {
        super(cause instanceof Error ? cause.message : "The database is not available", { cause });
        this.name = "DatabaseUnavailable";
    }
}

/** Of a failure to connect: whether trying again may help. What the client itself reports (time-outs) has no code. */
function mayCome(error: unknown): boolean {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    return code === "" || /^E[A-Z_]+$/.test(code) || NOT_YET.has(code);
}

/**
 * Runs work on a connection of its own, which ends with it. Unlike the pool's it has no limit on how long a statement takes.
 *
 * @throws DatabaseUnavailable, or what the work throws
 */
export async function withOwnConnection<T>(databaseUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
    const client = new pg.Client({
        connectionString: databaseUrl,
        connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
        keepAlive: true,
        application_name: APPLICATION_NAME,
    });
    let lost = false;
    // Also keeps a connection that breaks while nothing is asked from ending the process.
    client.on("error", () => (lost = true));
    try {
        await client.connect();
    } catch (error) {
        throw mayCome(error) ? new DatabaseUnavailable(error) : error;
    }
    try {
        return await work(client);
    } catch (error) {
        throw lost ? new DatabaseUnavailable(error) : error;
    } finally {
        await client.end().catch(() => {
            // Gone already.
        });
    }
}
