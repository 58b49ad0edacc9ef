// Generated from web_src/core/utilisation.ts: change it there.
import { clip, intersect, normalise, total } from "./intervals";
function utilisation(events, resource, freeStates, from, to) {
  return between(takenTime(events, resource, freeStates), resource, from, to);
}
function utilisations(events, resource, freeStates, bounds) {
  const taken = takenTime(events, resource, freeStates);
  return bounds.slice(1).map((to, index) => between(taken, resource, bounds[index], to).percent);
}
function takenTime(events, resource, freeStates) {
  const taken = [];
  for (const event of events) {
    if (event.resourceId === resource.id && !freeStates.has(event.state)) {
      taken.push(event.start - event.lead, event.stop);
    }
  }
  return normalise(taken);
}
function between(taken, resource, from, to) {
  const booked = total(clip(taken, from, to));
  const working = clip(resource.working ?? [], from, to);
  const available = total(working) - total(intersect(working, resource.leave));
  return {
    booked,
    available,
    percent: available > 0 ? Math.round(100 * booked / available) : null
  };
}
export {
  utilisation,
  utilisations
};
