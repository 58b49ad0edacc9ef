"""What a customer's calendar answers to an invitation (RFC 5546: REPLY).

Anybody can send such a message, so nothing in it is taken at its word: it is read line by line, without time zones and
recurrence, which could keep a reader busy for good, and only up to a size.
"""

import codecs
import logging
import re
from dataclasses import dataclass, field
from datetime import datetime

import vobject

_logger = logging.getLogger(__name__)

ACCEPTED, DECLINED, TENTATIVE = "accepted", "declined", "tentative"
ANSWERS = {"ACCEPTED": ACCEPTED, "DECLINED": DECLINED, "TENTATIVE": TENTATIVE}
#: How an answer, or none, is written.
PARTSTAT = {False: "NEEDS-ACTION", **{answer: partstat for partstat, answer in ANSWERS.items()}}
CALENDAR_TYPES = ("text/calendar", "application/ics")
#: Octets of a calendar that is looked at. Real answers have a few thousand.
MAX_OCTETS = 200_000
#: Parts of a message that are looked at.
MAX_PARTS = 50
MAX_SEQUENCE = 2**31 - 1
MAX_COMMENT = 2000
STAMP_FORMAT = "%Y%m%dT%H%M%SZ"
#: Longer numbers take long to read, and are of no use.
NUMBER = re.compile(r"[0-9]{1,20}")
ESCAPED = re.compile(r"\\([\\;,nN])")


@dataclass(frozen=True)
class Reply:
    """An answer to an invitation.

    :ivar uid: of the event that was invited to
    :ivar sequence: of the invitation that is answered; None where that is not clear, and then there are no answers
    :ivar stamp: when it was given (naive UTC), as far as that is said
    :ivar answers: by lower-case address: ``accepted``, ``declined`` or ``tentative``
    :ivar comment: what the customer wrote beside it
    """

    uid: str
    sequence: int | None
    stamp: datetime | None = None
    answers: dict = field(default_factory=dict)
    comment: str = ""


def mend_charsets(message):
    """Have calendars whose charset nobody knows read as UTF-8, which they are in by default.

    :param EmailMessage message: as it came in
    """
    for part in message.walk():
        if part.get_content_type() == "text/calendar":
            try:
                codecs.lookup(part.get_content_charset("utf-8"))
            except LookupError:
                part.set_param("charset", "utf-8")


def read(message):
    """The answer in a message.

    :param EmailMessage message: as it came in
    :return: :class:`Reply`, or None where there is none that can be understood
    """
    for number, part in enumerate(message.walk()):
        if number >= MAX_PARTS:
            break
        if part.get_content_type() in CALENDAR_TYPES:
            octets = part.get_payload(decode=True) or b""
            if len(octets) <= MAX_OCTETS:
                reply = parse(octets.decode("utf-8", "replace"))
                if reply:
                    return reply
    return None


def parse(text):
    """The answer in iCalendar text, or None."""
    try:
        # Untransformed: what is written there is neither computed nor expanded.
        calendar = vobject.readOne(text, transform=False, validate=False)
        if not calendar or calendar.name != "VCALENDAR" or _value(calendar, "method").upper() != "REPLY":
            return None
        event = calendar.contents["vevent"][0]
        uid = _value(event, "uid").strip()
        if not uid:
            return None
        sequence = _sequence(event.contents.get("sequence", []))
        return Reply(
            uid=uid,
            sequence=sequence,
            stamp=_stamp(_value(event, "dtstamp")),
            answers={} if sequence is None else _answers(event.contents.get("attendee", [])),
            comment=_text(_value(event, "comment"))[:MAX_COMMENT].strip(),
        )
    except Exception:  # noqa: BLE001
        # The library raises whatever it stumbles over, and a stranger chose what that is.
        _logger.info("A calendar in an incoming email can't be read; the email is kept")
        return None


def _value(component, name):
    lines = component.contents.get(name)
    return lines[0].value if lines else ""


def _sequence(lines):
    # Left out, it is 0.
    values = [line.value.strip() for line in lines] or ["0"]
    if len(values) > 1 or not NUMBER.fullmatch(values[0]):
        return None
    return min(int(values[0]), MAX_SEQUENCE)


def _stamp(value):
    try:
        return datetime.strptime(value.strip(), STAMP_FORMAT)
    except ValueError:
        return None


def _answers(lines):
    answers = {}
    for line in lines:
        answer = ANSWERS.get("".join(line.params.get("PARTSTAT", [])).upper())
        if answer:
            answers[_address(line)] = answer
    return answers


def _address(line):
    """Some calendars name people by paths of their own, and the address beside them."""
    scheme, _colon, address = line.value.strip().partition(":")
    if scheme.lower() != "mailto":
        address = "".join(line.params.get("EMAIL", []))
    return address.strip().lower()


def _text(value):
    return ESCAPED.sub(lambda match: "\n" if match[1] in "nN" else match[1], value)
