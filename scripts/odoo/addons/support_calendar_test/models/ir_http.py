from odoo import models
from odoo.http import request


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    def color_scheme(self):
        """The one that the browser asks for, which is how editions of Odoo with a dark theme do it."""
        return request.httprequest.cookies.get("color_scheme") or super().color_scheme()
