from odoo import fields, models


class ResCompany(models.Model):
    """How customers of a company are written to."""

    _inherit = "res.company"

    support_mail_grace_seconds = fields.Integer(
        string="Grace Period",
        default=30,
        help="Seconds to wait before a customer is told of a booking or a change of time, so that further changes, an undo"
        " and a cancellation within that time make one email or none.",
    )

    support_customer_reschedule = fields.Boolean(
        string="Customers Reschedule",
        help="The page behind the link in customers' mail lets them choose another free time.",
    )
    support_customer_cancel = fields.Boolean(
        string="Customers Cancel",
        help="The page behind the link in customers' mail lets them cancel their visit.",
    )
    support_customer_cutoff_hours = fields.Float(
        string="Until",
        default=24.0,
        help="How many hours before a visit customers can last reschedule or cancel it by themselves.",
    )

    _check_support_customer_cutoff = models.Constraint(
        "CHECK (COALESCE(support_customer_cutoff_hours, 0) >= 0)",
        "Until how many hours before a visit customers can change it can't be negative.",
    )
    _check_support_mail_grace = models.Constraint(
        "CHECK (COALESCE(support_mail_grace_seconds, 0) BETWEEN 0 AND 3600)",
        "The grace period before customers are told of a booking or a change is between 0 seconds and an hour.",
    )

    def _support_contact(self):
        """How customers reach the company, as one line; empty where nothing is known."""
        self.ensure_one()
        return self.support_contact_line or " · ".join(part for part in (self.phone, self.email) if part)

    def write(self, vals):
        result = super().write(vals)
        if "support_reminder_hours" in vals:
            self.env["support.notification"].sudo()._replan_companies(self)
        if "support_mail_channel" in vals:
            # What is due goes out by the channel that is in charge now.
            self.env["support.notification"].sudo()._wake_up()
        return result
