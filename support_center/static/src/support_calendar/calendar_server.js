// Generated from web_src/support_calendar/calendar_server.ts: change it there.
import { RPCError } from "@web/core/network/rpc";
import { decodeEvents } from "../core/payload";
import { serializeMinute } from "./time_text";
class CalendarServer {
  constructor(question) {
    this.question = question;
  }
  question;
  read(range, known, first, isQuiet) {
    const { orm, resModel } = this.question;
    return (isQuiet ? orm.silent : orm).call(resModel, "support_calendar_read", [], {
      ...serializeRange(range),
      ...known.length > 0 ? { known_resource_ids: known } : {},
      ...first ? { first_resource_ids: first } : {},
      ...this.options,
      ...this.scope
    });
  }
  readEvents(range, rows) {
    return this.ask("support_calendar_read_events", { ...serializeRange(range), resource_ids: rows });
  }
  readRows(ids) {
    return this.ask("support_calendar_read_rows", { record_ids: ids });
  }
  readOutside({ from, to, domain, resourceId, withoutFree }) {
    const { orm, resModel } = this.question;
    return orm.silent.call(resModel, "support_calendar_read_outside", [], {
      ...serializeRange({ from, to }),
      ...this.options,
      domain,
      resource_id: resourceId,
      without_free: withoutFree
    });
  }
  /** Texts of records by field, of those that the user may read. */
  async readTexts(ids, names) {
    const { orm, resModel, search, fields } = this.question;
    const context = { ...search.context, active_test: false };
    const records = await orm.call(resModel, "search_read", [[["id", "in", ids]], names], {
      context
    });
    return new Map(
      records.map((values) => [
        values.id,
        Object.fromEntries(names.map((name) => [name, textOf(values[name], fields[name])]))
      ])
    );
  }
  async write(known, to) {
    const { search, archInfo } = this.question;
    const columns = await this.ask("support_calendar_write", {
      record_id: known.id,
      vals: this.placementValues(known, to),
      ...archInfo.spec.revision ? { expected_revision: known.revision } : {}
    });
    const [saved] = decodeEvents(columns);
    const isOfOldSearch = search !== this.question.search;
    return saved && isOfOldSearch ? { ...saved, matches: this.question.data.get(known.id)?.matches ?? known.matches } : saved;
  }
  isRefusal(error) {
    return error instanceof RPCError;
  }
  placementValues(before, to) {
    const { date_start, date_stop, resource } = this.question.archInfo.spec;
    const vals = {};
    if (before.start !== to.start || before.stop !== to.stop) {
      vals[date_start] = serializeMinute(to.start);
      vals[date_stop] = serializeMinute(to.stop);
    }
    if (before.resourceId !== to.resourceId) {
      vals[resource] = to.resourceId || false;
    }
    return vals;
  }
  /** Asks without blocking the screen. */
  ask(method, parameters) {
    const { orm, resModel } = this.question;
    return orm.silent.call(resModel, method, [], { ...parameters, ...this.options, ...this.scope });
  }
  get scope() {
    const { scope } = this.question.search;
    return scope.length > 0 ? { scope } : {};
  }
  get options() {
    const { search, archInfo } = this.question;
    return { domain: search.domain, spec: archInfo.spec, context: search.context };
  }
}
function textOf(value, field) {
  if (field?.selection) {
    return field.selection.find(([key]) => key === value)?.[1] ?? "";
  }
  const text = Array.isArray(value) ? value[1] : value;
  return typeof text === "string" ? text : "";
}
function serializeRange({ from, to }) {
  return { start: serializeMinute(from), stop: serializeMinute(to) };
}
export {
  CalendarServer
};
