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
  get last() {
    return this.steps[this.steps.length - 1];
  }
  push(step) {
    this.steps.push(step);
    if (this.steps.length > this.limit) {
      this.steps.shift();
    }
  }
  /** Takes the newest step off, for the caller to revert. */
  pop() {
    return this.steps.pop();
  }
  /** Drops steps that can no longer be reverted, such as those of a record that someone else has changed since. */
  forget(isObsolete) {
    this.steps = this.steps.filter((step) => !isObsolete(step));
  }
}
export {
  UndoStack
};
