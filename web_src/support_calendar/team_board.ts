import type { DayRange } from "../core/civil";
import type { DrawnTime } from "../core/drawn_time";
import type { BoardEvent, BoardResource } from "../core/event";
import { TeamTimedGeometry } from "../core/geometry";
import { TrackOffsets } from "../core/hit";
import { layoutTrack, type TimedTrack } from "../core/layout";
import { continuousScale, type TimeScale } from "../core/time_scale";
import { MINUTES_PER_HOUR, type DayNumber, type UtcMinute } from "../core/units";
import { LANE_GAP, MIN_TARGET, px, type BlockViewFactory } from "./block_view";
import {
    Board,
    HEADER_HEIGHT,
    loadBars,
    MIN_BAR,
    NAME_WIDTH,
    nameWidth,
    ROW_MARGIN,
    stretches,
    workingBackground,
    type DayLoad,
    type HeaderView,
    type Size,
    type TrackView,
} from "./board";
import type { SupportCalendarModel } from "./support_calendar_model";
import { clockFormat, dayText, LONG_DAY } from "./time_text";

const LANE_HEIGHT = 34;
/** where few rows leave room, blocks get a second line */
const MAX_LANE_HEIGHT = 52;
/** where hours are narrow, labels stand beside blocks, in one line each */
const COMPACT_LANE_HEIGHT = MIN_TARGET + LANE_GAP;
const COMPACT_PIXELS_PER_HOUR = 64;
/** room that a block and the beginning of its label have at least, as long as that takes few lanes, and otherwise */
const LABEL_ROOMS = [76, 48] as const;
const COMPACT_LABEL_ROOMS = [100, 60] as const;
const FEW_LANES = 3;
/** where names are narrow, they take two lines, and the load below them another */
const NARROW_NAME_HEIGHT = 46;
const MIN_PIXELS_PER_HOUR = 14;
const MIN_PIXELS_PER_HOUR_OF_ONE_DAY = 100;
const MIN_TICK_DISTANCE = 60;
const TICK_STEPS = [1, 2, 3, 4, 6, 12];
/** headers narrower than this say only which day it is */
const NARROW_DAY = 92;
const QUIET_DAY = 64;

/** Rows of resources, time running along. */
export class TeamTimedBoard extends Board {
    readonly isVertical = true;
    readonly geometry: TeamTimedGeometry;
    readonly tracks: TrackOffsets;
    readonly contentWidth: number;
    readonly contentHeight: number;
    readonly headerHeight = HEADER_HEIGHT;
    readonly headers: readonly HeaderView[];
    override readonly ticks: readonly HeaderView[];
    override readonly lines: readonly string[];
    private readonly rowIds: readonly number[];
    private readonly days: DayRange;
    private readonly scale: TimeScale;
    private readonly pixelsPerMinute: number;
    protected readonly signature: string;
    private readonly laneHeight: number;
    private readonly isCompact: boolean;
    /** short name of each day */
    private readonly weekdays: readonly string[];
    /** where each day begins, in pixels */
    private readonly dayStarts: number[];
    /** Layouts of rows by their events, which are another array as soon as one of them changes. */
    private static readonly layouts = new WeakMap<readonly BoardEvent[], { axis: string; layout: TimedTrack }>();
    /** says the same of boards on which the same events lie at the same places */
    private readonly axis: string;
    private readonly backgrounds = new Map<readonly number[] | null, string>();

