/** Takes what Odoo has had for long enough out of the access log. */
import type { Pool } from "pg";

const INTERVAL_MS = 60_000;
/** Few enough to be deleted well within the time that a statement may take. */
const BATCH_SIZE = 5_000;

/** Rows that another instance is just deleting are left to it. */
const PURGE = `
    DELETE FROM access_log
    WHERE request_id IN (
        SELECT request_id
        FROM access_log
        WHERE shipped_at < now() - make_interval(days => $1)
        ORDER BY shipped_at
        LIMIT $2
        FOR UPDATE SKIP LOCKED
    )`;

export interface PurgeOptions {
    readonly retentionDays: number;
    readonly onError: (error: unknown) => void;
    /** Rows deleted by one statement. */
    readonly batchSize?: number;
}

export class LogPurge {
    private timer: NodeJS.Timeout | undefined;
    private running: Promise<void> = Promise.resolve();
    private stopped = false;

    constructor(
        private readonly pool: Pick<Pool, "query">,
        private readonly options: PurgeOptions,
    ) {}

    /** Purges at once and then every minute, however busy the shipping is. */
    start(): void {
        this.running = this.purge()
            .catch((error: unknown) => this.options.onError(error))
            .finally(() => {
                if (!this.stopped) {
                    this.timer = setTimeout(() => this.start(), INTERVAL_MS);
                    this.timer.unref();
                }
            });
    }

    /** Ends after the statement that is under way. */
    async stop(): Promise<void> {
        this.stopped = true;
        clearTimeout(this.timer);
        await this.running;
    }

    private async purge(): Promise<void> {
        const { retentionDays, batchSize = BATCH_SIZE } = this.options;
        let deleted: number;
        do {
            deleted = (await this.pool.query(PURGE, [retentionDays, batchSize])).rowCount ?? 0;
        } while (deleted === batchSize && !this.stopped);
    }
}
