import type { Pool } from "pg";
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { Batches, type Share } from "./batches.js";

export const WINDOW_SECONDS = 60;

/** A kind of limit. The name is what clients see in the `RateLimit` headers. */
export type LimitName = "requests" | "bookings" | "address" | "refused-keys";

export interface Quota {
    readonly name: LimitName;
    /** Whose quota: a key id or an address. */
    readonly subject: string;
    /** Points for each window of a minute. */
    readonly limit: number;
}

export interface LimitState {
    readonly name: LimitName;
    readonly limit: number;
    readonly remaining: number;
    readonly resetSeconds: number;
    readonly allowed: boolean;
}

export interface RateLimits {
    /**
     * Takes a point from a quota.
     *
     * @throws StoreError when the store is down and `whenDown` is "refuse"; with "count-alone" this instance counts by itself
     */
    take(quota: Quota, whenDown: "refuse" | "count-alone"): Promise<LimitState>;
    /** The state of a quota that this instance has seen used up, without asking or counting; undefined otherwise. */
    exhausted(quota: Quota): LimitState | undefined;
}

/** The companion's own database does not answer. */
export class StoreError extends Error {
    constructor(cause: unknown) {
        super("The companion's database does not answer", { cause });
        this.name = "StoreError";
    }
}

type Limiter = RateLimiterPostgres | RateLimiterMemory;

/**
 * Fixed windows of a minute, counted in PostgreSQL by all instances together. Requests of one subject that come together
 * are counted together, since they would only wait for each other at the subject's row.
 */
export class PostgresRateLimits implements RateLimits {
    private readonly batches = new Batches<Count>();
    private readonly shared = new Map<string, RateLimiterPostgres>();
    private readonly alone = new Map<string, RateLimiterMemory>();
    /** When the window of a used up quota ends. */
    private readonly blocked = new Map<string, number>();

    constructor(private readonly pool: Pool) {}

    async take(quota: Quota, whenDown: "refuse" | "count-alone"): Promise<LimitState> {
        const state = await this.count(quota, whenDown);
        if (!state.allowed) {
            this.blocked.set(`${quota.name}:${quota.subject}`, Date.now() + state.resetSeconds * 1000);
        }
        return state;
    }

    exhausted({ name, subject, limit }: Quota): LimitState | undefined {
        const until = this.blocked.get(`${name}:${subject}`);
        const rest = until === undefined ? 0 : until - Date.now();
        if (rest <= 0) {
            return undefined;
        }
        return { name, limit, remaining: 0, resetSeconds: Math.ceil(rest / 1000), allowed: false };
    }

    private async count(quota: Quota, whenDown: "refuse" | "count-alone"): Promise<LimitState> {
        const { name, limit, subject } = quota;
        try {
            const limiter = this.sharedLimiter(quota);
            const key = `${name}:${limit}:${subject}`;
            return stateOf(quota, await this.batches.join(key, (size) => consume(limiter, subject, size)));
        } catch (error) {
            if (whenDown === "refuse") {
                throw new StoreError(error);
            }
            return stateOf(quota, { answer: await consume(this.aloneLimiter(quota), subject, 1), place: 1, size: 1 });
        }
    }

    private sharedLimiter({ name, limit }: Quota): RateLimiterPostgres {
        return remember(this.shared, `${name}:${limit}`, () => {
            return new RateLimiterPostgres({
                storeClient: this.pool,
                storeType: "pool",
                tableName: "rate_limit",
                tableCreated: true,
                keyPrefix: name,
                points: limit,
                duration: WINDOW_SECONDS,
                // Once a quota is used up this instance knows so until the window ends, and asks no more.
                inMemoryBlockOnConsumed: limit,
                clearExpiredByTimeout: false,
            });
        });
    }

    private aloneLimiter({ name, limit }: Quota): RateLimiterMemory {
        return remember(this.alone, `${name}:${limit}`, () => {
            return new RateLimiterMemory({ keyPrefix: name, points: limit, duration: WINDOW_SECONDS });
        });
    }

    /** Forgets windows that have ended. */
    async sweep(): Promise<void> {
        for (const [key, until] of this.blocked) {
            if (until < Date.now()) {
                this.blocked.delete(key);
            }
        }
        await this.pool.query("DELETE FROM rate_limit WHERE expire < $1", [Date.now()]);
    }
}

function remember<T>(map: Map<string, T>, key: string, create: () => T): T {
    let value = map.get(key);
    if (value === undefined) {
        value = create();
        map.set(key, value);
    }
    return value;
}

interface Count {
    /** Points taken in this window so far, those of the batch included; 0 when it was refused without being counted. */
    readonly taken: number;
    readonly resetSeconds: number;
}

async function consume(limiter: Limiter, subject: string, points: number): Promise<Count> {
    const result = await limiter.consume(subject, points).catch((refused: unknown) => {
        if (refused instanceof RateLimiterRes) {
            return refused;
        }
        throw refused;
    });
    return { taken: result.consumedPoints, resetSeconds: Math.max(1, Math.ceil(result.msBeforeNext / 1000)) };
}

/** How one of a batch fares: the first ones may still pass when the last ones do not. */
function stateOf({ name, limit }: Quota, { answer, place, size }: Share<Count>): LimitState {
    const taken = answer.taken - size + place;
    const allowed = answer.taken > 0 && taken <= limit;
    const remaining = allowed ? limit - taken : 0;
    return { name, limit, remaining, resetSeconds: answer.resetSeconds, allowed };
}
