"""Files that staff export hold text only, whatever a customer or a program has typed: no formulas, and no links.

That is so for all models, as a list of any of them may have columns of visits and tickets.
"""

from contextlib import contextmanager
from contextvars import ContextVar

import xlsxwriter
from markupsafe import Markup

from odoo import http
from odoo.addons.web.controllers.export import CSVExport, ExcelExport
from odoo.addons.web.controllers.pivot import TableExporter

from ..logic import spreadsheet

#: Whether workbooks that are made now hold text only. Other databases of the same server may do without this addon.
_only_text = ContextVar("support_only_text", default=False)


@contextmanager
def _workbooks_of_text():
    token = _only_text.set(True)
    try:
        yield
    finally:
        _only_text.reset(token)


def _write_text(worksheet, row, column, text, *style):
    """Write a text as it is; xlsxwriter would make formulas and links of some, and leave out links that are too long."""
    # None: an empty cell, for which xlsxwriter has its own way.
    return worksheet.write_string(row, column, text[: worksheet.xls_strmax], *style) if text else None


class SupportWorkbook(xlsxwriter.Workbook):
    """Odoo makes its workbooks where nothing can be handed to them."""

    def add_worksheet(self, *args, **kwargs):
        worksheet = super().add_worksheet(*args, **kwargs)
        if _only_text.get():
            for kind in (str, Markup):
                worksheet.add_write_handler(kind, _write_text)
        return worksheet


xlsxwriter.Workbook = SupportWorkbook


class SupportCsvExport(CSVExport):
    def from_data(self, fields, columns_headers, rows):
        headers, *rows = ([spreadsheet.as_text(value) for value in row] for row in (columns_headers, *rows))
        return super().from_data(fields, headers, rows)


class SupportExcelExport(ExcelExport):
    def from_data(self, fields, columns_headers, rows):
        with _workbooks_of_text():
            return super().from_data(fields, columns_headers, rows)

    def from_group_data(self, fields, columns_headers, groups):
        with _workbooks_of_text():
            return super().from_group_data(fields, columns_headers, groups)


class SupportTableExporter(TableExporter):
    @http.route()
    def export_xlsx(self, data, **kw):
        with _workbooks_of_text():
            return super().export_xlsx(data, **kw)
