import type { BoardEvent } from "../core/event";
import type { Placement } from "../core/fit";
import type { BlockViewFactory } from "./block_view";
import type { Board } from "./board";
import type { NewEvents } from "./new_events";
import type { SupportCalendarModel } from "./support_calendar_model";

/** What the renderer asks its controller to do. */
export interface BoardActions {
    createRecord(at: Placement): void;
    openRecord(id: number): void;
    cancelRecord(id: number): void;
    moveRecord(id: number): void;
    runMethod(id: number, method: string): Promise<void>;
    announce(text: string): void;
    showKeys(): void;
    undo(): void;
    toggleLayout(): void;
}

/** What the parts of a renderer know of it: what is drawn, where, and how to have it drawn again. */
export interface BoardSurface {
    readonly model: SupportCalendarModel;
    readonly actions: BoardActions;
    readonly blockViews: BlockViewFactory;
    readonly newEvents: NewEvents;
    /** the board for what the model holds now */
    readonly currentBoard: Board;
    /** the element that scrolls; null while it is not mounted */
    readonly element: HTMLElement | null;
    readonly isPersonal: boolean;
    /** pixels beside the tracks, for names or hours */
    readonly sideWidth: number;
    render(): void;
    openPopover(target: HTMLElement, event: BoardEvent): void;
    closePopover(): void;
    readonly isPopoverOpen: boolean;
    /** While something is in the air, hours and days stay where they are drawn. */
    holdTime(): void;
    releaseTime(): void;
}

/** Length of the steps of the keyboard through free time, in minutes. */
export const SLOT_MINUTES = 30;
/** Local minute of the day where work usually begins. */
export const START_OF_WORK = 9 * 60;
