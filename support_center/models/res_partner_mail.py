from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    support_reminder_opt_out = fields.Boolean(
        string="No Visit Reminders",
        help="The customer gets no reminders of visits. Confirmations and news of changes are still sent.",
    )

    def write(self, vals):
        result = super().write(vals)
        if "support_reminder_opt_out" in vals:
            self.env["support.notification"].sudo()._replan_partners(self)
        return result
