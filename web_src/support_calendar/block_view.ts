import { localization } from "@web/core/l10n/localization";
import { _t } from "@web/core/l10n/translation";
import type { BoardEvent } from "../core/event";
import type { TimedBlock } from "../core/layout";
import type { MonthPiece } from "../core/month";
import { MINUTES_PER_DAY } from "../core/units";
import type { SupportCalendarModel } from "./support_calendar_model";
import { statusLook, type StatusLook } from "./status_look";
import { clockFormat, dayText } from "./time_text";

/** A block as its template needs it: nothing is computed while drawing. */
export interface BlockView {
    readonly id: number;
    readonly className: string;
    readonly style: string;
    readonly label: string;
    /** what is drawn: the sign of the status and the label */
    readonly text: string;
    /** what a screen reader says, and the tooltip */
    readonly description: string;
    /** whether its text follows the window when the board is scrolled sideways */
    readonly follows: boolean;
    /** column of its cell, from 1, that of the row's header included */
    readonly column: number;
    /** how many columns it is in */
    readonly span: number;
}

/** Where a block is among the columns of a row. */
export type ColumnSpan = Pick<BlockView, "column" | "span">;

/** Pixels below which no block is, so that a pointer can hit it (WCAG 2.5.8). */
export const MIN_TARGET = 24;
/** Pixels between the blocks of two lanes. */
export const LANE_GAP = 2;

const PIXELS = 10;
/** FontAwesome's hourglass, in place of the sign of the status */
const UNSAVED_SIGN = "\uf250";
/** Where lines run to the left, a mark keeps the sign on the right of labels in other scripts. */
const signGap = (): string => (localization.direction === "rtl" ? "\u200f\u00a0" : "\u00a0");
/** Pixels that a character takes, roughly: enough to tell how much of a label fits without measuring it. */
const CHARACTER = 6.4;
/** Pixels of a block that are not text: edges and sign. */
const SIGN_WIDTH = 24;
/** Pixels between a block and the label beside it. */
const LABEL_GAP = 4;
/** Pixels of text that are enough, so that the label stays inside. */
const ENOUGH_TEXT = 56;
/** Pixels of text that have to be won before a label leaves its block. */
const MIN_GAIN = 24;
/** Pixels to which a label runs on over free time at most. */
const MAX_LABEL = 200;
/** Pixels from which a block's text goes over several lines, which costs painting where nobody could read them. */
const WRAP_WIDTH = 40;
/** Width of a bar in pixels from which its text may go out of sight while the bar is in sight: of some days, and of one. */
const FOLLOW_WIDTH = 96;
const FOLLOW_WIDTH_OF_ONE_DAY = 240;
/** Height of a lane in pixels from which there are two lines. */
const TWO_LINES = 34;
/** Width of a day's cell in pixels from which it says the time, too. */
const TIME_WIDTH = 130;

/** Makes the views of a board's blocks. Other addons may patch it to label or mark blocks differently. */
export class BlockViewFactory {
    private readonly dayTexts = new Map<number, string>();
    private readonly looks = new Map<string, StatusLook>();

    constructor(private readonly model: SupportCalendarModel) {}

    label(event: BoardEvent): string {
        return event.label || event.reference;
    }

    className(event: BoardEvent): string {
        const unsaved = this.model.isUnsaved(event.id) ? " o_sc_unsaved" : "";
        const dimmed = event.matches ? "" : " o_sc_dimmed";
        return `o_sc_block ${this.look(event.state).className}${unsaved}${dimmed}`;
    }

    /** Who, when, status, by whom: the whole block in words. */
    description(event: BoardEvent): string {
        const { model } = this;
        const parts = [
            this.timeRange(event),
            this.label(event),
            model.rights.team ? model.resourceName(event.resourceId) : "",
            model.stateName(event.state),
            event.reference,
            event.matches ? "" : _t("not in the search"),
            model.isUnsaved(event.id) ? _t("Not yet saved") : "",
        ];
        return parts.filter(Boolean).join(", ");
    }

    /** Which event it is, for somebody who meant another one. */
    summary(event: BoardEvent): string {
        return [event.reference, event.label, this.timeRange(event)].filter(Boolean).join(", ");
    }

    timeRange(event: { readonly start: number; readonly stop: number }): string {
        const zone = this.model.zones.at(event.start);
        const clock = clockFormat();
        const start = zone.toLocal(event.start);
        const stop = zone.toLocal(event.stop);
        const day = Math.floor(start / MINUTES_PER_DAY);
        const lastDay = Math.floor((stop - 1) / MINUTES_PER_DAY);
        const end = lastDay === day ? clock.format(stop) : `${this.dayName(lastDay)} ${clock.format(stop)}`;
        return `${this.dayName(day)} ${clock.format(start)} – ${end}`;
    }

    dayName(day: number): string {
        let text = this.dayTexts.get(day);
        if (text === undefined) {
            text = dayText(day, { weekday: "short", day: "numeric", month: "short" });
            this.dayTexts.set(day, text);
        }
        return text;
    }

