// Generated from web_src/core/zone_tables.ts: change it there.
import { MINUTES_PER_DAY } from "./units";
import { ZoneTable } from "./zone";
const MARGIN_DAYS = 100;
const MAX_TABLES = 4;
class ZoneTables {
  constructor(offsetAt) {
    this.offsetAt = offsetAt;
  }
  offsetAt;
  tables = [];
  /** The table for some days; the same object as long as they are near those asked for before. */
  of(days) {
    const known = this.tables.find(({ first, end }) => first <= days.first && days.end <= end);
    return known ? known.table : this.add(days);
  }
  /** The table for an instant, whichever day that is on the wall clock. */
  at(instant) {
    const day = Math.floor(instant / MINUTES_PER_DAY);
    return this.of({ first: day - 1, end: day + 2 });
  }
  add(days) {
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
export {
  ZoneTables
};
