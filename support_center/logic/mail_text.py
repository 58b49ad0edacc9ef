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
PARAGRAPH_BREAK = re.compile(f"[\\s{LINE}]*{PARAGRAPH}[\\s{LINE}{PARAGRAPH}]*")
LINE_BREAK = re.compile(f" *{LINE}[ {LINE}]*")
SPACES = re.compile(" +")
# Spaces that don't break stay as they are: dates and times have them.
WHITE = re.compile(f"[ \t\r\n{LINE}{PARAGRAPH}]+")


def from_html(markup):
    """Readable text: a line for each table row and block, link targets behind their words.

    :param str markup: an HTML document or fragment
    """
    if not (markup or "").strip():
        return ""
    pieces = []
    _walk(html.document_fromstring(str(markup)), pieces)
    text = PARAGRAPH_BREAK.sub("\n\n", "".join(pieces))
    text = SPACES.sub(" ", LINE_BREAK.sub("\n", text))
    return "\n".join(line.strip(" ") for line in text.split("\n")).strip() + "\n"


def _walk(element, pieces):
    tag = element.tag
    if not isinstance(tag, str) or tag in SKIPPED:
        return
    style = element.get("style")
    if style and "none" in style and HIDDEN.search(style):
        return
    around = PARAGRAPH if tag in PARAGRAPHS else LINE if tag in BLOCKS else ""
    pieces.append(around)
    if tag == "br":
        pieces.append("\n")
    pieces.append(WHITE.sub(" ", element.text) if element.text else "")
    for child in element:
        _walk(child, pieces)
        pieces.append(WHITE.sub(" ", child.tail) if child.tail else "")
    if tag in CELLS:
        pieces.append(" ")
    target = element.get("href", "") if tag == "a" else ""
    if target.startswith(("http:", "https:")) and target not in "".join(pieces[-3:]):
        pieces.append(f" ( {target} )")
    pieces.append(around)
