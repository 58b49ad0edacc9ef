"""The body of a mail: text, HTML and invitation as the parts of a MIME message (RFC 2046)."""

import uuid
from email.message import MIMEPart
from email.policy import SMTP

from . import mail_headers


class PlainHeaders(type(SMTP)):
    """Keeps headers as they are given, and writes them as ``mail_headers`` does.

    The ordinary policy parses each header by all of RFC 5322 whenever it is set or looked at, which takes half of the
    time that a mail takes. For parts, whose headers are few and written here, and for messages whose headers are set.
    """

    def header_max_count(self, name):
        return None

    def header_store_parse(self, name, value):
        return name, value

    def header_fetch_parse(self, name, value):
        return value

    def fold(self, name, value):
        return mail_headers.field(name, value)

    def fold_binary(self, name, value):
        return mail_headers.field(name, value).encode("ascii")


# Seven bits only: a server on the way that can't take more would convert the mail, which breaks its signature. Encoded
# lines have 76 characters at most (RFC 2045); the email package gives them as many as other lines.
PLAIN_HEADERS = PlainHeaders(linesep=SMTP.linesep, cte_type="7bit", max_line_length=76)


def set_body(message, html, text, calendar, method):
    """Give ``message`` a body in place of the one it has.

    The invitation is there twice, as mail clients differ: as a third rendering of the body, which shows it in the mail,
    and as a file to open.

    :param EmailMessage message: with its own headers
    :param str calendar: iCalendar text; ``method`` is its METHOD
    """
    renderings = _multipart(MIMEPart(PLAIN_HEADERS), "alternative")
    renderings.attach(_text(text, "plain"))
    renderings.attach(_text(html, "html"))
    renderings.attach(_text(calendar, "calendar", params={"method": method}))
    file = MIMEPart(PLAIN_HEADERS)
    file.set_content(
        calendar.encode(),
        "text",
        "calendar",
        disposition="attachment",
        filename="visit.ics",
        params={"method": method, "charset": "utf-8"},
    )
    message.clear_content()
    _multipart(message, "mixed").attach(renderings)
    message.attach(file)
    # Whoever writes the message looks at its headers again and again.
    message.policy = PLAIN_HEADERS


def _multipart(message, subtype):
    # No text contains such a boundary by accident, so that nobody has to look for it.
    message["Content-Type"] = f'multipart/{subtype}; boundary="{uuid.uuid4().hex}"'
    return message


def _text(text, subtype, params=None):
    part = MIMEPart(PLAIN_HEADERS)
    part.set_content(text, subtype=subtype, charset="utf-8", params=params)
    return part
