import { daysOf, type DayRange } from "../core/civil";
import { UNASSIGNED, type BoardEvent, type BoardResource } from "../core/event";
import { MonthGeometry, PersonalTimedGeometry, TeamTimedGeometry, type BoardGeometry } from "../core/geometry";
import { TrackOffsets } from "../core/hit";
import { overlaps } from "../core/intervals";
import { axisIntervals, layoutMonthTrack, layoutTrack, usefulHours, type TimedTrack } from "../core/layout";
import type { MonthRow } from "../core/month";
import {
    continuousScale,
    WHOLE_DAY,
    wallAxis,
    type DayWindow,
    type TimeScale,
    type WallAxis,
} from "../core/time_scale";
import { MINUTES_PER_HOUR, type DayNumber, type UtcMinute } from "../core/units";
import { utilisation } from "../core/utilisation";
import { BlockViewFactory, px, utilisationText, type BlockView } from "./block_view";
import type { SupportCalendarModel } from "./support_calendar_model";
import { clockFormat, dayText } from "./time_text";

export interface Size {
    readonly width: number;
    readonly height: number;
}

/** One row or column of the board. */
export interface TrackView {
    /** unique on the board: resource and first day */
    readonly key: string;
    readonly resourceId: number;
    readonly firstDay: DayNumber;
    readonly name: string;
    readonly load: string;
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
    readonly style: string;
    readonly className: string;
}

/** Sizes in pixels, which the style sheet shares. */
export const NAME_WIDTH = 200;
export const HOURS_WIDTH = 64;
const LANE_HEIGHT = 34;
/** where few rows leave room, blocks get a second line */
const MAX_LANE_HEIGHT = 52;
const ROW_MARGIN = 4;
const HEADER_HEIGHT = 53;
const MONTH_LINE = 24;
const MONTH_LINES_TEAM = 3;
const DAY_NUMBER_HEIGHT = 26;
const MIN_PIXELS_PER_HOUR = 14;
const MIN_PIXELS_PER_HOUR_DOWN = 44;
const MIN_COLUMN_WIDTH = 72;
/** no block is drawn narrower than this, so that a pointer can hit it (WCAG 2.5.8) */
const MIN_BLOCK = 24;
const MIN_TICK_DISTANCE = 44;
const TICK_STEPS = [1, 2, 3, 4, 6, 12];

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
        const resource = this.model.data.resource(resourceId);
        if (!resource?.working) {
            return { load: "", percent: null };
        }
        const { percent } = utilisation(
            this.model.data.eventsOf(resourceId),
            resource,
            this.model.archInfo.freeStates,
            from,
            to,
        );
        return { load: utilisationText(percent), percent: percent === null ? null : Math.min(100, percent) };
    }
}

/** Rows of resources, time running along. */
export class TeamTimedBoard extends Board {
    readonly isVertical = true;
    readonly geometry: TeamTimedGeometry;
    readonly tracks: TrackOffsets;
    readonly contentWidth: number;
    readonly contentHeight: number;
    readonly headers: readonly HeaderView[];
    override readonly ticks: readonly HeaderView[];
    override readonly lines: readonly string[];
    private readonly rowIds: readonly number[];
    private readonly days: DayRange;
    private readonly scale: TimeScale;
    private readonly pixelsPerMinute: number;
    protected readonly signature: string;
    private readonly laneHeight: number;
    private readonly layouts = new Map<number, TimedTrack>();
    private readonly backgrounds = new Map<readonly number[] | null, string>();

