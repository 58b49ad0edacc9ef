"""Shapes of the values that clients send, so that a sentence can say which one is wrong. No Odoo here."""

from datetime import datetime
from math import isfinite

#: Kinds of plain values. A client's whole numbers fit into PostgreSQL's and XML-RPC's.
TEXT, RAW_TEXT, WHOLE, NUMBER, FLAG, MOMENT = "text", "raw_text", "whole", "number", "flag", "moment"
LIST, STRUCT = "list", "struct"
ANYTHING = "anything"
LARGEST = 2**31 - 1


def list_of(shape):
    """The shape of a list whose items all have one shape."""
    return (LIST, shape)


def struct(**shapes):
    """The shape of a struct that has these members, and maybe others."""
    return (STRUCT, shapes)


def optional(shape):
    """The shape of a value that may be missing: ``None`` or ``False``."""
    return ("optional", shape)


def find_problem(value, shape, path):
    """The first thing that is not as expected.

    :param str path: where the value is, for people to read
    :return: ``(path, kind)`` with the kind that was expected, or None
    """
    if isinstance(shape, str):
        return None if _PLAIN[shape](value) else (path, shape)
    kind, inner = shape
    if kind == "optional":
        return None if value is None or value is False else find_problem(value, inner, path)
    if kind == LIST:
        if not isinstance(value, (list, tuple)):
            return path, LIST
        pairs = ((item, inner, f"{path}[{index}]") for index, item in enumerate(value))
    else:
        if not isinstance(value, dict):
            return path, STRUCT
        pairs = ((value.get(name), member, f"{path}.{name}") for name, member in inner.items())
    return next((problem for pair in pairs if (problem := find_problem(*pair))), None)


def _is_whole(value):
    return isinstance(value, int) and not isinstance(value, bool) and -LARGEST - 1 <= value <= LARGEST


def _is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool) and isfinite(value)


def _is_moment(value):
    if isinstance(value, datetime):
        return value.tzinfo is None
    if not isinstance(value, str):
        return False
    try:
        datetime.strptime(value[:19], "%Y-%m-%d" if len(value) <= len("2030-12-31") else "%Y-%m-%d %H:%M:%S")
    except ValueError:
        return False
    return True


_PLAIN = {
    # PostgreSQL stores no NUL.
    TEXT: lambda value: isinstance(value, str) and "\x00" not in value,
    RAW_TEXT: lambda value: isinstance(value, str),
    WHOLE: _is_whole,
    NUMBER: _is_number,
    FLAG: lambda value: isinstance(value, bool),
    MOMENT: _is_moment,
    LIST: lambda value: isinstance(value, (list, tuple)),
    STRUCT: lambda value: isinstance(value, dict),
    ANYTHING: lambda value: True,
}
