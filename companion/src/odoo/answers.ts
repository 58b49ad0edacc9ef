/** What the facade answers. Every answer is parsed with these before use: the wire is not trusted to keep types. */
import { z } from "zod";

/** `YYYY-MM-DD HH:MM:SS` in UTC, as Odoo writes it. */
export const odooDatetime = z.string().regex(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/);
const id = z.int().positive();

export const appointment = z.object({
    uid: z.string().min(1),
    reference: z.string().min(1),
    state: z.enum(["draft", "confirmed", "in_progress", "completed", "cancelled"]),
    start: odooDatetime,
    stop: odooDatetime,
    timezone: z.string().min(1),
    /** 0 when nobody is assigned. */
    technician_id: z.int().nonnegative(),
    technician_name: z.string(),
    ticket_id: id,
    ticket_reference: z.string(),
    customer_name: z.string(),
    customer_email: z.string(),
    customer_phone: z.string(),
    /** Empty when the client gave none. */
    external_reference: z.string(),
    created_at: odooDatetime,
    revision: z.int().nonnegative(),
});
export type OdooAppointment = z.infer<typeof appointment>;

/** Refusals of the facade: business outcomes, never exceptions. */
export const REFUSALS = [
    "unauthenticated",
    "insufficient_scope",
    "not_found",
    "slot_unavailable",
    "idempotency_in_flight",
    "idempotency_mismatch",
    "stale_revision",
    "validation_failed",
    "in_the_past",
    "outside_working_hours",
    "invalid_transition",
] as const;

export const refusal = z.object({
    ok: z.literal(false),
    code: z.enum(REFUSALS),
    /** A sentence for the client. */
    message: z.string().min(1),
    /** Which argument is wrong, as a path like `/customer/email`; empty when none in particular. */
    pointer: z.string().default(""),
    alternatives: z
        .array(z.object({ start: odooDatetime, stop: odooDatetime, technician_ids: z.array(id) }))
        .default([]),
    replayed: z.boolean().default(false),
});
export type OdooRefusal = z.infer<typeof refusal>;

export const written = z.object({ ok: z.literal(true), replayed: z.boolean(), appointment });

export const pingAnswer = z.object({
    ok: z.literal(true),
    schema_version: z.int(),
    version: z.string(),
    /** Processes that answer requests; 0: threads of one process, or an Odoo that does not say. */
    workers: z.int().nonnegative().default(0),
});

export const keyAnswer = z.discriminatedUnion("ok", [
    z.object({
        ok: z.literal(true),
        key: z.object({
            id,
            name: z.string(),
            scopes: z.array(z.string()),
            requests_per_minute: z.int().positive(),
            bookings_per_minute: z.int().positive(),
            allowed_networks: z.array(z.string()),
        }),
    }),
    z.object({ ok: z.literal(false), code: z.enum(["unknown", "expired", "revoked"]) }),
]);

const numbers = z
    .string()
    .regex(/^(\d+( \d+)*)?$/)
    .transform((text) => (text === "" ? [] : text.split(" ").map(Number)));

/** Slots as columns, because a month of a large team is some hundred thousand values: see `support.api.slots`. */
export const slotsAnswer = z.object({
    ok: z.literal(true),
    duration_minutes: z.int().positive(),
    /** Seconds since 1970, ascending. */
    starts: numbers,
    /** For each start, which of `technician_sets` is free then. */
    sets: numbers,
    technician_sets: z.array(numbers),
});

export const techniciansAnswer = z.object({
    ok: z.literal(true),
    technicians: z.array(z.object({ id, name: z.string() })),
});

export const appointmentAnswer = z.object({ ok: z.literal(true), appointment });

export const appointmentsAnswer = z.object({
    ok: z.literal(true),
    appointments: z.array(appointment),
    /** Whether more follow after the last one. */
    more: z.boolean(),
    /** Database id of the last one, for the cursor; 0 when there is none. */
    last_id: z.int().nonnegative(),
});

export const outcomeAnswer = z.discriminatedUnion("state", [
    z.object({ ok: z.literal(true), state: z.literal("absent") }),
    z.object({ ok: z.literal(true), state: z.literal("in_flight") }),
    z.object({ ok: z.literal(true), state: z.literal("done"), answer: z.union([written, refusal]) }),
]);

export const claimedMail = z.object({
    /** Database id of the notification. */
    id,
    /** The claim's number, which proves it: only the last claim may report. It only rises. */
    attempt: id,
    message_id: z.string().min(1),
    /** Envelope addresses. */
    sender: z.string().min(1),
    recipient: z.string().min(1),
    /** RFC 5322, in base64. */
    message: z.base64(),
});
export type ClaimedMail = z.infer<typeof claimedMail>;

export const claimedMailAnswer = z.object({
    ok: z.literal(true),
    lease_seconds: z.int().positive(),
    more: z.boolean(),
    mails: z.array(claimedMail),
});

export const reportedMailAnswer = z.object({
    ok: z.literal(true),
    recorded: z.int().nonnegative(),
    /** Ids of notifications that are not handed out again. Absent in an Odoo that does not say. */
    settled: z.array(id).optional(),
});

/** What this companion is to forget: a visit by its API id, or a request by its id. */
const erasure = z.object({ id: z.int().positive(), reference: z.string() });
export type Erasure = z.output<typeof erasure>;

export const overdueEmail = z.object({
    count: z.int().nonnegative(),
    /** For how long the oldest of them has been due; 0 when there is none. */
    oldest_seconds: z.int().nonnegative(),
});

export const recordedAnswer = z.object({
    ok: z.literal(true),
    accepted: z.int().nonnegative(),
    erasures: z.array(erasure),
    /** Email to customers that should have left minutes ago. Absent in an Odoo that does not say. */
    overdue_email: overdueEmail.optional(),
});
