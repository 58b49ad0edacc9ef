// Generated from web_src/core/intervals.ts: change it there.
function normalise(intervals) {
  const order = [];
  for (let index = 0; index < intervals.length; index += 2) {
    if (intervals[index] < intervals[index + 1]) {
      order.push(index);
    }
  }
  order.sort((left, right) => intervals[left] - intervals[right]);
  const merged = [];
  for (const index of order) {
    const start = intervals[index];
    const end = intervals[index + 1];
    const last = merged.length - 1;
    if (last > 0 && start <= merged[last]) {
      merged[last] = Math.max(merged[last], end);
    } else {
      merged.push(start, end);
    }
  }
  return merged;
}
function intersect(left, right) {
  const common = [];
  let i = 0;
  let j = 0;
  while (i < left.length && j < right.length) {
    const start = Math.max(left[i], right[j]);
    const end = Math.min(left[i + 1], right[j + 1]);
    if (start < end) {
      common.push(start, end);
    }
    if (left[i + 1] < right[j + 1]) {
      i += 2;
    } else {
      j += 2;
    }
  }
  return common;
}
function subtract(left, right) {
  const rest = [];
  let j = 0;
  for (let i = 0; i < left.length; i += 2) {
    let start = left[i];
    const end = left[i + 1];
    while (j < right.length && right[j + 1] <= start) {
      j += 2;
    }
    for (let k = j; k < right.length && right[k] < end; k += 2) {
      if (right[k] > start) {
        rest.push(start, right[k]);
      }
      start = Math.max(start, right[k + 1]);
    }
    if (start < end) {
      rest.push(start, end);
    }
  }
  return rest;
}
function clip(intervals, from, to) {
  return from < to ? intersect(intervals, [from, to]) : [];
}
function overlaps(intervals, start, end) {
  return clip(intervals, start, end).length > 0;
}
function covers(intervals, start, end) {
  return subtract([start, end], intervals).length === 0 || start >= end;
}
function withinBreaks(intervals, start, end, longestBreak) {
  if (!overlaps(intervals, start, start + 1) || !overlaps(intervals, end - 1, end)) {
    return false;
  }
  const gaps = subtract([start, end], intervals);
  return gaps.every((bound, index) => index % 2 === 0 || bound - gaps[index - 1] <= longestBreak);
}
function total(intervals) {
  let sum = 0;
  for (let index = 0; index < intervals.length; index += 2) {
    sum += intervals[index + 1] - intervals[index];
  }
  return sum;
}
export {
  clip,
  covers,
  intersect,
  normalise,
  overlaps,
  subtract,
  total,
  withinBreaks
};
