import { BoardData } from "./board_data";
import type { BoardEvent } from "./event";
import { decodeEvents, decodeResources, type EventColumns, type ResourceColumns } from "./payload";
import { RangeCache } from "./range_cache";
import type { UtcMinute } from "./units";

/** What is read at once; `to` is not part of it. */
export interface Range {
    readonly from: UtcMinute;
    readonly to: UtcMinute;
}

export interface BoardRights {
    readonly create: boolean;
    readonly write: boolean;
    /** whether the user sees and assigns other rows than their own */
    readonly team: boolean;
}

export interface RangeAnswer {
    readonly events: EventColumns;
    readonly resources: ResourceColumns;
    readonly rights: BoardRights;
    /** minutes kept free before a new event */
    readonly lead: number;
    /** minutes that a new event takes */
    readonly duration: number;
    /** rows whose events are to be read separately; absent when there are none */
    readonly missing_resource_ids?: readonly number[];
}

/** A range as it is known; its data is replaced by every change. */
export interface LoadedRange {
    data: BoardData;
    readonly rights: BoardRights;
    /** minutes kept free before a new event */
    readonly lead: number;
    /** minutes that a new event takes */
    readonly duration: number;
    /** when it was read, in milliseconds since 1970 */
    readonly readAt: number;
}

/** The server, as far as ranges are concerned. */
export interface RangeServer {
    /**
     * @param known rows whose names and hours need not be sent
     * @param first rows in sight, whose events are wanted at once; those of others may be missing
     * @param isQuiet whether nobody waits for it
     */
    read(
        range: Range,
        known: readonly number[],
        first: readonly number[] | null,
        isQuiet: boolean,
    ): Promise<RangeAnswer>;
    readEvents(range: Range, rows: readonly number[]): Promise<EventColumns>;
}

/** What a read need not bring, or not at once. */
export interface ReadOptions {
    /** whose rows and hours need not be read again, if it is the same range */
    readonly withHours?: LoadedRange | undefined;
    /** rows in sight; when there are many, the events of others come later */
    readonly first?: readonly number[];
    /** whether nobody waits for it */
    readonly isQuiet?: boolean;
}

interface Reading {
    readonly promise: Promise<unknown>;
    /** records that changed while it was being read */
    readonly changed: Set<number>;
}

/** Ranges kept in memory: what is shown, its neighbours, and where the user has just been. */
const MAX_RANGES = 7;
/** Working hours may change without a message, so nothing is kept for longer than this. */
const MAX_AGE_MILLISECONDS = 5 * 60_000;

/**
 * Reads ranges, each once for all who ask for it meanwhile, and keeps the last ones. What changes is changed in all that are
 * kept, and what changes while an answer is on its way is asked for once more.
 */
export class RangeReader {
    private readonly cache = new RangeCache<LoadedRange>(MAX_RANGES);
    private readonly readings = new Map<string, Reading>();
    /** raised when what is known becomes worthless, so that answers on their way are not kept */
    private generation = 0;

    /**
     * @param refresh told of records that changed while a range with them was being read
     */
    constructor(
        private readonly server: RangeServer,
        private readonly refresh: (ids: readonly number[]) => void,
    ) {}

    /** A range that is known and recent. */
    fresh(range: Range): LoadedRange | undefined {
        const loaded = this.cache.get(keyOf(range));
        return loaded && Date.now() - loaded.readAt < MAX_AGE_MILLISECONDS ? loaded : undefined;
    }

    read(range: Range, options: ReadOptions = {}): Promise<LoadedRange> {
        return this.once(keyOf(range), this.fetch.bind(this, range, options), (loaded) =>
            this.cache.set(keyOf(range), loaded),
        );
    }

    /**
     * Reads the events of the rows that a range lacks.
     *
     * @param show called when they are there, unless the range has become worthless meanwhile
     */
    async complete(loaded: LoadedRange, show: () => void): Promise<void> {
        const { from, to, missing } = loaded.data;
        const fetch = async (): Promise<BoardEvent[]> =>
            decodeEvents(await this.server.readEvents({ from, to }, [...missing]));
        if (missing.size > 0) {
            await this.once(`${keyOf({ from, to })}/missing`, fetch, (events) => {
                loaded.data = loaded.data.complete(events);
                show();
            });
        }
    }

    /** Forgets everything, also what is on its way. */
    forget(): void {
        this.generation++;
        this.cache.clear();
        this.readings.clear();
    }

    /** Records have changed, nobody knows how yet. */
    noteChanged(ids: readonly number[]): void {
        for (const { changed } of this.readings.values()) {
            ids.forEach((id) => changed.add(id));
        }
    }

    /** Changes records in all ranges that are kept, and in one that is shown and perhaps not kept any more. */
    patch(shown: LoadedRange, changed: readonly BoardEvent[], removed: readonly number[]): void {
        this.noteChanged([...changed.map(({ id }) => id), ...removed]);
        const ranges = new Set([shown]);
        this.cache.update((loaded) => ranges.add(loaded));
        for (const loaded of ranges) {
            loaded.data = loaded.data.patch(changed, removed);
        }
    }

    /**
     * @param keep is given what was read, unless it has become worthless meanwhile
     */
    private once<Result>(key: string, fetch: () => Promise<Result>, keep: (result: Result) => void): Promise<Result> {
        const known = this.readings.get(key);
        if (known) {
            return known.promise as Promise<Result>;
        }
        const { generation } = this;
        const promise = fetch();
        const reading: Reading = { promise, changed: new Set() };
        this.readings.set(key, reading);
        const end = (): void => {
            if (this.readings.get(key) === reading) {
                this.readings.delete(key);
            }
        };
        void promise.then(
            (result) => {
                end();
                if (generation === this.generation) {
                    keep(result);
                    this.refresh([...reading.changed]);
                }
            },
            // Whoever waits for it is told.
            end,
        );
        return promise;
    }

    private async fetch(range: Range, { withHours, first, isQuiet = false }: ReadOptions): Promise<LoadedRange> {
        const { from, to } = range;
        const before = withHours?.data.from === from && withHours.data.to === to ? withHours : null;
        const known = before?.data.resources ?? [];
        const answer = await this.server.read(
            range,
            known.map(({ id }) => id),
            first ?? null,
            isQuiet,
        );
        const resources = decodeResources(answer.resources, answer.events.base, known);
        const missing = new Set(answer.missing_resource_ids);
        return {
            data: BoardData.build(from, to, resources, decodeEvents(answer.events), missing),
            rights: answer.rights,
            lead: answer.lead,
            duration: answer.duration,
            // As old as the oldest that it is made of.
            readAt: before?.readAt ?? Date.now(),
        };
    }
}

function keyOf({ from, to }: Range): string {
    return `${from}/${to}`;
}
