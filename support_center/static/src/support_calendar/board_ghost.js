// Generated from web_src/support_calendar/board_ghost.ts: change it there.
import { reactive } from "@odoo/owl";
import { isRefused } from "../core/fit";
import { px } from "./block_view";
import { fitIssueText } from "./fit_text";
class BoardGhost {
  constructor(surface) {
    this.surface = surface;
  }
  surface;
  state = reactive({ styles: [], fit: "fits", time: "", reasons: [] });
  /** @param event null for something new */
  showGhost(event, placement) {
    const { model, currentBoard, blockViews } = this.surface;
    const issues = model.fitIssues(event, placement);
    const boxes = currentBoard.geometry.boxesOf(placement);
    const fit = isRefused(issues) ? "refused" : issues.length > 0 ? "warns" : "fits";
    Object.assign(this.state, {
      styles: boxes.map(boxStyle),
      fit,
      time: blockViews.timeRange(placement),
      reasons: issues.map(fitIssueText)
    });
  }
  hideGhost() {
    this.state.styles = [];
  }
}
function boxStyle(box) {
  return `inset-inline-start:${px(box.x)};top:${px(box.y)};width:${px(box.width)};height:${px(box.height)}`;
}
export {
  BoardGhost
};
