import { UNASSIGNED, type BoardEvent, type BoardResource } from "../core/event";
import type { BoardGeometry } from "../core/geometry";
import type { TrackOffsets } from "../core/hit";
import { axisIntervals } from "../core/layout";
import type { TimeScale } from "../core/time_scale";
import type { DayNumber, UtcMinute } from "../core/units";
import { utilisation, utilisations } from "../core/utilisation";
import { px, utilisationText, type BlockView, type BlockViewFactory, type ColumnSpan } from "./block_view";
import type { SupportCalendarModel } from "./support_calendar_model";

export interface Size {
    readonly width: number;
    readonly height: number;
}

/** Where a row or column goes, drawn or not. */
export interface PlaceView {
    readonly key: string;
    readonly style: string;
}

/** One row or column of the board. */
export interface TrackView {
    /** names what is drawn: the same resource and days, at the same places */
    readonly key: string;
    readonly resourceId: number;
    readonly firstDay: DayNumber;
    readonly name: string;
    readonly load: string;
    /** the load of each day, for who wants to know; "" where it is the same as `load` */
    readonly loadDetail: string;
    /** what a screen reader says of the track */
    readonly heading: string;
    /** 0 to 100, null when not known */
    readonly percent: number | null;
    readonly isToday: boolean;
    readonly background: string;
    /** stretches of time off, and in months days without work */
    readonly leaves: readonly StretchView[];
    readonly blocks: readonly BlockView[];
    /** drawn events in order, for the keyboard */
    readonly events: readonly BoardEvent[];
    readonly more: readonly MoreView[];
    /** numbers of the days in the cells, in months of the personal layout */
    readonly dayNumbers: readonly DayCellView[];
}

export interface StretchView {
    readonly className: string;
    readonly style: string;
}

export interface MoreView {
    readonly day: DayNumber;
    readonly style: string;
    readonly className: string;
    readonly text: string;
    /** what a screen reader says */
    readonly description: string;
    /** column of its cell, from 1, that of the row's header included */
    readonly column: number;
}

export interface DayCellView {
    readonly day: DayNumber;
    readonly text: string;
    /** how much of the day is booked; "" when it is not known */
    readonly load: string;
    readonly style: string;
    readonly className: string;
}

/** How much of a day is booked. */
export interface DayLoad {
    readonly day: DayNumber;
    readonly percent: number;
}

export interface HeaderView {
    readonly key: string;
    readonly text: string;
    /** what a screen reader says, where the text is too short for it; "" where it is not */
    readonly name: string;
    /** how much of the day is booked; "" when it is not known or not said here */
    readonly load: string;
    readonly style: string;
    readonly className: string;
}

/** Sizes in pixels. */
export const NAME_WIDTH = 200;
const MIN_NAME_WIDTH = 96;
const NAME_SHARE = 0.28;
export const HOURS_WIDTH = 64;
export const ROW_MARGIN = 4;
/** headers of days and hours, and of days only */
export const HEADER_HEIGHT = 52;
export const LOW_HEADER_HEIGHT = 32;
/** a block that is nothing but its sign */
export const MIN_BAR = 17;
export const MIN_COLUMN_WIDTH = 72;

/** Pixels for the names of rows: a share of a narrow board, so that it shows time as well. */
export function nameWidth(width: number): number {
    return Math.round(Math.max(MIN_NAME_WIDTH, Math.min(NAME_WIDTH, width * NAME_SHARE)));
}

/**
 * Everything that can be said about what is drawn before it is drawn: axes, sizes, rows. Made anew when days, layout or size change;
 * rows are made when they come into view and kept as long as their events stay the same.
 */
export abstract class Board {
    abstract readonly geometry: BoardGeometry;
    /** whether tracks lie below each other, as opposed to beside each other */
    abstract readonly isVertical: boolean;
    abstract readonly tracks: TrackOffsets;
    /** size of the part that scrolls, without headers */
    abstract readonly contentWidth: number;
    abstract readonly contentHeight: number;
    abstract readonly headerHeight: number;
    abstract readonly headers: readonly HeaderView[];
    readonly ticks: readonly HeaderView[] = [];
    readonly lines: readonly string[] = [];
    private placeViews: readonly PlaceView[] | null = null;
    private views = new Map<number, { events: readonly BoardEvent[]; view: TrackView }>();

