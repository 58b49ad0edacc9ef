/** Takes customers who were erased in Odoo out of the access log. */
import type { Pool } from "pg";
import type { Erasure } from "../odoo/answers.js";

export interface Erasures {
    /** Id of the last erasure that was carried out here, 0 for none. */
    lastDone(): Promise<number>;
    /** Carries out erasures, all or none. Doing so again changes nothing. */
    carryOut(erasures: readonly Erasure[]): Promise<void>;
}

const LAST_DONE = "SELECT last_id FROM erasure_progress";
/** What a row says of the person goes; that there was a request stays. Both statements are one transaction. */
const CARRY_OUT = `
    WITH erased AS (
        UPDATE access_log
        SET address = '', user_agent = '', path = route
        WHERE request_id::text = ANY($1::text[]) OR substring(path FROM 'apt_[0-9a-f]+') = ANY($1::text[])
    )
    INSERT INTO erasure_progress (last_id) VALUES ($2)
    ON CONFLICT (only_row) DO UPDATE SET last_id = greatest(erasure_progress.last_id, EXCLUDED.last_id)`;

export class PostgresErasures implements Erasures {
    constructor(private readonly pool: Pick<Pool, "query">) {}

    async lastDone(): Promise<number> {
        const { rows } = await this.pool.query<{ last_id: number }>(LAST_DONE);
        return rows[0]?.last_id ?? 0;
    }

    async carryOut(erasures: readonly Erasure[]): Promise<void> {
        if (erasures.length > 0) {
            const references = erasures.map(({ reference }) => reference);
            await this.pool.query(CARRY_OUT, [references, Math.max(...erasures.map(({ id }) => id))]);
        }
    }
}
