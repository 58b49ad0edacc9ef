// Generated from web_src/core/layout.ts: change it there.
import { packLanes, spreadLanes } from "./lanes";
import { packMonthRow } from "./month";
import { WHOLE_DAY } from "./time_scale";
import { MINUTES_PER_DAY, MINUTES_PER_HOUR } from "./units";
const OFFICE_HOURS = { from: 8 * MINUTES_PER_HOUR, to: 18 * MINUTES_PER_HOUR };
function layoutTrack(events, scale, minimumLength, labelLength = minimumLength, leastLanes = 0) {
  const shown = events.filter((event) => scale.shows(event.start, event.stop));
  const spans = shown.map((event) => ({ start: scale.position(event.start), stop: scale.position(event.stop) }));
  const length = Math.max(minimumLength, labelLength);
  const packing = leastLanes > 0 ? spreadLanes(spans, length, leastLanes) : packLanes(spans, length);
  const blocks = shown.map((event, index) => {
    const { start, stop } = spans[index];
    return {
      event,
      at: Math.max(0, Math.min(start, scale.length - minimumLength)),
      length: Math.max(stop - start, minimumLength),
      room: 0,
      lane: packing.lanes[index],
      groupLanes: packing.groupLanes[index],
      continuesBefore: !scale.isVisible(event.start),
      continuesAfter: !scale.isVisible(event.stop - 1)
    };
  });
  const laneStarts = new Array(packing.count).fill(scale.length);
  for (const block of [...blocks].sort((left, right) => right.at - left.at)) {
    block.room = laneStarts[block.lane] - block.at;
    laneStarts[block.lane] = block.at;
  }
  return { blocks, lanes: Math.max(1, packing.count) };
}
function layoutMonthTrack(events, zone, firstDay, days, limit) {
  const spans = events.map((event) => ({
    firstDay: zone.dayOf(event.start),
    lastDay: zone.dayOf(event.stop - 1),
    isMinor: !event.matches
  }));
  return packMonthRow(spans, firstDay, days, limit);
}
function usefulHours(zone, days, resources, events) {
  const from = zone.startOfDay(days.first);
  const to = zone.startOfDay(days.end);
  const isKnown = resources.some(({ working }) => working !== null);
  let first = isKnown ? Number.POSITIVE_INFINITY : OFFICE_HOURS.from;
  let last = isKnown ? Number.NEGATIVE_INFINITY : OFFICE_HOURS.to;
  const include = (start, stop) => {
    if (start >= to || stop <= from) {
      return;
    }
    const begin = zone.toLocal(start);
    const end = zone.toLocal(stop);
    const day = Math.floor(begin / MINUTES_PER_DAY);
    const isWithinDay = Math.floor((end - 1) / MINUTES_PER_DAY) === day;
    first = Math.min(first, isWithinDay ? begin - day * MINUTES_PER_DAY : 0);
    last = Math.max(last, isWithinDay ? end - day * MINUTES_PER_DAY : MINUTES_PER_DAY);
  };
  for (const schedule of new Set(resources.map((resource) => resource.working))) {
    for (let index = 0; schedule && index < schedule.length; index += 2) {
      include(schedule[index], schedule[index + 1]);
    }
  }
  for (const event of events) {
    include(event.start, event.stop);
  }
  if (first > last) {
    return OFFICE_HOURS;
  }
  return {
    from: Math.max(WHOLE_DAY.from, Math.floor(first / MINUTES_PER_HOUR) * MINUTES_PER_HOUR),
    to: Math.min(WHOLE_DAY.to, Math.ceil(last / MINUTES_PER_HOUR) * MINUTES_PER_HOUR)
  };
}
function quietDays(zone, days, resources, events) {
  const quiet = /* @__PURE__ */ new Set();
  if (resources.every(({ working }) => working === null)) {
    return quiet;
  }
  for (let day = days.first; day < days.end; day++) {
    quiet.add(day);
  }
  const remove = (start, stop) => {
    const last = zone.dayOf(stop - 1);
    for (let day = zone.dayOf(start); day <= last; day++) {
      quiet.delete(day);
    }
  };
  for (const schedule of new Set(resources.map((resource) => resource.working))) {
    for (let index = 0; schedule && index < schedule.length; index += 2) {
      remove(schedule[index], schedule[index + 1]);
    }
  }
  const candidates = [...quiet].map((day) => ({ day, from: zone.startOfDay(day), to: zone.startOfDay(day + 1) }));
  for (const { start, stop } of events) {
    for (const { day, from, to } of candidates) {
      if (start < to && stop > from) {
        quiet.delete(day);
      }
    }
  }
  return quiet.size === days.end - days.first ? /* @__PURE__ */ new Set() : quiet;
}
function axisIntervals(intervals, scale) {
  const positions = [];
  for (let index = 0; index < intervals.length; index += 2) {
    const start = scale.position(intervals[index]);
    const end = scale.position(intervals[index + 1]);
    if (start < end) {
      positions.push(start, end);
    }
  }
  return positions;
}
export {
  axisIntervals,
  layoutMonthTrack,
  layoutTrack,
  quietDays,
  usefulHours
};
