import type { DayRange } from "./civil";
import type { BoardEvent, BoardResource } from "./event";
import { packLanes, spreadLanes } from "./lanes";
import { packMonthRow, type MonthRow } from "./month";
import { WHOLE_DAY, type DayWindow, type TimeScale } from "./time_scale";
import { MINUTES_PER_DAY, MINUTES_PER_HOUR, type DayNumber, type UtcMinute } from "./units";
import type { ZoneTable } from "./zone";

/** Hours shown when nothing says when people work. */
const OFFICE_HOURS: DayWindow = { from: 8 * MINUTES_PER_HOUR, to: 18 * MINUTES_PER_HOUR };

/** An event placed on a time axis. Positions are minutes of the axis, to be multiplied by pixels per minute. */
export interface TimedBlock {
    readonly event: BoardEvent;
    readonly at: number;
    readonly length: number;
    /** from its start to where the next one of its lane begins, or the axis ends: where its label may run on */
    readonly room: number;
    readonly lane: number;
    /** lanes of the group of overlapping events that it belongs to */
    readonly groupLanes: number;
    readonly continuesBefore: boolean;
    readonly continuesAfter: boolean;
}

export interface TimedTrack {
    readonly blocks: readonly TimedBlock[];
    /** lanes that the whole track needs, at least 1 */
    readonly lanes: number;
}

/**
 * Places the events of a track.
 *
 * @param events in order
 * @param minimumLength minutes of the axis that a block takes at least, so that it can be hit
 * @param labelLength minutes of the axis that are kept for a block and its label together
 * @param leastLanes lanes that are used even if fewer would do, so that labels have more room
 */
export function layoutTrack(
    events: readonly BoardEvent[],
    scale: TimeScale,
    minimumLength: number,
    labelLength = minimumLength,
    leastLanes = 0,
): TimedTrack {
    const shown = events.filter((event) => scale.shows(event.start, event.stop));
    const spans = shown.map((event) => ({ start: scale.position(event.start), stop: scale.position(event.stop) }));
    const length = Math.max(minimumLength, labelLength);
    const packing = leastLanes > 0 ? spreadLanes(spans, length, leastLanes) : packLanes(spans, length);
    const blocks = shown.map((event, index) => {
        const { start, stop } = spans[index]!;
        return {
            event,
            at: Math.max(0, Math.min(start, scale.length - minimumLength)),
            length: Math.max(stop - start, minimumLength),
            room: 0,
            lane: packing.lanes[index]!,
            groupLanes: packing.groupLanes[index]!,
            continuesBefore: !scale.isVisible(event.start),
            continuesAfter: !scale.isVisible(event.stop - 1),
        };
    });
    const laneStarts = new Array<number>(packing.count).fill(scale.length);
    for (const block of [...blocks].sort((left, right) => right.at - left.at)) {
        block.room = laneStarts[block.lane]! - block.at;
        laneStarts[block.lane] = block.at;
    }
    return { blocks, lanes: Math.max(1, packing.count) };
}

/** Places events into the day cells of one row, those that match the search first; see {@link packMonthRow}. */
export function layoutMonthTrack(
    events: readonly BoardEvent[],
    zone: ZoneTable,
    firstDay: number,
    days: number,
    limit: number,
): MonthRow {
    const spans = events.map((event) => ({
        firstDay: zone.dayOf(event.start),
        lastDay: zone.dayOf(event.stop - 1),
        isMinor: !event.matches,
    }));
    return packMonthRow(spans, firstDay, days, limit);
}

/**
 * The part of the day to draw: whole hours that hold all working time and every event of the days shown, so that nothing is
 * ever hidden; with office hours where nobody's working time is known.
 */
export function usefulHours(
    zone: ZoneTable,
    days: DayRange,
    resources: readonly BoardResource[],
    events: Iterable<BoardEvent>,
): DayWindow {
    const from = zone.startOfDay(days.first);
    const to = zone.startOfDay(days.end);
    const isKnown = resources.some(({ working }) => working !== null);
    let first = isKnown ? Number.POSITIVE_INFINITY : OFFICE_HOURS.from;
    let last = isKnown ? Number.NEGATIVE_INFINITY : OFFICE_HOURS.to;
    const include = (start: number, stop: number): void => {
        if (start >= to || stop <= from) {
            return;
        }
        const begin = zone.toLocal(start);
        const end = zone.toLocal(stop);
        const day = Math.floor(begin / MINUTES_PER_DAY);
        const isWithinDay = Math.floor((end - 1) / MINUTES_PER_DAY) === day;
        first = Math.min(first, isWithinDay ? begin - day * MINUTES_PER_DAY : 0);
        last = Math.max(last, isWithinDay ? end - day * MINUTES_PER_DAY : MINUTES_PER_DAY);
    };
    for (const schedule of new Set(resources.map((resource) => resource.working))) {
        for (let index = 0; schedule && index < schedule.length; index += 2) {
            include(schedule[index]!, schedule[index + 1]!);
        }
    }
    for (const event of events) {
        include(event.start, event.stop);
    }
    if (first > last) {
        return OFFICE_HOURS;
    }
    return {
        from: Math.max(WHOLE_DAY.from, Math.floor(first / MINUTES_PER_HOUR) * MINUTES_PER_HOUR),
        to: Math.min(WHOLE_DAY.to, Math.ceil(last / MINUTES_PER_HOUR) * MINUTES_PER_HOUR),
    };
}

/** Days on which nobody works and nothing is planned; none when that is true of all, or nobody's working time is known. */
export function quietDays(
    zone: ZoneTable,
    days: DayRange,
    resources: readonly BoardResource[],
    events: Iterable<BoardEvent>,
): Set<DayNumber> {
    const quiet = new Set<DayNumber>();
    if (resources.every(({ working }) => working === null)) {
        return quiet;
    }
    for (let day = days.first; day < days.end; day++) {
        quiet.add(day);
    }
    const remove = (start: UtcMinute, stop: UtcMinute): void => {
        const last = zone.dayOf(stop - 1);
        for (let day = zone.dayOf(start); day <= last; day++) {
            quiet.delete(day);
        }
    };
    for (const schedule of new Set(resources.map((resource) => resource.working))) {
        for (let index = 0; schedule && index < schedule.length; index += 2) {
            remove(schedule[index]!, schedule[index + 1]!);
        }
    }
    // Comparing instants is much cheaper than asking for the day of each of thousands of events.
    const candidates = [...quiet].map((day) => ({ day, from: zone.startOfDay(day), to: zone.startOfDay(day + 1) }));
    for (const { start, stop } of events) {
        for (const { day, from, to } of candidates) {
            if (start < to && stop > from) {
                quiet.delete(day);
            }
        }
    }
    return quiet.size === days.end - days.first ? new Set() : quiet;
}

/** Positions on the axis of normal intervals: start, end, start, end… What is not drawn is left out. */
export function axisIntervals(intervals: readonly number[], scale: TimeScale): number[] {
    const positions: number[] = [];
    for (let index = 0; index < intervals.length; index += 2) {
        const start = scale.position(intervals[index]!);
        const end = scale.position(intervals[index + 1]!);
        if (start < end) {
            positions.push(start, end);
        }
    }
    return positions;
}
