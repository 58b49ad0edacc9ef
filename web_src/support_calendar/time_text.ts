import { localization } from "@web/core/l10n/localization";
import { ClockFormat, withoutSeconds } from "../core/clock_format";
import { dayFromIso, isoFromDay } from "../core/civil";
import type { DayNumber, UtcMinute } from "../core/units";
import type { OffsetReader } from "../core/zone";

let clock: ClockFormat | null = null;

/** Times of day as the user's language writes them, without seconds. */
export function clockFormat(): ClockFormat {
    clock ??= new ClockFormat(withoutSeconds(localization.timeFormat), luxon.Info.meridiems());
    return clock;
}

/** The whole of a day, where there is room for it or it is read out. */
export const LONG_DAY = { weekday: "long", day: "numeric", month: "long" } as const;

/** A date as text. For headers and announcements, not for blocks. */
export function dayText(day: DayNumber, format: Intl.DateTimeFormatOptions): string {
    return luxon.DateTime.fromMillis(day * 86_400_000, { zone: "utc" }).toLocaleString(format);
}

/** A point in time, in milliseconds since 1970, as short as it is clear today. */
export function momentText(milliseconds: number): string {
    const moment = luxon.DateTime.fromMillis(milliseconds);
    const time = clockFormat().format(Math.floor(milliseconds / 60_000) + moment.offset);
    const isToday = moment.toISODate() === luxon.DateTime.local().toISODate();
    return isToday ? time : `${moment.toLocaleString({ day: "numeric", month: "short" })} ${time}`;
}

/** The user's zone as the rest of Odoo has it: luxon's default zone. */
export const userOffsetAt: OffsetReader = (instant) => luxon.DateTime.fromMillis(instant * 60_000).offset;

/** A point in time as Odoo's date inputs take and give it. */
export type Moment = import("luxon").DateTime;

export function momentOf(instant: UtcMinute): Moment {
    return luxon.DateTime.fromMillis(instant * 60_000);
}

export function minuteOf(moment: Moment): UtcMinute {
    return Math.floor(moment.toMillis() / 60_000);
}

/** A day as Odoo's date inputs take it. */
export function dateOfDay(day: DayNumber): Moment {
    return luxon.DateTime.fromISO(isoFromDay(day));
}

/** @returns null for what is no date that visits can have */
export function dayOfDate(date: Moment | false | null): DayNumber | null {
    return date ? dayFromIso(date.toISODate()) : null;
}

/** As Odoo writes datetimes: UTC, `2026-03-29 01:00:00`. */
export function serializeMinute(instant: UtcMinute): string {
    return new Date(instant * 60_000).toISOString().slice(0, 19).replace("T", " ");
}
