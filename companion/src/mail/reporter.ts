/** Tells Odoo what became of mail: together what ends together, and again until Odoo has heard it. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Facade, MailOutcome } from "../odoo/facade.js";
import type { MailJournal } from "./journal.js";

export interface Report extends MailOutcome {
    readonly message_id: string;
}

const BATCH_SIZE = 200;
/** What ends within this time is told in one call, which costs Odoo a tenth of one call for each. */
const GATHER_MS = 100;
const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 15_000;

function claimOf({ id, attempt }: Report): string {
    return `${id} ${attempt}`;
}

export class MailReporter {
    /** What Odoo has to hear yet, by claim: one that is found again (an orphan, while Odoo is down) is not told twice. */
    private readonly pending = new Map<string, Report>();
    private flushing: Promise<void> | undefined;
    private readonly hurry = new AbortController();
    private readonly abandoned = new AbortController();

    constructor(
        private readonly facade: Pick<Facade, "reportMail">,
        private readonly journal: Pick<MailJournal, "forget">,
        private readonly onError: (error: unknown) => void,
    ) {}

    add(report: Report): void {
        const claim = claimOf(report);
        if (!this.pending.has(claim)) {
            this.pending.set(claim, report);
        }
        this.flushing ??= this.flush().finally(() => (this.flushing = undefined));
    }

    /** Waits until Odoo has heard everything, but not longer than so many milliseconds. */
    async settle(patienceMs: number): Promise<void> {
        this.hurry.abort();
        if (this.flushing) {
            await Promise.race([this.flushing, sleep(patienceMs, undefined, { ref: false })]);
            // What is left is in the journal, or comes back to others when its lease ends.
            this.abandoned.abort();
            await this.flushing;
        }
    }

    private async flush(): Promise<void> {
        let delay = FIRST_RETRY_MS;
        while (this.pending.size > 0 && !this.abandoned.signal.aborted) {
            if (this.pending.size < BATCH_SIZE) {
                await this.pause(GATHER_MS, this.hurry.signal);
            }
            const batch = [...this.pending.values()].slice(0, BATCH_SIZE);
            try {
                await this.send(batch);
                batch.forEach((report) => this.pending.delete(claimOf(report)));
                delay = FIRST_RETRY_MS;
            } catch (error) {
                this.onError(error);
                await this.pause(delay, this.abandoned.signal);
                delay = Math.min(delay * 2, LONGEST_RETRY_MS);
            }
        }
    }

    private async pause(milliseconds: number, signal: AbortSignal): Promise<void> {
        // Aborted when there is no time left.
        await sleep(milliseconds, undefined, { signal }).catch(() => undefined);
    }

    private async send(batch: readonly Report[]): Promise<void> {
        const { settled } = await this.facade.reportMail(batch.map(({ message_id: _known, ...outcome }) => outcome));
        // Others are remembered: who has claimed one of them anew must find that it is sent.
        const over = settled && new Set(settled);
        const sent = batch.filter((report) => report.outcome === "sent" && (over?.has(report.id) ?? true));
        await this.journal.forget(sent.map((report) => report.message_id));
    }
}