    /** names what the user looks at: the same days in the same layout, whatever is planned on them */
    readonly subject: string;
    /** the day that is marked as today */
    readonly today: DayNumber;
    private readonly resources: readonly BoardResource[];

    constructor(
        readonly model: SupportCalendarModel,
        readonly blockViews: BlockViewFactory,
    ) {
        this.subject = boardSubject(model);
        this.today = model.today;
        this.resources = model.data.resources;
    }

    abstract get trackCount(): number;
    abstract resourceOf(track: number): number;
    abstract firstDayOf(track: number): DayNumber;
    abstract readonly daysPerTrack: number;
    /** style of the line at the current time; "" when it is not shown */
    abstract nowLine(now: UtcMinute): string;
    /** Boards with the same signature draw the same events at the same places. */
    protected abstract readonly signature: string;
    protected abstract makeView(track: number, events: readonly BoardEvent[]): TrackView;

    /** Whether the headers name the columns of every row, as opposed to the rows themselves. */
    get hasColumns(): boolean {
        return this.isVertical;
    }

    /** Column of a day's cells, from 1, that of the row's header included. */
    columnOf(track: number, day: DayNumber): number {
        return this.hasColumns ? 2 + this.nearestDay(track, day) - this.firstDayOf(track) : 2;
    }

    /** The columns of the days that an event is on, as far as its track has them. */
    protected columnsOf(track: number, { start, stop }: BoardEvent): ColumnSpan {
        const { zone } = this.model;
        const column = this.columnOf(track, zone.dayOf(start));
        return { column, span: 1 + this.columnOf(track, zone.dayOf(stop - 1)) - column };
    }

    /** The time scale of a track; null where days are cells. */
    scaleOf(_track: number): TimeScale | null {
        return null;
    }

    /** Where its tracks go, all of them. */
    get places(): readonly PlaceView[] {
        return (this.placeViews ??= Array.from({ length: this.trackCount }, (_, index) => ({
            key: this.keyOf(index),
            style: this.isVertical
                ? `inset-inline:0;top:${px(this.tracks.startOf(index))};height:${px(this.tracks.sizeOf(index))}`
                : `inset-block:0;inset-inline-start:${px(this.tracks.startOf(index))};width:${px(this.tracks.sizeOf(index))}`,
        })));
    }

    /** Names a track among those of its board; the same on boards of other days where there is one row for each resource. */
    protected keyOf(index: number): string {
        return String(this.resourceOf(index));
    }

    track(index: number): TrackView {
        const events = this.model.shownEvents(this.resourceOf(index));
        const known = this.views.get(index);
        if (known && known.events === events) {
            return known.view;
        }
        const view = this.makeView(index, events);
        this.views.set(index, { events, view });
        return view;
    }

    /** Takes over the views of rows that have not changed, so that they are not drawn again. */
    inherit(previous: Board): void {
        const isSame =
            previous.signature === this.signature &&
            previous.blockViews === this.blockViews &&
            previous.today === this.today &&
            previous.resources === this.resources;
        if (isSame) {
            this.views = previous.views;
        }
    }

    trackOf(resourceId: number, day: DayNumber): number {
        for (let track = 0; track < this.trackCount; track++) {
            if (this.resourceOf(track) === resourceId && this.holdsDay(track, day)) {
                return track;
            }
        }
        return -1;
    }

    protected holdsDay(track: number, day: DayNumber): boolean {
        return this.nearestDay(track, day) === day;
    }

    /** The day of a track that is a day, or nearest to it. */
    nearestDay(track: number, day: DayNumber): DayNumber {
        const first = this.firstDayOf(track);
        return Math.max(first, Math.min(first + this.daysPerTrack - 1, day));
    }

    protected load(resourceId: number, from: UtcMinute, to: UtcMinute): { load: string; percent: number | null } {
        const percent = this.percent(resourceId, from, to);
        return { load: utilisationText(percent), percent: percent === null ? null : Math.min(100, percent) };
    }

    /** How much of a day is booked, in words; "" when that is not known. */
    dayLoad(resourceId: number, day: DayNumber): string {
        const { zone } = this.model;
        return utilisationText(this.percent(resourceId, zone.startOfDay(day), zone.startOfDay(day + 1)));
    }

