/** Fields that several messages share. */
import { z } from "zod";
import { findZone } from "../time/zone.js";
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

const DATE_TIME = z.iso.datetime({ offset: true });
const DATE = z.iso.date();

/**
 * Offsets as other programs write them: `+0100`, and with a blank where a query string was not encoded and its plus became
 * one.
 */
function tidyOffset(text: string): string {
    return text.replace(
        /^(\d{4}-\d\d-\d\dT[\d:.]+)([+\- ])(\d\d)(?::?(\d\d))?$/,
        (_whole, moment: string, sign: string, hours: string, minutes = "00") =>
            `${moment}${sign === " " ? "+" : sign}${hours}:${minutes}`,
    );
}

export const instant = z
    .string()
    .overwrite(tidyOffset)
    .refine((text) => DATE_TIME.safeParse(text).success, {
        error: "Give a date and time with its offset, like 2026-03-02T09:00:00+01:00 or 2026-03-02T08:00:00Z.",
        abort: true,
    })
    .refine(isWithinReach, OUT_OF_REACH)
    .meta({
        format: "date-time",
        description: "Date and time with offset (ISO 8601)",
        example: "2026-03-02T09:00:00+01:00",
    });

/** One text and no union of two formats: generators make no usable type of that. */
export const dateOrInstant = z
    .string()
    .overwrite(tidyOffset)
    .refine((text) => DATE.safeParse(text).success || DATE_TIME.safeParse(text).success, {
        error: "Give a date like 2026-03-02, or a date and time with its offset like 2026-03-02T09:00:00+01:00.",
        abort: true,
    })
    .refine(isWithinReach, OUT_OF_REACH)
    .meta({
        pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}.*)?$",
        description: "A date (its first instant in `timezone`) or a date and time with offset",
        example: "2026-03-02",
    });

export const timezone = z
    .string()
    .max(64)
    .refine((name) => findZone(name) !== undefined, {
        error: "Give the IANA name of a time zone, like Europe/Berlin.",
        abort: true,
    })
    .overwrite((name) => findZone(name)?.name ?? name)
    .meta({
        minLength: 1,
        pattern: "^[A-Za-z][A-Za-z0-9_+/-]*$",
        description: "IANA time zone, also by a name that it had once; the answer has today's",
        example: "Europe/Berlin",
    });

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

/** A field that may be left out; `null` says the same. */
export function optional<S extends z.ZodType>(schema: S) {
    return z.preprocess((value) => value ?? undefined, schema.optional());
}

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
        phone: optional(line(40).meta({ example: "+44 20 7946 0000" })),
    })
    .meta({ id: "Customer", description: "Whom the visit is for" });
