import type { UtcMinute } from "./units";

/** Row key of events that no resource is assigned to. */
export const UNASSIGNED = 0;

/** One record on the board. */
export interface BoardEvent {
    readonly id: number;
    /** id of the resource, or {@link UNASSIGNED} */
    readonly resourceId: number;
    readonly start: UtcMinute;
    readonly stop: UtcMinute;
    /** minutes before `start` that are kept free (travel) */
    readonly lead: number;
    /** value of the status field, "" without one */
    readonly state: string;
    readonly label: string;
    /** short unique name, such as APT/2026/00042; "" without one */
    readonly reference: string;
    /** raised by the server at every change of the schedule; 0 when the model has none */
    readonly revision: number;
    /** false: outside the search, but it takes time all the same */
    readonly matches: boolean;
}

/** A row of the board. */
export interface BoardResource {
    readonly id: number;
    readonly name: string;
    /** normal intervals in which the resource usually works; null when that is not known */
    readonly working: readonly number[] | null;
    /** normal intervals of time off */
    readonly leave: readonly number[];
}

/** Order in which events are packed, walked and read out. */
export function compareEvents(left: BoardEvent, right: BoardEvent): number {
    return left.start - right.start || right.stop - left.stop || left.id - right.id;
}
