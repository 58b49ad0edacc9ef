// Generated from web_src/support_calendar/block_view.ts: change it there.
import { _t } from "@web/core/l10n/translation";
import { MINUTES_PER_DAY } from "../core/units";
import { clockFormat, dayText } from "./time_text";
const PALETTE_SIZE = 6;
const PIXELS = 10;
const WRAP_WIDTH = 72;
class BlockViewFactory {
  constructor(model) {
    this.model = model;
  }
  model;
  dayTexts = /* @__PURE__ */ new Map();
  stateClasses = /* @__PURE__ */ new Map();
  label(event) {
    return event.label || event.reference;
  }
  className(event) {
    const isPending = this.model.pending.has(event.id) ? " o_sc_pending" : "";
    return `o_sc_block ${this.stateClass(event.state)}${isPending}`;
  }
  /** Who, when, status: the whole block in words. */
  description(event) {
    const parts = [this.timeRange(event), this.label(event), this.model.stateName(event.state), event.reference];
    return parts.filter(Boolean).join(", ");
  }
  timeRange(event) {
    const { zone } = this.model;
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
  /** In a row of the team: time runs along the row, overlapping blocks lie below each other. */
  inRow(block, pixelsPerMinute, laneHeight, margin) {
    const width = block.length * pixelsPerMinute - 1;
    const style = `inset-inline-start:${px(block.at * pixelsPerMinute)};width:${px(width)};top:${margin + block.lane * laneHeight}px;height:${laneHeight - 2}px`;
    const view = this.view(block.event, block, style);
    return width < WRAP_WIDTH ? view : { ...view, className: `${view.className} o_sc_wraps` };
  }
  /** In a column of a day: time runs down, overlapping blocks stand beside each other. */
  inColumn(block, pixelsPerMinute) {
    const width = 100 / block.groupLanes;
    return this.view(
      block.event,
      block,
      `top:${px(block.at * pixelsPerMinute)};height:${px(block.length * pixelsPerMinute - 1)};inset-inline-start:${(block.lane * width).toFixed(2)}%;width:calc(${width.toFixed(2)}% - 3px)`,
      true
    );
  }
  /** In a day's cell of a month. */
  inMonth(event, piece, firstDay, columnWidth, lineHeight, margin) {
    const days = piece.lastDay - piece.firstDay + 1;
    return this.view(
      event,
      piece,
      `inset-inline-start:${px((piece.firstDay - firstDay) * columnWidth + 2)};width:${px(days * columnWidth - 5)};top:${margin + piece.lane * lineHeight}px;height:${lineHeight - 2}px`,
      true
    );
  }
  view(event, { continuesBefore, continuesAfter }, style, withTime = false) {
    const before = continuesBefore ? " o_sc_continues_before" : "";
    const after = continuesAfter ? " o_sc_continues_after" : "";
    const time = withTime ? `${clockFormat().format(this.model.zone.toLocal(event.start))} ` : "";
    return {
      id: event.id,
      className: this.className(event) + before + after,
      style,
      label: time + this.label(event),
      description: this.description(event)
    };
  }
  stateClass(state) {
    let name = this.stateClasses.get(state);
    if (name === void 0) {
      const position = this.model.states.findIndex(([value]) => value === state);
      const isFree = this.model.archInfo.freeStates.has(state);
      name = `o_sc_color_${Math.max(0, position) % PALETTE_SIZE}${isFree ? " o_sc_free" : ""}`;
      this.stateClasses.set(state, name);
    }
    return name;
  }
}
function utilisationText(percent) {
  return percent === null ? "" : _t("%s% booked", percent);
}
function px(value) {
  return `${Math.round(value * PIXELS) / PIXELS}px`;
}
export {
  BlockViewFactory,
  px,
  utilisationText
};
