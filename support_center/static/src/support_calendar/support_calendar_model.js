// Generated from web_src/support_calendar/support_calendar_model.ts: change it there.
import { browser } from "@web/core/browser/browser";
import { Domain } from "@web/core/domain";
import { localization } from "@web/core/l10n/localization";
import { _t } from "@web/core/l10n/translation";
import { RPCError } from "@web/core/network/rpc";
import { user } from "@web/core/user";
import { Model } from "@web/model/model";
import { BoardData } from "../core/board_data";
import { daysOf, monthGrid, shiftDay } from "../core/civil";
import { UNASSIGNED } from "../core/event";
import { fitIssues, isSamePlacement } from "../core/fit";
import { Latest } from "../core/latest";
import { RangeReader } from "../core/range_reader";
import { RowReader } from "../core/row_reader";
import { ScheduleWriter } from "../core/schedule_writer";
import { ZoneTables } from "../core/zone_tables";
import { CalendarServer } from "./calendar_server";
import { ChangeFeed } from "./change_feed";
import { OutsideMatches } from "./outside_matches";
import { refusalMessage } from "./refusal";
import { SaveWatch } from "./save_watch";
import { userOffsetAt } from "./time_text";
const PREFETCH_DELAY_MILLISECONDS = 60;
const MAX_CHANGED_ROWS = 200;
const NOTHING = { from: 0, to: 0 };
const NO_TEAM = { create: false, write: false, team: false };
class SupportCalendarModel extends Model {
  static services = ["notification", "bus_service"];
  setup(params, services) {
    this.archInfo = params.archInfo;
    this.resModel = params.resModel;
    this.fields = params.fields;
    this.notification = services.notification;
    this.changes = new ChangeFeed(services.bus_service, this.resModel, {
      noteChanged: (ids) => this.ranges.noteChanged(ids),
      refreshRows: (ids) => void this.refreshRows(ids),
      reload: () => this.readAgain(),
      isBusy: () => this.isBusy,
      showConnection: () => this.notify()
    });
    this.weekStart = (localization.weekStart + 6) % 7 + 1;
    this.search = { domain: [], scope: [], context: {} };
    this.latest = new Latest();
    this.zones = new ZoneTables(userOffsetAt);
    const server = new CalendarServer(this);
    this.server = server;
    this.ranges = new RangeReader(server, (ids) => void this.refreshRows(ids));
    this.rows = new RowReader((ids) => this.changes.follow(server.readRows(ids)), this.patch.bind(this));
    this.saves = new SaveWatch((id) => this.markUnsaved(id));
    this.writer = new ScheduleWriter(server, this.shownSchedule, {
      hold: (id) => {
        this.rows.hold(id);
        this.saves.begin(id);
      },
      release: (id) => {
        this.saves.end(id);
        this.rows.release(id);
      }
    });
    this.outside = new OutsideMatches(
      (question) => server.readOutside(question),
      () => this.notify()
    );
    this.shownRows = /* @__PURE__ */ new WeakMap();
    this.prefetchTimer = 0;
    this.isStopped = false;
    this.rowsInSight = () => [];
    this.isGestureOn = () => false;
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
    this.shown = { data: BoardData.build(0, 0, [], []), rights: NO_TEAM, lead: 0, duration: 0, readAt: 0 };
  }
  /** Begins to listen for other people's changes. */
  start() {
    this.changes.start();
  }
  stop() {
    this.isStopped = true;
    this.ranges.forget();
    this.changes.stop();
    this.outside.stop();
    this.saves.stop();
    browser.clearTimeout(this.prefetchTimer);
  }
  // ------------------------------------------------------------
  // Reading
  // ------------------------------------------------------------
  async load(search = {}) {
    this.search = {
      domain: search.domain ?? this.search.domain,
      scope: this.pageDomain,
      context: search.context ?? this.search.context
    };
    this.rows.forget();
    await this.reload(this.ranges.fresh(this.rangeOf(this.target)));
  }
  /**
   * Reads what is shown again and forgets the rest.
   *
   * @param withHours whose working hours need not be read again
   */
  async reload(withHours) {
    this.ranges.forget();
    this.outside.noteChanged();
    await this.changes.followAll(this.navigate({}, withHours));
  }
  /**
   * Reads what is shown again, hours and all, without a word and without getting into the user's way.
   *
   * @returns whether it is shown; not if the user has gone on meanwhile
   */
  async readAgain() {
    const { state } = this;
    this.ranges.forget();
    this.outside.noteChanged();
    const loaded = await this.ranges.read(this.rangeOf(state), { first: this.rowsInSight(), isQuiet: true });
    if (this.state !== state || this.isBusy || this.isStopped) {
      return false;
    }
    this.show(state, loaded);
    await this.completeShown();
    return true;
  }
  /** Whether a gesture, a change or a step to elsewhere has begun and not ended. */
  get isBusy() {
    return this.isGestureOn() || this.writer.isBusy || this.target !== this.state;
  }
  /** Until when what is shown is known to be as the server has it, while that is not known of now. */
  get lostSince() {
    return this.changes.lostSince;
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
      void this.latest.add(Promise.resolve(known));
      this.show(target, known);
    } else {
      const first = this.rowsInSight();
      try {
        const loaded = await this.latest.add(this.ranges.read(range, { withHours, first }));
        if (this.target !== target) {
          return;
        }
        this.show(target, loaded);
      } catch (error) {
        if (this.target === target) {
          this.target = this.state;
        }
        throw error;
      }
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
  /** What records say in some fields, as texts. */
  readTexts(ids, names) {
    return this.changes.follow(this.server.readTexts(ids, names));
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
    return this.zones.of(this.daysToRead(this.state));
  }
  get now() {
    return Math.floor(luxon.DateTime.local().toMillis() / 6e4);
  }
  get today() {
    const { now } = this;
    return this.zones.at(now).dayOf(now);
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
    return !(this.state.hidesFree && this.archInfo.freeStates.has(event.state));
  }
  /** Whether something is looked for, or the page is about chosen events, such as those that were just imported. */
  get isSearching() {
    const { domain, scope } = this.search;
    return JSON.stringify(domain) !== JSON.stringify(scope) || this.isAboutFew;
  }
  /** Whether the page leaves out something that is drawn, or names its events one by one. */
  get isAboutFew() {
    const { scope } = this.search;
    if (scope.length === 0) {
      return false;
    }
    return scope.some((term) => Array.isArray(term) && term[0] === "id") || this.rowIds.some((id) => this.shownEvents(id).some(({ matches }) => !matches));
  }
  /** How many events on the board match the search; null while not all of them have been read. */
  get foundHere() {
    const { data, days, zone, state } = this;
    if (data.missing.size > 0) {
      return null;
    }
    const rows = state.layout === "personal" ? [state.resourceId] : this.rowIds;
    const [from, to] = [zone.startOfDay(days.first), zone.startOfDay(days.end)];
    const isHere = ({ matches, start, stop }) => matches && start < to && stop > from;
    return rows.reduce((count, id) => count + this.shownEvents(id).filter(isHere).length, 0);
  }
  /** What the search finds on other days; null while that is not known, and without a search. */
  get foundOutside() {
    return this.outside.known;
  }
  /** Minutes that something new takes, at least one step of the clock. */
  get newDuration() {
    return Math.max(this.shown.duration, this.archInfo.snap);
  }
  get isEmpty() {
    return this.data.resources.length === 0;
  }
  /** Every status in order: value and translated name. */
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
      { ...to, id: event?.id ?? 0, lead: event?.lead ?? this.shown.lead, state: event?.state ?? "", from: event },
      this.fitContext(to.resourceId)
    );
  }
  /** What is known of a row by which a placement is judged. */
  fitContext(resourceId) {
    return {
      now: this.now,
      refusesPast: !this.archInfo.allowsPast,
      freeStates: this.archInfo.freeStates,
      assignedStates: this.archInfo.assignedStates,
      loaded: this.data.missing.has(resourceId) ? NOTHING : this.data,
      events: this.data.eventsOf(resourceId),
      resource: this.data.resource(resourceId)
    };
  }
  /** Whether a record is shown as the user wants it, and the server takes long to save it. */
  isUnsaved(id) {
    return this.writer.isPending(id) && this.saves.isLate(id);
  }
  get undoStack() {
    return this.writer.undoStack;
  }
  /**
   * Moves, resizes or reassigns: at once on the screen, then on the server. When the server refuses, the event goes back and the
   * user is told why.
   *
   * @returns whether it was saved
   */
  async reschedule(id, to) {
    const event = this.data.get(id);
    if (!event || isSamePlacement(event, to)) {
      return false;
    }
    try {
      await this.writer.change(event, to, { canUndo: true });
    } catch (error) {
      this.explainRefusal(error, id);
      return false;
    }
    return true;
  }
  /**
   * Takes the last move, resize or reassignment back.
   *
   * @returns "not saved" also when the undo itself was not; the user has been told why
   */
  async undo() {
    let id = 0;
    try {
      const outcome = await this.writer.undo((taken) => id = taken);
      if (outcome === "changed since") {
        this.notification.add(_t("This cannot be undone any more: it has been changed since."), {
          type: "warning"
        });
      }
      return outcome;
    } catch (error) {
      this.explainRefusal(error, id);
      return "not saved";
    } finally {
      this.notify();
    }
  }
  /**
   * Shows records as the server has them now, after a dialog or somebody else has changed them.
   */
  async refreshRows(ids) {
    if (ids.length === 0 || this.isStopped) {
      return;
    }
    this.outside.noteChanged();
    if (ids.length > MAX_CHANGED_ROWS) {
      return this.reload();
    }
    await this.rows.read(ids);
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
  get shownSchedule() {
    return {
      get: (id) => this.data.get(id),
      covers: ({ resourceId, start, stop }) => {
        const { data } = this;
        const isRead = resourceId === UNASSIGNED || data.resource(resourceId) !== null;
        return isRead && !data.missing.has(resourceId) && start < data.to && stop > data.from;
      },
      show: (changed, removed) => {
        this.ranges.patch(this.shown, changed, removed);
        this.outside.noteChanged();
        this.notify();
      }
    };
  }
  /** Day and week share what they read, so that going from one to the other needs no call. */
  daysToRead(state) {
    return state.scale === "month" ? monthGrid(state.day, this.weekStart) : daysOf("week", state.day, this.weekStart);
  }
  rangeOf(state) {
    const days = this.daysToRead(state);
    const zone = this.zones.of(days);
    return { from: zone.startOfDay(days.first), to: zone.startOfDay(days.end) };
  }
  show(state, loaded) {
    if (this.isStopped) {
      return;
    }
    this.shown = loaded;
    loaded.data = loaded.data.patch(this.writer.wished((id) => loaded.data.get(id)));
    const hidesFreeChanged = state.hidesFree !== this.state.hidesFree;
    this.state = this.withValidLayout(state, loaded);
    this.target = this.state;
    if (hidesFreeChanged) {
      this.shownRows = /* @__PURE__ */ new WeakMap();
    }
    this.wantOutside();
    this.notify();
    this.prefetchLater();
  }
  wantOutside() {
    const { days, zone, state, search } = this;
    const question = {
      from: zone.startOfDay(days.first),
      to: zone.startOfDay(days.end),
      domain: search.domain,
      resourceId: state.layout === "personal" ? state.resourceId : null,
      withoutFree: state.hidesFree
    };
    this.outside.want(this.isSearching ? question : null);
  }
  /** What the page is about, whatever is searched for: the domain of its action, as the search has it. */
  get pageDomain() {
    const { searchModel } = this.env;
    return Domain.and([searchModel.globalDomain]).toList(searchModel.domainEvalContext);
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
    browser.clearTimeout(this.prefetchTimer);
    this.prefetchTimer = browser.setTimeout(() => void this.prefetch(), PREFETCH_DELAY_MILLISECONDS);
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
          await this.ranges.read(range, { isQuiet: true });
        } catch {
          return;
        }
      }
    }
  }
  patch(changed, removed = []) {
    const before = this.data;
    this.ranges.patch(this.shown, changed, removed);
    if (this.data !== before) {
      this.notify();
    }
  }
  /** Has the row drawn anew, with a mark. It may be none of those shown by now: the user is told in any case. */
  markUnsaved(id) {
    const event = this.writer.wished((of) => this.data.get(of)).find((wished) => wished.id === id);
    if (event) {
      this.shown.data = this.data.patch([event]);
      this.notify();
      this.bus.trigger("UNSAVED", event);
    }
  }
  /** Tells the user why something could not be saved. Throws again what is not for them to understand. */
  explainRefusal(error, id) {
    const message = refusalMessage(error);
    if (message === null) {
      throw error;
    }
    this.notification.add(message, { type: "danger", title: _t("Not saved") });
    if (error instanceof RPCError) {
      void this.refreshRows([id]);
    }
  }
}
export {
  SupportCalendarModel
};
