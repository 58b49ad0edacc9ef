import { reactive } from "@odoo/owl";
import type { BoardEvent } from "../core/event";
import { isRefused, type Placement } from "../core/fit";
import type { Box } from "../core/geometry";
import { px } from "./block_view";
import type { Board } from "./board";
import type { BoardSurface } from "./board_surface";
import type { BoardViewport } from "./board_viewport";
import { fitIssueText } from "./fit_text";
import type { GhostState } from "./support_calendar_tracks";

/** Pixels that the text beside it needs, as a rule. */
const TEXT_WIDTH = 260;
const TEXT_HEIGHT = 64;

/** Shows where something would go, and whether it fits there. */
export class BoardGhost {
    readonly state = reactive<GhostState>({ styles: [], fit: "fits", side: "", time: "", reasons: [] });

    private shown: { readonly event: BoardEvent | null; readonly placement: Placement; readonly on: Board } | null =
        null;

    constructor(
        private readonly surface: BoardSurface,
        private readonly viewport: BoardViewport,
    ) {}

    /** @param event null for something new */
    showGhost(event: BoardEvent | null, placement: Placement): void {
        const { model, currentBoard, blockViews, newEvents } = this.surface;
        this.shown = { event, placement, on: currentBoard };
        const issues = event ? model.fitIssues(event, placement) : newEvents.issues(placement);
        const boxes = currentBoard.geometry.boxesOf(placement);
        const fit = isRefused(issues) ? "refused" : issues.length > 0 ? "warns" : "fits";
        Object.assign(this.state, {
            styles: boxes.map(boxStyle),
            fit,
            side: boxes[0] ? this.sideOfText(boxes[0]) : "",
            time: blockViews.timeRange(placement),
            reasons: issues.map((issue) => fitIssueText(issue, blockViews)),
        });
    }

    /** Below it and from its start on, unless that is out of sight: there the board would grow by the text. */
    private sideOfText(box: Box): string {
        const { right, bottom } = this.viewport.visibleEnd;
        const isAbove = box.y + box.height + TEXT_HEIGHT > bottom && box.y - TEXT_HEIGHT >= this.viewport.scrollTop;
        const isAtEnd = box.x + TEXT_WIDTH > right && box.x + box.width >= TEXT_WIDTH;
        return `${isAbove ? "o_sc_ghost_above" : ""} ${isAtEnd ? "o_sc_ghost_at_end" : ""}`;
    }

    /** Others may have taken the place meanwhile, or moved it, as rows grow with what is in them. */
    afterPatch(): void {
        if (this.shown && this.shown.on !== this.surface.currentBoard) {
            this.showGhost(this.shown.event, this.shown.placement);
        }
    }

    hideGhost(): void {
        this.shown = null;
        this.state.styles = [];
    }
}

function boxStyle(box: Box): string {
    return `inset-inline-start:${px(box.x)};top:${px(box.y)};width:${px(box.width)};height:${px(box.height)}`;
}
