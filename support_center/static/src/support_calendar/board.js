// Generated from web_src/support_calendar/board.ts: change it there.
import { UNASSIGNED } from "../core/event";
import { axisIntervals, usefulHours } from "../core/layout";
import { WHOLE_DAY } from "../core/time_scale";
import { utilisation } from "../core/utilisation";
import { px, utilisationText } from "./block_view";
const NAME_WIDTH = 200;
const HOURS_WIDTH = 64;
const ROW_MARGIN = 4;
const MIN_BAR = 17;
const MIN_COLUMN_WIDTH = 72;
class Board {
  constructor(model, blockViews) {
    this.model = model;
    this.blockViews = blockViews;
    this.resources = model.data.resources;
  }
  model;
  blockViews;
  ticks = [];
  lines = [];
  placeViews = null;
  views = /* @__PURE__ */ new Map();
  resources;
  /** The time scale of a track; null where days are cells. */
  scaleOf(_track) {
    return null;
  }
  /** Where its tracks go, all of them. */
  get places() {
    return this.placeViews ??= Array.from({ length: this.trackCount }, (_, index) => ({
      key: this.keyOf(index),
      style: this.isVertical ? `inset-inline:0;top:${px(this.tracks.startOf(index))};height:${px(this.tracks.sizeOf(index))}` : `inset-block:0;inset-inline-start:${px(this.tracks.startOf(index))};width:${px(this.tracks.sizeOf(index))}`
    }));
  }
  /** Names a track among those of its board; the same on boards of other days where there is one row for each resource. */
  keyOf(index) {
    return String(this.resourceOf(index));
  }
  track(index) {
    const events = this.model.shownEvents(this.resourceOf(index));
    const known = this.views.get(index);
    if (known && known.events === events) {
      return known.view;
    }
    const view = this.makeView(index, events);
    this.views.set(index, { events, view });
    return view;
  }
  /** Takes over the views of rows that have not changed, so that they are not drawn again. */
  inherit(previous) {
    const isSame = previous.signature === this.signature && previous.blockViews === this.blockViews && previous.resources === this.resources;
    if (isSame) {
      this.views = previous.views;
    }
  }
  trackOf(resourceId, day) {
    for (let track = 0; track < this.trackCount; track++) {
      if (this.resourceOf(track) === resourceId && this.holdsDay(track, day)) {
        return track;
      }
    }
    return -1;
  }
  holdsDay(_track, _day) {
    return true;
  }
  load(resourceId, from, to) {
    const percent = this.percent(resourceId, from, to);
    return { load: utilisationText(percent), percent: percent === null ? null : Math.min(100, percent) };
  }
  /** How much of the working time between two instants is booked; null when there is none, or when it is not known. */
  percent(resourceId, from, to) {
    const { data, archInfo } = this.model;
    const resource = data.resource(resourceId);
    return resource?.working && !data.missing.has(resourceId) ? utilisation(data.eventsOf(resourceId), resource, archInfo.freeStates, from, to).percent : null;
  }
}
function planned(model, resourceId) {
  const { resources } = model.data;
  const ids = resourceId === void 0 ? [UNASSIGNED, ...resources.map(({ id }) => id)] : [resourceId];
  return {
    resources: resourceId === void 0 ? resources : resources.filter(({ id }) => id === resourceId),
    events: ids.flatMap((id) => model.shownEvents(id))
  };
}
function hoursShown(model, { resources, events }) {
  return model.state.isWholeDay ? WHOLE_DAY : usefulHours(model.zone, model.days, resources, events);
}
function workingBackground(working, scale, direction) {
  const bounds = axisIntervals(working, scale);
  const stops = [];
  let at = 0;
  const percent = (position) => `${(100 * position / scale.length).toFixed(3)}%`;
  for (let index = 0; index < bounds.length; index += 2) {
    stops.push(`var(--o-sc-off) ${percent(at)} ${percent(bounds[index])}`);
    stops.push(`transparent ${percent(bounds[index])} ${percent(bounds[index + 1])}`);
    at = bounds[index + 1];
  }
  stops.push(`var(--o-sc-off) ${percent(at)} 100%`);
  return `linear-gradient(${direction},${stops.join(",")})`;
}
function stretches(intervals, scale, pixelsPerMinute, start, length) {
  const bounds = axisIntervals(intervals, scale);
  const views = [];
  for (let index = 0; index < bounds.length; index += 2) {
    const from = bounds[index] * pixelsPerMinute;
    const to = bounds[index + 1] * pixelsPerMinute;
    views.push({ className: "o_sc_leave", style: `${start}:${px(from)};${length}:${px(to - from)}` });
  }
  return views;
}
export {
  Board,
  HOURS_WIDTH,
  MIN_BAR,
  MIN_COLUMN_WIDTH,
  NAME_WIDTH,
  ROW_MARGIN,
  hoursShown,
  planned,
  stretches,
  workingBackground
};
