// Generated from web_src/core/event.ts: change it there.
const UNASSIGNED = 0;
function compareEvents(left, right) {
  return left.start - right.start || right.stop - left.stop || left.id - right.id;
}
export {
  UNASSIGNED,
  compareEvents
};
