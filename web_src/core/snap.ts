import { MINUTES_PER_DAY, type UtcMinute } from "./units";
import type { ZoneTable } from "./zone";

/**
 * The nearest instant at which the wall clock shows a multiple of `step` minutes after midnight.
 *
 * @param step minutes, a divisor of 1440
 */
export function snap(
    zone: ZoneTable,
    instant: UtcMinute,
    step: number,
    round: (value: number) => number = Math.round,
): UtcMinute {
    const local = zone.toLocal(instant);
    const minute = local - Math.floor(local / MINUTES_PER_DAY) * MINUTES_PER_DAY;
    return instant + round(minute / step) * step - minute;
}

/** Moves an instant by whole days and minutes of the wall clock: a visit at 10:00 stays at 10:00 when clocks change. */
export function shiftLocal(zone: ZoneTable, instant: UtcMinute, days: number, minutes: number): UtcMinute {
    if (days === 0) {
        return instant + minutes;
    }
    return zone.toUtc(zone.toLocal(instant) + days * MINUTES_PER_DAY) + minutes;
}
