/** What Odoo says of email that should have left long ago, whoever was to send it. */
import type { Metrics } from "../metrics.js";
import type { OverdueEmail } from "../odoo/facade.js";

/** Odoo is asked every 30 seconds; what it said longer ago than this says nothing of now. */
const VALID_MS = 90_000;

export class OverdueWatch {
    private last: { readonly at: number; readonly overdue: OverdueEmail } | undefined;

    constructor(private readonly metrics: Pick<Metrics, "emailOverdue" | "emailOldest">) {}

    note(overdue: OverdueEmail): void {
        this.last = { at: performance.now(), overdue };
        this.metrics.emailOverdue.set(overdue.count);
        this.metrics.emailOldest.set(overdue.oldest_seconds);
    }

    /** Undefined while Odoo has not said so lately. */
    get current(): OverdueEmail | undefined {
        return this.last && performance.now() - this.last.at < VALID_MS ? this.last.overdue : undefined;
    }
}
