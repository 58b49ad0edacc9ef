"""What text says to a person. Pure."""

import re
import unicodedata

#: Default_Ignorable_Code_Point of Unicode, as far as its characters are no format characters, and the Braille pattern
#: without dots: letters and marks that draw nothing.
_DRAWS_NOTHING = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u2800\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufff8\U000e0000-\U000e0fff]"
)
_BLANK_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Zs", "Zl", "Zp"})


def is_blank(text):
    """Whether nothing of a text can be seen: it is empty, or made of blanks and invisible characters."""
    return all(
        unicodedata.category(character) in _BLANK_CATEGORIES or _DRAWS_NOTHING.match(character)
        for character in text or ""
    )
