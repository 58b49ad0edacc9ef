// Generated from web_src/support_calendar/support_calendar_renderer.ts: change it there.
import {
  Component,
  onMounted,
  onPatched,
  onWillPatch,
  onWillUnmount,
  reactive,
  useEffect,
  useRef,
  useState
} from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { localization } from "@web/core/l10n/localization";
import { _t } from "@web/core/l10n/translation";
import { usePopover } from "@web/core/popover/popover_hook";
import { cursorAt, stepBack, stepForward } from "../core/cursor";
import { isRefused } from "../core/fit";
import { Gesture, newPlacement } from "../core/gesture";
import { blockPartAt } from "../core/hit";
import { covers, nextWindow } from "../core/row_window";
import { shiftLocal, snap } from "../core/snap";
import { MINUTES_PER_DAY } from "../core/units";
import { BlockViewFactory, px } from "./block_view";
import { HOURS_WIDTH, MIN_BAR, NAME_WIDTH } from "./board";
import { makeBoard } from "./board_factory";
import { fitIssueText } from "./fit_text";
import { usePointerDrag } from "./pointer_drag";
import { SupportCalendarPopover } from "./support_calendar_popover";
import { isSamePlacement } from "./support_calendar_model";
import {
  SupportCalendarColumn,
  SupportCalendarGhost,
  SupportCalendarHeader,
  SupportCalendarRow
} from "./support_calendar_tracks";
import { TeamTimedBoard } from "./team_board";
import { clockFormat, dayText } from "./time_text";
const BUFFER = 0.25;
const EDGE_PIXELS = 8;
const NEW_DURATION = 60;
const SLOT_MINUTES = 30;
const AUTO_SCROLL_MARGIN = 40;
const AUTO_SCROLL_STEP = 18;
const NOW_MILLISECONDS = 3e4;
const START_OF_WORK = 9 * 60;
class SupportCalendarRenderer extends Component {
  static template = "support_center.SupportCalendarRenderer";
  static blockTemplate = "support_center.SupportCalendarBlock";
  static components = { SupportCalendarRow, SupportCalendarColumn, SupportCalendarHeader, SupportCalendarGhost };
  static props = {
    model: Object,
    version: Number,
    actions: Object,
    scroll: { validate: (value) => value === null || typeof value === "object" },
    onScroll: Function
  };
  setup() {
    this.scrollRef = useRef("scroll");
    this.size = {
      width: document.documentElement.clientWidth,
      height: document.documentElement.clientHeight - 160
    };
    this.blockViews = new BlockViewFactory(this.props.model);
    this.boardKey = [];
    this.ghost = reactive({ styles: [], fit: "fits", time: "", reasons: [] });
    this.clock = useState({ now: this.props.model.now });
    this.focus = null;
    this.mustFocus = false;
    this.grab = null;
    this.drag = null;
    this.rect = null;
    this.scrollTop = this.props.scroll?.top ?? 0;
    this.scrollLeft = this.props.scroll?.left ?? 0;
    this.windowRows = [0, 0];
    this.nextFrame = 0;
    this.popover = usePopover(SupportCalendarPopover, { position: "bottom", popoverClass: "o_sc_popover" });
    this.pointer = usePointerDrag(this.scrollRef, {
      onStart: (x, y, target) => this.startDrag(x, y, target),
      onMove: (x, y) => this.moveDrag(x, y),
      onDrop: (x, y) => this.drop(x, y),
      onGiveUp: () => this.giveUpDrag()
    });
    const observer = new ResizeObserver(() => this.measure());
    const timer = browser.setInterval(() => this.clock.now = this.props.model.now, NOW_MILLISECONDS);
    onMounted(() => {
      observer.observe(this.scrollRef.el);
      this.measure();
      const { scroll } = this.props;
      if (scroll) {
        this.scrollTo(scroll.left, scroll.top);
      }
    });
    onWillUnmount(() => {
      browser.cancelAnimationFrame(this.nextFrame);
      observer.disconnect();
      browser.clearInterval(timer);
    });
    let hadFocus = false;
    onWillPatch(() => {
      hadFocus = Boolean(this.scrollRef.el?.contains(document.activeElement));
    });
    onPatched(() => {
      this.mustFocus ||= hadFocus && document.activeElement === document.body;
      this.focusCursor();
    });
    let isRestored = Boolean(this.props.scroll);
    useEffect(
      () => {
        if (!isRestored) {
          this.scrollToDay();
        }
        isRestored = false;
      },
      () => {
        const { today, state } = this.props.model;
        const { layout, scale, isWholeDay, day } = state;
        return [layout, scale, isWholeDay, day === today];
      }
    );
  }
  // ------------------------------------------------------------
  // What is drawn
  // ------------------------------------------------------------
  /** The board for what the model holds now; the same object as long as nothing changes. */
  get currentBoard() {
    const { model } = this.props;
    const key = [model.data, model.state, this.size.width, this.size.height];
    if (!this.board || key.some((part, index) => part !== this.boardKey[index])) {
      const board = makeBoard(model, this.blockViews, this.size);
      if (this.board) {
        board.inherit(this.board);
      }
      this.board = board;
      this.boardKey = key;
      this.windowRows = this.wantedRows();
    }
    return this.board;
  }
  get isPersonal() {
    return this.props.model.state.layout === "personal";
  }
  get boardClass() {
    const { layout, scale } = this.props.model.state;
    return `o_sc_board o_sc_${layout} o_sc_${scale === "month" ? "month" : "timed"}`;
  }
  get sideWidth() {
    const { layout, scale } = this.props.model.state;
    if (layout === "team") {
      return NAME_WIDTH;
    }
    return scale === "month" ? 0 : HOURS_WIDTH;
  }
  get corner() {
    return this.props.model.state.layout === "team" ? _t("Who") : "";
  }
  /** Tracks in view, and the one that has the focus. */
  get visibleTracks() {
    const board = this.currentBoard;
    const focused = this.focusedTrack(board);
    const [first, end] = board.isVertical ? this.windowRows : [0, board.trackCount];
    const indexes = [];
    for (let index = first; index < end; index++) {
      indexes.push(index);
    }
    if (focused >= 0 && (focused < first || focused >= end)) {
      indexes.push(focused);
    }
    return indexes.map((index) => ({
      view: board.track(index),
      index,
      style: board.isVertical ? `top:${px(board.tracks.startOf(index))};height:${px(board.tracks.sizeOf(index))}` : `inset-inline-start:${px(board.tracks.startOf(index))};width:${px(board.tracks.sizeOf(index))}`,
      cursor: index === focused ? this.trackCursor(board, index) : null
    }));
  }
  get nowLine() {
    return this.currentBoard.nowLine(this.clock.now);
  }
  // ------------------------------------------------------------
  // Size and scrolling
  // ------------------------------------------------------------
  measure() {
    const element = this.scrollRef.el;
    if (!element) {
      return;
    }
    const { clientWidth: width, clientHeight: height } = element;
    if (width !== this.size.width || height !== this.size.height) {
      this.size = { width, height };
      this.render();
    }
  }
  onScroll() {
    const element = this.scrollRef.el;
    this.scrollTop = element.scrollTop;
    this.scrollLeft = Math.abs(element.scrollLeft);
    this.props.onScroll({ top: this.scrollTop, left: this.scrollLeft });
    this.followScroll();
  }
  /** Draws the rows that have come into view. */
  followScroll() {
    const wanted = this.wantedRows();
    if (covers(this.windowRows, wanted)) {
      return;
    }
    this.windowRows = nextWindow(this.windowRows, wanted);
    this.render();
    if (!covers(this.windowRows, wanted)) {
      browser.cancelAnimationFrame(this.nextFrame);
      this.nextFrame = browser.requestAnimationFrame(() => this.followScroll());
    }
  }
  wantedRows() {
    const { height } = this.size;
    return this.board.tracks.window(this.scrollTop, height, height * BUFFER);
  }
  /** Shows today, or the day chosen, where not all days fit; when all hours are drawn, begins where work does. */
  scrollToDay() {
    const { model } = this.props;
    const board = this.currentBoard;
    const { days, zone, state } = model;
    const fits = board.contentWidth + this.sideWidth <= this.size.width + 1;
    if (!this.scrollRef.el || board.trackCount === 0 || fits && !state.isWholeDay) {
      return;
    }
    const { isTimed } = board.geometry;
    const day = days.first <= model.today && model.today < days.end ? model.today : state.day;
    const isNow = isTimed && state.scale === "day" && day === model.today;
    const work = zone.toUtc(day * MINUTES_PER_DAY + START_OF_WORK - 60);
    const start = isNow ? model.now : isTimed ? work : zone.startOfDay(day);
    const stop = isNow || state.isWholeDay ? start + 60 : zone.startOfDay(day + 1);
    const [box] = board.geometry.boxesOf({ resourceId: board.resourceOf(0), start, stop });
    if (!box) {
      return;
    }
    if (isTimed && state.isWholeDay) {
      this.scrollTo(board.isVertical ? box.x : 0, board.isVertical ? this.scrollTop : box.y);
    } else if (board.isVertical) {
      const width = this.size.width - this.sideWidth;
      const left = Math.min(box.x, Math.max(this.scrollLeft, box.x + box.width - width));
      if (Math.abs(left - this.scrollLeft) > 1) {
        this.scrollTo(left, this.scrollTop);
      }
    }
  }
  scrollTo(left, top) {
    const direction = localization.direction === "rtl" ? -1 : 1;
    this.scrollRef.el?.scrollTo({ left: left * direction, top });
  }
  // ------------------------------------------------------------
  // Pointer
  // ------------------------------------------------------------
  get gestureRules() {
    const { model } = this.props;
    return {
      zone: model.zone,
      snap: model.archInfo.snap,
      isTimed: this.currentBoard.geometry.isTimed,
      canReassign: model.rights.team,
      duration: NEW_DURATION,
      startOfWork: START_OF_WORK
    };
  }
  spotAt(clientX, clientY) {
    const element = this.scrollRef.el;
    const rect = this.rect ??= element.getBoundingClientRect();
    const fromStart = localization.direction === "rtl" ? rect.right - clientX : clientX - rect.left;
    const header = element.querySelector(".o_sc_header")?.offsetHeight ?? 0;
    return this.currentBoard.geometry.spotAt(
      fromStart + Math.abs(element.scrollLeft) - this.sideWidth,
      clientY - rect.top + element.scrollTop - header
    );
  }
  startDrag(x, y, target) {
    const { model } = this.props;
    this.rect = null;
    const block = target.closest(".o_sc_block");
    if (target.closest(".o_sc_header, .o_sc_name, .o_sc_hours, .o_sc_more") || this.grab) {
      return false;
    }
    const spot = this.spotAt(x, y);
    if (!block) {
      if (!model.canCreate || model.isEmpty) {
        return false;
      }
      const nothing = { resourceId: spot.resourceId, start: spot.instant, stop: spot.instant };
      this.beginDrag(null, "create", nothing, spot);
      return true;
    }
    const event = model.data.get(Number(block.dataset["id"]));
    if (!event || !model.canMove(event)) {
      return false;
    }
    this.beginDrag(event, this.dragKind(event, block, x, y), event, spot);
    return true;
  }
  dragKind(event, block, x, y) {
    const board = this.currentBoard;
    if (!board.geometry.isTimed) {
      return "move";
    }
    const rect = block.getBoundingClientRect();
    const isRtl = localization.direction === "rtl";
    const along = board.isVertical ? isRtl ? rect.right - x : x - rect.left : y - rect.top;
    const width = Math.max(MIN_BAR, board.geometry.boxesOf(event)[0]?.width ?? 0);
    const length = board.isVertical ? Math.min(rect.width, width) : rect.height;
    const part = blockPartAt(along, length, EDGE_PIXELS);
    return part === "body" ? "move" : part;
  }
  beginDrag(event, kind, from, spot) {
    this.popover.close();
    const gesture = new Gesture(kind, from, spot, this.gestureRules);
    this.drag = { event, gesture, placement: gesture.placementAt(spot) };
    this.scrollRef.el.classList.add("o_sc_dragging");
    this.showGhost(event, this.drag.placement);
  }
  moveDrag(x, y) {
    if (this.drag) {
      this.autoScroll(x, y);
      this.drag.placement = this.drag.gesture.placementAt(this.spotAt(x, y));
      this.showGhost(this.drag.event, this.drag.placement);
    }
  }
  autoScroll(x, y) {
    const rect = this.rect;
    const by = (position, from, to) => {
      if (position < from + AUTO_SCROLL_MARGIN) {
        return -AUTO_SCROLL_STEP;
      }
      return position > to - AUTO_SCROLL_MARGIN ? AUTO_SCROLL_STEP : 0;
    };
    this.scrollRef.el.scrollBy(by(x, rect.left, rect.right), by(y, rect.top, rect.bottom));
  }
  drop(x, y) {
    this.moveDrag(x, y);
    const { drag } = this;
    this.endDrag();
    if (!drag) {
      return;
    }
    if (drag.event) {
      this.place(drag.event, drag.placement);
    } else {
      this.create(drag.placement);
    }
  }
  giveUpDrag() {
    this.endDrag();
    this.props.actions.announce(_t("Given up. Nothing was changed."));
  }
  endDrag() {
    this.drag = null;
    this.rect = null;
    this.hideGhost();
    this.scrollRef.el?.classList.remove("o_sc_dragging");
  }
  onClick(event) {
    if (!(event.target instanceof Element) || this.grab) {
      return;
    }
    const more = event.target.closest(".o_sc_more");
    const block = event.target.closest(".o_sc_block");
    if (more) {
      void this.props.model.navigate({ day: Number(more.dataset["more"]), scale: "day" });
    } else if (block) {
      const record = this.props.model.data.get(Number(block.dataset["id"]));
      if (record) {
        this.setFocus(record);
        this.openPopover(block, record);
      }
    } else if (!event.target.closest(".o_sc_header, .o_sc_name, .o_sc_hours")) {
      this.rect = null;
      this.createAt(this.spotAt(event.clientX, event.clientY));
    }
  }
  onDoubleClick(event) {
    const block = event.target instanceof Element && event.target.closest(".o_sc_block");
    if (block) {
      this.popover.close();
      this.props.actions.openRecord(Number(block.dataset["id"]));
    }
  }
  /** Gives a block its tooltip only when somebody may want it. */
  onPointerOver(event) {
    const block = event.target instanceof Element && event.target.closest(".o_sc_block");
    if (block && !this.drag) {
      block.dataset["tooltip"] = block.getAttribute("aria-label") ?? "";
    }
  }
  openPopover(target, event) {
    this.popover.open(target, {
      model: this.props.model,
      event,
      title: this.blockViews.label(event),
      time: this.blockViews.timeRange(event),
      actions: this.props.actions
    });
  }
  createAt(spot) {
    const { model } = this.props;
    if (!model.canCreate || model.isEmpty) {
      return;
    }
    const { zone, archInfo } = model;
    const start = snap(zone, spot.instant, Math.max(archInfo.snap, SLOT_MINUTES), Math.floor);
    this.create(
      this.currentBoard.geometry.isTimed ? { resourceId: spot.resourceId, start, stop: start + NEW_DURATION } : newPlacement(zone, spot.resourceId, spot.day, START_OF_WORK, NEW_DURATION)
    );
  }
  create(placement) {
    const issues = this.props.model.fitIssues(null, placement);
    if (isRefused(issues)) {
      this.refuse(issues.map(fitIssueText));
      return;
    }
    this.props.actions.createRecord(placement);
  }
  /** @param event as it was when the user took it */
  place(event, placement) {
    const { model, actions } = this.props;
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
        const where = `${model.resourceName(placement.resourceId)}, ${this.blockViews.timeRange(placement)}`;
        actions.announce(_t("Moved to %s. %s", where, reasons));
      }
    });
  }
  explainStale(event, current) {
    const { model, actions } = this.props;
    const label = this.blockViews.label(event);
    const where = current && `${model.resourceName(current.resourceId)}, ${this.blockViews.timeRange(current)}`;
    const message = where ? _t("“%s” has been moved meanwhile, to %s. Nothing was changed.", label, where) : _t("“%s” is not here any more. Nothing was changed.", label);
    model.notification.add(message, { type: "warning" });
    actions.announce(message);
  }
  refuse(reasons) {
    const message = _t("This does not fit: %s.", reasons.join(", "));
    this.props.model.notification.add(message, { type: "warning" });
    this.props.actions.announce(message);
  }
  // ------------------------------------------------------------
  // Ghost
  // ------------------------------------------------------------
  showGhost(event, placement) {
    const issues = this.props.model.fitIssues(event, placement);
    const boxes = this.currentBoard.geometry.boxesOf(placement);
    const fit = isRefused(issues) ? "refused" : issues.length > 0 ? "warns" : "fits";
    Object.assign(this.ghost, {
      styles: boxes.map((box) => this.boxStyle(box)),
      fit,
      time: this.blockViews.timeRange(placement),
      reasons: issues.map(fitIssueText)
    });
  }
  hideGhost() {
    this.ghost.styles = [];
  }
  boxStyle(box) {
    return `inset-inline-start:${px(box.x)};top:${px(box.y)};width:${px(box.width)};height:${px(box.height)}`;
  }
  // ------------------------------------------------------------
  // Keyboard
  // ------------------------------------------------------------
  focusedTrack(board) {
    if (board.trackCount === 0) {
      return -1;
    }
    const { focus } = this;
    const track = focus ? board.trackOf(focus.resourceId, focus.day) : -1;
    return track >= 0 ? track : Math.min(board.trackCount - 1, board.tracks.window(this.scrollTop, 0, 0)[0]);
  }
  trackCursor(board, track) {
    const resourceId = board.resourceOf(track);
    const view = board.track(track);
    const { focus } = this;
    const isHere = focus && focus.resourceId === resourceId && board.trackOf(resourceId, focus.day) === track;
    const first = view.blocks[0];
    if (isHere && focus.eventId && view.blocks.some((block) => block.id === focus.eventId)) {
      return { eventId: focus.eventId, slotStyle: "", slotLabel: "" };
    }
    if (!isHere && first) {
      return { eventId: first.id, slotStyle: "", slotLabel: "" };
    }
    const time = isHere ? focus.time : this.firstSlot(board, track);
    const slot = { resourceId, start: time, stop: time + this.slotLength(board) };
    const [box] = board.geometry.boxesOf(slot);
    const issues = this.props.model.fitIssues(null, slot).map(fitIssueText);
    const when = board.geometry.isTimed ? this.blockViews.timeRange(slot) : dayText(this.props.model.zone.dayOf(time), { weekday: "long", day: "numeric", month: "long" });
    const state = issues.length > 0 ? issues.join(", ") : _t("Free");
    return {
      eventId: 0,
      slotStyle: box ? this.slotStyle(board, track, box) : "display:none",
      slotLabel: `${this.props.model.resourceName(resourceId)}, ${when}, ${state}`
    };
  }
  slotStyle(board, track, box) {
    return board.isVertical ? `inset-inline-start:${px(box.x)};width:${px(box.width)};top:0;height:${px(board.tracks.sizeOf(track))}` : `inset-inline-start:0;width:100%;top:${px(box.y)};height:${px(box.height)}`;
  }
  slotLength(board) {
    return board.geometry.isTimed ? SLOT_MINUTES : MINUTES_PER_DAY;
  }
  firstSlot(board, track) {
    const scale = board.scaleOf(track);
    return scale ? scale.instant(0) : this.props.model.zone.startOfDay(board.firstDayOf(track));
  }
  setFocus(event) {
    this.focus = {
      eventId: event.id,
      time: event.start,
      resourceId: event.resourceId,
      day: this.props.model.zone.dayOf(event.start)
    };
    this.mustFocus = true;
    this.render();
  }
  /** Puts the browser's focus where the cursor is, and keeps it clear of what is sticky. */
  focusCursor() {
    const element = this.scrollRef.el;
    if (!this.mustFocus || !element) {
      return;
    }
    this.mustFocus = false;
    const target = element.querySelector('.o_sc_block[tabindex="0"], .o_sc_slot');
    if (!target) {
      return;
    }
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
  get focusedEvent() {
    const id = this.focusedId;
    return id ? this.props.model.data.get(id) ?? null : null;
  }
  /** Day under the cursor, so that changing the period keeps what the user looks at. */
  get focusedDay() {
    const { model } = this.props;
    const time = this.focusedEvent?.start ?? this.focus?.time;
    return time === void 0 ? model.state.day : model.zone.dayOf(time);
  }
  get focusedId() {
    const active = document.activeElement;
    return active instanceof HTMLElement && active.matches(".o_sc_block") ? Number(active.dataset["id"]) : 0;
  }
  onKeyDown(event) {
    if (!(event.target instanceof Element) || !event.target.closest(".o_sc_block, .o_sc_slot, .o_sc_more")) {
      return;
    }
    const isHandled = this.grab ? this.grabKey(event) : this.key(event);
    if (isHandled) {
      event.preventDefault();
      event.stopPropagation();
    }
  }
  key(event) {
    const { actions, model } = this.props;
    const focused = this.focusedEvent;
    const isMoveKey = event.key.startsWith("Arrow");
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") {
      void model.undo();
      return true;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return false;
    }
    if (isMoveKey && event.shiftKey && focused) {
      return this.startGrab(focused, "move") && this.grabKey(event);
    }
    if (isMoveKey) {
      return this.moveFocus(event.key);
    }
    switch (event.key) {
      case "Enter":
        if (focused) {
          actions.openRecord(focused.id);
        } else {
          this.createAtFocus();
        }
        return true;
      case " ":
        if (focused) {
          this.openPopover(event.target, focused);
        }
        return true;
      case "Delete":
      case "Backspace":
        if (focused && model.canCancel(focused)) {
          actions.cancelRecord(focused.id);
        }
        return true;
      case "Home":
      case "End":
      case "PageUp":
      case "PageDown":
        return this.jump(event.key);
    }
    return this.letterKey(event.key, focused);
  }
  letterKey(key, focused) {
    const { model, actions } = this.props;
    switch (key.toLowerCase()) {
      case "m":
        return focused !== null && this.startGrab(focused, "move");
      case "r":
        return focused !== null && this.startGrab(focused, "end");
      case "e":
        if (focused && model.canMove(focused)) {
          actions.moveRecord(focused.id);
        }
        return true;
      case "t":
        void model.navigate({ day: model.today });
        return true;
      case "n":
        void model.shift(1);
        return true;
      case "p":
        void model.shift(-1);
        return true;
      case "1":
      case "2":
      case "3": {
        const scale = ["day", "week", "month"][Number(key) - 1];
        if (model.archInfo.scales.includes(scale)) {
          void model.navigate({ scale, day: this.focusedDay });
        }
        return true;
      }
      case "l":
        if (model.rights.team) {
          void model.navigate({ layout: this.isPersonal ? "team" : "personal" });
        }
        return true;
      case "x":
        void model.navigate({ hidesFree: !model.state.hidesFree });
        return true;
      case "?":
        actions.showKeys();
        return true;
    }
    return false;
  }
  /** Which way an arrow points: along the track's time, or across to another track. */
  direction(key) {
    const forward = localization.direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    const isHorizontal = key === "ArrowLeft" || key === "ArrowRight";
    const step = key === forward || key === "ArrowDown" ? 1 : -1;
    return isHorizontal === this.currentBoard.isVertical ? { along: step, across: 0 } : { along: 0, across: step };
  }
  currentFocus(board) {
    const track = this.focusedTrack(board);
    const { eventId } = this.trackCursor(board, track);
    const event = eventId ? this.props.model.data.get(eventId) : void 0;
    const isHere = this.focus && board.trackOf(this.focus.resourceId, this.focus.day) === track;
    const time = event?.start ?? (isHere ? this.focus.time : this.firstSlot(board, track));
    return { track, cursor: { time, eventId } };
  }
  bounds(board, track) {
    const scale = board.scaleOf(track);
    const { zone } = this.props.model;
    const first = board.firstDayOf(track);
    return {
      from: scale ? scale.instant(0) : zone.startOfDay(first),
      to: scale ? scale.instant(scale.length) : zone.startOfDay(this.props.model.days.end),
      slot: this.slotLength(board)
    };
  }
  moveFocus(key) {
    const board = this.currentBoard;
    if (board.trackCount === 0) {
      return false;
    }
    const { along, across } = this.direction(key);
    const { track, cursor } = this.currentFocus(board);
    if (across !== 0) {
      const next2 = Math.max(0, Math.min(board.trackCount - 1, track + across));
      this.focusTrack(board, next2, this.timeOnTrack(board, track, next2, cursor.time));
      return true;
    }
    if (!board.geometry.isTimed) {
      this.focusDay(board, track, cursor, along);
      return true;
    }
    const events = board.track(track).events;
    const step = along > 0 ? stepForward : stepBack;
    const next = step(events, cursor, this.bounds(board, track));
    if (next) {
      this.moveCursor(board, track, this.onScale(board, track, next, along));
    } else {
      this.props.actions.announce(along > 0 ? _t("End of the period") : _t("Start of the period"));
    }
    return true;
  }
  /** Slots that are not drawn (nights) are jumped over. */
  onScale(board, track, cursor, along) {
    const scale = board.scaleOf(track);
    if (cursor.eventId || !scale || scale.isVisible(cursor.time)) {
      return cursor;
    }
    const position = scale.position(cursor.time);
    const time = along > 0 ? scale.instant(position) : scale.instant(position - this.slotLength(board));
    return cursorAt(board.track(track).events, time, this.bounds(board, track));
  }
  /** In months: the drawn events of a day one after the other, then the next day, then (in weeks) the next row. */
  focusDay(board, track, cursor, step) {
    const { zone } = this.props.model;
    const day = zone.dayOf(cursor.time);
    const position = this.drawnOn(board, track, day).findIndex((event2) => event2.id === cursor.eventId);
    const sameDay = cursor.eventId ? this.drawnOn(board, track, day)[position + step] : void 0;
    if (sameDay) {
      this.moveCursor(board, track, { time: sameDay.start, eventId: sameDay.id });
      return;
    }
    const nextDay = day + step;
    const resourceId = board.resourceOf(track);
    const next = board.trackOf(resourceId, nextDay);
    if (next < 0 || next !== track && !this.isPersonal) {
      this.props.actions.announce(step > 0 ? _t("End of the period") : _t("Start of the period"));
      return;
    }
    const events = this.drawnOn(board, next, nextDay);
    const event = step > 0 ? events[0] : events[events.length - 1];
    const time = zone.startOfDay(nextDay);
    this.moveCursor(board, next, event ? { time: event.start, eventId: event.id } : { time, eventId: 0 });
  }
  drawnOn(board, track, day) {
    const { zone } = this.props.model;
    const drawn = new Set(board.track(track).blocks.map((block) => block.id));
    return board.track(track).events.filter((event) => drawn.has(event.id) && zone.dayOf(event.start) === day);
  }
  timeOnTrack(board, from, to, time) {
    const days = board.firstDayOf(to) - board.firstDayOf(from);
    return shiftLocal(this.props.model.zone, time, days, 0);
  }
  focusTrack(board, track, time) {
    const drawn = new Set(board.track(track).blocks.map((block) => block.id));
    const events = board.track(track).events.filter((event) => drawn.has(event.id));
    this.moveCursor(board, track, cursorAt(events, time, this.bounds(board, track)));
  }
  moveCursor(board, track, cursor) {
    const { model } = this.props;
    const event = cursor.eventId ? model.data.get(cursor.eventId) : void 0;
    this.focus = {
      ...cursor,
      resourceId: board.resourceOf(track),
      day: board instanceof TeamTimedBoard ? board.firstDayOf() : model.zone.dayOf(event?.start ?? cursor.time)
    };
    this.mustFocus = true;
    this.render();
  }
  jump(key) {
    const board = this.currentBoard;
    const { track, cursor } = this.currentFocus(board);
    if (key === "Home" || key === "End") {
      const bounds = this.bounds(board, track);
      const time = key === "Home" ? bounds.from : bounds.to - bounds.slot;
      this.focusTrack(board, track, time);
      return true;
    }
    const [first, end] = this.wantedRows();
    const page = Math.max(1, end - first - 4);
    const next = track + (key === "PageDown" ? page : -page);
    const limited = Math.max(0, Math.min(board.trackCount - 1, board.isVertical ? next : track));
    this.focusTrack(board, limited, this.timeOnTrack(board, track, limited, cursor.time));
    return true;
  }
  createAtFocus() {
    const board = this.currentBoard;
    const { track, cursor } = this.currentFocus(board);
    const { zone } = this.props.model;
    this.createAt({ resourceId: board.resourceOf(track), instant: cursor.time, day: zone.dayOf(cursor.time) });
  }
  // ------------------------------------------------------------
  // Moving and resizing with the keyboard
  // ------------------------------------------------------------
  startGrab(event, kind) {
    const { model, actions } = this.props;
    if (!model.canMove(event)) {
      actions.announce(_t("This cannot be moved."));
      return false;
    }
    const { resourceId, start, stop } = event;
    this.grab = { event, kind, placement: { resourceId, start, stop } };
    this.showGhost(event, this.grab.placement);
    actions.announce(
      kind === "move" ? _t("Moving. Arrow keys choose time and row, Enter drops, Escape gives up.") : _t("Changing the end. Arrow keys choose the time, Enter saves, Escape gives up.")
    );
    return true;
  }
  grabKey(event) {
    const { grab } = this;
    if (!grab) {
      return false;
    }
    if (event.key === "Escape") {
      this.endGrab();
      this.props.actions.announce(_t("Given up. Nothing was changed."));
    } else if (event.key === "Enter") {
      this.endGrab();
      this.place(grab.event, grab.placement);
      this.focusPlacement(grab);
    } else if (event.key.startsWith("Arrow")) {
      this.moveGrab(grab, event.key);
    } else if (event.key === "Tab") {
      this.endGrab();
      return false;
    }
    return true;
  }
  moveGrab(grab, key) {
    const { model, actions } = this.props;
    const board = this.currentBoard;
    const { along, across } = this.direction(key);
    grab.placement = grab.kind === "end" ? this.resized(grab, along) : this.moved(grab, along, across);
    this.showGhost(grab.event, grab.placement);
    const [box] = board.geometry.boxesOf(grab.placement);
    if (box) {
      this.reveal(box);
    }
    const reasons = model.fitIssues(grab.event, grab.placement).map(fitIssueText);
    const where = model.rights.team ? `${model.resourceName(grab.placement.resourceId)}, ` : "";
    const fit = reasons.length > 0 ? reasons.join(", ") : _t("Fits");
    actions.announce(`${where}${this.blockViews.timeRange(grab.placement)}, ${fit}`);
  }
  resized(grab, along) {
    const step = this.props.model.archInfo.snap;
    const { placement } = grab;
    return { ...placement, stop: Math.max(placement.start + step, placement.stop + along * step) };
  }
  moved(grab, along, across) {
    const { model } = this.props;
    const board = this.currentBoard;
    const { placement } = grab;
    const length = placement.stop - placement.start;
    const isDays = !board.geometry.isTimed;
    if (across !== 0 && !this.isPersonal) {
      const row = model.rowIds.indexOf(placement.resourceId) + across;
      return { ...placement, resourceId: model.rowIds[row] ?? placement.resourceId };
    }
    const days = (isDays ? along : 0) + across * (isDays ? 7 : 1);
    const start = shiftLocal(model.zone, placement.start, days, isDays ? 0 : along * model.archInfo.snap);
    return { ...placement, start, stop: start + length };
  }
  endGrab() {
    this.grab = null;
    this.hideGhost();
  }
  focusPlacement(grab) {
    const { resourceId, start } = grab.placement;
    this.focus = {
      eventId: grab.event.id,
      time: start,
      resourceId,
      day: this.props.model.zone.dayOf(start)
    };
    this.mustFocus = true;
    this.render();
  }
  /** Scrolls a box of the content into view, clear of headers. */
  reveal(box) {
    const element = this.scrollRef.el;
    const header = element.querySelector(".o_sc_header")?.offsetHeight ?? 0;
    const left = Math.abs(element.scrollLeft);
    const width = element.clientWidth - this.sideWidth;
    const height = element.clientHeight - header;
    const x = Math.min(box.x, Math.max(left, box.x + box.width - width));
    const y = Math.min(box.y, Math.max(element.scrollTop, box.y + box.height - height));
    this.scrollTo(x, y);
  }
  // ------------------------------------------------------------
  // For the template
  // ------------------------------------------------------------
  get blockTemplate() {
    return this.constructor.blockTemplate;
  }
  get nowText() {
    return clockFormat().format(this.props.model.zone.toLocal(this.clock.now));
  }
}
export {
  SupportCalendarRenderer
};
