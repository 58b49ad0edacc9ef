// Generated from web_src/support_calendar/board_ghost.ts: change it there.
import { reactive } from "@odoo/owl";
import { isRefused } from "../core/fit";
import { px } from "./block_view";
import { fitIssueText } from "./fit_text";
const TEXT_WIDTH = 260;
const TEXT_HEIGHT = 64;
class BoardGhost {
  constructor(surface, viewport) {
    this.surface = surface;
    this.viewport = viewport;
  }
  surface;
  viewport;
  state = reactive({ styles: [], fit: "fits", side: "", time: "", reasons: [] });
  shown = null;
  /** @param event null for something new */
  showGhost(event, placement) {
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
      reasons: issues.map((issue) => fitIssueText(issue, blockViews))
    });
  }
  /** Below it and from its start on, unless that is out of sight: there the board would grow by the text. */
  sideOfText(box) {
    const { right, bottom } = this.viewport.visibleEnd;
    const isAbove = box.y + box.height + TEXT_HEIGHT > bottom && box.y - TEXT_HEIGHT >= this.viewport.scrollTop;
    const isAtEnd = box.x + TEXT_WIDTH > right && box.x + box.width >= TEXT_WIDTH;
    return `${isAbove ? "o_sc_ghost_above" : ""} ${isAtEnd ? "o_sc_ghost_at_end" : ""}`;
  }
  /** Others may have taken the place meanwhile, or moved it, as rows grow with what is in them. */
  afterPatch() {
    if (this.shown && this.shown.on !== this.surface.currentBoard) {
      this.showGhost(this.shown.event, this.shown.placement);
    }
  }
  hideGhost() {
    this.shown = null;
    this.state.styles = [];
  }
}
function boxStyle(box) {
  return `inset-inline-start:${px(box.x)};top:${px(box.y)};width:${px(box.width)};height:${px(box.height)}`;
}
export {
  BoardGhost
};
