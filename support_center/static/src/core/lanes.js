// Generated from web_src/core/lanes.ts: change it there.
function packLanes(spans, minimumLength = 1) {
  const { order, stopOf } = inOrder(spans, minimumLength);
  const lanes = new Array(spans.length).fill(0);
  const groupLanes = new Array(spans.length).fill(1);
  let count = 0;
  let group = [];
  let laneEnds = [];
  const closeGroup = () => {
    for (const index of group) {
      groupLanes[index] = laneEnds.length;
    }
    group = [];
    laneEnds = [];
  };
  for (const index of order) {
    const { start } = spans[index];
    if (laneEnds.every((end) => end <= start)) {
      closeGroup();
    }
    let lane = laneEnds.findIndex((end) => end <= start);
    if (lane < 0) {
      lane = laneEnds.length;
    }
    laneEnds[lane] = stopOf(index);
    lanes[index] = lane;
    group.push(index);
    count = Math.max(count, laneEnds.length);
  }
  closeGroup();
  return { lanes, groupLanes, count };
}
function spreadLanes(spans, minimumLength, count) {
  const { order, stopOf } = inOrder(spans, minimumLength);
  const lanes = new Array(spans.length).fill(0);
  const ends = new Array(count).fill(-Infinity);
  for (const index of order) {
    const earliest = ends.indexOf(Math.min(...ends));
    const lane = ends[earliest] <= spans[index].start ? earliest : ends.length;
    ends[lane] = stopOf(index);
    lanes[index] = lane;
  }
  return { lanes, groupLanes: lanes.map(() => ends.length), count: ends.length };
}
function inOrder(spans, minimumLength) {
  const stopOf = (index) => Math.max(spans[index].stop, spans[index].start + minimumLength);
  const order = spans.map((_, index) => index);
  order.sort(
    (left, right) => spans[left].start - spans[right].start || stopOf(right) - stopOf(left) || left - right
  );
  return { order, stopOf };
}
export {
  packLanes,
  spreadLanes
};