    constructor(model: SupportCalendarModel, blockViews: BlockViewFactory, size: Size) {
        super(model, blockViews);
        const { zone, state } = model;
        this.days = model.days;
        this.rowIds = model.rowIds;
        this.scale = continuousScale(zone, this.days, hoursShown(model));
        const least = (this.scale.length / MINUTES_PER_HOUR) * MIN_PIXELS_PER_HOUR;
        this.contentWidth = Math.max(size.width - NAME_WIDTH, least, 320);
        this.pixelsPerMinute = this.contentWidth / Math.max(1, this.scale.length);
        const lanes = this.rowIds.map((id) => this.layout(id).lanes);
        const room = (size.height - HEADER_HEIGHT) / this.rowIds.length - 2 * ROW_MARGIN;
        this.laneHeight = Math.max(LANE_HEIGHT, Math.min(MAX_LANE_HEIGHT, Math.floor(room)));
        this.tracks = new TrackOffsets(lanes.map((count) => count * this.laneHeight + 2 * ROW_MARGIN));
        this.contentHeight = this.tracks.total;
        this.signature = ["team", this.scale.instant(0), this.scale.length, this.contentWidth, this.laneHeight].join();
        this.geometry = new TeamTimedGeometry(this.rowIds, this.tracks, this.scale, this.pixelsPerMinute, zone);
        const dayStarts: { day: DayNumber; at: number; width: number }[] = [];
        for (let day = this.days.first; day < this.days.end; day++) {
            const at = this.scale.position(zone.startOfDay(day)) * this.pixelsPerMinute;
            const end = this.scale.position(zone.startOfDay(day + 1)) * this.pixelsPerMinute;
            dayStarts.push({ day, at, width: end - at });
        }
        const isLong = state.scale === "day";
        this.headers = dayStarts.map(({ day, at, width }) => ({
            key: String(day),
            text: dayText(
                day,
                isLong
                    ? { weekday: "long", day: "numeric", month: "long" }
                    : { weekday: "short", day: "numeric", month: "short" },
            ),
            style: `inset-inline-start:${px(at)};width:${px(width)}`,
            className: day === model.today ? "o_sc_today" : "",
        }));
        this.lines = dayStarts.slice(1).map(({ at }) => `inset-inline-start:${px(at)}`);
        this.ticks = this.makeTicks();
    }

    get trackCount(): number {
        return this.rowIds.length;
    }

    resourceOf(track: number): number {
        return this.rowIds[track]!;
    }

    firstDayOf(): DayNumber {
        return this.days.first;
    }

    override scaleOf(): TimeScale {
        return this.scale;
    }

    nowLine(now: UtcMinute): string {
        return this.scale.isVisible(now)
            ? `inset-inline-start:${px(this.scale.position(now) * this.pixelsPerMinute)}`
            : "";
    }

    protected makeView(track: number, events: readonly BoardEvent[]): TrackView {
        const resourceId = this.rowIds[track]!;
        const resource = this.model.data.resource(resourceId);
        const { zone } = this.model;
        return {
            key: String(resourceId),
            resourceId,
            firstDay: this.days.first,
            name: this.model.resourceName(resourceId),
            ...this.load(resourceId, zone.startOfDay(this.days.first), zone.startOfDay(this.days.end)),
            isToday: false,
            background: this.background(resource),
            leaves: stretches(resource?.leave ?? [], this.scale, this.pixelsPerMinute, "inset-inline-start", "width"),
            blocks: this.layout(resourceId).blocks.map((block) =>
                this.blockViews.inRow(block, this.pixelsPerMinute, this.laneHeight, ROW_MARGIN),
            ),
            events,
            more: [],
            dayNumbers: [],
        };
    }

    private layout(resourceId: number): TimedTrack {
        let layout = this.layouts.get(resourceId);
        if (!layout) {
            const minimum = Math.ceil(MIN_BLOCK / this.pixelsPerMinute);
            layout = layoutTrack(this.model.shownEvents(resourceId), this.scale, Math.min(minimum, 60));
            this.layouts.set(resourceId, layout);
        }
        return layout;
    }

    private background(resource: BoardResource | null): string {
        const working = resource?.working ?? null;
        let style = this.backgrounds.get(working);
        if (style === undefined) {
            style = working ? workingBackground(working, this.scale, "to var(--o-sc-inline-end)") : "";
            this.backgrounds.set(working, style);
        }
        return style;
    }

    private makeTicks(): HeaderView[] {
        const { zone } = this.model;
        const hour = this.pixelsPerMinute * MINUTES_PER_HOUR;
        const step = (TICK_STEPS.find((hours) => hours * hour >= MIN_TICK_DISTANCE) ?? 24) * MINUTES_PER_HOUR;
        const clock = clockFormat();
        const ticks: HeaderView[] = [];
        for (const { start, end } of this.scale.segments) {
            const local = zone.toLocal(start);
            const first = start + ((step - (local % step)) % step);
            for (let instant = first; instant < end; instant += step) {
                ticks.push({
                    key: String(instant),
                    text: clock.format(zone.toLocal(instant)),
                    style: `inset-inline-start:${px(this.scale.position(instant) * this.pixelsPerMinute)}`,
                    className: "",
                });
            }
        }
        return ticks;
    }
}

