import type { DayRange } from "../core/civil";
import type { DrawnTime } from "../core/drawn_time";
import type { BoardEvent } from "../core/event";
import { PersonalTimedGeometry } from "../core/geometry";
import { TrackOffsets } from "../core/hit";
import { layoutTrack } from "../core/layout";
import { wallAxis, type TimeScale, type WallAxis } from "../core/time_scale";
import { MINUTES_PER_HOUR, type DayNumber, type UtcMinute } from "../core/units";
import { MIN_TARGET, px, type BlockViewFactory } from "./block_view";
import {
    Board,
    HOURS_WIDTH,
    LOW_HEADER_HEIGHT,
    MIN_COLUMN_WIDTH,
    stretches,
    workingBackground,
    type HeaderView,
    type Size,
    type TrackView,
} from "./board";
import type { SupportCalendarModel } from "./support_calendar_model";
import { clockFormat, dayText, LONG_DAY } from "./time_text";

const MIN_PIXELS_PER_HOUR = 44;
/** headers narrower than this leave out how much is booked */
const LOAD_WIDTH = 132;
/** pixels of a block's time that are left free below it */
const BLOCK_GAP = 1;

/** Columns of days for one resource, hours running down. */
export class PersonalTimedBoard extends Board {
    readonly isVertical = false;
    readonly geometry: PersonalTimedGeometry;
    readonly tracks: TrackOffsets;
    readonly contentWidth: number;
    readonly contentHeight: number;
    readonly headerHeight = LOW_HEADER_HEIGHT;
    readonly daysPerTrack = 1;
    readonly headers: readonly HeaderView[];
    override readonly ticks: readonly HeaderView[];
    private readonly days: DayRange;
    protected readonly signature: string;
    private readonly axis: WallAxis;
    private readonly resourceId: number;
    private readonly pixelsPerMinute: number;
    private readonly columnWidth: number;

    constructor(model: SupportCalendarModel, blockViews: BlockViewFactory, size: Size, drawn: DrawnTime) {
        super(model, blockViews);
        this.days = model.days;
        this.resourceId = model.state.resourceId;
        this.axis = wallAxis(model.zone, this.days, drawn.hours);
        const count = this.days.end - this.days.first;
        this.contentWidth = Math.max(size.width - HOURS_WIDTH, count * MIN_COLUMN_WIDTH);
        this.columnWidth = this.contentWidth / count;
        this.tracks = new TrackOffsets(Array.from({ length: count }, () => this.columnWidth));
        const least = (this.axis.length / MINUTES_PER_HOUR) * MIN_PIXELS_PER_HOUR;
        this.contentHeight = Math.max(size.height - this.headerHeight, least);
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
        this.headers = this.makeHeaders();
        const clock = clockFormat();
        this.ticks = this.axis.ticks.map(({ at, minute, repeated }) => ({
            key: `${minute}${repeated}`,
            text: clock.format(minute),
            name: "",
            load: "",
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

    protected override keyOf(index: number): string {
        return String(index);
    }

    protected makeView(track: number, events: readonly BoardEvent[]): TrackView {
        const day = this.days.first + track;
        const scale = this.axis.scales[track]!;
        const { zone } = this.model;
        const from = zone.startOfDay(day);
        const to = zone.startOfDay(day + 1);
        const minimum = Math.ceil((MIN_TARGET + BLOCK_GAP) / this.pixelsPerMinute);
        const layout = layoutTrack(events, scale, minimum);
        const resource = this.model.data.resource(this.resourceId);
        const name = dayText(day, LONG_DAY);
        const load = this.load(this.resourceId, from, to);
        return {
            key: `${this.resourceId}/${day}/${this.signature}`,
            resourceId: this.resourceId,
            firstDay: day,
            name,
            ...load,
            loadDetail: "",
            heading: [name, load.load].filter(Boolean).join(", "),
            isToday: day === this.today,
            background: resource?.working
                ? `background-image:${workingBackground(resource.working, scale, "to bottom")}`
                : "",
            leaves: stretches(resource?.leave ?? [], scale, this.pixelsPerMinute, "top", "height"),
            blocks: layout.blocks.map((block, index) =>
                this.blockViews.inColumn(block, this.pixelsPerMinute, index + 2),
            ),
            events: layout.blocks.map((block) => block.event),
            more: [],
            dayNumbers: [],
        };
    }

    private makeHeaders(): HeaderView[] {
        const { model } = this;
        const headers: HeaderView[] = [];
        for (let day = this.days.first; day < this.days.end; day++) {
            const { zone } = model;
            headers.push({
                key: String(day),
                text: dayText(day, { weekday: "short", day: "numeric" }),
                name: "",
                load:
                    this.columnWidth < LOAD_WIDTH
                        ? ""
                        : this.load(this.resourceId, zone.startOfDay(day), zone.startOfDay(day + 1)).load,
                style: `inset-inline-start:${px((day - this.days.first) * this.columnWidth)};width:${px(this.columnWidth)}`,
                className:
                    (day === this.today ? "o_sc_today" : "") + (this.columnWidth < LOAD_WIDTH ? " o_sc_narrow" : ""),
            });
        }
        return headers;
    }
}
