"""Text that spreadsheets would take for formulas. No Odoo here."""

import unicodedata

#: What formulas begin with, also as Chinese and Japanese keyboards type it, which some spreadsheets take for the same.
FORMULA = ("=", "+", "-", "@", "{=", "＝", "＋", "－", "＠")
#: A cell that begins so is cut off there by some spreadsheets, which then read the rest.
CUTTING = ("\t", "\r", "\n")


def as_text(value):
    """A cell's value such that a spreadsheet that opens it in a CSV file shows it, and nothing more."""
    if not isinstance(value, str) or not value:
        return value
    return f"'{value}" if value.startswith(CUTTING) or _visible_part(value).startswith(FORMULA) else value


def _visible_part(value):
    """The text without what is not seen at its beginning: spaces of any kind, controls, and marks without width."""
    for index, character in enumerate(value):
        if unicodedata.category(character) not in ("Cc", "Cf", "Zs", "Zl", "Zp"):
            return value[index:]
    return ""
