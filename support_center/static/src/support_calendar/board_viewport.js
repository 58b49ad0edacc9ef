// Generated from web_src/support_calendar/board_viewport.ts: change it there.
import { browser } from "@web/core/browser/browser";
import { localization } from "@web/core/l10n/localization";
import { autoScrollStep } from "../core/auto_scroll";
import { nextWindow } from "../core/row_window";
import { MINUTES_PER_DAY } from "../core/units";
import { START_OF_WORK } from "./board_surface";
const BUFFER = 0.25;
const REST_MILLISECONDS = 120;
const CONTEXT = 2;
const ROWS_ABOVE = 4;
const ROWS_BELOW = 20;
const NO_SHIFT = { left: 0, top: 0 };
class BoardViewport {
  constructor(surface, scroll, reportScroll) {
    this.surface = surface;
    this.reportScroll = reportScroll;
    this.scrollTop = scroll?.top ?? 0;
    this.scrollLeft = scroll?.left ?? 0;
    this.anchor = scroll?.anchor ?? null;
  }
  surface;
  reportScroll;
  size = {
    width: document.documentElement.clientWidth,
    height: document.documentElement.clientHeight - 160
  };
  scrollTop;
  scrollLeft;
  rect = null;
  anchor;
  mustScroll = false;
  /** scroll position in the document, when it was last told or set */
  elementTop = 0;
  elementLeft = 0;
  drawn = [0, 0];
  timer = 0;
  measure() {
    const { element } = this.surface;
    if (!element) {
      return;
    }
    const { clientWidth: width, clientHeight: height } = element;
    if (width !== this.size.width || height !== this.size.height) {
      this.size = { width, height };
      this.surface.render();
    }
  }
  onScroll() {
    const element = this.surface.element;
    this.scrollTop = this.mustScroll ? this.scrollTop + element.scrollTop - this.elementTop : element.scrollTop;
    this.elementTop = element.scrollTop;
    const elementLeft = Math.abs(element.scrollLeft);
    this.scrollLeft = this.mustScroll ? this.scrollLeft + elementLeft - this.elementLeft : elementLeft;
    this.elementLeft = elementLeft;
    this.anchor = this.findAnchor();
    this.reportScroll({
      top: this.scrollTop,
      left: this.scrollLeft,
      anchor: this.anchor,
      rows: this.rowsInSight()
    });
    this.drawWanted();
  }
  /** Resources of the rows in sight, and of some before and after them. */
  rowsInSight() {
    const { currentBoard: board } = this.surface;
    const [first, end] = board.isVertical ? this.rowsWithin(0) : [0, board.trackCount];
    const rows = /* @__PURE__ */ new Set();
    for (let index = Math.max(0, first - ROWS_ABOVE); index < Math.min(board.trackCount, end + ROWS_BELOW); index++) {
      rows.add(board.resourceOf(index));
    }
    return [...rows];
  }
  findAnchor() {
    const { currentBoard: board, model } = this.surface;
    if (this.scrollTop <= 0 || !board.isVertical || board.trackCount === 0) {
      return null;
    }
    const atEdge = board.tracks.at(this.scrollTop);
    const next = board.tracks.startOf(atEdge + 1);
    const isNextInSight = atEdge + 1 < board.trackCount && next < this.scrollTop + this.size.height / 2;
    const index = isNextInSight && board.tracks.startOf(atEdge) < this.scrollTop ? atEdge + 1 : atEdge;
    return {
      layout: model.state.layout,
      key: board.places[index].key,
      offset: this.scrollTop - board.tracks.startOf(index)
    };
  }
  /** Where the anchor is on another board; the place of before when it is not there. */
  anchoredTop() {
    const { currentBoard: board, model } = this.surface;
    const { anchor } = this;
    if (!anchor || !board.isVertical || anchor.layout !== model.state.layout) {
      return this.scrollTop;
    }
    const index = board.places.findIndex(({ key }) => key === anchor.key);
    return index < 0 ? this.scrollTop : Math.max(0, board.tracks.startOf(index) + Math.min(anchor.offset, board.tracks.sizeOf(index) - 1));
  }
  /** Where what is in sight ends, in pixels of the content. */
  get visibleEnd() {
    const { width, height } = this.size;
    return {
      right: this.scrollLeft + width - this.surface.sideWidth,
      bottom: this.scrollTop + height - this.surface.currentBoard.headerHeight
    };
  }
  /** Whether a row is in view, or near it. */
  draws(index) {
    return index >= this.drawn[0] && index < this.drawn[1];
  }
  /**
   * To be called when there is another board: draws what is in sight first, and the rest when that has been painted.
   *
   * @param previous the board before, if it was of the same days and size
   */
  startAnew(previous) {
    const time = previous ? this.timeShift(previous) : NO_SHIFT;
    const left = this.scrollLeft + time.left;
    const top = this.anchoredTop() + time.top;
    this.mustScroll ||= top !== this.scrollTop || left !== this.scrollLeft;
    this.scrollTop = top;
    this.scrollLeft = left;
    this.drawn = this.rowsWithin(0);
    browser.clearTimeout(this.timer);
    this.timer = browser.setTimeout(() => this.drawWanted(), REST_MILLISECONDS);
  }
  /**
   * How far to scroll so that times stay where they are in the window, as hours may be drawn now that were not before. Rows are
   * anchored on their own.
   */
  timeShift(previous) {
    const { currentBoard: board, sideWidth } = this.surface;
    if (previous.trackCount === 0 || board.trackCount === 0) {
      return NO_SHIFT;
    }
    const { instant } = previous.geometry.spotAt(this.scrollLeft, board.isVertical ? 0 : this.scrollTop);
    const boxOn = (on) => on.geometry.boxesOf({ resourceId: on.resourceOf(0), start: instant, stop: instant + 1 })[0];
    const [before, after] = [boxOn(previous), boxOn(board)];
    if (!before || !after) {
      return NO_SHIFT;
    }
    const shift = (from, by, longest) => by === 0 ? 0 : Math.max(0, Math.min(longest, from + by)) - from;
    return board.isVertical ? {
      left: shift(this.scrollLeft, after.x - before.x, board.contentWidth + sideWidth - this.size.width),
      top: 0
    } : {
      left: 0,
      top: shift(
        this.scrollTop,
        after.y - before.y,
        board.contentHeight + board.headerHeight - this.size.height
      )
    };
  }
  /** Rows above may have another size now, and hours before other places. */
  afterPatch() {
    const { element } = this.surface;
    if (this.mustScroll && element) {
      this.mustScroll = false;
      this.scrollTo(this.scrollLeft, this.scrollTop);
      this.elementTop = element.scrollTop;
      this.elementLeft = Math.abs(element.scrollLeft);
    }
  }
  dispose() {
    browser.clearTimeout(this.timer);
  }
  drawWanted() {
    const drawn = nextWindow(this.drawn, this.wantedRows(), this.surface.currentBoard.trackCount);
    if (drawn !== this.drawn) {
      this.drawn = drawn;
      this.surface.render();
    }
  }
  wantedRows() {
    return this.rowsWithin(this.size.height * BUFFER);
  }
  rowsWithin(margin) {
    return this.surface.currentBoard.tracks.window(this.scrollTop, this.size.height, margin);
  }
  /** Shows today, or the day chosen, where not all days fit; when all hours are drawn, begins where work does. */
  scrollToDay() {
    const { model, element, currentBoard: board } = this.surface;
    const { days, zone, state } = model;
    const fits = board.contentWidth + this.surface.sideWidth <= this.size.width + 1;
    if (!element || board.trackCount === 0 || fits && !state.isWholeDay) {
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
      const width = this.size.width - this.surface.sideWidth;
      const context = Math.max(0, Math.min(CONTEXT * box.width, (width - box.width) / 2));
      const least = box.x + box.width + context - width;
      const left = Math.max(0, Math.min(box.x - context, Math.max(this.scrollLeft, least)));
      if (Math.abs(left - this.scrollLeft) > 1) {
        this.scrollTo(left, this.scrollTop);
      }
    }
  }
  scrollTo(left, top) {
    const direction = localization.direction === "rtl" ? -1 : 1;
    this.surface.element?.scrollTo({ left: left * direction, top });
  }
  /** Scrolls a box of the content into view, clear of headers. */
  reveal(box) {
    const element = this.surface.element;
    const left = Math.abs(element.scrollLeft);
    const width = element.clientWidth - this.surface.sideWidth;
    const height = element.clientHeight - this.surface.currentBoard.headerHeight;
    const x = Math.min(box.x, Math.max(left, box.x + box.width - width));
    const y = Math.min(box.y, Math.max(element.scrollTop, box.y + box.height - height));
    this.scrollTo(x, y);
  }
  /**
   * Scrolls while something is dragged near an edge of what is in sight.
   *
   * @param start where the pointer went down
   * @param elapsed milliseconds since the last frame
   * @returns whether there was anything left to scroll to
   */
  autoScroll(x, y, start, elapsed) {
    const element = this.surface.element;
    const sight = this.sight();
    const left = autoScrollStep(x, start.x, { from: sight.left, to: sight.right }, elapsed);
    const top = autoScrollStep(y, start.y, { from: sight.top, to: sight.bottom }, elapsed);
    if (left === 0 && top === 0) {
      return false;
    }
    const { scrollLeft, scrollTop } = element;
    element.scrollBy({ left, top, behavior: "instant" });
    return element.scrollLeft !== scrollLeft || element.scrollTop !== scrollTop;
  }
  /** What is at a point of the window; the nearest place in sight when it is over what is sticky, or outside. */
  spotAt(clientX, clientY) {
    const element = this.surface.element;
    const { currentBoard: board } = this.surface;
    const { left, right, top, bottom } = this.sight();
    const isRtl = localization.direction === "rtl";
    const x = Math.max(left, Math.min(right - 1, clientX));
    const y = Math.max(top, Math.min(bottom - 1, clientY));
    return board.geometry.spotAt(
      (isRtl ? right - x : x - left) + Math.abs(element.scrollLeft),
      y - top + element.scrollTop
    );
  }
  /** Whether a point of the window is over rows or columns, as opposed to names, headers, the void below, and all that is not the board. */
  isOnTracks(clientX, clientY) {
    const element = this.surface.element;
    const { currentBoard: board } = this.surface;
    const { left, right, top, bottom } = this.sight();
    const isInSight = clientX >= left && clientX < right && clientY >= top && clientY < bottom;
    const along = localization.direction === "rtl" ? right - clientX : clientX - left;
    return isInSight && along + Math.abs(element.scrollLeft) <= board.contentWidth && clientY - top + element.scrollTop < board.contentHeight;
  }
  /** To be called when a gesture begins: while it lasts, the board stays where it is in the window. */
  forgetPlace() {
    this.rect = null;
  }
  visibleRect() {
    return this.rect ??= this.surface.element.getBoundingClientRect();
  }
  /** Where the window shows the board, without headers and what is beside the tracks. */
  sight() {
    const { left, right, top } = this.visibleRect();
    const { currentBoard: board, sideWidth } = this.surface;
    const { width, height } = this.size;
    const isRtl = localization.direction === "rtl";
    return {
      left: isRtl ? right - width : left + sideWidth,
      right: isRtl ? right - sideWidth : left + width,
      top: top + board.headerHeight,
      bottom: top + height
    };
  }
}
export {
  BoardViewport
};
