"""How a customer is recognised in what was typed, and for how long data is kept, without Odoo."""

import html
import json
import re

#: Periods of all companies: the system parameter, and the days that hold without it.
LOG_PARAMETER, LOG_DAYS = "support_center.keep_access_log_days", 180
REQUEST_PARAMETER, REQUEST_DAYS = "support_center.keep_request_days", 7

#: Fewer digits than that say nothing about a person.
MIN_PHONE_DIGITS = 6
#: Shorter names are found in too much that has nothing to do with the person.
MIN_NAME_LENGTH = 4


def phone_digits(phone):
    """The digits by which two ways to write one number are the same: “+49 30 123456” and “0049-30-123456”.

    :return: the digits without leading zeros; empty where they are too few to tell a person
    """
    digits = re.sub(r"\D", "", phone or "").lstrip("0")
    return digits if len(digits) >= MIN_PHONE_DIGITS else ""


def search_words(emails, phones, names):
    """What to look for in texts, HTML and JSON to find a person, in lower case. An empty or very short value finds nothing.

    :return: sorted list without repetitions
    """
    words = {email for email in emails if email} | {phone for phone in phones if phone_digits(phone)}
    words |= {name for name in names if name and len(name.strip()) >= MIN_NAME_LENGTH}
    words = {word.strip() for word in words}
    written = words | {html.escape(word, quote=False) for word in words} | {json.dumps(word)[1:-1] for word in words}
    return sorted({word.lower() for word in written})


def person_pattern(emails, phones, names=()):
    """Finds a person in others' texts, plain or HTML: addresses and numbers as a whole, so that ``ann@example.org`` is not found
    in ``joann@example.org``; names as whole words, and only those of two words at least. “Visit” may be a name, but is more
    often a word.

    :return: compiled pattern, or ``None`` where there is nothing to look for
    """
    # A number that is written like a date is a date.
    phones = {phone for phone in phones if phone_digits(phone) and not re.match(r"\d{4}-\d\d-\d\d", phone.strip())}
    names = {name for name in names if len(re.findall(r"\w+", name or "")) > 1}
    found = [
        *(rf"(?<![\w.+-]){each}(?![\w-]|\.\w)" for each in _written(emails)),
        *(rf"(?<![\w]){each}(?!\w)" for each in _written(phones | names)),
    ]
    return re.compile("|".join(found), re.IGNORECASE) if found else None


def _written(words):
    words = {word.strip() for word in words if word and word.strip()}
    words |= {html.escape(word, quote=False) for word in words}
    # The longest first, or a part of a name would be taken for all of it.
    return [re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word))]


def replace_in_values(data, pattern, replacement):
    """The same JSON data with the pattern replaced in its texts; keys are left alone."""
    if isinstance(data, str):
        return pattern.sub(lambda _match: replacement, data)
    if isinstance(data, list):
        return [replace_in_values(each, pattern, replacement) for each in data]
    if isinstance(data, dict):
        return {key: replace_in_values(value, pattern, replacement) for key, value in data.items()}
    return data


def is_about(data, records):
    """Whether JSON data for browsers tells of one of the records.

    :param records: set of model names and ids
    """
    if isinstance(data, list):
        return any(is_about(each, records) for each in data)
    if not isinstance(data, dict):
        return False
    pairs = {(data.get("model"), data.get("id")), (data.get("model"), data.get("res_id"))} if _plain(data) else set()
    pairs |= {(data.get("res_model"), data.get("res_id"))} if _plain(data) else set()
    # The records of a model under its name, as Odoo's own store has them.
    for key, value in data.items():
        if isinstance(value, list):
            pairs |= {(key, each["id"]) for each in value if isinstance(each, dict) and isinstance(each.get("id"), int)}
    return bool(pairs & records) or any(is_about(value, records) for value in data.values())


def _plain(data):
    return not any(isinstance(data.get(name), (list, dict)) for name in ("model", "res_model", "id", "res_id"))
