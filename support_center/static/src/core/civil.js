// Generated from web_src/core/civil.ts: change it there.
const MILLISECONDS_PER_DAY = 864e5;
const ISO_DATE = /^(\d{4})-(\d{2})-(\d{2})/;
const FIRST_YEAR = 1970;
const LAST_YEAR = 2099;
function dayFromCivil(date) {
  return Math.round(Date.UTC(date.year, date.month - 1, date.day) / MILLISECONDS_PER_DAY);
}
function civilFromDay(day) {
  const date = new Date(day * MILLISECONDS_PER_DAY);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate()
  };
}
function isoFromDay(day) {
  return new Date(day * MILLISECONDS_PER_DAY).toISOString().slice(0, 10);
}
function dayFromIso(text) {
  const match = ISO_DATE.exec(text);
  if (!match) {
    return null;
  }
  const year = Number(match[1]);
  if (year < FIRST_YEAR || year > LAST_YEAR) {
    return null;
  }
  const day = dayFromCivil({
    year,
    month: Number(match[2]),
    day: Number(match[3])
  });
  return isoFromDay(day) === match[0] ? day : null;
}
function weekday(day) {
  return modulo(day + 3, 7) + 1;
}
function startOfWeek(day, weekStart) {
  return day - modulo(weekday(day) - weekStart, 7);
}
function startOfMonth(day) {
  return dayFromCivil({ ...civilFromDay(day), day: 1 });
}
function addMonths(day, months) {
  const { year, month, day: dayOfMonth } = civilFromDay(day);
  const first = dayFromCivil({ year, month: month + months, day: 1 });
  const next = dayFromCivil({ year, month: month + months + 1, day: 1 });
  return Math.min(first + dayOfMonth - 1, next - 1);
}
function daysOf(scale, day, weekStart) {
  switch (scale) {
    case "day":
      return { first: day, end: day + 1 };
    case "week": {
      const first = startOfWeek(day, weekStart);
      return { first, end: first + 7 };
    }
    case "month": {
      const first = startOfMonth(day);
      return { first, end: addMonths(first, 1) };
    }
  }
}
function monthGrid(day, weekStart) {
  const month = daysOf("month", day, weekStart);
  return {
    first: startOfWeek(month.first, weekStart),
    end: startOfWeek(month.end - 1, weekStart) + 7
  };
}
function shiftDay(scale, day, steps) {
  switch (scale) {
    case "day":
      return day + steps;
    case "week":
      return day + 7 * steps;
    case "month":
      return addMonths(day, steps);
  }
}
function modulo(value, divisor) {
  return (value % divisor + divisor) % divisor;
}
export {
  addMonths,
  civilFromDay,
  dayFromCivil,
  dayFromIso,
  daysOf,
  isoFromDay,
  monthGrid,
  shiftDay,
  startOfMonth,
  startOfWeek,
  weekday
};
