import { _t } from "@web/core/l10n/translation";
import type { BoardEvent } from "../core/event";
import type { BoardCursor } from "./board_cursor";
import type { BoardGrab } from "./board_grab";
import type { BoardPlanner } from "./board_planner";
import type { BoardSteps } from "./board_steps";
import type { BoardSurface } from "./board_surface";

const SCALE_KEYS = { "1": "day", "2": "week", "3": "month" } as const;

/** What each key does. */
export class BoardKeyboard {
    constructor(
        private readonly surface: BoardSurface,
        private readonly cursor: BoardCursor,
        private readonly steps: BoardSteps,
        private readonly grab: BoardGrab,
        private readonly planner: BoardPlanner,
    ) {}

    onKeyDown(event: KeyboardEvent): void {
        if (!(event.target instanceof Element) || !event.target.closest(".o_sc_block, .o_sc_slot, .o_sc_more")) {
            return;
        }
        const isHandled = this.grab.isActive ? this.grab.grabKey(event) : this.key(event);
        if (isHandled) {
            event.preventDefault();
            event.stopPropagation();
        }
    }

    private key(event: KeyboardEvent): boolean {
        const { actions, model } = this.surface;
        const focused = this.cursor.focusedEvent;
        const more = this.cursor.focusedMore;
        const isMoveKey = event.key.startsWith("Arrow");
        // With Shift it does again elsewhere what was undone.
        if ((event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === "z") {
            actions.undo();
            return true;
        }
        if (event.ctrlKey || event.metaKey || event.altKey) {
            return false;
        }
        if (isMoveKey && event.shiftKey && focused) {
            return this.grab.startGrab(focused, "move") && this.grab.grabKey(event);
        }
        if (isMoveKey) {
            return this.steps.moveFocus(event.key);
        }
        if (more !== null && (event.key === "Enter" || event.key === " ")) {
            void model.navigate({ day: more, scale: "day" });
            return true;
        }
        switch (event.key) {
            case "Enter":
                if (focused) {
                    actions.openRecord(focused.id);
                } else {
                    this.createAtFocus();
                }
                return true;
            case " ":
                if (focused) {
                    this.surface.openPopover(event.target as HTMLElement, focused);
                }
                return true;
            case "Delete":
            case "Backspace":
                if (focused && model.canCancel(focused)) {
                    actions.cancelRecord(focused.id);
                } else if (focused) {
                    actions.announce(_t("This cannot be cancelled."));
                }
                return true;
            case "Home":
            case "End":
            case "PageUp":
            case "PageDown":
                return this.steps.jump(event.key);
        }
        return this.letterKey(event.key, focused);
    }

    private letterKey(key: string, focused: BoardEvent | null): boolean {
        const { model, actions } = this.surface;
        switch (key.toLowerCase()) {
            case "m":
                return focused !== null && this.grab.startGrab(focused, "move");
            case "r":
                return focused !== null && this.grab.startGrab(focused, "end");
            case "s":
                return focused !== null && this.grab.startGrab(focused, "start");
            case "e":
                if (focused && model.canMove(focused)) {
                    actions.moveRecord(focused.id);
                } else if (focused) {
                    actions.announce(_t("This cannot be moved."));
                }
                return true;
            case "t":
                void model.navigate({ day: model.today });
                return true;
            case "n":
                void model.shift(1);
                return true;
            case "p":
                void model.shift(-1);
                return true;
            case "1":
            case "2":
            case "3": {
                const scale = SCALE_KEYS[key as keyof typeof SCALE_KEYS];
                if (model.archInfo.scales.includes(scale)) {
                    void model.navigate({ scale, day: this.cursor.focusedDay });
                }
                return true;
            }
            case "l":
                actions.toggleLayout();
                return true;
            case "x":
                if (model.archInfo.freeStates.size > 0) {
                    void model.navigate({ hidesFree: !model.state.hidesFree });
                }
                return true;
            case "?":
                actions.showKeys();
                return true;
        }
        return false;
    }

    private createAtFocus(): void {
        const board = this.surface.currentBoard;
        const { track, cursor } = this.cursor.currentFocus(board);
        const { zone } = this.surface.model;
        this.planner.createAt({
            resourceId: board.resourceOf(track),
            instant: cursor.time,
            day: zone.dayOf(cursor.time),
        });
    }
}