/** Columns of days for one resource, hours running down. */
export class PersonalTimedBoard extends Board {
    readonly isVertical = false;
    readonly geometry: PersonalTimedGeometry;
    readonly tracks: TrackOffsets;
    readonly contentWidth: number;
    readonly contentHeight: number;
    readonly headers: readonly HeaderView[];
    override readonly ticks: readonly HeaderView[];
    private readonly days: DayRange;
    protected readonly signature: string;
    private readonly axis: WallAxis;
    private readonly resourceId: number;
    private readonly pixelsPerMinute: number;
    private readonly columnWidth: number;

    constructor(model: SupportCalendarModel, blockViews: BlockViewFactory, size: Size) {
        super(model, blockViews);
        this.days = model.days;
        this.resourceId = model.state.resourceId;
        this.axis = wallAxis(model.zone, this.days, hoursShown(model, this.resourceId));
        const count = this.days.end - this.days.first;
        this.contentWidth = Math.max(size.width - HOURS_WIDTH, count * MIN_COLUMN_WIDTH);
        this.columnWidth = this.contentWidth / count;
        this.tracks = new TrackOffsets(Array.from({ length: count }, () => this.columnWidth));
        this.contentHeight = Math.max(
            size.height - 60,
            (this.axis.length / MINUTES_PER_HOUR) * MIN_PIXELS_PER_HOUR_DOWN,
        );
        this.pixelsPerMinute = this.contentHeight / this.axis.length;
        const first = this.axis.scales[0]!.instant(0);
        this.signature = ["personal", first, this.axis.length, this.contentWidth, this.contentHeight].join();
        this.geometry = new PersonalTimedGeometry(
            this.resourceId,
            this.days,
            this.axis.scales,
            this.columnWidth,
            this.pixelsPerMinute,
        );
        this.headers = dayHeaders(model, this.days, this.columnWidth);
        const clock = clockFormat();
        this.ticks = this.axis.ticks.map(({ at, minute, repeated }) => ({
            key: `${minute}${repeated}`,
            text: clock.format(minute),
            style: `top:${px(at * this.pixelsPerMinute)}`,
            className: repeated ? "o_sc_repeated" : "",
        }));
    }

    get trackCount(): number {
        return this.axis.scales.length;
    }

    resourceOf(): number {
        return this.resourceId;
    }

    firstDayOf(track: number): DayNumber {
        return this.days.first + track;
    }

    override scaleOf(track: number): TimeScale {
        return this.axis.scales[track]!;
    }

    nowLine(now: UtcMinute): string {
        const column = this.model.zone.dayOf(now) - this.days.first;
        const scale = this.axis.scales[column];
        if (!scale?.isVisible(now)) {
            return "";
        }
        return (
            `inset-inline-start:${px(column * this.columnWidth)};width:${px(this.columnWidth)};` +
            `top:${px(scale.position(now) * this.pixelsPerMinute)}`
        );
    }

    protected override holdsDay(track: number, day: DayNumber): boolean {
        return this.days.first + track === day;
    }

    protected makeView(track: number, events: readonly BoardEvent[]): TrackView {
        const day = this.days.first + track;
        const scale = this.axis.scales[track]!;
        const { zone } = this.model;
        const from = zone.startOfDay(day);
        const to = zone.startOfDay(day + 1);
        const minimum = Math.ceil(MIN_BLOCK / this.pixelsPerMinute);
        const layout = layoutTrack(events, scale, minimum);
        const resource = this.model.data.resource(this.resourceId);
        return {
            key: String(day),
            resourceId: this.resourceId,
            firstDay: day,
            name: dayText(day, { weekday: "long", day: "numeric", month: "long" }),
            ...this.load(this.resourceId, from, to),
            isToday: day === this.model.today,
            background: resource?.working ? workingBackground(resource.working, scale, "to bottom") : "",
            leaves: stretches(resource?.leave ?? [], scale, this.pixelsPerMinute, "top", "height"),
            blocks: layout.blocks.map((block) => this.blockViews.inColumn(block, this.pixelsPerMinute)),
            events: layout.blocks.map((block) => block.event),
            more: [],
            dayNumbers: [],
        };
    }
}

