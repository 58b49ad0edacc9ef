"""Text that spreadsheets would take for formulas."""

#: Beginnings that make a spreadsheet compute a text. Odoo takes care of ``+`` and ``-`` itself in CSV
#: files; they are left out here, as telephone numbers begin with them.
FORMULA = ("=", "{=", "@", "\t", "\r")


def as_text(value):
    """A cell's value such that a spreadsheet shows it, and nothing more."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def without_formulas(exported):
    """What ``export_data`` answers, with cells that are text only."""
    return {**exported, "datas": [[as_text(value) for value in row] for row in exported["datas"]]}
