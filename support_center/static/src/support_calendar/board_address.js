// Generated from web_src/support_calendar/board_address.ts: change it there.
import { browser } from "@web/core/browser/browser";
import { router, routerBus } from "@web/core/browser/router";
import { dayFromIso, isoFromDay } from "../core/civil";
const REST_MILLISECONDS = 300;
const address = () => router.stateToUrl(router.current);
let arrivedAt = address();
routerBus.addEventListener("ROUTE_CHANGE", () => arrivedAt = address());
function addressOnArrival(scales) {
  return arrivedAt === address() ? readAddress(router.current, scales) : {};
}
function readAddress(values, scales) {
  const { date, resource } = values;
  const day = typeof date === "string" ? dayFromIso(date) : null;
  const scale = scales.find((known) => known === values["scale"]);
  return {
    ...day === null ? {} : { day },
    // An address that this board wrote, in which nobody is named, is the team's.
    ...scale ? { scale, layout: "team" } : {},
    ...typeof resource === "number" ? { layout: "personal", resourceId: resource } : {}
  };
}
class BoardAddress {
  /**
   * @param write gives a state to Odoo's action service, which makes an entry of the browser's history
   */
  constructor(model, write) {
    this.model = model;
    this.write = write;
  }
  model;
  write;
  hasStarted = false;
  noted = "";
  timer = 0;
  /** To be called when the board comes into the page, before it gets its entry of the history. */
  start() {
    const asked = addressOnArrival(this.model.archInfo.scales);
    const hasArrived = arrivedAt === address();
    arrivedAt = null;
    this.hasStarted = true;
    this.noted = this.subject;
    this.write(hasArrived ? valuesOf(asked) : this.state);
  }
  /** To be called whenever something else may be shown. */
  note() {
    const { subject } = this;
    if (this.hasStarted && subject !== this.noted) {
      this.noted = subject;
      browser.clearTimeout(this.timer);
      this.timer = browser.setTimeout(() => this.flush(), REST_MILLISECONDS);
    }
  }
  /** To be called before the page is left, which may be before a step has been shown. */
  flush() {
    const { subject } = this;
    if (this.hasStarted && (this.timer || subject !== this.noted)) {
      this.forget();
      this.noted = subject;
      this.write(this.state);
    }
  }
  forget() {
    browser.clearTimeout(this.timer);
    this.timer = 0;
  }
  get state() {
    const { day, scale, layout, resourceId } = this.model.target;
    return {
      date: day === this.model.today ? void 0 : isoFromDay(day),
      scale,
      resource: layout === "personal" && this.model.rights.team ? resourceId : void 0
    };
  }
  get subject() {
    const { day, scale, layout, resourceId } = this.model.target;
    return [day, scale, layout, layout === "personal" ? resourceId : ""].join();
  }
}
function valuesOf({ day, scale, resourceId }) {
  return { date: day === void 0 ? void 0 : isoFromDay(day), scale, resource: resourceId };
}
export {
  BoardAddress,
  addressOnArrival
};
