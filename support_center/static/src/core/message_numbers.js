// Generated from web_src/core/message_numbers.ts: change it there.
const MAX_MISSING = 100;
class MessageNumbers {
  last = 0;
  missing = /* @__PURE__ */ new Set();
  /** A message has come. The first one may have any number. */
  note(number) {
    this.missing.delete(number);
    if (this.last > 0) {
      const first = Math.max(this.last + 1, number - MAX_MISSING);
      for (let between = first; between < number; between++) {
        this.missing.add(between);
      }
    }
    this.last = Math.max(this.last, number);
  }
  /** Whether there are numbers that no message has come with. */
  get hasGap() {
    return this.missing.size > 0;
  }
  /** What is missing is not waited for any longer. */
  closeGap() {
    this.missing.clear();
  }
}
export {
  MessageNumbers
};
