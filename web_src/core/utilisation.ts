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
    return between(takenTime(events, resource, freeStates), resource, from, to);
}

/**
 * The per cent of working time that is booked from each bound to the next one, such as of each day of a month; see
 * {@link utilisation}.
 */
export function utilisations(
    events: readonly BoardEvent[],
    resource: BoardResource,
    freeStates: ReadonlySet<string>,
    bounds: readonly UtcMinute[],
): (number | null)[] {
    const taken = takenTime(events, resource, freeStates);
    return bounds.slice(1).map((to, index) => between(taken, resource, bounds[index]!, to).percent);
}

function takenTime(
    events: readonly BoardEvent[],
    resource: BoardResource,
    freeStates: ReadonlySet<string>,
): readonly number[] {
    const taken: number[] = [];
    for (const event of events) {
        if (event.resourceId === resource.id && !freeStates.has(event.state)) {
            taken.push(event.start - event.lead, event.stop);
        }
    }
    return normalise(taken);
}

function between(taken: readonly number[], resource: BoardResource, from: UtcMinute, to: UtcMinute): Utilisation {
    const booked = total(clip(taken, from, to));
    const working = clip(resource.working ?? [], from, to);
    const available = total(working) - total(intersect(working, resource.leave));
    return {
        booked,
        available,
        percent: available > 0 ? Math.round((100 * booked) / available) : null,
    };
}
