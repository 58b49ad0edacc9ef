// Generated from web_src/core/row_window.ts: change it there.
const SLACK = 8;
function nextWindow(drawn, wanted) {
  const common = [Math.max(drawn[0], wanted[0]), Math.min(drawn[1], wanted[1])];
  if (common[0] >= common[1]) {
    return wanted;
  }
  const union = [Math.min(drawn[0], wanted[0]), Math.max(drawn[1], wanted[1])];
  if (union[1] - union[0] <= wanted[1] - wanted[0] + SLACK) {
    return union;
  }
  return drawn[0] < common[0] || drawn[1] > common[1] ? common : wanted;
}
function covers(drawn, wanted) {
  return drawn[0] <= wanted[0] && drawn[1] >= wanted[1];
}
export {
  covers,
  nextWindow
};
