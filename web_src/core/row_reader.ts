import type { BoardEvent } from "./event";
import { decodeEvents, type EventColumns } from "./payload";

/**
 * Reads single records again after they have changed. Of several answers that are on their way for a record the one asked for
 * last counts, whichever arrives first; and while a record is being written nothing is read of it, because nobody could tell
 * whether the answer was made before or after.
 */
export class RowReader {
    /** reads under way, the oldest first: the records whose rows are still wanted of each */
    private readonly readings = new Set<Set<number>>();
    /** records that are being written, and whether they are to be read afterwards */
    private readonly held = new Map<number, boolean>();

    /**
     * @param fetch asks the server; it leaves out records that are gone for the user
     * @param show is given what was read, and the records that are gone
     */
    constructor(
        private readonly fetch: (ids: readonly number[]) => Promise<EventColumns>,
        private readonly show: (found: readonly BoardEvent[], gone: readonly number[]) => void,
    ) {}

    async read(ids: readonly number[]): Promise<void> {
        const wanted = new Set<number>();
        for (const id of ids) {
            if (this.held.has(id)) {
                this.held.set(id, true);
            } else {
                wanted.add(id);
            }
        }
        if (wanted.size === 0) {
            return;
        }
        this.readings.add(wanted);
        try {
            const columns = await this.fetch([...wanted]);
            this.supersedeEarlier(wanted);
            const found = decodeEvents(columns).filter(({ id }) => wanted.delete(id));
            this.show(found, [...wanted]);
        } finally {
            this.readings.delete(wanted);
        }
    }

    /** A record is going to be written: what is asked for until {@link release} is read then, and once. */
    hold(id: number): void {
        if (!this.held.has(id)) {
            let isAskedFor = false;
            for (const wanted of this.readings) {
                isAskedFor = wanted.delete(id) || isAskedFor;
            }
            this.held.set(id, isAskedFor);
        }
    }

    /** A record has been written, or not. */
    release(id: number): void {
        const isAskedFor = this.held.get(id);
        this.held.delete(id);
        if (isAskedFor) {
            void this.read([id]);
        }
    }

    /** The search has changed: answers on their way are about the old one. */
    forget(): void {
        this.readings.forEach((wanted) => wanted.clear());
        for (const id of this.held.keys()) {
            this.held.set(id, true);
        }
    }

    private supersedeEarlier(answered: ReadonlySet<number>): void {
        for (const earlier of this.readings) {
            if (earlier === answered) {
                return;
            }
            answered.forEach((id) => earlier.delete(id));
        }
    }
}
