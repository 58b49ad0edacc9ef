// Generated from web_src/support_calendar/time_text.ts: change it there.
import { localization } from "@web/core/l10n/localization";
import { ClockFormat, withoutSeconds } from "../core/clock_format";
let clock = null;
function clockFormat() {
  clock ??= new ClockFormat(withoutSeconds(localization.timeFormat), luxon.Info.meridiems());
  return clock;
}
function dayText(day, format) {
  return luxon.DateTime.fromMillis(day * 864e5, { zone: "utc" }).toLocaleString(format);
}
const userOffsetAt = (instant) => luxon.DateTime.fromMillis(instant * 6e4).offset;
function serializeMinute(instant) {
  return new Date(instant * 6e4).toISOString().slice(0, 19).replace("T", " ");
}
export {
  clockFormat,
  dayText,
  serializeMinute,
  userOffsetAt
};
