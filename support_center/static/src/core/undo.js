// Generated from web_src/core/undo.ts: change it there.
class UndoStack {
  constructor(limit = 50) {
    this.limit = limit;
  }
  limit;
  steps = [];
  get size() {
    return this.steps.length;
  }
  /** The newest step. */
  get last() {
    return this.steps.at(-1);
  }
  push(step) {
    this.steps.push(step);
    if (this.steps.length > this.limit) {
      this.steps.shift();
    }
  }
  forEach(visit) {
    this.steps.forEach(visit);
  }
  /** Takes the newest step off, for the caller to revert. */
  pop() {
    return this.steps.pop();
  }
}
export {
  UndoStack
};
