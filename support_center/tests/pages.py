"""Pages without scripts as a browser knows them: their links, and what their forms send."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode, urljoin, urlsplit, urlunsplit

from lxml import html

#: Controls that send nothing unless they are pressed.
BUTTON_TYPES = ("submit", "image", "reset", "button")
#: The methods that a form knows. All others mean the first one.
FORM_METHODS = ("get", "post", "dialog")
TEXT_TYPES = ("text", "email", "tel", "search", "url", "password")


@dataclass(frozen=True)
class Submission:
    """The request that pressing a button makes.

    :ivar method: ``GET`` or ``POST``
    :ivar values: names and values in the order of the page
    :ivar enctype: how a POST carries the values
    """

    method: str
    url: str
    values: tuple
    enctype: str = "application/x-www-form-urlencoded"

    def with_files(self, *names):
        """The same form, with a file where the page has a control of that name, as a hostile client sends it."""
        files = tuple(
            (name, ("reason.txt", b"\x00\xff")) if name in names else (name, value) for name, value in self.values
        )
        return replace(self, values=files, enctype="multipart/form-data")

    def with_value(self, name, value):
        """The same form, with another value in the control of that name."""
        return replace(self, values=tuple((key, value if key == name else old) for key, old in self.values))

    def request(self):
        """Arguments for a client of the ``requests`` library."""
        if self.method == "GET":
            return {"method": "GET", "url": _with_query(self.url, self.values)}
        if self.enctype == "multipart/form-data":
            # A plain value is a part without a file name.
            parts = [(name, value if isinstance(value, tuple) else (None, value)) for name, value in self.values]
            return {"method": "POST", "url": self.url, "files": parts}
        return {
            "method": "POST",
            "url": self.url,
            "data": urlencode(self.values),
            "headers": {"Content-Type": "application/x-www-form-urlencoded"},
        }


class Page:
    """What a browser made of a response.

    :param response: of the ``requests`` library
    """

    def __init__(self, response):
        self.response = response
        self.status = response.status_code
        self.url = response.url
        self.path = urlsplit(response.url).path
        self.document = html.document_fromstring(
            response.content or b"<html></html>", parser=html.HTMLParser(encoding="utf-8")
        )

    @classmethod
    def of_text(cls, text, url="http://localhost/"):
        """What is shown of HTML that came another way, such as in an email."""
        page = cls.__new__(cls)
        page.response, page.status, page.url, page.path = None, None, url, urlsplit(url).path
        page.document = html.document_fromstring(text)
        return page

    @property
    def text(self):
        """All that is to be read on the page, with single spaces."""
        return " ".join(self.document.find("body").text_content().split())

    @property
    def links(self):
        """Absolute addresses of all links."""
        return [urljoin(self.url, link.get("href")) for link in self.document.iter("a") if link.get("href")]

    @property
    def buttons(self):
        """Every way to send a form of the page: a list of :class:`Button`."""
        return [
            Button(self, form, submitter)
            for form in self.document.iter("form")
            for submitter in (_submitters(form) or [None])
        ]

    def button(self, label):
        """The one button with this label."""
        found = [button for button in self.buttons if button.label == label]
        if len(found) != 1:
            raise AssertionError(f"{len(found)} buttons “{label}” among {[button.label for button in self.buttons]}")
        return found[0]

    def links_labelled(self, label):
        """The absolute addresses of the links with this label."""
        return [urljoin(self.url, link.get("href")) for link in self.document.iter("a") if _label(link) == label]

    def link(self, label):
        """The address of the one link with this label."""
        found = self.links_labelled(label)
        if len(found) != 1:
            raise AssertionError(f"{len(found)} links “{label}” on the page: {self.text}")
        return found[0]

    def with_class(self, name):
        """The texts of all elements of a class."""
        return [_label(element) for element in self.document.find_class(name)]


class Button:
    """A way to send a form.

    :ivar submitter: the element that is pressed, or None where the form has none
    """

    def __init__(self, page, form, submitter):
        self.page, self.form, self.submitter = page, form, submitter
        self.label = "" if submitter is None else _label(submitter) or submitter.get("value", "")

    def __repr__(self):
        return f"“{self.label}” on {self.page.path}"

    def text_controls(self):
        """Names of the controls that people type into."""
        return [control.get("name") for control in _controls(self.form) if _is_typed(control) and control.get("name")]

    def press(self, **typed):
        """What the browser sends.

        :param typed: what is typed into text controls, by name. Controls that must be filled in and are not named get
            something that suits them.
        :rtype: Submission
        """
        unknown = typed.keys() - set(self.text_controls())
        if unknown:
            raise AssertionError(f"{self} has no control to type {unknown} into")
        values = []
        for control in _controls(self.form):
            values += _successful(control, self.submitter, typed)
        attributes = {**self.form.attrib}
        if self.submitter is not None:
            for name in ("action", "method", "enctype"):
                if self.submitter.get(f"form{name}") is not None:
                    attributes[name] = self.submitter.get(f"form{name}")
        method = attributes.get("method", "get").lower()
        return Submission(
            method=(method if method in FORM_METHODS else "get").upper(),
            # An empty action means the page itself.
            url=urljoin(self.page.url, attributes.get("action") or self.page.url),
            values=tuple(values),
            enctype=attributes.get("enctype", "application/x-www-form-urlencoded").lower(),
        )


def _with_query(url, values):
    """A GET form replaces the query of its action."""
    return urlunsplit(urlsplit(url)._replace(query=urlencode(values), fragment=""))


def _label(element):
    return " ".join(element.text_content().split())


def _controls(form):
    """The form's controls in the order of the page, those outside of it included that name it."""
    names = {"input", "button", "select", "textarea"}
    identity = form.get("id")
    for element in form.getroottree().iter(*names):
        owner = element.get("form")
        if owner is not None:
            if owner and owner == identity:
                yield element
        elif form in element.iterancestors("form"):
            yield element


def _type(control):
    if control.tag == "input":
        return control.get("type", "text").lower()
    if control.tag == "button":
        return control.get("type", "submit").lower()
    return control.tag


def _submitters(form):
    return [
        control
        for control in _controls(form)
        if control.tag in ("input", "button") and _type(control) in ("submit", "image") and not _is_disabled(control)
    ]


def _is_disabled(control):
    return control.get("disabled") is not None or any(
        fieldset.get("disabled") is not None for fieldset in control.iterancestors("fieldset")
    )


def _is_typed(control):
    return _type(control) == "textarea" or _type(control) in TEXT_TYPES


def _successful(control, submitter, typed):
    """Names and values that a control adds to what is sent."""
    name, kind = control.get("name"), _type(control)
    if not name or _is_disabled(control):
        return []
    if kind in BUTTON_TYPES:
        return [(name, control.get("value", ""))] if control is submitter else []
    if kind in ("checkbox", "radio"):
        return [(name, control.get("value", "on"))] if control.get("checked") is not None else []
    if kind == "select":
        options = list(control.iter("option"))
        chosen = [option for option in options if option.get("selected") is not None]
        if control.get("multiple") is None:
            chosen = chosen[-1:] or options[:1]
        return [(name, option.get("value", _label(option))) for option in chosen]
    # A control without a value sends an empty one.
    value = (control.text or "") if kind == "textarea" else control.get("value", "")
    if _is_typed(control):
        value = typed.get(name, value)
        if not value and control.get("required") is not None:
            value = "somebody@example.com" if kind == "email" else "Something"
    return [(name, value)]
