// Generated from web_src/support_calendar/change_feed.ts: change it there.
import { browser } from "@web/core/browser/browser";
const CHANNEL = "support_calendar/changed";
const DELAY_MILLISECONDS = 40;
class ChangeFeed {
  constructor(bus, resModel, listener) {
    this.bus = bus;
    this.resModel = resModel;
    this.listener = listener;
  }
  bus;
  resModel;
  listener;
  changed = /* @__PURE__ */ new Set();
  timer = 0;
  start() {
    this.bus.subscribe(CHANNEL, this.onMessage);
    this.bus.addEventListener("BUS:RECONNECT", this.onReconnect);
    void this.bus.start();
  }
  stop() {
    this.bus.unsubscribe(CHANNEL, this.onMessage);
    this.bus.removeEventListener("BUS:RECONNECT", this.onReconnect);
    browser.clearTimeout(this.timer);
  }
  onMessage = ({ model, ids }) => {
    if (model === this.resModel) {
      ids.forEach((id) => this.changed.add(id));
      this.listener.noteChanged(ids);
      browser.clearTimeout(this.timer);
      this.timer = browser.setTimeout(() => {
        const changed = [...this.changed];
        this.changed.clear();
        this.listener.refreshRows(changed);
      }, DELAY_MILLISECONDS);
    }
  };
  onReconnect = () => this.listener.reload();
}
export {
  ChangeFeed
};
