/** Which companions share this database. They need not know of each other in any other way. */
import type { Pool } from "pg";

/** A companion that has not been heard from for so long counts as gone. */
export const ALIVE_SECONDS = 20;

const BEAT = `
    WITH gone AS (DELETE FROM instance WHERE seen_at < now() - make_interval(secs => $2) AND name <> $1),
    beat AS (INSERT INTO instance (name, seen_at) VALUES ($1, now()) ON CONFLICT (name) DO UPDATE SET seen_at = now())
    SELECT name FROM instance WHERE seen_at >= now() - make_interval(secs => $2) OR name = $1`;
const LEAVE = "DELETE FROM instance WHERE name = $1";

/** Goes by the database's clock, which all companions have in common. */
export class Instances {
    constructor(
        private readonly pool: Pool,
        private readonly own: string,
    ) {}

    /** Says that this companion is alive, and answers the names of all that are. */
    async beat(): Promise<readonly string[]> {
        const { rows } = await this.pool.query<{ name: string }>(BEAT, [this.own, ALIVE_SECONDS]);
        return [...new Set([...rows.map(({ name }) => name), this.own])];
    }

    /** Leaves its part to the others at once. */
    async leave(): Promise<void> {
        await this.pool.query(LEAVE, [this.own]);
    }
}
