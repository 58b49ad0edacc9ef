from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import consteq, email_normalize, verify_hash_signed

from ..logic import mail_plan, states, visit_link
from .arguments import of_records
from .mail_render_mixin import is_trusted
from .ours import is_manager

#: What the links of 19.0.1.0.0 were signed for.
SIGNED_SCOPE = "support_center.visit"
#: Fields that can make somebody else the customer of a visit.
CUSTOMER_FIELDS = frozenset({"partner_id", "customer_email", "ticket_id"})
#: So many emails with links are sent to an address that asks for them within an hour, for the next visits.
MAX_LINKS = 3
LINKS_PERIOD = timedelta(hours=1)


class SupportAppointmentLink(models.Model):
    """The link in customers' email, which is all the authority that its holder needs.

    It belongs to one customer of the visit: with another customer comes another secret. It ends some time after the visit.
    """

    _inherit = "support.appointment"

    customer_link_secret = fields.Char(required=True, readonly=True, copy=False, groups=fields.NO_ACCESS)
    customer_link_signed = fields.Boolean(
        readonly=True,
        copy=False,
        groups=fields.NO_ACCESS,
        help="The link that version 19.0.1.0.0 signed for the visit leads to it still.",
    )
    customer_manage_url = fields.Char(
        compute="_compute_customer_manage_url",
        compute_sudo=True,
        groups="support_center.group_support_manager",
    )

    can_send_link = fields.Boolean(compute="_compute_can_send_link")

    @api.depends("customer_email", "state", "stop")
    def _compute_can_send_link(self):
        """Whether the customer still has something to decide, and an address that the link can be sent to."""
        for appointment in self:
            appointment.can_send_link = bool(
                appointment._origin
                and appointment._is_link_worth_sending()
                and email_normalize(appointment.customer_email)
            )

    @api.depends("customer_link_secret")
    @api.depends_context("uid", "support_example_link", "support_sender")
    def _compute_customer_manage_url(self):
        """Empty for users who may not act for the customer: Odoo's composer renders templates as the system for everybody."""
        example = self.env.context.get("support_example_link")
        may_know = example or is_trusted(self.env) or is_manager(self.env)
        for appointment in self:
            address = f"{appointment.get_base_url()}{visit_link.PATH}"
            has_link = appointment.id and may_know
            token = has_link and (visit_link.EXAMPLE if example else appointment._customer_token())
            appointment.customer_manage_url = token and f"{address}/{token}"

    # ------------------------------------------------------------
    # Secrets
    # ------------------------------------------------------------

    @api.model
    def _prepare_create_values(self, vals_list):
        """A secret of its own for each visit, whatever the caller or a default says."""
        return [
            {**vals, "customer_link_secret": visit_link.new_secret(), "customer_link_signed": False}
            for vals in super()._prepare_create_values(vals_list)
        ]

    def write(self, vals):
        before = {}
        if CUSTOMER_FIELDS & vals.keys():
            before = {appointment: appointment._customer_identity() for appointment in self.sudo()}
        result = super().write(vals)
        changed = self.sudo().browse(
            appointment.id for appointment, identity in before.items() if appointment._has_other_customer(identity)
        )
        changed._renew_customer_link()
        return result

    def _customer_identity(self):
        """Who may have the link: the contact, and the address that it was sent to."""
        self.ensure_one()
        return self.partner_id, email_normalize(self.customer_email) or ""

    def _has_other_customer(self, before):
        """Whether the visit is now for somebody else, who has not got the link.

        A contact that is chosen for an address, or taken away from it, is the same customer.

        :param before: of :meth:`_customer_identity`
        """
        (old_partner, old_address), (partner, address) = before, self._customer_identity()
        if old_partner and partner and old_partner != partner:
            return True
        return address != old_address or (not address and old_partner != partner)

    def _renew_customer_link(self):
        """All links to these visits stop working; the next email has a new one."""
        for appointment in self.sudo():
            appointment.write({"customer_link_secret": visit_link.new_secret(), "customer_link_signed": False})

    # ------------------------------------------------------------
    # Links
    # ------------------------------------------------------------

    def _customer_token(self):
        """What stands in the link to the visit's page."""
        self.ensure_one()
        return visit_link.token(self.id, self.sudo().customer_link_secret)

    @api.model
    def _by_customer_token(self, token):
        """The visit that a link leads to, also where the link has expired; empty where there is none."""
        parsed = visit_link.parse(token)
        if parsed:
            appointment = self.sudo().browse(parsed[0]).exists()
            genuine = appointment and consteq(appointment.customer_link_secret, parsed[1])
        else:
            appointment = self._by_signed_token(token)
            genuine = appointment.customer_link_signed
        return appointment if genuine else self.sudo().browse()

    @api.model
    def _by_signed_token(self, token):
        """The visit that version 19.0.1.0.0 signed this token for."""
        try:
            appointment_id = verify_hash_signed(self.sudo().env, SIGNED_SCOPE, token)
        except (ValueError, UnicodeError):
            appointment_id = None
        return self.sudo().browse(appointment_id or []).exists()

    def _customer_link_expired(self):
        self.ensure_one()
        return self.stop + visit_link.LIFETIME <= fields.Datetime.now()

    # ------------------------------------------------------------
    # Sending it anew
    # ------------------------------------------------------------

    def _is_link_worth_sending(self):
        """Whether the customer still has something to look at or to decide."""
        self.ensure_one()
        is_open = self.state in (states.CONFIRMED, states.IN_PROGRESS)
        return is_open and bool(self.stop) and self.stop > fields.Datetime.now()

    @api.model
    def _send_links_to(self, address):
        """Send the links of the next visits that are booked for an address to that address, so many within an hour.

        Those that ask at the same time would not see each other's rows: the sender, of which there is one, calls this.

        :param str address: normalised
        """
        now = fields.Datetime.now()
        left = MAX_LINKS - len(self._recent_links(address))
        if left <= 0:
            return
        # No pattern: what is % or _ in the address stands for itself.
        pattern = address.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        candidates = self.sudo().search(
            [
                ("state", "in", (states.CONFIRMED, states.IN_PROGRESS)),
                ("start", ">", now - timedelta(days=31)),
                ("stop", ">", now),
                ("customer_email", "ilike", pattern),
            ],
            order="start, id",
        )
        own = candidates.filtered(lambda visit: email_normalize(visit.customer_email) == address)
        self.env["support.notification"].sudo()._plan_links(own[:left])

    @api.model
    def _recent_links(self, address):
        """The emails with links that went to an address within an hour, or will go to it.

        The ledger counts, so that it makes no difference who asked, from where, and how the address was written.

        :param str address: normalised
        """
        ledger = self.env["support.notification"].sudo()
        begin = fields.Datetime.now() - LINKS_PERIOD
        recent = ledger.search([("kind", "=", mail_plan.LINK), ("decided_at", ">", begin)], order="decided_at, id")
        return recent.filtered(
            lambda row: email_normalize(row.email_to or row.appointment_id.customer_email) == address
        )

    def _check_links_left(self):
        """
        :raise UserError: an address of these visits had so many emails with links that it gets no more now
        """
        for address, visits in self.grouped(lambda visit: email_normalize(visit.customer_email)).items():
            if len(visits) > MAX_LINKS:
                raise UserError(
                    self.env._(
                        "%(address)s would get %(count)s emails with links at once. Send at most %(limit)s.",
                        address=address,
                        count=len(visits),
                        limit=MAX_LINKS,
                    )
                )
            recent = self._recent_links(address)
            excess = len(recent) + len(visits) - MAX_LINKS
            if excess > 0:
                raise UserError(
                    self.env._(
                        "%(address)s got %(count)s emails with links within the last hour. Wait until %(time)s, then send"
                        " another one.",
                        address=address,
                        count=len(recent),
                        time=self._format(recent[excess - 1].decided_at + LINKS_PERIOD),
                    )
                )

    def _has_new_link_to_come(self):
        """Whether a manager had a new link sent, in an email that has not left yet."""
        self.ensure_one()
        now = fields.Datetime.now()
        return any(
            row.kind == mail_plan.LINK
            and row.state == mail_plan.PLANNED
            and row.due_at <= now
            # Those that customers ask for are planned by the system, and change no link.
            and row.create_uid.id != SUPERUSER_ID
            for row in self.sudo().notification_ids
        )

    @of_records
    def action_send_new_link(self):
        """Send the customers of these visits a new link; the links that they had stop working.

        Who presses the button again before the email has left means the same link.
        """
        self.check_access("write")
        if not self.env.user.has_group("support_center.group_support_manager"):
            raise AccessError(self.env._("Only support managers send new links. Ask one of them."))
        for appointment in self:
            if not appointment._is_link_worth_sending():
                raise UserError(
                    self.env._(
                        "%s is not a confirmed visit that is still to come. Its customer needs no link.",
                        appointment.name,
                    )
                )
            if not email_normalize(appointment.customer_email):
                raise UserError(
                    self.env._(
                        "No valid email address is known for %s. Enter one, then send the link.", appointment.name
                    )
                )
        new = self.filtered(lambda visit: not visit._has_new_link_to_come())
        for appointment in new.sorted("id"):
            appointment._lock_for_change()
        new._check_links_left()
        new._renew_customer_link()
        self.env["support.notification"].sudo()._plan_links(new.sudo())
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("The new link is on its way. Earlier links to this visit no longer work."),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }
