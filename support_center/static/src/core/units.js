// Generated from web_src/core/units.ts: change it there.
const MINUTES_PER_HOUR = 60;
const MINUTES_PER_DAY = 1440;
function lastAtMost(sorted, value) {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = low + high >>> 1;
    if (sorted[middle] <= value) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low - 1;
}
export {
  MINUTES_PER_DAY,
  MINUTES_PER_HOUR,
  lastAtMost
};
