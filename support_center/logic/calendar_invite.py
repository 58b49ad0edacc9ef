"""The iCalendar part of a mail, as customers' calendars understand it (RFC 5545, 5546)."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

import vobject
from dateutil.tz import UTC

REQUEST = "REQUEST"
CANCEL = "CANCEL"

ALARM_BEFORE = timedelta(hours=1)

#: Octets of a line, without its end.
LINE_OCTETS = 75
#: Longer than any line: vobject counts characters where it folds, and the standard octets.
UNFOLDED = 1_000_000
NEW_LINE = re.compile(r"\r\n?")
NO_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True)
class Visit:
    """What a customer's calendar is told of a visit. Datetimes are naive UTC.

    :ivar uid: the same for ever, so that later mails change the entry instead of adding another
    :ivar sequence: rises with every change; calendars ignore what is older than what they have
    :ivar organizer: ``(name, address)`` of the company
    :ivar attendee: ``(name, address)`` of the customer
    :ivar answer: what the customer has answered so far, as PARTSTAT
    """

    uid: str
    sequence: int
    start: datetime
    stop: datetime
    stamp: datetime
    summary: str
    description: str
    location: str
    attendee: tuple[str, str]
    answer: str = "NEEDS-ACTION"
    organizer: tuple[str, str] = ("", "")
    url: str = ""


def invitation(visit, method):
    """iCalendar text for ``visit``.

    :param method: ``REQUEST`` to add or change the entry, ``CANCEL`` to take it out
    """
    calendar = vobject.iCalendar()
    calendar.add("prodid").value = "-//Support Center//Visits//EN"
    calendar.add("method").value = method
    event = calendar.add("vevent")
    event.add("uid").value = visit.uid
    event.add("sequence").value = str(visit.sequence)
    event.add("dtstamp").value = visit.stamp.replace(tzinfo=UTC)
    event.add("dtstart").value = visit.start.replace(tzinfo=UTC)
    event.add("dtend").value = visit.stop.replace(tzinfo=UTC)
    event.add("summary").value = _plain(visit.summary)
    event.add("status").value = "CANCELLED" if method == CANCEL else "CONFIRMED"
    for name in ("description", "location", "url"):
        if getattr(visit, name):
            event.add(name).value = _plain(getattr(visit, name))
    if visit.organizer[1]:
        _add_person(event, "organizer", visit.organizer)
    if visit.attendee[1]:
        attendee = _add_person(event, "attendee", visit.attendee)
        attendee.params.update(
            {
                "ROLE": ["REQ-PARTICIPANT"],
                "PARTSTAT": [visit.answer],
                # Without the wish for an answer, calendars keep a refusal to themselves.
                "RSVP": ["TRUE" if method == REQUEST else "FALSE"],
            }
        )
    if method == REQUEST:
        alarm = event.add("valarm")
        alarm.add("action").value = "DISPLAY"
        alarm.add("description").value = _plain(visit.summary)
        alarm.add("trigger").value = -ALARM_BEFORE
    return _folded(calendar.serialize(lineLength=UNFOLDED))


def _plain(text):
    """``text`` without what a calendar can't carry."""
    return NO_TEXT.sub(" ", NEW_LINE.sub("\n", text))


def _folded(text):
    """Fold lines that have more octets than the standard allows, without tearing characters apart."""
    return "".join(f"{folded}\r\n" for line in text.split("\r\n")[:-1] for folded in _fold_line(line))


def _fold_line(line):
    begin, size = 0, 0
    for position, character in enumerate(line):
        length = len(character.encode())
        if size + length > LINE_OCTETS:
            yield line[begin:position] if begin == 0 else f" {line[begin:position]}"
            # The space that marks a continuation counts.
            begin, size = position, 1
        size += length
    yield line[begin:] if begin == 0 else f" {line[begin:]}"


def _add_person(event, role, person):
    name, address = person
    line = event.add(role)
    line.value = f"mailto:{address}"
    if name:
        # A double quote can't be escaped in a parameter.
        line.params["CN"] = [" ".join(_plain(name).replace('"', "'").split())]
    return line
