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
    this.bus.addEventListener("BUS:RECONNECT", this.onReconnect);
    rpcBus.addEventListener("RPC:RESPONSE", this.onResponse);
    void this.bus.start();
  }
  stop() {
    this.bus.unsubscribe(CHANNEL, this.onMessage);
    this.bus.removeEventListener("BUS:RECONNECT", this.onReconnect);
    rpcBus.removeEventListener("RPC:RESPONSE", this.onResponse);
    browser.clearTimeout(this.timer);
  }
  /**
   * Waits for a reading that nobody repeats. If the connection is lost meanwhile, Odoo says so and looks for it, and all that
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
        void this.listener.refreshRows(changed);
      }, DELAY_MILLISECONDS);
    }
  };
  onReconnect = () => void this.catchUp();
  onResponse = (event) => {
    const { error } = event.detail;
    if (this.isBehind && !error) {
      void this.catchUp();
    }
  };
  async catchUp() {
    this.isBehind = false;
    await this.follow(this.listener.reload());
  }
}
export {
  ChangeFeed
};
