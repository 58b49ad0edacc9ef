import { browser } from "@web/core/browser/browser";
import { localization } from "@web/core/l10n/localization";
import { autoScrollStep } from "../core/auto_scroll";
import type { Box, Spot } from "../core/geometry";
import { nextWindow, type RowWindow } from "../core/row_window";
import { MINUTES_PER_DAY } from "../core/units";
import type { Board, Size } from "./board";
import { START_OF_WORK, type BoardSurface } from "./board_surface";
import type { BoardLayout } from "./support_calendar_arch_parser";

export interface ScrollPosition {
    readonly top: number;
    /** pixels from where lines begin: from the right in right-to-left languages */
    readonly left: number;
    readonly anchor: Anchor | null;
    /** resources of the rows in sight, and some more */
    readonly rows: readonly number[];
}

/** The first row in sight as a whole. It stays where it is when rows above it grow, shrink, come or go. */
interface Anchor {
    readonly layout: BoardLayout;
    readonly key: string;
    /** pixels of it that are out of sight; negative when it begins below the upper edge */
    readonly offset: number;
}

/** Part of the window's height that is drawn above and below it. */
const BUFFER = 0.25;
/** How long what is out of sight waits until what is in sight has been painted. */
const REST_MILLISECONDS = 120;
/** How much of what is before and after a day is shown with it, in widths of the day. */
const CONTEXT = 2;
/** Rows above and below those in sight that are read with them, as another week's rows may be lower. */
const ROWS_ABOVE = 4;
const ROWS_BELOW = 20;
const NO_SHIFT = { left: 0, top: 0 };

/** Which part of the board is in the window: its size, scrolling, the rows to draw, and what is under a point. */
export class BoardViewport {
    size: Size = {
        width: document.documentElement.clientWidth,
        height: document.documentElement.clientHeight - 160,
    };
    scrollTop: number;
    scrollLeft: number;
    private rect: DOMRect | null = null;
    private anchor: Anchor | null;
    private mustScroll = false;
    /** scroll position in the document, when it was last told or set */
    private elementTop = 0;
    private elementLeft = 0;
    private drawn: RowWindow = [0, 0];
    private timer = 0;

    constructor(
        private readonly surface: BoardSurface,
        scroll: ScrollPosition | null,
        private readonly reportScroll: (scroll: ScrollPosition) => void,
    ) {
        this.scrollTop = scroll?.top ?? 0;
        this.scrollLeft = scroll?.left ?? 0;
        this.anchor = scroll?.anchor ?? null;
    }

