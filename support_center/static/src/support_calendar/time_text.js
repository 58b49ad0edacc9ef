// Generated from web_src/support_calendar/time_text.ts: change it there.
import { localization } from "@web/core/l10n/localization";
import { user } from "@web/core/user";
import { ClockFormat, withoutSeconds } from "../core/clock_format";
let clock = null;
function clockFormat() {
  clock ??= new ClockFormat(withoutSeconds(localization.timeFormat), luxon.Info.meridiems());
  return clock;
}
function dayText(day, format) {
  return luxon.DateTime.fromMillis(day * 864e5, { zone: "utc" }).toLocaleString(format);
}
function userZone() {
  return user.tz || luxon.DateTime.local().zoneName;
}
function serializeMinute(instant) {
  return new Date(instant * 6e4).toISOString().slice(0, 19).replace("T", " ");
}
export {
  clockFormat,
  dayText,
  serializeMinute,
  userZone
};
