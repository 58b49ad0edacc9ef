"""Which starts are free. Pure arithmetic on whole seconds since 1970; all ranges are half-open unless said otherwise."""

from bisect import bisect_left, bisect_right
from datetime import datetime, timedelta, timezone
from itertools import islice

from pytz import AmbiguousTimeError, NonExistentTimeError

from .times import LONGEST_BREAK

_EPOCH = datetime(1970, 1, 1)
_BREAK = round(LONGEST_BREAK.total_seconds())
_DAY = 86_400


def to_seconds(moment):
    """A naive UTC datetime as seconds since 1970; Odoo's last microsecond of a day counts as midnight."""
    since = moment - _EPOCH
    return since.days * 86_400 + since.seconds + (since.microseconds >= 500_000)


def to_datetime(seconds):
    """Seconds since 1970 as a naive UTC datetime."""
    return datetime.fromtimestamp(seconds, timezone.utc).replace(tzinfo=None)


def grid(start, stop, step_minutes, zone):
    """Starts to offer from ``start`` to ``stop``: every ``step_minutes`` on the clock in ``zone``, from midnight, so that
    they look round, also on days when the clock changes.

    :param int start: first second that may be offered
    :param int stop: first second that may not
    :param zone: tzinfo with ``localize`` (pytz)
    :return: sorted list of seconds
    """
    step = step_minutes * 60
    day = to_datetime(start).replace(tzinfo=timezone.utc).astimezone(zone).date()
    midnight = _midnight(day, zone)
    starts = []
    while midnight < stop:
        following = _midnight(day + timedelta(days=1), zone)
        if following - midnight == _DAY:
            first = midnight + max(0, -((midnight - start) // step)) * step
            starts.extend(range(first, min(following, stop), step))
        else:
            starts.extend(moment for moment in _starts_by_the_clock(day, step, zone) if start <= moment < stop)
        day += timedelta(days=1)
        midnight = following
    return starts


def _starts_by_the_clock(day, step, zone):
    """Every step of a day whose clock is changed, in order: what it shows twice, twice; what it leaves out, not."""
    naive = datetime(day.year, day.month, day.day)
    found = set()
    for seconds in range(0, _DAY, step):
        for is_dst in (True, False):
            moment = zone.normalize(zone.localize(naive + timedelta(seconds=seconds), is_dst=is_dst))
            if moment.replace(tzinfo=None) == naive + timedelta(seconds=seconds):
                found.add(round(moment.timestamp()))
    return sorted(found)


def _midnight(day, zone):
    """The first second of a day, also where the clock shows midnight twice or never."""
    naive = datetime(day.year, day.month, day.day)
    try:
        moment = zone.localize(naive, is_dst=None)
    except AmbiguousTimeError:
        moment = zone.localize(naive, is_dst=True)
    except NonExistentTimeError:
        moment = zone.localize(naive, is_dst=False)
    return round(moment.timestamp())


def possible_starts(working, busy, duration, travel):
    """When a visit may begin.

    It has to begin and end in working time, with no more than breaks in between (see ``times.within_working_time``), and
    neither it nor the way to it may touch another visit.

    :param working: sorted, disjoint working intervals
    :param busy: intervals of other visits, their own travel included
    :param int duration: seconds
    :param int travel: seconds that have to be free before the visit
    :return: closed ranges ``(first, last)`` of starts
    """
    blocked = sorted((begin - duration, end + travel) for begin, end in busy)
    passed = 0
    for first, last in _ranges_in_working_time(working, duration):
        # Ranges come in the order of their beginning: what has ended before one is of no concern to the later ones.
        while passed < len(blocked) and blocked[passed][1] <= first:
            passed += 1
        yield from _without_blocked(first, last, blocked, passed)


def _ranges_in_working_time(working, duration):
    for index, (begin, end) in enumerate(working):
        if begin <= end - duration:
            yield begin, end - duration
        # The visit begins here and ends after one or more breaks.
        reached = end
        for next_begin, next_end in islice(working, index + 1, None):
            if next_begin - reached > _BREAK:
                break
            first = max(begin, next_begin - duration + 1)
            last = min(end - 1, next_end - duration)
            if first <= last:
                yield first, last
            reached = next_end
            if next_begin - duration >= end:
                break


def _without_blocked(first, last, blocked, passed):
    """The closed range less open ranges, which are sorted by their beginning; those before ``passed`` don't touch it."""
    for index in range(passed, len(blocked)):
        begin, end = blocked[index]
        if begin >= last:
            break
        if end <= first:
            continue
        if begin >= first:
            yield first, begin
        first = end
        if first > last:
            return
    if first <= last:
        yield first, last


def offer(starts, possible_by_technician):
    """Who can come at which of ``starts``.

    :param starts: sorted list of seconds
    :param possible_by_technician: dict of technician id to closed ranges of possible starts
    :return: dict of start to list of technician ids, in order of the dict; starts without anybody are left out
    """
    free = [[] for _start in starts]
    for technician_id, ranges in possible_by_technician.items():
        for first, last in ranges:
            for index in range(bisect_left(starts, first), bisect_right(starts, last)):
                # Ranges across a break may meet in a second: nobody is offered twice.
                if not free[index] or free[index][-1] != technician_id:
                    free[index].append(technician_id)
    return {start: technicians for start, technicians in zip(starts, free, strict=True) if technicians}


def columns(offered):
    """What :func:`offer` found, compactly: the same technicians are free at most starts.

    :return: ``(starts, sets, technician_sets)``: for each start the index of its set; all as texts of numbers separated
        by blanks, ``technician_sets`` as a list of them
    """
    index_by_set = {}
    sets = [index_by_set.setdefault(tuple(technicians), len(index_by_set)) for technicians in offered.values()]
    return (
        " ".join(map(str, offered)),
        " ".join(map(str, sets)),
        [" ".join(map(str, technicians)) for technicians in index_by_set],
    )
