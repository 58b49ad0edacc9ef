import type { DayRange } from "./civil";
import type { Placement } from "./fit";
import type { TrackOffsets } from "./hit";
import type { TimeScale } from "./time_scale";
import type { DayNumber, UtcMinute } from "./units";
import type { ZoneTable } from "./zone";

/** A place on the board. */
export interface Spot {
    readonly resourceId: number;
    readonly instant: UtcMinute;
    readonly day: DayNumber;
}

/** A rectangle in pixels; x counts from the side where text begins. */
export interface Box {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
}

/** Translates between pixels of a board's content and time, by arithmetic only. */
export interface BoardGeometry {
    /** What is at a point; the nearest place when the point is outside. */
    spotAt(x: number, y: number): Spot;
    /** Where a placement is drawn; several boxes when it goes over several columns or rows, none when it is not shown. */
    boxesOf(placement: Placement): Box[];
    /** whether a pointer tells the time of day, and not only the day */
    readonly isTimed: boolean;
}

/** Rows of resources, time running along them. */
export class TeamTimedGeometry implements BoardGeometry {
    readonly isTimed = true;

    constructor(
        private readonly rowIds: readonly number[],
        private readonly rows: TrackOffsets,
        private readonly scale: TimeScale,
        private readonly pixelsPerMinute: number,
        private readonly zone: ZoneTable,
    ) {}

    spotAt(x: number, y: number): Spot {
        const instant = this.scale.instant(x / this.pixelsPerMinute);
        return { resourceId: this.rowIds[this.rows.at(y)]!, instant, day: this.zone.dayOf(instant) };
    }

    boxesOf(placement: Placement): Box[] {
        const row = this.rowIds.indexOf(placement.resourceId);
        if (row < 0 || !this.scale.shows(placement.start, placement.stop)) {
            return [];
        }
        const x = this.scale.position(placement.start) * this.pixelsPerMinute;
        const end = this.scale.position(placement.stop) * this.pixelsPerMinute;
        return [{ x, y: this.rows.startOf(row), width: end - x, height: this.rows.sizeOf(row) }];
    }
}

/** Columns of days, time running down them. */
export class PersonalTimedGeometry implements BoardGeometry {
    readonly isTimed = true;

    constructor(
        private readonly resourceId: number,
        private readonly days: DayRange,
        private readonly scales: readonly TimeScale[],
        private readonly columnWidth: number,
        private readonly pixelsPerMinute: number,
    ) {}

    spotAt(x: number, y: number): Spot {
        const column = clamp(Math.floor(x / this.columnWidth), 0, this.scales.length - 1);
        const instant = this.scales[column]!.instant(y / this.pixelsPerMinute);
        return { resourceId: this.resourceId, instant, day: this.days.first + column };
    }

    boxesOf(placement: Placement): Box[] {
        if (placement.resourceId !== this.resourceId) {
            return [];
        }
        return this.scales.flatMap((scale, column) => {
            if (!scale.shows(placement.start, placement.stop)) {
                return [];
            }
            const y = scale.position(placement.start) * this.pixelsPerMinute;
            const end = scale.position(placement.stop) * this.pixelsPerMinute;
            return [{ x: column * this.columnWidth, y, width: this.columnWidth, height: end - y }];
        });
    }
}

/** Cells of days: rows are resources (team) or weeks (personal). */
export class MonthGeometry implements BoardGeometry {
    readonly isTimed = false;

    /**
     * @param rowIds resource of each row
     * @param firstDays first day of each row
     */
    constructor(
        private readonly rowIds: readonly number[],
        private readonly firstDays: readonly DayNumber[],
        private readonly rows: TrackOffsets,
        private readonly columns: TrackOffsets,
        private readonly zone: ZoneTable,
    ) {}

    spotAt(x: number, y: number): Spot {
        const row = this.rows.at(y);
        const day = this.firstDays[row]! + this.columns.at(x);
        return { resourceId: this.rowIds[row]!, instant: this.zone.startOfDay(day), day };
    }

    boxesOf(placement: Placement): Box[] {
        const firstDay = this.zone.dayOf(placement.start);
        const lastDay = this.zone.dayOf(placement.stop - 1);
        const boxes: Box[] = [];
        this.rowIds.forEach((resourceId, row) => {
            const from = Math.max(0, firstDay - this.firstDays[row]!);
            const to = Math.min(this.columns.count - 1, lastDay - this.firstDays[row]!);
            if (resourceId === placement.resourceId && from <= to) {
                boxes.push({
                    x: this.columns.startOf(from),
                    y: this.rows.startOf(row),
                    width: this.columns.startOf(to + 1) - this.columns.startOf(from),
                    height: this.rows.sizeOf(row),
                });
            }
        });
        return boxes;
    }
}

function clamp(value: number, from: number, to: number): number {
    return Math.max(from, Math.min(to, value));
}
