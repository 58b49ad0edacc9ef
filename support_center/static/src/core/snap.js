// Generated from web_src/core/snap.ts: change it there.
import { MINUTES_PER_DAY } from "./units";
function snap(zone, instant, step, round = Math.round) {
  const local = zone.toLocal(instant);
  const minute = local - Math.floor(local / MINUTES_PER_DAY) * MINUTES_PER_DAY;
  return instant + round(minute / step) * step - minute;
}
function shiftLocal(zone, instant, days, minutes) {
  if (days === 0) {
    return instant + minutes;
  }
  return zone.toUtc(zone.toLocal(instant) + days * MINUTES_PER_DAY) + minutes;
}
export {
  shiftLocal,
  snap
};
