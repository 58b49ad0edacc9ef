import secrets

from odoo import api, fields, models

from ..exceptions import ScheduleError

#: Set by the facade alone, like the system fields of support_appointment_schedule.py.
API_FIELDS = frozenset({"api_key_id", "api_uid"})


class SupportAppointment(models.Model):
    """What ties a visit to the key that booked it."""

    _inherit = "support.appointment"

    api_key_id = fields.Many2one(
        "support.api.key", string="Booked With", readonly=True, copy=False, ondelete="restrict", index="btree_not_null"
    )
    api_uid = fields.Char(string="API Id", readonly=True, copy=False, help="What clients of the booking API call it.")

    _api_uid_unique = models.UniqueIndex("(api_uid) WHERE api_uid IS NOT NULL")
    _api_key_start_idx = models.Index("(api_key_id, start, id) WHERE api_key_id IS NOT NULL")

    @api.model
    def _new_api_uid(self):
        """Unguessable, so that it says nothing about how many visits there are."""
        return f"apt_{secrets.token_hex(12)}"

    @api.model
    def _refuse_system_fields(self, vals):
        if API_FIELDS & vals.keys():
            raise ScheduleError(self.env._("By which API key a visit was booked can't be changed."), "system_field")
        return super()._refuse_system_fields(vals)

    def _api_timezone(self):
        """Name of the time zone in which clients are told about this visit."""
        self.ensure_one()
        calendar = self.company_id.resource_calendar_id
        return self.technician_id.tz or calendar.tz or "UTC"

    def _api_struct(self):
        """This visit for the companion: text, integers and booleans only, and never None."""
        self.ensure_one()
        return {
            "uid": self.api_uid,
            "reference": self.name,
            "state": self.state,
            "start": fields.Datetime.to_string(self.start),
            "stop": fields.Datetime.to_string(self.stop),
            "timezone": self._api_timezone(),
            "technician_id": self.technician_id.id or 0,
            "technician_name": self.technician_id.name or "",
            "ticket_id": self.ticket_id.id,
            "ticket_reference": self.env["support.helpdesk"]._number(self.ticket_id),
            "customer_name": self.customer_name or "",
            "customer_email": self.customer_email or "",
            "customer_phone": self.customer_phone or "",
            "external_reference": self.external_reference or "",
            "created_at": fields.Datetime.to_string(self.create_date),
            "revision": self.schedule_revision,
        }
