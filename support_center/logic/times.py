"""Pure arithmetic on times. All datetimes are naive UTC, all ranges half-open ``[start, stop)``."""

from datetime import datetime, timedelta

#: A visit may span a break of this length between two working intervals (lunch), but not begin or end in it.
LONGEST_BREAK = timedelta(hours=2)
#: No visit ends after this: it is a year mistyped, and the days and time zones around it have to exist too.
LATEST = datetime(2100, 1, 1)
#: No visit takes longer than this: it is a month or a year mistyped.
LONGEST = timedelta(days=31)


def is_possible(start, stop):
    """Whether a visit can have these times at all, even if everybody is free."""
    return start < stop <= LATEST and stop - start <= LONGEST


def complete(start, stop, duration_hours):
    """The end of a visit: ``stop`` where it is given, else ``start`` plus the duration in hours."""
    return stop or _later(start, duration_hours)


def _later(start, hours):
    try:
        return start + timedelta(minutes=round(hours * 60))
    except OverflowError:
        return datetime.max.replace(microsecond=0)


def moved(values, start, stop):
    """Where a visit from ``start`` to ``stop`` lands when some of its times are written.

    :param values: mapping with any of ``start``, ``stop`` (datetimes) and ``duration`` (hours). A new start alone moves
        the visit and keeps its length; an end wins over a duration.
    :return: ``(start, stop)``
    """
    new_start = values.get("start") or start
    if values.get("stop"):
        return new_start, values["stop"]
    if values.get("duration"):
        return new_start, complete(new_start, None, values["duration"])
    return new_start, _later(new_start, (stop - start) / timedelta(hours=1))


def next_start(intervals, earliest, duration, step=timedelta(minutes=30)):
    """The first start from ``earliest`` on, at a full step of the clock, from which ``duration`` fits into working time.

    :param intervals: sorted, disjoint working intervals
    :param timedelta duration: of the visit
    :return: the start, or None where nothing fits
    """
    for begin, end in intervals:
        start = max(begin, earliest)
        # Full half hours are the same in every zone but for a quarter of an hour in a few; those begin with their day.
        if start > begin:
            start += -(start - datetime.min) % step
        if start + duration <= end:
            return start
    return None


def merge(intervals):
    """Sorted, disjoint intervals that cover the same time; touching ones become one.

    Odoo ends a day at its last microsecond, so a gap of a microsecond counts as none.
    """
    result = []
    for start, stop in sorted(intervals):
        if result and start - result[-1][1] <= timedelta(microseconds=1):
            result[-1] = (result[-1][0], max(result[-1][1], stop))
        else:
            result.append((start, stop))
    return result


def overlaps(intervals, start, stop):
    """Whether any interval shares time with ``[start, stop)``."""
    return any(begin < stop and start < end for begin, end in intervals)


def within_working_time(intervals, start, stop, longest_break=LONGEST_BREAK):
    """Whether a visit begins and ends in working time and spans no more than breaks in between.

    :param intervals: sorted, disjoint working intervals
    """
    reached = None
    for begin, end in intervals:
        if reached is None:
            if begin <= start < end:
                reached = end
        elif begin - reached <= longest_break and begin < stop:
            reached = end
        if reached is not None and stop <= reached:
            return True
        if begin >= stop:
            return False
    return False
