import type { FitIssue, Placement } from "../core/fit";
import type { Spot } from "../core/geometry";
import { dayIssues, newPlacement, newPlacementOnDay, type NewEventContext } from "../core/new_event";
import type { DayNumber } from "../core/units";
import { START_OF_WORK, type BoardSurface } from "./board_surface";

/** What something new would be, whichever way it is asked for: by click, drag or key, or when free time is read out. */
export class NewEvents {
    constructor(private readonly surface: Pick<BoardSurface, "model" | "currentBoard">) {}

    /** From a chosen time on; where only the day is told, somewhere on that day. */
    at({ resourceId, instant, day }: Spot): Placement {
        return this.isTimed ? newPlacement(resourceId, instant, this.context(resourceId)) : this.onDay(resourceId, day);
    }

    onDay(resourceId: number, day: DayNumber): Placement {
        return newPlacementOnDay(resourceId, day, this.context(resourceId));
    }

    /** What speaks against it. Where only the day has been chosen, the form is where to choose a time that fits. */
    issues(placement: Placement): FitIssue[] {
        const { model } = this.surface;
        const { resourceId, start } = placement;
        return this.isTimed
            ? model.fitIssues(null, placement)
            : dayIssues(resourceId, model.zone.dayOf(start), this.context(resourceId));
    }

    private get isTimed(): boolean {
        return this.surface.currentBoard.geometry.isTimed;
    }

    private context(resourceId: number): NewEventContext {
        const { model } = this.surface;
        return {
            ...model.fitContext(resourceId),
            zone: model.zone,
            duration: model.newDuration,
            lead: model.shown.lead,
            snap: model.archInfo.snap,
            startOfWork: START_OF_WORK,
        };
    }
}
