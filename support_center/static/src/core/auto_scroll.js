// Generated from web_src/core/auto_scroll.ts: change it there.
const MARGIN = 40;
const FASTEST = 1.1;
const LONGEST_FRAME = 50;
function autoScrollStep(at, start, { from, to }, elapsed) {
  const margin = Math.min(MARGIN, (to - from) / 4);
  const depth = at < start ? Math.min(0, at - from - margin) : at > start ? Math.max(0, at - to + margin) : 0;
  const share = Math.max(-1, Math.min(1, depth / margin));
  const pixels = share * FASTEST * Math.min(elapsed, LONGEST_FRAME);
  return pixels < 0 ? Math.floor(pixels) : Math.ceil(pixels);
}
export {
  autoScrollStep
};
