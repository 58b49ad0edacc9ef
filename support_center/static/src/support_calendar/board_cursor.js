// Generated from web_src/support_calendar/board_cursor.ts: change it there.
import { _t } from "@web/core/l10n/translation";
import { shiftLocal } from "../core/snap";
import { MINUTES_PER_DAY } from "../core/units";
import { px } from "./block_view";
import { SLOT_MINUTES } from "./board_surface";
import { fitIssueText } from "./fit_text";
import { TeamTimedBoard } from "./team_board";
import { dayText } from "./time_text";
class BoardCursor {
  constructor(surface, viewport) {
    this.surface = surface;
    this.viewport = viewport;
  }
  surface;
  viewport;
  focus = null;
  mustFocus = false;
  hadFocus = false;
  // ------------------------------------------------------------
  // Where it is
  // ------------------------------------------------------------
  /** -1 when there are no tracks */
  focusedTrack(board) {
    if (board.trackCount === 0) {
      return -1;
    }
    const { focus } = this;
    const track = focus ? board.trackOf(focus.resourceId, focus.day) : -1;
    const { scrollTop } = this.viewport;
    return track >= 0 ? track : Math.min(board.trackCount - 1, board.tracks.window(scrollTop, 0, 0)[0]);
  }
  /** What to draw of it on its track. */
  trackCursor(board, track) {
    const { model, blockViews } = this.surface;
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
    const time = (isHere ? this.shownTime(board, focus) : null) ?? this.firstSlot(board, track);
    const slot = { resourceId, start: time, stop: time + this.slotLength(board) };
    const [box] = board.geometry.boxesOf(slot);
    const issues = model.fitIssues(null, slot).map(fitIssueText);
    const when = board.geometry.isTimed ? blockViews.timeRange(slot) : dayText(model.zone.dayOf(time), { weekday: "long", day: "numeric", month: "long" });
    const state = issues.length > 0 ? issues.join(", ") : _t("Free");
    return {
      eventId: 0,
      slotStyle: box ? slotStyle(board, track, box) : "display:none",
      slotLabel: `${model.resourceName(resourceId)}, ${when}, ${state}`
    };
  }
  currentFocus(board) {
    const track = this.focusedTrack(board);
    const { eventId } = this.trackCursor(board, track);
    const event = eventId ? this.surface.model.data.get(eventId) : void 0;
    const isHere = this.focus && board.trackOf(this.focus.resourceId, this.focus.day) === track;
    const shown = isHere ? this.shownTime(board, this.focus) : null;
    const time = event?.start ?? shown ?? this.firstSlot(board, track);
    return { track, cursor: { time, eventId } };
  }
  get focusedEvent() {
    const id = this.focusedId;
    return id ? this.surface.model.data.get(id) ?? null : null;
  }
  /** Day under the cursor, so that changing the period keeps what the user looks at. */
  get focusedDay() {
    const { model } = this.surface;
    const time = this.focusedEvent?.start ?? this.focus?.time;
    return time === void 0 ? model.state.day : model.zone.dayOf(time);
  }
  get focusedId() {
    const active = document.activeElement;
    return active instanceof HTMLElement && active.matches(".o_sc_block") ? Number(active.dataset["id"]) : 0;
  }
  /** in minutes */
  slotLength(board) {
    return board.geometry.isTimed ? SLOT_MINUTES : MINUTES_PER_DAY;
  }
  /** The cursor's time, moved into the period shown; null where that is not drawn. */
  shownTime(board, { time, resourceId }) {
    const { days, state, zone } = this.surface.model;
    const day = zone.dayOf(time);
    const isShown = days.first <= day && day < days.end;
    const start = isShown ? time : shiftLocal(zone, time, state.day - day, 0);
    const slot = { resourceId, start, stop: start + this.slotLength(board) };
    return board.geometry.boxesOf(slot).length > 0 ? start : null;
  }
  firstSlot(board, track) {
    const scale = board.scaleOf(track);
    return scale ? scale.instant(0) : this.surface.model.zone.startOfDay(board.firstDayOf(track));
  }
  // ------------------------------------------------------------
  // Setting it
  // ------------------------------------------------------------
  setFocus(event) {
    this.focusPlacement(event.id, event);
  }
  /** Goes to the event that has got the browser's focus by itself, as assistive technology gives it. */
  follow() {
    const event = this.focusedEvent;
    if (event && event.id !== this.focus?.eventId) {
      this.focus = this.at(event.id, event);
      this.surface.render();
    }
  }
  /** Goes to an event where it will be drawn. */
  focusPlacement(eventId, placement) {
    this.put(this.at(eventId, placement));
  }
  at(eventId, { resourceId, start }) {
    return { eventId, time: start, resourceId, day: this.surface.model.zone.dayOf(start) };
  }
  moveCursor(board, track, cursor) {
    const { model } = this.surface;
    const event = cursor.eventId ? model.data.get(cursor.eventId) : void 0;
    this.put({
      ...cursor,
      resourceId: board.resourceOf(track),
      day: board instanceof TeamTimedBoard ? board.firstDayOf() : model.zone.dayOf(event?.start ?? cursor.time)
    });
  }
  /** Brings the browser's focus to where the cursor is. */
  takeFocus() {
    this.mustFocus = true;
    this.surface.render();
  }
  put(focus) {
    this.focus = focus;
    this.takeFocus();
  }
  // ------------------------------------------------------------
  // The browser's focus
  // ------------------------------------------------------------
  beforePatch() {
    this.hadFocus = Boolean(this.surface.element?.contains(document.activeElement));
  }
  afterPatch() {
    this.mustFocus ||= this.hadFocus && document.activeElement === document.body;
    this.focusCursor();
  }
  /** Puts the browser's focus where the cursor is, and keeps it clear of what is sticky. */
  focusCursor() {
    const { element } = this.surface;
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
}
function slotStyle(board, track, box) {
  return board.isVertical ? `inset-inline-start:${px(box.x)};width:${px(box.width)};top:0;height:${px(board.tracks.sizeOf(track))}` : `inset-inline-start:0;width:100%;top:${px(box.y)};height:${px(box.height)}`;
}
export {
  BoardCursor
};
