// Generated from web_src/core/row_window.ts: change it there.
const AHEAD = 4;
function nextWindow(drawn, wanted, count) {
  if (drawn[0] <= wanted[0] && drawn[1] >= wanted[1]) {
    return drawn;
  }
  const isUp = wanted[0] < drawn[0];
  const isDown = wanted[1] > drawn[1];
  const isFar = wanted[0] >= drawn[1] || wanted[1] <= drawn[0];
  if (isFar || isUp === isDown) {
    return wanted;
  }
  return isDown ? [wanted[0], Math.min(count, wanted[1] + AHEAD)] : [Math.max(0, wanted[0] - AHEAD), wanted[1]];
}
export {
  nextWindow
};