/** Cells of days: a row for each resource (team) or for each week of one resource (personal). */
export class MonthBoard extends Board {
    readonly isVertical = true;
    readonly geometry: MonthGeometry;
    readonly tracks: TrackOffsets;
    readonly contentWidth: number;
    readonly contentHeight: number;
    readonly headers: readonly HeaderView[];
    override readonly lines: readonly string[];
    readonly isPersonal: boolean;
    readonly columnWidth: number;
    readonly daysPerRow: number;
    private readonly days: DayRange;
    private readonly rowIds: readonly number[];
    private readonly firstDays: readonly DayNumber[];
    protected readonly signature: string;
    private readonly limit: number;
    private readonly margin: number;

    constructor(model: SupportCalendarModel, blockViews: BlockViewFactory, size: Size) {
        super(model, blockViews);
        this.isPersonal = model.state.layout === "personal";
        this.days = model.days;
        const count = this.days.end - this.days.first;
        this.daysPerRow = this.isPersonal ? 7 : count;
        const sideWidth = this.isPersonal ? 0 : NAME_WIDTH;
        this.contentWidth = Math.max(size.width - sideWidth, this.daysPerRow * MIN_COLUMN_WIDTH);
        this.columnWidth = this.contentWidth / this.daysPerRow;
        this.margin = this.isPersonal ? DAY_NUMBER_HEIGHT : ROW_MARGIN;
        if (this.isPersonal) {
            const weeks = count / 7;
            this.rowIds = Array.from({ length: weeks }, () => model.state.resourceId);
            this.firstDays = this.rowIds.map((_, week) => this.days.first + 7 * week);
            const height = Math.max((size.height - 34) / weeks, DAY_NUMBER_HEIGHT + 2 * MONTH_LINE);
            this.limit = Math.max(1, Math.floor((height - DAY_NUMBER_HEIGHT) / MONTH_LINE));
            this.tracks = new TrackOffsets(this.rowIds.map(() => height));
        } else {
            this.rowIds = model.rowIds;
            this.firstDays = this.rowIds.map(() => this.days.first);
            this.limit = MONTH_LINES_TEAM;
            const height = MONTH_LINES_TEAM * MONTH_LINE + 2 * ROW_MARGIN;
            this.tracks = new TrackOffsets(this.rowIds.map(() => height));
        }
        this.contentHeight = this.tracks.total;
        this.signature = ["month", this.isPersonal, this.days.first, this.contentWidth, this.limit].join();
        this.geometry = new MonthGeometry(
            this.rowIds,
            this.firstDays,
            this.daysPerRow,
            this.tracks,
            this.columnWidth,
            model.zone,
        );
        const firstRow = { first: this.days.first, end: this.days.first + this.daysPerRow };
        this.headers = this.isPersonal
            ? weekdayHeaders(firstRow, this.columnWidth)
            : dayHeaders(model, firstRow, this.columnWidth);
        this.lines = this.headers
            .slice(1)
            .map((_, index) => `inset-inline-start:${px((index + 1) * this.columnWidth)}`);
    }

    get trackCount(): number {
        return this.rowIds.length;
    }

    resourceOf(track: number): number {
        return this.rowIds[track]!;
    }

    firstDayOf(track: number): DayNumber {
        return this.firstDays[track]!;
    }

    nowLine(): string {
        return "";
    }

    protected override holdsDay(track: number, day: DayNumber): boolean {
        const first = this.firstDays[track]!;
        return day >= first && day < first + this.daysPerRow;
    }

    protected makeView(track: number, events: readonly BoardEvent[]): TrackView {
        const resourceId = this.rowIds[track]!;
        const firstDay = this.firstDays[track]!;
        const { zone } = this.model;
        const row: MonthRow = layoutMonthTrack(events, zone, firstDay, this.daysPerRow, this.limit);
        const end = zone.startOfDay(firstDay + this.daysPerRow);
        return {
            key: `${resourceId}/${firstDay}`,
            resourceId,
            firstDay,
            name: this.isPersonal
                ? dayText(firstDay, { day: "numeric", month: "long" })
                : this.model.resourceName(resourceId),
            ...this.load(resourceId, zone.startOfDay(firstDay), end),
            isToday: false,
            background: "",
            leaves: this.leaves(resourceId, firstDay),
            blocks: row.pieces.map((piece) =>
                this.blockViews.inMonth(
                    events[piece.index]!,
                    piece,
                    firstDay,
                    this.columnWidth,
                    MONTH_LINE,
                    this.margin,
                ),
            ),
            events,
            more: row.hidden.flatMap((hidden, index) => {
                const style =
                    `inset-inline-start:${px(index * this.columnWidth + 2)};width:${px(this.columnWidth - 5)};` +
                    `top:${this.margin + (this.limit - 1) * MONTH_LINE}px;height:${MONTH_LINE - 2}px`;
                return hidden.length > 0
                    ? [{ day: firstDay + index, style, ids: hidden.map((position) => events[position]!.id) }]
                    : [];
            }),
            dayNumbers: this.isPersonal ? this.dayCells(firstDay) : [],
        };
    }

