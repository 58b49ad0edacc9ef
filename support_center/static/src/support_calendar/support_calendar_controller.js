// Generated from web_src/support_calendar/support_calendar_controller.ts: change it there.
import { Component, onMounted, onWillStart, onWillDestroy, useRef, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { router } from "@web/core/browser/router";
import { useCommand } from "@web/core/commands/command_hook";
import { _t } from "@web/core/l10n/translation";
import { useBus, useOwnedDialogs, useService } from "@web/core/utils/hooks";
import { useModel } from "@web/model/model";
import { useSetupAction } from "@web/search/action_hook";
import { CogMenu } from "@web/search/cog_menu/cog_menu";
import { Layout } from "@web/search/layout";
import { SearchBar } from "@web/search/search_bar/search_bar";
import { useSearchBarToggler } from "@web/search/search_bar/search_bar_toggler";
import { ActionHelper } from "@web/views/action_helper";
import { standardViewProps } from "@web/views/standard_view_props";
import { FormViewDialog } from "@web/views/view_dialogs/form_view_dialog";
import { dayFromIso, isoFromDay } from "../core/civil";
import { UNASSIGNED } from "../core/event";
import { snap } from "../core/snap";
import { EventMover } from "./event_mover";
import { saveAsSeen } from "./form_guard";
import { statusLook } from "./status_look";
import { SupportCalendarKeysDialog } from "./support_calendar_keys_dialog";
import { SupportCalendarMoveDialog } from "./support_calendar_move_dialog";
import { dayText, serializeMinute } from "./time_text";
const NEW_MINUTES = 60;
class SupportCalendarController extends Component {
  static template = "support_center.SupportCalendarView";
  static components = { Layout, SearchBar, CogMenu, ActionHelper };
  static props = {
    ...standardViewProps,
    Model: Function,
    Renderer: Function,
    archInfo: Object
  };
  setup() {
    this.rootRef = useRef("root");
    this.action = useService("action");
    this.openDialog = useOwnedDialogs();
    this.live = useState({ text: "" });
    this.announcedRange = "";
    this.version = useState({ value: 0 });
    this.scroll = this.props.state?.scroll ?? null;
    const { resModel, fields, archInfo } = this.props;
    this.model = useModel(this.props.Model, { resModel, fields, archInfo, state: this.initialState });
    this.model.rowsInSight = () => this.scroll?.rows ?? [];
    this.actions = {
      createRecord: (at) => this.createRecord(at),
      openRecord: (id) => this.openRecord(id),
      cancelRecord: (id) => void this.cancelRecord(id),
      moveRecord: (id) => this.moveRecord(id),
      runMethod: (id, method) => this.runMethod(id, method),
      announce: (text) => this.announce(text),
      showKeys: () => void this.openDialog(SupportCalendarKeysDialog, { hasTeam: this.model.rights.team })
    };
    useBus(this.model.bus, "update", () => this.onUpdate());
    useBus(this.model.bus, "ANNOUNCE", ({ detail }) => this.announce(detail));
    useSetupAction({
      rootRef: this.rootRef,
      getLocalState: () => ({ board: this.model.state, scroll: this.scroll })
    });
    this.searchBarToggler = useSearchBarToggler();
    this.addCommands();
    onWillStart(() => this.model.start());
    onMounted(() => this.announceRange());
    onWillDestroy(() => this.model.stop());
  }
  /** What was shown before, or what the link asks for, or what this browser showed last. */
  get initialState() {
    const { state, context } = this.props;
    if (state?.board) {
      return state.board;
    }
    const wanted = router.current["date"] ?? context["initial_date"];
    const day = typeof wanted === "string" ? dayFromIso(wanted) : null;
    return { ...readPreferences(this.preferenceKey), ...day === null ? {} : { day } };
  }
  get preferenceKey() {
    return `support_calendar.${this.props.resModel}`;
  }
  onUpdate() {
    const { scale, layout, hidesFree, isWholeDay } = this.model.state;
    const preferences = { scale, layout, hidesFree, isWholeDay };
    browser.localStorage.setItem(this.preferenceKey, JSON.stringify(preferences));
    this.version.value++;
    this.announceRange();
  }
  announce(text) {
    this.live.text = text;
  }
  // ------------------------------------------------------------
  // Header
  // ------------------------------------------------------------
  get title() {
    const { days, state } = this.model;
    const last = days.end - 1;
    switch (state.scale) {
      case "day":
        return dayText(state.day, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
      case "week":
        return `${dayText(days.first, { day: "numeric", month: "short" })} – ${dayText(last, { day: "numeric", month: "short", year: "numeric" })}`;
      case "month":
        return dayText(state.day, { month: "long", year: "numeric" });
    }
  }
  get scales() {
    const texts = { day: _t("Day"), week: _t("Week"), month: _t("Month") };
    return this.model.archInfo.scales.map((key) => ({ key, text: texts[key] }));
  }
  get legend() {
    const { freeStates } = this.model.archInfo;
    return this.model.states.map(([key, text], index) => ({
      key,
      text,
      ...statusLook(index, freeStates.has(key))
    }));
  }
  get dateValue() {
    return isoFromDay(this.model.state.day);
  }
  onDateChange(event) {
    const day = dayFromIso(event.target.value);
    if (day !== null) {
      void this.go({ day });
    }
  }
  onResourceChange(event) {
    void this.go({ resourceId: Number(event.target.value) });
  }
  async go(changes) {
    await this.model.navigate(changes);
  }
  async shift(steps) {
    await this.model.shift(steps);
  }
  setLayout(layout) {
    const { resources } = this.model.data;
    const { resourceId } = this.model.state;
    const isKnown = resources.some(({ id }) => id === resourceId);
    void this.go({ layout, resourceId: isKnown ? resourceId : resources[0]?.id ?? resourceId });
  }
  /** Says what is shown when that has changed, by whatever way. */
  announceRange() {
    const { layout, resourceId } = this.model.state;
    const range = [this.title, layout, layout === "personal" ? resourceId : 0].join();
    if (range !== this.announcedRange) {
      this.announcedRange = range;
      this.announce(this.title);
    }
  }
  onScroll(scroll) {
    this.scroll = scroll;
  }
  async undo() {
    if (await this.model.undo()) {
      this.announce(_t("Undone."));
    }
  }
  addCommands() {
    useCommand(_t("Calendar: today"), () => void this.go({ day: this.model.today }));
    useCommand(_t("Calendar: next period"), () => void this.shift(1));
    useCommand(_t("Calendar: previous period"), () => void this.shift(-1));
    useCommand(_t("Calendar: undo the last move"), () => void this.undo(), {
      isAvailable: () => this.model.undoStack.size > 0
    });
    useCommand(
      _t("Calendar: show or hide cancelled"),
      () => void this.go({ hidesFree: !this.model.state.hidesFree })
    );
    useCommand(
      _t("Calendar: switch between team and one person"),
      () => this.setLayout(this.model.state.layout === "team" ? "personal" : "team"),
      { isAvailable: () => this.model.rights.team }
    );
    useCommand(_t("Calendar: keyboard help"), () => this.actions.showKeys());
  }
  // ------------------------------------------------------------
  // Dialogs
  // ------------------------------------------------------------
  /** A new record now, or on the day shown, for whoever is shown. */
  createNow() {
    const { model } = this;
    const { zone, state, archInfo } = model;
    const isToday = model.days.first <= model.today && model.today < model.days.end;
    const start = isToday ? snap(zone, model.now + 29, 30, Math.ceil) : zone.toUtc(state.day * 1440 + 540);
    const resourceId = state.layout === "personal" ? state.resourceId : UNASSIGNED;
    this.createRecord({ resourceId, start, stop: start + Math.max(NEW_MINUTES, archInfo.snap) });
  }
  createRecord(at) {
    const { date_start, date_stop, resource } = this.model.archInfo.spec;
    this.openForm(false, {
      ...this.props.context,
      [`default_${date_start}`]: serializeMinute(at.start),
      [`default_${date_stop}`]: serializeMinute(at.stop),
      [`default_${resource}`]: at.resourceId || false
    });
  }
  openRecord(id) {
    this.openForm(id, this.props.context);
  }
  openForm(resId, context) {
    const close = this.openDialog(
      FormViewDialog,
      {
        resModel: this.props.resModel,
        resId,
        context,
        title: resId ? _t("Open") : _t("New"),
        preventEdit: Boolean(resId) && !this.model.canEdit,
        onRecordSave: (record) => this.saveForm(record, close)
      },
      // Buttons in the form (confirm, cancel…) change the record without saving the form.
      { onClose: () => void this.model.refreshRows(resId ? [resId] : []) }
    );
  }
  /**
   * Saves a form and closes it as soon as the server has answered. Odoo takes the saved values over first, for which
   * it draws the form once more and measures it, on its way out.
   */
  async saveForm(record, close) {
    const { hooks } = record.model;
    const { onRecordSaved } = hooks;
    let isShown = false;
    hooks.onRecordSaved = async (...args) => {
      await onRecordSaved(...args);
      isShown = true;
      this.onRecordSaved(record);
      await close();
    };
    try {
      const { revision } = this.model.archInfo.spec;
      const isSaved = await saveAsSeen(record, revision, () => record.save({ reload: false }));
      if (isSaved && !isShown) {
        this.onRecordSaved(record);
      }
      return isSaved;
    } finally {
      hooks.onRecordSaved = onRecordSaved;
    }
  }
  /** Shows what was saved at once, from the form's own values; what the server added follows. */
  onRecordSaved(record) {
    const { date_start, date_stop, resource, color, label, who } = this.model.archInfo.spec;
    const { data } = record;
    const texts = [who, label].flatMap((name) => {
      const value = name ? data[name] : void 0;
      return typeof value === "string" && value ? [value] : [];
    });
    const start = minuteOf(data[date_start]);
    const stop = minuteOf(data[date_stop]);
    if (start !== null && stop !== null) {
      this.model.showSaved({
        id: record.resId,
        start,
        stop,
        resourceId: (data[resource] || { id: UNASSIGNED }).id ?? UNASSIGNED,
        ...color && typeof data[color] === "string" ? { state: data[color] } : {},
        ...texts.length > 0 ? { label: texts.join(" · ") } : {}
      });
    }
    this.announce(_t("Saved."));
    void this.model.refreshRows([record.resId]);
  }
  async runMethod(id, method) {
    await this.action.doActionButton({
      type: "object",
      name: method,
      resModel: this.props.resModel,
      resId: id,
      resIds: [id],
      context: this.props.context,
      onClose: () => void this.afterDialog(id)
    });
    await this.model.refreshRows([id]);
    const event = this.model.data.get(id);
    if (event) {
      this.announce(`${event.label}, ${this.model.stateName(event.state)}`);
    }
  }
  /** A field of an action's dialog may take the focus before the dialog notes where it was, and then it is lost. */
  async afterDialog(id) {
    await this.model.refreshRows([id]);
    if (document.activeElement === document.body) {
      const find = (selector) => this.rootRef.el?.querySelector(`.o_sc_board ${selector}`);
      (find(`.o_sc_block[data-id="${id}"]`) ?? find('[tabindex="0"]'))?.focus();
    }
  }
  async cancelRecord(id) {
    await this.runMethod(id, this.model.archInfo.cancelMethod);
  }
  moveRecord(id) {
    const event = this.model.data.get(id);
    if (event) {
      this.openDialog(SupportCalendarMoveDialog, {
        model: this.model,
        event,
        place: (taken, to) => new EventMover(this.model, (text) => this.announce(text)).place(taken, to)
      });
    }
  }
}
function minuteOf(value) {
  const isDateTime = typeof value === "object" && value !== null && "toMillis" in value;
  return isDateTime ? Math.floor(value.toMillis() / 6e4) : null;
}
function readPreferences(key) {
  try {
    const value = JSON.parse(browser.localStorage.getItem(key) ?? "{}");
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    return {};
  }
}
export {
  SupportCalendarController
};