    /**
     * In a row of the team: time runs along the row, overlapping blocks lie below each other. The label of a block too short for
     * it stands beside the block, where the lane is free.
     */
    inRow(
        block: TimedBlock,
        pixelsPerMinute: number,
        laneHeight: number,
        margin: number,
        columns: ColumnSpan,
    ): BlockView {
        const width = block.length * pixelsPerMinute - 1;
        const lines = laneHeight < TWO_LINES ? 1 : 2;
        const text = (this.label(block.event).length * CHARACTER) / lines;
        const inside = width - SIGN_WIDTH;
        const beside = Math.min(block.room * pixelsPerMinute - width - LABEL_GAP - 2, MAX_LABEL);
        const isBeside = inside < Math.min(text, ENOUGH_TEXT) && beside > inside + MIN_GAIN;
        const whole = isBeside ? width + LABEL_GAP + Math.min(beside, text + SIGN_WIDTH) : width;
        const isThin = isBeside && lines === 1 && !this.model.archInfo.freeStates.has(block.event.state);
        const besideStyle = isBeside ? `;${isThin ? "border-inline-start-width" : "--o-sc-bar"}:${px(width)}` : "";
        const style =
            `inset-inline-start:${px(block.at * pixelsPerMinute)};width:${px(whole)};` +
            `top:${margin + block.lane * laneHeight}px;height:${laneHeight - LANE_GAP}px` +
            besideStyle;
        const view = this.view(block.event, block, style, columns);
        const wraps = lines > 1 && (isBeside ? beside : width) >= WRAP_WIDTH ? " o_sc_wraps" : "";
        return {
            ...view,
            className: view.className + (isBeside ? ` o_sc_beside${isThin ? " o_sc_thin" : ""}` : "") + wraps,
            follows: !isBeside && follows(width, columns),
        };
    }

    /** In a column of a day: time runs down, overlapping blocks stand beside each other. */
    inColumn(block: TimedBlock, pixelsPerMinute: number, column: number): BlockView {
        const width = 100 / block.groupLanes;
        return this.view(
            block.event,
            block,
            `top:${px(block.at * pixelsPerMinute)};height:${px(block.length * pixelsPerMinute - 1)};` +
                `inset-inline-start:${(block.lane * width).toFixed(2)}%;width:calc(${width.toFixed(2)}% - 3px)`,
            { column, span: 1 },
            true,
        );
    }

    /**
     * In day cells of a month.
     *
     * @param from where its cells begin, in pixels
     * @param to where they end
     */
    inMonth(
        event: BoardEvent,
        piece: MonthPiece,
        from: number,
        to: number,
        lineHeight: number,
        margin: number,
        columns: ColumnSpan,
    ): BlockView {
        const view = this.view(
            event,
            piece,
            `inset-inline-start:${px(from + 2)};width:${px(to - from - 5)};` +
                `top:${margin + piece.lane * lineHeight}px;height:${lineHeight - LANE_GAP}px`,
            columns,
            to - from >= TIME_WIDTH,
        );
        return { ...view, follows: follows(to - from, columns) };
    }

    private view(
        event: BoardEvent,
        { continuesBefore, continuesAfter }: Pick<TimedBlock, "continuesBefore" | "continuesAfter">,
        style: string,
        columns: ColumnSpan,
        withTime = false,
    ): BlockView {
        const before = continuesBefore ? " o_sc_continues_before" : "";
        const after = continuesAfter ? " o_sc_continues_after" : "";
        const time = withTime ? `${clockFormat().format(this.model.zone.toLocal(event.start))} ` : "";
        const label = time + this.label(event);
        return {
            id: event.id,
            className: this.className(event) + before + after,
            style,
            label,
            text: `${this.sign(event)}${signGap()}${label}`,
            description: this.description(event),
            follows: false,
            ...columns,
        };
    }

    private sign(event: BoardEvent): string {
        return this.model.isUnsaved(event.id) ? UNSAVED_SIGN : this.look(event.state).sign;
    }

    private look(state: string): StatusLook {
        let look = this.looks.get(state);
        if (look === undefined) {
            const position = this.model.states.findIndex(([value]) => value === state);
            look = statusLook(position, this.model.archInfo.freeStates.has(state));
            this.looks.set(state, look);
        }
        return look;
    }
}

function follows(width: number, { span }: ColumnSpan): boolean {
    return width >= (span > 1 ? FOLLOW_WIDTH : FOLLOW_WIDTH_OF_ONE_DAY);
}

/** Words for how much of somebody's time is booked. */
export function utilisationText(percent: number | null): string {
    return percent === null ? "" : _t("%s% booked", percent);
}

/** Pixels as CSS wants them, rounded so that the same place always gives the same text. */
export function px(value: number): string {
    return `${Math.round(value * PIXELS) / PIXELS}px`;
}
