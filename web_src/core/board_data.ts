import { compareEvents, type BoardEvent, type BoardResource } from "./event";
import type { UtcMinute } from "./units";

const NO_EVENTS: readonly BoardEvent[] = [];
const NONE: ReadonlySet<number> = new Set();

/**
 * What the board knows of a range. Changes make new objects and leave untouched rows as they are, so that comparing identities
 * tells which rows have to be drawn again.
 */
export class BoardData {
    private constructor(
        readonly from: UtcMinute,
        readonly to: UtcMinute,
        readonly resources: readonly BoardResource[],
        private readonly byId: ReadonlyMap<number, BoardEvent>,
        private readonly byResource: ReadonlyMap<number, readonly BoardEvent[]>,
        /** resources whose events have not been read yet */
        readonly missing: ReadonlySet<number>,
    ) {}

    /**
     * @param missing resources whose events are still to come
     */
    static build(
        from: UtcMinute,
        to: UtcMinute,
        resources: readonly BoardResource[],
        events: readonly BoardEvent[],
        missing: ReadonlySet<number> = NONE,
    ): BoardData {
        const byId = new Map<number, BoardEvent>();
        const byResource = new Map<number, BoardEvent[]>();
        for (const event of events) {
            byId.set(event.id, event);
            const row = byResource.get(event.resourceId);
            if (row) {
                row.push(event);
            } else {
                byResource.set(event.resourceId, [event]);
            }
        }
        for (const row of byResource.values()) {
            row.sort(compareEvents);
        }
        return new BoardData(from, to, resources, byId, byResource, missing);
    }

    /**
     * The same board with the events of the resources that were missing.
     *
     * @param events what was read; what has been patched in meanwhile is newer and stays
     */
    complete(events: readonly BoardEvent[]): BoardData {
        const byId = new Map(this.byId);
        const rows = new Map([...this.missing].map((id) => [id, [...this.eventsOf(id)]]));
        for (const event of events) {
            const row = rows.get(event.resourceId);
            if (row && !byId.has(event.id)) {
                byId.set(event.id, event);
                row.push(event);
            }
        }
        for (const row of rows.values()) {
            row.sort(compareEvents);
        }
        return new BoardData(this.from, this.to, this.resources, byId, new Map([...this.byResource, ...rows]), NONE);
    }

    get size(): number {
        return this.byId.size;
    }

    get(id: number): BoardEvent | undefined {
        return this.byId.get(id);
    }

    events(): IterableIterator<BoardEvent> {
        return this.byId.values();
    }

    /** Events of a row in order; the same array as long as nothing in it changes. */
    eventsOf(resourceId: number): readonly BoardEvent[] {
        return this.byResource.get(resourceId) ?? NO_EVENTS;
    }

    resource(id: number): BoardResource | null {
        return this.resources.find((resource) => resource.id === id) ?? null;
    }

    /**
     * The same board after some events have changed.
     *
     * @param changed new versions and new events; those outside the range are left out
     * @param removed ids that are gone
     */
    patch(changed: readonly BoardEvent[], removed: readonly number[] = []): BoardData {
        const byId = new Map(this.byId);
        const touched = new Set<number>();
        const remove = (id: number): void => {
            const old = byId.get(id);
            if (old) {
                byId.delete(id);
                touched.add(old.resourceId);
            }
        };
        removed.forEach(remove);
        for (const event of changed) {
            remove(event.id);
            if (event.start < this.to && event.stop > this.from) {
                byId.set(event.id, event);
                touched.add(event.resourceId);
            }
        }
        if (touched.size === 0) {
            return this;
        }
        const dropped = new Set([...removed, ...changed.map((event) => event.id)]);
        const byResource = new Map(this.byResource);
        for (const resourceId of touched) {
            const row = this.eventsOf(resourceId).filter((event) => !dropped.has(event.id));
            for (const event of changed) {
                if (event.resourceId === resourceId && byId.get(event.id) === event) {
                    row.push(event);
                }
            }
            byResource.set(resourceId, row.sort(compareEvents));
        }
        return new BoardData(this.from, this.to, this.resources, byId, byResource, this.missing);
    }
}
