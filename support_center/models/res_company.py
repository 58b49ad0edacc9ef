from odoo import fields, models

from ..logic import zones
from .support_helpdesk import TicketRelation


class ResCompany(models.Model):
    _inherit = "res.company"

    support_default_duration = fields.Float(
        string="Visit Duration",
        default=1.0,
        help="How long a new visit takes unless said otherwise, in hours.",
    )
    support_travel_minutes = fields.Integer(
        string="Travel Buffer",
        default=0,
        help="Minutes kept free before each new visit so that the technician can get there.",
    )
    support_minimum_notice_minutes = fields.Integer(
        string="Minimum Notice",
        default=0,
        help="How many minutes ahead customers have to book online.",
    )
    support_booking_horizon_days = fields.Integer(
        string="Booking Horizon",
        default=365,
        help="How many days ahead customers can book online. 0: without an end.",
    )
    support_max_open_bookings = fields.Integer(
        string="Open Bookings",
        default=20,
        help="How many online bookings to come one email address can have. 0: any number.",
    )
    support_ticket_team_id = TicketRelation(
        string="Ticket Team",
        ticket_field="team_id",
        ondelete="restrict",
        help="Team of the tickets that bookings open. Empty: the helpdesk decides.",
    )
    support_stage_done_id = TicketRelation(
        string="Stage When Completed",
        ticket_field="stage_id",
        ondelete="restrict",
        help="Stage of a ticket whose last visit is completed. Empty: the helpdesk's own stage for solved tickets.",
    )
    support_stage_cancelled_id = TicketRelation(
        string="Stage When Cancelled",
        ticket_field="stage_id",
        ondelete="restrict",
        help="Stage of a ticket whose visits are all cancelled. Empty: the helpdesk's own stage for cancelled tickets.",
    )
    support_mail_channel = fields.Selection(
        [("odoo", "Odoo's outgoing mail servers"), ("companion", "The companion service")],
        string="Mail Delivery",
        default="odoo",
        required=True,
    )
    support_reminder_hours = fields.Float(
        string="Reminder",
        default=24.0,
        help="How many hours before a visit its reminder is sent. 0: no reminders.",
    )
    support_contact_line = fields.Char(
        string="Contact Line",
        translate=True,
        help="How customers reach you to reschedule or ask, shown in every mail."
        " Empty: the company's phone and address.",
    )

    _check_support_durations = models.Constraint(
        """CHECK (
            (support_default_duration IS NULL OR support_default_duration > 0)
            AND COALESCE(support_travel_minutes, 0) BETWEEN 0 AND 1440
            AND COALESCE(support_minimum_notice_minutes, 0) >= 0
            AND COALESCE(support_reminder_hours, 0) >= 0
        )""",
        "A visit's duration has to be above zero; travel (at most 24 hours), notice and reminder can't be negative.",
    )
    _check_support_online_limits = models.Constraint(
        """CHECK (
            COALESCE(support_booking_horizon_days, 0) BETWEEN 0 AND 3650
            AND COALESCE(support_max_open_bookings, 0) >= 0
        )""",
        "The booking horizon is between 0 and 3650 days; the bookings per customer can't be negative.",
    )

    def _support_lang(self, *codes):
        """A language that is installed.

        Odoo lets anybody write any text as the language of a contact, and refuses to work in one that is not installed.

        :param codes: languages, the one that is wanted most first; each may be any text or empty
        :return: the first of them that is installed, else the company's, else the database's
        """
        installed = [code for code, _name in self.env["res.lang"].get_installed()]
        fallbacks = (self.sudo().partner_id.lang, "en_US", installed[0])
        return next(code for code in (*codes, *fallbacks) if code in installed)

    def _support_tz(self):
        """Name of the time zone in which the company works."""
        company = self.sudo()
        return zones.first_known(company.resource_calendar_id.tz, company.partner_id.tz)
