from odoo import fields, models


class ResCompany(models.Model):
    """How long a company keeps what it knows of its customers."""

    _inherit = "res.company"

    support_keep_customer_days = fields.Integer(
        string="Customer Data of Past Visits",
        default=0,
        help="Days after a completed or cancelled visit until its customer is forgotten. 0: kept until somebody erases it.",
    )
    support_keep_mail_days = fields.Integer(
        string="Addresses of Sent Emails",
        default=0,
        help="Days after a visit until the ledger forgets to which address its emails went. 0: kept.",
    )

    _check_support_keep = models.Constraint(
        "CHECK (COALESCE(support_keep_customer_days, 0) >= 0 AND COALESCE(support_keep_mail_days, 0) >= 0)",
        "Data is kept for a number of days, or for ever with 0.",
    )
