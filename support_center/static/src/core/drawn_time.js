// Generated from web_src/core/drawn_time.ts: change it there.
function widened(one, other) {
  return {
    hours: {
      from: Math.min(one.hours.from, other.hours.from),
      to: Math.max(one.hours.to, other.hours.to)
    },
    quiet: new Set([...one.quiet].filter((day) => other.quiet.has(day)))
  };
}
class DrawnTimeKeeper {
  key = [];
  drawn = null;
  /** whether a gesture is on */
  isHeld = false;
  isOverdue = false;
  /**
   * @param key what the user looks at, in parts
   * @param find what has to be drawn now
   */
  keep(key, find) {
    const isSame = key.length === this.key.length && key.every((part, index) => part === this.key[index]);
    if (!this.drawn || !isSame) {
      this.key = key;
      this.drawn = find();
    } else if (this.isHeld) {
      this.isOverdue = true;
    } else {
      this.drawn = widened(this.drawn, find());
    }
    return this.drawn;
  }
  /** To be called when a gesture begins. */
  hold() {
    this.isHeld = true;
  }
  /** @returns whether something may have to be drawn that was not meanwhile */
  release() {
    const { isOverdue } = this;
    this.isHeld = false;
    this.isOverdue = false;
    return isOverdue;
  }
}
export {
  DrawnTimeKeeper
};
