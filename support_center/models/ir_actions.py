from odoo import fields, models


class IrActionsActWindowView(models.Model):
    _inherit = "ir.actions.act_window.view"

    view_mode = fields.Selection(
        selection_add=[("support_calendar", "Support Calendar")],
        ondelete={"support_calendar": "cascade"},
    )
