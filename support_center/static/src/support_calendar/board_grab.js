// Generated from web_src/support_calendar/board_grab.ts: change it there.
import { _t } from "@web/core/l10n/translation";
import { shiftLocal } from "../core/snap";
import { arrowDirection } from "./board_steps";
import { fitIssueText } from "./fit_text";
class BoardGrab {
  constructor(surface, viewport, cursor, ghost, planner) {
    this.surface = surface;
    this.viewport = viewport;
    this.cursor = cursor;
    this.ghost = ghost;
    this.planner = planner;
  }
  surface;
  viewport;
  cursor;
  ghost;
  planner;
  grab = null;
  get isActive() {
    return this.grab !== null;
  }
  /** @returns whether the event may be moved */
  startGrab(event, kind) {
    const { model, actions } = this.surface;
    if (!model.canMove(event)) {
      actions.announce(_t("This cannot be moved."));
      return false;
    }
    const { resourceId, start, stop } = event;
    this.surface.holdTime();
    this.grab = { event, kind, placement: { resourceId, start, stop } };
    this.ghost.showGhost(event, this.grab.placement);
    actions.announce(grabText(kind));
    return true;
  }
  /** @returns whether the key has been used up */
  grabKey(event) {
    const { grab } = this;
    if (!grab || event.ctrlKey || event.metaKey || event.altKey) {
      return false;
    }
    if (event.key === "Escape") {
      this.giveUp();
    } else if (event.key === "Enter") {
      this.endGrab();
      void this.planner.place(grab.event, grab.placement);
      this.cursor.focusEvent(grab.event.id);
    } else if (event.key.startsWith("Arrow")) {
      this.moveGrab(grab, event.key);
    } else {
      if (event.key === "Tab") {
        this.giveUp();
      }
      return false;
    }
    return true;
  }
  /** Puts back what is in the air; nothing happens when there is nothing. */
  giveUp() {
    if (this.grab) {
      this.endGrab();
      this.surface.actions.announce(_t("Given up. Nothing was changed."));
    }
  }
  moveGrab(grab, key) {
    const { model, actions, blockViews, currentBoard } = this.surface;
    const { along, across } = arrowDirection(currentBoard, key);
    grab.placement = grab.kind === "move" ? this.moved(grab, along, across) : this.resized(grab, along);
    this.ghost.showGhost(grab.event, grab.placement);
    const [box] = currentBoard.geometry.boxesOf(grab.placement);
    if (box) {
      this.viewport.reveal(box);
    }
    const issues = model.fitIssues(grab.event, grab.placement);
    const reasons = issues.map((issue) => fitIssueText(issue, blockViews));
    const where = model.rights.team ? `${model.resourceName(grab.placement.resourceId)}, ` : "";
    const fit = reasons.length > 0 ? reasons.join(", ") : _t("Fits");
    actions.announce(`${where}${blockViews.timeRange(grab.placement)}, ${fit}`);
  }
  resized({ kind, placement }, along) {
    const step = this.surface.model.archInfo.snap;
    const { start, stop } = placement;
    return kind === "start" ? { ...placement, start: Math.min(stop - step, start + along * step) } : { ...placement, stop: Math.max(start + step, stop + along * step) };
  }
  moved({ placement }, along, across) {
    const { model, currentBoard, isPersonal } = this.surface;
    const length = placement.stop - placement.start;
    const isDays = !currentBoard.geometry.isTimed;
    if (across !== 0 && !isPersonal) {
      const row = model.rowIds.indexOf(placement.resourceId) + across;
      return { ...placement, resourceId: model.rowIds[row] ?? placement.resourceId };
    }
    const days = (isDays ? along : 0) + across * (isDays ? 7 : 1);
    const start = shiftLocal(model.zone, placement.start, days, isDays ? 0 : along * model.archInfo.snap);
    return { ...placement, start, stop: start + length };
  }
  /** Without a word: whoever calls has something else to say. */
  endGrab() {
    if (!this.grab) {
      return;
    }
    this.grab = null;
    this.ghost.hideGhost();
    this.surface.releaseTime();
  }
}
function grabText(kind) {
  switch (kind) {
    case "move":
      return _t("Moving. Arrow keys choose time and row, Enter drops, Escape gives up.");
    case "start":
      return _t("Changing the start. Arrow keys choose the time, Enter saves, Escape gives up.");
    case "end":
      return _t("Changing the end. Arrow keys choose the time, Enter saves, Escape gives up.");
  }
}
export {
  BoardGrab
};
