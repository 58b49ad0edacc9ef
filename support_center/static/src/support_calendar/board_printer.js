// Generated from web_src/support_calendar/board_printer.ts: change it there.
import { browser } from "@web/core/browser/browser";
import { ConnectionLostError } from "@web/core/network/rpc";
import { renderToElement } from "@web/core/utils/render";
import { printedIds, PrintSheetFactory, printFields } from "./print_sheet";
const NOTHING = /* @__PURE__ */ new Map();
class BoardPrinter {
  /**
   * @param heading says what the page is called, and which days are on the board
   * @param ownsPage whether the page is the board's, so that whoever prints the page means the board
   */
  constructor(model, heading, ownsPage) {
    this.model = model;
    this.heading = heading;
    this.ownsPage = ownsPage;
  }
  model;
  heading;
  ownsPage;
  details = NOTHING;
  sheet = null;
  isReading = false;
  /** whether the board's own way to print was used */
  isAsked = false;
  media = browser.matchMedia("print");
  start() {
    browser.addEventListener("beforeprint", this.begin);
    browser.addEventListener("afterprint", this.end);
    browser.addEventListener("keydown", this.onKeyDown, { capture: true });
    this.media.addEventListener("change", this.onMedia);
  }
  stop() {
    browser.removeEventListener("beforeprint", this.begin);
    browser.removeEventListener("afterprint", this.end);
    browser.removeEventListener("keydown", this.onKeyDown, { capture: true });
    this.media.removeEventListener("change", this.onMedia);
    this.end();
  }
  /** Reads what is missing, and prints. Without a connection, what is on the board is printed. */
  async print() {
    if (this.isReading) {
      return;
    }
    const { state } = this.model;
    this.isReading = true;
    try {
      await this.read();
    } catch (error) {
      if (!(error instanceof ConnectionLostError)) {
        throw error;
      }
    } finally {
      this.isReading = false;
    }
    if (state === this.model.state) {
      this.isAsked = true;
      window.print();
    }
  }
  async read() {
    const { model } = this;
    this.details = NOTHING;
    await model.completeShown();
    const ids = printedIds(model);
    const fields = printFields(model);
    if (ids.length > 0 && fields.length > 0) {
      this.details = await model.readTexts(ids, fields);
    }
  }
  begin = () => {
    const isMeant = this.isAsked || this.ownsPage && !isCovered();
    if (!isMeant) {
      return;
    }
    this.sheet?.remove();
    const sheet = new PrintSheetFactory(this.model, this.details).make(...this.heading());
    this.sheet = renderToElement("support_center.SupportCalendarPrint", { sheet });
    document.body.append(this.sheet);
    document.documentElement.classList.add("o_sc_printing");
  };
  end = () => {
    if (this.sheet) {
      this.sheet.remove();
      this.sheet = null;
      document.documentElement.classList.remove("o_sc_printing");
      this.details = NOTHING;
      this.isAsked = false;
    }
  };
  onMedia = ({ matches }) => {
    if (matches) {
      this.begin();
    } else {
      this.end();
    }
  };
  /** The browser's own key, with all that the button prints. */
  onKeyDown = (event) => {
    const isPrint = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key === "p";
    if (isPrint && this.ownsPage && !isCovered()) {
      event.preventDefault();
      event.stopPropagation();
      void this.print();
    }
  };
}
function isCovered() {
  return document.querySelector(".o_dialog") !== null;
}
export {
  BoardPrinter
};
