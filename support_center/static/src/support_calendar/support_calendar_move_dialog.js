// Generated from web_src/support_calendar/support_calendar_move_dialog.ts: change it there.
import { Component, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { dayFromIso, isoFromDay } from "../core/civil";
import { isRefused } from "../core/fit";
import { MINUTES_PER_DAY } from "../core/units";
import { fitIssueText } from "./fit_text";
class SupportCalendarMoveDialog extends Component {
  static template = "support_center.SupportCalendarMoveDialog";
  static components = { Dialog };
  static props = { model: Object, event: Object, place: Function, close: Function };
  setup() {
    const { event, model } = this.props;
    const local = model.zones.at(event.start).toLocal(event.start);
    const day = Math.floor(local / MINUTES_PER_DAY);
    this.state = useState({
      resourceId: event.resourceId,
      date: isoFromDay(day),
      time: clockText(local - day * MINUTES_PER_DAY),
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
    const day = dayFromIso(this.state.date);
    const clock = /^(\d{2}):(\d{2})/.exec(this.state.time);
    if (day === null || !clock || !(this.state.minutes > 0)) {
      return null;
    }
    const minute = Number(clock[1]) * 60 + Number(clock[2]);
    const zone = this.props.model.zones.of({ first: day, end: day + 1 });
    const start = zone.toUtc(day * MINUTES_PER_DAY + minute);
    return { resourceId: this.state.resourceId, start, stop: start + this.state.minutes };
  }
  get issues() {
    const { placement } = this;
    return placement ? this.props.model.fitIssues(this.props.event, placement) : [];
  }
  get verdict() {
    if (!this.placement) {
      return { text: _t("Give a date, a time and a length in minutes."), className: "alert-warning" };
    }
    const { issues } = this;
    if (issues.length === 0) {
      return { text: _t("Fits."), className: "alert-success" };
    }
    const text = issues.map(fitIssueText).join(", ");
    return { text, className: isRefused(issues) ? "alert-danger" : "alert-warning" };
  }
  get canSave() {
    return this.placement !== null && !isRefused(this.issues);
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
function clockText(minute) {
  const pad = (value) => String(value).padStart(2, "0");
  return `${pad(Math.floor(minute / 60))}:${pad(minute % 60)}`;
}
export {
  SupportCalendarMoveDialog
};
