/** Whether the companion's database takes writes: one that is read-only, or whose disk is full, still answers. */
import type { Pool } from "pg";

/** One write answers whoever asks within so long. */
const KEEP_MS = 1_000;
const REPLACE = `
    WITH old AS (DELETE FROM write_check)
    INSERT INTO write_check (filler) VALUES (repeat('.', 7000))`;

/** The database answers and refuses to write. */
export class StoreReadOnly extends Error {
    constructor(cause: unknown) {
        super("The companion's database cannot be written to", { cause });
        this.name = "StoreReadOnly";
    }
}

/** SQLSTATE classes of a server that is there and says no: read-only, out of space, no permission, no such table. */
const REFUSALS = /^(25|42|53[12]|54|58)/;

export class WriteCheck {
    private last: { readonly at: number; readonly outcome: Promise<void> } | undefined;

    constructor(private readonly pool: Pick<Pool, "query">) {}

    /** @throws StoreReadOnly, or what keeps the database from answering */
    check(): Promise<void> {
        const now = performance.now();
        if (!this.last || now - this.last.at > KEEP_MS) {
            this.last = { at: now, outcome: this.write() };
        }
        return this.last.outcome;
    }

    private async write(): Promise<void> {
        try {
            await this.pool.query(REPLACE);
        } catch (error) {
            const { code = "" } = error as { code?: string };
            throw REFUSALS.test(code) ? new StoreReadOnly(error) : error;
        }
    }
}
