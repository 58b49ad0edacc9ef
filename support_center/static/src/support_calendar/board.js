// Generated from web_src/support_calendar/board.ts: change it there.
import { daysOf } from "../core/civil";
import { UNASSIGNED } from "../core/event";
import { MonthGeometry, PersonalTimedGeometry, TeamTimedGeometry } from "../core/geometry";
import { TrackOffsets } from "../core/hit";
import { overlaps } from "../core/intervals";
import { axisIntervals, layoutMonthTrack, layoutTrack, usefulHours } from "../core/layout";
import {
  continuousScale,
  WHOLE_DAY,
  wallAxis
} from "../core/time_scale";
import { MINUTES_PER_HOUR } from "../core/units";
import { utilisation } from "../core/utilisation";
import { BlockViewFactory, px, utilisationText } from "./block_view";
import { clockFormat, dayText } from "./time_text";
const NAME_WIDTH = 200;
const HOURS_WIDTH = 64;
const LANE_HEIGHT = 34;
const MAX_LANE_HEIGHT = 52;
const ROW_MARGIN = 4;
const HEADER_HEIGHT = 53;
const MONTH_LINE = 24;
const MONTH_LINES_TEAM = 3;
const DAY_NUMBER_HEIGHT = 26;
const MIN_PIXELS_PER_HOUR = 14;
const MIN_PIXELS_PER_HOUR_DOWN = 44;
const MIN_COLUMN_WIDTH = 72;
const MIN_BLOCK = 24;
const MIN_TICK_DISTANCE = 44;
const TICK_STEPS = [1, 2, 3, 4, 6, 12];
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
  views = /* @__PURE__ */ new Map();
  resources;
  /** The time scale of a track; null where days are cells. */
  scaleOf(_track) {
    return null;
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
    const resource = this.model.data.resource(resourceId);
    if (!resource?.working) {
      return { load: "", percent: null };
    }
    const { percent } = utilisation(
      this.model.data.eventsOf(resourceId),
      resource,
      this.model.archInfo.freeStates,
      from,
      to
    );
    return { load: utilisationText(percent), percent: percent === null ? null : Math.min(100, percent) };
  }
}
class TeamTimedBoard extends Board {
  isVertical = true;
  geometry;
  tracks;
  contentWidth;
  contentHeight;
  headers;
  ticks;
  lines;
  rowIds;
  days;
  scale;
  pixelsPerMinute;
  signature;
  laneHeight;
  layouts = /* @__PURE__ */ new Map();
  backgrounds = /* @__PURE__ */ new Map();
  constructor(model, blockViews, size) {
    super(model, blockViews);
    const { zone, state } = model;
    this.days = model.days;
    this.rowIds = model.rowIds;
    this.scale = continuousScale(zone, this.days, hoursShown(model));
    const least = this.scale.length / MINUTES_PER_HOUR * MIN_PIXELS_PER_HOUR;
    this.contentWidth = Math.max(size.width - NAME_WIDTH, least, 320);
    this.pixelsPerMinute = this.contentWidth / Math.max(1, this.scale.length);
    const lanes = this.rowIds.map((id) => this.layout(id).lanes);
    const room = (size.height - HEADER_HEIGHT) / this.rowIds.length - 2 * ROW_MARGIN;
    this.laneHeight = Math.max(LANE_HEIGHT, Math.min(MAX_LANE_HEIGHT, Math.floor(room)));
    this.tracks = new TrackOffsets(lanes.map((count) => count * this.laneHeight + 2 * ROW_MARGIN));
    this.contentHeight = this.tracks.total;
    this.signature = ["team", this.scale.instant(0), this.scale.length, this.contentWidth, this.laneHeight].join();
    this.geometry = new TeamTimedGeometry(this.rowIds, this.tracks, this.scale, this.pixelsPerMinute, zone);
    const dayStarts = [];
    for (let day = this.days.first; day < this.days.end; day++) {
      const at = this.scale.position(zone.startOfDay(day)) * this.pixelsPerMinute;
      const end = this.scale.position(zone.startOfDay(day + 1)) * this.pixelsPerMinute;
      dayStarts.push({ day, at, width: end - at });
    }
    const isLong = state.scale === "day";
    this.headers = dayStarts.map(({ day, at, width }) => ({
      key: String(day),
      text: dayText(
        day,
        isLong ? { weekday: "long", day: "numeric", month: "long" } : { weekday: "short", day: "numeric", month: "short" }
      ),
      style: `inset-inline-start:${px(at)};width:${px(width)}`,
      className: day === model.today ? "o_sc_today" : ""
    }));
    this.lines = dayStarts.slice(1).map(({ at }) => `inset-inline-start:${px(at)}`);
    this.ticks = this.makeTicks();
  }
  get trackCount() {
    return this.rowIds.length;
  }
  resourceOf(track) {
    return this.rowIds[track];
  }
  firstDayOf() {
    return this.days.first;
  }
  scaleOf() {
    return this.scale;
  }
  nowLine(now) {
    return this.scale.isVisible(now) ? `inset-inline-start:${px(this.scale.position(now) * this.pixelsPerMinute)}` : "";
  }
  makeView(track, events) {
    const resourceId = this.rowIds[track];
    const resource = this.model.data.resource(resourceId);
    const { zone } = this.model;
    return {
      key: String(resourceId),
      resourceId,
      firstDay: this.days.first,
      name: this.model.resourceName(resourceId),
      ...this.load(resourceId, zone.startOfDay(this.days.first), zone.startOfDay(this.days.end)),
      isToday: false,
      background: this.background(resource),
      leaves: stretches(resource?.leave ?? [], this.scale, this.pixelsPerMinute, "inset-inline-start", "width"),
      blocks: this.layout(resourceId).blocks.map(
        (block) => this.blockViews.inRow(block, this.pixelsPerMinute, this.laneHeight, ROW_MARGIN)
      ),
      events,
      more: [],
      dayNumbers: []
    };
  }
  layout(resourceId) {
    let layout = this.layouts.get(resourceId);
    if (!layout) {
      const minimum = Math.ceil(MIN_BLOCK / this.pixelsPerMinute);
      layout = layoutTrack(this.model.shownEvents(resourceId), this.scale, Math.min(minimum, 60));
      this.layouts.set(resourceId, layout);
    }
    return layout;
  }
  background(resource) {
    const working = resource?.working ?? null;
    let style = this.backgrounds.get(working);
    if (style === void 0) {
      style = working ? workingBackground(working, this.scale, "to var(--o-sc-inline-end)") : "";
      this.backgrounds.set(working, style);
    }
    return style;
  }
  makeTicks() {
    const { zone } = this.model;
    const hour = this.pixelsPerMinute * MINUTES_PER_HOUR;
    const step = (TICK_STEPS.find((hours) => hours * hour >= MIN_TICK_DISTANCE) ?? 24) * MINUTES_PER_HOUR;
    const clock = clockFormat();
    const ticks = [];
    for (const { start, end } of this.scale.segments) {
      const local = zone.toLocal(start);
      const first = start + (step - local % step) % step;
      for (let instant = first; instant < end; instant += step) {
        ticks.push({
          key: String(instant),
          text: clock.format(zone.toLocal(instant)),
          style: `inset-inline-start:${px(this.scale.position(instant) * this.pixelsPerMinute)}`,
          className: ""
        });
      }
    }
    return ticks;
  }
}
class PersonalTimedBoard extends Board {
  isVertical = false;
  geometry;
  tracks;
  contentWidth;
  contentHeight;
  headers;
  ticks;
  days;
  signature;
  axis;
  resourceId;
  pixelsPerMinute;
  columnWidth;
  constructor(model, blockViews, size) {
    super(model, blockViews);
    this.days = model.days;
    this.resourceId = model.state.resourceId;
    this.axis = wallAxis(model.zone, this.days, hoursShown(model, this.resourceId));
    const count = this.days.end - this.days.first;
    this.contentWidth = Math.max(size.width - HOURS_WIDTH, count * MIN_COLUMN_WIDTH);
    this.columnWidth = this.contentWidth / count;
    this.tracks = new TrackOffsets(Array.from({ length: count }, () => this.columnWidth));
    this.contentHeight = Math.max(
      size.height - 60,
      this.axis.length / MINUTES_PER_HOUR * MIN_PIXELS_PER_HOUR_DOWN
    );
    this.pixelsPerMinute = this.contentHeight / this.axis.length;
    const first = this.axis.scales[0].instant(0);
    this.signature = ["personal", first, this.axis.length, this.contentWidth, this.contentHeight].join();
    this.geometry = new PersonalTimedGeometry(
      this.resourceId,
      this.days,
      this.axis.scales,
      this.columnWidth,
      this.pixelsPerMinute
    );
    this.headers = dayHeaders(model, this.days, this.columnWidth);
    const clock = clockFormat();
    this.ticks = this.axis.ticks.map(({ at, minute, repeated }) => ({
      key: `${minute}${repeated}`,
      text: clock.format(minute),
      style: `top:${px(at * this.pixelsPerMinute)}`,
      className: repeated ? "o_sc_repeated" : ""
    }));
  }
  get trackCount() {
    return this.axis.scales.length;
  }
  resourceOf() {
    return this.resourceId;
  }
  firstDayOf(track) {
    return this.days.first + track;
  }
  scaleOf(track) {
    return this.axis.scales[track];
  }
  nowLine(now) {
    const column = this.model.zone.dayOf(now) - this.days.first;
    const scale = this.axis.scales[column];
    if (!scale?.isVisible(now)) {
      return "";
    }
    return `inset-inline-start:${px(column * this.columnWidth)};width:${px(this.columnWidth)};top:${px(scale.position(now) * this.pixelsPerMinute)}`;
  }
  holdsDay(track, day) {
    return this.days.first + track === day;
  }
  makeView(track, events) {
    const day = this.days.first + track;
    const scale = this.axis.scales[track];
    const { zone } = this.model;
    const from = zone.startOfDay(day);
    const to = zone.startOfDay(day + 1);
    const minimum = Math.ceil(MIN_BLOCK / this.pixelsPerMinute);
    const layout = layoutTrack(events, scale, minimum);
    const resource = this.model.data.resource(this.resourceId);
    return {
      key: String(day),
      resourceId: this.resourceId,
      firstDay: day,
      name: dayText(day, { weekday: "long", day: "numeric", month: "long" }),
      ...this.load(this.resourceId, from, to),
      isToday: day === this.model.today,
      background: resource?.working ? workingBackground(resource.working, scale, "to bottom") : "",
      leaves: stretches(resource?.leave ?? [], scale, this.pixelsPerMinute, "top", "height"),
      blocks: layout.blocks.map((block) => this.blockViews.inColumn(block, this.pixelsPerMinute)),
      events: layout.blocks.map((block) => block.event),
      more: [],
      dayNumbers: []
    };
  }
}
class MonthBoard extends Board {
  isVertical = true;
  geometry;
  tracks;
  contentWidth;
  contentHeight;
  headers;
  lines;
  isPersonal;
  columnWidth;
  daysPerRow;
  days;
  rowIds;
  firstDays;
  signature;
  limit;
  margin;
  constructor(model, blockViews, size) {
    super(model, blockViews);
    this.isPersonal = model.state.layout === "personal";
    this.days = model.days;
    const count = this.days.end - this.days.first;
    this.daysPerRow = this.isPersonal ? 7 : count;
    const sideWidth = this.isPersonal ? 0 : NAME_WIDTH;
    this.contentWidth = Math.max(size.width - sideWidth, this.daysPerRow * MIN_COLUMN_WIDTH);
    this.columnWidth = this.contentWidth / this.daysPerRow;
    this.margin = this.isPersonal ? DAY_NUMBER_HEIGHT : ROW_MARGIN;
    if (this.isPersonal) {
      const weeks = count / 7;
      this.rowIds = Array.from({ length: weeks }, () => model.state.resourceId);
      this.firstDays = this.rowIds.map((_, week) => this.days.first + 7 * week);
      const height = Math.max((size.height - 34) / weeks, DAY_NUMBER_HEIGHT + 2 * MONTH_LINE);
      this.limit = Math.max(1, Math.floor((height - DAY_NUMBER_HEIGHT) / MONTH_LINE));
      this.tracks = new TrackOffsets(this.rowIds.map(() => height));
    } else {
      this.rowIds = model.rowIds;
      this.firstDays = this.rowIds.map(() => this.days.first);
      this.limit = MONTH_LINES_TEAM;
      const height = MONTH_LINES_TEAM * MONTH_LINE + 2 * ROW_MARGIN;
      this.tracks = new TrackOffsets(this.rowIds.map(() => height));
    }
    this.contentHeight = this.tracks.total;
    this.signature = ["month", this.isPersonal, this.days.first, this.contentWidth, this.limit].join();
    this.geometry = new MonthGeometry(
      this.rowIds,
      this.firstDays,
      this.daysPerRow,
      this.tracks,
      this.columnWidth,
      model.zone
    );
    const firstRow = { first: this.days.first, end: this.days.first + this.daysPerRow };
    this.headers = this.isPersonal ? weekdayHeaders(firstRow, this.columnWidth) : dayHeaders(model, firstRow, this.columnWidth);
    this.lines = this.headers.slice(1).map((_, index) => `inset-inline-start:${px((index + 1) * this.columnWidth)}`);
  }
  get trackCount() {
    return this.rowIds.length;
  }
  resourceOf(track) {
    return this.rowIds[track];
  }
  firstDayOf(track) {
    return this.firstDays[track];
  }
  nowLine() {
    return "";
  }
  holdsDay(track, day) {
    const first = this.firstDays[track];
    return day >= first && day < first + this.daysPerRow;
  }
  makeView(track, events) {
    const resourceId = this.rowIds[track];
    const firstDay = this.firstDays[track];
    const { zone } = this.model;
    const row = layoutMonthTrack(events, zone, firstDay, this.daysPerRow, this.limit);
    const end = zone.startOfDay(firstDay + this.daysPerRow);
    return {
      key: `${resourceId}/${firstDay}`,
      resourceId,
      firstDay,
      name: this.isPersonal ? dayText(firstDay, { day: "numeric", month: "long" }) : this.model.resourceName(resourceId),
      ...this.load(resourceId, zone.startOfDay(firstDay), end),
      isToday: false,
      background: "",
      leaves: this.leaves(resourceId, firstDay),
      blocks: row.pieces.map(
        (piece) => this.blockViews.inMonth(
          events[piece.index],
          piece,
          firstDay,
          this.columnWidth,
          MONTH_LINE,
          this.margin
        )
      ),
      events,
      more: row.hidden.flatMap((hidden, index) => {
        const style = `inset-inline-start:${px(index * this.columnWidth + 2)};width:${px(this.columnWidth - 5)};top:${this.margin + (this.limit - 1) * MONTH_LINE}px;height:${MONTH_LINE - 2}px`;
        return hidden.length > 0 ? [{ day: firstDay + index, style, ids: hidden.map((position) => events[position].id) }] : [];
      }),
      dayNumbers: this.isPersonal ? this.dayCells(firstDay) : []
    };
  }
  /** Days off: of the week, and on leave. */
  leaves(resourceId, firstDay) {
    const resource = this.model.data.resource(resourceId);
    if (!resource?.working) {
      return [];
    }
    const stretches2 = [];
    for (let index = 0; index < this.daysPerRow; index++) {
      const { zone } = this.model;
      const from = zone.startOfDay(firstDay + index);
      const to = zone.startOfDay(firstDay + index + 1);
      const { available } = utilisation([], resource, /* @__PURE__ */ new Set(), from, to);
      if (available === 0) {
        stretches2.push({
          className: overlaps(resource.leave, from, to) ? "o_sc_leave" : "o_sc_off",
          style: `inset-inline-start:${px(index * this.columnWidth)};width:${px(this.columnWidth)}`
        });
      }
    }
    return stretches2;
  }
  dayCells(firstDay) {
    const month = daysOf("month", this.model.state.day, this.model.weekStart);
    const { today } = this.model;
    return Array.from({ length: this.daysPerRow }, (_, index) => {
      const day = firstDay + index;
      const isOutside = day < month.first || day >= month.end;
      return {
        day,
        text: dayText(day, { day: "numeric" }),
        style: `inset-inline-start:${px(index * this.columnWidth)};width:${px(this.columnWidth)}`,
        className: `${day === today ? "o_sc_today" : ""}${isOutside ? " o_sc_outside" : ""}`
      };
    });
  }
}
function makeBoard(model, blockViews, size) {
  if (model.state.scale === "month") {
    return new MonthBoard(model, blockViews, size);
  }
  return model.state.layout === "team" ? new TeamTimedBoard(model, blockViews, size) : new PersonalTimedBoard(model, blockViews, size);
}
function hoursShown(model, resourceId) {
  const { data, days, state, zone } = model;
  if (state.isWholeDay) {
    return WHOLE_DAY;
  }
  const ids = resourceId === void 0 ? [UNASSIGNED, ...data.resources.map(({ id }) => id)] : [resourceId];
  const resources = data.resources.filter(({ id }) => ids.includes(id));
  return usefulHours(
    zone,
    days,
    resources,
    ids.flatMap((id) => model.shownEvents(id))
  );
}
function dayHeaders(model, days, columnWidth) {
  const { today } = model;
  const headers = [];
  for (let day = days.first; day < days.end; day++) {
    headers.push({
      key: String(day),
      text: dayText(day, { weekday: "short", day: "numeric" }),
      style: `inset-inline-start:${px((day - days.first) * columnWidth)};width:${px(columnWidth)}`,
      className: day === today ? "o_sc_today" : ""
    });
  }
  return headers;
}
function weekdayHeaders(days, columnWidth) {
  const headers = [];
  for (let day = days.first; day < days.end; day++) {
    headers.push({
      key: String(day),
      text: dayText(day, { weekday: "long" }),
      style: `inset-inline-start:${px((day - days.first) * columnWidth)};width:${px(columnWidth)}`,
      className: ""
    });
  }
  return headers;
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
  return `background-image:linear-gradient(${direction},${stops.join(",")})`;
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
  MonthBoard,
  NAME_WIDTH,
  PersonalTimedBoard,
  TeamTimedBoard,
  makeBoard
};
