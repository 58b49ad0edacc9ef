/**
 * The durable access log. Rows that arrive together are committed together, so that the wait for the disk is shared; a
 * caller goes on when its row is safe.
 */
import type { Pool } from "pg";
import type { AccessEntry } from "../odoo/facade.js";
import { StoreError } from "./limits.js";

/** A request as the log knows it. `status` is null as long as it runs. */
export type AccessRecord = Omit<AccessEntry, "status" | "key_id"> & {
    readonly status: number | null;
    readonly key_id: number | null;
};

export interface AccessLog {
    /**
     * Enters a request, or completes the one entered before.
     *
     * @throws StoreError when it cannot be stored now; it is kept in memory and stored later
     */
    record(entry: AccessRecord): Promise<void>;
}

interface Pending {
    readonly entry: AccessRecord;
    readonly resolve: () => void;
    readonly reject: (error: StoreError) => void;
}

const BATCH_SIZE = 500;
/** Rows kept in memory while the database is down; beyond that the oldest are lost to the log (and counted). */
const MAX_BACKLOG = 50_000;

const UPSERT = `
    INSERT INTO access_log (
        request_id, received_at, instance, method, path, route, status, code, key_id, key_prefix, address, user_agent, duration_ms
    )
    SELECT
        request_id, received_at, instance, method, path, route, status, code, key_id, key_prefix, address, user_agent, duration_ms
    FROM jsonb_to_recordset($1::jsonb) AS entry (
        request_id uuid, received_at timestamptz, instance text, method text, path text, route text, status smallint, code text,
        key_id integer, key_prefix text, address text, user_agent text, duration_ms integer
    )
    ON CONFLICT (request_id) DO UPDATE SET
        status = EXCLUDED.status, code = EXCLUDED.code, key_id = EXCLUDED.key_id, key_prefix = EXCLUDED.key_prefix,
        duration_ms = EXCLUDED.duration_ms,
        -- Odoo may have been told that nobody ends it.
        shipped_at = NULL
    WHERE access_log.status IS NULL`;

export class PostgresAccessLog implements AccessLog {
    private pending: Pending[] = [];
    private backlog: AccessRecord[] = [];
    private flushing: Promise<void> | undefined;
    private retrying: Promise<void> | undefined;

    constructor(
        private readonly pool: Pool,
        private readonly onLost: (count: number) => void,
    ) {}

    record(entry: AccessRecord): Promise<void> {
        return new Promise((resolve, reject) => {
            this.pending.push({ entry, resolve, reject });
            this.flushing ??= this.flush();
        });
    }

    /** Waits until all that was entered is stored or known not to be. Tries the backlog once more. */
    async settle(): Promise<void> {
        await this.flushing;
        await this.retryBacklog();
    }

    /** Stores what could not be stored when it was entered. @throws when that cannot be stored now either; it is kept */
    retryBacklog(): Promise<void> {
        this.retrying ??= this.storeBacklog().finally(() => (this.retrying = undefined));
        return this.retrying;
    }

    private async storeBacklog(): Promise<void> {
        while (this.backlog.length > 0) {
            const batch = this.backlog.slice(0, BATCH_SIZE);
            await this.store(batch);
            // Others may have been added meanwhile, only at the end.
            this.backlog = this.backlog.slice(batch.length);
        }
    }

    private async flush(): Promise<void> {
        // One turn of the event loop, so that requests which are ready at the same time share a commit.
        await new Promise((resolve) => setImmediate(resolve));
        while (this.pending.length > 0) {
            const batch = this.pending.splice(0, BATCH_SIZE);
            try {
                // What had to wait goes first: the database seems to be back.
                await this.retryBacklog();
                await this.store(batch.map((item) => item.entry));
                batch.forEach((item) => item.resolve());
            } catch (error) {
                this.keep(batch.map((item) => item.entry));
                batch.forEach((item) => item.reject(new StoreError(error)));
            }
        }
        this.flushing = undefined;
    }

    private keep(entries: AccessRecord[]): void {
        this.backlog.push(...entries);
        const excess = this.backlog.length - MAX_BACKLOG;
        if (excess > 0) {
            this.backlog.splice(0, excess);
            this.onLost(excess);
        }
    }

    private async store(entries: AccessRecord[]): Promise<void> {
        // A statement must not touch a row twice: of two entries about one request, the later says it all.
        const latest = new Map(entries.map((entry) => [entry.request_id, entry]));
        await this.pool.query({ name: "access-log", text: UPSERT, values: [JSON.stringify([...latest.values()])] });
    }
}
