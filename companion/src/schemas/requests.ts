/** What clients send. Unknown fields are refused, so that a typing error does not go unnoticed. */
import { z } from "zod";
import {
    customer,
    dateOrInstant,
    durationMinutes,
    externalReference,
    instant,
    MAX_DURATION_MINUTES,
    MIN_DURATION_MINUTES,
    optional,
    queryNumber,
    technicianId,
    timezone,
} from "./fields.js";
import { line, paragraph } from "./text.js";
import { MINUTE_MS, parseInstant } from "../time/instant.js";

/** Issues that name a field of the object. */
type Issues = z.core.ParsePayload["issues"];

function complain(issues: Issues, input: unknown, field: string, message: string): void {
    issues.push({ code: "custom", path: [field], message, input });
}

function checkLength(
    value: { start: string; end?: string | undefined; duration_minutes?: number | undefined },
    issues: Issues,
    required: boolean,
): void {
    const { start, end, duration_minutes: duration } = value;
    if (end !== undefined && duration !== undefined) {
        complain(issues, end, "end", "Give either end or duration_minutes, not both.");
    } else if (required && end === undefined && duration === undefined) {
        complain(issues, duration, "duration_minutes", "Give duration_minutes, or end instead.");
    } else if (end !== undefined) {
        const minutes = (parseInstant(end) - parseInstant(start)) / MINUTE_MS;
        if (minutes <= 0) {
            complain(issues, end, "end", "Give an end that is after the start.");
        } else if (minutes < MIN_DURATION_MINUTES) {
            complain(issues, end, "end", `Give an end at least ${MIN_DURATION_MINUTES} minutes after the start.`);
        } else if (minutes > MAX_DURATION_MINUTES) {
            complain(issues, end, "end", `Give an end at most ${MAX_DURATION_MINUTES / 60} hours after the start.`);
        }
    }
}

export const bookingBody = z
    .strictObject({
        customer,
        start: instant,
        duration_minutes: optional(durationMinutes),
        end: optional(
            instant.meta({ description: "Instead of `duration_minutes`", example: "2026-03-02T10:00:00+01:00" }),
        ),
        subject: line(200).meta({ description: "What the visit is about", example: "Router has no signal" }),
        description: optional(
            paragraph(32_768).meta({
                description: "Plain text for the technician",
                example: "All lights are off since yesterday evening.",
            }),
        ),
        location: optional(line(300).meta({ description: "Where to go", example: "12 Example Street, London" })),
        technician_id: optional(
            technicianId.meta({ description: "Absent: the least loaded free technician", example: 7 }),
        ),
        reminder_opt_out: optional(
            z.boolean().meta({ description: "True: no reminder before the visit", example: false }),
        ),
        external_reference: optional(externalReference),
    })
    .check(({ value, issues }) => checkLength(value, issues, true))
    .meta({ id: "BookingRequest" });

export const rescheduleBody = z
    .strictObject({
        start: instant,
        duration_minutes: optional(
            durationMinutes.meta({ description: "Absent, like `end`: keep the length", example: 60 }),
        ),
        end: optional(
            instant.meta({ description: "Instead of `duration_minutes`", example: "2026-03-02T10:00:00+01:00" }),
        ),
        technician_id: optional(technicianId.meta({ description: "Absent: the same technician", example: 7 })),
    })
    .check(({ value, issues }) => checkLength(value, issues, false))
    .meta({ id: "RescheduleRequest" });

export const cancelBody = z
    .strictObject({
        reason: line(500).meta({ description: "Why; staff see it", example: "The customer solved it." }),
    })
    .meta({ id: "CancelRequest" });

export const slotsQuery = z.strictObject({
    from: dateOrInstant,
    to: dateOrInstant.meta({ description: "Exclusive; at most 31 days after `from`", example: "2026-03-09" }),
    duration_minutes: queryNumber(durationMinutes).optional().meta({
        description: "Length of the visit in minutes; absent: the default set in Odoo",
        example: 60,
    }),
    timezone: timezone.default("UTC").meta({
        description:
            "Time zone of the answer, and of dates in `from` and `to`: a name of the IANA, also one that it used before; the answer has today's",
        example: "Europe/Berlin",
    }),
    technician_id: queryNumber(technicianId).optional().meta({ description: "Only this technician", example: 7 }),
    step_minutes: queryNumber(z.int("Give whole minutes.").min(5).max(720)).default(30).meta({
        description: "Slots begin at multiples of this on the clock in `timezone`, counted from midnight",
        example: 30,
    }),
});

export const appointmentsQuery = z.strictObject({
    external_reference: externalReference.optional(),
    from: instant.optional().meta({
        description: "Only appointments that start at or after this",
        example: "2026-03-02T00:00:00Z",
    }),
    to: instant.optional().meta({
        description: "Only appointments that start before this",
        example: "2026-03-09T00:00:00Z",
    }),
    limit: queryNumber(z.int("Give a whole number.").min(1).max(100, "Give at most 100."))
        .default(50)
        .meta({ description: "Appointments on a page", example: 50 }),
    cursor: z.string().min(1).max(200).optional().meta({
        pattern: "^[A-Za-z0-9_-]+$",
        description: "`next_cursor` of the page before",
        example: "WyIyMDI2LTAzLTAyIDA4OjAwOjAwIiw0Ml0",
    }),
});

export type BookingBody = z.output<typeof bookingBody>;
export type RescheduleBody = z.output<typeof rescheduleBody>;
export type SlotsQuery = z.output<typeof slotsQuery>;
export type AppointmentsQuery = z.output<typeof appointmentsQuery>;
