import { EventEmitter } from "node:events";
import type { Pool } from "pg";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Erasure } from "../../src/odoo/answers.js";
import type { Facade, Heartbeat } from "../../src/odoo/facade.js";
import { LogShipper } from "../../src/store/log-shipper.js";

const BATCH = 1_000;

describe("shipping the access log", () => {
    let backlogs: number[];
    let errors: unknown[];
    let carriedOut: Erasure[];
    beforeEach(() => {
        carriedOut = [];
        vi.useFakeTimers();
        backlogs = [];
        errors = [];
    });
    afterEach(() => vi.useRealTimers());

    /** A table with so many rows that nobody has shipped. */
    function poolOf(rows: number): { pool: Pool; release: ReturnType<typeof vi.fn>; client: EventEmitter } {
        let waiting = rows;
        const release = vi.fn();
        const query = (sql: string, values: readonly unknown[][] = []): Promise<{ rows: unknown[] }> => {
            if (sql.includes("pg_try_advisory")) {
                return Promise.resolve({ rows: [{ locked: true }] });
            }
            if (sql.includes("count(*)")) {
                return Promise.resolve({ rows: [{ waiting }] });
            }
            if (sql.includes("UPDATE")) {
                waiting -= values[0]?.length ?? 0;
            }
            const due = sql.includes("FROM access_log") ? Math.min(waiting, BATCH) : 0;
            return Promise.resolve({ rows: Array.from({ length: due }, (_, id) => ({ request_id: id, status: 200 })) });
        };
        const client = Object.assign(new EventEmitter(), { query, release });
        const pool = { query, connect: () => Promise.resolve(client) } as unknown as Pool;
        return { pool, release, client };
    }

    function shipperOf(
        pool: Pool,
        tell: (heartbeat: Heartbeat) => Promise<unknown>,
        erasures: readonly Erasure[] = [],
    ): LogShipper {
        const recordAccess = async (heartbeat: Heartbeat): Promise<unknown> => {
            await tell(heartbeat);
            return { ok: true, accepted: 0, erasures };
        };
        const store = {
            lastDone: () => Promise.resolve(carriedOut.at(-1)?.id ?? 0),
            carryOut: (some: readonly Erasure[]) => Promise.resolve(void carriedOut.push(...some)),
        };
        return new LogShipper(pool, { recordAccess } as unknown as Facade, store, {
            instance: "test",
            version: "1.0.0",
            mail: () => "",
            onRecorded: () => undefined,
            onError: (error) => errors.push(error),
            onBacklog: (rows) => backlogs.push(rows),
        });
    }

    async function ship(...args: Parameters<typeof shipperOf>): Promise<void> {
        const shipper = shipperOf(...args);
        shipper.start();
        await vi.advanceTimersByTimeAsync(1_100);
        await shipper.stop();
    }

    it("tells how many rows wait also while Odoo takes none", async () => {
        await ship(poolOf(3).pool, () => Promise.reject(new Error("Odoo is down")));
        expect(errors).toHaveLength(1);
        expect(backlogs).toEqual([3]);
    });

    it("gives back connections that work, and closes those that do not", async () => {
        const { pool, release } = poolOf(1);
        await ship(pool, () => Promise.resolve());
        expect(release.mock.calls).toEqual([[]]);
        const broken = new Error("Query read timeout");
        const query = vi.fn().mockRejectedValue(broken);
        const client = Object.assign(new EventEmitter(), { query, release });
        const deaf = { connect: () => Promise.resolve(client) } as unknown as Pool;
        await expect(shipperOf(deaf, () => Promise.resolve()).shipBatch()).rejects.toBe(broken);
        expect(release.mock.calls).toEqual([[], [broken]]);
    });

    it("survives a connection that breaks while Odoo is waited for", async () => {
        const { pool, client } = poolOf(1);
        await ship(pool, () => Promise.resolve(client.emit("error", new Error("terminated"))));
        expect(errors).toEqual([]);
        expect(client.listenerCount("error")).toBe(0);
    });

    it("tells Odoo how many are still to come", async () => {
        const told: number[] = [];
        await ship(poolOf(2_500).pool, ({ backlog }) => Promise.resolve(told.push(backlog)));
        expect(errors).toEqual([]);
        expect(told).toEqual([1_500, 500, 0]);
        expect(backlogs).toEqual([2_500, 0]);
    });

    it("carries out the erasures that Odoo answers with, and says how far it is", async () => {
        const told: number[] = [];
        const shipper = shipperOf(poolOf(1_500).pool, ({ erased_up_to: upTo }) => Promise.resolve(told.push(upTo)), [
            { id: 7, reference: "apt_0123456789abcdef01234567" },
        ]);
        await shipper.shipBatch();
        await shipper.shipBatch();
        expect(carriedOut[0]).toEqual({ id: 7, reference: "apt_0123456789abcdef01234567" });
        expect(told).toEqual([0, 7]);
    });
});
