// Generated from web_src/core/time_scale.ts: change it there.
import { lastAtMost, MINUTES_PER_DAY } from "./units";
const QUIET_RATE = 0.25;
const WHOLE_DAY = { from: 0, to: MINUTES_PER_DAY };
class TimeScale {
  /**
   * @param segments ascending in time and in position, neither empty nor overlapping
   * @param length of the whole axis in minutes
   */
  constructor(segments, length) {
    this.segments = segments;
    this.length = length;
    this.starts = segments.map((segment) => segment.start);
    this.positions = segments.map((segment) => segment.at);
  }
  segments;
  length;
  starts;
  positions;
  /** Position of an instant; a hidden instant stands where time is cut. */
  position(instant) {
    const index = lastAtMost(this.starts, instant);
    if (index < 0) {
      return this.positions[0] ?? 0;
    }
    const { start, end, at, rate = 1 } = this.segments[index];
    return at + (Math.min(instant, end) - start) * rate;
  }
  /** The instant drawn at a position; where nothing is drawn, the next one that is, and at the end the last. */
  instant(position) {
    const index = lastAtMost(this.positions, position);
    if (index < 0) {
      return this.starts[0] ?? 0;
    }
    const { start, end, at, rate = 1 } = this.segments[index];
    const within = start + (position - at) / rate;
    if (within < end) {
      return within;
    }
    return this.starts[index + 1] ?? end;
  }
  isVisible(instant) {
    const index = lastAtMost(this.starts, instant);
    return index >= 0 && instant < this.segments[index].end;
  }
  /** Whether any of `[start, end)` is drawn. */
  shows(start, end) {
    const index = lastAtMost(this.starts, end - 1);
    return index >= 0 && this.segments[index].end > start;
  }
}
function continuousScale(zone, days, window = WHOLE_DAY, quiet = /* @__PURE__ */ new Set()) {
  const segments = [];
  let at = 0;
  for (let day = days.first; day < days.end; day++) {
    const start = windowEdge(zone, day, window.from);
    const end = windowEdge(zone, day, window.to);
    if (start < end) {
      const rate = quiet.has(day) ? QUIET_RATE : 1;
      segments.push({ start, end, at, rate });
      at += (end - start) * rate;
    }
  }
  return new TimeScale(segments, at);
}
function wallAxis(zone, days, window = WHOLE_DAY) {
  const repeats = repeatsWithin(zone, days).filter((repeat) => repeat.at > window.from && repeat.at <= window.to);
  const place = (minute) => minute - window.from + repeats.reduce((sum, repeat) => sum + (repeat.at <= minute ? repeat.length : 0), 0);
  const length = window.to - window.from + repeats.reduce((sum, repeat) => sum + repeat.length, 0);
  const scales = [];
  for (let day = days.first; day < days.end; day++) {
    scales.push(new TimeScale(columnSegments(zone, day, window, repeats, place), length));
  }
  return { length, scales, ticks: wallTicks(window, repeats, place) };
}
function columnSegments(zone, day, window, repeats, place) {
  const start = windowEdge(zone, day, window.from);
  const end = windowEdge(zone, day, window.to);
  if (start >= end) {
    return [];
  }
  const midnight = day * MINUTES_PER_DAY;
  const changes = zone.changesWithin(start, end);
  const cuts = /* @__PURE__ */ new Set([start, ...changes]);
  for (const repeat of repeats) {
    const instant = zone.toUtc(midnight + repeat.at, "second");
    if (instant > start && instant < end) {
      cuts.add(instant);
    }
  }
  const bounds = [...cuts, end].sort((left, right) => left - right);
  return bounds.slice(0, -1).map((cut, index) => ({
    start: cut,
    end: bounds[index + 1],
    at: segmentPosition(zone, midnight, cut, repeats, place)
  }));
}
function segmentPosition(zone, midnight, instant, repeats, place) {
  const minute = zone.toLocal(instant) - midnight;
  const isSecond = zone.toUtc(midnight + minute) !== instant;
  if (!isSecond) {
    return place(minute);
  }
  const repeat = repeats.find(({ at, length }) => minute >= at - length && minute < at);
  return place(repeat.at) - (repeat.at - minute);
}
function wallTicks(window, repeats, place) {
  const ticks = [];
  for (let minute = Math.ceil(window.from / 60) * 60; minute < window.to; minute += 60) {
    for (const { at, length } of repeats) {
      if (at === minute) {
        for (let again = at - length; again < at; again += 60) {
          ticks.push({ at: place(at) - (at - again), minute: again, repeated: true });
        }
      }
    }
    ticks.push({ at: place(minute), minute, repeated: false });
  }
  return ticks;
}
function repeatsWithin(zone, days) {
  const longest = /* @__PURE__ */ new Map();
  for (let day = days.first; day < days.end; day++) {
    const start = zone.startOfDay(day);
    for (const change of zone.changesWithin(start, zone.startOfDay(day + 1))) {
      const length = zone.offsetAt(change - 1) - zone.offsetAt(change);
      if (length > 0) {
        const at = zone.toLocal(change) + length - day * MINUTES_PER_DAY;
        longest.set(at, Math.max(longest.get(at) ?? 0, length));
      }
    }
  }
  return [...longest].map(([at, length]) => ({ at, length })).sort((left, right) => left.at - right.at);
}
function windowEdge(zone, day, minute) {
  if (minute <= 0) {
    return zone.startOfDay(day);
  }
  if (minute >= MINUTES_PER_DAY) {
    return zone.startOfDay(day + 1);
  }
  return zone.toUtc(day * MINUTES_PER_DAY + minute);
}
export {
  QUIET_RATE,
  TimeScale,
  WHOLE_DAY,
  continuousScale,
  wallAxis
};
