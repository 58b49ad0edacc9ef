// Generated from web_src/support_calendar/month_board.ts: change it there.
import { _t } from "@web/core/l10n/translation";
import { daysOf } from "../core/civil";
import { MonthGeometry } from "../core/geometry";
import { TrackOffsets } from "../core/hit";
import { overlaps } from "../core/intervals";
import { layoutMonthTrack } from "../core/layout";
import { utilisation } from "../core/utilisation";
import { LANE_GAP, MIN_TARGET, px, utilisationText } from "./block_view";
import {
  Board,
  loadBars,
  LOW_HEADER_HEIGHT,
  MIN_COLUMN_WIDTH,
  nameWidth,
  ROW_MARGIN
} from "./board";
import { dayText, LONG_DAY } from "./time_text";
const MONTH_LINE = MIN_TARGET + LANE_GAP;
const MIN_LINES = 3;
const MAX_LINES = 6;
const DAY_NUMBER_HEIGHT = 26;
const LONG_WEEKDAY_WIDTH = 128;
const MIN_TEAM_COLUMN_WIDTH = 92;
const QUIET_COLUMN_WIDTH = 32;
class MonthBoard extends Board {
  isVertical = true;
  geometry;
  tracks;
  contentWidth;
  contentHeight;
  headerHeight = LOW_HEADER_HEIGHT;
  headers;
  lines;
  isPersonal;
  columns;
  daysPerTrack;
  days;
  rowIds;
  firstDays;
  signature;
  limit;
  margin;
  constructor(model, blockViews, size, drawn) {
    super(model, blockViews);
    this.isPersonal = model.state.layout === "personal";
    this.days = model.days;
    const count = this.days.end - this.days.first;
    this.daysPerTrack = this.isPersonal ? 7 : count;
    this.columns = new TrackOffsets(
      this.isPersonal ? evenly(size.width, 7) : this.teamColumns(size.width - nameWidth(size.width), drawn.quiet)
    );
    this.contentWidth = this.columns.total;
    this.margin = this.isPersonal ? DAY_NUMBER_HEIGHT : ROW_MARGIN;
    if (this.isPersonal) {
      const weeks = count / 7;
      this.rowIds = Array.from({ length: weeks }, () => model.state.resourceId);
      this.firstDays = this.rowIds.map((_, week) => this.days.first + 7 * week);
      const height = Math.max((size.height - LOW_HEADER_HEIGHT) / weeks, DAY_NUMBER_HEIGHT + 2 * MONTH_LINE);
      this.limit = Math.max(1, Math.floor((height - DAY_NUMBER_HEIGHT) / MONTH_LINE));
      this.tracks = new TrackOffsets(this.rowIds.map(() => height));
    } else {
      this.rowIds = model.rowIds;
      this.firstDays = this.rowIds.map(() => this.days.first);
      const room = (size.height - LOW_HEADER_HEIGHT) / this.rowIds.length - 2 * ROW_MARGIN;
      this.limit = Math.max(MIN_LINES, Math.min(MAX_LINES, Math.floor(room / MONTH_LINE)));
      const height = this.limit * MONTH_LINE + 2 * ROW_MARGIN;
      this.tracks = new TrackOffsets(this.rowIds.map(() => height));
    }
    this.contentHeight = this.tracks.total;
    this.signature = ["month", this.isPersonal, this.days.first, this.contentWidth, this.limit].join();
    this.geometry = new MonthGeometry(this.rowIds, this.firstDays, this.tracks, this.columns, model.zone);
    this.headers = this.makeHeaders();
    this.lines = this.headers.slice(1).map((_, index) => `inset-inline-start:${px(this.columns.startOf(index + 1))}`);
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
  keyOf(index) {
    return this.isPersonal ? String(index) : super.keyOf(index);
  }
  makeView(track, events) {
    const resourceId = this.rowIds[track];
    const firstDay = this.firstDays[track];
    const { zone } = this.model;
    const row = layoutMonthTrack(events, zone, firstDay, this.daysPerTrack, this.limit);
    const end = zone.startOfDay(firstDay + this.daysPerTrack);
    const name = this.isPersonal ? dayText(firstDay, { day: "numeric", month: "long" }) : this.model.resourceName(resourceId);
    const load = this.load(resourceId, zone.startOfDay(firstDay), end);
    const loads = this.dayLoads(resourceId, firstDay, this.daysPerTrack);
    return {
      key: `${resourceId}/${firstDay}/${this.signature}`,
      resourceId,
      firstDay,
      name,
      ...load,
      loadDetail: this.isPersonal ? "" : loads.map((of) => this.loadText(of)).join(", "),
      heading: [name, load.load].filter(Boolean).join(", "),
      isToday: false,
      background: this.isPersonal ? "" : this.background(loads, firstDay),
      leaves: this.leaves(resourceId, firstDay),
      blocks: row.pieces.map(
        (piece) => this.blockViews.inMonth(
          events[piece.index],
          piece,
          this.columns.startOf(piece.firstDay - firstDay),
          this.columns.startOf(piece.lastDay - firstDay + 1),
          MONTH_LINE,
          this.margin,
          {
            column: this.columnOf(track, piece.firstDay),
            span: 1 + piece.lastDay - piece.firstDay
          }
        )
      ),
      events,
      more: row.hidden.flatMap((hidden, index) => {
        const style = `inset-inline-start:${px(this.columns.startOf(index) + 2)};width:${px(this.columns.sizeOf(index) - 5)};top:${this.margin + (this.limit - 1) * MONTH_LINE}px;height:${MONTH_LINE}px`;
        const day = firstDay + index;
        const text = _t("+%s more", hidden.length);
        const found = hidden.filter((event) => events[event].matches).length;
        return hidden.length > 0 ? [
          {
            day,
            style,
            text,
            description: [
              text,
              this.blockViews.dayName(day),
              found < hidden.length ? _t("in the search: %s", found) : ""
            ].filter(Boolean).join(", "),
            className: found > 0 ? "o_sc_more" : "o_sc_more o_sc_dimmed",
            column: this.columnOf(track, day)
          }
        ] : [];
      }),
      dayNumbers: this.isPersonal ? this.dayCells(firstDay, loads) : []
    };
  }
  loadText({ day, percent }) {
    return `${this.headers[day - this.days.first].text} ${percent}%`;
  }
  background(loads, firstDay) {
    if (loads.length === 0) {
      return "";
    }
    const bars = loadBars(loads, (day) => ({
      from: this.columns.startOf(day - firstDay),
      to: this.columns.startOf(day - firstDay + 1)
    }));
    return `background:${bars} 0 100%/100% 3px no-repeat`;
  }
  /** Days off: of the week, and on leave. */
  leaves(resourceId, firstDay) {
    const resource = this.model.data.resource(resourceId);
    if (!resource?.working) {
      return [];
    }
    const stretches = [];
    for (let index = 0; index < this.daysPerTrack; index++) {
      const { zone } = this.model;
      const from = zone.startOfDay(firstDay + index);
      const to = zone.startOfDay(firstDay + index + 1);
      const { available } = utilisation([], resource, /* @__PURE__ */ new Set(), from, to);
      if (available === 0) {
        stretches.push({
          className: overlaps(resource.leave, from, to) ? "o_sc_leave" : "o_sc_off",
          style: this.cellStyle(index)
        });
      }
    }
    return stretches;
  }
  dayCells(firstDay, loads) {
    const month = daysOf("month", this.model.state.day, this.model.weekStart);
    const { today } = this;
    const percents = new Map(loads.map(({ day, percent }) => [day, percent]));
    return Array.from({ length: this.daysPerTrack }, (_, index) => {
      const day = firstDay + index;
      const isOutside = day < month.first || day >= month.end;
      return {
        day,
        text: dayText(day, { day: "numeric" }),
        load: this.cellLoad(index, percents.get(day)),
        style: this.cellStyle(index),
        className: `${day === today ? "o_sc_today" : ""}${isOutside ? " o_sc_outside" : ""}`
      };
    });
  }
  /** In narrow columns the figure is all there is room for. */
  cellLoad(index, percent) {
    if (percent === void 0) {
      return "";
    }
    return this.columns.sizeOf(index) < LONG_WEEKDAY_WIDTH ? `${percent}%` : utilisationText(percent);
  }
  cellStyle(index) {
    return `inset-inline-start:${px(this.columns.startOf(index))};width:${px(this.columns.sizeOf(index))}`;
  }
  makeHeaders() {
    const { today } = this;
    return Array.from({ length: this.daysPerTrack }, (_, index) => {
      const day = this.days.first + index;
      return {
        key: String(day),
        text: dayText(day, this.headerFormat(index)),
        name: dayText(day, this.isPersonal ? { weekday: "long" } : LONG_DAY),
        load: "",
        style: this.cellStyle(index),
        className: (day === today && !this.isPersonal ? "o_sc_today" : "") + (this.columns.sizeOf(index) < MIN_COLUMN_WIDTH ? " o_sc_narrow" : "")
      };
    });
  }
  headerFormat(index) {
    if (this.isPersonal) {
      return { weekday: this.columns.sizeOf(index) < LONG_WEEKDAY_WIDTH ? "short" : "long" };
    }
    return this.columns.sizeOf(index) < MIN_COLUMN_WIDTH ? { day: "numeric" } : { weekday: "short", day: "numeric" };
  }
  /** Days on which nothing happens are narrow, so that the others have room for names. */
  teamColumns(width, quiet) {
    const busy = this.daysPerTrack - quiet.size;
    const wide = Math.max(MIN_TEAM_COLUMN_WIDTH, (width - quiet.size * QUIET_COLUMN_WIDTH) / busy);
    return Array.from(
      { length: this.daysPerTrack },
      (_, index) => quiet.has(this.days.first + index) ? QUIET_COLUMN_WIDTH : wide
    );
  }
}
function evenly(width, count) {
  return new Array(count).fill(Math.max(MIN_COLUMN_WIDTH, width / count));
}
export {
  MonthBoard
};
