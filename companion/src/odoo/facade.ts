/** The facade model `support.api`, typed. One method here for one there. */
import { z } from "zod";
import {
    appointmentAnswer,
    appointmentsAnswer,
    claimedMailAnswer,
    keyAnswer,
    overdueEmail,
    outcomeAnswer,
    pingAnswer,
    recordedAnswer,
    refusal,
    reportedMailAnswer,
    slotsAnswer,
    techniciansAnswer,
    written,
    type OdooRefusal,
} from "./answers.js";
import type { OdooHealth } from "./monitor.js";
import type { BoundedQueue } from "./queue.js";
import { OdooError, type CallOptions, type OdooArguments, type OdooTransport } from "./transport.js";

/** What the facade of this companion has to be; Odoo's `support.api` says the same number. */
export const SCHEMA_VERSION = 4;

/** Identifies one write for good: whoever asks again with the same gets the same answer. */
export interface WriteIdentity {
    readonly keyId: number;
    readonly idempotencyKey: string;
    /** SHA-256 of what was asked, hexadecimal. */
    readonly fingerprint: string;
    /** Of the client's request: to another one the answer is a repetition, to this one it is not. */
    readonly requestId: string;
}

export type Recorded = z.output<typeof recordedAnswer>;
export type OverdueEmail = z.output<typeof overdueEmail>;

export interface BookingOrder {
    readonly start: string;
    readonly stop: string;
    /** 0: the least loaded free technician. */
    readonly technician_id: number;
    readonly subject: string;
    readonly description: string;
    readonly location: string;
    readonly customer_name: string;
    readonly customer_email: string;
    readonly customer_phone: string;
    readonly external_reference: string;
    readonly reminder_opt_out: boolean;
}

/** -1 leaves the technician as is. */
export interface ScheduleChange {
    readonly start: string;
    /** Empty: keep the duration. */
    readonly stop: string;
    readonly technician_id: number;
}

export interface SlotSearch {
    readonly start: string;
    readonly stop: string;
    /** 0: the duration set in Odoo. */
    readonly duration_minutes: number;
    readonly step_minutes: number;
    /** All names of one time zone: Odoo may know only some. */
    readonly timezones: readonly string[];
    /** 0: everybody. */
    readonly technician_id: number;
}

export interface AppointmentSearch {
    readonly external_reference: string;
    readonly start: string;
    readonly stop: string;
    readonly limit: number;
    readonly after_start: string;
    readonly after_id: number;
}

export interface AccessEntry {
    readonly request_id: string;
    readonly received_at: string;
    readonly instance: string;
    readonly method: string;
    readonly path: string;
    readonly route: string;
    readonly status: number;
    readonly code: string;
    readonly key_id: number;
    readonly key_prefix: string;
    readonly address: string;
    readonly user_agent: string;
    readonly duration_ms: number;
}

export interface Heartbeat {
    readonly instance: string;
    readonly version: string;
    readonly backlog: number;
    /** Whether it delivers mail: empty where it is not asked to, `ready`, or what keeps it from doing so. */
    readonly mail: string;
    /** Id of the last erasure that this companion's database has carried out, 0 for none. */
    readonly erased_up_to: number;
}

/** What became of a claimed mail. */
export interface MailOutcome {
    readonly id: number;
    readonly attempt: number;
    /** `released`: it was not tried, and others may have it at once. */
    readonly outcome: "sent" | "failed" | "released";
    /** Of a failure: trying again would not help. */
    readonly permanent: boolean;
    readonly error: string;
}

type Parsed<S extends z.ZodType> = z.output<S>;
export type Written = Parsed<typeof written>;
export type KeyAnswer = Parsed<typeof keyAnswer>;
export type { ClaimedMail } from "./answers.js";
export type Outcome = Parsed<typeof outcomeAnswer>;

export interface FacadeOptions {
    readonly timeoutMs: number;
    /** What is known about Odoo: when it is down, calls fail at once. */
    readonly health: () => OdooHealth;
    /** Called once per call, for metrics. */
    readonly observe?: (method: string, outcome: "ok" | OdooError["kind"], seconds: number) => void;
}

export class Facade {
    constructor(
        private readonly transport: OdooTransport,
        private readonly queue: BoundedQueue,
        private readonly options: FacadeOptions,
    ) {}

    /** Outside the queue, on a connection and with a deadline of its own: whether Odoo answers has to be known most when it is busy. */
    ping(timeoutMs: number): Promise<Parsed<typeof pingAnswer>> {
        return this.send("ping", {}, pingAnswer, { timeoutMs, urgent: true });
    }

    /** Outside the queue, so that a revoked key is noticed in time under load. */
    authenticate(digest: string): Promise<KeyAnswer> {
        return this.exchange("authenticate", { digest }, keyAnswer, this.options.timeoutMs);
    }

    technicians(keyId: number): Promise<Parsed<typeof techniciansAnswer> | OdooRefusal> {
        return this.queued("technicians", { key_id: keyId }, z.union([techniciansAnswer, refusal]));
    }

