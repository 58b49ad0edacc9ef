from odoo import fields, models


class SupportAppointment(models.Model):
    """A visit, as it was before there were rules about when it may take place."""

    _name = "support.appointment"
    _description = "Appointment"
    _inherit = ["mail.thread"]
    _order = "start"

    name = fields.Char(string="Subject", required=True)
    description = fields.Text()
    ticket_id = fields.Many2one("helpdesk.ticket")
    partner_id = fields.Many2one("res.partner", string="Customer")
    customer_name = fields.Char()
    customer_email = fields.Char()
    technician_id = fields.Many2one("res.users")
    start = fields.Datetime(required=True)
    stop = fields.Datetime()
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("confirmed", "Confirmed"),
            ("in_progress", "In Progress"),
            ("completed", "Completed"),
            ("cancelled", "Cancelled"),
        ],
        default="draft",
        required=True,
    )
