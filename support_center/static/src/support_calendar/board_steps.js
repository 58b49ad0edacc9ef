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
    const { track, cursor, moreDay } = this.cursor.currentFocus(board);
    if (across !== 0) {
      const next2 = Math.max(0, Math.min(board.trackCount - 1, track + across));
      this.focusTrack(board, next2, this.timeOnTrack(board, track, next2, cursor.time));
      return true;
    }
    if (!board.geometry.isTimed) {
      this.focusDay(board, track, cursor, moreDay, along);
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
  /** In months: the drawn events of a day one after the other, what says how many more there are, then the next day or row. */
  focusDay(board, track, cursor, moreDay, step) {
    const day = moreDay ?? this.dayOn(board, track, cursor.time);
    const stops = this.stopsOn(board, track, day);
    const position = stops.findIndex((stop2) => stop2 ? stop2.id === cursor.eventId : moreDay !== null);
    const isOnStop = position >= 0;
    const sameDay = isOnStop || step > 0 ? stops[position + step] : void 0;
    if (sameDay !== void 0) {
      this.focusStop(board, track, day, sameDay);
      return;
    }
    const nextDay = day + step;
    const next = board.trackOf(board.resourceOf(track), nextDay);
    if (next < 0 || next !== track && !this.surface.isPersonal) {
      this.announceEnd(step);
      return;
    }
    const nextStops = this.stopsOn(board, next, nextDay);
    const stop = nextStops.at(step > 0 ? 0 : -1);
    if (stop === void 0) {
      const time = this.surface.model.zone.startOfDay(nextDay);
      this.cursor.moveCursor(board, next, { time, eventId: 0 });
    } else {
      this.focusStop(board, next, nextDay, stop);
    }
  }
  focusStop(board, track, day, stop) {
    if (stop) {
      this.cursor.moveCursor(board, track, { time: stop.start, eventId: stop.id });
    } else {
      this.cursor.moveToMore(board, track, day);
    }
  }
  /** Drawn events that begin on a day, or are drawn from there on; null for what says how many more there are. */
  stopsOn(board, track, day) {
    const events = this.drawn(board, track).filter((event) => this.dayOn(board, track, event.start) === day);
    return board.track(track).more.some((more) => more.day === day) ? [...events, null] : events;
  }
  dayOn(board, track, time) {
    return board.nearestDay(track, this.surface.model.zone.dayOf(time));
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
    const cursor = cursorAt(this.drawn(board, track), time, this.bounds(board, track));
    const day = this.dayOn(board, track, time);
    if (!cursor.eventId && !board.geometry.isTimed && this.stopsOn(board, track, day).includes(null)) {
      this.cursor.moveToMore(board, track, day);
    } else {
      this.cursor.moveCursor(board, track, cursor);
    }
  }
  announceEnd(step) {
    this.surface.actions.announce(step > 0 ? _t("End of the period") : _t("Start of the period"));
  }
}
export {
  BoardSteps,
  arrowDirection
};
