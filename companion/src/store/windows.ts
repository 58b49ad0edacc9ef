import type { Pool } from "pg";

/** What one window has come to. */
export interface Window {
    /** Points taken in it so far, the last ones included. */
    readonly taken: number;
    /** Until it ends, milliseconds. */
    readonly remainingMs: number;
}

/**
 * The clock of the database alone decides when a window ends: those of the instances may differ, and each would end the
 * windows of the others.
 */
const TAKE = `
    INSERT INTO rate_limit AS counter (key, points, expire)
    VALUES ($1, $2, (extract(epoch FROM clock_timestamp()) * 1000)::bigint + $3)
    ON CONFLICT (key) DO UPDATE SET
        points = CASE
            WHEN counter.expire <= EXCLUDED.expire - $3 THEN EXCLUDED.points
            ELSE counter.points + EXCLUDED.points
        END,
        expire = CASE
            WHEN counter.expire <= EXCLUDED.expire - $3 THEN EXCLUDED.expire
            ELSE counter.expire
        END
    RETURNING points, expire - (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS remaining`;

const FORGET = "DELETE FROM rate_limit WHERE expire < (extract(epoch FROM clock_timestamp()) * 1000)::bigint";

/** Fixed windows of time, counted in PostgreSQL by all instances together. */
export class Windows {
    constructor(
        private readonly pool: Pick<Pool, "query">,
        /** How long a window lasts, milliseconds. */
        private readonly lengthMs: number,
    ) {}

    /** Takes points from the window of a key, which begins with the first of them. */
    async take(key: string, points: number): Promise<Window> {
        const { rows } = await this.pool.query<{ points: number; remaining: string }>(TAKE, [
            key,
            points,
            this.lengthMs,
        ]);
        const [row] = rows;
        if (!row) {
            throw new Error("The database counted nothing");
        }
        return { taken: row.points, remainingMs: Math.max(0, Number(row.remaining)) };
    }

    /** Forgets windows that have ended. */
    async sweep(): Promise<void> {
        await this.pool.query(FORGET);
    }
}
