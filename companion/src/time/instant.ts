/** Time as the API, Odoo and people write it. Pure; the rules of time zones come from the platform through Temporal. */
import { Temporal } from "temporal-polyfill";

/** `2026-03-01T09:00:00+01:00` or with `Z`, to milliseconds since 1970; fractions of a second are dropped. */
export function parseInstant(text: string): number {
    // Not Temporal's, which takes no more than nine digits of a fraction.
    return Math.floor(Date.parse(text) / 1000) * 1000;
}

/** The first instant of a day (`2026-03-01`) in a time zone, milliseconds since 1970. */
export function startOfDay(date: string, timezone: string): number {
    return Temporal.PlainDate.from(date).toZonedDateTime(timezone).epochMilliseconds;
}

/** Milliseconds to `YYYY-MM-DD HH:MM:SS` in UTC, as Odoo reads it. */
export function toOdoo(milliseconds: number): string {
    return new Date(milliseconds).toISOString().slice(0, 19).replace("T", " ");
}

/** `YYYY-MM-DD HH:MM:SS` in UTC, as Odoo writes it, to milliseconds. */
export function fromOdoo(text: string): number {
    return Date.parse(`${text.replace(" ", "T")}Z`);
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Writes instants with the offset that holds then in one time zone. Remembers offsets, as a list of slots is many instants. */
export class ZonedFormat {
    /** For each UTC day: the one offset that holds all day, or null when it changes on that day. Milliseconds. */
    private readonly days = new Map<number, number | null>();

    constructor(readonly timezone: string) {}

    /** `2026-03-01T09:00:00+01:00` */
    format(milliseconds: number): string {
        const offset = this.offset(milliseconds);
        const local = new Date(milliseconds + offset).toISOString().slice(0, 19);
        const minutes = Math.round(Math.abs(offset) / 60_000);
        const hh = String(Math.floor(minutes / 60)).padStart(2, "0");
        const mm = String(minutes % 60).padStart(2, "0");
        return `${local}${offset < 0 ? "-" : "+"}${hh}:${mm}`;
    }

    private offset(milliseconds: number): number {
        const day = Math.floor(milliseconds / DAY);
        let offset = this.days.get(day);
        if (offset === undefined) {
            const first = this.exactOffset(day * DAY);
            offset = first === this.exactOffset((day + 1) * DAY) ? first : null;
            this.days.set(day, offset);
        }
        return offset ?? this.exactOffset(milliseconds);
    }

    private exactOffset(milliseconds: number): number {
        const zoned = Temporal.Instant.fromEpochMilliseconds(milliseconds).toZonedDateTimeISO(this.timezone);
        return zoned.offsetNanoseconds / 1e6;
    }
}

/** Milliseconds in a minute and in a day, for limits. */
export const MINUTE_MS = 60_000;
export const DAY_MS = DAY;
