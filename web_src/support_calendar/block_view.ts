import { _t } from "@web/core/l10n/translation";
import type { BoardEvent } from "../core/event";
import type { TimedBlock } from "../core/layout";
import type { MonthPiece } from "../core/month";
import { MINUTES_PER_DAY } from "../core/units";
import type { SupportCalendarModel } from "./support_calendar_model";
import { clockFormat, dayText } from "./time_text";

/** A block as its template needs it: nothing is computed while drawing. */
export interface BlockView {
    readonly id: number;
    readonly className: string;
    readonly style: string;
    readonly label: string;
    /** what a screen reader says, and the tooltip */
    readonly description: string;
}

/** Colours that the style sheet knows. */
const PALETTE_SIZE = 6;
const PIXELS = 10;
/** Pixels from which a block's text goes over several lines. */
const WRAP_WIDTH = 72;

/** Makes the views of a board's blocks. Other addons may patch it to label or mark blocks differently. */
export class BlockViewFactory {
    private readonly dayTexts = new Map<number, string>();
    private readonly stateClasses = new Map<string, string>();

    constructor(private readonly model: SupportCalendarModel) {}

    label(event: BoardEvent): string {
        return event.label || event.reference;
    }

    className(event: BoardEvent): string {
        const isPending = this.model.pending.has(event.id) ? " o_sc_pending" : "";
        return `o_sc_block ${this.stateClass(event.state)}${isPending}`;
    }

    /** Who, when, status: the whole block in words. */
    description(event: BoardEvent): string {
        const parts = [this.timeRange(event), this.label(event), this.model.stateName(event.state), event.reference];
        return parts.filter(Boolean).join(", ");
    }

    timeRange(event: { readonly start: number; readonly stop: number }): string {
        const { zone } = this.model;
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

    /** In a row of the team: time runs along the row, overlapping blocks lie below each other. */
    inRow(block: TimedBlock, pixelsPerMinute: number, laneHeight: number, margin: number): BlockView {
        const width = block.length * pixelsPerMinute - 1;
        const style =
            `inset-inline-start:${px(block.at * pixelsPerMinute)};width:${px(width)};` +
            `top:${margin + block.lane * laneHeight}px;height:${laneHeight - 2}px`;
        const view = this.view(block.event, block, style);
        // Wrapping text in narrow blocks gives many lines that nobody sees, at a high price in painting.
        return width < WRAP_WIDTH ? view : { ...view, className: `${view.className} o_sc_wraps` };
    }

    /** In a column of a day: time runs down, overlapping blocks stand beside each other. */
    inColumn(block: TimedBlock, pixelsPerMinute: number): BlockView {
        const width = 100 / block.groupLanes;
        return this.view(
            block.event,
            block,
            `top:${px(block.at * pixelsPerMinute)};height:${px(block.length * pixelsPerMinute - 1)};` +
                `inset-inline-start:${(block.lane * width).toFixed(2)}%;width:calc(${width.toFixed(2)}% - 3px)`,
            true,
        );
    }

    /** In a day's cell of a month. */
    inMonth(
        event: BoardEvent,
        piece: MonthPiece,
        firstDay: number,
        columnWidth: number,
        lineHeight: number,
        margin: number,
    ): BlockView {
        const days = piece.lastDay - piece.firstDay + 1;
        return this.view(
            event,
            piece,
            `inset-inline-start:${px((piece.firstDay - firstDay) * columnWidth + 2)};` +
                `width:${px(days * columnWidth - 5)};` +
                `top:${margin + piece.lane * lineHeight}px;height:${lineHeight - 2}px`,
            true,
        );
    }

    private view(
        event: BoardEvent,
        { continuesBefore, continuesAfter }: Pick<TimedBlock, "continuesBefore" | "continuesAfter">,
        style: string,
        withTime = false,
    ): BlockView {
        const before = continuesBefore ? " o_sc_continues_before" : "";
        const after = continuesAfter ? " o_sc_continues_after" : "";
        const time = withTime ? `${clockFormat().format(this.model.zone.toLocal(event.start))} ` : "";
        return {
            id: event.id,
            className: this.className(event) + before + after,
            style,
            label: time + this.label(event),
            description: this.description(event),
        };
    }

    private stateClass(state: string): string {
        let name = this.stateClasses.get(state);
        if (name === undefined) {
            const position = this.model.states.findIndex(([value]) => value === state);
            const isFree = this.model.archInfo.freeStates.has(state);
            name = `o_sc_color_${Math.max(0, position) % PALETTE_SIZE}${isFree ? " o_sc_free" : ""}`;
            this.stateClasses.set(state, name);
        }
        return name;
    }
}

/** Words for how much of somebody's time is booked. */
export function utilisationText(percent: number | null): string {
    return percent === null ? "" : _t("%s% booked", percent);
}

/** Pixels as CSS wants them, rounded so that the same place always gives the same text. */
export function px(value: number): string {
    return `${Math.round(value * PIXELS) / PIXELS}px`;
}
