// Generated from web_src/core/new_event.ts: change it there.
import { UNASSIGNED } from "./event";
import { findClash, fitIssues } from "./fit";
import { clip, covers, normalise, subtract } from "./intervals";
import { snap } from "./snap";
import { MINUTES_PER_DAY } from "./units";
function newPlacement(resourceId, start, context) {
  const whole = { resourceId, start, stop: start + context.duration };
  const clash = resourceId === UNASSIGNED ? null : findClash(asNew(whole, context), context);
  const room = clash ? clash.start - clash.lead - start : context.duration;
  return room >= context.snap ? { ...whole, stop: start + Math.min(room, context.duration) } : whole;
}
function newPlacementOnDay(resourceId, day, context) {
  const { zone, now, duration } = context;
  const isToday = zone.dayOf(now) === day;
  const usual = zone.toUtc(day * MINUTES_PER_DAY + context.startOfWork);
  const otherwise = isToday ? Math.max(usual, soon(zone, now)) : usual;
  const starts = resourceId === UNASSIGNED ? [] : freeStarts(day, isToday ? soon(zone, now) : zone.startOfDay(day), otherwise, context);
  const fits = (placement) => fitIssues(asNew(placement, context), context).length === 0;
  const whole = starts.map((start) => ({ resourceId, start, stop: start + duration })).find(fits);
  const shortened = starts.map((start) => newPlacement(resourceId, start, context)).find(fits);
  return whole ?? shortened ?? { resourceId, start: otherwise, stop: otherwise + duration };
}
function dayIssues(resourceId, day, context) {
  const { zone, loaded, resource } = context;
  const [from, to] = [zone.startOfDay(day), zone.startOfDay(day + 1)];
  if (context.refusesPast && to <= context.now) {
    return [{ kind: "past" }];
  }
  if (resourceId === UNASSIGNED) {
    return [];
  }
  if (from < loaded.from || to > loaded.to) {
    return [{ kind: "unloaded" }];
  }
  const working = clip(resource?.working ?? [from, to], from, to);
  if (working.length === 0) {
    return [{ kind: "outside" }];
  }
  return resource && subtract(working, resource.leave).length === 0 ? [{ kind: "leave" }] : [];
}
function freeStarts(day, from, usual, { zone, resource, events, freeStates, lead, snap: step }) {
  const to = zone.startOfDay(day + 1);
  const working = resource?.working ? clip(resource.working, from, to) : [usual, to];
  const taken = events.filter(({ state }) => !freeStates.has(state)).flatMap((event) => [event.start - event.lead, event.stop + lead]);
  const free = subtract(subtract(working, resource?.leave ?? []), normalise(taken));
  return free.flatMap((bound, index) => {
    const start = index % 2 === 0 ? snap(zone, bound, step, Math.ceil) : to;
    return start < (free[index + 1] ?? start) ? [start] : [];
  });
}
function asNew(placement, { lead }) {
  return { ...placement, id: 0, lead, state: "", from: null };
}
function isWorkingTime(resources, start, stop) {
  const known = resources.filter(({ working }) => working);
  return known.length === 0 || known.some(({ working, leave }) => covers(subtract(working ?? [], leave), start, stop));
}
function soon(zone, now) {
  return snap(zone, now + 29, 30, Math.ceil);
}
function startOfNew(zone, now, wanted) {
  const then = zone.toUtc(wanted.day * MINUTES_PER_DAY + wanted.minute);
  return wanted.isNow || wanted.refusesPast && then < now ? soon(zone, now) : then;
}
export {
  dayIssues,
  isWorkingTime,
  newPlacement,
  newPlacementOnDay,
  startOfNew
};
