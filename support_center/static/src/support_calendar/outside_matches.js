// Generated from web_src/support_calendar/outside_matches.ts: change it there.
import { browser } from "@web/core/browser/browser";
import { ConnectionLostError } from "@web/core/network/rpc";
const REST_MILLISECONDS = 300;
const CHANGE_MILLISECONDS = 1e3;
class OutsideMatches {
  constructor(ask, show) {
    this.ask = ask;
    this.show = show;
  }
  ask;
  show;
  wanted = null;
  key = "";
  answer = null;
  timer = 0;
  isAsking = false;
  /** null while it is not known */
  get known() {
    return this.answer;
  }
  /** @param question null: there is no search */
  want(question) {
    const key = question ? JSON.stringify(question) : "";
    if (key !== this.key) {
      this.wanted = question;
      this.key = key;
      this.answer = null;
      browser.clearTimeout(this.timer);
      this.timer = 0;
      this.askIn(REST_MILLISECONDS);
    }
  }
  /** Records have changed: they may match now, or not any more. */
  noteChanged() {
    this.askIn(CHANGE_MILLISECONDS);
  }
  stop() {
    this.want(null);
  }
  askIn(milliseconds) {
    if (this.wanted && !this.timer) {
      this.timer = browser.setTimeout(() => {
        this.timer = 0;
        void this.read();
      }, milliseconds);
    }
  }
  async read() {
    const { wanted } = this;
    if (!wanted) {
      return;
    }
    if (this.isAsking) {
      this.askIn(REST_MILLISECONDS);
      return;
    }
    this.isAsking = true;
    try {
      const answer = await this.ask(wanted);
      if (wanted === this.wanted) {
        this.answer = answer;
        this.show();
      }
    } catch (error) {
      if (!(error instanceof ConnectionLostError)) {
        throw error;
      }
    } finally {
      this.isAsking = false;
    }
  }
}
export {
  OutsideMatches
};
