import { UNASSIGNED, type BoardEvent, type BoardResource } from "../core/event";
import type { BoardGeometry } from "../core/geometry";
import type { TrackOffsets } from "../core/hit";
import { axisIntervals, usefulHours } from "../core/layout";
import { WHOLE_DAY, type DayWindow, type TimeScale } from "../core/time_scale";
import type { DayNumber, UtcMinute } from "../core/units";
import { utilisation } from "../core/utilisation";
import { px, utilisationText, type BlockView, type BlockViewFactory } from "./block_view";
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
    readonly ids: readonly number[];
}

export interface DayCellView {
    readonly day: DayNumber;
    readonly text: string;
    readonly style: string;
    readonly className: string;
}

export interface HeaderView {
    readonly key: string;
    readonly text: string;
    /** how much of the day is booked; "" when it is not known or not said here */
    readonly load: string;
    readonly style: string;
    readonly className: string;
}

/** Sizes in pixels, which the style sheet shares. */
export const NAME_WIDTH = 200;
export const HOURS_WIDTH = 64;
export const ROW_MARGIN = 4;
/** a block that is nothing but its sign */
export const MIN_BAR = 17;
export const MIN_COLUMN_WIDTH = 72;

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
    abstract readonly headers: readonly HeaderView[];
    readonly ticks: readonly HeaderView[] = [];
    readonly lines: readonly string[] = [];
    private placeViews: readonly PlaceView[] | null = null;
    private views = new Map<number, { events: readonly BoardEvent[]; view: TrackView }>();

    private readonly resources: readonly BoardResource[];

    constructor(
        readonly model: SupportCalendarModel,
        readonly blockViews: BlockViewFactory,
    ) {
        this.resources = model.data.resources;
    }

    abstract get trackCount(): number;
    abstract resourceOf(track: number): number;
    abstract firstDayOf(track: number): DayNumber;
    /** style of the line at the current time; "" when it is not shown */
    abstract nowLine(now: UtcMinute): string;
    /** Boards with the same signature draw the same events at the same places. */
    protected abstract readonly signature: string;
    protected abstract makeView(track: number, events: readonly BoardEvent[]): TrackView;

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

    protected holdsDay(_track: number, _day: DayNumber): boolean {
        return true;
    }

    protected load(resourceId: number, from: UtcMinute, to: UtcMinute): { load: string; percent: number | null } {
        const percent = this.percent(resourceId, from, to);
        return { load: utilisationText(percent), percent: percent === null ? null : Math.min(100, percent) };
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

export function hoursShown(model: SupportCalendarModel, { resources, events }: ReturnType<typeof planned>): DayWindow {
    return model.state.isWholeDay ? WHOLE_DAY : usefulHours(model.zone, model.days, resources, events);
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
