import type { DayNumber } from "./units";

/** How much time the view shows at once. */
export type Scale = "day" | "week" | "month";

export interface CivilDate {
    readonly year: number;
    /** 1 to 12 */
    readonly month: number;
    /** 1 to 31 */
    readonly day: number;
}

/** Consecutive days: `first` is shown, `end` is not. */
export interface DayRange {
    readonly first: DayNumber;
    readonly end: DayNumber;
}

const MILLISECONDS_PER_DAY = 86_400_000;
const ISO_DATE = /^(\d{4})-(\d{2})-(\d{2})/;
/** Years that visits can be in. A year that is being typed runs through others. */
const FIRST_YEAR = 1970;
const LAST_YEAR = 2099;

export function dayFromCivil(date: CivilDate): DayNumber {
    return Math.round(Date.UTC(date.year, date.month - 1, date.day) / MILLISECONDS_PER_DAY);
}

export function civilFromDay(day: DayNumber): CivilDate {
    const date = new Date(day * MILLISECONDS_PER_DAY);
    return {
        year: date.getUTCFullYear(),
        month: date.getUTCMonth() + 1,
        day: date.getUTCDate(),
    };
}

/** `2026-03-29`, as used in deep links and in the view's saved state. */
export function isoFromDay(day: DayNumber): string {
    return new Date(day * MILLISECONDS_PER_DAY).toISOString().slice(0, 10);
}

/**
 * The date at the start of an ISO 8601 text.
 *
 * @returns null when the text does not start with a date that exists, or is of another time than visits can be.
 */
export function dayFromIso(text: string): DayNumber | null {
    const match = ISO_DATE.exec(text);
    if (!match) {
        return null;
    }
    const year = Number(match[1]);
    if (year < FIRST_YEAR || year > LAST_YEAR) {
        return null;
    }
    const day = dayFromCivil({
        year,
        month: Number(match[2]),
        day: Number(match[3]),
    });
    return isoFromDay(day) === match[0] ? day : null;
}

/** ISO weekday: 1 is Monday, 7 is Sunday. */
export function weekday(day: DayNumber): number {
    // 1970-01-01 was a Thursday.
    return modulo(day + 3, 7) + 1;
}

/** @param weekStart ISO weekday on which the user's weeks begin (the language decides) */
export function startOfWeek(day: DayNumber, weekStart: number): DayNumber {
    return day - modulo(weekday(day) - weekStart, 7);
}

export function startOfMonth(day: DayNumber): DayNumber {
    return dayFromCivil({ ...civilFromDay(day), day: 1 });
}

/** Same day of another month, or that month's last day when it is shorter. */
export function addMonths(day: DayNumber, months: number): DayNumber {
    const { year, month, day: dayOfMonth } = civilFromDay(day);
    const first = dayFromCivil({ year, month: month + months, day: 1 });
    const next = dayFromCivil({ year, month: month + months + 1, day: 1 });
    return Math.min(first + dayOfMonth - 1, next - 1);
}

/** The days that a scale shows around `day`. A month is the month itself, without its neighbours' days. */
export function daysOf(scale: Scale, day: DayNumber, weekStart: number): DayRange {
    switch (scale) {
        case "day":
            return { first: day, end: day + 1 };
        case "week": {
            const first = startOfWeek(day, weekStart);
            return { first, end: first + 7 };
        }
        case "month": {
            const first = startOfMonth(day);
            return { first, end: addMonths(first, 1) };
        }
    }
}

/** Whole weeks that cover the month of `day`, as a wall calendar shows them. */
export function monthGrid(day: DayNumber, weekStart: number): DayRange {
    const month = daysOf("month", day, weekStart);
    return {
        first: startOfWeek(month.first, weekStart),
        end: startOfWeek(month.end - 1, weekStart) + 7,
    };
}

/** The day to show after going `steps` screens forward (or back, when negative). */
export function shiftDay(scale: Scale, day: DayNumber, steps: number): DayNumber {
    switch (scale) {
        case "day":
            return day + steps;
        case "week":
            return day + 7 * steps;
        case "month":
            return addMonths(day, steps);
    }
}

function modulo(value: number, divisor: number): number {
    return ((value % divisor) + divisor) % divisor;
}
