import type { BoardEvent } from "../event";
import type { EventColumns } from "../payload";

/** Events as the server sends them. */
export function columns(events: readonly BoardEvent[]): EventColumns {
    return {
        base: 0,
        id: events.map((event) => event.id),
        resource: events.map((event) => event.resourceId),
        start: events.map((event) => event.start),
        duration: events.map((event) => event.stop - event.start),
        label: events.map((event) => event.label),
        matching: events.length,
    };
}
