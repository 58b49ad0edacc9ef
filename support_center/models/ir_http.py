from werkzeug.exceptions import HTTPException

from odoo import models
from odoo.http import request

from ..logic import visit_link


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _handle_error(cls, exception):
        """What Odoo answers by itself at the address of a customer's page is kept as private as the page."""
        response = super()._handle_error(exception)
        if visit_link.is_page(request.httprequest.path):
            if isinstance(response, HTTPException):
                response = response.get_response(request.httprequest.environ)
            response.headers.update(visit_link.SECURITY_HEADERS)
        return response
