from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import format_datetime

from ..logic import states

#: What a ticket is told of, in this order.
TOLD_FIELDS = (
    "start",
    "stop",
    "technician_id",
    "travel_minutes",
    "subject",
    "customer_name",
    "customer_email",
    "customer_phone",
    "location",
    "external_reference",
)
#: What a ticket has from the visit that it was opened for.
SHARED_FIELDS = ("subject", "description", "partner_id", "customer_name", "customer_email")
FACTS = frozenset({*TOLD_FIELDS, *SHARED_FIELDS, "ticket_id"})
#: Fields whose writing changes one of those.
CAUSES = FACTS | {"duration"}


class SupportAppointmentTicket(models.Model):
    """Which ticket a visit may be for, and what the ticket learns of it."""

    _inherit = "support.appointment"

    is_ticket_origin = fields.Boolean(
        string="Opened the Ticket",
        readonly=True,
        copy=False,
        help="The ticket was opened for this visit, so its subject, description and customer follow the visit's.",
    )

    # The models of stages differ between helpdesks.
    ticket_stage_before = fields.Integer(
        readonly=True, copy=False, aggregator=None, help="The ticket's stage before this visit closed it."
    )

    # ------------------------------------------------------------
    # Which tickets
    # ------------------------------------------------------------

    @api.model
    def _bookable_tickets(self, tickets):
        """Those of ``tickets`` that the user may book visits for, rights of the system aside.

        A visit shows what its ticket says, and closes it: so these are the tickets that the user sees, and those of visits
        that the user sees.
        """
        visits = self.sudo(False)
        seen = tickets.sudo(False)._filtered_access("read")
        if seen != tickets and visits.has_access("read"):
            seen |= visits.search([("ticket_id", "in", (tickets - seen).ids)]).ticket_id
        return seen & tickets

    @api.model
    def _check_tickets(self, ticket_ids):
        """Refuse tickets that the user may not book for."""
        if self.env.su or not ticket_ids:
            return
        tickets = self.env["helpdesk.ticket"].browse(ticket_ids)
        if self._bookable_tickets(tickets) != tickets:
            raise AccessError(
                self.env._(
                    "You can book visits only for tickets that you see. Ask a support manager to book for this one."
                )
            )

    def _shows_ticket(self):
        """Whether the visit may tell of its ticket: one that was just chosen in a form may be somebody else's."""
        self.ensure_one()
        ticket = self.ticket_id
        return bool(ticket) and (ticket == self._origin.ticket_id or bool(self._bookable_tickets(ticket)))

    # ------------------------------------------------------------
    # A new visit
    # ------------------------------------------------------------

    @api.model
    def _open_missing_tickets(self, vals_list):
        without = [vals for vals in vals_list if not vals.get("ticket_id")]
        if without:
            tickets = self.env["support.helpdesk"]._create_tickets(without)
            for vals, ticket in zip(without, tickets, strict=True):
                vals.update(ticket_id=ticket.id, is_ticket_origin=True)

    def _tell_ticket_of_booking(self):
        self.ensure_one()
        if self.technician_id:
            nobody = self.technician_id.browse()
            self.env["support.helpdesk"]._follow_technician(self.ticket_id, nobody, self.technician_id)
        if not self.is_ticket_origin:
            self._note(
                self.env._(
                    "Visit %(reference)s booked: %(start)s (%(zone)s), %(technician)s.",
                    reference=self.name,
                    start=self._text_for_note("start", self.start),
                    zone=self._zone_of_notes(),
                    technician=self.technician_id.sudo().name or self.env._("nobody assigned yet"),
                )
            )

    # ------------------------------------------------------------
    # Changes
    # ------------------------------------------------------------

    def _ticket_facts(self, names):
        """What the visits' tickets may have to be told, as it is before ``names`` are written.

        :return: dict of values by visit; empty where tickets need not know
        """
        if not CAUSES & set(names):
            return {}
        return {visit: {name: visit[name] for name in FACTS} for visit in self.sudo()}

    def _tell_tickets(self, facts):
        """Keep tickets in step with visits that were just written.

        :param facts: what :meth:`_ticket_facts` gave before
        """
        helpdesk = self.env["support.helpdesk"]
        for visit, before in facts.items():
            after = {name: visit[name] for name in before}
            if before["ticket_id"] != after["ticket_id"]:
                visit._leave_ticket(before["ticket_id"])
                continue
            if before["technician_id"] != after["technician_id"]:
                helpdesk._follow_technician(visit.ticket_id, before["technician_id"], after["technician_id"])
            if visit.is_ticket_origin:
                given, wanted = ({**values, "partner_id": values["partner_id"].id} for values in (before, after))
                helpdesk._follow_details(visit.ticket_id, given, wanted)
            visit._note_changes(before, after)

    def _leave_ticket(self, former_ticket):
        self.ensure_one()
        self.is_ticket_origin = False
        self.ticket_stage_before = False
        self.env["support.helpdesk"]._note(
            former_ticket,
            self.env._("Visit %(reference)s is now for another ticket.", reference=self.name),
        )
        self._tell_ticket_of_booking()

    def _note_changes(self, before, after):
        """Tell the ticket in one note what changed."""
        self.ensure_one()
        changed = [name for name in TOLD_FIELDS if before[name] != after[name]]
        lengths = [values["stop"] - values["start"] for values in (before, after)]
        if "start" in changed and "stop" in changed and lengths[0] == lengths[1]:
            # A move says where to; that the end moves along goes without saying.
            changed.remove("stop")
        if changed:
            self._note(Markup("<br/>").join(self._describe_change(name, before[name], after[name]) for name in changed))

    def _describe_change(self, name, before, after):
        values = {"before": self._text_for_note(name, before), "after": self._text_for_note(name, after)}
        if name == "start":
            return self.env._(
                "Visit %(reference)s moved from %(before)s to %(after)s (%(zone)s).",
                reference=self.name,
                zone=self._zone_of_notes(),
                **values,
            )
        return self.env._(
            "Visit %(reference)s: %(field)s changed from %(before)s to %(after)s.",
            reference=self.name,
            field=self._fields[name]._description_string(self.env),
            **values,
        )

    def _text_for_note(self, name, value):
        if self._fields[name].type == "integer":
            return str(value)
        if not value:
            return self.env._("(empty)")
        if self._fields[name].type == "datetime":
            return format_datetime(self.env, value, tz=self._zone_of_notes(), dt_format="short")
        return value.name if self._fields[name].relational else value

    def _zone_of_notes(self):
        return self.env.context.get("tz") or self.env.user.tz or "UTC"

    def _note(self, body):
        self.env["support.helpdesk"]._note(self.ticket_id, body)

    def _note_state(self):
        self.ensure_one()
        self._note(
            self.env._(
                "Visit %(reference)s is now: %(state)s.", reference=self.name, state=self._state_label(self.state)
            )
        )

    def _close_ticket(self):
        """Close the ticket when its last open visit is over: cancelled if all were, else done."""
        self.ensure_one()
        visits = self.sudo().search_fetch([("ticket_id", "=", self.ticket_id.id)], ["state"])
        if self.state == states.CANCELLED:
            self._note(
                self.env._(
                    "Visit %(reference)s was cancelled: %(reason)s",
                    reference=self.name,
                    reason=self.cancel_reason,
                )
            )
        else:
            self._note_state()
        if all(visit.state in states.FINAL for visit in visits):
            all_cancelled = all(visit.state == states.CANCELLED for visit in visits)
            final_state = states.CANCELLED if all_cancelled else states.COMPLETED
            former_stage = self.env["support.helpdesk"]._close(self.ticket_id, final_state)
            self.sudo().ticket_stage_before = former_stage.id

    def _reopen_ticket(self):
        """Put the ticket back into the stage that it had before this visit closed it."""
        self.ensure_one()
        visit = self.sudo()
        if visit.ticket_stage_before:
            self.env["support.helpdesk"]._reopen(self.ticket_id, visit.ticket_stage_before)
            visit.ticket_stage_before = False
