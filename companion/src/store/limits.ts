import type { Pool } from "pg";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { Batches, type Share } from "./batches.js";
import { Windows } from "./windows.js";

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

/**
 * Fixed windows of a minute, counted in PostgreSQL by all instances together. Requests of one subject that come together
 * are counted together, since they would only wait for each other at the subject's row.
 */
export class PostgresRateLimits implements RateLimits {
    private readonly batches = new Batches<Count>();
    private readonly windows: Windows;
    private readonly alone = new Map<string, RateLimiterMemory>();
    /** When the window of a used up quota ends, on this process's own monotonic clock. */
    private readonly blocked = new Map<string, number>();

    constructor(pool: Pool) {
        this.windows = new Windows(pool, WINDOW_SECONDS * 1000);
    }

    async take(quota: Quota, whenDown: "refuse" | "count-alone"): Promise<LimitState> {
        // Once a quota is used up this instance knows so until the window ends, and asks no more.
        return this.exhausted(quota) ?? this.count(quota, whenDown);
    }

    exhausted(quota: Quota): LimitState | undefined {
        const until = this.blocked.get(keyOf(quota));
        const restMs = until === undefined ? 0 : until - performance.now();
        if (restMs <= 0) {
            return undefined;
        }
        const { name, limit } = quota;
        return { name, limit, remaining: 0, resetSeconds: Math.ceil(restMs / 1000), allowed: false };
    }

    private async count(quota: Quota, whenDown: "refuse" | "count-alone"): Promise<LimitState> {
        const { name, subject } = quota;
        try {
            const share = await this.batches.join(keyOf(quota), async (size) => {
                const { taken, remainingMs } = await this.windows.take(`${name}:${subject}`, size);
                this.blockWhenUsedUp(quota, taken, remainingMs);
                return { taken, resetSeconds: seconds(remainingMs) };
            });
            return stateOf(quota, share);
        } catch (error) {
            if (whenDown === "refuse") {
                throw new StoreError(error);
            }
            return stateOf(quota, { answer: await this.countAlone(quota), place: 1, size: 1 });
        }
    }

    private async countAlone(quota: Quota): Promise<Count> {
        const { name, limit, subject } = quota;
        const limiter = remember(this.alone, `${name}:${limit}`, () => {
            return new RateLimiterMemory({ keyPrefix: name, points: limit, duration: WINDOW_SECONDS });
        });
        const result = await limiter.consume(subject).catch((refused: unknown) => {
            if (refused instanceof RateLimiterRes) {
                return refused;
            }
            throw refused;
        });
        if (result.consumedPoints > limit) {
            this.blockWhenUsedUp(quota, result.consumedPoints, result.msBeforeNext);
        }
        return { taken: result.consumedPoints, resetSeconds: seconds(result.msBeforeNext) };
    }

    private blockWhenUsedUp(quota: Quota, taken: number, remainingMs: number): void {
        if (taken >= quota.limit) {
            this.blocked.set(keyOf(quota), performance.now() + remainingMs);
        }
    }

    /** Forgets windows that have ended. */
    async sweep(): Promise<void> {
        const now = performance.now();
        for (const [key, until] of this.blocked) {
            if (until < now) {
                this.blocked.delete(key);
            }
        }
        await this.windows.sweep();
    }
}

function keyOf({ name, limit, subject }: Quota): string {
    return `${name}:${limit}:${subject}`;
}

function seconds(milliseconds: number): number {
    return Math.max(1, Math.ceil(milliseconds / 1000));
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
    /** Points taken in this window so far, those of the batch included. */
    readonly taken: number;
    readonly resetSeconds: number;
}

/** How one of a batch fares: the first ones may still pass when the last ones do not. */
function stateOf({ name, limit }: Quota, { answer, place, size }: Share<Count>): LimitState {
    const taken = answer.taken - size + place;
    const allowed = taken <= limit;
    const remaining = allowed ? limit - taken : 0;
    return { name, limit, remaining, resetSeconds: answer.resetSeconds, allowed };
}
