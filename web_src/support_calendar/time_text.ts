import { localization } from "@web/core/l10n/localization";
import { ClockFormat, withoutSeconds } from "../core/clock_format";
import type { DayNumber, UtcMinute } from "../core/units";
import type { OffsetReader } from "../core/zone";

let clock: ClockFormat | null = null;

/** Times of day as the user's language writes them, without seconds. */
export function clockFormat(): ClockFormat {
    clock ??= new ClockFormat(withoutSeconds(localization.timeFormat), luxon.Info.meridiems());
    return clock;
}

/** A date as text. For headers and announcements, not for blocks. */
export function dayText(day: DayNumber, format: Intl.DateTimeFormatOptions): string {
    return luxon.DateTime.fromMillis(day * 86_400_000, { zone: "utc" }).toLocaleString(format);
}

/** The user's zone as the rest of Odoo has it: luxon's default zone. */
export const userOffsetAt: OffsetReader = (instant) => luxon.DateTime.fromMillis(instant * 60_000).offset;

/** As Odoo writes datetimes: UTC, `2026-03-29 01:00:00`. */
export function serializeMinute(instant: UtcMinute): string {
    return new Date(instant * 60_000).toISOString().slice(0, 19).replace("T", " ");
}
