// Generated from web_src/support_calendar/board_steps.ts: change it there.
import { localization } from "@web/core/l10n/localization";
import { _t } from "@web/core/l10n/translation";
import { cursorAt, stepBack, stepForward } from "../core/cursor";
import { shiftLocal } from "../core/snap";
function arrowDirection(board, key) {
  const forward = localization.direction === "rtl" ? "ArrowLeft" : "ArrowRight";
  const isHorizontal = key === "ArrowLeft" || key === "ArrowRight";
  const step = key === forward || key === "ArrowDown" ? 1 : -1;
  return isHorizontal === board.isVertical ? { along: step, across: 0 } : { along: 0, across: step };
}
class BoardSteps {
  constructor(surface, viewport, cursor) {
    this.surface = surface;
    this.viewport = viewport;
    this.cursor = cursor;
  }
  surface;
  viewport;
  cursor;
  /** @returns whether there was anything to walk on */
  moveFocus(key) {
    const board = this.surface.currentBoard;
    if (board.trackCount === 0) {
      return false;
    }
    const { along, across } = arrowDirection(board, key);
    const { track, cursor } = this.cursor.currentFocus(board);
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
      this.cursor.moveCursor(board, track, this.onScale(board, track, next, along));
    } else {
      this.announceEnd(along);
    }
    return true;
  }
  /** Home and End within a track, PageUp and PageDown over tracks. */
  jump(key) {
    const board = this.surface.currentBoard;
    const { track, cursor } = this.cursor.currentFocus(board);
    if (key === "Home" || key === "End") {
      const bounds = this.bounds(board, track);
      const time = key === "Home" ? bounds.from : bounds.to - bounds.slot;
      this.focusTrack(board, track, time);
      return true;
    }
    const [first, end] = this.viewport.wantedRows();
    const page = Math.max(1, end - first - 4);
    const next = track + (key === "PageDown" ? page : -page);
    const limited = Math.max(0, Math.min(board.trackCount - 1, board.isVertical ? next : track));
    this.focusTrack(board, limited, this.timeOnTrack(board, track, limited, cursor.time));
    return true;
  }
  bounds(board, track) {
    const scale = board.scaleOf(track);
    const { zone, days } = this.surface.model;
    return {
      from: scale ? scale.instant(0) : zone.startOfDay(board.firstDayOf(track)),
      to: scale ? scale.instant(scale.length) : zone.startOfDay(days.end),
      slot: this.cursor.slotLength(board)
    };
  }
  /** Slots that are not drawn (nights) are jumped over. */
  onScale(board, track, cursor, along) {
    const scale = board.scaleOf(track);
    if (cursor.eventId || !scale || scale.isVisible(cursor.time)) {
      return cursor;
    }
    const position = scale.position(cursor.time);
    const time = along > 0 ? scale.instant(position) : scale.instant(position - this.cursor.slotLength(board));
    return cursorAt(board.track(track).events, time, this.bounds(board, track));
  }
  /** In months: the drawn events of a day one after the other, then the next day, then (in weeks) the next row. */
  focusDay(board, track, cursor, step) {
    const { zone } = this.surface.model;
    const day = zone.dayOf(cursor.time);
    const position = this.drawnOn(board, track, day).findIndex((event2) => event2.id === cursor.eventId);
    const sameDay = cursor.eventId ? this.drawnOn(board, track, day)[position + step] : void 0;
    if (sameDay) {
      this.cursor.moveCursor(board, track, { time: sameDay.start, eventId: sameDay.id });
      return;
    }
    const nextDay = day + step;
    const next = board.trackOf(board.resourceOf(track), nextDay);
    if (next < 0 || next !== track && !this.surface.isPersonal) {
      this.announceEnd(step);
      return;
    }
    const events = this.drawnOn(board, next, nextDay);
    const event = step > 0 ? events[0] : events[events.length - 1];
    const time = zone.startOfDay(nextDay);
    this.cursor.moveCursor(board, next, event ? { time: event.start, eventId: event.id } : { time, eventId: 0 });
  }
  drawnOn(board, track, day) {
    const { zone } = this.surface.model;
    return this.drawn(board, track).filter((event) => zone.dayOf(event.start) === day);
  }
  drawn(board, track) {
    const { blocks, events } = board.track(track);
    const ids = new Set(blocks.map((block) => block.id));
    return events.filter((event) => ids.has(event.id));
  }
  timeOnTrack(board, from, to, time) {
    const days = board.firstDayOf(to) - board.firstDayOf(from);
    return shiftLocal(this.surface.model.zone, time, days, 0);
  }
  focusTrack(board, track, time) {
    this.cursor.moveCursor(board, track, cursorAt(this.drawn(board, track), time, this.bounds(board, track)));
  }
  announceEnd(step) {
    this.surface.actions.announce(step > 0 ? _t("End of the period") : _t("Start of the period"));
  }
}
export {
  BoardSteps,
  arrowDirection
};
