from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import format_datetime

from ..exceptions import ScheduleError
from ..logic import states


class SupportAppointmentWorkflow(models.Model):
    """How a visit lives, what its ticket learns of it, and whom else to tell."""

    _inherit = "support.appointment"

    # ------------------------------------------------------------
    # Buttons
    # ------------------------------------------------------------

    def action_confirm(self):
        self.write({"state": states.CONFIRMED})

    def action_set_draft(self):
        self.write({"state": states.DRAFT})

    def action_start(self):
        self.write({"state": states.IN_PROGRESS})

    def action_complete(self):
        self.write({"state": states.COMPLETED})

    def action_cancel(self):
        """Ask for the reason in a dialog."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Cancel Appointment") if len(self) == 1 else self.env._("Cancel Appointments"),
            "res_model": "support.appointment.cancel",
            "view_mode": "form",
            "target": "new",
            "context": {"default_appointment_ids": self.ids},
        }

    def action_open_ticket(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "helpdesk.ticket",
            "res_id": self.ticket_id.id,
            "view_mode": "form",
        }

    def _cancel(self, reason):
        """Cancel the visits for ``reason``; their time is free again."""
        self.write({"state": states.CANCELLED, "cancel_reason": reason})

    # ------------------------------------------------------------
    # Transitions
    # ------------------------------------------------------------

    def _check_transition(self, state, values):
        self.ensure_one()
        if not states.may_follow(self.state, state):
            following = [
                self._state_label(name) for name in states.TRANSITIONS if name in states.TRANSITIONS[self.state]
            ]
            if following:
                message = self.env._(
                    "%(reference)s is %(state)s and can't become %(new_state)s. It can become: %(following)s.",
                    reference=self.name,
                    state=self._state_label(self.state),
                    new_state=self._state_label(state),
                    following=", ".join(following),
                )
            else:
                message = self.env._(
                    "%(reference)s is %(state)s, which is final. Book a new visit instead.",
                    reference=self.name,
                    state=self._state_label(self.state),
                )
            raise ScheduleError(message, "invalid_transition")
        if state == states.CONFIRMED and self.state == states.DRAFT and not self._is_loading_history():
            self._check_not_past(fields.Datetime.to_datetime(values.get("start")) or self.start)

    def _transition_values(self, state, values):
        """What a transition sets beside the state."""
        return self._cancellation_values(values) if state == states.CANCELLED else {}

    @api.model
    def _cancellation_values(self, values):
        reason = (values.get("cancel_reason") or "").strip()
        if not reason:
            raise ScheduleError(
                self.env._("Say why the visit is cancelled: the reason is kept and told to the customer."),
                "reason_required",
            )
        return {
            "cancel_reason": reason,
            "cancelled_at": fields.Datetime.now(),
            "cancelled_by_id": self.env.uid,
        }

    @api.model
    def _state_label(self, state):
        return dict(self._fields["state"]._description_selection(self.env))[state]

    # ------------------------------------------------------------
    # After a change: the ticket, the customer, other users' calendars
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

    @api.model
    def _open_missing_tickets(self, vals_list):
        without = [vals for vals in vals_list if not vals.get("ticket_id")]
        if without:
            tickets = self.env["support.helpdesk"]._create_tickets(without)
            for vals, ticket in zip(without, tickets, strict=True):
                vals["ticket_id"] = ticket.id

    def _after_create(self):
        helpdesk = self.env["support.helpdesk"]
        for appointment in self:
            if appointment.technician_id:
                nobody = appointment.technician_id.browse()
                helpdesk._follow_technician(appointment.ticket_id, nobody, appointment.technician_id)
            if appointment.state in states.FINAL:
                appointment._close_ticket()
        booked = self.filtered(lambda appointment: appointment.state == states.CONFIRMED)
        if booked and self._tells_customers():
            booked._notify_booked()
        self._schedule_changed(["id"])

    def _after_changes(self, plans):
        helpdesk = self.env["support.helpdesk"]
        told = self._tells_customers()
        for plan in plans:
            appointment, before = plan.appointment, plan.before
            if plan.moved:
                if "technician_id" in plan.values:
                    helpdesk._follow_technician(
                        appointment.ticket_id, before["technician_id"], appointment.technician_id
                    )
                if "start" in plan.values:
                    appointment._note_reschedule(before)
            if appointment.state in states.FINAL and before["state"] not in states.FINAL:
                appointment._close_ticket()
            elif appointment.state != before["state"]:
                appointment._note_state()
            if told:
                appointment._tell_customer(plan)

    def _tell_customer(self, plan):
        if self.state != plan.before["state"]:
            if self.state == states.CANCELLED:
                self._notify_cancelled(plan.before)
            elif self.state == states.CONFIRMED and plan.before["state"] == states.DRAFT:
                self._notify_booked()
            elif self.state in (states.COMPLETED, states.DRAFT):
                self._notify_closed()
        elif plan.moved and self.state in (states.CONFIRMED, states.IN_PROGRESS):
            self._notify_rescheduled(plan.before)

    @api.model
    def _tells_customers(self):
        return not (self.env.su and self.env.context.get("support_no_notifications"))

    def _note_reschedule(self, before):
        self.ensure_one()
        zone = self.env.context.get("tz") or self.env.user.tz or "UTC"
        self.env["support.helpdesk"]._note(
            self.ticket_id,
            self.env._(
                "Visit %(reference)s moved from %(before)s to %(after)s (%(zone)s).",
                reference=self.name,
                before=format_datetime(self.env, before["start"], tz=zone, dt_format="short"),
                after=format_datetime(self.env, self.start, tz=zone, dt_format="short"),
                zone=zone,
            ),
        )

    def _note_state(self):
        self.ensure_one()
        self.env["support.helpdesk"]._note(
            self.ticket_id,
            self.env._(
                "Visit %(reference)s is now: %(state)s.", reference=self.name, state=self._state_label(self.state)
            ),
        )

    def _close_ticket(self):
        """Close the ticket when its last open visit is over: cancelled if all were, else done."""
        self.ensure_one()
        helpdesk = self.env["support.helpdesk"]
        visits = self.sudo().search_fetch([("ticket_id", "=", self.ticket_id.id)], ["state"])
        if self.state == states.CANCELLED:
            helpdesk._note(
                self.ticket_id,
                self.env._(
                    "Visit %(reference)s was cancelled: %(reason)s",
                    reference=self.name,
                    reason=self.cancel_reason,
                ),
            )
        else:
            self._note_state()
        if all(visit.state in states.FINAL for visit in visits):
            all_cancelled = all(visit.state == states.CANCELLED for visit in visits)
            helpdesk._close(self.ticket_id, states.CANCELLED if all_cancelled else states.COMPLETED)

    # ------------------------------------------------------------
    # Extension points. They run inside the transaction of the change.
    # ------------------------------------------------------------

    def _notify_booked(self):
        """The visits were just confirmed."""

    def _notify_rescheduled(self, before):
        """Time or technician of a confirmed visit changed; the revision is already the new one.

        :param dict before: ``start``, ``stop``, ``technician_id`` and ``state`` as they were
        """

    def _notify_cancelled(self, before):
        """The visits were just cancelled.

        :param dict before: as for :meth:`_notify_rescheduled`
        """

    def _notify_closed(self):
        """The visits were completed or taken back to draft: what was to be sent is moot."""

    def _schedule_changed(self, field_names, former_technicians=None):
        """The visits were created, deleted, or ``field_names`` of them written.

        :param former_technicians: whose they were before; the same ones where it is None
        """
