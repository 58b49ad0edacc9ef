// Generated from web_src/support_calendar/block_view.ts: change it there.
import { localization } from "@web/core/l10n/localization";
import { _t } from "@web/core/l10n/translation";
import { MINUTES_PER_DAY } from "../core/units";
import { statusLook } from "./status_look";
import { clockFormat, dayText } from "./time_text";
const MIN_TARGET = 24;
const LANE_GAP = 2;
const PIXELS = 10;
const UNSAVED_SIGN = "";
const signGap = () => localization.direction === "rtl" ? "‏ " : " ";
const CHARACTER = 6.4;
const SIGN_WIDTH = 24;
const LABEL_GAP = 4;
const ENOUGH_TEXT = 56;
const MIN_GAIN = 24;
const MAX_LABEL = 200;
const WRAP_WIDTH = 40;
const FOLLOW_WIDTH = 96;
const FOLLOW_WIDTH_OF_ONE_DAY = 240;
const TWO_LINES = 34;
const TIME_WIDTH = 130;
class BlockViewFactory {
  constructor(model) {
    this.model = model;
  }
  model;
  dayTexts = /* @__PURE__ */ new Map();
  looks = /* @__PURE__ */ new Map();
  label(event) {
    return event.label || event.reference;
  }
  className(event) {
    const unsaved = this.model.isUnsaved(event.id) ? " o_sc_unsaved" : "";
    const dimmed = event.matches ? "" : " o_sc_dimmed";
    return `o_sc_block ${this.look(event.state).className}${unsaved}${dimmed}`;
  }
  /** Who, when, status, by whom: the whole block in words. */
  description(event) {
    const { model } = this;
    const parts = [
      this.timeRange(event),
      this.label(event),
      model.rights.team ? model.resourceName(event.resourceId) : "",
      model.stateName(event.state),
      event.reference,
      event.matches ? "" : _t("not in the search"),
      model.isUnsaved(event.id) ? _t("Not yet saved") : ""
    ];
    return parts.filter(Boolean).join(", ");
  }
  /** Which event it is, for somebody who meant another one. */
  summary(event) {
    return [event.reference, event.label, this.timeRange(event)].filter(Boolean).join(", ");
  }
  timeRange(event) {
    const zone = this.model.zones.at(event.start);
    const clock = clockFormat();
    const start = zone.toLocal(event.start);
    const stop = zone.toLocal(event.stop);
    const day = Math.floor(start / MINUTES_PER_DAY);
    const lastDay = Math.floor((stop - 1) / MINUTES_PER_DAY);
    const end = lastDay === day ? clock.format(stop) : `${this.dayName(lastDay)} ${clock.format(stop)}`;
    return `${this.dayName(day)} ${clock.format(start)} – ${end}`;
  }
  dayName(day) {
    let text = this.dayTexts.get(day);
    if (text === void 0) {
      text = dayText(day, { weekday: "short", day: "numeric", month: "short" });
      this.dayTexts.set(day, text);
    }
    return text;
  }
  /**
   * In a row of the team: time runs along the row, overlapping blocks lie below each other. The label of a block too short for
   * it stands beside the block, where the lane is free.
   */
  inRow(block, pixelsPerMinute, laneHeight, margin, columns) {
    const width = block.length * pixelsPerMinute - 1;
    const lines = laneHeight < TWO_LINES ? 1 : 2;
    const text = this.label(block.event).length * CHARACTER / lines;
    const inside = width - SIGN_WIDTH;
    const beside = Math.min(block.room * pixelsPerMinute - width - LABEL_GAP - 2, MAX_LABEL);
    const isBeside = inside < Math.min(text, ENOUGH_TEXT) && beside > inside + MIN_GAIN;
    const whole = isBeside ? width + LABEL_GAP + Math.min(beside, text + SIGN_WIDTH) : width;
    const isThin = isBeside && lines === 1 && !this.model.archInfo.freeStates.has(block.event.state);
    const besideStyle = isBeside ? `;${isThin ? "border-inline-start-width" : "--o-sc-bar"}:${px(width)}` : "";
    const style = `inset-inline-start:${px(block.at * pixelsPerMinute)};width:${px(whole)};top:${margin + block.lane * laneHeight}px;height:${laneHeight - LANE_GAP}px` + besideStyle;
    const view = this.view(block.event, block, style, columns);
    const wraps = lines > 1 && (isBeside ? beside : width) >= WRAP_WIDTH ? " o_sc_wraps" : "";
    return {
      ...view,
      className: view.className + (isBeside ? ` o_sc_beside${isThin ? " o_sc_thin" : ""}` : "") + wraps,
      follows: !isBeside && follows(width, columns)
    };
  }
  /** In a column of a day: time runs down, overlapping blocks stand beside each other. */
  inColumn(block, pixelsPerMinute, column) {
    const width = 100 / block.groupLanes;
    return this.view(
      block.event,
      block,
      `top:${px(block.at * pixelsPerMinute)};height:${px(block.length * pixelsPerMinute - 1)};inset-inline-start:${(block.lane * width).toFixed(2)}%;width:calc(${width.toFixed(2)}% - 3px)`,
      { column, span: 1 },
      true
    );
  }
  /**
   * In day cells of a month.
   *
   * @param from where its cells begin, in pixels
   * @param to where they end
   */
  inMonth(event, piece, from, to, lineHeight, margin, columns) {
    const view = this.view(
      event,
      piece,
      `inset-inline-start:${px(from + 2)};width:${px(to - from - 5)};top:${margin + piece.lane * lineHeight}px;height:${lineHeight - LANE_GAP}px`,
      columns,
      to - from >= TIME_WIDTH
    );
    return { ...view, follows: follows(to - from, columns) };
  }
  view(event, { continuesBefore, continuesAfter }, style, columns, withTime = false) {
    const before = continuesBefore ? " o_sc_continues_before" : "";
    const after = continuesAfter ? " o_sc_continues_after" : "";
    const time = withTime ? `${clockFormat().format(this.model.zone.toLocal(event.start))} ` : "";
    const label = time + this.label(event);
    return {
      id: event.id,
      className: this.className(event) + before + after,
      style,
      label,
      text: `${this.sign(event)}${signGap()}${label}`,
      description: this.description(event),
      follows: false,
      ...columns
    };
  }
  sign(event) {
    return this.model.isUnsaved(event.id) ? UNSAVED_SIGN : this.look(event.state).sign;
  }
  look(state) {
    let look = this.looks.get(state);
    if (look === void 0) {
      const position = this.model.states.findIndex(([value]) => value === state);
      look = statusLook(position, this.model.archInfo.freeStates.has(state));
      this.looks.set(state, look);
    }
    return look;
  }
}
function follows(width, { span }) {
  return width >= (span > 1 ? FOLLOW_WIDTH : FOLLOW_WIDTH_OF_ONE_DAY);
}
function utilisationText(percent) {
  return percent === null ? "" : _t("%s% booked", percent);
}
function px(value) {
  return `${Math.round(value * PIXELS) / PIXELS}px`;
}
export {
  BlockViewFactory,
  LANE_GAP,
  MIN_TARGET,
  px,
  utilisationText
};
