// Generated from web_src/core/zone.ts: change it there.
import { lastAtMost, MINUTES_PER_DAY } from "./units";
class ZoneTable {
  /**
   * @param starts first instant of each period of constant offset, ascending; the first period has no beginning
   * @param offsets offset of each period in minutes
   */
  constructor(starts, offsets) {
    this.starts = starts;
    this.offsets = offsets;
  }
  starts;
  offsets;
  /** Reads a zone's offsets between two instants, one look-up a day plus a bisection for each change. */
  static build(offsetAt, from, to) {
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
  offsetAt(instant) {
    return this.offsets[lastAtMost(this.starts, instant)];
  }
  toLocal(instant) {
    return instant + this.offsetAt(instant);
  }
  /**
   * The instant at which the wall clock shows `local`. A time that the clock skips is read with the offset in force before
   * the change, so that 02:30 becomes 03:30 on the day clocks go forward.
   */
  toUtc(local, fold = "first") {
    let found = null;
    for (let index = 0; index < this.starts.length; index++) {
      const instant = local - this.offsets[index];
      const end = this.starts[index + 1] ?? Number.POSITIVE_INFINITY;
      if (instant >= this.starts[index] && instant < end) {
        if (fold === "first") {
          return instant;
        }
        found = instant;
      }
    }
    return found ?? this.afterSkip(local);
  }
  /** First instant of a civil day; it is not midnight where clocks skip midnight. */
  startOfDay(day) {
    const midnight = day * MINUTES_PER_DAY;
    const instant = this.toUtc(midnight);
    return this.toLocal(instant) === midnight ? instant : this.starts[lastAtMost(this.starts, instant)];
  }
  dayOf(instant) {
    return Math.floor(this.toLocal(instant) / MINUTES_PER_DAY);
  }
  /** Changes of the offset strictly inside a range. */
  changesWithin(from, to) {
    return this.starts.filter((start) => start > from && start < to);
  }
  afterSkip(local) {
    let index = this.starts.length - 1;
    while (index > 0 && local - this.offsets[index] < this.starts[index]) {
      index--;
    }
    return local - this.offsets[index];
  }
}
function firstWithOffset(offsetAt, offset, without, withIt) {
  let low = without;
  let high = withIt;
  while (high - low > 1) {
    const middle = low + high >> 1;
    if (offsetAt(middle) === offset) {
      high = middle;
    } else {
      low = middle;
    }
  }
  return high;
}
export {
  ZoneTable
};