    /** Whether a day is known to have no time left to book. */
    isFull(resourceId: number, day: DayNumber): boolean {
        const { zone } = this.model;
        return (this.percent(resourceId, zone.startOfDay(day), zone.startOfDay(day + 1)) ?? 0) >= 100;
    }

    /** How much of each day is booked where there is time to book, of so many days. */
    protected dayLoads(resourceId: number, first: DayNumber, count: number): DayLoad[] {
        const { data, archInfo, zone } = this.model;
        const resource = data.resource(resourceId);
        if (!resource?.working || data.missing.has(resourceId)) {
            return [];
        }
        const bounds = Array.from({ length: count + 1 }, (_, index) => zone.startOfDay(first + index));
        return utilisations(data.eventsOf(resourceId), resource, archInfo.freeStates, bounds).flatMap(
            (percent, index) => (percent === null ? [] : [{ day: first + index, percent }]),
        );
    }

    /** How much of the working time between two instants is booked; null when there is none, or when it is not known. */
    protected percent(resourceId: number, from: UtcMinute, to: UtcMinute): number | null {
        const { data, archInfo } = this.model;
        const resource = data.resource(resourceId);
        return resource?.working && !data.missing.has(resourceId)
            ? utilisation(data.eventsOf(resourceId), resource, archInfo.freeStates, from, to).percent
            : null;
    }
}

export function boardSubject({ days, state }: SupportCalendarModel): string {
    const { layout, scale, resourceId, hidesFree, isWholeDay } = state;
    const row = layout === "personal" ? resourceId : "all";
    return [days.first, days.end, layout, scale, row, hidesFree, isWholeDay].join();
}

/** What decides which hours and days have to be drawn. */
export function planned(
    model: SupportCalendarModel,
    resourceId?: number,
): { resources: readonly BoardResource[]; events: readonly BoardEvent[] } {
    const { resources } = model.data;
    const ids = resourceId === undefined ? [UNASSIGNED, ...resources.map(({ id }) => id)] : [resourceId];
    return {
        resources: resourceId === undefined ? resources : resources.filter(({ id }) => id === resourceId),
        events: ids.flatMap((id) => model.shownEvents(id)),
    };
}

/** Bars of loads at the lower edge of each day, as one picture, which costs no elements. */
export function loadBars(
    loads: readonly DayLoad[],
    edgesOf: (day: DayNumber) => { readonly from: number; readonly to: number },
): string {
    const stops: string[] = [];
    let at = 0;
    for (const { day, percent } of loads) {
        const { from, to } = edgesOf(day);
        const end = from + ((to - from) * Math.min(100, percent)) / 100;
        stops.push(`transparent ${px(at)} ${px(from)}`, `var(--o-sc-load) ${px(from)} ${px(end)}`);
        at = end;
    }
    stops.push(`transparent ${px(at)}`);
    return `linear-gradient(to var(--o-sc-inline-end),${stops.join(",")})`;
}

/** One gradient that leaves working time bright and shades the rest. */
export function workingBackground(working: readonly number[], scale: TimeScale, direction: string): string {
    const bounds = axisIntervals(working, scale);
    const stops: string[] = [];
    let at = 0;
    const percent = (position: number): string => `${((100 * position) / scale.length).toFixed(3)}%`;
    for (let index = 0; index < bounds.length; index += 2) {
        stops.push(`var(--o-sc-off) ${percent(at)} ${percent(bounds[index]!)}`);
        stops.push(`transparent ${percent(bounds[index]!)} ${percent(bounds[index + 1]!)}`);
        at = bounds[index + 1]!;
    }
    stops.push(`var(--o-sc-off) ${percent(at)} 100%`);
    return `linear-gradient(${direction},${stops.join(",")})`;
}

export function stretches(
    intervals: readonly number[],
    scale: TimeScale,
    pixelsPerMinute: number,
    start: string,
    length: string,
): StretchView[] {
    const bounds = axisIntervals(intervals, scale);
    const views: StretchView[] = [];
    for (let index = 0; index < bounds.length; index += 2) {
        const from = bounds[index]! * pixelsPerMinute;
        const to = bounds[index + 1]! * pixelsPerMinute;
        views.push({ className: "o_sc_leave", style: `${start}:${px(from)};${length}:${px(to - from)}` });
    }
    return views;
}
