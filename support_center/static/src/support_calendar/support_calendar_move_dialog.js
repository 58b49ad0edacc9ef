// Generated from web_src/support_calendar/support_calendar_move_dialog.ts: change it there.
import { Component, markRaw, useState } from "@odoo/owl";
import { DateTimeInput } from "@web/core/datetime/datetime_input";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { uniqueId } from "@web/core/utils/functions";
import { isRefused } from "../core/fit";
import { BlockViewFactory } from "./block_view";
import { fitIssueText } from "./fit_text";
import { dayOfDate, minuteOf, momentOf } from "./time_text";
class SupportCalendarMoveDialog extends Component {
  static template = "support_center.SupportCalendarMoveDialog";
  static components = { DateTimeInput, Dialog };
  static props = { model: Object, event: Object, place: Function, close: Function };
  setup() {
    const { event, model } = this.props;
    this.blockViews = new BlockViewFactory(model);
    this.startId = uniqueId("o_sc_move_start_");
    this.state = useState({
      resourceId: event.resourceId,
      start: markRaw(momentOf(event.start)),
      minutes: event.stop - event.start
    });
  }
  get title() {
    return _t("Move “%s”", this.props.event.label || this.props.event.reference);
  }
  get resources() {
    const { model } = this.props;
    return model.rowIds.map((id) => ({ id, name: model.resourceName(id) }));
  }
  /** Null while what was typed is not a time. */
  get placement() {
    const { resourceId, start, minutes } = this.state;
    if (!start || dayOfDate(start) === null || !(minutes > 0)) {
      return null;
    }
    const minute = minuteOf(start);
    return { resourceId, start: minute, stop: minute + minutes };
  }
  get issues() {
    const { placement } = this;
    return placement ? this.props.model.fitIssues(this.props.event, placement) : [];
  }
  get verdict() {
    if (!this.placement) {
      return { text: _t("Give a start and a length in minutes."), className: "alert-warning" };
    }
    const { issues } = this;
    if (issues.length === 0) {
      return { text: _t("Fits."), className: "alert-success" };
    }
    const text = issues.map((issue) => fitIssueText(issue, this.blockViews)).join(", ");
    return { text, className: isRefused(issues) ? "alert-danger" : "alert-warning" };
  }
  get canSave() {
    return this.placement !== null && !isRefused(this.issues);
  }
  onStart(start) {
    this.state.start = start ? markRaw(start) : null;
  }
  onResource(event) {
    this.state.resourceId = Number(event.target.value);
  }
  async save() {
    const { placement } = this;
    const { event, place, close } = this.props;
    if (placement) {
      close();
      await place(event, placement);
    }
  }
}
export {
  SupportCalendarMoveDialog
};
