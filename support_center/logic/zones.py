"""Names of time zones, which may have come from anywhere: databases of other systems, browsers, other releases."""

from pytz import UnknownTimeZoneError, timezone


def is_known(name):
    """Whether a name, which may be a client's and no text at all, is that of a time zone."""
    if not isinstance(name, str):
        return False
    try:
        timezone(name)
    except (UnknownTimeZoneError, AttributeError, ValueError):
        return False
    return True


def first_known(*names):
    """The first of ``names`` that is a time zone's; UTC where none is."""
    return next((name for name in names if name and is_known(name)), "UTC")
