"""Telling failures that pass from those that stay, by what the mail server said."""

import re
import smtplib

#: What has no place in one line, or none in PostgreSQL's text.
_BLANKS = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")


def cause_of(error):
    """The exception at the bottom of ``error``: senders wrap what smtplib raised."""
    seen = set()
    while id(error) not in seen:
        seen.add(id(error))
        error = error.__cause__ or error.__context__ or error
    return error


def is_permanent(error):
    """Whether sending the same mail again would fail again.

    Only a server's final word (5xx) on this sender, recipient or content is permanent. A refused login or connection is
    the administrator's to repair, and the mail goes out then.
    """
    error = cause_of(error)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _text in error.recipients.values())
    if isinstance(error, (smtplib.SMTPAuthenticationError, smtplib.SMTPConnectError, smtplib.SMTPHeloError)):
        return False
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code >= 500
    # Failed checks of certificates are values, too.
    if isinstance(error, OSError) and not isinstance(error, smtplib.SMTPNotSupportedError):
        return False
    # Odoo refuses addresses it can't use by assertions; smtplib those the server can't take. What can't be written into a
    # message once never can.
    return isinstance(error, (AssertionError, smtplib.SMTPNotSupportedError, ValueError))


def describe(error):
    """One line that says what went wrong, as the mail server put it where it did."""
    error = cause_of(error)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return "; ".join(
            f"{address}: {code} {_text(reply)}" for address, (code, reply) in sorted(error.recipients.items())
        )
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_text(error.smtp_error)}"
    return one_line(str(error)) or type(error).__name__


def one_line(text):
    """Text that can be stored and shown, whatever a server put into it."""
    return _BLANKS.sub(" ", text).encode("utf-8", "replace").decode().strip()


def _text(reply):
    return one_line(reply.decode("utf-8", "replace") if isinstance(reply, bytes) else str(reply))
