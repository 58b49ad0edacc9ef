// Generated from web_src/core/clock_format.ts: change it there.
import { MINUTES_PER_DAY } from "./units";
const TOKENS = /HH|H|hh|h|mm|a/g;
class ClockFormat {
  constructor(pattern, meridiems = ["AM", "PM"]) {
    this.pattern = pattern;
    this.meridiems = meridiems;
  }
  pattern;
  meridiems;
  texts = /* @__PURE__ */ new Map();
  /** @param minute of the wall clock; whole days are ignored */
  format(minute) {
    const ofDay = (minute % MINUTES_PER_DAY + MINUTES_PER_DAY) % MINUTES_PER_DAY;
    let text = this.texts.get(ofDay);
    if (text === void 0) {
      text = this.write(ofDay);
      this.texts.set(ofDay, text);
    }
    return text;
  }
  write(ofDay) {
    const hour = Math.floor(ofDay / 60);
    const half = hour % 12 || 12;
    const values = {
      HH: pad(hour),
      H: String(hour),
      hh: pad(half),
      h: String(half),
      mm: pad(ofDay % 60),
      a: this.meridiems[hour < 12 ? 0 : 1]
    };
    return this.pattern.replace(TOKENS, (token) => values[token]);
  }
}
function withoutSeconds(pattern) {
  return pattern.replace(/[:.\s]?ss/, "");
}
function pad(value) {
  return String(value).padStart(2, "0");
}
export {
  ClockFormat,
  withoutSeconds
};
