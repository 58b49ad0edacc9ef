import { lastAtMost, MINUTES_PER_DAY, type DayNumber, type LocalMinute, type UtcMinute } from "./units";

/** Minutes to add to UTC to read the wall clock, at one instant. */
export type OffsetReader = (instant: UtcMinute) => number;

/** Which of the two instants is meant when the wall clock shows a time twice. */
export type Fold = "first" | "second";

/**
 * A time zone over a limited range, as the few instants at which its offset changes. Built once per shown range, so that no
 * event ever needs `Intl`.
 */
export class ZoneTable {
    /**
     * @param starts first instant of each period of constant offset, ascending; the first period has no beginning
     * @param offsets offset of each period in minutes
     */
    constructor(
        private readonly starts: readonly UtcMinute[],
        private readonly offsets: readonly number[],
    ) {}

    /** Reads a zone's offsets between two instants, one look-up a day plus a bisection for each change. */
    static build(offsetAt: OffsetReader, from: UtcMinute, to: UtcMinute): ZoneTable {
        const starts = [Number.NEGATIVE_INFINITY];
        const offsets = [offsetAt(from)];
        let instant = from;
        while (instant < to) {
            const next = Math.min(instant + MINUTES_PER_DAY, to);
            const offset = offsetAt(next);
            if (offset !== offsets[offsets.length - 1]) {
                starts.push(firstWithOffset(offsetAt, offset, instant, next));
                offsets.push(offset);
            }
            instant = next;
        }
        return new ZoneTable(starts, offsets);
    }

    offsetAt(instant: UtcMinute): number {
        return this.offsets[lastAtMost(this.starts, instant)]!;
    }

    toLocal(instant: UtcMinute): LocalMinute {
        return instant + this.offsetAt(instant);
    }

    /**
     * The instant at which the wall clock shows `local`. A time that the clock skips is read with the offset in force before
     * the change, so that 02:30 becomes 03:30 on the day clocks go forward.
     */
    toUtc(local: LocalMinute, fold: Fold = "first"): UtcMinute {
        let found: UtcMinute | null = null;
        for (let index = 0; index < this.starts.length; index++) {
            const instant = local - this.offsets[index]!;
            const end = this.starts[index + 1] ?? Number.POSITIVE_INFINITY;
            if (instant >= this.starts[index]! && instant < end) {
                if (fold === "first") {
                    return instant;
                }
                found = instant;
            }
        }
        return found ?? this.afterSkip(local);
    }

    /** First instant of a civil day; it is not midnight where clocks skip midnight. */
    startOfDay(day: DayNumber): UtcMinute {
        const midnight = day * MINUTES_PER_DAY;
        const instant = this.toUtc(midnight);
        // A skipped midnight: the day begins where the clock lands, which is the change itself.
        return this.toLocal(instant) === midnight ? instant : this.starts[lastAtMost(this.starts, instant)]!;
    }

    dayOf(instant: UtcMinute): DayNumber {
        return Math.floor(this.toLocal(instant) / MINUTES_PER_DAY);
    }

    /** Changes of the offset strictly inside a range. */
    changesWithin(from: UtcMinute, to: UtcMinute): UtcMinute[] {
        return this.starts.filter((start) => start > from && start < to);
    }

    private afterSkip(local: LocalMinute): UtcMinute {
        let index = this.starts.length - 1;
        while (index > 0 && local - this.offsets[index]! < this.starts[index]!) {
            index--;
        }
        return local - this.offsets[index]!;
    }
}

function firstWithOffset(offsetAt: OffsetReader, offset: number, without: UtcMinute, withIt: UtcMinute): UtcMinute {
    let low = without;
    let high = withIt;
    while (high - low > 1) {
        const middle = (low + high) >> 1;
        if (offsetAt(middle) === offset) {
            high = middle;
        } else {
            low = middle;
        }
    }
    return high;
}
