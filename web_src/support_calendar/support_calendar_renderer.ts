import {
    Component,
    onMounted,
    onPatched,
    onWillDestroy,
    onWillPatch,
    useEffect,
    useExternalListener,
    useRef,
    useState,
} from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { useCommand } from "@web/core/commands/command_hook";
import { _t } from "@web/core/l10n/translation";
import { usePopover } from "@web/core/popover/popover_hook";
import { useBus } from "@web/core/utils/hooks";
import { DrawnTimeKeeper } from "../core/drawn_time";
import type { BoardEvent } from "../core/event";
import type { UtcMinute } from "../core/units";
import { BlockViewFactory } from "./block_view";
import { HOURS_WIDTH, nameWidth, type Board, type TrackView } from "./board";
import { BoardCursor } from "./board_cursor";
import { makeBoard } from "./board_factory";
import { BoardGhost } from "./board_ghost";
import { BoardGrab } from "./board_grab";
import { BoardKeyboard } from "./board_keyboard";
import { BoardPlanner } from "./board_planner";
import { BoardPointer } from "./board_pointer";
import { BoardSteps } from "./board_steps";
import type { BoardActions, BoardSurface } from "./board_surface";
import { BoardViewport, type ScrollPosition } from "./board_viewport";
import { NewEvents } from "./new_events";
import { usePointerDrag } from "./pointer_drag";
import type { SupportCalendarModel } from "./support_calendar_model";
import { SupportCalendarPopover } from "./support_calendar_popover";
import {
    SupportCalendarColumn,
    SupportCalendarGhost,
    SupportCalendarHeader,
    SupportCalendarRow,
    type TrackCursor,
} from "./support_calendar_tracks";

interface RendererProps {
    readonly model: SupportCalendarModel;
    /** raised whenever the model has changed */
    readonly version: number;
    readonly actions: BoardActions;
    /** scroll position to begin with */
    readonly scroll: ScrollPosition | null;
    readonly onScroll: (scroll: ScrollPosition) => void;
}

const NOW_MILLISECONDS = 30_000;

/** Draws the board. What pointer and keyboard do is up to its parts, which know it as their surface. */
export class SupportCalendarRenderer extends Component<RendererProps> implements BoardSurface {
    static override template = "support_center.SupportCalendarRenderer";
    static blockTemplate = "support_center.SupportCalendarBlock";
    static components = { SupportCalendarRow, SupportCalendarColumn, SupportCalendarHeader, SupportCalendarGhost };
    static override props = {
        model: Object,
        version: Number,
        actions: Object,
        scroll: { validate: (value: unknown): boolean => value === null || typeof value === "object" },
        onScroll: Function,
    };

    declare scrollRef: { readonly el: HTMLElement | null };
    declare board: Board | null;
    declare drawnTime: DrawnTimeKeeper;
    declare boardKey: readonly unknown[];
    declare blockViews: BlockViewFactory;
    declare newEvents: NewEvents;
    declare clock: { now: UtcMinute };
    declare popover: ReturnType<typeof usePopover>;
    declare viewport: BoardViewport;
    declare cursor: BoardCursor;
    declare ghost: BoardGhost;
    declare grab: BoardGrab;
    declare pointer: BoardPointer;
    declare keyboard: BoardKeyboard;

    override setup(): void {
        const { model, scroll, onScroll } = this.props;
        this.scrollRef = useRef("scroll");
        this.board = null;
        this.boardKey = [];
        this.drawnTime = new DrawnTimeKeeper();
        this.blockViews = new BlockViewFactory(model);
        this.newEvents = new NewEvents(this);
        this.clock = useState({ now: model.now });
        this.popover = usePopover(SupportCalendarPopover, { position: "bottom", popoverClass: "o_sc_popover" });
        this.viewport = new BoardViewport(this, scroll, onScroll);
        model.rowsInSight = () => this.viewport.rowsInSight();
        model.isGestureOn = () => this.drawnTime.isHeld;
        this.cursor = new BoardCursor(this, this.viewport);
        this.ghost = new BoardGhost(this, this.viewport);
        const planner = new BoardPlanner(this);
        this.grab = new BoardGrab(this, this.viewport, this.cursor, this.ghost, planner);
        const steps = new BoardSteps(this, this.viewport, this.cursor);
        this.keyboard = new BoardKeyboard(this, this.cursor, steps, this.grab, planner);
        this.pointer = new BoardPointer(this, this.viewport, this.cursor, this.ghost, planner, this.grab);
        // Before the popover closes, which listens there, too, but later.
        useExternalListener(window, "pointerdown", () => this.pointer.onPress(), { capture: true });
        usePointerDrag(this.scrollRef, this.pointer);
        useCommand(_t("Calendar: move the chosen one to…"), () => this.moveChosen(), {
            isAvailable: () => this.chosen !== null,
        });
        // The way out of the search bar by keyboard, as in Odoo's own views: there the Tab key goes round.
        useBus((this.env as { searchModel: EventTarget }).searchModel, "focus-view", () => this.cursor.takeFocus());
        useBus(model.bus, "FOCUS", ({ detail }) => this.cursor.focusEvent(detail as number));
        const observer = new ResizeObserver(() => this.viewport.measure());
        const timer = browser.setInterval(() => (this.clock.now = model.now), NOW_MILLISECONDS);
        onMounted(() => {
            observer.observe(this.scrollRef.el!);
            this.viewport.measure();
            if (scroll) {
                this.viewport.scrollTo(scroll.left, this.viewport.scrollTop);
            }
        });
        onWillPatch(() => this.cursor.beforePatch());
        onPatched(() => {
            this.viewport.afterPatch();
            this.cursor.afterPatch();
            this.ghost.afterPatch();
        });
        // Also when another view takes over before this one was ever shown.
        onWillDestroy(() => {
            this.viewport.dispose();
            observer.disconnect();
            browser.clearInterval(timer);
        });
        useEffect(
            () => this.grab.endGrab(),
            () => [this.currentBoard.subject],
        );
        let isRestored = Boolean(scroll);
        let wentTo = { day: -1, isToday: false };
        useEffect(
            () => {
                if (!isRestored) {
                    this.viewport.scrollToDay();
                }
                isRestored = false;
            },
            () => {
                const { layout, scale, isWholeDay, day } = model.state;
                // At midnight, nobody goes anywhere.
                if (day !== wentTo.day) {
                    wentTo = { day, isToday: day === model.today };
                }
                return [layout, scale, isWholeDay, wentTo.isToday];
            },
        );
    }

