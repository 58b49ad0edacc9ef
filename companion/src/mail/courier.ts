/** Delivers customer mail: claims what is due in Odoo, hands it to the mail server, reports how it went. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "pino";
import { messageOf } from "../errors/message.js";
import type { Metrics } from "../metrics.js";
import type { ClaimedMail, Facade } from "../odoo/facade.js";
import { explain, withoutAddresses, type SmtpError } from "./failure.js";
import type { MailJournal } from "./journal.js";
import { MailReporter, type Report } from "./reporter.js";
import type { MailServer } from "./smtp.js";

/** Mails claimed at once: Odoo composes them in one call. */
const BATCH_SIZE = 50;
/** Mails are claimed before the last ones are delivered, as long as none waits for longer than this. */
const AHEAD_MS = 1_000;
/** Time for claimed mail to be handed over and to wait for its turn. */
const WAITING_MS = 60_000;
/** Weight of the last delivery in their mean. */
const SMOOTHING = 0.2;
/** How often mails are looked for whose sender is gone. */
const ORPHANS_EVERY_MS = 30_000;
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 60_000;
/** Time to tell Odoo, at the end, what became of the last mails. */
const SETTLE_MS = 10_000;

export type MailHealth = { readonly ok: true } | { readonly ok: false; readonly reason: string };

export interface CourierOptions {
    /** Mails in delivery at once. */
    readonly concurrency: number;
    /** Between two looks for due mail, milliseconds. */
    readonly pollMs: number;
    /** Longest delivery of one mail, milliseconds. */
    readonly deliveryLimitMs: number;
}

interface WaitingMail extends ClaimedMail {
    /** On the clock of `performance.now()`; later its lease might end under the delivery. */
    readonly startBy: number;
}

export class Courier {
    private readonly waiting: WaitingMail[] = [];
    private readonly active = new Set<Promise<void>>();
    private readonly reporter: MailReporter;
    private readonly stopping = new AbortController();
    /** One for each delivery: a signal for all would keep what listened to it for good. */
    private readonly deliveries = new Set<AbortController>();
    private running: Promise<void> = Promise.resolve();
    private current: MailHealth = { ok: false, reason: "The mail server has not been asked yet" };
    /** Whether the mail server has to be asked before the next mail. */
    private suspect = true;
    private lastOrphans = Number.NEGATIVE_INFINITY;
    private onRoom: (() => void) | undefined;
    /** What a delivery has taken lately. */
    private meanDeliveryMs = AHEAD_MS;

    constructor(
        private readonly facade: Pick<Facade, "claimMail" | "reportMail">,
        private readonly server: MailServer,
        private readonly journal: MailJournal,
        private readonly metrics: Metrics,
        private readonly logger: Logger,
        private readonly options: CourierOptions,
    ) {
        this.reporter = new MailReporter(facade, journal, (error) =>
            logger.warn({ error: messageOf(error) }, "Odoo was not told what became of mail; trying again"),
        );
    }

    get health(): MailHealth {
        return this.current;
    }

    /** Mails that the server has just been given. */
    get inDelivery(): number {
        return this.deliveries.size;
    }

    start(): void {
        this.running = this.run();
    }

    /** Finishes the deliveries that were begun, gives back what was only claimed, and tells Odoo. */
    async stop(patienceMs: number): Promise<void> {
        this.stopping.abort();
        this.onRoom?.();
        await this.running;
        this.releaseWaiting();
        const timer = setTimeout(() => this.deliveries.forEach((delivery) => delivery.abort()), patienceMs);
        await Promise.all(this.active);
        clearTimeout(timer);
        await this.reporter.settle(SETTLE_MS);
        this.server.close();
    }

    private async run(): Promise<void> {
        let delay = FIRST_RETRY_MS;
        while (!this.stopping.signal.aborted) {
            try {
                const more = await this.round();
                this.become({ ok: true });
                delay = FIRST_RETRY_MS;
                await this.pause(more ? 0 : this.options.pollMs);
            } catch (error) {
                this.become({ ok: false, reason: messageOf(error) });
                await this.pause(delay);
                delay = Math.min(delay * 2, LONGEST_RETRY_MS);
            }
        }
    }

    /**
     * Claims once, as soon as there is room.
     *
     * @returns whether there is more to claim at once
     */
    private async round(): Promise<boolean> {
        if (this.suspect) {
            await this.server.verify().catch((error: unknown) => {
                throw new Error(`The mail server cannot be used: ${explain(error as SmtpError).text}`, {
                    cause: error,
                });
            });
            this.suspect = false;
        }
        await this.reportOrphans();
        await this.room();
        if (this.stopping.signal.aborted || this.suspect) {
            return true;
        }
        const asked = performance.now();
        // As short as it may be: what a companion that was killed had claimed waits for the end of its lease.
        const leaseMs = this.options.deliveryLimitMs + WAITING_MS;
        const claim = await this.facade.claimMail(BATCH_SIZE, Math.ceil(leaseMs / 1_000));
        const startBy = asked + claim.lease_seconds * 1_000 - this.options.deliveryLimitMs;
        await this.accept(claim.mails.map((mail) => ({ ...mail, startBy })));
        return claim.more;
    }

