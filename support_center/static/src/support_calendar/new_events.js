// Generated from web_src/support_calendar/new_events.ts: change it there.
import { dayIssues, newPlacement, newPlacementOnDay } from "../core/new_event";
import { START_OF_WORK } from "./board_surface";
class NewEvents {
  constructor(surface) {
    this.surface = surface;
  }
  surface;
  /** From a chosen time on; where only the day is told, somewhere on that day. */
  at({ resourceId, instant, day }) {
    return this.isTimed ? newPlacement(resourceId, instant, this.context(resourceId)) : this.onDay(resourceId, day);
  }
  onDay(resourceId, day) {
    return newPlacementOnDay(resourceId, day, this.context(resourceId));
  }
  /** What speaks against it. Where only the day has been chosen, the form is where to choose a time that fits. */
  issues(placement) {
    const { model } = this.surface;
    const { resourceId, start } = placement;
    return this.isTimed ? model.fitIssues(null, placement) : dayIssues(resourceId, model.zone.dayOf(start), this.context(resourceId));
  }
  get isTimed() {
    return this.surface.currentBoard.geometry.isTimed;
  }
  context(resourceId) {
    const { model } = this.surface;
    return {
      ...model.fitContext(resourceId),
      zone: model.zone,
      duration: model.newDuration,
      lead: model.shown.lead,
      snap: model.archInfo.snap,
      startOfWork: START_OF_WORK
    };
  }
}
export {
  NewEvents
};
