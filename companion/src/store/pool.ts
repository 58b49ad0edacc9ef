import pg from "pg";

/** Longest wait for a connection or for one statement, milliseconds: the store is either quick or down. */
export const CONNECT_TIMEOUT_MS = 1_000;
const STATEMENT_TIMEOUT_MS = 3_000;
/** How the companion's connections are called in pg_stat_activity. */
export const APPLICATION_NAME = "support-center-companion";

/** A pool that gives up soon and survives a restart of the server. */
export function createPool(databaseUrl: string, size: number, onIdleError: (error: Error) => void): pg.Pool {
    const pool = new pg.Pool({
        connectionString: databaseUrl,
        max: size,
        connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
        statement_timeout: STATEMENT_TIMEOUT_MS,
        query_timeout: STATEMENT_TIMEOUT_MS,
        idleTimeoutMillis: 30_000,
        // A server that went away without a word is noticed while nothing is asked.
        keepAlive: true,
        application_name: APPLICATION_NAME,
    });
    // Without a listener an idle connection that the server closes would end the process.
    pool.on("error", onIdleError);
    return pool;
}
