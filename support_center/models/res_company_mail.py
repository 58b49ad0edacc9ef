from odoo import fields, models


class ResCompany(models.Model):
    """How customers of a company are written to."""

    _inherit = "res.company"

    support_mail_grace_seconds = fields.Integer(
        string="Grace Period",
        default=30,
        help="Seconds to wait before a customer is told of a change of time, so that further changes and an undo within"
        " that time make one mail or none.",
    )

    _check_support_mail_grace = models.Constraint(
        "CHECK (COALESCE(support_mail_grace_seconds, 0) BETWEEN 0 AND 3600)",
        "The grace period before customers are told of a change is between 0 seconds and an hour.",
    )

    def write(self, vals):
        result = super().write(vals)
        if "support_reminder_hours" in vals:
            self.env["support.notification"].sudo()._replan_companies(self)
        if "support_mail_channel" in vals:
            # What is due goes out by the channel that is in charge now.
            self.env["support.notification"].sudo()._wake_up()
        return result
