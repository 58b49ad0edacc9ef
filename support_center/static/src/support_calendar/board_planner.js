// Generated from web_src/support_calendar/board_planner.ts: change it there.
import { _t } from "@web/core/l10n/translation";
import { isRefused } from "../core/fit";
import { EventMover } from "./event_mover";
import { fitIssueText } from "./fit_text";
class BoardPlanner {
  constructor(surface) {
    this.surface = surface;
  }
  surface;
  /** @param spot the time is meant as it is, without rounding */
  createAt(spot) {
    const { model, newEvents, actions } = this.surface;
    if (!model.canCreate || model.isEmpty) {
      actions.announce(_t("Nothing can be planned here."));
      return;
    }
    this.create(newEvents.at(spot));
  }
  create(placement) {
    const issues = this.surface.newEvents.issues(placement);
    if (isRefused(issues)) {
      this.refuse(issues.map(fitIssueText));
      return;
    }
    this.surface.actions.createRecord(placement);
  }
  /**
   * @param event as it was when the user took it
   * @returns whether it was saved
   */
  place(event, placement) {
    const { model, actions, blockViews } = this.surface;
    return new EventMover(model, (text) => actions.announce(text), blockViews).place(event, placement);
  }
  refuse(reasons) {
    this.warn(_t("This does not fit: %s.", reasons.join(", ")));
  }
  warn(message) {
    this.surface.model.notification.add(message, { type: "warning" });
    this.surface.actions.announce(message);
  }
}
export {
  BoardPlanner
};
