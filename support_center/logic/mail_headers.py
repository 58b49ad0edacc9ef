"""Header fields of a mail as they travel (RFC 5322), encoded only where readers decode them (RFC 2047).

Python's own folding makes encoded words of whatever is longer than a line, also of a URL in ``List-Unsubscribe``: mail
clients then see no URL there. What may be encoded depends on the field, so each kind of field is written for itself.
"""

import re
from base64 import b64encode
from email.headerregistry import HeaderRegistry

from werkzeug.urls import iri_to_uri

#: Characters of a line that should not be exceeded, and of one that has an encoded word.
LINE, ENCODED_LINE = 78, 76
LONGEST_ENCODED_WORD = 75
CHROME = len("=?utf-8?B??=")

#: Free text: encoded words stand for anything.
TEXTS = frozenset({"subject", "comments", "content-description"})
#: Lists of mailboxes: encoded words stand for names.
ADDRESSES = frozenset({"from", "sender", "reply-to", "to", "cc", "bcc"})
#: Some servers take a folded one for none and write another, which breaks threads.
NEVER_FOLDED = frozenset({"message-id", "in-reply-to", "references", "resent-message-id"})

ATOM = re.compile(r"[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~]+")
#: What makes a name one to be quoted, and what is escaped in it then.
SPECIALS = re.compile(r'[][\\()<>@,:;".]')
QUOTED = str.maketrans({"\\": "\\\\", '"': '\\"'})
NO_TEXT = re.compile(r"[\x00-\x20\x7f]+")
#: What separates words in a name; control characters do, as far as anybody sees them.
BLANKS = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
#: Halves of characters, which have no octets of their own.
SURROGATES = re.compile(r"[\ud800-\udfff]+")
LOOKS_ENCODED = "=?"

_registry = HeaderRegistry()


def field(name, value):
    """A header field with all its lines.

    :param str value: as the email package gives it: text, or a header object of its own
    :return: ASCII text; lines end in CRLF
    """
    key = name.lower()
    if key in ADDRESSES:
        tokens = _addresses(name, value)
    else:
        # No value brings a line of its own.
        text = NO_TEXT.sub(" ", str(value)).strip()
        if key in TEXTS or (key.startswith("x-") and not text.isascii()):
            tokens = _text(text)
        else:
            # Nobody decodes encoded words here. What is not ASCII had to be put otherwise by whoever set it.
            tokens = text.encode("ascii", "replace").decode().split(" ")
    if key in NEVER_FOLDED:
        return f"{name}: {' '.join(map(str, tokens))}\r\n"
    return _folded(name, tokens)


class Mailbox(str):
    """The one mailbox of an address field, with its name as it is.

    Text is read as a header would be, which decodes what looks like an encoded word. A customer's name stands for itself.
    As text it is the mailbox in the form in which it travels.

    :ivar str display_name: without control characters; may be empty
    :ivar str addr_spec: the address
    """

    def __new__(cls, name, address):
        display_name = " ".join(SURROGATES.sub("", BLANKS.sub(" ", name or "")).split())
        words = [*_phrase(display_name), f"<{address}>"] if display_name else [address]
        lines = [""]
        for word in words:
            if isinstance(word, _Encoded):
                _add_encoded(lines, word)
            else:
                lines.append(word)
        self = super().__new__(cls, " ".join(line.strip() for line in lines if line))
        self.display_name = display_name
        self.addr_spec = address
        return self


def mailbox(value):
    """The first mailbox of an address field.

    :param str value: as for :func:`field`
    :return: tuple of name and address; both are empty where there is none
    """
    for found in _mailboxes("From", value):
        return found.display_name, found.addr_spec
    return "", ""


def readable_mailbox(name, address):
    """A mailbox as people read it, with nothing encoded.

    :param str name: may be empty
    """
    name = NO_TEXT.sub(" ", name or "").strip()
    if not name:
        return address
    if SPECIALS.search(name):
        name = f'"{name.translate(QUOTED)}"'
    return f"{name} <{address}>"


def url(text):
    """A URL in the form in which header fields and calendars carry it: ASCII."""
    return text if text.isascii() else iri_to_uri(text)


class _Encoded(str):
    """Text to be written as encoded words."""

    __slots__ = ()


def _text(text):
    """Tokens of free text."""
    words = text.split(" ")
    if not text.isascii() or LOOKS_ENCODED in text or any(len(word) >= LINE for word in words):
        return [_Encoded(text)]
    return words


def _addresses(name, value):
    """Tokens of a list of mailboxes."""
    tokens = []
    for found in _mailboxes(name, value):
        if tokens:
            tokens[-1] += ","
        name_tokens = _phrase(NO_TEXT.sub(" ", found.display_name).strip())
        address = found.addr_spec.encode("ascii", "replace").decode()
        tokens += [*name_tokens, f"<{address}>"] if name_tokens else [address]
    return tokens


def _mailboxes(name, value):
    if isinstance(value, Mailbox):
        return [value] if value.addr_spec else []
    # Read anew: the email package doesn't look into addresses that it was given as a list.
    header = _registry(name, NO_TEXT.sub(" ", str(value)))
    return [found for found in header.addresses if found.addr_spec]


def _phrase(name):
    """Tokens of the name before an address."""
    if not name:
        return []
    words = name.split(" ")
    if not name.isascii() or LOOKS_ENCODED in name or any(len(word) > LINE - 4 for word in words):
        return [_Encoded(name)]
    if all(map(ATOM.fullmatch, words)):
        return words
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    # White space in a quoted string may be folded as any other.
    return f'"{quoted}"'.split(" ")


def _folded(name, tokens):
    lines = [f"{name}:"]
    for token in tokens:
        if isinstance(token, _Encoded):
            _add_encoded(lines, token)
        elif len(lines[-1]) + 1 + len(token) <= LINE:
            lines[-1] += f" {token}"
        else:
            lines.append(f" {token}")
    return "\r\n".join(lines) + "\r\n"


def _add_encoded(lines, text):
    """Write ``text`` as encoded words, none of which tears a character apart."""
    chunk, size = "", 0
    room = _room(lines[-1])
    for character in text:
        length = len(character.encode())
        if size + length > room:
            if chunk:
                lines[-1] += f" {_encoded_word(chunk)}"
            lines.append("")
            chunk, size, room = "", 0, _room("")
        chunk += character
        size += length
    lines[-1] += f" {_encoded_word(chunk)}"


def _room(line):
    """How many octets an encoded word at the end of ``line`` can stand for."""
    characters = min(ENCODED_LINE - len(line) - 1, LONGEST_ENCODED_WORD) - CHROME
    return max(characters, 0) // 4 * 3


def _encoded_word(text):
    return f"=?utf-8?B?{b64encode(text.encode()).decode()}?="
