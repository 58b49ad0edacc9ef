import type { Placement } from "./fit";
import type { Spot } from "./geometry";
import { shiftLocal, snap } from "./snap";
import type { DayNumber, UtcMinute } from "./units";
import type { ZoneTable } from "./zone";

export type GestureKind = "move" | "start" | "end" | "create";

export interface GestureRules {
    readonly zone: ZoneTable;
    /** minutes */
    readonly snap: number;
    /** whether pointers tell the time of day, and not only the day */
    readonly isTimed: boolean;
    /** whether events may change rows */
    readonly canReassign: boolean;
    /** where something new goes where pointers tell only the day */
    readonly newOnDay: (resourceId: number, day: DayNumber) => Placement;
}

/** Something being placed with the pointer: what it was, where it was taken, and the placement that follows from each spot. */
export class Gesture {
    constructor(
        readonly kind: GestureKind,
        /** where the event was; for a new one, ignored */
        private readonly from: Placement,
        /** where the pointer went down */
        private readonly grabbed: Spot,
        private readonly rules: GestureRules,
    ) {}

    placementAt(spot: Spot): Placement {
        switch (this.kind) {
            case "create":
                return this.create(spot);
            case "move":
                return this.move(spot);
            case "start":
                return this.resizeStart(spot);
            case "end":
                return this.resizeEnd(spot);
        }
    }

    private create(spot: Spot): Placement {
        const { zone, snap: step, isTimed, newOnDay } = this.rules;
        const { resourceId } = this.grabbed;
        if (!isTimed) {
            return newOnDay(resourceId, Math.min(this.grabbed.day, spot.day));
        }
        const first = Math.min(this.grabbed.instant, spot.instant);
        const last = Math.max(this.grabbed.instant, spot.instant);
        const start = snap(zone, first, step, Math.floor);
        return { resourceId, start, stop: Math.max(start + step, snap(zone, last, step, Math.ceil)) };
    }

    private move(spot: Spot): Placement {
        const { zone, snap: step, isTimed, canReassign } = this.rules;
        const length = this.from.stop - this.from.start;
        const resourceId = canReassign ? spot.resourceId : this.from.resourceId;
        const start = isTimed
            ? this.moveStart(spot, step)
            : shiftLocal(zone, this.from.start, spot.day - this.grabbed.day, 0);
        return { resourceId, start, stop: start + length };
    }

    private moveStart(spot: Spot, step: number): UtcMinute {
        if (spot.instant === this.grabbed.instant) {
            return this.from.start;
        }
        // It moves by whole steps: an odd start such as 9:07 keeps its minutes.
        const { zone } = this.rules;
        const odd = this.from.start - snap(zone, this.from.start, step, Math.floor);
        return snap(zone, this.from.start + spot.instant - this.grabbed.instant - odd, step) + odd;
    }

    private resizeStart(spot: Spot): Placement {
        const { zone, snap: step } = this.rules;
        const start = Math.min(snap(zone, this.dragged(this.from.start, spot), step), this.from.stop - step);
        return { ...this.from, start };
    }

    private resizeEnd(spot: Spot): Placement {
        const { zone, snap: step } = this.rules;
        const stop = Math.max(snap(zone, this.dragged(this.from.stop, spot), step), this.from.start + step);
        return { ...this.from, stop };
    }

    private dragged(edge: UtcMinute, spot: Spot): UtcMinute {
        const { zone, isTimed } = this.rules;
        return isTimed
            ? edge + spot.instant - this.grabbed.instant
            : shiftLocal(zone, edge, spot.day - this.grabbed.day, 0);
    }
}