    slots(keyId: number, search: SlotSearch): Promise<Parsed<typeof slotsAnswer> | OdooRefusal> {
        return this.queued(
            "slots",
            { key_id: keyId, search: { ...search, timezones: [...search.timezones] } },
            z.union([slotsAnswer, refusal]),
        );
    }

    appointment(keyId: number, uid: string): Promise<Parsed<typeof appointmentAnswer> | OdooRefusal> {
        return this.queued("appointment", { key_id: keyId, uid }, z.union([appointmentAnswer, refusal]));
    }

    appointments(keyId: number, search: AppointmentSearch): Promise<Parsed<typeof appointmentsAnswer> | OdooRefusal> {
        return this.queued(
            "appointments",
            { key_id: keyId, search: { ...search } },
            z.union([appointmentsAnswer, refusal]),
        );
    }

    book(identity: WriteIdentity, order: BookingOrder): Promise<Written | OdooRefusal> {
        return this.write("book", identity, { order: { ...order } });
    }

    /** @param revisions one of which it has to have; {@link ANY_REVISION} stands for any */
    reschedule(
        identity: WriteIdentity,
        uid: string,
        revisions: readonly number[],
        change: ScheduleChange,
    ): Promise<Written | OdooRefusal> {
        return this.write("reschedule", identity, { uid, revisions: [...revisions], change: { ...change } });
    }

    cancel(
        identity: WriteIdentity,
        uid: string,
        revisions: readonly number[],
        reason: string,
    ): Promise<Written | OdooRefusal> {
        return this.write("cancel", identity, { uid, revisions: [...revisions], reason });
    }

    /** What became of a write whose answer was lost. */
    outcome(identity: WriteIdentity, timeoutMs: number): Promise<Outcome> {
        return this.exchange("outcome", identityArguments(identity), outcomeAnswer, timeoutMs);
    }

    recordAccess(heartbeat: Heartbeat, entries: readonly AccessEntry[]): Promise<Recorded> {
        const args = { heartbeat: { ...heartbeat }, entries: JSON.stringify(entries) };
        return this.exchange("record_access", args, recordedAnswer, this.options.timeoutMs);
    }

    /** Takes due mail, at most `limit`. Nobody else gets it before the lease ends, whose length may be another than asked for. */
    claimMail(limit: number, leaseSeconds: number): Promise<Parsed<typeof claimedMailAnswer>> {
        const args = { limit, lease_seconds: leaseSeconds };
        return this.exchange("claim_mail", args, claimedMailAnswer, this.options.timeoutMs);
    }

    /** Says what became of claimed mail; what Odoo knows already, or has given to somebody else meanwhile, is no error. */
    reportMail(outcomes: readonly MailOutcome[]): Promise<Parsed<typeof reportedMailAnswer>> {
        const args = { outcomes: outcomes.map((outcome) => ({ ...outcome })) };
        return this.exchange("report_mail", args, reportedMailAnswer, this.options.timeoutMs);
    }

    private write(method: string, identity: WriteIdentity, args: OdooArguments): Promise<Written | OdooRefusal> {
        return this.queued(method, { ...identityArguments(identity), ...args }, z.union([written, refusal]));
    }

    private queued<S extends z.ZodType>(method: string, args: OdooArguments, schema: S): Promise<Parsed<S>> {
        return this.queue.run(() => this.exchange(method, args, schema, this.options.timeoutMs));
    }

    private async exchange<S extends z.ZodType>(
        method: string,
        args: OdooArguments,
        schema: S,
        timeoutMs: number,
    ): Promise<Parsed<S>> {
        const health = this.options.health();
        if (!health.up) {
            throw new OdooError("unreachable", "no", health.reason);
        }
        return this.send(method, args, schema, { timeoutMs });
    }

    private async send<S extends z.ZodType>(
        method: string,
        args: OdooArguments,
        schema: S,
        options: CallOptions,
    ): Promise<Parsed<S>> {
        const started = performance.now();
        const observe = (outcome: "ok" | OdooError["kind"]): void =>
            this.options.observe?.(method, outcome, (performance.now() - started) / 1000);
        try {
            const answer = parse(await this.transport.call(method, args, options), schema, method);
            observe("ok");
            return answer;
        } catch (error) {
            observe(error instanceof OdooError ? error.kind : "fault");
            throw error;
        }
    }
}

function identityArguments({ keyId, idempotencyKey, fingerprint, requestId }: WriteIdentity): OdooArguments {
    return { key_id: keyId, idempotency_key: idempotencyKey, fingerprint, request_id: requestId };
}

function parse<S extends z.ZodType>(answer: unknown, schema: S, method: string): Parsed<S> {
    const result = schema.safeParse(answer);
    if (!result.success) {
        // Which fields are wrong, never what they hold: that may be a customer's data.
        const fields = result.error.issues.map((issue) => issue.path.join(".") || "answer").join(", ");
        throw new OdooError("malformed", "maybe", `Odoo's answer to ${method} has an unexpected shape (${fields})`);
    }
    return result.data;
}
