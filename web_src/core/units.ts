/** An instant: whole minutes since 1970-01-01T00:00Z. */
export type UtcMinute = number;

/** What a wall clock shows, as whole minutes since 1970-01-01T00:00 on that same clock. */
export type LocalMinute = number;

/** A civil date: whole days since 1970-01-01. */
export type DayNumber = number;

export const MINUTES_PER_HOUR = 60;
export const MINUTES_PER_DAY = 1440;

/**
 * Index of the last item of an ascending array that is not above `value`.
 *
 * @returns -1 when every item is above `value`.
 */
export function lastAtMost(sorted: readonly number[], value: number): number {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
        const middle = (low + high) >>> 1;
        if (sorted[middle]! <= value) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low - 1;
}
