import { localization } from "@web/core/l10n/localization";
import { _t } from "@web/core/l10n/translation";
import type { BoardEvent } from "../core/event";
import type { Placement } from "../core/fit";
import type { Spot } from "../core/geometry";
import { Gesture, type GestureKind, type GestureRules } from "../core/gesture";
import { blockPartAt } from "../core/hit";
import { snap } from "../core/snap";
import { MIN_BAR } from "./board";
import type { BoardCursor } from "./board_cursor";
import type { BoardGhost } from "./board_ghost";
import type { BoardGrab } from "./board_grab";
import type { BoardPlanner } from "./board_planner";
import type { BoardSurface } from "./board_surface";
import type { BoardViewport } from "./board_viewport";
import type { DragHandler } from "./pointer_drag";

interface Drag {
    readonly event: BoardEvent | null;
    readonly gesture: Gesture;
    /** where the pointer went down */
    readonly start: { readonly x: number; readonly y: number };
    /** where it was when the placement was last chosen */
    at: { readonly x: number; readonly y: number };
    /** whether it was beside the tracks then, where letting go gives up */
    isOutside: boolean;
    placement: Placement;
}

const EDGE_PIXELS = 8;

/** Turns clicks and drags into wishes of the user. */
export class BoardPointer implements DragHandler {
    private drag: Drag | null = null;
    /** whether the press closed the details of a block, which is then all that it was meant for */
    private dismisses = false;

    constructor(
        private readonly surface: BoardSurface,
        private readonly viewport: BoardViewport,
        private readonly cursor: BoardCursor,
        private readonly ghost: BoardGhost,
        private readonly planner: BoardPlanner,
        private readonly grab: BoardGrab,
    ) {}

    private get gestureRules(): GestureRules {
        const { model, currentBoard, newEvents } = this.surface;
        return {
            zone: model.zone,
            snap: model.archInfo.snap,
            isTimed: currentBoard.geometry.isTimed,
            canReassign: model.rights.team,
            newOnDay: (resourceId, day) => newEvents.onDay(resourceId, day),
        };
    }

    // ------------------------------------------------------------
    // Drags
    // ------------------------------------------------------------

    onStart(x: number, y: number, target: Element): boolean {
        const { model } = this.surface;
        this.viewport.forgetPlace();
        const block = target.closest<HTMLElement>(".o_sc_block");
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

    private dragKind(event: BoardEvent, block: HTMLElement, x: number, y: number): GestureKind {
        const board = this.surface.currentBoard;
        if (!board.geometry.isTimed) {
            return "move";
        }
        const rect = block.getBoundingClientRect();
        const isRtl = localization.direction === "rtl";
        const along = board.isVertical ? (isRtl ? rect.right - x : x - rect.left) : y - rect.top;
        // In rows the element may go on with the label, beyond the time that it takes.
        const width = Math.max(MIN_BAR, board.geometry.boxesOf(event)[0]?.width ?? 0);
        const length = board.isVertical ? Math.min(rect.width, width) : rect.height;
        const part = blockPartAt(along, length, EDGE_PIXELS);
        return part === "body" ? "move" : part;
    }

    private beginDrag(
        event: BoardEvent | null,
        kind: GestureKind,
        from: Placement,
        spot: Spot,
        start: { readonly x: number; readonly y: number },
    ): void {
        this.surface.closePopover();
        this.surface.holdTime();
        const gesture = new Gesture(kind, from, spot, this.gestureRules);
        this.drag = { event, gesture, start, at: start, isOutside: false, placement: gesture.placementAt(spot) };
        this.ghost.showGhost(event, this.drag.placement);
    }

    onMove(x: number, y: number, elapsed: number): boolean {
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

    private choose(drag: Drag, x: number, y: number): void {
        drag.at = { x, y };
        drag.isOutside = !this.viewport.isOnTracks(x, y);
        drag.placement = drag.gesture.placementAt(this.viewport.spotAt(x, y));
    }

    onDrop(x: number, y: number): void {
        const { drag } = this;
        // What was shown under a pointer that rests is what is meant, whatever has been drawn or scrolled since.
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

    onGiveUp(): void {
        this.endDrag();
        this.surface.actions.announce(_t("Given up. Nothing was changed."));
    }

    private endDrag(): void {
        this.drag = null;
        this.viewport.forgetPlace();
        this.ghost.hideGhost();
        this.surface.releaseTime();
    }

    // ------------------------------------------------------------
    // Clicks
    // ------------------------------------------------------------

    /** To be called for every press in the window, before anything else knows of it. */
    onPress(): void {
        this.grab.giveUp();
        this.dismisses = this.surface.isPopoverOpen;
    }

    onClick(event: MouseEvent): void {
        // The second click of a double one means what the first one met, not what has come there since.
        if (!(event.target instanceof Element) || event.detail > 1) {
            return;
        }
        const { model } = this.surface;
        const more = event.target.closest<HTMLElement>(".o_sc_more");
        const block = event.target.closest<HTMLElement>(".o_sc_block");
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

    onDoubleClick(event: MouseEvent): void {
        const block = blockOf(event);
        if (block) {
            this.surface.closePopover();
            this.surface.actions.openRecord(Number(block.dataset["id"]));
        }
    }

    /** Gives a block its tooltip only when somebody may want it. */
    onPointerOver(event: PointerEvent): void {
        const block = blockOf(event);
        if (block && !this.drag) {
            block.dataset["tooltip"] = block.getAttribute("aria-label") ?? "";
        }
    }
}

/** Whether there is time under the pointer, as opposed to names, headers, scroll bars or the void below the last row. */
function isOnTracks(target: Element): boolean {
    return target.closest(".o_sc_body") !== null && !target.closest(".o_sc_name, .o_sc_hours");
}

function blockOf(event: Event): HTMLElement | null {
    return event.target instanceof Element ? event.target.closest<HTMLElement>(".o_sc_block") : null;
}