    /** Takes claimed mail into work, except what an earlier claim has delivered already. */
    private async accept(mails: readonly WaitingMail[]): Promise<void> {
        if (mails.length === 0) {
            return;
        }
        let delivered: ReadonlySet<string>;
        try {
            delivered = await this.journal.known(mails.map((mail) => mail.message_id));
        } catch (error) {
            // Without the journal nobody knows which of them were delivered before.
            this.release(mails);
            throw error;
        }
        // Only now: whatever waits is delivered as soon as there is a connection.
        for (const mail of mails) {
            if (delivered.has(mail.message_id)) {
                this.finish(mail, { outcome: "sent" }, "known");
            } else {
                this.waiting.push(mail);
            }
        }
        if (this.suspect || this.stopping.signal.aborted) {
            // While Odoo made them, the server has failed for others.
            this.releaseWaiting();
        }
        this.work();
    }

    /** Starts deliveries as long as there are mails and connections. */
    private work(): void {
        while (this.active.size < this.options.concurrency && !this.suspect && !this.stopping.signal.aborted) {
            const mail = this.waiting.shift();
            if (!mail) {
                break;
            }
            const delivery: Promise<void> = this.deliver(mail).finally(() => {
                this.active.delete(delivery);
                this.work();
            });
            this.active.add(delivery);
        }
        if (this.hasRoom()) {
            this.onRoom?.();
        }
    }

    private async deliver(mail: WaitingMail): Promise<void> {
        if (performance.now() > mail.startBy) {
            this.finish(mail, { outcome: "released" }, "released");
            return;
        }
        const began = performance.now();
        const delivery = new AbortController();
        this.deliveries.add(delivery);
        const timer = setTimeout(() => delivery.abort(), this.options.deliveryLimitMs);
        const { sender, recipient } = mail;
        try {
            await this.server.send(
                { sender, recipient, message: Buffer.from(mail.message, "base64") },
                delivery.signal,
            );
        } catch (error) {
            this.fail(mail, error as SmtpError);
            return;
        } finally {
            clearTimeout(timer);
            this.deliveries.delete(delivery);
            const took = performance.now() - began;
            this.meanDeliveryMs += SMOOTHING * (took - this.meanDeliveryMs);
            this.metrics.mailSeconds.observe(took / 1_000);
        }
        const { message_id, id: notification_id, attempt } = mail;
        await this.journal.remember({ message_id, notification_id, attempt }).catch((error: unknown) => {
            this.logger.error({ error: messageOf(error), message_id }, "a delivered mail could not be noted");
        });
        this.finish(mail, { outcome: "sent" }, "sent");
    }

    private fail(mail: WaitingMail, error: SmtpError): void {
        const { permanent, unreachable, text } = explain(error);
        this.finish(mail, { outcome: "failed", permanent, error: text }, permanent ? "refused" : "failed");
        if (unreachable && !this.suspect) {
            // The others would fare the same. They go back without having paid with an attempt.
            this.suspect = true;
            this.become({ ok: false, reason: `The mail server cannot be used: ${text}` });
            this.releaseWaiting();
        }
    }

    private releaseWaiting(): void {
        this.release(this.waiting.splice(0));
    }

    private release(mails: readonly WaitingMail[]): void {
        for (const mail of mails) {
            this.finish(mail, { outcome: "released" }, "released");
        }
    }

    private finish(
        { id, attempt, message_id }: ClaimedMail,
        outcome: Pick<Report, "outcome"> & Partial<Report>,
        metric: "sent" | "known" | "refused" | "failed" | "released",
    ): void {
        this.metrics.mails.inc({ outcome: metric });
        this.reporter.add({ id, attempt, message_id, permanent: false, error: "", ...outcome });
    }

    private async reportOrphans(): Promise<void> {
        if (performance.now() - this.lastOrphans < ORPHANS_EVERY_MS) {
            return;
        }
        for (const { notification_id: id, attempt, message_id } of await this.journal.orphans()) {
            this.reporter.add({ id, attempt, message_id, outcome: "sent", permanent: false, error: "" });
        }
        this.lastOrphans = performance.now();
    }

    private hasRoom(): boolean {
        const waiting = this.waiting.length;
        const waitMs = (waiting * this.meanDeliveryMs) / this.options.concurrency;
        return waiting < this.options.concurrency || (waiting < BATCH_SIZE && waitMs < AHEAD_MS);
    }

    /** Resolves when it is time to claim, so that Odoo makes the next mails while these are delivered. */
    private async room(): Promise<void> {
        if (!this.hasRoom()) {
            await new Promise<void>((resolve) => (this.onRoom = resolve));
            this.onRoom = undefined;
        }
    }

    private async pause(milliseconds: number): Promise<void> {
        if (milliseconds > 0) {
            // Aborted when the service ends.
            await sleep(milliseconds, undefined, { signal: this.stopping.signal }).catch(() => undefined);
        }
    }

    private become(state: MailHealth): void {
        const health: MailHealth = state.ok ? state : { ok: false, reason: withoutAddresses(state.reason) };
        const reason = (each: MailHealth): string => (each.ok ? "" : each.reason);
        const changed = reason(health) !== reason(this.current);
        this.current = health;
        this.metrics.mailUp.set(health.ok ? 1 : 0);
        if (!changed) {
            return;
        }
        if (health.ok) {
            this.logger.info("mail is delivered");
        } else {
            this.logger.error({ reason: health.reason }, "mail is not delivered");
        }
    }
}
