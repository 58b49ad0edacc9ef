"""Languages as HTML names them (BCP 47)."""

#: What follows the @ in Odoo's codes, where BCP 47 calls it otherwise.
SCRIPTS = {"latin": "Latn", "Cyrl": "Cyrl"}


def html_lang(code):
    """The value of a ``lang`` attribute.

    :param str code: as Odoo has it: ``de_DE``, ``sr@latin``
    """
    language, _at, variant = (code or "en").partition("@")
    parts = [*language.split("_"), *([SCRIPTS.get(variant, variant)] if variant else [])]
    return "-".join(parts)
