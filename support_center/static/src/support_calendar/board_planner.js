// Generated from web_src/support_calendar/board_planner.ts: change it there.
import { _t } from "@web/core/l10n/translation";
import { isRefused } from "../core/fit";
import { EventMover } from "./event_mover";
class BoardPlanner {
  constructor(surface) {
    this.surface = surface;
    const { model, actions, blockViews } = surface;
    this.mover = new EventMover(model, (text) => actions.announce(text), blockViews);
  }
  surface;
  mover;
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
      this.mover.refuse(issues);
      return;
    }
    this.surface.actions.createRecord(placement);
  }
  /**
   * @param event as it was when the user took it
   * @returns whether it was saved
   */
  place(event, placement) {
    return this.mover.place(event, placement);
  }
}
export {
  BoardPlanner
};
