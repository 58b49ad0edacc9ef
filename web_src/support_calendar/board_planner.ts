import { _t } from "@web/core/l10n/translation";
import type { BoardEvent } from "../core/event";
import { isRefused, type Placement } from "../core/fit";
import type { Spot } from "../core/geometry";
import type { BoardSurface } from "./board_surface";
import { EventMover } from "./event_mover";

/** Carries out what pointer or keyboard chose, or says why not. */
export class BoardPlanner {
    private readonly mover: EventMover;

    constructor(private readonly surface: BoardSurface) {
        const { model, actions, blockViews } = surface;
        this.mover = new EventMover(model, (text) => actions.announce(text), blockViews);
    }

    /** @param spot the time is meant as it is, without rounding */
    createAt(spot: Spot): void {
        const { model, newEvents, actions } = this.surface;
        if (!model.canCreate || model.isEmpty) {
            actions.announce(_t("Nothing can be planned here."));
            return;
        }
        this.create(newEvents.at(spot));
    }

    create(placement: Placement): void {
        const issues = this.surface.newEvents.issues(placement);
        if (isRefused(issues)) {
            this.mover.refuse(issues);
            return;
        }
        this.surface.actions.createRecord(placement);
    }

    /**
     * @param event as it was when the user took it
     * @returns whether it was saved
     */
    place(event: BoardEvent, placement: Placement): Promise<boolean> {
        return this.mover.place(event, placement);
    }
}
