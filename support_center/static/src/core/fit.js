// Generated from web_src/core/fit.ts: change it there.
import { UNASSIGNED } from "./event";
import { overlaps, withinBreaks } from "./intervals";
const LONGEST_BREAK = 120;
function isSamePlacement(left, right) {
  return left.resourceId === right.resourceId && left.start === right.start && left.stop === right.stop;
}
function fitIssues(question, context) {
  const issues = [];
  const { start, stop, resourceId, state, from } = question;
  if (context.refusesPast && start < context.now && start !== from?.start) {
    issues.push({ kind: "past" });
  }
  if (resourceId === UNASSIGNED) {
    if (context.assignedStates.has(state)) {
      issues.push({ kind: "nobody" });
    }
    return issues;
  }
  if (start < context.loaded.from || stop > context.loaded.to) {
    issues.push({ kind: "unloaded" });
    return issues;
  }
  const clash = findClash(question, context);
  if (clash) {
    issues.push({ kind: "taken", by: clash });
  }
  const { resource } = context;
  if (resource && overlaps(resource.leave, start, stop)) {
    issues.push({ kind: "leave" });
  } else if (resource?.working && !withinBreaks(resource.working, start, stop, LONGEST_BREAK)) {
    issues.push({ kind: "outside" });
  }
  return issues;
}
function isRefused(issues) {
  return issues.some(({ kind }) => kind === "past" || kind === "taken" || kind === "nobody");
}
function findClash(question, context) {
  if (context.freeStates.has(question.state)) {
    return null;
  }
  const start = question.start - question.lead;
  let earliest = null;
  for (const event of context.events) {
    if (event.resourceId === question.resourceId && event.id !== question.id && event.start - event.lead < question.stop && event.stop > start && !context.freeStates.has(event.state) && (!earliest || event.start < earliest.start)) {
      earliest = event;
    }
  }
  return earliest;
}
export {
  findClash,
  fitIssues,
  isRefused,
  isSamePlacement
};
