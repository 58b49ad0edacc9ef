import hmac
import ipaddress
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..logic import api_keys
from ..logic.arguments import STRUCT, list_of
from .arguments import of_one_record, of_records, refuse_odd, refuse_odd_values

SCOPE_FIELDS = {
    "slots:read": "scope_slots_read",
    "bookings:read": "scope_bookings_read",
    "bookings:write": "scope_bookings_write",
}
DEFAULT_DAYS = 365


class SupportApiKey(models.Model):
    """What another system may do through the booking API, and the digests of the secrets by which it is known.

    Administrators make keys and are shown each secret once; nobody can read one afterwards.
    """

    _name = "support.api.key"
    _description = "Support API Key"
    _inherit = ["mail.thread", "support.system.fields"]
    _order = "revoked_at desc, name, id"

    name = fields.Char(required=True, tracking=True, help="Who uses this key, such as a website's name.")
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, help="Bookings are made in this company."
    )
    prefix = fields.Char(string="Key", readonly=True, copy=False, help="How the key begins.")
    digest = fields.Char(readonly=True, copy=False, groups=fields.NO_ACCESS)
    previous_digest = fields.Char(readonly=True, copy=False, groups=fields.NO_ACCESS)
    previous_prefix = fields.Char(string="Previous Key", readonly=True, copy=False)
    previous_until = fields.Datetime(
        string="Previous Key Valid Until",
        readonly=True,
        copy=False,
        help="Until then the key from before the last rotation works beside the new one.",
    )

    scope_slots_read = fields.Boolean(
        string="Find Free Slots", default=True, tracking=True, help="slots:read: free slots and technicians"
    )
    scope_bookings_read = fields.Boolean(
        string="Read Bookings", default=True, tracking=True, help="bookings:read: appointments booked with this key"
    )
    scope_bookings_write = fields.Boolean(
        string="Book, Move and Cancel", default=True, tracking=True, help="bookings:write"
    )
    requests_per_minute = fields.Integer(default=60, required=True, tracking=True, aggregator=None)
    bookings_per_minute = fields.Integer(default=10, required=True, tracking=True, aggregator=None)
    allowed_networks = fields.Text(
        string="Allowed Addresses",
        tracking=True,
        help="One IP address or network (CIDR, such as 203.0.113.0/24) per line. Empty: any address.",
    )
    expires_at = fields.Datetime(
        string="Valid Until",
        required=True,
        tracking=True,
        default=lambda self: fields.Datetime.now() + timedelta(days=DEFAULT_DAYS),
    )
    last_used_at = fields.Datetime(string="Last Use", readonly=True, copy=False)
    revoked_at = fields.Datetime(readonly=True, copy=False, tracking=True)
    state = fields.Selection(
        [("active", "Active"), ("expired", "Expired"), ("revoked", "Revoked")],
        compute="_compute_state",
        search="_search_state",
        string="Status",
    )
    appointment_count = fields.Integer(
        compute="_compute_appointment_count", string="Bookings", groups="support_center.group_support_manager"
    )

    _digest_unique = models.UniqueIndex("(digest)")
    _previous_digest_idx = models.Index("(previous_digest) WHERE previous_digest IS NOT NULL")
    _limits_positive = models.Constraint(
        "CHECK (requests_per_minute > 0 AND bookings_per_minute > 0)",
        "A key needs at least one request and one booking a minute; revoke it to stop all use.",
    )

    @api.depends("revoked_at", "expires_at")
    def _compute_state(self):
        now = fields.Datetime.now()
        for key in self:
            if key.revoked_at:
                key.state = "revoked"
            else:
                key.state = "active" if key.expires_at and key.expires_at > now else "expired"

    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        now = fields.Datetime.now()
        domains = {
            "revoked": fields.Domain("revoked_at", "!=", False),
            "expired": fields.Domain("revoked_at", "=", False) & fields.Domain("expires_at", "<=", now),
            "active": fields.Domain("revoked_at", "=", False) & fields.Domain("expires_at", ">", now),
        }
        return fields.Domain.OR(domains[state] for state in value if state in domains)

    def _compute_appointment_count(self):
        counts = dict(
            self.env["support.appointment"]._read_group([("api_key_id", "in", self.ids)], ["api_key_id"], ["__count"])
        )
        for key in self:
            key.appointment_count = counts.get(key, 0)

    @api.model_create_multi
    def create(self, vals_list):
        refuse_odd(self.env, vals_list, list_of(STRUCT), "vals_list")
        for vals in vals_list:
            refuse_odd_values(self, vals)
            self._refuse_system_fields(vals)
        return super().create([self._with_canonical_networks(vals) for vals in vals_list])

    def write(self, vals):
        refuse_odd(self.env, vals, STRUCT, "vals")
        refuse_odd_values(self, vals)
        self._refuse_system_fields(vals)
        if "revoked_at" in vals and any(key.revoked_at for key in self):
            # Not even the system takes it back.
            raise UserError(self.env._("A key that was revoked stays revoked. Create a new key instead."))
        result = super().write(self._with_canonical_networks(vals))
        if "company_id" in vals:
            # Rules are checked before a write. Nobody gives a key to a company of others.
            self.check_access("write")
        return result

    @api.model
    def _with_canonical_networks(self, vals):
        """``vals`` with networks as every program reads them, one a line: others know fewer ways to write them."""
        if not vals.get("allowed_networks"):
            return vals
        networks = [self._canonical_network(network) for network in vals["allowed_networks"].split()]
        return {**vals, "allowed_networks": "\n".join(networks) or False}

    @api.model
    def _canonical_network(self, text):
        try:
            network = ipaddress.ip_network(text)
        except ValueError:
            network = None
        # A scope, as in fe80::1%eth0, means something on one machine only.
        if network is None or "%" in text:
            raise ValidationError(
                self.env._(
                    "“%(network)s” is not an IP address or network. Write one per line, such as 203.0.113.7 or"
                    " 203.0.113.0/24; the bits after the mask have to be zero.",
                    network=text,
                )
            )
        return str(network)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        if self.env["support.appointment"].sudo().search_count([("api_key_id", "in", self.ids)], limit=1):
            raise UserError(
                self.env._("A key with bookings can't be deleted: they would lose their owner. Revoke it instead.")
            )
        for name in ("support.api.log", "support.api.request"):
            if self.env[name].sudo().search_count([("key_id", "in", self.ids)], limit=1):
                raise UserError(
                    self.env._(
                        "A key that was used can't be deleted: its requests are kept for a while. Revoke it instead."
                    )
                )

    # ------------------------------------------------------------
    # Secrets
    # ------------------------------------------------------------

    @api.model
    def _generate(self, name, scopes=tuple(SCOPE_FIELDS), **values):
        """Create a key.

        :param str name: who uses it
        :param scopes: some of ``slots:read``, ``bookings:read``, ``bookings:write``
        :param values: further field values, such as ``requests_per_minute`` or ``expires_at``
        :return: ``(record, secret)``; the secret can't be had again
        """
        secret = api_keys.generate()
        granted = {field: scope in scopes for scope, field in SCOPE_FIELDS.items()}
        key = self.create({"name": name, **granted, **values})
        key.sudo().write({"prefix": api_keys.prefix(secret), "digest": api_keys.digest(secret)})
        return key, secret

    def _rotate(self, overlap_hours=0):
        """Give the key a new secret; the old one works for ``overlap_hours`` more.

        :return: the new secret; it can't be had again
        """
        self.ensure_one()
        self.check_access("write")
        if self.revoked_at:
            raise UserError(self.env._("%s was revoked for good. Create a new key instead.", self.name))
        secret = api_keys.generate()
        record = self.sudo()
        until = fields.Datetime.now() + timedelta(hours=overlap_hours)
        record.write(
            {
                "previous_digest": record.digest if overlap_hours else False,
                "previous_prefix": record.prefix if overlap_hours else False,
                "previous_until": until if overlap_hours else False,
                "prefix": api_keys.prefix(secret),
                "digest": api_keys.digest(secret),
            }
        )
        self._message_log(
            body=self.env._("The secret was rotated; the previous one works for %s more hours.", overlap_hours)
        )
        return secret

    @of_records
    def action_revoke(self):
        """End the key for good. Holds at the companion within a second."""
        self.check_access("write")
        # sudo: no administrator may write when a key was revoked
        self.filtered(lambda key: not key.revoked_at).sudo().write({"revoked_at": fields.Datetime.now()})

    @of_one_record
    def action_rotate(self):
        """Ask how long the present secret is to go on working."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Rotate Key"),
            "res_model": "support.api.key.rotate",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_key_id": self.id},
        }

    @of_one_record
    def action_open_appointments(self):
        """The appointments that were booked with this key."""
        action = self.env["ir.actions.act_window"]._for_xml_id("support_center.support_appointment_action_all")
        return {**action, "domain": [("api_key_id", "=", self.id)], "context": {"create": False}}

    @of_one_record
    def action_open_log(self):
        """The requests that were made with this key."""
        action = self.env["ir.actions.act_window"]._for_xml_id("support_center.support_api_log_action")
        return {**action, "domain": [("key_id", "=", self.id)], "context": {}}

    # ------------------------------------------------------------
    # For the facade (always with sudo)
    # ------------------------------------------------------------

    @api.model
    def _find_by_digest(self, digest):
        """The key one of whose secrets has this digest; empty when there is none or its overlap is over."""
        now = fields.Datetime.now()
        current = fields.Domain("digest", "=", digest)
        previous = fields.Domain("previous_digest", "=", digest) & fields.Domain("previous_until", ">", now)
        key = self.search(current | previous, limit=1)
        matches = any(hmac.compare_digest(digest, known or "") for known in (key.digest, key.previous_digest))
        return key if matches else self.browse()

    def _scopes(self):
        self.ensure_one()
        return [scope for scope, field in SCOPE_FIELDS.items() if self[field]]

    def _networks(self):
        self.ensure_one()
        return (self.allowed_networks or "").split()
