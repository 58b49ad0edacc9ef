import { lastAtMost, MINUTES_PER_DAY, type DayNumber, type UtcMinute } from "./units";
import type { DayRange } from "./civil";
import type { ZoneTable } from "./zone";

/** Part of each day that is drawn, in minutes of the wall clock: 0 to 1440 is all of it. */
export interface DayWindow {
    readonly from: number;
    readonly to: number;
}

/** A stretch of time drawn without a break, from position `at` on the axis (both in minutes). */
export interface Segment {
    readonly start: UtcMinute;
    readonly end: UtcMinute;
    readonly at: number;
    /** minutes of the axis that a minute of it takes, above 0; 1 by default */
    readonly rate?: number;
}

/** Share of its room that a day keeps on which nothing happens. */
export const QUIET_RATE = 0.25;

export const WHOLE_DAY: DayWindow = { from: 0, to: MINUTES_PER_DAY };

/**
 * Maps instants to positions on an axis and back. The axis is measured in minutes; who draws it multiplies by pixels per
 * minute. Hidden hours take no room, and hours that the wall clock repeats or skips are neither lost nor invented.
 */
export class TimeScale {
    private readonly starts: readonly UtcMinute[];
    private readonly positions: readonly number[];

    /**
     * @param segments ascending in time and in position, neither empty nor overlapping
     * @param length of the whole axis in minutes
     */
    constructor(
        readonly segments: readonly Segment[],
        readonly length: number,
    ) {
        this.starts = segments.map((segment) => segment.start);
        this.positions = segments.map((segment) => segment.at);
    }

    /** Position of an instant; a hidden instant stands where time is cut. */
    position(instant: UtcMinute): number {
        const index = lastAtMost(this.starts, instant);
        if (index < 0) {
            return this.positions[0] ?? 0;
        }
        const { start, end, at, rate = 1 } = this.segments[index]!;
        return at + (Math.min(instant, end) - start) * rate;
    }

    /** The instant drawn at a position; where nothing is drawn, the next one that is, and at the end the last. */
    instant(position: number): UtcMinute {
        const index = lastAtMost(this.positions, position);
        if (index < 0) {
            return this.starts[0] ?? 0;
        }
        const { start, end, at, rate = 1 } = this.segments[index]!;
        const within = start + (position - at) / rate;
        if (within < end) {
            return within;
        }
        return this.starts[index + 1] ?? end;
    }

    isVisible(instant: UtcMinute): boolean {
        const index = lastAtMost(this.starts, instant);
        return index >= 0 && instant < this.segments[index]!.end;
    }

    /** Whether any of `[start, end)` is drawn. */
    shows(start: UtcMinute, end: UtcMinute): boolean {
        const index = lastAtMost(this.starts, end - 1);
        return index >= 0 && this.segments[index]!.end > start;
    }
}

/**
 * One axis through several days, one after the other: a day of 25 hours takes more room than one of 24.
 *
 * @param quiet days that are drawn narrow
 */
export function continuousScale(
    zone: ZoneTable,
    days: DayRange,
    window: DayWindow = WHOLE_DAY,
    quiet: ReadonlySet<DayNumber> = new Set(),
): TimeScale {
    const segments: Segment[] = [];
    let at = 0;
    for (let day = days.first; day < days.end; day++) {
        const start = windowEdge(zone, day, window.from);
        const end = windowEdge(zone, day, window.to);
        if (start < end) {
            const rate = quiet.has(day) ? QUIET_RATE : 1;
            segments.push({ start, end, at, rate });
            at += (end - start) * rate;
        }
    }
    return new TimeScale(segments, at);
}

/** An hour mark that all columns of a {@link wallAxis} share. */
export interface WallTick {
    /** position on the axis in minutes */
    readonly at: number;
    /** minute of the wall clock, 0 to 1439 */
    readonly minute: number;
    /** the wall clock shows this time for the second time that day */
    readonly repeated: boolean;
}

/** One axis per day, aligned by the wall clock, as the columns of a week need it. */
export interface WallAxis {
    readonly length: number;
    readonly scales: readonly TimeScale[];
    /** hour marks */
    readonly ticks: readonly WallTick[];
}

