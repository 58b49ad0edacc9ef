// Generated from web_src/support_calendar/support_calendar_model.ts: change it there.
import { browser } from "@web/core/browser/browser";
import { localization } from "@web/core/l10n/localization";
import { _t } from "@web/core/l10n/translation";
import { RPCError } from "@web/core/network/rpc";
import { user } from "@web/core/user";
import { KeepLast, Mutex } from "@web/core/utils/concurrency";
import { Model } from "@web/model/model";
import { BoardData } from "../core/board_data";
import { daysOf, monthGrid, shiftDay } from "../core/civil";
import { UNASSIGNED } from "../core/event";
import { fitIssues } from "../core/fit";
import { decodeEvents } from "../core/payload";
import {
  RangeReader
} from "../core/range_reader";
import { UndoStack } from "../core/undo";
import { MINUTES_PER_DAY } from "../core/units";
import { ZoneTable } from "../core/zone";
import { refusalMessage } from "./refusal";
import { serializeMinute, userOffsetAt } from "./time_text";
function isSamePlacement(left, right) {
  return left.resourceId === right.resourceId && left.start === right.start && left.stop === right.stop;
}
const PREFETCH_DELAY_MILLISECONDS = 60;
const CHANGE_DELAY_MILLISECONDS = 40;
const MAX_CHANGED_ROWS = 200;
const ZONE_MARGIN_DAYS = 100;
const NOTHING = { from: 0, to: 0 };
const NO_TEAM = { create: false, write: false, team: false };
class SupportCalendarModel extends Model {
  static services = ["notification", "bus_service"];
  setup(params, services) {
    this.archInfo = params.archInfo;
    this.resModel = params.resModel;
    this.fields = params.fields;
    this.notification = services.notification;
    this.busService = services.bus_service;
    this.weekStart = (localization.weekStart + 6) % 7 + 1;
    this.search = { domain: [], context: {} };
    this.undoStack = new UndoStack();
    this.keepLast = new KeepLast();
    this.mutex = new Mutex();
    this.ranges = new RangeReader(this.server, (ids) => void this.refreshRows(ids));
    this.pending = /* @__PURE__ */ new Map();
    this.confirmed = /* @__PURE__ */ new Map();
    this.zoneTable = null;
    this.zoneDays = { first: 0, end: 0 };
    this.shownRows = /* @__PURE__ */ new WeakMap();
    this.changedIds = /* @__PURE__ */ new Set();
    this.timers = { prefetch: 0, changes: 0 };
    this.isStopped = false;
    this.rowsInSight = () => [];
    this.hasChosenLayout = Boolean(params.state.layout ?? this.archInfo.layout);
    const { scales, layout } = this.archInfo;
    const scale = params.state.scale;
    this.state = {
      day: params.state.day ?? this.today,
      scale: scale && scales.includes(scale) ? scale : scales[0],
      layout: params.state.layout ?? layout ?? "team",
      hidesFree: params.state.hidesFree ?? false,
      isWholeDay: params.state.isWholeDay ?? false,
      resourceId: params.state.resourceId ?? user.userId
    };
    this.target = this.state;
    this.shown = { data: BoardData.build(0, 0, [], []), rights: NO_TEAM, readAt: 0 };
    this.onMessage = (message) => this.noteChanges(message);
    this.onReconnect = () => void this.reload();
  }
  /** Begins to listen for other people's changes. */
  start() {
    this.busService.subscribe("support_calendar/changed", this.onMessage);
    this.busService.addEventListener("BUS:RECONNECT", this.onReconnect);
    void this.busService.start();
  }
  stop() {
    this.isStopped = true;
    this.ranges.forget();
    this.busService.unsubscribe("support_calendar/changed", this.onMessage);
    this.busService.removeEventListener("BUS:RECONNECT", this.onReconnect);
    browser.clearTimeout(this.timers.prefetch);
    browser.clearTimeout(this.timers.changes);
  }
  // ------------------------------------------------------------
  // Reading
  // ------------------------------------------------------------
  async load(search = {}) {
    this.search = {
      domain: search.domain ?? this.search.domain,
      context: search.context ?? this.search.context
    };
    await this.reload(this.ranges.fresh(this.rangeOf(this.target)));
  }
  /**
   * Reads what is shown again and forgets the rest.
   *
   * @param withHours whose working hours need not be read again
   */
  async reload(withHours) {
    this.ranges.forget();
    await this.navigate({}, withHours);
  }
  /**
   * Shows other days, another scale or layout. When its data is at hand this is done before the call returns.
   *
   * @param withHours whose working hours need not be read again, if it is of the same days
   */
  async navigate(changes, withHours) {
    this.hasChosenLayout ||= Boolean(changes.layout);
    this.target = { ...this.target, ...changes };
    const target = this.target;
    const range = this.rangeOf(target);
    const known = this.ranges.fresh(range);
    if (known) {
      void this.keepLast.add(Promise.resolve(known));
      this.show(target, known);
    } else {
      const first = this.rowsInSight();
      this.show(target, await this.keepLast.add(this.ranges.read(range, { withHours, first })));
    }
    void this.completeShown();
  }
  /** Reads the events of the rows that were not in sight. */
  async completeShown() {
    const { shown } = this;
    await this.ranges.complete(shown, () => {
      if (shown === this.shown) {
        this.notify();
      }
    });
  }
  shift(steps) {
    const { scale, day } = this.target;
    return this.navigate({ day: shiftDay(scale, day, steps) });
  }
  get data() {
    return this.shown.data;
  }
  get rights() {
    return this.shown.rights;
  }
  /** Days on the screen. A month in the personal layout is drawn in whole weeks. */
  get days() {
    const { scale, day, layout } = this.state;
    return scale === "month" && layout === "personal" ? monthGrid(day, this.weekStart) : daysOf(scale, day, this.weekStart);
  }
  get zone() {
    return this.zoneFor(this.daysToRead(this.state));
  }
  get now() {
    return Math.floor(luxon.DateTime.local().toMillis() / 6e4);
  }
  get today() {
    const now = this.now;
    const day = Math.floor(now / MINUTES_PER_DAY);
    return this.zoneFor({ first: day - 1, end: day + 2 }).dayOf(now);
  }
  /** Rows in the order shown, the one for unassigned events first where the user may assign. */
  get rowIds() {
    const ids = this.data.resources.map((resource) => resource.id);
    return this.rights.team ? [UNASSIGNED, ...ids] : ids;
  }
  /** Events of a row that are drawn, in order; the same array as long as nothing in it changes. */
  shownEvents(resourceId) {
    const events = this.data.eventsOf(resourceId);
    let shown = this.shownRows.get(events);
    if (!shown) {
      shown = events.filter((event) => this.isShown(event));
      this.shownRows.set(events, shown);
    }
    return shown;
  }
  isShown(event) {
    return event.matches && !(this.state.hidesFree && this.archInfo.freeStates.has(event.state));
  }
  get isEmpty() {
    return this.data.resources.length === 0;
  }
  /** The first event of each status, for the legend: value and translated name. */
  get states() {
    const { color } = this.archInfo.spec;
    return color && this.fields[color]?.selection || [];
  }
  stateName(state) {
    return this.states.find(([value]) => value === state)?.[1] ?? "";
  }
  resourceName(resourceId) {
    return resourceId === UNASSIGNED ? _t("Unassigned") : this.data.resource(resourceId)?.name ?? "";
  }
  // ------------------------------------------------------------
  // Changing
  // ------------------------------------------------------------
  get canCreate() {
    return this.rights.create && this.archInfo.activeActions.create;
  }
  get canEdit() {
    return this.rights.write && this.archInfo.activeActions.edit;
  }
  canMove(event) {
    return this.canEdit && !this.archInfo.fixedStates.has(event.state);
  }
  canCancel(event) {
    return Boolean(this.archInfo.cancelMethod) && this.canMove(event);
  }
  /** What speaks against placing an event, without asking the server. */
  fitIssues(event, to) {
    return fitIssues(
      { ...to, id: event?.id ?? 0, lead: event?.lead ?? 0, from: event },
      {
        now: this.now,
        refusesPast: !this.archInfo.allowsPast,
        freeStates: this.archInfo.freeStates,
        loaded: this.data.missing.has(to.resourceId) ? NOTHING : this.data,
        events: this.data.eventsOf(to.resourceId),
        resource: this.data.resource(to.resourceId)
      }
    );
  }
  /**
   * Moves, resizes or reassigns: at once on the screen, then on the server. When the server refuses, the event goes back and the
   * user is told why.
   *
   * @returns whether it was saved
   */
  async reschedule(id, to, options = { canUndo: true }) {
    const event = this.data.get(id);
    if (!event || isSamePlacement(event, to)) {
      return false;
    }
    const before = { resourceId: event.resourceId, start: event.start, stop: event.stop };
    if (!this.pending.has(id)) {
      this.confirmed.set(id, before);
    }
    this.pending.set(id, to);
    this.patch([{ ...event, ...to }]);
    return this.mutex.exec(async () => {
      try {
        await this.write(id, to);
      } catch (error) {
        this.takeBack(id, to);
        return this.explainRefusal(error, id);
      }
      if (options.canUndo) {
        this.undoStack.push({ id, before, after: to });
      }
      return true;
    });
  }
  /** Takes the last move, resize or reassignment back. */
  async undo() {
    const step = this.undoStack.pop();
    const event = step && this.data.get(step.id);
    if (!step) {
      return false;
    }
    if (!event || !isSamePlacement(event, step.after)) {
      this.notification.add(_t("This cannot be undone any more: it has been changed since."), {
        type: "warning"
      });
      return false;
    }
    return this.reschedule(step.id, step.before, { canUndo: false });
  }
  /**
   * Shows records as the server has them now, after a dialog or somebody else has changed them.
   */
  async refreshRows(ids) {
    if (ids.length === 0 || this.isStopped) {
      return;
    }
    if (ids.length > MAX_CHANGED_ROWS) {
      return this.reload();
    }
    const columns = await this.orm.silent.call(this.resModel, "support_calendar_read_rows", [], {
      record_ids: ids,
      ...this.readOptions
    });
    this.applyRows(ids, columns);
  }
  /** Shows a record that has just been saved before the server has been asked for it. */
  showSaved(event) {
    const known = this.data.get(event.id);
    this.patch([
      {
        lead: 0,
        state: "",
        label: "",
        reference: "",
        revision: 0,
        matches: true,
        ...known,
        ...event
      }
    ]);
  }
  // ------------------------------------------------------------
  // Internals
  // ------------------------------------------------------------
  get server() {
    return {
      read: (range, known, first) => this.orm.call(this.resModel, "support_calendar_read", [], {
        ...serializeRange(range),
        ...known.length > 0 ? { known_resource_ids: known } : {},
        ...first ? { first_resource_ids: first } : {},
        ...this.readOptions
      }),
      readEvents: (range, rows) => this.orm.silent.call(this.resModel, "support_calendar_read_events", [], {
        ...serializeRange(range),
        resource_ids: rows,
        ...this.readOptions
      })
    };
  }
  get readOptions() {
    return { domain: this.search.domain, spec: this.archInfo.spec, context: this.search.context };
  }
  /** Day and week share what they read, so that going from one to the other needs no call. */
  daysToRead(state) {
    return state.scale === "month" ? monthGrid(state.day, this.weekStart) : daysOf("week", state.day, this.weekStart);
  }
  rangeOf(state) {
    const days = this.daysToRead(state);
    const zone = this.zoneFor(days);
    return { from: zone.startOfDay(days.first), to: zone.startOfDay(days.end) };
  }
  zoneFor(days) {
    if (!this.zoneTable || days.first < this.zoneDays.first || days.end > this.zoneDays.end) {
      this.zoneDays = { first: days.first - ZONE_MARGIN_DAYS, end: days.end + ZONE_MARGIN_DAYS };
      this.zoneTable = ZoneTable.build(
        userOffsetAt,
        (this.zoneDays.first - 1) * MINUTES_PER_DAY,
        (this.zoneDays.end + 1) * MINUTES_PER_DAY
      );
    }
    return this.zoneTable;
  }
  show(state, loaded) {
    if (this.isStopped) {
      return;
    }
    this.shown = loaded;
    const hidesFreeChanged = state.hidesFree !== this.state.hidesFree;
    this.state = this.withValidLayout(state, loaded);
    this.target = this.state;
    if (hidesFreeChanged) {
      this.shownRows = /* @__PURE__ */ new WeakMap();
    }
    this.notify();
    this.prefetchLater();
  }
  /** Those who see only themselves get the personal layout, which always shows a row that there is. */
  withValidLayout(state, { rights, data }) {
    const wanted = this.hasChosenLayout ? state.layout : this.archInfo.layout ?? "team";
    const ids = data.resources.map((resource) => resource.id);
    return {
      ...state,
      layout: rights.team ? wanted : "personal",
      resourceId: ids.includes(state.resourceId) ? state.resourceId : ids[0] ?? user.userId
    };
  }
  prefetchLater() {
    browser.clearTimeout(this.timers.prefetch);
    this.timers.prefetch = browser.setTimeout(() => void this.prefetch(), PREFETCH_DELAY_MILLISECONDS);
  }
  /** Reads the next and the previous range, one after the other, unless the user has gone on meanwhile. */
  async prefetch() {
    const from = this.state;
    const scale = from.scale === "day" ? "week" : from.scale;
    for (const step of [1, -1]) {
      const range = this.rangeOf({ ...from, scale, day: shiftDay(scale, from.day, step) });
      if (this.isStopped || this.state.day !== from.day || this.state.scale !== from.scale) {
        return;
      }
      if (!this.ranges.fresh(range)) {
        try {
          await this.completeShown();
          await this.ranges.read(range);
        } catch {
          return;
        }
      }
    }
  }
  async write(id, to) {
    const { revision } = this.archInfo.spec;
    const columns = await this.orm.silent.call(this.resModel, "support_calendar_write", [], {
      record_id: id,
      vals: this.placementValues(this.confirmed.get(id), to),
      ...this.readOptions,
      ...revision ? { expected_revision: this.data.get(id)?.revision ?? null } : {}
    });
    this.confirmed.set(id, to);
    this.settle(id, to);
    this.applyRows([id], columns);
  }
  /** The last wish for a record is fulfilled or refused: from now on it is shown as the server has it. */
  settle(id, placement) {
    const isLast = this.pending.get(id) === placement;
    if (isLast) {
      this.pending.delete(id);
      this.confirmed.delete(id);
    }
    return isLast;
  }
  placementValues(before, to) {
    const { date_start, date_stop, resource } = this.archInfo.spec;
    const vals = {};
    if (before.start !== to.start || before.stop !== to.stop) {
      vals[date_start] = serializeMinute(to.start);
      vals[date_stop] = serializeMinute(to.stop);
    }
    if (before.resourceId !== to.resourceId) {
      vals[resource] = to.resourceId || false;
    }
    return vals;
  }
  /** Shows rows as the server has them, but for what the user has asked for since. */
  applyRows(ids, columns) {
    const events = decodeEvents(columns).map((event) => ({ ...event, ...this.pending.get(event.id) }));
    const found = new Set(columns.id);
    this.patch(
      events,
      ids.filter((id) => !found.has(id))
    );
  }
  patch(changed, removed = []) {
    const before = this.data;
    this.ranges.patch(this.shown, changed, removed);
    if (this.data !== before) {
      this.notify();
    }
  }
  /** Undoes an optimistic change, unless a later one of the same record is under way. */
  takeBack(id, refused) {
    const before = this.confirmed.get(id);
    const event = this.data.get(id);
    if (this.settle(id, refused) && before && event) {
      this.patch([{ ...event, ...before }]);
    }
  }
  explainRefusal(error, id) {
    const message = refusalMessage(error);
    if (message === null) {
      throw error;
    }
    this.notification.add(message, { type: "danger", title: _t("Not saved") });
    this.bus.trigger("ANNOUNCE", message);
    if (error instanceof RPCError) {
      void this.refreshRows([id]);
    }
    return false;
  }
  noteChanges(message) {
    if (message.model !== this.resModel) {
      return;
    }
    message.ids.forEach((id) => this.changedIds.add(id));
    this.ranges.noteChanged(message.ids);
    browser.clearTimeout(this.timers.changes);
    this.timers.changes = browser.setTimeout(() => {
      const ids = [...this.changedIds];
      this.changedIds.clear();
      void this.refreshRows(ids.filter((id) => !this.pending.has(id)));
    }, CHANGE_DELAY_MILLISECONDS);
  }
}
function serializeRange({ from, to }) {
  return { start: serializeMinute(from), stop: serializeMinute(to) };
}
export {
  SupportCalendarModel,
  isSamePlacement
};
