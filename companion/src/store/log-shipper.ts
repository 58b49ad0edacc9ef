/**
 * Carries the access log from the companion's database to Odoo, where admins read it, and carries out the erasures that Odoo
 * answers with.
 */
import type { Pool, PoolClient } from "pg";
import type { AccessEntry, Facade, Heartbeat, Recorded } from "../odoo/facade.js";
import type { Erasures } from "./erasures.js";

const BATCH_SIZE = 1_000;
const INTERVAL_MS = 1_000;
/** Odoo hears from an idle instance this often, and so knows that it is up. */
const HEARTBEAT_MS = 30_000;
/**
 * A row without an outcome for so long most likely belongs to an instance that was killed; it is shipped as such (status 0),
 * and again should it be completed after all.
 */
const ABANDONED = "5 minutes";

/** One instance ships at a time; the lock ends with the transaction. */
const TRY_LOCK = "SELECT pg_try_advisory_xact_lock(7305182847) AS locked";
const NEXT_BATCH = `
    SELECT request_id, to_char(received_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') AS received_at, instance, method, path,
        route, coalesce(status, 0)::integer AS status, code, coalesce(key_id, 0) AS key_id, key_prefix, address, user_agent,
        duration_ms
    FROM access_log
    WHERE shipped_at IS NULL AND (status IS NOT NULL OR received_at < now() - interval '${ABANDONED}')
    ORDER BY position
    LIMIT ${BATCH_SIZE}`;
/** Except those that were shipped as abandoned ($2) and completed meanwhile: they are shipped again. */
const MARK_SHIPPED = `
    UPDATE access_log SET shipped_at = now()
    WHERE request_id = ANY($1::uuid[]) AND (status IS NULL) = (request_id = ANY($2::uuid[]))`;
const COUNT_WAITING = "SELECT count(*)::integer AS waiting FROM access_log WHERE shipped_at IS NULL";
const IDLE_LIMIT = "SET LOCAL idle_in_transaction_session_timeout = '60s'";

export interface ShipperOptions {
    readonly instance: string;
    readonly version: string;
    /** See {@link Heartbeat}. */
    readonly mail: () => string;
    /** Odoo has been told, and this is what it answered. */
    readonly onRecorded: (answer: Recorded) => void;
    readonly onError: (error: unknown) => void;
    readonly onBacklog: (rows: number) => void;
}

export class LogShipper {
    private timer: NodeJS.Timeout | undefined;
    private running: Promise<void> = Promise.resolve();
    private stopped = false;
    private lastContact = 0;
    /** Rows that Odoo does not have yet, without those just on their way. */
    private backlog = 0;

    constructor(
        private readonly pool: Pool,
        private readonly facade: Facade,
        private readonly erasures: Erasures,
        private readonly options: ShipperOptions,
    ) {}

    start(): void {
        this.timer = setTimeout(() => {
            this.running = this.round().finally(() => {
                if (!this.stopped) {
                    this.start();
                }
            });
        }, INTERVAL_MS);
        this.timer.unref();
    }

    /** Ends after the round that is under way. */
    async stop(): Promise<void> {
        this.stopped = true;
        clearTimeout(this.timer);
        await this.running;
    }

    private async round(): Promise<void> {
        try {
            // First, since it has to be known above all while Odoo takes nothing.
            await this.measure();
            while (!this.stopped && (await this.shipBatch()) === BATCH_SIZE);
            await this.measure();
            if (Date.now() - this.lastContact > HEARTBEAT_MS) {
                await this.report([]);
            }
        } catch (error) {
            this.options.onError(error);
        }
    }

    /**
     * Ships the oldest rows.
     *
     * @returns how many
     */
    async shipBatch(): Promise<number> {
        const client = await this.pool.connect();
        // One that breaks while Odoo is waited for tells so by an event, which without a listener would end the process;
        // the next query fails.
        const onBroken = (): void => undefined;
        client.on("error", onBroken);
        try {
            await client.query("BEGIN");
            await client.query(IDLE_LIMIT);
            const shipped = await this.shipLocked(client);
            await client.query("COMMIT");
            client.release();
            return shipped;
        } catch (error) {
            // Closed, and the transaction with it: others would wait on a connection that is broken.
            client.release(error instanceof Error ? error : true);
            throw error;
        } finally {
            client.off("error", onBroken);
        }
    }

    private async shipLocked(client: PoolClient): Promise<number> {
        const lock = await client.query<{ locked: boolean }>(TRY_LOCK);
        if (!lock.rows[0]?.locked) {
            return 0;
        }
        const { rows } = await client.query<AccessEntry>(NEXT_BATCH);
        if (rows.length > 0) {
            // Odoo skips rows that it has: a batch that was taken but not marked is simply sent again.
            this.backlog = Math.max(0, this.backlog - rows.length);
            await this.report(rows);
            const abandoned = rows.filter((row) => row.status === 0);
            await client.query(
                MARK_SHIPPED,
                [rows, abandoned].map((some) => some.map((row) => row.request_id)),
            );
        }
        return rows.length;
    }

    private async measure(): Promise<void> {
        const { rows } = await this.pool.query<{ waiting: number }>(COUNT_WAITING);
        this.backlog = rows[0]?.waiting ?? 0;
        this.options.onBacklog(this.backlog);
    }

    /** Tells Odoo, and does what it asks for. Erasures that cannot be carried out now come again. */
    private async report(rows: readonly AccessEntry[]): Promise<void> {
        const answer = await this.facade.recordAccess(await this.heartbeat(), rows);
        this.lastContact = Date.now();
        this.options.onRecorded(answer);
        await this.erasures.carryOut(answer.erasures);
    }

    private async heartbeat(): Promise<Heartbeat> {
        const { instance, version, mail } = this.options;
        const erasedUpTo = await this.erasures.lastDone();
        return { instance, version, backlog: this.backlog, mail: mail(), erased_up_to: erasedUpTo };
    }
}
