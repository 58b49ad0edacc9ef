// Generated from web_src/core/freshness.ts: change it there.
const GRACE = 3e3;
const PERIOD = 2 * 6e4;
const PAUSE = 3e4;
class Freshness {
  /** since when nothing is known to be missing */
  current;
  triedAt;
  disconnectedAt = null;
  hasFailed = false;
  isSuspect = false;
  isUrgent = false;
  constructor(now) {
    this.current = now;
    this.triedAt = now;
  }
  noteConnected() {
    this.disconnectedAt = null;
  }
  noteDisconnected(now) {
    this.disconnectedAt ??= now;
  }
  /**
   * Messages may have been missed.
   *
   * @param isUrgent whether they most likely have been, so that nothing is waited for
   */
  noteMissed(isUrgent) {
    this.isSuspect = true;
    this.isUrgent ||= isUrgent;
  }
  /** What is shown is being read from now on. */
  noteTried(now) {
    this.triedAt = now;
    this.isSuspect = false;
    this.isUrgent = false;
  }
  /** What was being read since {@link noteTried} is shown. */
  noteRead() {
    this.current = this.triedAt;
    this.hasFailed = false;
  }
  noteFailed() {
    this.hasFailed = true;
  }
  /** Whether it is time to read again. */
  isDue(now) {
    if (this.isUrgent) {
      return true;
    }
    const wait = this.isSuspect || this.isCutOff ? PAUSE : PERIOD;
    return now - this.triedAt >= wait;
  }
  /** Whether messages or answers fail to come, and have for longer than it takes to connect again. */
  isLost(now) {
    return this.hasFailed || this.disconnectedAt !== null && now - this.disconnectedAt >= GRACE;
  }
  /** Until when everything shown is known to be as the server has it, while {@link isLost}. */
  get updatedAt() {
    const told = this.hasFailed ? 0 : this.disconnectedAt ?? 0;
    return Math.max(this.current, told);
  }
  get isConnected() {
    return this.disconnectedAt === null;
  }
  get isCutOff() {
    return this.hasFailed || !this.isConnected;
  }
}
export {
  Freshness
};
