"""The plain-text part of a mail, made from its HTML so that it follows what administrators edit."""

import re

from lxml import html

#: Elements that stand on lines of their own; those of the second set have an empty line around them.
BLOCKS = frozenset({"div", "tr", "li", "table", "ul", "ol", "h1", "h2", "h3", "h4", "p", "hr", "section"})
PARAGRAPHS = frozenset({"table", "ul", "ol", "h1", "h2", "h3", "h4", "p"})
SKIPPED = frozenset({"head", "style", "script", "title", "img"})
CELLS = frozenset({"td", "th"})
#: Stand for the wish for a new line and for an empty line until all is known; never part of a text.
LINE, PARAGRAPH = "\x01", "\x02"
HIDDEN = re.compile(r"display:\s*none")


def from_html(markup):
    """Readable text: a line for each table row and block, link targets behind their words.

    :param str markup: an HTML document or fragment
    """
    if not (markup or "").strip():
        return ""
    pieces = []
    _walk(html.document_fromstring(str(markup)), pieces)
    text = re.sub(f"[\\s{LINE}]*{PARAGRAPH}[\\s{LINE}{PARAGRAPH}]*", "\n\n", "".join(pieces))
    text = re.sub(f" *{LINE}[ {LINE}]*", "\n", text)
    return "\n".join(re.sub(" +", " ", line).strip(" ") for line in text.split("\n")).strip() + "\n"


def _walk(element, pieces):
    if not isinstance(element.tag, str) or element.tag in SKIPPED or HIDDEN.search(element.get("style", "")):
        return
    around = PARAGRAPH if element.tag in PARAGRAPHS else LINE if element.tag in BLOCKS else ""
    pieces.append(around)
    if element.tag == "br":
        pieces.append("\n")
    pieces.append(_inline(element.text))
    for child in element:
        _walk(child, pieces)
        pieces.append(_inline(child.tail))
    if element.tag in CELLS:
        pieces.append(" ")
    target = element.get("href", "") if element.tag == "a" else ""
    if target.startswith(("http:", "https:")) and target not in "".join(pieces[-3:]):
        pieces.append(f" ( {target} )")
    pieces.append(around)


def _inline(text):
    # Spaces that don't break stay as they are: dates and times have them.
    return re.sub(f"[ \t\r\n{LINE}{PARAGRAPH}]+", " ", text or "")
