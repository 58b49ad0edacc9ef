// Generated from web_src/support_calendar/board_pointer.ts: change it there.
import { localization } from "@web/core/l10n/localization";
import { _t } from "@web/core/l10n/translation";
import { Gesture } from "../core/gesture";
import { blockPartAt } from "../core/hit";
import { snap } from "../core/snap";
import { MIN_BAR } from "./board";
const EDGE_PIXELS = 8;
class BoardPointer {
  constructor(surface, viewport, cursor, ghost, planner, grab) {
    this.surface = surface;
    this.viewport = viewport;
    this.cursor = cursor;
    this.ghost = ghost;
    this.planner = planner;
    this.grab = grab;
  }
  surface;
  viewport;
  cursor;
  ghost;
  planner;
  grab;
  drag = null;
  /** whether the press closed the details of a block, which is then all that it was meant for */
  dismisses = false;
  get gestureRules() {
    const { model, currentBoard, newEvents } = this.surface;
    return {
      zone: model.zone,
      snap: model.archInfo.snap,
      isTimed: currentBoard.geometry.isTimed,
      canReassign: model.rights.team,
      newOnDay: (resourceId, day) => newEvents.onDay(resourceId, day)
    };
  }
  // ------------------------------------------------------------
  // Drags
  // ------------------------------------------------------------
  onStart(x, y, target) {
    const { model } = this.surface;
    this.viewport.forgetPlace();
    const block = target.closest(".o_sc_block");
    if (!isOnTracks(target) || target.closest(".o_sc_more")) {
      return false;
    }
    const spot = this.viewport.spotAt(x, y);
    if (!block) {
      if (!model.canCreate || model.isEmpty) {
        return false;
      }
      const nothing = { resourceId: spot.resourceId, start: spot.instant, stop: spot.instant };
      this.beginDrag(null, "create", nothing, spot, { x, y });
      return true;
    }
    const event = model.data.get(Number(block.dataset["id"]));
    if (!event || !model.canMove(event)) {
      return false;
    }
    this.beginDrag(event, this.dragKind(event, block, x, y), event, spot, { x, y });
    return true;
  }
  dragKind(event, block, x, y) {
    const board = this.surface.currentBoard;
    if (!board.geometry.isTimed) {
      return "move";
    }
    const rect = block.getBoundingClientRect();
    const isRtl = localization.direction === "rtl";
    const along = board.isVertical ? isRtl ? rect.right - x : x - rect.left : y - rect.top;
    const width = Math.max(MIN_BAR, board.geometry.boxesOf(event)[0]?.width ?? 0);
    const length = board.isVertical ? Math.min(rect.width, width) : rect.height;
    const part = blockPartAt(along, length, EDGE_PIXELS);
    return part === "body" ? "move" : part;
  }
  beginDrag(event, kind, from, spot, start) {
    this.surface.closePopover();
    this.surface.holdTime();
    const gesture = new Gesture(kind, from, spot, this.gestureRules);
    this.drag = { event, gesture, start, at: start, isOutside: false, placement: gesture.placementAt(spot) };
    this.ghost.showGhost(event, this.drag.placement);
  }
  onMove(x, y, elapsed) {
    const { drag } = this;
    if (!drag) {
      return false;
    }
    const hasScrolled = this.viewport.autoScroll(x, y, drag.start, elapsed);
    this.choose(drag, x, y);
    if (drag.isOutside) {
      this.ghost.hideGhost();
    } else {
      this.ghost.showGhost(drag.event, drag.placement);
    }
    return hasScrolled;
  }
  choose(drag, x, y) {
    drag.at = { x, y };
    drag.isOutside = !this.viewport.isOnTracks(x, y);
    drag.placement = drag.gesture.placementAt(this.viewport.spotAt(x, y));
  }
  onDrop(x, y) {
    const { drag } = this;
    if (drag && (x !== drag.at.x || y !== drag.at.y)) {
      this.choose(drag, x, y);
    }
    if (drag?.isOutside) {
      this.onGiveUp();
      return;
    }
    this.endDrag();
    if (!drag) {
      return;
    }
    if (drag.event) {
      void this.planner.place(drag.event, drag.placement);
    } else {
      this.cursor.stayAt(drag.placement.resourceId, drag.placement.start);
      this.planner.create(drag.placement);
    }
  }
  onGiveUp() {
    this.endDrag();
    this.surface.actions.announce(_t("Given up. Nothing was changed."));
  }
  endDrag() {
    this.drag = null;
    this.viewport.forgetPlace();
    this.ghost.hideGhost();
    this.surface.releaseTime();
  }
  // ------------------------------------------------------------
  // Clicks
  // ------------------------------------------------------------
  /** To be called for every press in the window, before anything else knows of it. */
  onPress() {
    this.grab.giveUp();
    this.dismisses = this.surface.isPopoverOpen;
  }
  onClick(event) {
    if (!(event.target instanceof Element) || event.detail > 1) {
      return;
    }
    const { model } = this.surface;
    const more = event.target.closest(".o_sc_more");
    const block = event.target.closest(".o_sc_block");
    if (more) {
      void model.navigate({ day: Number(more.dataset["more"]), scale: "day" });
    } else if (block) {
      const record = model.data.get(Number(block.dataset["id"]));
      if (record) {
        this.cursor.focusEvent(record.id);
        this.surface.openPopover(block, record);
      }
    } else if (isOnTracks(event.target) && !this.dismisses) {
      this.viewport.forgetPlace();
      const spot = this.viewport.spotAt(event.clientX, event.clientY);
      const instant = snap(model.zone, spot.instant, model.archInfo.snap, Math.floor);
      this.cursor.stayAt(spot.resourceId, instant);
      this.planner.createAt({ ...spot, instant });
    }
  }
  onDoubleClick(event) {
    const block = blockOf(event);
    if (block) {
      this.surface.closePopover();
      this.surface.actions.openRecord(Number(block.dataset["id"]));
    }
  }
  /** Gives a block its tooltip only when somebody may want it. */
  onPointerOver(event) {
    const block = blockOf(event);
    if (block && !this.drag) {
      block.dataset["tooltip"] = block.getAttribute("aria-label") ?? "";
    }
  }
}
function isOnTracks(target) {
  return target.closest(".o_sc_body") !== null && !target.closest(".o_sc_name, .o_sc_hours");
}
function blockOf(event) {
  return event.target instanceof Element ? event.target.closest(".o_sc_block") : null;
}
export {
  BoardPointer
};
