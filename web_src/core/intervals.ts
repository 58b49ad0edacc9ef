/**
 * Half-open intervals `[start, end)` as one flat array: start, end, start, end… "Normal" means ascending, not empty and
 * neither overlapping nor touching.
 */
export type Intervals = readonly number[];

/** Sorts and merges; drops the empty ones. */
export function normalise(intervals: Intervals): number[] {
    const order: number[] = [];
    for (let index = 0; index < intervals.length; index += 2) {
        if (intervals[index]! < intervals[index + 1]!) {
            order.push(index);
        }
    }
    order.sort((left, right) => intervals[left]! - intervals[right]!);
    const merged: number[] = [];
    for (const index of order) {
        const start = intervals[index]!;
        const end = intervals[index + 1]!;
        const last = merged.length - 1;
        if (last > 0 && start <= merged[last]!) {
            merged[last] = Math.max(merged[last]!, end);
        } else {
            merged.push(start, end);
        }
    }
    return merged;
}

/** What two normal sets have in common. */
export function intersect(left: Intervals, right: Intervals): number[] {
    const common: number[] = [];
    let i = 0;
    let j = 0;
    while (i < left.length && j < right.length) {
        const start = Math.max(left[i]!, right[j]!);
        const end = Math.min(left[i + 1]!, right[j + 1]!);
        if (start < end) {
            common.push(start, end);
        }
        if (left[i + 1]! < right[j + 1]!) {
            i += 2;
        } else {
            j += 2;
        }
    }
    return common;
}

/** What is in the first normal set and not in the second. */
export function subtract(left: Intervals, right: Intervals): number[] {
    const rest: number[] = [];
    let j = 0;
    for (let i = 0; i < left.length; i += 2) {
        let start = left[i]!;
        const end = left[i + 1]!;
        while (j < right.length && right[j + 1]! <= start) {
            j += 2;
        }
        for (let k = j; k < right.length && right[k]! < end; k += 2) {
            if (right[k]! > start) {
                rest.push(start, right[k]!);
            }
            start = Math.max(start, right[k + 1]!);
        }
        if (start < end) {
            rest.push(start, end);
        }
    }
    return rest;
}

/** The part of a normal set between two bounds. */
export function clip(intervals: Intervals, from: number, to: number): number[] {
    return from < to ? intersect(intervals, [from, to]) : [];
}

export function overlaps(intervals: Intervals, start: number, end: number): boolean {
    return clip(intervals, start, end).length > 0;
}

/** Whether a normal set holds the whole of `[start, end)`. */
export function covers(intervals: Intervals, start: number, end: number): boolean {
    return subtract([start, end], intervals).length === 0 || start >= end;
}

/**
 * Whether `[start, end)` begins and ends in a normal set and spans only gaps of at most `longestBreak` in between.
 */
export function withinBreaks(intervals: Intervals, start: number, end: number, longestBreak: number): boolean {
    if (!overlaps(intervals, start, start + 1) || !overlaps(intervals, end - 1, end)) {
        return false;
    }
    const gaps = subtract([start, end], intervals);
    return gaps.every((bound, index) => index % 2 === 0 || bound - gaps[index - 1]! <= longestBreak);
}

/** Summed length of a normal set. */
export function total(intervals: Intervals): number {
    let sum = 0;
    for (let index = 0; index < intervals.length; index += 2) {
        sum += intervals[index + 1]! - intervals[index]!;
    }
    return sum;
}
