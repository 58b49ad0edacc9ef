// Generated from web_src/core/cursor.ts: change it there.
import { compareEvents } from "./event";
function stepForward(events, cursor, bounds) {
  const position = events.findIndex((event) => event.id === cursor.eventId);
  const current = events[position];
  const free = coveredUntil(events, current ? current.stop : cursor.time + bounds.slot);
  const next = current ? events[position + 1] : events.find((event) => event.start >= cursor.time);
  if (next && next.start < Math.min(free + bounds.slot, bounds.to)) {
    return onEvent(next);
  }
  return free < bounds.to ? { time: free, eventId: 0 } : null;
}
function stepBack(events, cursor, bounds) {
  const position = events.findIndex((event) => event.id === cursor.eventId);
  const edge = events[position]?.start ?? cursor.time;
  const before = position >= 0 ? events.slice(0, position) : events.filter((event) => event.start < cursor.time);
  const previous = before[before.length - 1];
  if (previous && before.some((event) => event.stop > edge - bounds.slot)) {
    return onEvent(previous);
  }
  const time = Math.max(edge - bounds.slot, bounds.from);
  return time < edge ? { time, eventId: 0 } : null;
}
function cursorAt(events, time, bounds) {
  const touched = events.filter((event) => event.start < time + bounds.slot && event.stop > time);
  const nearest = touched.sort(
    (left, right) => Math.abs(left.start - time) - Math.abs(right.start - time) || compareEvents(left, right)
  )[0];
  return nearest ? onEvent(nearest) : { time, eventId: 0 };
}
function onEvent(event) {
  return { time: event.start, eventId: event.id };
}
function coveredUntil(events, time) {
  let end = time;
  for (const event of events) {
    if (event.start <= end && event.stop > end) {
      end = event.stop;
    }
  }
  return end;
}
export {
  cursorAt,
  stepBack,
  stepForward
};
