// Generated from web_src/support_calendar/support_calendar_controller.ts: change it there.
import { Component, onMounted, onWillDestroy, onWillStart, useRef, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { useCommand } from "@web/core/commands/command_hook";
import { DateTimeInput } from "@web/core/datetime/datetime_input";
import { _t } from "@web/core/l10n/translation";
import { uniqueId } from "@web/core/utils/functions";
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
import { isWorkingTime, startOfNew } from "../core/new_event";
import { addressOnArrival, BoardAddress } from "./board_address";
import { BoardPrinter } from "./board_printer";
import { START_OF_WORK } from "./board_surface";
import { EventMover } from "./event_mover";
import { saveAsSeen } from "./form_guard";
import { ModelWords } from "./model_words";
import { statusLook } from "./status_look";
import { SupportCalendarKeysDialog } from "./support_calendar_keys_dialog";
import { SupportCalendarMoveDialog } from "./support_calendar_move_dialog";
import {
  clockFormat,
  dateOfDay,
  dayOfDate,
  dayText,
  minuteOf,
  momentText,
  serializeMinute
} from "./time_text";
const SHORT_DAY = { weekday: "short", day: "numeric", month: "short" };
class SupportCalendarController extends Component {
  static template = "support_center.SupportCalendarView";
  static components = { Layout, SearchBar, CogMenu, ActionHelper, DateTimeInput };
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
    this.live = useState({ text: "", count: 0 });
    this.announcedView = [];
    this.savedPreferences = "";
    this.isDialogOpen = false;
    this.returnTo = null;
    this.isRunningMethod = false;
    this.version = useState({ value: 0 });
    this.scroll = this.props.state?.scroll ?? null;
    const { resModel, fields, archInfo, updateActionState } = this.props;
    this.model = useModel(this.props.Model, { resModel, fields, archInfo, state: this.initialState });
    this.words = new ModelWords(this.model);
    this.model.rowsInSight = () => this.scroll?.rows ?? [];
    this.actions = {
      createRecord: (at) => this.createRecord(at),
      openRecord: (id) => this.openRecord(id),
      cancelRecord: (id) => void this.cancelRecord(id),
      moveRecord: (id) => this.moveRecord(id),
      runMethod: (id, method) => this.runMethod(id, method),
      announce: (text) => this.announce(text),
      showKeys: () => this.showKeys(),
      undo: () => void this.undo(),
      toggleLayout: () => this.toggleLayout()
    };
    useBus(this.model.bus, "update", () => this.onUpdate());
    useBus(this.model.bus, "UNSAVED", ({ detail }) => this.announceUnsaved(detail));
    useBus(useService("ui").bus, "active-element-changed", ({ detail }) => this.onActiveElement(detail));
    const isPage = updateActionState !== void 0 && this.isPage;
    this.printer = new BoardPrinter(this.model, () => [this.pageName, this.title], isPage);
    this.address = isPage ? new BoardAddress(this.model, updateActionState) : null;
    useSetupAction({
      rootRef: this.rootRef,
      beforeLeave: () => {
        this.address?.flush();
        return true;
      },
      getLocalState: () => ({ board: this.model.state, scroll: this.scroll })
    });
    this.searchBarToggler = useSearchBarToggler();
    this.dateInputId = uniqueId("o_sc_date_");
    this.dateInput = useState({ key: 0 });
    this.legendId = uniqueId("o_sc_legend_");
    this.fold = useState({ isLegendOpen: false });
    this.addCommands();
    onWillStart(() => this.model.start());
    onMounted(() => {
      this.announceView();
      this.address?.start();
      this.printer.start();
    });
    onWillDestroy(() => {
      this.address?.forget();
      this.printer.stop();
      this.model.stop();
    });
  }
  /** Whether the page's address is the board's own. */
  get isPage() {
    return Boolean(this.props.updateActionState) && !this.env.inDialog;
  }
  /** What was shown before, or what the link asks for, or what this browser showed last. */
  get initialState() {
    const { state, context, archInfo } = this.props;
    if (state?.board) {
      return state.board;
    }
    const wanted = context["initial_date"];
    const day = typeof wanted === "string" ? dayFromIso(wanted) : null;
    return {
      ...readPreferences(this.preferenceKey),
      ...day === null ? {} : { day },
      ...this.isPage ? addressOnArrival(archInfo.scales) : {}
    };
  }
  get preferenceKey() {
    return `support_calendar.${this.props.resModel}`;
  }
  onUpdate() {
    const { scale, layout, hidesFree, isWholeDay } = this.model.state;
    this.savePreferences(JSON.stringify({ scale, layout, hidesFree, isWholeDay }));
    this.version.value++;
    this.announceView();
    this.address?.note();
  }
  savePreferences(preferences) {
    if (preferences === this.savedPreferences) {
      return;
    }
    this.savedPreferences = preferences;
    try {
      browser.localStorage.setItem(this.preferenceKey, preferences);
    } catch {
    }
  }
  announce(text) {
    this.live.text = text;
    this.live.count++;
  }
  /** What follows is told by who asked for the change, or by a notification. */
  announceUnsaved({ label, reference }) {
    this.announce(_t("Not yet saved, waiting for the server: %s", label || reference));
  }
  // ------------------------------------------------------------
  // Header
  // ------------------------------------------------------------
  /** In narrow windows, Odoo's bar would stay and take the little room that there is. */
  get display() {
    const { display } = this.props;
    return display?.controlPanel ? { ...display, controlPanel: { ...display.controlPanel, adaptToScroll: false } } : display;
  }
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
  get pageName() {
    const { env } = this;
    return env.config?.getDisplayName?.() ?? "";
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
  /** How much of what is looked for is on the board; "" while that is not known, and without a search. */
  get foundHere() {
    const { isSearching, foundHere, foundOutside } = this.model;
    if (!isSearching || foundHere === null) {
      return "";
    }
    return foundHere === 0 && foundOutside?.count === 0 ? _t("Nothing matches the search.") : _t("Matches in this period: %s", foundHere);
  }
  /** How much of what is looked for is on other days; "" while that is not known, and where there is none. */
  get foundOutside() {
    const { foundOutside } = this.model;
    const count = `${foundOutside?.count ?? 0}${foundOutside?.is_limited ? "+" : ""}`;
    if (foundOutside?.next) {
      return _t("%(count)s more, next on %(when)s", { count, when: this.whenText(foundOutside.next.start) });
    }
    return foundOutside?.last ? _t("%(count)s more, last on %(when)s", { count, when: this.whenText(foundOutside.last.start) }) : "";
  }
  /** A day and a time, as short as it is clear today. */
  whenText(instant) {
    const { model } = this;
    const zone = model.zones.at(instant);
    const day = zone.dayOf(instant);
    const isNow = model.days.first <= model.today && model.today < model.days.end;
    const isSoon = isNow && model.today <= day && day < model.today + 7;
    const isThisYear = isoFromDay(day).slice(0, 4) === isoFromDay(model.today).slice(0, 4);
    const date = dayText(
      day,
      isSoon ? { weekday: "long" } : isThisYear ? SHORT_DAY : { ...SHORT_DAY, year: "numeric" }
    );
    return `${date} ${clockFormat().format(zone.toLocal(instant))}`;
  }
  /** Goes to the next match, or the last one, on other days. */
  async goToMatch() {
    const { next, last } = this.model.foundOutside ?? {};
    const match = next ?? last;
    if (match) {
      await this.go({ day: this.model.zones.at(match.start).dayOf(match.start) });
      this.focusBoard(match.id);
    }
  }
  toggleLegend() {
    this.fold.isLegendOpen = !this.fold.isLegendOpen;
  }
  /** While nothing is heard from the server: how old the board is. */
  get connectionText() {
    const { lostSince } = this.model;
    return lostSince === null ? "" : _t("Reconnecting… last updated %s", momentText(lostSince));
  }
  get canPlan() {
    return this.model.canCreate && !this.model.isEmpty;
  }
  get dateValue() {
    return dateOfDay(this.model.state.day);
  }
  /** An input that was emptied asks for no other day and shows the old one again. */
  onDateApply(date) {
    const day = dayOfDate(date);
    if (day === null) {
      this.dateInput.key++;
    } else {
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
    void this.go({ layout });
  }
  toggleLayout() {
    if (this.model.rights.team) {
      this.setLayout(this.model.state.layout === "team" ? "personal" : "team");
    }
  }
  toggleHours() {
    void this.go({ isWholeDay: !this.model.state.isWholeDay });
  }
  toggleFree() {
    void this.go({ hidesFree: !this.model.state.hidesFree });
  }
  /** Says what of the view has changed, by whatever way; to begin with, which days it shows. */
  announceView() {
    const { layout, resourceId, hidesFree } = this.model.state;
    const view = [
      this.title,
      layout === "team" ? _t("Team") : this.model.resourceName(resourceId),
      this.words.freeShown(hidesFree)
    ];
    const isFirst = this.announcedView.length === 0;
    const changed = view.filter((text, index) => isFirst ? index === 0 : text !== this.announcedView[index]);
    this.announcedView = view;
    if (changed.length > 0) {
      this.announce(changed.join(", "));
    }
  }
  onScroll(scroll) {
    this.scroll = scroll;
  }
  async undo() {
    if (this.model.undoStack.size <= 1 && document.activeElement?.matches(".o_sc_undo")) {
      this.focusBoard();
    }
    const outcome = await this.model.undo();
    if (outcome === "nothing") {
      this.announce(_t("There is nothing to undo."));
    } else if (outcome === "undone") {
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
    const scales = {
      day: _t("Calendar: day"),
      week: _t("Calendar: week"),
      month: _t("Calendar: month")
    };
    for (const scale of this.props.archInfo.scales) {
      useCommand(scales[scale], () => void this.go({ scale }));
    }
    useCommand(_t("Calendar: plan something new"), () => this.createNow(), { isAvailable: () => this.canPlan });
    useCommand(this.words.hideFreeCommand, () => this.toggleFree(), { isAvailable: () => this.words.hasFree });
    useCommand(_t("Calendar: all hours or those of work"), () => this.toggleHours(), {
      isAvailable: () => this.model.state.scale !== "month"
    });
    useCommand(_t("Calendar: switch between team and one person"), () => this.toggleLayout(), {
      isAvailable: () => this.model.rights.team
    });
    useCommand(_t("Calendar: print"), () => void this.printer.print());
    useCommand(_t("Calendar: keyboard help"), () => this.actions.showKeys());
  }
  // ------------------------------------------------------------
  // Dialogs
  // ------------------------------------------------------------
  /** A new record now, or on the day shown, for whoever is shown. */
  createNow() {
    const { model } = this;
    const { zone, state, archInfo } = model;
    const isNow = model.days.first <= model.today && model.today < model.days.end;
    const start = startOfNew(zone, model.now, {
      day: state.day,
      minute: START_OF_WORK,
      isNow,
      refusesPast: !archInfo.allowsPast
    });
    const resourceId = state.layout === "personal" ? state.resourceId : UNASSIGNED;
    const stop = start + model.newDuration;
    const shown = model.data.resources.filter(({ id }) => resourceId === UNASSIGNED || id === resourceId);
    if (archInfo.proposesStart && isNow && !isWorkingTime(shown, start, stop)) {
      this.openForm(false, {
        ...this.props.context,
        [`default_${archInfo.spec.resource}`]: resourceId || false
      });
      return;
    }
    this.createRecord({ resourceId, start, stop });
  }
  createRecord(at) {
    this.returnTo = 0;
    const { date_start, date_stop, resource } = this.model.archInfo.spec;
    this.openForm(false, {
      ...this.props.context,
      [`default_${date_start}`]: serializeMinute(at.start),
      [`default_${date_stop}`]: serializeMinute(at.stop),
      [`default_${resource}`]: at.resourceId || false
    });
  }
  openRecord(id) {
    this.returnTo = id;
    const event = this.model.data.get(id);
    const title = event && [event.reference, event.label].filter(Boolean).join(" ");
    this.openForm(id, this.props.context, title || _t("Open"));
  }
  openForm(resId, context, title = _t("New")) {
    const close = this.openOnce(
      FormViewDialog,
      {
        resModel: this.props.resModel,
        resId,
        context,
        title,
        preventEdit: Boolean(resId) && !this.model.canEdit,
        // Leaving the dialog for a page of its own would book what is new, or lose it.
        canExpand: Boolean(resId),
        onRecordSave: (record) => this.saveForm(record, async () => close?.())
      },
      // Buttons in the form (confirm, cancel…) change the record without saving the form.
      () => void this.model.refreshRows(resId ? [resId] : [])
    );
  }
  /**
   * Opens a dialog, unless one is open or on its way: who clicks or presses a key twice means it once.
   *
   * @returns closes it
   */
  openOnce(component, props, onClose) {
    if (this.isDialogOpen) {
      return null;
    }
    this.isDialogOpen = true;
    return this.openDialog(component, props, {
      onClose: () => {
        this.isDialogOpen = false;
        onClose?.();
      }
    });
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
      document.activeElement?.blur();
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
    if (this.returnTo !== null) {
      this.returnTo = record.resId;
    }
    const { date_start, date_stop, resource, color, label, who } = this.model.archInfo.spec;
    const { data } = record;
    const texts = [who, label].flatMap((name) => {
      const value = name ? data[name] : void 0;
      return typeof value === "string" && value ? [value] : [];
    });
    const start = minuteOfValue(data[date_start]);
    const stop = minuteOfValue(data[date_stop]);
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
    if (this.isRunningMethod) {
      return;
    }
    this.isRunningMethod = true;
    this.returnTo = id;
    let state = this.model.data.get(id)?.state;
    const showChanged = async () => {
      await this.model.refreshRows([id]);
      const event = this.model.data.get(id);
      if (event && event.state !== state) {
        state = event.state;
        this.announce(`${event.label}, ${this.model.stateName(state)}`);
      }
    };
    try {
      await this.action.doActionButton({
        type: "object",
        name: method,
        resModel: this.props.resModel,
        resId: id,
        resIds: [id],
        context: this.props.context,
        onClose: () => {
          this.returnTo = id;
          void showChanged();
        }
      });
    } finally {
      this.isRunningMethod = false;
    }
    await showChanged();
  }
  /**
   * Gives the focus back to where something was opened from, once nothing of it is open any more. Odoo does so itself, but not where
   * that was drawn anew, was in the details that have closed, or where a field took the focus before its dialog noted who had it.
   */
  onActiveElement(active) {
    const { returnTo } = this;
    if (active !== document || returnTo === null) {
      return;
    }
    if (!this.isDialogOpen) {
      this.returnTo = null;
    }
    queueMicrotask(() => {
      const focused = document.activeElement;
      if (!focused || focused === document.body || focused.closest(".o_sc_board")) {
        this.focusBoard(returnTo);
      }
    });
  }
  /** @param id of the event to focus; 0 for where the board's cursor is */
  focusBoard(id = 0) {
    this.model.bus.trigger("FOCUS", id);
  }
  async cancelRecord(id) {
    await this.runMethod(id, this.model.archInfo.cancelMethod);
  }
  showKeys() {
    const { words, model } = this;
    const hideFree = words.hasFree ? words.hideFreeKey : "";
    this.openOnce(SupportCalendarKeysDialog, { hasTeam: model.rights.team, hideFree });
  }
  moveRecord(id) {
    const event = this.model.data.get(id);
    if (event) {
      this.returnTo = id;
      this.openOnce(SupportCalendarMoveDialog, {
        model: this.model,
        event,
        place: (taken, to) => new EventMover(this.model, (text) => this.announce(text)).place(taken, to)
      });
    }
  }
}
function minuteOfValue(value) {
  const isDateTime = typeof value === "object" && value !== null && "toMillis" in value;
  return isDateTime ? minuteOf(value) : null;
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
