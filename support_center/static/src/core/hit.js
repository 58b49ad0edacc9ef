// Generated from web_src/core/hit.ts: change it there.
import { lastAtMost } from "./units";
class TrackOffsets {
  offsets;
  /** @param sizes in pixels, all above 0 */
  constructor(sizes) {
    const offsets = [0];
    sizes.forEach((size, index) => offsets.push(offsets[index] + size));
    this.offsets = offsets;
  }
  get count() {
    return this.offsets.length - 1;
  }
  get total() {
    return this.offsets[this.count];
  }
  /** Where a track begins; `count` gives the end of the last one. */
  startOf(index) {
    return this.offsets[index];
  }
  sizeOf(index) {
    return this.offsets[index + 1] - this.offsets[index];
  }
  /** The track at a position; the nearest one when the position is outside. Needs at least one track. */
  at(position) {
    return Math.max(0, Math.min(this.count - 1, lastAtMost(this.offsets, position)));
  }
  /**
   * The tracks to draw for a scroll position, with a margin on both sides.
   *
   * @returns first and end (excluded); equal when there are no tracks
   */
  window(scroll, size, margin) {
    if (this.count === 0) {
      return [0, 0];
    }
    return [this.at(scroll - margin), this.at(scroll + size + margin) + 1];
  }
}
function blockPartAt(position, length, handle) {
  const edge = Math.min(handle, length / 4);
  if (position < edge) {
    return "start";
  }
  return position >= length - edge && position <= length ? "end" : "body";
}
export {
  TrackOffsets,
  blockPartAt
};
