// Generated from web_src/core/month.ts: change it there.
function packMonthRow(spans, firstDay, days, limit) {
  const lastDay = firstDay + days - 1;
  const perDay = new Array(days).fill(0);
  const inRow = [];
  spans.forEach((span, index) => {
    if (span.firstDay <= lastDay && span.lastDay >= firstDay) {
      inRow.push(index);
      for (const day of daysInRow(span, firstDay, lastDay)) {
        perDay[day]++;
      }
    }
  });
  const room = perDay.map((needed) => needed > limit ? limit - 1 : limit);
  for (; ; ) {
    const row = fill(spans, inRow, firstDay, days, room);
    const crowded = row.hidden.flatMap((hidden, day) => hidden.length > 0 && room[day] === limit ? [day] : []);
    if (crowded.length === 0) {
      const hasMore = row.hidden.some((hidden) => hidden.length > 0);
      return { ...row, lanes: hasMore ? limit : row.lanes };
    }
    crowded.forEach((day) => room[day] = limit - 1);
  }
}
function fill(spans, inRow, firstDay, days, room) {
  const lastDay = firstDay + days - 1;
  const taken = Array.from({ length: days }, () => /* @__PURE__ */ new Set());
  const hidden = Array.from({ length: days }, () => []);
  const pieces = [];
  let lanes = 0;
  for (const index of longestFirst(spans, inRow)) {
    const span = spans[index];
    const cells = daysInRow(span, firstDay, lastDay);
    const height = Math.min(...cells.map((day) => room[day]));
    let lane = 0;
    while (lane < height && cells.some((day) => taken[day].has(lane))) {
      lane++;
    }
    if (lane >= height) {
      cells.forEach((day) => hidden[day].push(index));
      continue;
    }
    cells.forEach((day) => taken[day].add(lane));
    lanes = Math.max(lanes, lane + 1);
    pieces.push({
      index,
      firstDay: Math.max(span.firstDay, firstDay),
      lastDay: Math.min(span.lastDay, lastDay),
      lane,
      continuesBefore: span.firstDay < firstDay,
      continuesAfter: span.lastDay > lastDay
    });
  }
  return { pieces, hidden, lanes };
}
function daysInRow(span, firstDay, lastDay) {
  const from = Math.max(span.firstDay, firstDay) - firstDay;
  const to = Math.min(span.lastDay, lastDay) - firstDay;
  return Array.from({ length: to - from + 1 }, (_, step) => from + step);
}
function longestFirst(spans, indexes) {
  const length = (index) => spans[index].lastDay - spans[index].firstDay;
  const rank = (index) => Number(spans[index].isMinor ?? false);
  return [...indexes].sort((left, right) => rank(left) - rank(right) || length(right) - length(left) || left - right);
}
export {
  packMonthRow
};