    // ------------------------------------------------------------
    // For its parts
    // ------------------------------------------------------------

    get model(): SupportCalendarModel {
        return this.props.model;
    }

    get actions(): BoardActions {
        return this.props.actions;
    }

    get element(): HTMLElement | null {
        return this.scrollRef.el;
    }

    /** The board for what the model holds now; the same object as long as nothing changes. */
    get currentBoard(): Board {
        const { model } = this;
        const { width, height } = this.viewport.size;
        // The clock draws again, and at midnight another day is today.
        const key = [model.data, model.state, width, height, model.today];
        if (!this.board || key.some((part, index) => part !== this.boardKey[index])) {
            const board = makeBoard(model, this.blockViews, this.viewport.size, this.drawnTime);
            const previous = this.board;
            if (previous) {
                board.inherit(previous);
            }
            const isSameView =
                previous?.subject === board.subject && width === this.boardKey[2] && height === this.boardKey[3];
            this.board = board;
            this.boardKey = key;
            this.viewport.startAnew(isSameView ? previous : null);
        }
        return this.board;
    }

    get isPersonal(): boolean {
        return this.model.state.layout === "personal";
    }

    get sideWidth(): number {
        const { layout, scale } = this.model.state;
        if (layout === "team") {
            return nameWidth(this.viewport.size.width);
        }
        return scale === "month" ? 0 : HOURS_WIDTH;
    }

    openPopover(target: HTMLElement, event: BoardEvent): void {
        this.popover.open(target, {
            model: this.model,
            event,
            title: this.blockViews.label(event),
            time: this.blockViews.timeRange(event),
            actions: this.actions,
        });
    }

    closePopover(): void {
        this.popover.close();
    }

    get isPopoverOpen(): boolean {
        return this.popover.isOpen;
    }

    holdTime(): void {
        this.drawnTime.hold();
    }

    releaseTime(): void {
        if (this.drawnTime.release()) {
            this.boardKey = [null, ...this.boardKey.slice(1)];
            this.render();
        }
    }

    /** The event that the cursor is on, if it may be moved. */
    get chosen(): BoardEvent | null {
        const event = this.cursor.event;
        return event && this.model.canMove(event) ? event : null;
    }

    moveChosen(): void {
        if (this.chosen) {
            this.actions.moveRecord(this.chosen.id);
        }
    }

    // ------------------------------------------------------------
    // For the template
    // ------------------------------------------------------------

    get blockTemplate(): string {
        return (this.constructor as typeof SupportCalendarRenderer).blockTemplate;
    }

    get boardClass(): string {
        const { layout, scale } = this.model.state;
        return `o_sc_board o_sc_${layout} o_sc_${scale === "month" ? "month" : "timed"}`;
    }

    get corner(): string {
        return this.model.state.layout === "team" ? _t("Who") : "";
    }

    get nowLine(): string {
        return this.currentBoard.nowLine(this.clock.now);
    }

    /** A track in view or with the focus; null for all others, which are not drawn. */
    drawnTrack(board: Board, index: number, focused: number): { view: TrackView; cursor: TrackCursor | null } | null {
        const hasFocus = index === focused;
        return hasFocus || !board.isVertical || this.viewport.draws(index)
            ? { view: board.track(index), cursor: hasFocus ? this.cursor.trackCursor(board, index) : null }
            : null;
    }

    onScroll(): void {
        this.viewport.onScroll();
    }

    onClick(event: MouseEvent): void {
        this.pointer.onClick(event);
    }

    onDoubleClick(event: MouseEvent): void {
        this.pointer.onDoubleClick(event);
    }

    onPointerOver(event: PointerEvent): void {
        this.pointer.onPointerOver(event);
    }

    onKeyDown(event: KeyboardEvent): void {
        this.keyboard.onKeyDown(event);
    }

    onFocusIn(): void {
        this.cursor.follow();
    }

    onFocusOut(event: FocusEvent): void {
        // A block that is drawn anew elsewhere loses the focus to nothing, and gets it back.
        if (event.relatedTarget instanceof Node && !this.element?.contains(event.relatedTarget)) {
            this.grab.giveUp();
        }
    }
}
