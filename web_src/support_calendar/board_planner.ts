import { _t } from "@web/core/l10n/translation";
import type { BoardEvent } from "../core/event";
import { isRefused, type Placement } from "../core/fit";
import type { Spot } from "../core/geometry";
import { newPlacement } from "../core/gesture";
import { snap } from "../core/snap";
import { SLOT_MINUTES, START_OF_WORK, type BoardSurface } from "./board_surface";
import { EventMover } from "./event_mover";
import { fitIssueText } from "./fit_text";

/** Carries out what pointer or keyboard chose, or says why not. */
export class BoardPlanner {
    constructor(private readonly surface: BoardSurface) {}

    createAt(spot: Spot): void {
        const { model, currentBoard, actions } = this.surface;
        if (!model.canCreate || model.isEmpty) {
            actions.announce(_t("Nothing can be planned here."));
            return;
        }
        const { zone, archInfo } = model;
        const start = snap(zone, spot.instant, Math.max(archInfo.snap, SLOT_MINUTES), Math.floor);
        this.create(
            currentBoard.geometry.isTimed
                ? { resourceId: spot.resourceId, start, stop: start + model.newDuration }
                : newPlacement(zone, spot.resourceId, spot.day, START_OF_WORK, model.newDuration),
        );
    }

    create(placement: Placement): void {
        const issues = this.surface.model.fitIssues(null, placement);
        if (isRefused(issues)) {
            this.refuse(issues.map(fitIssueText));
            return;
        }
        this.surface.actions.createRecord(placement);
    }

    /**
     * @param event as it was when the user took it
     * @returns whether it was saved
     */
    place(event: BoardEvent, placement: Placement): Promise<boolean> {
        const { model, actions, blockViews } = this.surface;
        return new EventMover(model, (text) => actions.announce(text), blockViews).place(event, placement);
    }

    private refuse(reasons: readonly string[]): void {
        this.warn(_t("This does not fit: %s.", reasons.join(", ")));
    }

    private warn(message: string): void {
        this.surface.model.notification.add(message, { type: "warning" });
        this.surface.actions.announce(message);
    }
}
