// Generated from web_src/support_calendar/change_feed.ts: change it there.
import { browser } from "@web/core/browser/browser";
import { ConnectionLostError, rpcBus } from "@web/core/network/rpc";
import { Freshness } from "../core/freshness";
import { MessageNumbers } from "../core/message_numbers";
const CHANNEL = "support_calendar/changed";
const DELAY_MILLISECONDS = 40;
const GAP_MILLISECONDS = 3e3;
const LOOK_MILLISECONDS = 5e3;
const MINUTE = 6e4;
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
  numbers = new MessageNumbers();
  freshness = new Freshness(Date.now());
  timer = 0;
  gapTimer = 0;
  lookTimer = 0;
  isBehind = false;
  shownLostSince = null;
  start() {
    this.bus.subscribe(CHANNEL, this.onMessage);
    this.bus.addEventListener("BUS:CONNECT", this.onConnect);
    this.bus.addEventListener("BUS:RECONNECT", this.onConnect);
    this.bus.addEventListener("BUS:DISCONNECT", this.onDisconnect);
    rpcBus.addEventListener("RPC:RESPONSE", this.onResponse);
    browser.addEventListener("focus", this.onReturn);
    document.addEventListener("visibilitychange", this.onReturn);
    this.lookTimer = browser.setInterval(() => this.look(), LOOK_MILLISECONDS);
    if (this.bus.workerState === "DISCONNECTED") {
      this.freshness.noteDisconnected(Date.now());
    }
    void this.bus.start();
  }
  stop() {
    this.bus.unsubscribe(CHANNEL, this.onMessage);
    this.bus.removeEventListener("BUS:CONNECT", this.onConnect);
    this.bus.removeEventListener("BUS:RECONNECT", this.onConnect);
    this.bus.removeEventListener("BUS:DISCONNECT", this.onDisconnect);
    rpcBus.removeEventListener("RPC:RESPONSE", this.onResponse);
    browser.removeEventListener("focus", this.onReturn);
    document.removeEventListener("visibilitychange", this.onReturn);
    browser.clearInterval(this.lookTimer);
    browser.clearTimeout(this.timer);
    browser.clearTimeout(this.gapTimer);
  }
  /**
   * While nothing is heard from the server: until when all that is shown is known to be as the server has it, a full minute in
   * milliseconds since 1970. Otherwise null.
   */
  get lostSince() {
    const { updatedAt } = this.freshness;
    return this.freshness.isLost(Date.now()) ? updatedAt - updatedAt % MINUTE : null;
  }
  /**
   * Waits for a reading of what is shown. If the connection is lost meanwhile, Odoo says so and looks for it, and all that
   * is shown is read again once there is one: the messages may have come all the while.
   */
  async follow(reading) {
    try {
      return await reading;
    } catch (error) {
      if (error instanceof ConnectionLostError) {
        this.isBehind = true;
        this.freshness.noteFailed();
        this.showConnection();
      }
      throw error;
    }
  }
  /** Waits for the first reading, or that of another search; see {@link follow}. */
  async followAll(reading) {
    this.freshness.noteTried(Date.now());
    await this.follow(reading);
    this.freshness.noteRead();
    this.showConnection();
  }
  onMessage = ({ model, ids, number }) => {
    if (model === this.resModel) {
      ids.forEach((id) => this.changed.add(id));
      this.listener.noteChanged(ids);
      browser.clearTimeout(this.timer);
      this.timer = browser.setTimeout(() => {
        const changed = [...this.changed];
        this.changed.clear();
        this.listener.refreshRows(changed);
      }, DELAY_MILLISECONDS);
      if (number !== void 0) {
        this.noteNumber(number);
      }
    }
  };
  noteNumber(number) {
    this.numbers.note(number);
    browser.clearTimeout(this.gapTimer);
    if (this.numbers.hasGap) {
      this.gapTimer = browser.setTimeout(() => {
        this.numbers.closeGap();
        this.freshness.noteMissed(false);
        this.look();
      }, GAP_MILLISECONDS);
    }
  }
  /** The first connection is none that was lost. */
  onConnect = ({ type }) => {
    const wasLost = type === "BUS:RECONNECT" || !this.freshness.isConnected;
    this.freshness.noteConnected();
    if (wasLost) {
      this.freshness.noteMissed(true);
    }
    this.look();
  };
  onDisconnect = () => {
    this.freshness.noteDisconnected(Date.now());
  };
  onResponse = (event) => {
    const { error } = event.detail;
    if (this.isBehind && !error) {
      this.isBehind = false;
      this.freshness.noteMissed(true);
      this.look();
    }
  };
  onReturn = () => {
    this.freshness.noteMissed(false);
    this.look();
  };
  /** Reads again if it is time to. Nothing is read for somebody who does not look; it is when they do. */
  look() {
    const isWanted = document.visibilityState === "visible" && !this.listener.isBusy();
    if (isWanted && this.freshness.isDue(Date.now())) {
      void this.catchUp();
    }
    this.showConnection();
  }
  async catchUp() {
    this.freshness.noteTried(Date.now());
    try {
      if (await this.follow(this.listener.reload())) {
        this.freshness.noteRead();
      } else {
        this.freshness.noteMissed(true);
      }
    } catch {
      this.freshness.noteFailed();
    }
    this.showConnection();
  }
  showConnection() {
    const { lostSince } = this;
    if (lostSince !== this.shownLostSince) {
      this.shownLostSince = lostSince;
      this.listener.showConnection();
    }
  }
}
export {
  ChangeFeed
};
