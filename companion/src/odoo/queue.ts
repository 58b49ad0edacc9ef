import { OdooError } from "./transport.js";

export interface QueueLimits {
    /** Tasks in progress at once. */
    readonly concurrency: number;
    /** Tasks that may wait. */
    readonly waiting: number;
    /** Longest wait, milliseconds. */
    readonly waitMs: number;
}

interface Waiter {
    readonly admit: () => void;
    readonly timer: NodeJS.Timeout;
}

/** First come, first served, up to a limit; beyond it a task is refused at once instead of piling up. */
export class BoundedQueue {
    private active = 0;
    private readonly waiters = new Set<Waiter>();

    private concurrency: number;

    constructor(private readonly limits: QueueLimits) {
        this.concurrency = limits.concurrency;
    }

    get running(): number {
        return this.active;
    }

    get waiting(): number {
        return this.waiters.size;
    }

    /** Changes how many tasks may be in progress. Those that are go on; those that wait move up at once. */
    resize(concurrency: number): void {
        this.concurrency = concurrency;
        while (this.active < this.concurrency && this.admitNext()) {
            this.active++;
        }
    }

    /**
     * Runs a task when its turn comes.
     *
     * @throws OdooError of kind overloaded when there is no room or no turn in time; the task was not started then
     */
    async run<T>(task: () => Promise<T>): Promise<T> {
        await this.enter();
        try {
            return await task();
        } finally {
            this.leave();
        }
    }

    private enter(): Promise<void> {
        if (this.active < this.concurrency) {
            this.active++;
            return Promise.resolve();
        }
        if (this.waiters.size >= this.limits.waiting) {
            return Promise.reject(new OdooError("overloaded", "no", "The queue in front of Odoo is full"));
        }
        return new Promise((resolve, reject) => {
            const timer = setTimeout(() => {
                this.waiters.delete(waiter);
                reject(new OdooError("overloaded", "no", "No turn in the queue in front of Odoo in time"));
            }, this.limits.waitMs);
            const waiter: Waiter = { admit: resolve, timer };
            this.waiters.add(waiter);
        });
    }

    /** Hands the place straight to the next one, so that nobody slips in between. */
    private leave(): void {
        if (this.active > this.concurrency || !this.admitNext()) {
            this.active--;
        }
    }

    /** @returns whether somebody waited */
    private admitNext(): boolean {
        const next = this.waiters.values().next();
        if (next.done) {
            return false;
        }
        this.waiters.delete(next.value);
        clearTimeout(next.value.timer);
        next.value.admit();
        return true;
    }
}
