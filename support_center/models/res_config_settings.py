from odoo import fields, models

from .support_helpdesk import TicketRelation


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    support_default_duration = fields.Float(related="company_id.support_default_duration", readonly=False)
    support_travel_minutes = fields.Integer(related="company_id.support_travel_minutes", readonly=False)
    support_minimum_notice_minutes = fields.Integer(
        related="company_id.support_minimum_notice_minutes",
        readonly=False,
    )
    support_booking_horizon_days = fields.Integer(related="company_id.support_booking_horizon_days", readonly=False)
    support_max_open_bookings = fields.Integer(related="company_id.support_max_open_bookings", readonly=False)
    support_ticket_team_id = TicketRelation(related="company_id.support_ticket_team_id", readonly=False)
    support_stage_done_id = TicketRelation(related="company_id.support_stage_done_id", readonly=False)
    support_stage_cancelled_id = TicketRelation(related="company_id.support_stage_cancelled_id", readonly=False)
    support_mail_channel = fields.Selection(related="company_id.support_mail_channel", readonly=False)
    support_reminder_hours = fields.Float(related="company_id.support_reminder_hours", readonly=False)
    support_contact_line = fields.Char(related="company_id.support_contact_line", readonly=False)
