// Generated from web_src/support_calendar/board_planner.ts: change it there.
import { _t } from "@web/core/l10n/translation";
import { isRefused } from "../core/fit";
import { newPlacement } from "../core/gesture";
import { snap } from "../core/snap";
import { NEW_DURATION, SLOT_MINUTES, START_OF_WORK } from "./board_surface";
import { fitIssueText } from "./fit_text";
import { isSamePlacement } from "./support_calendar_model";
class BoardPlanner {
  constructor(surface) {
    this.surface = surface;
  }
  surface;
  createAt(spot) {
    const { model, currentBoard } = this.surface;
    if (!model.canCreate || model.isEmpty) {
      return;
    }
    const { zone, archInfo } = model;
    const start = snap(zone, spot.instant, Math.max(archInfo.snap, SLOT_MINUTES), Math.floor);
    this.create(
      currentBoard.geometry.isTimed ? { resourceId: spot.resourceId, start, stop: start + NEW_DURATION } : newPlacement(zone, spot.resourceId, spot.day, START_OF_WORK, NEW_DURATION)
    );
  }
  create(placement) {
    const issues = this.surface.model.fitIssues(null, placement);
    if (isRefused(issues)) {
      this.refuse(issues.map(fitIssueText));
      return;
    }
    this.surface.actions.createRecord(placement);
  }
  /** @param event as it was when the user took it */
  place(event, placement) {
    const { model, actions, blockViews } = this.surface;
    const current = model.data.get(event.id);
    if (!current || !isSamePlacement(current, event)) {
      this.explainStale(event, current);
      return;
    }
    const issues = model.fitIssues(event, placement);
    if (isRefused(issues)) {
      this.refuse(issues.map(fitIssueText));
      return;
    }
    const reasons = issues.map(fitIssueText).join(". ");
    void model.reschedule(event.id, placement).then((isSaved) => {
      if (isSaved) {
        const where = `${model.resourceName(placement.resourceId)}, ${blockViews.timeRange(placement)}`;
        actions.announce(_t("Moved to %s. %s", where, reasons));
      }
    });
  }
  explainStale(event, current) {
    const { model, blockViews } = this.surface;
    const label = blockViews.label(event);
    const where = current && `${model.resourceName(current.resourceId)}, ${blockViews.timeRange(current)}`;
    this.warn(
      where ? _t("“%s” has been moved meanwhile, to %s. Nothing was changed.", label, where) : _t("“%s” is not here any more. Nothing was changed.", label)
    );
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
