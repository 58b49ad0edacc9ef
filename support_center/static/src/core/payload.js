// Generated from web_src/core/payload.ts: change it there.
import { UNASSIGNED } from "./event";
import { normalise, subtract } from "./intervals";
function decodeEvents(columns) {
  const { base, lead, state, states, reference, revision } = columns;
  const prefix = columns.reference_prefix ?? "";
  return columns.id.map((id, index) => {
    const start = base + columns.start[index];
    return {
      id,
      resourceId: columns.resource[index] ?? UNASSIGNED,
      start,
      stop: start + columns.duration[index],
      lead: lead?.[index] ?? 0,
      state: state && states ? states[state[index]] ?? "" : "",
      label: columns.label[index],
      reference: reference ? prefix + reference[index] : "",
      revision: revision?.[index] ?? 0,
      matches: index < columns.matching
    };
  });
}
function decodeResources(columns, base, known = []) {
  const knownById = new Map(known.map((resource) => [resource.id, resource]));
  const schedules = (columns.schedules ?? []).map((intervals) => normalise(intervals.map((minute) => minute + base)));
  const scheduleOf = (positions, index) => schedules[positions?.[index] ?? -1] ?? null;
  return columns.id.map((id, index) => {
    const before = knownById.get(id);
    if (before) {
      return before;
    }
    const working = scheduleOf(columns.working, index);
    const available = scheduleOf(columns.available, index);
    return {
      id,
      name: columns.name[index],
      working,
      leave: working && available ? subtract(working, available) : []
    };
  });
}
export {
  decodeEvents,
  decodeResources
};
