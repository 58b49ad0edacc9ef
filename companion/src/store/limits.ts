import type { Pool } from "pg";
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";

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

/** Fixed windows of a minute, counted in PostgreSQL by all instances together. */
export class PostgresRateLimits implements RateLimits {
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
        try {
            return await consume(this.sharedLimiter(quota), quota);
        } catch (error) {
            if (whenDown === "refuse") {
                throw new StoreError(error);
            }
            return consume(this.aloneLimiter(quota), quota);
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

async function consume(limiter: Limiter, { name, subject, limit }: Quota): Promise<LimitState> {
    const answer = await limiter.consume(subject).then(
        (result) => ({ result, allowed: true }),
        (refused: unknown) => {
            if (refused instanceof RateLimiterRes) {
                return { result: refused, allowed: false };
            }
            throw refused;
        },
    );
    return {
        name,
        limit,
        remaining: answer.allowed ? Math.max(0, answer.result.remainingPoints) : 0,
        resetSeconds: Math.max(1, Math.ceil(answer.result.msBeforeNext / 1000)),
        allowed: answer.allowed,
    };
}
