// Generated from web_src/support_calendar/board_cursor.ts: change it there.
import { _t } from "@web/core/l10n/translation";
import { shiftLocal } from "../core/snap";
import { MINUTES_PER_DAY } from "../core/units";
import { px } from "./block_view";
import { SLOT_MINUTES } from "./board_surface";
import { fitIssueText } from "./fit_text";
import { dayText, LONG_DAY } from "./time_text";
const NOWHERE = { eventId: 0, moreDay: null, slotStyle: "", slotLabel: "", slotColumn: 2 };
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
  /** the row and day whose load was last said, and where the cursor was then */
  loadSaid = { of: "", at: "" };
  // ------------------------------------------------------------
  // Where it is
  // ------------------------------------------------------------
  /** -1 when there are no tracks */
  focusedTrack(board) {
    if (board.trackCount === 0) {
      return -1;
    }
    const focus = this.keepUp(board);
    const track = focus ? board.trackOf(focus.resourceId, focus.day) : -1;
    const { scrollTop } = this.viewport;
    return track >= 0 ? track : Math.min(board.trackCount - 1, board.tracks.window(scrollTop, 0, 0)[0]);
  }
  /** What to draw of it on its track. */
  trackCursor(board, track) {
    const { model } = this.surface;
    const resourceId = board.resourceOf(track);
    const view = board.track(track);
    const { focus } = this;
    const isHere = focus && focus.resourceId === resourceId && board.trackOf(resourceId, focus.day) === track;
    const first = isHere ? void 0 : this.firstEvent(board, track);
    if (isHere && focus.eventId && view.blocks.some((block) => block.id === focus.eventId)) {
      return { ...NOWHERE, eventId: focus.eventId };
    }
    if (isHere && focus.isOnMore && view.more.some(({ day: day2 }) => day2 === focus.day)) {
      return { ...NOWHERE, moreDay: focus.day };
    }
    if (first) {
      return { ...NOWHERE, eventId: first.id };
    }
    const time = (isHere ? this.shownTime(board, focus) : null) ?? this.firstSlot(board, track);
    const day = model.zone.dayOf(time);
    const slot = this.slotAt(board, resourceId, time);
    const [box] = board.geometry.boxesOf(slot);
    return {
      ...NOWHERE,
      slotStyle: box ? slotStyle(board, track, box) : "display:none",
      slotLabel: [
        model.resourceName(resourceId),
        board.geometry.isTimed ? this.surface.blockViews.timeRange(slot) : dayText(day, LONG_DAY),
        this.newLoad(board, resourceId, day, time),
        this.slotState(board, slot)
      ].filter(Boolean).join(", "),
      slotColumn: board.hasColumns ? board.columnOf(track, day) : 2 + view.events.filter(({ start }) => start < time).length
    };
  }
  /** How much of a day is booked, where the cursor comes to it: not again at every step through its hours. */
  newLoad(board, resourceId, day, time) {
    const { loadSaid } = this;
    const [of, at] = [`${resourceId}/${day}`, `${resourceId}/${time}`];
    if (loadSaid.of !== of) {
      this.loadSaid = { of, at };
    } else if (loadSaid.at !== at) {
      this.loadSaid = { of, at: "" };
    }
    return this.loadSaid.at === at ? board.dayLoad(resourceId, day) : "";
  }
  /** Free time as it would be planned, or the cell of a day. */
  slotAt(board, resourceId, time) {
    const { model, newEvents } = this.surface;
    const day = model.zone.dayOf(time);
    return board.geometry.isTimed ? newEvents.at({ resourceId, instant: time, day }) : { resourceId, start: model.zone.startOfDay(day), stop: model.zone.startOfDay(day + 1) };
  }
  slotState(board, slot) {
    const { model, newEvents } = this.surface;
    const issues = newEvents.issues(slot).map((issue) => fitIssueText(issue, this.surface.blockViews));
    if (issues.length > 0) {
      return issues.join(", ");
    }
    const isFull = !board.geometry.isTimed && board.isFull(slot.resourceId, model.zone.dayOf(slot.start));
    return isFull ? "" : _t("Free");
  }
  currentFocus(board) {
    const track = this.focusedTrack(board);
    const { eventId, moreDay } = this.trackCursor(board, track);
    const event = eventId ? this.surface.model.data.get(eventId) : void 0;
    const isHere = this.focus && board.trackOf(this.focus.resourceId, this.focus.day) === track;
    const shown = isHere ? this.shownTime(board, this.focus) : null;
    const time = event?.start ?? shown ?? this.firstSlot(board, track);
    return { track, cursor: { time, eventId }, moreDay };
  }
  /** The event that it is on, wherever the browser's focus is. */
  get event() {
    return this.focus?.eventId && this.surface.model.data.get(this.focus.eventId) || null;
  }
  get focusedEvent() {
    const id = this.focusedId;
    return id ? this.surface.model.data.get(id) ?? null : null;
  }
  /** The day of which more is told of than drawn, if the browser's focus is there. */
  get focusedMore() {
    const active = document.activeElement;
    return active instanceof HTMLElement && active.matches(".o_sc_more") ? Number(active.dataset["more"]) : null;
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
  /** Where the cursor is before anybody has moved it: on the day looked at, which other periods then show as well. */
  firstEvent(board, track) {
    const { zone, state } = this.surface.model;
    const day = board.nearestDay(track, state.day);
    const { blocks, events } = board.track(track);
    const drawn = new Set(blocks.map(({ id }) => id));
    return events.find(({ id, start }) => drawn.has(id) && board.nearestDay(track, zone.dayOf(start)) === day);
  }
  firstSlot(board, track) {
    const { zone, state } = this.surface.model;
    const start = zone.startOfDay(board.nearestDay(track, state.day));
    const scale = board.scaleOf(track);
    return scale && !scale.isVisible(start) ? scale.instant(scale.position(start)) : start;
  }
  // ------------------------------------------------------------
  // Setting it
  // ------------------------------------------------------------
  /** Goes to an event where it is now; to where the cursor is when there is no such event any more. */
  focusEvent(id) {
    const event = this.surface.model.data.get(id);
    if (event) {
      this.focus = this.at(event);
    }
    this.takeFocus();
  }
  /** Goes to free time without taking the focus there: what is opened from it gives the focus back to it. */
  stayAt(resourceId, time) {
    const day = this.surface.model.zone.dayOf(time);
    this.focus = { eventId: 0, time, resourceId, day, isOnMore: false };
    this.surface.render();
  }
  /** Goes to what has got the browser's focus by itself, as assistive technology gives it. */
  follow() {
    const event = this.focusedEvent;
    const more = this.focusedMore;
    if (event && event.id !== this.focus?.eventId) {
      this.focus = this.at(event);
      this.surface.render();
    } else if (more !== null && !(this.focus?.isOnMore && this.focus.day === more)) {
      const row = document.activeElement?.closest("[data-resource]");
      this.focus = this.onMore(Number(row?.dataset["resource"]), more);
      this.surface.render();
    }
  }
  /**
   * An event that is moved takes the cursor along, whoever moves it: otherwise the next key would meet free time instead. Where it
   * has gone out of sight, as to somebody else's board, the cursor stays.
   */
  keepUp(board) {
    const { focus } = this;
    const event = focus?.eventId ? this.surface.model.data.get(focus.eventId) : void 0;
    if (focus && event && (event.start !== focus.time || event.resourceId !== focus.resourceId)) {
      const moved = this.at(event);
      this.focus = board.trackOf(moved.resourceId, moved.day) < 0 ? focus : moved;
    }
    return this.focus;
  }
  at({ id, resourceId, start }) {
    const { days, zone } = this.surface.model;
    const day = Math.max(days.first, Math.min(days.end - 1, zone.dayOf(start)));
    return { eventId: id, time: start, resourceId, day, isOnMore: false };
  }
  onMore(resourceId, day) {
    return { eventId: 0, time: this.surface.model.zone.startOfDay(day), resourceId, day, isOnMore: true };
  }
  moveCursor(board, track, cursor) {
    const { zone } = this.surface.model;
    const resourceId = board.resourceOf(track);
    this.put({ ...cursor, resourceId, day: board.nearestDay(track, zone.dayOf(cursor.time)), isOnMore: false });
  }
  /** Goes to what says how many more there are on a day. */
  moveToMore(board, track, day) {
    this.put(this.onMore(board.resourceOf(track), day));
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
    const target = element.querySelector('.o_sc_track [tabindex="0"]');
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
