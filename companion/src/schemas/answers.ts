/** What clients get. */
import { z } from "zod";
import { PROBLEM_CODES } from "../errors/codes.js";

const offsetInstant = z.string().meta({ format: "date-time", example: "2026-03-02T09:00:00+01:00" });
const technician = z
    .object({ id: z.int(), name: z.string() })
    .meta({ id: "Technician", example: { id: 7, name: "Grace Hopper" } });

export const appointmentAnswer = z
    .object({
        id: z.string().meta({ description: "Opaque", example: "apt_5x3K0QyVbTn1rWcD8mZ2pL" }),
        reference: z.string().meta({ description: "What staff call it", example: "APT/2026/00042" }),
        status: z.enum(["draft", "confirmed", "in_progress", "completed", "cancelled"]),
        start: offsetInstant,
        end: offsetInstant,
        timezone: z.string().meta({ description: "IANA time zone of `start` and `end`", example: "Europe/Berlin" }),
        technician: technician.nullable(),
        ticket: z.object({ id: z.int(), reference: z.string() }),
        customer: z.object({ name: z.string(), email: z.string(), phone: z.string().nullable() }),
        external_reference: z.string().nullable(),
        created_at: offsetInstant,
        revision: z.int().meta({ description: "Raised whenever time or technician change; also the ETag" }),
    })
    .meta({ id: "Appointment" });

export const appointmentListAnswer = z
    .object({
        appointments: z.array(appointmentAnswer),
        next_cursor: z.string().nullable().meta({ description: "Where the next page begins; null on the last one" }),
    })
    .meta({ id: "AppointmentList" });

const slot = z
    .object({
        start: offsetInstant,
        end: offsetInstant,
        technician_ids: z.array(z.int()).meta({ description: "Who is free then" }),
    })
    .meta({ id: "Slot" });

export const slotsAnswer = z.object({ timezone: z.string(), slots: z.array(slot) }).meta({ id: "SlotList" });

export const techniciansAnswer = z.object({ technicians: z.array(technician) }).meta({ id: "TechnicianList" });

export const problemAnswer = z
    .object({
        type: z.string(),
        title: z.string(),
        status: z.int(),
        code: z.enum(PROBLEM_CODES).meta({ description: "Stable: program against this" }),
        detail: z.string().meta({ description: "For people; wording may change" }),
        request_id: z.string().meta({ description: "Name it when you ask for help" }),
        errors: z
            .array(
                z.object({
                    in: z.enum(["body", "query", "path", "header"]),
                    pointer: z.string().meta({ example: "#/customer/email" }),
                    detail: z.string(),
                }),
            )
            .optional()
            .meta({ description: "With `validation_failed`: every mistake" }),
        alternatives: z
            .array(slot)
            .optional()
            .meta({ description: "With `slot_unavailable`: up to three free slots of the same length" }),
    })
    .meta({ id: "Problem", description: "RFC 9457 problem details" });

export type AppointmentAnswer = z.output<typeof appointmentAnswer>;
