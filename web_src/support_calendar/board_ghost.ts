import { reactive } from "@odoo/owl";
import type { BoardEvent } from "../core/event";
import { isRefused, type Placement } from "../core/fit";
import type { Box } from "../core/geometry";
import { px } from "./block_view";
import type { BoardSurface } from "./board_surface";
import { fitIssueText } from "./fit_text";
import type { GhostState } from "./support_calendar_tracks";

/** Shows where something would go, and whether it fits there. */
export class BoardGhost {
    readonly state = reactive<GhostState>({ styles: [], fit: "fits", time: "", reasons: [] });

    constructor(private readonly surface: BoardSurface) {}

    /** @param event null for something new */
    showGhost(event: BoardEvent | null, placement: Placement): void {
        const { model, currentBoard, blockViews } = this.surface;
        const issues = model.fitIssues(event, placement);
        const boxes = currentBoard.geometry.boxesOf(placement);
        const fit = isRefused(issues) ? "refused" : issues.length > 0 ? "warns" : "fits";
        Object.assign(this.state, {
            styles: boxes.map(boxStyle),
            fit,
            time: blockViews.timeRange(placement),
            reasons: issues.map(fitIssueText),
        });
    }

    hideGhost(): void {
        this.state.styles = [];
    }
}

function boxStyle(box: Box): string {
    return `inset-inline-start:${px(box.x)};top:${px(box.y)};width:${px(box.width)};height:${px(box.height)}`;
}