    measure(): void {
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

    onScroll(): void {
        const element = this.surface.element!;
        // Until another board is in the document, its own place is not the one that the document tells.
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
            rows: this.rowsInSight(),
        });
        this.drawWanted();
    }

    /** Resources of the rows in sight, and of some before and after them. */
    rowsInSight(): number[] {
        const { currentBoard: board } = this.surface;
        const [first, end] = board.isVertical ? this.rowsWithin(0) : [0, board.trackCount];
        const rows = new Set<number>();
        for (
            let index = Math.max(0, first - ROWS_ABOVE);
            index < Math.min(board.trackCount, end + ROWS_BELOW);
            index++
        ) {
            rows.add(board.resourceOf(index));
        }
        return [...rows];
    }

    private findAnchor(): Anchor | null {
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
            key: board.places[index]!.key,
            offset: this.scrollTop - board.tracks.startOf(index),
        };
    }

    /** Where the anchor is on another board; the place of before when it is not there. */
    private anchoredTop(): number {
        const { currentBoard: board, model } = this.surface;
        const { anchor } = this;
        if (!anchor || !board.isVertical || anchor.layout !== model.state.layout) {
            return this.scrollTop;
        }
        const index = board.places.findIndex(({ key }) => key === anchor.key);
        return index < 0
            ? this.scrollTop
            : Math.max(0, board.tracks.startOf(index) + Math.min(anchor.offset, board.tracks.sizeOf(index) - 1));
    }

    /** Where what is in sight ends, in pixels of the content. */
    get visibleEnd(): { readonly right: number; readonly bottom: number } {
        const { width, height } = this.size;
        return {
            right: this.scrollLeft + width - this.surface.sideWidth,
            bottom: this.scrollTop + height - this.surface.currentBoard.headerHeight,
        };
    }

    /** Whether a row is in view, or near it. */
    draws(index: number): boolean {
        return index >= this.drawn[0] && index < this.drawn[1];
    }

    /**
     * To be called when there is another board: draws what is in sight first, and the rest when that has been painted.
     *
     * @param previous the board before, if it was of the same days and size
     */
    startAnew(previous: Board | null): void {
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
    private timeShift(previous: Board): { readonly left: number; readonly top: number } {
        const { currentBoard: board, sideWidth } = this.surface;
        if (previous.trackCount === 0 || board.trackCount === 0) {
            return NO_SHIFT;
        }
        const { instant } = previous.geometry.spotAt(this.scrollLeft, board.isVertical ? 0 : this.scrollTop);
        const boxOn = (on: Board): Box | undefined =>
            on.geometry.boxesOf({ resourceId: on.resourceOf(0), start: instant, stop: instant + 1 })[0];
        const [before, after] = [boxOn(previous), boxOn(board)];
        if (!before || !after) {
            return NO_SHIFT;
        }
        const shift = (from: number, by: number, longest: number): number =>
            by === 0 ? 0 : Math.max(0, Math.min(longest, from + by)) - from;
        return board.isVertical
            ? {
                  left: shift(this.scrollLeft, after.x - before.x, board.contentWidth + sideWidth - this.size.width),
                  top: 0,
              }
            : {
                  left: 0,
                  top: shift(
                      this.scrollTop,
                      after.y - before.y,
                      board.contentHeight + board.headerHeight - this.size.height,
                  ),
              };
    }

    /** Rows above may have another size now, and hours before other places. */
    afterPatch(): void {
        const { element } = this.surface;
        if (this.mustScroll && element) {
            this.mustScroll = false;
            this.scrollTo(this.scrollLeft, this.scrollTop);
            this.elementTop = element.scrollTop;
            this.elementLeft = Math.abs(element.scrollLeft);
        }
    }

    dispose(): void {
        browser.clearTimeout(this.timer);
    }

    private drawWanted(): void {
        const drawn = nextWindow(this.drawn, this.wantedRows(), this.surface.currentBoard.trackCount);
        if (drawn !== this.drawn) {
            this.drawn = drawn;
            this.surface.render();
        }
    }

    wantedRows(): RowWindow {
        return this.rowsWithin(this.size.height * BUFFER);
    }

    private rowsWithin(margin: number): RowWindow {
        return this.surface.currentBoard.tracks.window(this.scrollTop, this.size.height, margin);
    }

    /** Shows today, or the day chosen, where not all days fit; when all hours are drawn, begins where work does. */
    scrollToDay(): void {
        const { model, element, currentBoard: board } = this.surface;
        const { days, zone, state } = model;
        // Asking the browser for positions makes it lay everything out at once.
        const fits = board.contentWidth + this.surface.sideWidth <= this.size.width + 1;
        if (!element || board.trackCount === 0 || (fits && !state.isWholeDay)) {
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

    scrollTo(left: number, top: number): void {
        const direction = localization.direction === "rtl" ? -1 : 1;
        this.surface.element?.scrollTo({ left: left * direction, top });
    }

    /** Scrolls a box of the content into view, clear of headers. */
    reveal(box: Box): void {
        const element = this.surface.element!;
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
    autoScroll(x: number, y: number, start: { readonly x: number; readonly y: number }, elapsed: number): boolean {
        const element = this.surface.element!;
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
    spotAt(clientX: number, clientY: number): Spot {
        const element = this.surface.element!;
        const { currentBoard: board } = this.surface;
        const { left, right, top, bottom } = this.sight();
        const isRtl = localization.direction === "rtl";
        const x = Math.max(left, Math.min(right - 1, clientX));
        const y = Math.max(top, Math.min(bottom - 1, clientY));
        return board.geometry.spotAt(
            (isRtl ? right - x : x - left) + Math.abs(element.scrollLeft),
            y - top + element.scrollTop,
        );
    }

    /** Whether a point of the window is over rows or columns, as opposed to names, headers, the void below, and all that is not the board. */
    isOnTracks(clientX: number, clientY: number): boolean {
        const element = this.surface.element!;
        const { currentBoard: board } = this.surface;
        const { left, right, top, bottom } = this.sight();
        const isInSight = clientX >= left && clientX < right && clientY >= top && clientY < bottom;
        const along = localization.direction === "rtl" ? right - clientX : clientX - left;
        return (
            isInSight &&
            along + Math.abs(element.scrollLeft) <= board.contentWidth &&
            clientY - top + element.scrollTop < board.contentHeight
        );
    }

    /** To be called when a gesture begins: while it lasts, the board stays where it is in the window. */
    forgetPlace(): void {
        this.rect = null;
    }

    private visibleRect(): DOMRect {
        return (this.rect ??= this.surface.element!.getBoundingClientRect());
    }

    /** Where the window shows the board, without headers and what is beside the tracks. */
    private sight(): { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number } {
        const { left, right, top } = this.visibleRect();
        const { currentBoard: board, sideWidth } = this.surface;
        const { width, height } = this.size;
        const isRtl = localization.direction === "rtl";
        return {
            left: isRtl ? right - width : left + sideWidth,
            right: isRtl ? right - sideWidth : left + width,
            top: top + board.headerHeight,
            bottom: top + height,
        };
    }
}
