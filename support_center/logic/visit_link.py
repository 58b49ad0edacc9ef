"""The secret in the links of customers' email: its form, how long it holds, and how it is kept out of logs."""

import logging
import re
import secrets
from datetime import timedelta
from urllib.parse import quote, unquote

#: Where the customers' pages are.
PATH = "/support/visit"
#: The pages carry a secret in their address and nothing that runs.
SECURITY_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; form-action 'self';"
    " frame-ancestors 'none'; base-uri 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
}
#: What stands in the link of an email that shows what customers get, and was not sent to one: it leads to no visit.
EXAMPLE = "example-of-a-link"
#: How long after the end of a visit its link still leads to it.
LIFETIME = timedelta(days=30)
#: Loggers that write down the addresses of requests.
LOGGERS = ("werkzeug", "odoo.http", "longpolling")

# Letters and digits at both ends: mail programs leave nothing of it out of the link.
_TOKEN = re.compile(r"([1-9][0-9]{0,9})-([0-9a-f]{32})", re.ASCII)
# Proxies and browsers go where the steps up lead to.
_SEGMENT = r"[^/?#\s\"']+"
_IN_TEXT = re.compile(rf"(/support/(?:[^?#\s\"']{{0,50}}?/)?visit/+){_SEGMENT}((/+\.\.?)+/+{_SEGMENT})*")
_SHAPE = re.compile(r"(?<![0-9])[0-9]+-[0-9a-f]{32}", re.ASCII | re.IGNORECASE)
_WORD = re.compile(r"[^\s\"']+")
# Proxies and Odoo decode an address once each.
_TIMES_ENCODED = 3
# All that is printed, without what ends an address.
_SAFE = "!#$%&()*+,/:;=?@[]~|{}^`"
_LARGEST_ID = 2**31 - 1


def new_secret():
    """128 random bits as text."""
    return secrets.token_hex(16)


def token(visit_id, secret):
    """What stands in a link.

    :param int visit_id: of the appointment
    :param str secret: of :func:`new_secret`
    """
    return f"{visit_id}-{secret}"


def parse(text):
    """The reverse of :func:`token`.

    :return: tuple of the appointment's id and the secret, or None for what is no token
    """
    match = _TOKEN.fullmatch(text)
    visit_id = int(match[1]) if match else 0
    return (visit_id, match[2]) if 0 < visit_id <= _LARGEST_ID else None


def is_page(path):
    """Whether there is a customer's page at a path, or would be one below another name."""
    return path == PATH or path.startswith(f"{PATH}/")


def redacted(text):
    """``text`` without the secrets in the addresses of customers' pages, and without whatever looks like one.

    An address may have any of its characters percent-encoded. One with a secret in it is written decoded, as far as that
    leaves it on its line.
    """
    text = _hidden(text)
    return _WORD.sub(_hidden_in_encoded, text) if "%" in text else text


def _hidden(text):
    return _SHAPE.sub("***", _IN_TEXT.sub(r"\1***", text))


def _hidden_in_encoded(match):
    decoded, is_hidden = match[0], False
    for _time in range(_TIMES_ENCODED):
        plain = unquote(decoded)
        decoded = _hidden(plain)
        is_hidden = is_hidden or decoded != plain
    return quote(decoded, safe=_SAFE) if is_hidden else match[0]


class RedactLinks(logging.Filter):
    """Takes the secrets of links out of log records."""

    def filter(self, record):
        if isinstance(record.msg, str):
            record.msg = redacted(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(redacted(arg) if isinstance(arg, str) else arg for arg in record.args)
        return True


def keep_out_of_logs():
    """Have no logger of requests write a secret down. May be called again."""
    for name in LOGGERS:
        logger = logging.getLogger(name)
        if not any(type(each).__name__ == RedactLinks.__name__ for each in logger.filters):
            logger.addFilter(RedactLinks())