    /** Days off: of the week, and on leave. */
    private leaves(resourceId: number, firstDay: DayNumber): StretchView[] {
        const resource = this.model.data.resource(resourceId);
        if (!resource?.working) {
            return [];
        }
        const stretches: StretchView[] = [];
        for (let index = 0; index < this.daysPerRow; index++) {
            const { zone } = this.model;
            const from = zone.startOfDay(firstDay + index);
            const to = zone.startOfDay(firstDay + index + 1);
            const { available } = utilisation([], resource, new Set(), from, to);
            if (available === 0) {
                stretches.push({
                    className: overlaps(resource.leave, from, to) ? "o_sc_leave" : "o_sc_off",
                    style: `inset-inline-start:${px(index * this.columnWidth)};width:${px(this.columnWidth)}`,
                });
            }
        }
        return stretches;
    }

    private dayCells(firstDay: DayNumber): DayCellView[] {
        const month = daysOf("month", this.model.state.day, this.model.weekStart);
        const { today } = this.model;
        return Array.from({ length: this.daysPerRow }, (_, index) => {
            const day = firstDay + index;
            const isOutside = day < month.first || day >= month.end;
            return {
                day,
                text: dayText(day, { day: "numeric" }),
                style: `inset-inline-start:${px(index * this.columnWidth)};width:${px(this.columnWidth)}`,
                className: `${day === today ? "o_sc_today" : ""}${isOutside ? " o_sc_outside" : ""}`,
            };
        });
    }
}

export function makeBoard(model: SupportCalendarModel, blockViews: BlockViewFactory, size: Size): Board {
    if (model.state.scale === "month") {
        return new MonthBoard(model, blockViews, size);
    }
    return model.state.layout === "team"
        ? new TeamTimedBoard(model, blockViews, size)
        : new PersonalTimedBoard(model, blockViews, size);
}

function hoursShown(model: SupportCalendarModel, resourceId?: number): DayWindow {
    const { data, days, state, zone } = model;
    if (state.isWholeDay) {
        return WHOLE_DAY;
    }
    const ids = resourceId === undefined ? [UNASSIGNED, ...data.resources.map(({ id }) => id)] : [resourceId];
    const resources = data.resources.filter(({ id }) => ids.includes(id));
    return usefulHours(
        zone,
        days,
        resources,
        ids.flatMap((id) => model.shownEvents(id)),
    );
}

function dayHeaders(model: SupportCalendarModel, days: DayRange, columnWidth: number): HeaderView[] {
    const { today } = model;
    const headers: HeaderView[] = [];
    for (let day = days.first; day < days.end; day++) {
        headers.push({
            key: String(day),
            text: dayText(day, { weekday: "short", day: "numeric" }),
            style: `inset-inline-start:${px((day - days.first) * columnWidth)};width:${px(columnWidth)}`,
            className: day === today ? "o_sc_today" : "",
        });
    }
    return headers;
}

function weekdayHeaders(days: DayRange, columnWidth: number): HeaderView[] {
    const headers: HeaderView[] = [];
    for (let day = days.first; day < days.end; day++) {
        headers.push({
            key: String(day),
            text: dayText(day, { weekday: "long" }),
            style: `inset-inline-start:${px((day - days.first) * columnWidth)};width:${px(columnWidth)}`,
            className: "",
        });
    }
    return headers;
}

/** One gradient that leaves working time bright and shades the rest. */
function workingBackground(working: readonly number[], scale: TimeScale, direction: string): string {
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
    return `background-image:linear-gradient(${direction},${stops.join(",")})`;
}

function stretches(
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
