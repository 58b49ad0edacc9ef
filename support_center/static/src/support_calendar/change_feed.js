// Generated from web_src/support_calendar/change_feed.ts: change it there.
import { browser } from "@web/core/browser/browser";
import { ConnectionLostError, rpcBus } from "@web/core/network/rpc";
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
  isBehind = false;
  start() {
    this.bus.subscribe(CHANNEL, this.onMessage);
    this.bus.addEventListener("BUS:RECONNECT", this.catchUp);
    rpcBus.addEventListener("RPC:RESPONSE", this.onResponse);
    void this.bus.start();
  }
  stop() {
    this.bus.unsubscribe(CHANNEL, this.onMessage);
    this.bus.removeEventListener("BUS:RECONNECT", this.catchUp);
    rpcBus.removeEventListener("RPC:RESPONSE", this.onResponse);
    browser.clearTimeout(this.timer);
  }
  /**
   * Waits for a reading of what is shown. If the connection is lost meanwhile, Odoo says so and looks for it, and all that
   * is shown is read again once there is one: the messages may have come all the while.
   */
  async follow(reading) {
    try {
      return await reading;
    } catch (error) {
      this.isBehind ||= error instanceof ConnectionLostError;
      throw error;
    }
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
  onResponse = (event) => {
    const { error } = event.detail;
    if (this.isBehind && !error) {
      this.catchUp();
    }
  };
  catchUp = () => {
    this.isBehind = false;
    this.listener.reload();
  };
}
export {
  ChangeFeed
};
