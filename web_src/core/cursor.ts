import { compareEvents, type BoardEvent } from "./event";
import type { UtcMinute } from "./units";

/** Where the keyboard focus is on a track: on an event, or on an empty slot that begins at `time`. */
export interface Cursor {
    readonly time: UtcMinute;
    /** 0 for an empty slot */
    readonly eventId: number;
}

export interface CursorBounds {
    readonly from: UtcMinute;
    readonly to: UtcMinute;
    /** length of a slot in minutes */
    readonly slot: number;
}

/**
 * One step forward along a track: the next event if it begins before the next slot does, otherwise the next empty slot. Every
 * event is met once on the way.
 *
 * @param events of the track, in the order of {@link compareEvents}
 * @returns null at the end of the range
 */
export function stepForward(events: readonly BoardEvent[], cursor: Cursor, bounds: CursorBounds): Cursor | null {
    const position = events.findIndex((event) => event.id === cursor.eventId);
    const current = events[position];
    const free = coveredUntil(events, current ? current.stop : cursor.time + bounds.slot);
    const next = current ? events[position + 1] : events.find((event) => event.start >= cursor.time);
    if (next && next.start < Math.min(free + bounds.slot, bounds.to)) {
        return onEvent(next);
    }
    return free < bounds.to ? { time: free, eventId: 0 } : null;
}

/** One step back along a track; see {@link stepForward}. */
export function stepBack(events: readonly BoardEvent[], cursor: Cursor, bounds: CursorBounds): Cursor | null {
    const position = events.findIndex((event) => event.id === cursor.eventId);
    const edge = events[position]?.start ?? cursor.time;
    const before = position >= 0 ? events.slice(0, position) : events.filter((event) => event.start < cursor.time);
    const previous = before[before.length - 1];
    if (previous && before.some((event) => event.stop > edge - bounds.slot)) {
        return onEvent(previous);
    }
    const time = Math.max(edge - bounds.slot, bounds.from);
    return time < edge ? { time, eventId: 0 } : null;
}

/** What the focus lands on when it comes to a track from another one: the event at that time, or the slot. */
export function cursorAt(events: readonly BoardEvent[], time: UtcMinute, bounds: CursorBounds): Cursor {
    const touched = events.filter((event) => event.start < time + bounds.slot && event.stop > time);
    const nearest = touched.sort(
        (left, right) => Math.abs(left.start - time) - Math.abs(right.start - time) || compareEvents(left, right),
    )[0];
    return nearest ? onEvent(nearest) : { time, eventId: 0 };
}

function onEvent(event: BoardEvent): Cursor {
    return { time: event.start, eventId: event.id };
}

/** The end of what covers `time` without a break; `time` itself when nothing does. */
function coveredUntil(events: readonly BoardEvent[], time: UtcMinute): UtcMinute {
    let end = time;
    for (const event of events) {
        if (event.start <= end && event.stop > end) {
            end = event.stop;
        }
    }
    return end;
}
