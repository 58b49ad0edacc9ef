/** Fields that several messages share. */
import { z } from "zod";
import { isTimezone } from "../time/instant.js";
import { line } from "./text.js";

/** What the calendar can hold; other years are mistyped. */
const FIRST_YEAR = 1970;
const LAST_YEAR = 2099;
const OUT_OF_REACH = `Give a year from ${FIRST_YEAR} to ${LAST_YEAR}.`;

function isWithinReach(moment: string): boolean {
    const year = new Date(moment).getUTCFullYear();
    // What is no time at all is refused for that.
    return !(year < FIRST_YEAR || year > LAST_YEAR);
}

const dateTime = z.iso.datetime({
    offset: true,
    error: "Give a date and time with its offset, like 2026-03-02T09:00:00+01:00 or 2026-03-02T08:00:00Z.",
});

export const instant = dateTime
    .refine(isWithinReach, OUT_OF_REACH)
    .meta({ description: "Date and time with offset (ISO 8601)", example: "2026-03-02T09:00:00+01:00" });

export const dateOrInstant = z
    .union([z.iso.date(), dateTime], {
        error: "Give a date like 2026-03-02, or a date and time with its offset like 2026-03-02T09:00:00+01:00.",
    })
    .refine(isWithinReach, OUT_OF_REACH)
    .meta({
        description: "A date (its first instant in `timezone`) or a date and time with offset",
        example: "2026-03-02",
    });

export const timezone = z
    .string()
    .max(64)
    .refine(isTimezone, "Give the IANA name of a time zone, like Europe/Berlin.")
    .meta({ description: "IANA time zone", example: "Europe/Berlin" });

export const MIN_DURATION_MINUTES = 5;
export const MAX_DURATION_MINUTES = 24 * 60;

export const durationMinutes = z
    .int("Give whole minutes.")
    .min(MIN_DURATION_MINUTES, `Give at least ${MIN_DURATION_MINUTES} minutes.`)
    .max(MAX_DURATION_MINUTES, `Give at most ${MAX_DURATION_MINUTES} minutes.`)
    .meta({ description: "Length of the visit in minutes", example: 60 });

export const technicianId = z
    .int("Give a technician's id as a whole number.")
    .positive("Give a technician's id from /v1/technicians.")
    .max(2_147_483_647, "Give a technician's id from /v1/technicians.")
    .meta({ description: "Id of a technician, from `/v1/technicians`", example: 7 });

/** A number in a query string. */
export function queryNumber<S extends z.ZodType<number>>(schema: S) {
    return z.preprocess((text) => (typeof text === "string" && /^\d{1,10}$/.test(text) ? Number(text) : text), schema);
}

export const externalReference = line(128).meta({
    description: "Your own reference, to find the appointment again",
    example: "order-4711",
});

export const customer = z
    .strictObject({
        name: line(200).meta({ example: "Ada Lovelace" }),
        email: z
            .email("Give an e-mail address like name@example.org.")
            .max(254, "Use at most 254 characters.")
            .meta({ example: "ada@example.org" }),
        phone: line(40).optional().meta({ example: "+44 20 7946 0000" }),
    })
    .meta({ id: "Customer", description: "Whom the visit is for" });
