// Generated from web_src/core/gesture.ts: change it there.
import { shiftLocal, snap } from "./snap";
class Gesture {
  constructor(kind, from, grabbed, rules) {
    this.kind = kind;
    this.from = from;
    this.grabbed = grabbed;
    this.rules = rules;
  }
  kind;
  from;
  grabbed;
  rules;
  placementAt(spot) {
    switch (this.kind) {
      case "create":
        return this.create(spot);
      case "move":
        return this.move(spot);
      case "start":
        return this.resizeStart(spot);
      case "end":
        return this.resizeEnd(spot);
    }
  }
  create(spot) {
    const { zone, snap: step, isTimed, newOnDay } = this.rules;
    const { resourceId } = this.grabbed;
    if (!isTimed) {
      return newOnDay(resourceId, Math.min(this.grabbed.day, spot.day));
    }
    const first = Math.min(this.grabbed.instant, spot.instant);
    const last = Math.max(this.grabbed.instant, spot.instant);
    const start = snap(zone, first, step, Math.floor);
    return { resourceId, start, stop: Math.max(start + step, snap(zone, last, step, Math.ceil)) };
  }
  move(spot) {
    const { zone, snap: step, isTimed, canReassign } = this.rules;
    const length = this.from.stop - this.from.start;
    const resourceId = canReassign ? spot.resourceId : this.from.resourceId;
    const start = isTimed ? this.moveStart(spot, step) : shiftLocal(zone, this.from.start, spot.day - this.grabbed.day, 0);
    return { resourceId, start, stop: start + length };
  }
  moveStart(spot, step) {
    if (spot.instant === this.grabbed.instant) {
      return this.from.start;
    }
    const { zone } = this.rules;
    const odd = this.from.start - snap(zone, this.from.start, step, Math.floor);
    return snap(zone, this.from.start + spot.instant - this.grabbed.instant - odd, step) + odd;
  }
  resizeStart(spot) {
    const { zone, snap: step } = this.rules;
    const start = Math.min(snap(zone, this.dragged(this.from.start, spot), step), this.from.stop - step);
    return { ...this.from, start };
  }
  resizeEnd(spot) {
    const { zone, snap: step } = this.rules;
    const stop = Math.max(snap(zone, this.dragged(this.from.stop, spot), step), this.from.start + step);
    return { ...this.from, stop };
  }
  dragged(edge, spot) {
    const { zone, isTimed } = this.rules;
    return isTimed ? edge + spot.instant - this.grabbed.instant : shiftLocal(zone, edge, spot.day - this.grabbed.day, 0);
  }
}
export {
  Gesture
};
