// Generated from web_src/support_calendar/support_calendar_renderer.ts: change it there.
import {
  Component,
  onMounted,
  onPatched,
  onWillDestroy,
  onWillPatch,
  useEffect,
  useExternalListener,
  useRef,
  useState
} from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { useCommand } from "@web/core/commands/command_hook";
import { _t } from "@web/core/l10n/translation";
import { usePopover } from "@web/core/popover/popover_hook";
import { useBus } from "@web/core/utils/hooks";
import { DrawnTimeKeeper } from "../core/drawn_time";
import { BlockViewFactory } from "./block_view";
import { HOURS_WIDTH, nameWidth } from "./board";
import { BoardCursor } from "./board_cursor";
import { makeBoard } from "./board_factory";
import { BoardGhost } from "./board_ghost";
import { BoardGrab } from "./board_grab";
import { BoardKeyboard } from "./board_keyboard";
import { BoardPlanner } from "./board_planner";
import { BoardPointer } from "./board_pointer";
import { BoardSteps } from "./board_steps";
import { BoardViewport } from "./board_viewport";
import { NewEvents } from "./new_events";
import { usePointerDrag } from "./pointer_drag";
import { SupportCalendarPopover } from "./support_calendar_popover";
import {
  SupportCalendarColumn,
  SupportCalendarGhost,
  SupportCalendarHeader,
  SupportCalendarRow
} from "./support_calendar_tracks";
const NOW_MILLISECONDS = 3e4;
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
    const { model, scroll, onScroll } = this.props;
    this.scrollRef = useRef("scroll");
    this.board = null;
    this.boardKey = [];
    this.drawnTime = new DrawnTimeKeeper();
    this.blockViews = new BlockViewFactory(model);
    this.newEvents = new NewEvents(this);
    this.clock = useState({ now: model.now });
    this.popover = usePopover(SupportCalendarPopover, { position: "bottom", popoverClass: "o_sc_popover" });
    this.viewport = new BoardViewport(this, scroll, onScroll);
    model.rowsInSight = () => this.viewport.rowsInSight();
    model.isGestureOn = () => this.drawnTime.isHeld;
    this.cursor = new BoardCursor(this, this.viewport);
    this.ghost = new BoardGhost(this, this.viewport);
    const planner = new BoardPlanner(this);
    this.grab = new BoardGrab(this, this.viewport, this.cursor, this.ghost, planner);
    const steps = new BoardSteps(this, this.viewport, this.cursor);
    this.keyboard = new BoardKeyboard(this, this.cursor, steps, this.grab, planner);
    this.pointer = new BoardPointer(this, this.viewport, this.cursor, this.ghost, planner, this.grab);
    useExternalListener(window, "pointerdown", () => this.pointer.onPress(), { capture: true });
    usePointerDrag(this.scrollRef, this.pointer);
    useCommand(_t("Calendar: move the chosen one to…"), () => this.moveChosen(), {
      isAvailable: () => this.chosen !== null
    });
    useBus(this.env.searchModel, "focus-view", () => this.cursor.takeFocus());
    useBus(model.bus, "FOCUS", ({ detail }) => this.cursor.focusEvent(detail));
    const observer = new ResizeObserver(() => this.viewport.measure());
    const timer = browser.setInterval(() => this.clock.now = model.now, NOW_MILLISECONDS);
    onMounted(() => {
      observer.observe(this.scrollRef.el);
      this.viewport.measure();
      if (scroll) {
        this.viewport.scrollTo(scroll.left, this.viewport.scrollTop);
      }
    });
    onWillPatch(() => this.cursor.beforePatch());
    onPatched(() => {
      this.viewport.afterPatch();
      this.cursor.afterPatch();
      this.ghost.afterPatch();
    });
    onWillDestroy(() => {
      this.viewport.dispose();
      observer.disconnect();
      browser.clearInterval(timer);
    });
    useEffect(
      () => this.grab.endGrab(),
      () => [this.currentBoard.subject]
    );
    let isRestored = Boolean(scroll);
    let wentTo = { day: -1, isToday: false };
    useEffect(
      () => {
        if (!isRestored) {
          this.viewport.scrollToDay();
        }
        isRestored = false;
      },
      () => {
        const { layout, scale, isWholeDay, day } = model.state;
        if (day !== wentTo.day) {
          wentTo = { day, isToday: day === model.today };
        }
        return [layout, scale, isWholeDay, wentTo.isToday];
      }
    );
  }
  // ------------------------------------------------------------
  // For its parts
  // ------------------------------------------------------------
  get model() {
    return this.props.model;
  }
  get actions() {
    return this.props.actions;
  }
  get element() {
    return this.scrollRef.el;
  }
  /** The board for what the model holds now; the same object as long as nothing changes. */
  get currentBoard() {
    const { model } = this;
    const { width, height } = this.viewport.size;
    const key = [model.data, model.state, width, height, model.today];
    if (!this.board || key.some((part, index) => part !== this.boardKey[index])) {
      const board = makeBoard(model, this.blockViews, this.viewport.size, this.drawnTime);
      const previous = this.board;
      if (previous) {
        board.inherit(previous);
      }
      const isSameView = previous?.subject === board.subject && width === this.boardKey[2] && height === this.boardKey[3];
      this.board = board;
      this.boardKey = key;
      this.viewport.startAnew(isSameView ? previous : null);
    }
    return this.board;
  }
  get isPersonal() {
    return this.model.state.layout === "personal";
  }
  get sideWidth() {
    const { layout, scale } = this.model.state;
    if (layout === "team") {
      return nameWidth(this.viewport.size.width);
    }
    return scale === "month" ? 0 : HOURS_WIDTH;
  }
  openPopover(target, event) {
    this.popover.open(target, {
      model: this.model,
      event,
      title: this.blockViews.label(event),
      time: this.blockViews.timeRange(event),
      actions: this.actions
    });
  }
  closePopover() {
    this.popover.close();
  }
  get isPopoverOpen() {
    return this.popover.isOpen;
  }
  holdTime() {
    this.drawnTime.hold();
  }
  releaseTime() {
    if (this.drawnTime.release()) {
      this.boardKey = [null, ...this.boardKey.slice(1)];
      this.render();
    }
  }
  /** The event that the cursor is on, if it may be moved. */
  get chosen() {
    const event = this.cursor.event;
    return event && this.model.canMove(event) ? event : null;
  }
  moveChosen() {
    if (this.chosen) {
      this.actions.moveRecord(this.chosen.id);
    }
  }
  // ------------------------------------------------------------
  // For the template
  // ------------------------------------------------------------
  get blockTemplate() {
    return this.constructor.blockTemplate;
  }
  get boardClass() {
    const { layout, scale } = this.model.state;
    return `o_sc_board o_sc_${layout} o_sc_${scale === "month" ? "month" : "timed"}`;
  }
  get corner() {
    return this.model.state.layout === "team" ? _t("Who") : "";
  }
  get nowLine() {
    return this.currentBoard.nowLine(this.clock.now);
  }
  /** A track in view or with the focus; null for all others, which are not drawn. */
  drawnTrack(board, index, focused) {
    const hasFocus = index === focused;
    return hasFocus || !board.isVertical || this.viewport.draws(index) ? { view: board.track(index), cursor: hasFocus ? this.cursor.trackCursor(board, index) : null } : null;
  }
  onScroll() {
    this.viewport.onScroll();
  }
  onClick(event) {
    this.pointer.onClick(event);
  }
  onDoubleClick(event) {
    this.pointer.onDoubleClick(event);
  }
  onPointerOver(event) {
    this.pointer.onPointerOver(event);
  }
  onKeyDown(event) {
    this.keyboard.onKeyDown(event);
  }
  onFocusIn() {
    this.cursor.follow();
  }
  onFocusOut(event) {
    if (event.relatedTarget instanceof Node && !this.element?.contains(event.relatedTarget)) {
      this.grab.giveUp();
    }
  }
}
export {
  SupportCalendarRenderer
};
