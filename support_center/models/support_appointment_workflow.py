from odoo import api, fields, models

from ..exceptions import ScheduleError
from ..logic import states


class SupportAppointmentWorkflow(models.Model):
    """How a visit lives, and who learns of it."""

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

    def _after_create(self):
        for appointment in self:
            appointment._tell_ticket_of_booking()
            if appointment.state in states.FINAL:
                appointment._close_ticket()
        booked = self.filtered(lambda appointment: appointment.state == states.CONFIRMED)
        if booked and self._tells_customers():
            booked._notify_booked()
        self._schedule_changed(["id"])

    def _after_changes(self, plans):
        told = self._tells_customers()
        for plan in plans:
            appointment, before = plan.appointment, plan.before
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
