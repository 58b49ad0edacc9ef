// Generated from web_src/support_calendar/save_watch.ts: change it there.
import { browser } from "@web/core/browser/browser";
const PATIENCE_MILLISECONDS = 400;
class SaveWatch {
  /**
   * @param tell called when a record has become late
   */
  constructor(tell) {
    this.tell = tell;
  }
  tell;
  timers = /* @__PURE__ */ new Map();
  late = /* @__PURE__ */ new Set();
  isLate(id) {
    return this.late.has(id);
  }
  /** A record is going to be saved; again, perhaps. */
  begin(id) {
    if (!this.timers.has(id)) {
      const become = () => {
        this.late.add(id);
        this.tell(id);
      };
      this.timers.set(id, browser.setTimeout(become, PATIENCE_MILLISECONDS));
    }
  }
  /** A record has been saved, or not. */
  end(id) {
    browser.clearTimeout(this.timers.get(id));
    this.timers.delete(id);
    this.late.delete(id);
  }
  stop() {
    [...this.timers.keys()].forEach((id) => this.end(id));
  }
}
export {
  SaveWatch
};
