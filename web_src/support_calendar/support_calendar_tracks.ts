import { Component } from "@odoo/owl";
import type { DayNumber } from "../core/units";
import type { HeaderView, TrackView } from "./board";

/** Where the keyboard is, on the track that has it. */
export interface TrackCursor {
    /** 0 for anything else */
    readonly eventId: number;
    /** day of what says how many more there are; null for anything else */
    readonly moreDay: DayNumber | null;
    readonly slotStyle: string;
    readonly slotLabel: string;
    /** column of the slot's cell, from 1, that of the row's header included */
    readonly slotColumn: number;
}

interface TrackProps {
    readonly view: TrackView;
    /** from 1, headers included */
    readonly ariaIndex: number;
    /** null unless the keyboard is here */
    readonly cursor: TrackCursor | null;
    readonly blockTemplate: string;
}

const trackProps = {
    view: Object,
    ariaIndex: Number,
    cursor: { validate: (value: unknown): boolean => value === null || typeof value === "object" },
    blockTemplate: String,
};

/** A row: a resource with time running along, or days as cells. */
export class SupportCalendarRow extends Component<TrackProps> {
    static override template = "support_center.SupportCalendarRow";
    static override props = trackProps;
}

/** A column: a day with its hours running down. */
export class SupportCalendarColumn extends Component<TrackProps> {
    static override template = "support_center.SupportCalendarColumn";
    static override props = trackProps;
}

interface HeaderProps {
    readonly headers: readonly HeaderView[];
    readonly ticks: readonly HeaderView[];
    readonly width: number;
    readonly corner: string;
    /** whether they name the columns of every row */
    readonly hasColumns: boolean;
}

/** Days and hours above the rows or columns. */
export class SupportCalendarHeader extends Component<HeaderProps> {
    static override template = "support_center.SupportCalendarHeader";
    static override props = { headers: Array, ticks: Array, width: Number, corner: String, hasColumns: Boolean };
}

export interface GhostState {
    styles: readonly string[];
    /** nothing in the way, allowed with a warning, or refused */
    fit: "fits" | "warns" | "refused";
    /** classes that say on which side its text is */
    side: string;
    time: string;
    reasons: readonly string[];
}

/** Where the dragged event would go, and what speaks against it. Draws itself, so that nothing else is drawn during a drag. */
export class SupportCalendarGhost extends Component<{ readonly state: GhostState }> {
    static override template = "support_center.SupportCalendarGhost";
    static override props = { state: Object };
}
