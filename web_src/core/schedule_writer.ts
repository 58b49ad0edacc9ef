import type { BoardEvent } from "./event";
import { isSamePlacement, type Placement } from "./fit";
import type { RowReader } from "./row_reader";
import { UndoStack } from "./undo";

/** The server, as far as changing the schedule is concerned. */
export interface ScheduleServer {
    /**
     * @param known the record as the user knows it; when it has been changed since, the server refuses
     * @returns the record afterwards; undefined when it is gone for the user
     */
    write(known: BoardEvent, to: Placement): Promise<BoardEvent | undefined>;
    /** Whether the server has said no, so that asking again is of no use. */
    isRefusal(error: unknown): boolean;
}

/** What the user sees. */
export interface ShownSchedule {
    get(id: number): BoardEvent | undefined;
    /** Whether an event there would be seen. */
    covers(placement: Placement): boolean;
    show(changed: readonly BoardEvent[], removed: readonly number[]): void;
}

/** What is asked for while the server has not answered yet. */
interface Wish {
    /** as the server is known to have it; the view may have gone elsewhere and not hold it any more */
    known: BoardEvent;
    /** where the user wants it last */
    wanted: Placement;
}

/** One change that can be taken back. */
interface UndoStep {
    readonly before: Placement;
    readonly after: Placement;
    /** the record as this client knew it last, for when the view does not hold it any more */
    known: BoardEvent;
}

/** What became of an undo; "not saved": the change that was meant has gone back by itself. */
export type UndoOutcome = "undone" | "changed since" | "nothing" | "not saved";

/**
 * Makes changes of the schedule visible at once, writes them one after the other and takes them back when they fail; and undoes
 * them later. Remembers for this what the server has, because the view may show another range by then.
 */
export class ScheduleWriter {
    readonly undoStack = new UndoStack<UndoStep>();
    private readonly wishes = new Map<number, Wish>();
    /** the last change asked for: whether it was saved */
    private lastTurn: Promise<boolean> = Promise.resolve(true);

    constructor(
        private readonly server: ScheduleServer,
        private readonly shown: ShownSchedule,
        private readonly rows: Pick<RowReader, "hold" | "release">,
    ) {}

    /** Whether something is asked for that the server has not answered yet. */
    isPending(id: number): boolean {
        return this.wishes.has(id);
    }

    /** Whether anything is. */
    get isBusy(): boolean {
        return this.wishes.size > 0;
    }

    /**
     * What is asked for and not answered yet, as the user wants it.
     *
     * @param read a record as the server has told it last, if it has
     */
    wished(read: (id: number) => BoardEvent | undefined): BoardEvent[] {
        return [...this.wishes].map(([id, { known, wanted }]) => ({ ...(read(id) ?? known), ...wanted }));
    }

    /**
     * Moves, resizes or reassigns. Rejects with what the server says when it could not be saved.
     *
     * @param event as the user sees it
     */
    async change(event: BoardEvent, to: Placement, options: { readonly canUndo: boolean }): Promise<void> {
        const wish = this.wishes.get(event.id) ?? { known: event, wanted: to };
        wish.wanted = to;
        this.wishes.set(event.id, wish);
        this.rows.hold(event.id);
        this.shown.show([{ ...event, ...to }], []);
        await this.inTurn(async () => {
            // What the server has: what is shown may be an earlier wish that it has refused since.
            const before = placementOf(wish.known);
            const saved = await this.write(wish, to);
            if (options.canUndo) {
                this.undoStack.push({ before, after: to, known: wish.known });
            }
            this.settle(wish, to, saved);
        });
    }

    /**
     * Takes the last change back, once it has been saved. Rejects as {@link change} does.
     *
     * @param onTaken told which record it is about, before the server is asked
     */
    async undo(onTaken?: (id: number) => void): Promise<UndoOutcome> {
        const isSaving = this.wishes.size > 0;
        const isSaved = await this.lastTurn;
        if (isSaving && !isSaved) {
            return "not saved";
        }
        const step = this.undoStack.pop();
        if (!step) {
            return "nothing";
        }
        onTaken?.(step.known.id);
        const event = this.shown.get(step.known.id) ?? (this.shown.covers(step.after) ? undefined : step.known);
        if (!event || !isSamePlacement(event, step.after)) {
            return "changed since";
        }
        try {
            await this.change(event, step.before, { canUndo: false });
        } catch (error) {
            if (!this.server.isRefusal(error)) {
                this.undoStack.push(step);
            }
            throw error;
        }
        return "undone";
    }

    private async write(wish: Wish, to: Placement): Promise<BoardEvent | undefined> {
        try {
            const saved = await this.server.write(wish.known, to);
            const known = saved ?? { ...wish.known, ...to };
            wish.known = known;
            this.undoStack.forEach((step) => {
                if (step.known.id === known.id) {
                    step.known = known;
                }
            });
            return saved;
        } catch (error) {
            // A later wish for the same record is under way: it decides.
            if (wish.wanted === to) {
                this.settle(wish, to, wish.known);
            }
            throw error;
        }
    }

    /** Shows a record as the server has it, but for what the user has asked for since. */
    private settle(wish: Wish, answered: Placement, event: BoardEvent | undefined): void {
        const { id } = wish.known;
        const isLast = wish.wanted === answered;
        if (isLast) {
            this.wishes.delete(id);
        }
        if (event) {
            this.shown.show([isLast ? event : { ...event, ...wish.wanted }], []);
        } else {
            this.shown.show([], [id]);
        }
        if (isLast) {
            this.rows.release(id);
        }
    }

    private inTurn(task: () => Promise<void>): Promise<void> {
        const turn = this.lastTurn.then(task);
        this.lastTurn = turn.then(
            () => true,
            () => false,
        );
        return turn;
    }
}

function placementOf({ resourceId, start, stop }: Placement): Placement {
    return { resourceId, start, stop };
}
