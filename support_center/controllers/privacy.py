from werkzeug.exceptions import NotFound

from odoo import fields, http
from odoo.exceptions import AccessError
from odoo.http import content_disposition, request

from .parameters import takes_any_parameter


class PrivacyController(http.Controller):
    @takes_any_parameter
    @http.route("/support/privacy/<int:request_id>/export", type="http", auth="user", methods=["GET"])
    def export(self, request_id, **_kwargs):
        """The customer's data that a manager asked for in the dialog. It is made for this answer and kept nowhere."""
        asked = request.env["support.privacy.request"].browse(request_id)
        try:
            content = asked.exists() and asked._export_file()
        except AccessError:
            content = None
        if not content:
            raise NotFound()
        name = f"customer-data-{fields.Date.today()}.zip"
        return request.make_response(
            content,
            {
                "Content-Type": "application/zip",
                "Content-Disposition": content_disposition(name),
                "Cache-Control": "no-store",
            },
        )
