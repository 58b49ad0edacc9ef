import type { BoardEvent, BoardResource } from "./event";
import { clip, intersect, normalise, total } from "./intervals";
import type { UtcMinute } from "./units";

export interface Utilisation {
    /** minutes booked, travel included, inside or outside working hours */
    readonly booked: number;
    /** minutes of working time, without time off */
    readonly available: number;
    /** whole per cent of the available time that is booked; null when there is none to book */
    readonly percent: number | null;
}

/**
 * How much of a resource's working time between two instants is booked. Overlapping bookings count once.
 *
 * @param freeStates states whose events take no time
 */
export function utilisation(
    events: readonly BoardEvent[],
    resource: BoardResource,
    freeStates: ReadonlySet<string>,
    from: UtcMinute,
    to: UtcMinute,
): Utilisation {
    const taken: number[] = [];
    for (const event of events) {
        if (event.resourceId === resource.id && !freeStates.has(event.state)) {
            taken.push(event.start - event.lead, event.stop);
        }
    }
    const bookedIntervals = clip(normalise(taken), from, to);
    const booked = total(bookedIntervals);
    const working = clip(resource.working ?? [], from, to);
    const available = total(working) - total(intersect(working, resource.leave));
    return {
        booked,
        available,
        percent: available > 0 ? Math.round((100 * booked) / available) : null,
    };
}
