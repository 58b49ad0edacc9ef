// Generated from web_src/support_calendar/team_board.ts: change it there.
import { TeamTimedGeometry } from "../core/geometry";
import { TrackOffsets } from "../core/hit";
import { layoutTrack } from "../core/layout";
import { continuousScale } from "../core/time_scale";
import { MINUTES_PER_HOUR } from "../core/units";
import { LANE_GAP, MIN_TARGET, px } from "./block_view";
import {
  Board,
  HEADER_HEIGHT,
  loadBars,
  MIN_BAR,
  NAME_WIDTH,
  nameWidth,
  ROW_MARGIN,
  stretches,
  workingBackground
} from "./board";
import { clockFormat, dayText, LONG_DAY } from "./time_text";
const LANE_HEIGHT = 34;
const MAX_LANE_HEIGHT = 52;
const COMPACT_LANE_HEIGHT = MIN_TARGET + LANE_GAP;
const COMPACT_PIXELS_PER_HOUR = 64;
const LABEL_ROOMS = [76, 48];
const COMPACT_LABEL_ROOMS = [100, 60];
const FEW_LANES = 3;
const NARROW_NAME_HEIGHT = 46;
const MIN_PIXELS_PER_HOUR = 14;
const MIN_PIXELS_PER_HOUR_OF_ONE_DAY = 100;
const MIN_TICK_DISTANCE = 60;
const TICK_STEPS = [1, 2, 3, 4, 6, 12];
const NARROW_DAY = 92;
const QUIET_DAY = 64;
class TeamTimedBoard extends Board {
  isVertical = true;
  geometry;
  tracks;
  contentWidth;
  contentHeight;
  headerHeight = HEADER_HEIGHT;
  headers;
  ticks;
  lines;
  rowIds;
  days;
  scale;
  pixelsPerMinute;
  signature;
  laneHeight;
  isCompact;
  /** short name of each day */
  weekdays;
  /** where each day begins, in pixels */
  dayStarts;
  /** Layouts of rows by their events, which are another array as soon as one of them changes. */
  static layouts = /* @__PURE__ */ new WeakMap();
  /** says the same of boards on which the same events lie at the same places */
  axis;
  backgrounds = /* @__PURE__ */ new Map();
  constructor(model, blockViews, size, drawn) {
    super(model, blockViews);
    const { zone, state } = model;
    this.days = model.days;
    this.rowIds = model.rowIds;
    this.scale = continuousScale(zone, this.days, drawn.hours, drawn.quiet);
    const isLong = state.scale === "day";
    const hour = isLong ? MIN_PIXELS_PER_HOUR_OF_ONE_DAY : MIN_PIXELS_PER_HOUR;
    const least = this.scale.length / MINUTES_PER_HOUR * hour;
    this.contentWidth = Math.max(size.width - nameWidth(size.width), least);
    this.pixelsPerMinute = this.contentWidth / Math.max(1, this.scale.length);
    this.isCompact = this.pixelsPerMinute * MINUTES_PER_HOUR < COMPACT_PIXELS_PER_HOUR;
    this.axis = [this.pixelsPerMinute, ...this.scale.segments.flatMap(({ start, end }) => [start, end])].join();
    const lanes = this.countLanes();
    const room = (size.height - HEADER_HEIGHT) / this.rowIds.length - 2 * ROW_MARGIN;
    this.laneHeight = this.isCompact ? COMPACT_LANE_HEIGHT : Math.max(LANE_HEIGHT, Math.min(MAX_LANE_HEIGHT, Math.floor(room)));
    const lowest = nameWidth(size.width) < NAME_WIDTH ? NARROW_NAME_HEIGHT : 0;
    this.tracks = new TrackOffsets(
      lanes.map((count) => Math.max(lowest, count * this.laneHeight + 2 * ROW_MARGIN))
    );
    this.contentHeight = this.tracks.total;
    this.signature = ["team", this.scale.instant(0), this.scale.length, this.contentWidth, this.laneHeight].join();
    this.geometry = new TeamTimedGeometry(this.rowIds, this.tracks, this.scale, this.pixelsPerMinute, zone);
    this.dayStarts = [];
    for (let day = this.days.first; day < this.days.end; day++) {
      this.dayStarts.push(this.scale.position(zone.startOfDay(day)) * this.pixelsPerMinute);
    }
    this.weekdays = this.dayStarts.map((_, index) => dayText(this.days.first + index, { weekday: "short" }));
    this.headers = this.makeHeaders(isLong);
    this.lines = this.dayStarts.slice(1).map((at) => `inset-inline-start:${px(at)}`);
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
  get daysPerTrack() {
    return this.days.end - this.days.first;
  }
  /** There is one row for each resource, on whatever day. */
  holdsDay() {
    return true;
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
    const name = this.model.resourceName(resourceId);
    const load = this.load(resourceId, zone.startOfDay(this.days.first), zone.startOfDay(this.days.end));
    const dayLoads = this.daysPerTrack > 1 ? this.dayLoads(resourceId, this.days.first, this.daysPerTrack) : [];
    const loadDetail = dayLoads.map(({ day, percent }) => `${this.weekdays[day - this.days.first]} ${percent}%`).join(", ");
    return {
      key: `${resourceId}/${this.signature}`,
      resourceId,
      firstDay: this.days.first,
      name,
      ...load,
      loadDetail,
      heading: [name, load.load, loadDetail].filter(Boolean).join(", "),
      isToday: false,
      background: this.background(resource, dayLoads),
      leaves: stretches(resource?.leave ?? [], this.scale, this.pixelsPerMinute, "inset-inline-start", "width"),
      blocks: this.layout(resourceId).blocks.map(
        (block) => this.blockViews.inRow(
          block,
          this.pixelsPerMinute,
          this.laneHeight,
          ROW_MARGIN,
          this.columnsOf(track, block.event)
        )
      ),
      events,
      more: [],
      dayNumbers: []
    };
  }
  /** Lanes of each row; as many as others have on average where events are still to come. */
  countLanes() {
    const { missing } = this.model.data;
    const known = this.rowIds.filter((id) => !missing.has(id)).map((id) => this.layout(id).lanes);
    const usual = Math.round(known.reduce((sum, count) => sum + count, 0) / Math.max(1, known.length)) || 1;
    return this.rowIds.map((id) => missing.has(id) ? usual : this.layout(id).lanes);
  }
  layout(resourceId) {
    const events = this.model.shownEvents(resourceId);
    const known = TeamTimedBoard.layouts.get(events);
    if (known?.axis === this.axis) {
      return known.layout;
    }
    const layout = this.makeLayout(events);
    TeamTimedBoard.layouts.set(events, { axis: this.axis, layout });
    return layout;
  }
  makeLayout(events) {
    const minimum = MIN_BAR / this.pixelsPerMinute;
    const [roomy, tight] = this.isCompact ? COMPACT_LABEL_ROOMS : LABEL_ROOMS;
    const layout = layoutTrack(events, this.scale, minimum, roomy / this.pixelsPerMinute);
    return layout.lanes <= FEW_LANES ? layout : layoutTrack(events, this.scale, minimum, tight / this.pixelsPerMinute, FEW_LANES);
  }
  /** Working hours, and at the lower edge of each day how much of it is booked. */
  background(resource, loads) {
    const working = resource?.working ?? null;
    let hours = this.backgrounds.get(working);
    if (hours === void 0) {
      hours = working ? workingBackground(working, this.scale, "to var(--o-sc-inline-end)") : "";
      this.backgrounds.set(working, hours);
    }
    if (!hours || loads.length === 0) {
      return hours && `background-image:${hours}`;
    }
    const bars = loadBars(loads, (day) => {
      const index = day - this.days.first;
      return { from: this.dayStarts[index], to: this.dayStarts[index + 1] ?? this.contentWidth };
    });
    return `background-image:${bars},${hours};background-size:100% 3px,100% 100%;background-position:0 100%,0 0;background-repeat:no-repeat`;
  }
  makeHeaders(isLong) {
    return this.dayStarts.map((at, index) => {
      const day = this.days.first + index;
      const width = (this.dayStarts[index + 1] ?? this.contentWidth) - at;
      return {
        key: String(day),
        text: dayText(day, headerFormat(isLong, width)),
        name: isLong ? "" : dayText(day, LONG_DAY),
        load: "",
        style: `inset-inline-start:${px(at)};width:${px(width)}`,
        className: `${day === this.today ? "o_sc_today" : ""}${width < NARROW_DAY ? " o_sc_narrow" : ""}`
      };
    });
  }
  makeTicks() {
    const { zone } = this.model;
    const hour = this.pixelsPerMinute * MINUTES_PER_HOUR;
    const step = (TICK_STEPS.find((hours) => hours * hour >= MIN_TICK_DISTANCE) ?? 24) * MINUTES_PER_HOUR;
    const clock = clockFormat();
    const ticks = [];
    for (const { start, end, rate } of this.scale.segments) {
      if (rate !== 1) {
        continue;
      }
      const local = zone.toLocal(start);
      const first = start + (step - local % step) % step;
      for (let instant = first; (end - instant) * this.pixelsPerMinute > MIN_TICK_DISTANCE - 8; instant += step) {
        ticks.push({
          key: String(instant),
          text: clock.format(zone.toLocal(instant)),
          name: "",
          load: "",
          style: `inset-inline-start:${px(this.scale.position(instant) * this.pixelsPerMinute)}`,
          className: ""
        });
      }
    }
    return ticks;
  }
}
function headerFormat(isLong, width) {
  if (isLong) {
    return LONG_DAY;
  }
  if (width < NARROW_DAY) {
    return width < QUIET_DAY ? { day: "numeric" } : { weekday: "short", day: "numeric" };
  }
  return { weekday: "short", day: "numeric", month: "short" };
}
export {
  TeamTimedBoard
};
