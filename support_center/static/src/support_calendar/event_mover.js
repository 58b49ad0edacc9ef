// Generated from web_src/support_calendar/event_mover.ts: change it there.
import { _t } from "@web/core/l10n/translation";
import { isRefused, isSamePlacement } from "../core/fit";
import { BlockViewFactory } from "./block_view";
import { fitIssueText } from "./fit_text";
class EventMover {
  /**
   * @param announce tells those who do not see the screen
   */
  constructor(model, announce, blockViews = new BlockViewFactory(model)) {
    this.model = model;
    this.announce = announce;
    this.blockViews = blockViews;
  }
  model;
  announce;
  blockViews;
  /**
   * @param event as it was when the user took it
   * @returns whether it was saved
   */
  async place(event, placement) {
    const { model } = this;
    const current = model.data.get(event.id);
    if (!current || !isSamePlacement(current, event)) {
      this.warn(this.staleText(event, current));
      return false;
    }
    const issues = model.fitIssues(event, placement);
    if (isRefused(issues)) {
      this.refuse(issues);
      return false;
    }
    const isSaved = await model.reschedule(event.id, placement);
    if (isSaved) {
      this.announce(_t("Moved to %s. %s", this.where(placement), this.texts(issues).join(". ")));
    }
    return isSaved;
  }
  /** Says why something does not fit. */
  refuse(issues) {
    this.warn(_t("This does not fit: %s.", this.texts(issues).join(", ")));
  }
  texts(issues) {
    return issues.map((issue) => fitIssueText(issue, this.blockViews));
  }
  staleText(event, current) {
    const label = this.blockViews.label(event);
    return current ? _t("“%s” has been moved meanwhile, to %s. Nothing was changed.", label, this.where(current)) : _t("“%s” is not here any more. Nothing was changed.", label);
  }
  where(placement) {
    return `${this.model.resourceName(placement.resourceId)}, ${this.blockViews.timeRange(placement)}`;
  }
  /** Notifications are read out by themselves. */
  warn(message) {
    this.model.notification.add(message, { type: "warning" });
  }
}
export {
  EventMover
};
