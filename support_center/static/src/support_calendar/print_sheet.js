// Generated from web_src/support_calendar/print_sheet.ts: change it there.
import { _t } from "@web/core/l10n/translation";
import { user } from "@web/core/user";
import { MINUTES_PER_DAY } from "../core/units";
import { BlockViewFactory } from "./block_view";
import { clockFormat, dayText, LONG_DAY } from "./time_text";
const PRINTED_AT = { day: "numeric", month: "long", year: "numeric" };
function printFields({ archInfo }) {
  const { who, label } = archInfo.spec;
  return [...new Set([who ?? "", label ?? "", ...archInfo.printed].filter(Boolean))];
}
class PrintSheetFactory {
  /**
   * @param details what has been read for it; without, only what is on the board is printed
   */
  constructor(model, details) {
    this.model = model;
    this.details = details;
    this.blockViews = new BlockViewFactory(model);
  }
  model;
  details;
  blockViews;
  make(page, period) {
    const { model } = this;
    const { zone, now } = { zone: model.zones.at(model.now), now: model.now };
    const time = `${dayText(zone.dayOf(now), PRINTED_AT)} ${clockFormat().format(zone.toLocal(now))}`;
    return {
      page,
      period,
      company: user.activeCompanies.map(({ name }) => name).join(", "),
      printedAt: _t("Printed on %s", time),
      columns: this.columns,
      rows: printedRows(model).map((id) => this.row(id))
    };
  }
  get columns() {
    const { archInfo, fields } = this.model;
    const { who, label, color, reference } = archInfo.spec;
    const names = [who, label].flatMap((name) => name ? [this.title(name)] : []);
    return [
      _t("Time"),
      names.join(" · ") || _t("What"),
      ...this.shownFields.map((name) => this.title(name)),
      ...[color, reference].flatMap((name) => name ? [fields[name].string] : [])
    ];
  }
  title(name) {
    const { archInfo, fields } = this.model;
    return archInfo.fieldNodes[name]?.string || fields[name].string;
  }
  get shownFields() {
    return this.details.size > 0 ? this.model.archInfo.printed : [];
  }
  row(id) {
    const { model } = this;
    const { days, zone, state } = model;
    const events = printedEvents(model, id);
    const found = [];
    for (let day = days.first; day < days.end; day++) {
      const [from, to] = [zone.startOfDay(day), zone.startOfDay(day + 1)];
      const ofDay = events.filter(({ start, stop }) => start < to && stop > from);
      if (ofDay.length > 0) {
        const name = state.scale === "day" ? "" : dayText(day, LONG_DAY);
        found.push({ day, name, events: ofDay.map((event) => this.event(event)) });
      }
    }
    const nothing = model.data.missing.has(id) ? _t("Not read yet") : _t("Nothing planned");
    return { id, name: model.resourceName(id), days: found, nothing };
  }
  event(event) {
    const { model, details } = this;
    const { who, label, color, reference } = model.archInfo.spec;
    const known = details.get(event.id);
    const isFree = model.archInfo.freeStates.has(event.state);
    const state = [model.stateName(event.state), event.matches ? "" : _t("not in the search")];
    return {
      id: event.id,
      className: `${isFree ? "o_sc_print_free" : ""} ${event.matches ? "" : "o_sc_print_dimmed"}`.trim(),
      time: this.time(event),
      who: who && known?.[who] || "",
      // Of what is on the board, who it is for is a part.
      what: known ? (label && known[label]) ?? "" : this.blockViews.label(event),
      details: this.shownFields.map((name) => known?.[name] ?? ""),
      state: color ? state.filter(Boolean).join(", ") : null,
      reference: reference ? event.reference : null
    };
  }
  time(event) {
    const zone = this.model.zones.at(event.start);
    const [start, stop] = [zone.toLocal(event.start), zone.toLocal(event.stop)];
    const clock = clockFormat();
    const isOfOneDay = Math.floor(start / MINUTES_PER_DAY) === Math.floor((stop - 1) / MINUTES_PER_DAY);
    return isOfOneDay ? `${clock.format(start)} – ${clock.format(stop)}` : this.blockViews.timeRange(event);
  }
}
function printedRows({ state, rowIds }) {
  return state.layout === "personal" ? [state.resourceId] : rowIds;
}
function printedEvents(model, resourceId) {
  const { days, zone } = model;
  const [from, to] = [zone.startOfDay(days.first), zone.startOfDay(days.end)];
  return model.shownEvents(resourceId).filter(({ start, stop }) => start < to && stop > from);
}
function printedIds(model) {
  return printedRows(model).flatMap((row) => printedEvents(model, row).map(({ id }) => id));
}
export {
  PrintSheetFactory,
  printFields,
  printedIds
};