interface Repeat {
    /** the wall clock minute at which clocks go back */
    readonly at: number;
    readonly length: number;
}

/**
 * Axes of days side by side. If clocks go back in one of them, every axis has room for the repeated hour and only that day uses
 * it; if clocks go forward, that day leaves the skipped hour empty.
 */
export function wallAxis(zone: ZoneTable, days: DayRange, window: DayWindow = WHOLE_DAY): WallAxis {
    const repeats = repeatsWithin(zone, days).filter((repeat) => repeat.at > window.from && repeat.at <= window.to);
    const place = (minute: number): number =>
        minute - window.from + repeats.reduce((sum, repeat) => sum + (repeat.at <= minute ? repeat.length : 0), 0);
    const length = window.to - window.from + repeats.reduce((sum, repeat) => sum + repeat.length, 0);
    const scales: TimeScale[] = [];
    for (let day = days.first; day < days.end; day++) {
        scales.push(new TimeScale(columnSegments(zone, day, window, repeats, place), length));
    }
    return { length, scales, ticks: wallTicks(window, repeats, place) };
}

function columnSegments(
    zone: ZoneTable,
    day: DayNumber,
    window: DayWindow,
    repeats: readonly Repeat[],
    place: (minute: number) => number,
): Segment[] {
    const start = windowEdge(zone, day, window.from);
    const end = windowEdge(zone, day, window.to);
    if (start >= end) {
        return [];
    }
    const midnight = day * MINUTES_PER_DAY;
    const changes = zone.changesWithin(start, end);
    const cuts = new Set([start, ...changes]);
    for (const repeat of repeats) {
        const instant = zone.toUtc(midnight + repeat.at, "second");
        if (instant > start && instant < end) {
            cuts.add(instant);
        }
    }
    const bounds = [...cuts, end].sort((left, right) => left - right);
    return bounds.slice(0, -1).map((cut, index) => ({
        start: cut,
        end: bounds[index + 1]!,
        at: segmentPosition(zone, midnight, cut, repeats, place),
    }));
}

function segmentPosition(
    zone: ZoneTable,
    midnight: number,
    instant: UtcMinute,
    repeats: readonly Repeat[],
    place: (minute: number) => number,
): number {
    const minute = zone.toLocal(instant) - midnight;
    const isSecond = zone.toUtc(midnight + minute) !== instant;
    if (!isSecond) {
        return place(minute);
    }
    // The second pass begins where the first one ended: at the start of the room kept for it.
    const repeat = repeats.find(({ at, length }) => minute >= at - length && minute < at)!;
    return place(repeat.at) - (repeat.at - minute);
}

function wallTicks(window: DayWindow, repeats: readonly Repeat[], place: (minute: number) => number): WallTick[] {
    const ticks: WallTick[] = [];
    for (let minute = Math.ceil(window.from / 60) * 60; minute < window.to; minute += 60) {
        for (const { at, length } of repeats) {
            if (at === minute) {
                for (let again = at - length; again < at; again += 60) {
                    ticks.push({ at: place(at) - (at - again), minute: again, repeated: true });
                }
            }
        }
        ticks.push({ at: place(minute), minute, repeated: false });
    }
    return ticks;
}

function repeatsWithin(zone: ZoneTable, days: DayRange): Repeat[] {
    const longest = new Map<number, number>();
    for (let day = days.first; day < days.end; day++) {
        const start = zone.startOfDay(day);
        for (const change of zone.changesWithin(start, zone.startOfDay(day + 1))) {
            const length = zone.offsetAt(change - 1) - zone.offsetAt(change);
            if (length > 0) {
                const at = zone.toLocal(change) + length - day * MINUTES_PER_DAY;
                longest.set(at, Math.max(longest.get(at) ?? 0, length));
            }
        }
    }
    return [...longest].map(([at, length]) => ({ at, length })).sort((left, right) => left.at - right.at);
}

function windowEdge(zone: ZoneTable, day: DayNumber, minute: number): UtcMinute {
    if (minute <= 0) {
        return zone.startOfDay(day);
    }
    if (minute >= MINUTES_PER_DAY) {
        return zone.startOfDay(day + 1);
    }
    return zone.toUtc(day * MINUTES_PER_DAY + minute);
}
