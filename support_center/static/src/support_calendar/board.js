// Generated from web_src/support_calendar/board.ts: change it there.
import { UNASSIGNED } from "../core/event";
import { axisIntervals } from "../core/layout";
import { utilisation, utilisations } from "../core/utilisation";
import { px, utilisationText } from "./block_view";
const NAME_WIDTH = 200;
const MIN_NAME_WIDTH = 96;
const NAME_SHARE = 0.28;
const HOURS_WIDTH = 64;
const ROW_MARGIN = 4;
const HEADER_HEIGHT = 52;
const LOW_HEADER_HEIGHT = 32;
const MIN_BAR = 17;
const MIN_COLUMN_WIDTH = 72;
function nameWidth(width) {
  return Math.round(Math.max(MIN_NAME_WIDTH, Math.min(NAME_WIDTH, width * NAME_SHARE)));
}
class Board {
  constructor(model, blockViews) {
    this.model = model;
    this.blockViews = blockViews;
    this.subject = boardSubject(model);
    this.today = model.today;
    this.resources = model.data.resources;
  }
  model;
  blockViews;
  ticks = [];
  lines = [];
  placeViews = null;
  views = /* @__PURE__ */ new Map();
  /** names what the user looks at: the same days in the same layout, whatever is planned on them */
  subject;
  /** the day that is marked as today */
  today;
  resources;
  /** Whether the headers name the columns of every row, as opposed to the rows themselves. */
  get hasColumns() {
    return this.isVertical;
  }
  /** Column of a day's cells, from 1, that of the row's header included. */
  columnOf(track, day) {
    return this.hasColumns ? 2 + this.nearestDay(track, day) - this.firstDayOf(track) : 2;
  }
  /** The columns of the days that an event is on, as far as its track has them. */
  columnsOf(track, { start, stop }) {
    const { zone } = this.model;
    const column = this.columnOf(track, zone.dayOf(start));
    return { column, span: 1 + this.columnOf(track, zone.dayOf(stop - 1)) - column };
  }
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
    const isSame = previous.signature === this.signature && previous.blockViews === this.blockViews && previous.today === this.today && previous.resources === this.resources;
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
  holdsDay(track, day) {
    return this.nearestDay(track, day) === day;
  }
  /** The day of a track that is a day, or nearest to it. */
  nearestDay(track, day) {
    const first = this.firstDayOf(track);
    return Math.max(first, Math.min(first + this.daysPerTrack - 1, day));
  }
  load(resourceId, from, to) {
    const percent = this.percent(resourceId, from, to);
    return { load: utilisationText(percent), percent: percent === null ? null : Math.min(100, percent) };
  }
  /** How much of a day is booked, in words; "" when that is not known. */
  dayLoad(resourceId, day) {
    const { zone } = this.model;
    return utilisationText(this.percent(resourceId, zone.startOfDay(day), zone.startOfDay(day + 1)));
  }
  /** Whether a day is known to have no time left to book. */
  isFull(resourceId, day) {
    const { zone } = this.model;
    return (this.percent(resourceId, zone.startOfDay(day), zone.startOfDay(day + 1)) ?? 0) >= 100;
  }
  /** How much of each day is booked where there is time to book, of so many days. */
  dayLoads(resourceId, first, count) {
    const { data, archInfo, zone } = this.model;
    const resource = data.resource(resourceId);
    if (!resource?.working || data.missing.has(resourceId)) {
      return [];
    }
    const bounds = Array.from({ length: count + 1 }, (_, index) => zone.startOfDay(first + index));
    return utilisations(data.eventsOf(resourceId), resource, archInfo.freeStates, bounds).flatMap(
      (percent, index) => percent === null ? [] : [{ day: first + index, percent }]
    );
  }
  /** How much of the working time between two instants is booked; null when there is none, or when it is not known. */
  percent(resourceId, from, to) {
    const { data, archInfo } = this.model;
    const resource = data.resource(resourceId);
    return resource?.working && !data.missing.has(resourceId) ? utilisation(data.eventsOf(resourceId), resource, archInfo.freeStates, from, to).percent : null;
  }
}
function boardSubject({ days, state }) {
  const { layout, scale, resourceId, hidesFree, isWholeDay } = state;
  const row = layout === "personal" ? resourceId : "all";
  return [days.first, days.end, layout, scale, row, hidesFree, isWholeDay].join();
}
function planned(model, resourceId) {
  const { resources } = model.data;
  const ids = resourceId === void 0 ? [UNASSIGNED, ...resources.map(({ id }) => id)] : [resourceId];
  return {
    resources: resourceId === void 0 ? resources : resources.filter(({ id }) => id === resourceId),
    events: ids.flatMap((id) => model.shownEvents(id))
  };
}
function loadBars(loads, edgesOf) {
  const stops = [];
  let at = 0;
  for (const { day, percent } of loads) {
    const { from, to } = edgesOf(day);
    const end = from + (to - from) * Math.min(100, percent) / 100;
    stops.push(`transparent ${px(at)} ${px(from)}`, `var(--o-sc-load) ${px(from)} ${px(end)}`);
    at = end;
  }
  stops.push(`transparent ${px(at)}`);
  return `linear-gradient(to var(--o-sc-inline-end),${stops.join(",")})`;
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
  HEADER_HEIGHT,
  HOURS_WIDTH,
  LOW_HEADER_HEIGHT,
  MIN_BAR,
  MIN_COLUMN_WIDTH,
  NAME_WIDTH,
  ROW_MARGIN,
  boardSubject,
  loadBars,
  nameWidth,
  planned,
  stretches,
  workingBackground
};
