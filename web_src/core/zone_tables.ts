import type { DayRange } from "./civil";
import { MINUTES_PER_DAY, type UtcMinute } from "./units";
import { ZoneTable, type OffsetReader } from "./zone";

/** Days read beside those asked for, so that going on and on does not read each time. */
const MARGIN_DAYS = 100;
/** Enough for the days on the screen, today, and a day asked for in a dialog. */
const MAX_TABLES = 4;

interface DatedTable extends DayRange {
    readonly table: ZoneTable;
}

/** A time zone at any time: tables of the days that are asked for. */
export class ZoneTables {
    private readonly tables: DatedTable[] = [];

    constructor(private readonly offsetAt: OffsetReader) {}

    /** The table for some days; the same object as long as they are near those asked for before. */
    of(days: DayRange): ZoneTable {
        const known = this.tables.find(({ first, end }) => first <= days.first && days.end <= end);
        return known ? known.table : this.add(days);
    }

    /** The table for an instant, whichever day that is on the wall clock. */
    at(instant: UtcMinute): ZoneTable {
        const day = Math.floor(instant / MINUTES_PER_DAY);
        return this.of({ first: day - 1, end: day + 2 });
    }

    private add(days: DayRange): ZoneTable {
        const first = days.first - MARGIN_DAYS;
        const end = days.end + MARGIN_DAYS;
        const table = ZoneTable.build(this.offsetAt, (first - 1) * MINUTES_PER_DAY, (end + 1) * MINUTES_PER_DAY);
        this.tables.push({ first, end, table });
        if (this.tables.length > MAX_TABLES) {
            this.tables.shift();
        }
        return table;
    }
}
