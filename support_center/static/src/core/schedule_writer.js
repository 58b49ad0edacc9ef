// Generated from web_src/core/schedule_writer.ts: change it there.
import { isSamePlacement } from "./fit";
import { UndoStack } from "./undo";
class ScheduleWriter {
  constructor(server, shown, rows) {
    this.server = server;
    this.shown = shown;
    this.rows = rows;
  }
  server;
  shown;
  rows;
  undoStack = new UndoStack();
  wishes = /* @__PURE__ */ new Map();
  /** the last change asked for: whether it was saved */
  lastTurn = Promise.resolve(true);
  /** Whether something is asked for that the server has not answered yet. */
  isPending(id) {
    return this.wishes.has(id);
  }
  /** Whether anything is. */
  get isBusy() {
    return this.wishes.size > 0;
  }
  /**
   * What is asked for and not answered yet, as the user wants it.
   *
   * @param read a record as the server has told it last, if it has
   */
  wished(read) {
    return [...this.wishes].map(([id, { known, wanted }]) => ({ ...read(id) ?? known, ...wanted }));
  }
  /**
   * Moves, resizes or reassigns. Rejects with what the server says when it could not be saved.
   *
   * @param event as the user sees it
   */
  async change(event, to, options) {
    const wish = this.wishes.get(event.id) ?? { known: event, wanted: to };
    wish.wanted = to;
    this.wishes.set(event.id, wish);
    this.rows.hold(event.id);
    this.shown.show([{ ...event, ...to }], []);
    await this.inTurn(async () => {
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
  async undo(onTaken) {
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
    const event = this.shown.get(step.known.id) ?? (this.shown.covers(step.after) ? void 0 : step.known);
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
  async write(wish, to) {
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
      if (wish.wanted === to) {
        this.settle(wish, to, wish.known);
      }
      throw error;
    }
  }
  /** Shows a record as the server has it, but for what the user has asked for since. */
  settle(wish, answered, event) {
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
  inTurn(task) {
    const turn = this.lastTurn.then(task);
    this.lastTurn = turn.then(
      () => true,
      () => false
    );
    return turn;
  }
}
function placementOf({ resourceId, start, stop }) {
  return { resourceId, start, stop };
}
export {
  ScheduleWriter
};