    constructor(model: SupportCalendarModel, blockViews: BlockViewFactory, size: Size, drawn: DrawnTime) {
        super(model, blockViews);
        const { zone, state } = model;
        this.days = model.days;
        this.rowIds = model.rowIds;
        this.scale = continuousScale(zone, this.days, drawn.hours, drawn.quiet);
        const isLong = state.scale === "day";
        const hour = isLong ? MIN_PIXELS_PER_HOUR_OF_ONE_DAY : MIN_PIXELS_PER_HOUR;
        const least = (this.scale.length / MINUTES_PER_HOUR) * hour;
        this.contentWidth = Math.max(size.width - nameWidth(size.width), least);
        this.pixelsPerMinute = this.contentWidth / Math.max(1, this.scale.length);
        this.isCompact = this.pixelsPerMinute * MINUTES_PER_HOUR < COMPACT_PIXELS_PER_HOUR;
        this.axis = [this.pixelsPerMinute, ...this.scale.segments.flatMap(({ start, end }) => [start, end])].join();
        const lanes = this.countLanes();
        const room = (size.height - HEADER_HEIGHT) / this.rowIds.length - 2 * ROW_MARGIN;
        this.laneHeight = this.isCompact
            ? COMPACT_LANE_HEIGHT
            : Math.max(LANE_HEIGHT, Math.min(MAX_LANE_HEIGHT, Math.floor(room)));
        const lowest = nameWidth(size.width) < NAME_WIDTH ? NARROW_NAME_HEIGHT : 0;
        this.tracks = new TrackOffsets(
            lanes.map((count) => Math.max(lowest, count * this.laneHeight + 2 * ROW_MARGIN)),
        );
        this.contentHeight = this.tracks.total;
        this.signature = ["team", this.scale.instant(0), this.scale.length, this.contentWidth, this.laneHeight].join();
        this.geometry = new TeamTimedGeometry(this.rowIds, this.tracks, this.scale, this.pixelsPerMinute, zone);
        this.dayStarts = [];
        for (let day = this.days.first; day < this.days.end; day++) {
            this.dayStarts.push(this.scale.position(zone.startOfDay(day)) * this.pixelsPerMinute);
        }
        this.weekdays = this.dayStarts.map((_, index) => dayText(this.days.first + index, { weekday: "short" }));
        this.headers = this.makeHeaders(isLong);
        this.lines = this.dayStarts.slice(1).map((at) => `inset-inline-start:${px(at)}`);
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

    get daysPerTrack(): number {
        return this.days.end - this.days.first;
    }

    /** There is one row for each resource, on whatever day. */
    protected override holdsDay(): boolean {
        return true;
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
        const name = this.model.resourceName(resourceId);
        const load = this.load(resourceId, zone.startOfDay(this.days.first), zone.startOfDay(this.days.end));
        // Of one day, that is all there is to say.
        const dayLoads = this.daysPerTrack > 1 ? this.dayLoads(resourceId, this.days.first, this.daysPerTrack) : [];
        const loadDetail = dayLoads
            .map(({ day, percent }) => `${this.weekdays[day - this.days.first]!} ${percent}%`)
            .join(", ");
        return {
            key: `${resourceId}/${this.signature}`,
            resourceId,
            firstDay: this.days.first,
            name,
            ...load,
            loadDetail,
            heading: [name, load.load, loadDetail].filter(Boolean).join(", "),
            isToday: false,
            background: this.background(resource, dayLoads),
            leaves: stretches(resource?.leave ?? [], this.scale, this.pixelsPerMinute, "inset-inline-start", "width"),
            blocks: this.layout(resourceId).blocks.map((block) =>
                this.blockViews.inRow(
                    block,
                    this.pixelsPerMinute,
                    this.laneHeight,
                    ROW_MARGIN,
                    this.columnsOf(track, block.event),
                ),
            ),
            events,
            more: [],
            dayNumbers: [],
        };
    }

    /** Lanes of each row; as many as others have on average where events are still to come. */
    private countLanes(): number[] {
        const { missing } = this.model.data;
        const known = this.rowIds.filter((id) => !missing.has(id)).map((id) => this.layout(id).lanes);
        const usual = Math.round(known.reduce((sum, count) => sum + count, 0) / Math.max(1, known.length)) || 1;
        return this.rowIds.map((id) => (missing.has(id) ? usual : this.layout(id).lanes));
    }

    private layout(resourceId: number): TimedTrack {
        const events = this.model.shownEvents(resourceId);
        const known = TeamTimedBoard.layouts.get(events);
        if (known?.axis === this.axis) {
            return known.layout;
        }
        const layout = this.makeLayout(events);
        TeamTimedBoard.layouts.set(events, { axis: this.axis, layout });
        return layout;
    }

    private makeLayout(events: readonly BoardEvent[]): TimedTrack {
        const minimum = MIN_BAR / this.pixelsPerMinute;
        const [roomy, tight] = this.isCompact ? COMPACT_LABEL_ROOMS : LABEL_ROOMS;
        const layout = layoutTrack(events, this.scale, minimum, roomy / this.pixelsPerMinute);
        return layout.lanes <= FEW_LANES
            ? layout
            : layoutTrack(events, this.scale, minimum, tight / this.pixelsPerMinute, FEW_LANES);
    }

    /** Working hours, and at the lower edge of each day how much of it is booked. */
    private background(resource: BoardResource | null, loads: readonly DayLoad[]): string {
        const working = resource?.working ?? null;
        let hours = this.backgrounds.get(working);
        if (hours === undefined) {
            hours = working ? workingBackground(working, this.scale, "to var(--o-sc-inline-end)") : "";
            this.backgrounds.set(working, hours);
        }
        if (!hours || loads.length === 0) {
            return hours && `background-image:${hours}`;
        }
        const bars = loadBars(loads, (day) => {
            const index = day - this.days.first;
            return { from: this.dayStarts[index]!, to: this.dayStarts[index + 1] ?? this.contentWidth };
        });
        return (
            `background-image:${bars},${hours};` +
            "background-size:100% 3px,100% 100%;background-position:0 100%,0 0;background-repeat:no-repeat"
        );
    }

    private makeHeaders(isLong: boolean): HeaderView[] {
        return this.dayStarts.map((at, index) => {
            const day = this.days.first + index;
            const width = (this.dayStarts[index + 1] ?? this.contentWidth) - at;
            return {
                key: String(day),
                text: dayText(day, headerFormat(isLong, width)),
                name: isLong ? "" : dayText(day, LONG_DAY),
                load: "",
                style: `inset-inline-start:${px(at)};width:${px(width)}`,
                className: `${day === this.today ? "o_sc_today" : ""}${width < NARROW_DAY ? " o_sc_narrow" : ""}`,
            };
        });
    }

    private makeTicks(): HeaderView[] {
        const { zone } = this.model;
        const hour = this.pixelsPerMinute * MINUTES_PER_HOUR;
        const step = (TICK_STEPS.find((hours) => hours * hour >= MIN_TICK_DISTANCE) ?? 24) * MINUTES_PER_HOUR;
        const clock = clockFormat();
        const ticks: HeaderView[] = [];
        for (const { start, end, rate } of this.scale.segments) {
            if (rate !== 1) {
                continue;
            }
            const local = zone.toLocal(start);
            const first = start + ((step - (local % step)) % step);
            // Near the end of the day there is no room for another text before the next day.
            for (let instant = first; (end - instant) * this.pixelsPerMinute > MIN_TICK_DISTANCE - 8; instant += step) {
                ticks.push({
                    key: String(instant),
                    text: clock.format(zone.toLocal(instant)),
                    name: "",
                    load: "",
                    style: `inset-inline-start:${px(this.scale.position(instant) * this.pixelsPerMinute)}`,
                    className: "",
                });
            }
        }
        return ticks;
    }
}

function headerFormat(isLong: boolean, width: number): Intl.DateTimeFormatOptions {
    if (isLong) {
        return LONG_DAY;
    }
    if (width < NARROW_DAY) {
        return width < QUIET_DAY ? { day: "numeric" } : { weekday: "short", day: "numeric" };
    }
    return { weekday: "short", day: "numeric", month: "short" };
}
