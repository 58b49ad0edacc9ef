// Generated from web_src/core/utilisation.ts: change it there.
import { clip, intersect, normalise, total } from "./intervals";
function utilisation(events, resource, freeStates, from, to) {
  const taken = [];
  for (const event of events) {
    if (event.resourceId === resource.id && !freeStates.has(event.state)) {
      taken.push(event.start - event.lead, event.stop);
    }
  }
  const bookedIntervals = clip(normalise(taken), from, to);
  const booked = total(bookedIntervals);
  const working = clip(resource.working ?? [], from, to);
  const available = total(working) - total(intersect(working, resource.leave));
  return {
    booked,
    available,
    percent: available > 0 ? Math.round(100 * booked / available) : null
  };
}
export {
  utilisation
};
