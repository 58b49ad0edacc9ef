"""Shape of API keys: ``scb_live_``, 43 base62 characters (256 random bits), 6 base62 characters of their CRC-32."""

import hashlib
import secrets
import zlib

MARK = "scb_live_"
#: How much of a key people and logs may see: the mark and 6 characters.
PREFIX_LENGTH = len(MARK) + 6

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_BODY_LENGTH = 43
_CHECKSUM_LENGTH = 6


def _base62(number, length):
    digits = []
    for _position in range(length):
        number, digit = divmod(number, len(_ALPHABET))
        digits.append(_ALPHABET[digit])
    return "".join(reversed(digits))


def checksum(body):
    """The 6 base62 characters that belong to the 43 characters of ``body``."""
    return _base62(zlib.crc32(body.encode("ascii")), _CHECKSUM_LENGTH)


def generate():
    """A new key of 256 random bits, as text."""
    body = _base62(secrets.randbits(256), _BODY_LENGTH)
    return f"{MARK}{body}{checksum(body)}"


def digest(key):
    """SHA-256 of a key in hexadecimal: all that is kept of it."""
    return hashlib.sha256(key.encode("ascii")).hexdigest()


def prefix(key):
    """The part of a key by which people know it again."""
    return key[:PREFIX_LENGTH]
