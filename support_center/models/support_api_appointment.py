import hashlib
import json
import secrets

from psycopg2.pool import PoolError

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError
from odoo.tools import SQL

from ..logic import states, zones


class SupportAppointment(models.Model):
    """What ties a visit to the key that booked it."""

    _inherit = "support.appointment"

    api_key_id = fields.Many2one(
        "support.api.key", string="Booked With", readonly=True, copy=False, ondelete="restrict", index="btree_not_null"
    )
    api_uid = fields.Char(string="API Id", readonly=True, copy=False, help="What clients of the booking API call it.")

    api_revision = fields.Integer(
        string="API Revision",
        compute="_compute_api_revision",
        store=True,
        precompute=True,
        copy=False,
        aggregator=None,
        help="Raised by every change of what clients of the booking API are shown; their ETag.",
    )
    api_shown = fields.Char(
        compute="_compute_api_revision",
        store=True,
        precompute=True,
        copy=False,
        help="Digest of what clients of the booking API are shown.",
    )

    _api_uid_unique = models.UniqueIndex("(api_uid) WHERE api_uid IS NOT NULL")
    _api_key_start_idx = models.Index("(api_key_id, start, id) WHERE api_key_id IS NOT NULL")

    # How many visits of one customer's are still to come.
    _api_open_idx = models.Index(
        "(company_id, lower(customer_email), start) WHERE api_key_id IS NOT NULL AND state <> 'cancelled'"
    )

    @api.depends(
        lambda self: [
            "api_key_id",
            "state",
            "start",
            "stop",
            "technician_id.name",
            "technician_id.tz",
            "company_id.resource_calendar_id.tz",
            *self.env["support.helpdesk"]._number_paths("ticket_id"),
            "customer_name",
            "customer_email",
            "customer_phone",
            "external_reference",
        ]
    )
    def _compute_api_revision(self):
        for appointment in self:
            before, revision = appointment.api_shown, appointment.api_revision
            shown = appointment._api_digest() if appointment.api_key_id else False
            appointment.api_shown = shown
            is_change = shown and appointment._origin and shown != before
            appointment.api_revision = revision + 1 if is_change else revision

    @api.model
    def _new_api_uid(self):
        """Unguessable, so that it says nothing about how many visits there are."""
        return f"apt_{secrets.token_hex(12)}"

    def _api_timezone(self):
        """Name of the time zone in which clients are told about this visit."""
        self.ensure_one()
        return zones.first_known(self.technician_id.tz, self.company_id._support_tz())

    def _api_variables(self):
        """All that clients are shown of this visit and that may change."""
        self.ensure_one()
        return {
            "state": self.state,
            "start": fields.Datetime.to_string(self.start),
            "stop": fields.Datetime.to_string(self.stop),
            "timezone": self._api_timezone(),
            "technician_id": self.technician_id._origin.id or 0,
            "technician_name": self.technician_id.name or "",
            "ticket_id": self.ticket_id._origin.id,
            "ticket_reference": self.env["support.helpdesk"]._number(self.ticket_id),
            "customer_name": self.customer_name or "",
            "customer_email": self.customer_email or "",
            "customer_phone": self.customer_phone or "",
            "external_reference": self.external_reference or "",
        }

    def _api_digest(self):
        return hashlib.sha256(json.dumps(self._api_variables(), sort_keys=True).encode()).hexdigest()

    def _api_struct(self):
        """This visit for the companion: text, integers and booleans only, and never None."""
        return {
            **self._api_variables(),
            "uid": self.api_uid,
            "reference": self.name,
            "created_at": fields.Datetime.to_string(self.create_date),
            "revision": self.api_revision,
        }

    # ------------------------------------------------------------
    # How many one customer may have
    # ------------------------------------------------------------

    @api.model
    def _lock_and_count_open(self, company, email):
        """Online bookings of an email address that are still to come, those included that were committed since this
        transaction began. No other transaction adds one before this one ends.

        :raise ConcurrencyError: every connection of this Odoo is in use; Odoo carries out the request again
        """
        self.flush_model(["company_id", "customer_email", "start", "state", "api_key_id"])
        open_visits = SQL(
            """
            SELECT id
              FROM support_appointment
             WHERE api_key_id IS NOT NULL
               AND company_id = %s
               AND lower(customer_email) = lower(%s)
               AND state IN (%s, %s, %s)
               AND state <> 'cancelled'
               AND start > %s
            """,
            company.id,
            email,
            states.DRAFT,
            states.CONFIRMED,
            states.IN_PROGRESS,
            fields.Datetime.now(),
        )
        [(known, snapshot, _lock)] = self.env.execute_query(
            SQL(
                "SELECT ARRAY(%s), pg_current_snapshot()::text, pg_advisory_xact_lock(hashtextextended(%s, 0))",
                open_visits,
                f"support.appointment.open:{company.id}:{email.lower()}",
            )
        )
        try:
            with self.env.registry.cursor() as cr:
                cr.execute(
                    SQL("%s AND NOT pg_visible_in_snapshot(xmin::text::xid8, %s::pg_snapshot)", open_visits, snapshot)
                )
                return len({*known, *(row[0] for row in cr.fetchall())})
        except PoolError as error:
            # No constraint decides here, so nothing may be booked uncounted.
            raise ConcurrencyError(str(error)) from error
