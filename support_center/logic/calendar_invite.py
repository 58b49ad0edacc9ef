"""The iCalendar part of a mail, as customers' calendars understand it (RFC 5545, 5546)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import vobject
from dateutil.tz import UTC

REQUEST = "REQUEST"
CANCEL = "CANCEL"

ALARM_BEFORE = timedelta(hours=1)


@dataclass(frozen=True)
class Visit:
    """What a customer's calendar is told of a visit. Datetimes are naive UTC.

    :ivar uid: the same for ever, so that later mails change the entry instead of adding another
    :ivar sequence: rises with every change; calendars ignore what is older than what they have
    :ivar organizer: ``(name, address)`` of the company
    :ivar attendee: ``(name, address)`` of the customer
    """

    uid: str
    sequence: int
    start: datetime
    stop: datetime
    stamp: datetime
    summary: str
    description: str
    location: str
    organizer: tuple[str, str]
    attendee: tuple[str, str]
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
    event.add("summary").value = visit.summary
    event.add("status").value = "CANCELLED" if method == CANCEL else "CONFIRMED"
    for name in ("description", "location", "url"):
        if getattr(visit, name):
            event.add(name).value = getattr(visit, name)
    if visit.organizer[1]:
        _add_person(event, "organizer", visit.organizer)
    if visit.attendee[1]:
        attendee = _add_person(event, "attendee", visit.attendee)
        attendee.params.update({"ROLE": ["REQ-PARTICIPANT"], "PARTSTAT": ["ACCEPTED"], "RSVP": ["FALSE"]})
    if method == REQUEST:
        alarm = event.add("valarm")
        alarm.add("action").value = "DISPLAY"
        alarm.add("description").value = visit.summary
        alarm.add("trigger").value = -ALARM_BEFORE
    return calendar.serialize()


def _add_person(event, role, person):
    name, address = person
    line = event.add(role)
    line.value = f"mailto:{address}"
    if name:
        # A double quote can't be escaped in a parameter.
        line.params["CN"] = [" ".join(name.replace('"', "'").split())]
    return line
