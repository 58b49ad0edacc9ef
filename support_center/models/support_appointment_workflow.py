from pytz import utc

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import format_date

from ..exceptions import ScheduleError
from ..logic import states, text
from .arguments import of_one_record, of_records

#: So long may technicians take back that they completed a visit; managers may at any time.
UNDO_MINUTES = 15


class SupportAppointmentWorkflow(models.Model):
    """How a visit lives, and who learns of it."""

    _inherit = "support.appointment"

    # ------------------------------------------------------------
    # Buttons
    # ------------------------------------------------------------

    @of_records
    def action_confirm(self):
        self.write({"state": states.CONFIRMED})

    @of_records
    def action_set_draft(self):
        self.write({"state": states.DRAFT})

    @of_records
    def action_start(self):
        self.write({"state": states.IN_PROGRESS})

    @of_records
    def action_complete(self):
        self.write({"state": states.COMPLETED})

    @of_records
    def action_cancel(self):
        """Ask for the reason in a dialog."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env["support.appointment.cancel"]._title(len(self)),
            "res_model": "support.appointment.cancel",
            "view_mode": "form",
            "target": "new",
            "context": {"default_appointment_ids": self.ids},
        }

    @of_records
    def action_undo_start(self):
        """The visit has not begun after all."""
        self.write({"state": states.CONFIRMED})

    @of_records
    def action_reopen(self):
        """The visit is not over after all; the ticket that was closed by it is open again."""
        self.write({"state": states.IN_PROGRESS})

    @of_one_record
    def action_ask_to_start(self):
        """The same as :meth:`action_start` for people: a visit of another day is asked about, and it can be undone."""
        return self._step_action("action_start")

    @of_one_record
    def action_ask_to_complete(self):
        """The same as :meth:`action_complete` for people: a visit of another day is asked about, and it can be undone."""
        return self._step_action("action_complete")

    def _step_action(self, method):
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.client",
            "tag": "support_visit_step",
            "params": {"id": self.id, "method": method, "other_day": self._other_day()},
        }

    @api.readonly
    @of_one_record
    def support_other_day(self):
        """The day of the visit as users read it, or False where it is today."""
        self.check_access("read")
        return self._other_day()

    def _other_day(self):
        zone = self._user_zone()
        today = utc.localize(fields.Datetime.now()).astimezone(zone).date()
        first, last = (utc.localize(moment).astimezone(zone).date() for moment in (self.start, self.stop))
        if first <= today <= last:
            return False
        return format_date(self.env, first, date_format="EEEE, d MMMM y")

    @of_one_record
    def action_open_ticket(self):
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
            if following and (self.state not in states.FINAL or self._may_dispatch()):
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
        if self.state == states.COMPLETED and state == states.IN_PROGRESS:
            self._check_may_reopen()
        if state == states.CONFIRMED and self.state == states.DRAFT and not self._is_loading_history():
            self._check_not_past(fields.Datetime.to_datetime(values.get("start")) or self.start)

    def _check_may_reopen(self):
        """Managers may put right what is completed; technicians only what they completed just now."""
        just_now = fields.Datetime.subtract(fields.Datetime.now(), minutes=UNDO_MINUTES)
        is_own = self.completed_by_id == self.env.user and self.completed_at and self.completed_at >= just_now
        if not (self._may_dispatch() or is_own):
            raise AccessError(
                self.env._("Only a support manager can reopen %(reference)s. Ask one of them.", reference=self.name)
            )

    def _transition_values(self, state, values):
        """What a transition sets beside the state."""
        if state == states.CANCELLED:
            return self._cancellation_values(values)
        return self._completion_values(state)

    @api.model
    def _completion_values(self, state):
        if state == states.COMPLETED:
            return {"completed_at": fields.Datetime.now(), "completed_by_id": self.env.uid}
        return {"completed_at": False, "completed_by_id": False}

    @api.model
    def _cancellation_values(self, values):
        reason = (values.get("cancel_reason") or "").strip()
        if text.is_blank(reason):
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
                if before["state"] in states.FINAL:
                    appointment._reopen_ticket()
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
            elif plan.before["state"] == states.COMPLETED:
                self._notify_reopened()
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

    def _notify_reopened(self):
        """The visits are not over after all: what was left out for that may be wanted again."""

    def _schedule_changed(self, field_names, former_technicians=None):
        """The visits were created, deleted, or ``field_names`` of them written.

        :param former_technicians: whose they were before; the same ones where it is None
        """
