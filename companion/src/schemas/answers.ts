/** What clients get. */
import { z } from "zod";
import { PROBLEM_CODES } from "../errors/codes.js";
import { MAX_ERRORS } from "../errors/problem.js";

export const APPOINTMENT_ID = "apt_5f1c0a9be27d4c3a8b6e0d12";
const offsetInstant = z.string().meta({ format: "date-time", example: "2026-03-02T09:00:00+01:00" });
const technician = z
    .object({ id: z.int(), name: z.string() })
    .meta({ id: "Technician", example: { id: 7, name: "Grace Hopper" } });

export const appointmentAnswer = z
    .object({
        id: z
            .string()
            .meta({ minLength: 1, pattern: "^[A-Za-z0-9_]{1,64}$", description: "Opaque", example: APPOINTMENT_ID }),
        reference: z.string().meta({ description: "What staff call it", example: "APT/2026/00042" }),
        status: z.enum(["draft", "confirmed", "in_progress", "completed", "cancelled"]).meta({ example: "confirmed" }),
        start: offsetInstant,
        end: offsetInstant,
        timezone: z.string().meta({ description: "IANA time zone of `start` and `end`", example: "Europe/Berlin" }),
        technician: technician.nullable(),
        ticket: z
            .object({ id: z.int(), reference: z.string() })
            .meta({ description: "In the helpdesk", example: { id: 4711, reference: "04711" } }),
        customer: z
            .object({ name: z.string(), email: z.string(), phone: z.string().nullable() })
            .meta({ example: { name: "Ada Lovelace", email: "ada@example.org", phone: null } }),
        external_reference: z.string().nullable().meta({ description: "Your own", example: "order-4711" }),
        created_at: offsetInstant.meta({ example: "2026-02-20T12:00:00Z" }),
        revision: z.int().meta({
            description: "Raised whenever anything changes that is shown here; in double quotes it is the ETag",
            example: 3,
        }),
    })
    .meta({ id: "Appointment" });

export const appointmentListAnswer = z
    .object({
        appointments: z.array(appointmentAnswer),
        next_cursor: z.string().nullable().meta({
            description: "Where the next page begins; null on the last one",
            example: null,
        }),
    })
    .meta({ id: "AppointmentList" });

const slot = z
    .object({
        start: offsetInstant,
        end: offsetInstant,
        technician_ids: z.array(z.int()).meta({ description: "Who is free then", example: [7, 9] }),
    })
    .meta({ id: "Slot" });

export const slotsAnswer = z
    .object({ timezone: z.string().meta({ example: "Europe/Berlin" }), slots: z.array(slot) })
    .meta({ id: "SlotList" });

export const techniciansAnswer = z.object({ technicians: z.array(technician) }).meta({ id: "TechnicianList" });

export const problemAnswer = z
    .object({
        type: z.string().meta({ example: "urn:support-center:problem:slot_unavailable" }),
        title: z.string().meta({ example: "The time is not free" }),
        status: z.int().meta({ example: 409 }),
        code: z.enum(PROBLEM_CODES).meta({ description: "Stable: program against this", example: "slot_unavailable" }),
        detail: z.string().meta({
            description: "For people; wording may change",
            example: "This time is already taken. Choose one of the alternatives or another time.",
        }),
        request_id: z.string().meta({
            description: "Name it when you ask for help",
            example: "6f0b1c0e-9d2e-4c53-8f0e-2b7f4f1f3f0a",
        }),
        errors: z
            .array(
                z.object({
                    in: z.enum(["body", "query", "path", "header"]).meta({ example: "body" }),
                    pointer: z.string().meta({ example: "#/customer/email" }),
                    detail: z.string().meta({ example: "This field is required." }),
                }),
            )
            .max(MAX_ERRORS)
            .optional()
            .meta({ description: `With \`validation_failed\`: the mistakes, the first ${MAX_ERRORS} of them` }),
        alternatives: z
            .array(slot)
            .optional()
            .meta({ description: "With `slot_unavailable`: up to three free slots of the same length" }),
    })
    .meta({ id: "Problem", description: "RFC 9457 problem details" });

export type AppointmentAnswer = z.output<typeof appointmentAnswer>;
