import json

from werkzeug.datastructures import FileStorage

from odoo import http
from odoo.addons.web.controllers.export import ExcelExport
from odoo.addons.web.controllers.pivot import TableExporter
from odoo.http import request

from ..logic import spreadsheet
from ..models.ours import is_ours


class SupportExcelExport(ExcelExport):
    def from_group_data(self, fields, columns_headers, groups):
        """As in Odoo; a group's name, which a customer may have typed, is no formula."""
        if _is_guarded(groups._model._name):
            children = {}
            for key, child in groups.children.items():
                name = _safe_group(key)
                while name in children:
                    # Somebody typed the quotation mark.
                    name = f"'{name}"
                children[name] = child
            groups.children.clear()
            groups.children.update(children)
        return super().from_group_data(fields, columns_headers, groups)


def _is_guarded(model):
    """Whether a customer may have typed what is in records of the model. Tickets are of another addon, but opened by bookings."""
    return model == "helpdesk.ticket" or is_ours(request.env, model)


def _safe_group(key):
    """A group's key (its name, or a tuple of id and name) with a name that is no formula."""
    if isinstance(key, tuple):
        return tuple(spreadsheet.as_text(part) for part in key)
    return spreadsheet.as_text(key)


class SupportTableExporter(TableExporter):
    @http.route()
    def export_xlsx(self, data, **kw):
        """As in Odoo; titles of a pivot, which a customer may have typed, are no formulas."""
        table = json.load(data) if isinstance(data, FileStorage) else json.loads(data)
        if table and _is_guarded(table.get("model")):
            headers = [header for row in table["col_group_headers"] for header in row]
            for titled in (*headers, *table["measure_headers"], *table["rows"]):
                titled["title"] = spreadsheet.as_text(titled["title"])
        return super().export_xlsx(json.dumps(table), **kw)
