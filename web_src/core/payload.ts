import { type BoardEvent, type BoardResource, UNASSIGNED } from "./event";
import { normalise, subtract } from "./intervals";

/** Answer of the server for a range: parallel arrays, one item per event. See `support_calendar_read`. */
export interface EventColumns {
    /** instant that all offsets count from, in minutes since 1970-01-01T00:00Z */
    readonly base: number;
    readonly id: readonly number[];
    /** ids of resources; 0 for none */
    readonly resource: readonly number[];
    /** minutes after `base` */
    readonly start: readonly number[];
    /** minutes */
    readonly duration: readonly number[];
    /** minutes kept free before; absent when always 0 */
    readonly lead?: readonly number[];
    /** positions in `states` */
    readonly state?: readonly number[];
    readonly states?: readonly string[];
    readonly label: readonly string[];
    /** `reference_prefix` is left out of each */
    readonly reference?: readonly string[];
    readonly reference_prefix?: string;
    readonly revision?: readonly number[];
    /** how many events, counted from the first, match the search; the others only take time */
    readonly matching: number;
}

export interface ResourceColumns {
    readonly id: readonly number[];
    /** empty for those that are known */
    readonly name: readonly string[];
    /** positions in `schedules`: when it usually works; absent when working hours are not known */
    readonly working?: readonly number[];
    /** positions in `schedules`: the part of that in which it is there */
    readonly available?: readonly number[];
    /** flat intervals in minutes after the events' `base` */
    readonly schedules?: readonly (readonly number[])[];
}

export function decodeEvents(columns: EventColumns): BoardEvent[] {
    const { base, lead, state, states, reference, revision } = columns;
    const prefix = columns.reference_prefix ?? "";
    return columns.id.map((id, index) => {
        const start = base + columns.start[index]!;
        return {
            id,
            resourceId: columns.resource[index] ?? UNASSIGNED,
            start,
            stop: start + columns.duration[index]!,
            lead: lead?.[index] ?? 0,
            state: state && states ? (states[state[index]!] ?? "") : "",
            label: columns.label[index]!,
            reference: reference ? prefix + reference[index]! : "",
            revision: revision?.[index] ?? 0,
            matches: index < columns.matching,
        };
    });
}

/**
 * @param known rows whose names and hours were not asked for again
 */
export function decodeResources(
    columns: ResourceColumns,
    base: number,
    known: readonly BoardResource[] = [],
): BoardResource[] {
    const knownById = new Map(known.map((resource) => [resource.id, resource]));
    const schedules = (columns.schedules ?? []).map((intervals) => normalise(intervals.map((minute) => minute + base)));
    const scheduleOf = (positions: readonly number[] | undefined, index: number): number[] | null =>
        schedules[positions?.[index] ?? -1] ?? null;
    return columns.id.map((id, index) => {
        const before = knownById.get(id);
        if (before) {
            return before;
        }
        const working = scheduleOf(columns.working, index);
        const available = scheduleOf(columns.available, index);
        return {
            id,
            name: columns.name[index]!,
            working,
            leave: working && available ? subtract(working, available) : [],
        };
    });
}
