from odoo import fields, models
from odoo.tools import format_datetime

from ..exceptions import ScheduleError, SlotUnavailable
from ..logic import states, text, times
from .support_api import Refusal

#: Refusals that are kept and answered again: the request was carried out, with this result.
FINAL_REFUSALS = frozenset({"slot_unavailable", "in_the_past", "outside_working_hours"})
#: What the scheduling rules say, in the words of the booking API.
CODES = {
    "in_the_past": "in_the_past",
    "invalid_transition": "invalid_transition",
    "final_state": "invalid_transition",
    "stale_revision": "stale_revision",
    "slot_unavailable": "slot_unavailable",
}
POINTERS = {
    "invalid_technician": "/technician_id",
    "stop_before_start": "/end",
    "reason_required": "/reason",
    "too_late": "/start",
    "too_long": "/end",
}
ANY_REVISION = -1
KEEP_TECHNICIAN = -1


class SupportApi(models.AbstractModel):
    """How the facade writes: once, by the rules of the calendar, and inside working hours."""

    _inherit = "support.api"

    # ------------------------------------------------------------
    # Exactly once
    # ------------------------------------------------------------

    def _once(self, key_id, idempotency_key, fingerprint, request_id, perform):
        """Carry out a write, or answer what came of it before."""
        try:
            key = self._key(key_id, "bookings:write")
            return self._claim_and_perform(key, idempotency_key, fingerprint, request_id, perform)
        except Refusal as refusal:
            return {"replayed": False, **refusal.answer}

    def _claim_and_perform(self, key, idempotency_key, fingerprint, request_id, perform):
        requests = self.env["support.api.request"]
        if not requests._try_lock(key, idempotency_key):
            message = self.env._("The first request with this Idempotency-Key is still running; try again in a moment.")
            raise Refusal("idempotency_in_flight", message)
        request = requests._claim(key, idempotency_key, fingerprint, request_id)
        if not request:
            return self._replay(requests._find(key, idempotency_key), fingerprint, request_id)
        try:
            with self.env.cr.savepoint():
                appointment = perform(key)
                answer = {"ok": True, "appointment": appointment._api_struct()}
        except Refusal as refusal:
            answer = refusal.answer
        except ScheduleError as error:
            answer = self._explain(error)
        if answer["ok"] or answer["code"] in FINAL_REFUSALS:
            request._remember(answer)
        else:
            request.unlink()
        return {"replayed": False, **answer}

    def _replay(self, request, fingerprint, request_id):
        if request.fingerprint != fingerprint:
            message = self.env._(
                "This Idempotency-Key was used before, for a request that asked for something else. Use a new one."
            )
            raise Refusal("idempotency_mismatch", message)
        # Whose answer was lost and who asks for it again hears it for the first time.
        is_first = bool(request_id) and request.request_id == request_id
        return {**request._recall(), "replayed": not is_first}

    def _outcome(self, key_id, idempotency_key, fingerprint, request_id):
        requests = self.env["support.api.request"]
        key = self.env["support.api.key"].browse(key_id)
        if not requests._try_lock(key, idempotency_key):
            return {"ok": True, "state": "in_flight"}
        request = requests._find(key, idempotency_key)
        if not request:
            return {"ok": True, "state": "absent"}
        try:
            answer = self._replay(request, fingerprint, request_id)
        except Refusal as refusal:
            answer = {"replayed": False, **refusal.answer}
        return {"ok": True, "state": "done", "answer": answer}

    def _explain(self, error):
        """A refusal of the scheduling rules, for the client."""
        if error.code in CODES:
            return Refusal(CODES[error.code], str(error)).answer
        return Refusal("validation_failed", str(error), pointer=POINTERS.get(error.code, "")).answer

    # ------------------------------------------------------------
    # Booking
    # ------------------------------------------------------------

    def _book(self, key, order):
        company = key.company_id
        start = fields.Datetime.to_datetime(order["start"])
        stop = fields.Datetime.to_datetime(order["stop"])
        self._check_says_something(order, {"customer_name": "/customer/name", "subject": "/subject"})
        named = self.with_context(support_named_zone=company._support_tz())
        named.env["support.appointment"]._check_times(start, stop)
        technicians = self._wanted_technicians(key, order["technician_id"])
        self._check_horizon(company, start)
        self._check_open_bookings(company, order["customer_email"])
        values = {
            "company_id": company.id,
            "subject": order["subject"],
            "description": order["description"],
            "location": order["location"],
            "customer_name": order["customer_name"],
            "customer_email": order["customer_email"],
            "customer_phone": order["customer_phone"],
            "external_reference": order["external_reference"] or False,
            "reminder_opt_out": order["reminder_opt_out"],
            "start": start,
            "stop": stop,
            "state": states.CONFIRMED,
            "source": "api",
            "api_key_id": key.id,
            "api_uid": self.env["support.appointment"]._new_api_uid(),
        }
        for technician in self._candidates(technicians, company, start, stop):
            try:
                with self.env.cr.savepoint():
                    appointments = self.env["support.appointment"].with_company(company)
                    return appointments.create({**values, "technician_id": technician.id})
            except SlotUnavailable:
                # Somebody else was faster; the next one may still be free.
                continue
        raise self._taken(technicians, company, start, stop)

    def _check_says_something(self, order, pointers):
        for name, pointer in pointers.items():
            if text.is_blank(order[name]):
                raise self._invalid(pointer, self.env._("Give some text that can be seen."))

    def _check_horizon(self, company, start):
        latest = self.env["support.api.slots"]._latest_start(company)
        if latest and start > latest:
            message = self.env._(
                "Bookings can be made at most %s days ahead. Choose an earlier time.",
                company.support_booking_horizon_days,
            )
            raise self._invalid("/start", message)

    def _check_open_bookings(self, company, email):
        limit = company.support_max_open_bookings
        if limit and self.env["support.appointment"]._lock_and_count_open(company, email) >= limit:
            message = self.env._(
                "This email address already has as many bookings to come as it may have (%s). Cancel one of them first.",
                limit,
            )
            raise self._invalid("/customer/email", message)

    def _candidates(self, technicians, company, start, stop):
        """Who could take a visit, the least loaded first.

        :raise Refusal: when it is too late for it, nobody works then, or everybody is taken
        """
        if self.env["support.appointment"]._is_past(start):
            raise Refusal("in_the_past", self.env._("This time has passed. Choose a time from now on."))
        working, free = self.env["support.api.slots"]._working_and_free(technicians, company, start, stop)
        if not working:
            message = self.env._("Nobody works at this time. Choose a time from /v1/slots.")
            raise Refusal("outside_working_hours", message)
        if not free:
            raise self._taken(technicians, company, start, stop)
        self._check_notice(technicians, company, start, stop)
        return free

    def _check_notice(self, technicians, company, start, stop):
        if start < self.env["support.api.slots"]._earliest_start(company):
            message = self.env._(
                "Bookings have to be made at least %s minutes ahead. Choose a later time.",
                company.support_minimum_notice_minutes,
            )
            raise self._taken(technicians, company, start, stop, message)

    def _taken(self, technicians, company, start, stop, message=None):
        alternatives = self.env["support.api.slots"]._alternatives(technicians, company, start, stop - start)
        message = message or self.env._("This time is already taken. Choose one of the alternatives or another time.")
        return Refusal("slot_unavailable", message, alternatives=alternatives)

    # ------------------------------------------------------------
    # Changing
    # ------------------------------------------------------------

    def _reschedule(self, key, uid, revisions, change):
        appointment = self._expecting(self._own(key, uid), revisions)
        start = fields.Datetime.to_datetime(change["start"])
        stop = fields.Datetime.to_datetime(change["stop"])
        start, stop = times.moved({"start": start, "stop": stop}, appointment.start, appointment.stop)
        appointment._check_times(start, stop)
        self._check_not_started(appointment)
        technicians = appointment.technician_id
        values = {"start": start, "stop": stop}
        if change["technician_id"] != KEEP_TECHNICIAN:
            technicians = self._wanted_technicians(key, change["technician_id"])
            values["technician_id"] = technicians.id
        if appointment.state in states.FINAL:
            # The rules of the calendar say why not.
            appointment.write(values)
            return appointment
        company = appointment.company_id
        if self.env["support.appointment"]._is_past(start):
            raise Refusal("in_the_past", self.env._("This time has passed. Choose a time from now on."))
        working, _free = self.env["support.api.slots"]._working_and_free(technicians, company, start, stop)
        if technicians and not working:
            message = self.env._("The technician does not work at this time. Choose a time from /v1/slots.")
            raise Refusal("outside_working_hours", message)
        if start != appointment.start:
            self._check_horizon(company, start)
            self._check_notice(technicians, company, start, stop)
        try:
            with self.env.cr.savepoint():
                before = appointment._before()
                appointment.write(values)
                if appointment._before() != before:
                    self._tell_team(appointment, before)
        except SlotUnavailable as error:
            raise self._taken(technicians, company, start, stop) from error
        return appointment

    def _cancel(self, key, uid, revisions, reason):
        appointment = self._expecting(self._own(key, uid), revisions)
        if appointment.state == states.CANCELLED:
            raise Refusal("invalid_transition", self.env._("The appointment is cancelled already."))
        self._check_not_started(appointment)
        if appointment.state not in states.FINAL and self.env["support.appointment"]._is_past(appointment.start):
            raise Refusal("in_the_past", self.env._("The appointment's time has passed, so it can't be cancelled."))
        before = appointment._before()
        appointment.write({"state": states.CANCELLED, "cancel_reason": reason})
        self._tell_team(appointment, before)
        return appointment

    def _tell_team(self, appointment, before):
        """Who goes, went or looks after the visit hears of a change that they did not make.

        :param before: what ``_before`` of the visit said
        """
        appointment._notify_concerned(
            before,
            self.env.ref("base.partner_root"),
            lambda visit, zone: self._what_was_done(visit, before, zone),
            # The client does not wait for a mail server.
            force_send=False,
        )
        self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()

    def _what_was_done(self, visit, before, zone):
        """A sentence, in the language of the visit's context."""
        facts = {
            "reference": visit.name,
            "start": visit._format_with_zone(visit.start, zone),
        }
        if visit.state == states.CANCELLED:
            return visit.env._(
                "The booking API cancelled the visit. It was to begin %(start)s. Visit: %(reference)s.", **facts
            )
        if visit.start != before.start:
            return visit.env._(
                "The booking API moved the visit from %(before)s to %(start)s. Visit: %(reference)s.",
                before=visit._format_with_zone(before.start, zone),
                **facts,
            )
        if visit.stop != before.stop:
            return visit.env._(
                "The booking API changed how long the visit takes. It begins %(start)s and ends %(stop)s."
                " Visit: %(reference)s.",
                stop=visit._format_with_zone(visit.stop, zone),
                **facts,
            )
        return visit.env._(
            "The booking API gave the visit to somebody else. It begins %(start)s. Visit: %(reference)s.",
            **facts,
        )

    def _check_not_started(self, appointment):
        """Staff may start early: from then on the visit is theirs, whatever its time says."""
        if appointment.state == states.IN_PROGRESS:
            message = self.env._("The appointment has begun, so it can't be moved or cancelled any more.")
            raise Refusal("invalid_transition", message)

    def _expecting(self, appointment, revisions):
        """The appointment, locked; it is not written if it has changed since the client looked at it."""
        appointment._lock_for_change()
        if ANY_REVISION not in revisions and appointment.api_revision not in revisions:
            raise Refusal("stale_revision", self._stale_message(appointment))
        return appointment

    def _stale_message(self, appointment):
        zone = appointment._api_timezone()
        return self.env._(
            "%(reference)s was changed meanwhile. It is now %(state)s, from %(start)s to %(stop)s (%(zone)s), with"
            " %(technician)s. Read it again before you change it.",
            reference=appointment.name,
            state=appointment._state_label(appointment.state),
            start=format_datetime(self.env, appointment.start, tz=zone, dt_format="short"),
            stop=format_datetime(self.env, appointment.stop, tz=zone, dt_format="short"),
            zone=zone,
            technician=appointment.technician_id.name or self.env._("nobody"),
        )
