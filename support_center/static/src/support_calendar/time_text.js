// Generated from web_src/support_calendar/time_text.ts: change it there.
import { localization } from "@web/core/l10n/localization";
import { ClockFormat, withoutSeconds } from "../core/clock_format";
import { dayFromIso, isoFromDay } from "../core/civil";
let clock = null;
function clockFormat() {
  clock ??= new ClockFormat(withoutSeconds(localization.timeFormat), luxon.Info.meridiems());
  return clock;
}
const LONG_DAY = { weekday: "long", day: "numeric", month: "long" };
function dayText(day, format) {
  return luxon.DateTime.fromMillis(day * 864e5, { zone: "utc" }).toLocaleString(format);
}
function momentText(milliseconds) {
  const moment = luxon.DateTime.fromMillis(milliseconds);
  const time = clockFormat().format(Math.floor(milliseconds / 6e4) + moment.offset);
  const isToday = moment.toISODate() === luxon.DateTime.local().toISODate();
  return isToday ? time : `${moment.toLocaleString({ day: "numeric", month: "short" })} ${time}`;
}
const userOffsetAt = (instant) => luxon.DateTime.fromMillis(instant * 6e4).offset;
function momentOf(instant) {
  return luxon.DateTime.fromMillis(instant * 6e4);
}
function minuteOf(moment) {
  return Math.floor(moment.toMillis() / 6e4);
}
function dateOfDay(day) {
  return luxon.DateTime.fromISO(isoFromDay(day));
}
function dayOfDate(date) {
  return date ? dayFromIso(date.toISODate()) : null;
}
function serializeMinute(instant) {
  return new Date(instant * 6e4).toISOString().slice(0, 19).replace("T", " ");
}
export {
  LONG_DAY,
  clockFormat,
  dateOfDay,
  dayOfDate,
  dayText,
  minuteOf,
  momentOf,
  momentText,
  serializeMinute,
  userOffsetAt
};
