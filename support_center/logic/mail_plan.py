"""When customer mail is due, and when it is tried again. All datetimes are naive UTC."""

from datetime import timedelta

CONFIRMATION = "confirmation"
REMINDER = "reminder"
RESCHEDULED = "rescheduled"
CANCELLED = "cancelled"
#: The link to the visit, for a customer who lost it.
LINK = "link"
#: One of the others, sent to whoever looks after the texts.
TEST = "test"
#: Kinds that tell of no change of the visit. There may be many of one.
APART = (LINK, TEST)

PLANNED = "planned"
SENDING = "sending"
SENT = "sent"
FAILED = "failed"
SUPPRESSED = "suppressed"

#: What is still to be told; the other states are the end of a mail's story.
OPEN = (PLANNED, SENDING)

#: Waits between one attempt and the next. After the last of them has passed in vain, the mail has failed.
RETRY_DELAYS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
)

#: How long a claim of Odoo's own sender holds before others may take the mail over. While it talks to the mail server the
#: row's lock keeps them away as well, however long that takes.
LEASE = timedelta(minutes=2)
#: A mail that should have left longer ago than this is overdue: whoever was to send it is not at work. Every sender looks
#: once a minute at least, and what one that was killed had in hand is free within three.
OVERDUE_AFTER = timedelta(minutes=5)
#: How long that sender works on what it has claimed and made at once. What is left then is claimed and made anew, so that
#: no mail is much older than what it tells.
BATCH_TIME = timedelta(minutes=1)


def reminder_time(start, lead_hours):
    """When a visit that begins at ``start`` is reminded of: so many hours earlier, whatever the clocks do meanwhile.

    :return: datetime, or None where reminders are off
    """
    return start - timedelta(hours=lead_hours) if lead_hours > 0 else None


def retry_time(attempts, now):
    """When to try again after ``attempts`` attempts failed, the last of them at ``now``.

    :return: datetime, or None where the mail has failed for good
    """
    return now + RETRY_DELAYS[attempts - 1] if attempts <= len(RETRY_DELAYS) else None
