"""Names of time zones, which may have come from anywhere: databases of other systems, browsers, other releases."""

from pytz import UnknownTimeZoneError, timezone


def is_known(name):
    """Whether a name is that of a time zone."""
    try:
        timezone(name)
    except (UnknownTimeZoneError, AttributeError, ValueError):
        return False
    return True


def first_known(*names):
    """The first of ``names`` that is a time zone's; UTC where none is."""
    return next((name for name in names if name and is_known(name)), "UTC")
