from dataclasses import dataclass, field

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL, format_datetime

from ..exceptions import ScheduleError
from ..logic import states, times

#: Fields whose change is a change of schedule.
SCHEDULE_FIELDS = frozenset({"start", "stop", "technician_id"})
#: Fields whose writing goes through the checks of this file.
GUARDED_FIELDS = SCHEDULE_FIELDS | {"duration", "travel_minutes", "state"}


@dataclass
class Change:
    """What writing some values does to one appointment."""

    appointment: models.BaseModel
    values: dict
    before: dict
    moved: bool = False
    #: Whom the change concerns, to be locked.
    technician_ids: set = field(default_factory=set)
    #: ``(appointment id, technician id, start with travel, stop)`` that has to be free for it, or None.
    wanted: tuple | None = None


class SupportAppointmentSchedule(models.Model):
    """When a visit may take place, and whom it keeps busy."""

    _inherit = "support.appointment"

    available_technician_ids = fields.Many2many(
        "res.users",
        compute="_compute_available_technician_ids",
        help="Technicians who work then and are free.",
    )
    schedule_warning = fields.Char(compute="_compute_schedule_warning")
    can_edit_schedule = fields.Boolean(compute="_compute_can_edit_schedule")
    can_dispatch = fields.Boolean(compute="_compute_can_dispatch")

    # ------------------------------------------------------------
    # Times in the form: a new start moves the visit and keeps its length, as in Odoo's calendar
    # ------------------------------------------------------------

    @api.depends("start", "duration")
    def _compute_stop(self):
        # Both depend on the start and on each other: the length is what it was before the start changed.
        self.env.remove_to_compute(self._fields["duration"], self)
        for appointment in self:
            # A new visit has no length yet; the form shows the one it gets.
            appointment.duration = appointment.duration or appointment._default_duration()
            if appointment.start:
                appointment.stop = times.complete(appointment.start, None, appointment.duration)

    @api.depends("start", "stop")
    def _compute_duration(self):
        for appointment in self:
            if appointment.start and appointment.stop:
                appointment.duration = (appointment.stop - appointment.start).total_seconds() / 3600
            else:
                appointment.duration = appointment._default_duration()

    def _default_duration(self):
        company = (self and self._known("company_id")) or self.env.company
        return company.sudo().support_default_duration or 1.0

    # ------------------------------------------------------------
    # Who is free
    # ------------------------------------------------------------

    @api.depends("start", "stop", "travel_minutes", "company_id", "state")
    @api.depends_context("uid")
    def _compute_available_technician_ids(self):
        for appointment in self:
            company = appointment._known("company_id")
            technicians = self.env["res.users"]._support_technicians(company) if company else self.env["res.users"]
            if not self._may_dispatch():
                # Technicians learn nothing of each other's days.
                technicians &= self.env.user
            if appointment.start and appointment.stop and times.is_possible(appointment.start, appointment.stop):
                # Who worked is known once a visit took place, and overtime counts.
                took_place = appointment.state == states.COMPLETED
                technicians = (
                    appointment._free(technicians) if took_place else appointment._working_and_free(technicians)
                )
            appointment.available_technician_ids = technicians

    def _working_and_free(self, technicians):
        """Those of ``technicians`` who work during this visit and have no other one."""
        self.ensure_one()
        working = technicians._support_availability(*self._days_around(self.start, self.stop), self.company_id)
        return self._free(technicians).filtered(
            lambda technician: times.within_working_time(working[technician.id], self.start, self.stop)
        )

    def _free(self, technicians):
        """Those of ``technicians`` who have no other visit during this one."""
        self.ensure_one()
        busy_from = self._busy_from(self.start, self.travel_minutes)
        busy = self._busy_intervals(technicians, busy_from, self.stop, exclude=self)
        return technicians.filtered(lambda technician: technician.id not in busy)

    @api.model
    def _days_around(self, start, stop):
        """The range to ask working hours for, so that intervals are not cut at the visit's own ends."""
        return fields.Datetime.subtract(start, days=1), fields.Datetime.add(stop, days=1)

    @api.model
    def _busy_from(self, start, travel_minutes):
        return fields.Datetime.subtract(start, minutes=travel_minutes or 0)

    @api.model
    def _busy_intervals(self, technicians, start, stop, exclude=None):
        """Visits that keep technicians busy, those of other companies included: nobody is in two places at once.

        :param technicians: res.users
        :param datetime start: naive UTC
        :param datetime stop: naive UTC
        :param exclude: appointments that do not count
        :return: dict of user id to a list of ``(start with travel, stop, appointment id)`` in order of time;
            users without visits have no entry
        """
        self.flush_model(["technician_id", "start", "stop", "travel_minutes", "state"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT technician_id, start - travel_minutes * interval '1 minute' AS busy_from, stop, id
                  FROM support_appointment
                 WHERE technician_id = ANY(%(technicians)s)
                   AND state <> %(cancelled)s
                   AND tsrange(start - travel_minutes * interval '1 minute', stop)
                       && tsrange(%(start)s, %(stop)s)
                   AND id <> ALL(%(exclude)s)
              ORDER BY busy_from
                """,
                technicians=list(technicians._origin.ids),
                cancelled=states.CANCELLED,
                start=start,
                stop=stop,
                exclude=list(exclude._origin.ids) if exclude else [],
            )
        )
        busy = {}
        for technician_id, busy_from, busy_to, appointment_id in rows:
            busy.setdefault(technician_id, []).append((busy_from, busy_to, appointment_id))
        return busy

    @api.depends("technician_id", "start", "stop", "travel_minutes", "state", "company_id")
    @api.depends_context("uid")
    def _compute_schedule_warning(self):
        for appointment in self:
            appointment.schedule_warning = appointment._schedule_warning()

    def _schedule_warning(self):
        """What a dispatcher should know before saving, as a sentence, or False."""
        self.ensure_one()
        if not (self.start and self.stop):
            return False
        if self.state == states.COMPLETED and not self._origin and self.start > fields.Datetime.now():
            return self._not_begun_message(self.start)
        if self.state in states.FINAL:
            return False
        if self.stop <= self.start:
            return self.env._("The visit ends before it starts.")
        if self.stop > times.LATEST:
            return self._too_late_message()
        if self.stop - self.start > times.LONGEST:
            return self._too_long_message()
        if self.start != self._origin.start and self._is_past(self.start):
            if self._origin:
                return self.env._("This time has passed. Choose a later one.")
            return self.env._("This time has passed. Choose a later one, or book the visit as completed.")
        technician = self.technician_id._origin
        if not technician or not self._may_book_for(technician):
            return False
        busy_from = self._busy_from(self.start, self.travel_minutes)
        for begin, end, appointment_id in self._busy_intervals(technician, busy_from, self.stop, self).get(
            technician.id, ()
        ):
            return self._clash_message(technician, begin, end, self.browse(appointment_id))
        working = technician._support_availability(*self._days_around(self.start, self.stop), self.company_id)
        if not times.within_working_time(working[technician.id], self.start, self.stop):
            return technician._support_hours_warning(self.company_id) or self.env._(
                "%(technician)s does not work at that time.", technician=technician.sudo().name
            )
        return technician._support_hours_warning(self.company_id)

    @api.depends("state", "technician_id")
    @api.depends_context("uid")
    def _compute_can_edit_schedule(self):
        # What took place already is recorded with its time.
        over = self.filtered(lambda visit: visit.state in states.FINAL and visit._origin)
        over.can_edit_schedule = False
        (self - over).can_edit_schedule = True

    @api.depends_context("uid")
    def _compute_can_dispatch(self):
        self.can_dispatch = self._may_dispatch()

    @api.model
    def _may_book_for(self, technician):
        """Whether the user may send this technician, and so learns when there is time: managers those of their own
        companies, technicians themselves."""
        if self.env.su or technician == self.env.user:
            return True
        return self._may_dispatch() and bool(technician.sudo().company_ids & self.env.companies)

    @api.model
    def _may_dispatch(self):
        """Whether the user may give visits to others; technicians may not."""
        return self.env.su or self.env.user.has_group("support_center.group_support_manager")

    # ------------------------------------------------------------
    # Planning: what a create or write means, checked before anything is changed
    # ------------------------------------------------------------

    @api.model
    def _is_loading_history(self):
        """Whether past visits are being loaded (demo data, migrations); RPC clients can't say so."""
        return self.env.su and bool(self.env.context.get("support_allow_past"))

    @api.model
    def _is_past(self, moment):
        return moment < fields.Datetime.now().replace(second=0, microsecond=0)

    @api.model
    def _complete_booking_values(self, vals_list):
        """Add all that the checks and the ticket need; what the caller gave stays."""
        for vals in vals_list:
            self._refuse_system_fields(vals)
        # Only of what somebody left out: a proposed start takes a search for working time.
        defaults = self.default_get([name for name in self._fields if any(name not in vals for vals in vals_list)])
        complete = [{**defaults, **vals} for vals in vals_list]
        # Before anything is taken over from them.
        self._check_tickets({vals.get("ticket_id") for vals in complete} - {None, False})
        return [self._complete_booking(vals, given) for vals, given in zip(complete, vals_list, strict=True)]

    @api.model
    def _complete_booking(self, vals, given):
        ticket = self.env["helpdesk.ticket"].browse(vals.get("ticket_id") or [])
        if ticket:
            self._inherit_from_ticket(vals, given, ticket)
        company = self.env["res.company"].browse(vals["company_id"]).sudo()
        vals["start"] = fields.Datetime.to_datetime(vals.get("start"))
        if not vals["start"]:
            raise ScheduleError(self.env._("Choose a date and time for the visit."), "start_required")
        vals["stop"] = times.complete(
            vals["start"],
            fields.Datetime.to_datetime(vals.get("stop")),
            vals.pop("duration", 0) or company.support_default_duration or 1.0,
        )
        vals["technician_id"] = vals.get("technician_id") or False
        if vals.get("travel_minutes") is None:
            vals["travel_minutes"] = company.support_travel_minutes
        if not vals.get("subject"):
            partner = self.env["res.partner"].browse(vals.get("partner_id") or [])
            customer = partner.display_name or vals.get("customer_name")
            vals["subject"] = self.env._("Visit to %s", customer) if customer else self.env._("Visit")
        if vals["state"] == states.CANCELLED:
            vals.update(self._cancellation_values(vals))
        elif vals["state"] == states.COMPLETED:
            vals.update(self._completion_values(states.COMPLETED))
        return vals

    @api.model
    def _inherit_from_ticket(self, vals, given, ticket):
        inherited = self.env["support.helpdesk"]._booking_defaults(ticket)
        if not vals.get("subject"):
            vals["subject"] = inherited["subject"]
        if inherited["company_id"] and not given.get("company_id"):
            vals["company_id"] = inherited["company_id"]
        if not vals.get("partner_id") and not vals.get("customer_name"):
            vals["partner_id"] = inherited["partner_id"]
            if not inherited["partner_id"]:
                vals["customer_name"] = inherited["customer_name"]
                vals["customer_email"] = vals.get("customer_email") or inherited["customer_email"]

    @api.model
    def _system_field_error(self, names):
        return ScheduleError(str(super()._system_field_error(names)), "system_field")

    @api.model
    def _check_bookings(self, vals_list):
        for vals in vals_list:
            self._check_times(vals["start"], vals["stop"])
            if vals["state"] == states.COMPLETED:
                self._check_begun(vals["start"])
            if vals["state"] not in states.FINAL and not self._is_loading_history() and self._is_past(vals["start"]):
                raise ScheduleError(
                    self.env._(
                        "%(start)s has passed. Choose a time from now on, or book the visit as completed.",
                        start=self._format(vals["start"]),
                    ),
                    "in_the_past",
                )
            if vals["state"] in states.NEEDS_TECHNICIAN and not vals["technician_id"]:
                self._refuse_without_technician(vals["state"])
        self._check_technicians({vals["technician_id"] for vals in vals_list} - {False})

    @api.model
    def _check_times(self, start, stop):
        if stop <= start:
            raise ScheduleError(
                self.env._(
                    "A visit has to end after it starts: %(start)s to %(stop)s. Choose a later end.",
                    start=self._format(start),
                    stop=self._format(stop),
                ),
                "stop_before_start",
            )
        if stop > times.LATEST:
            raise ScheduleError(self._too_late_message(), "too_late")
        if stop - start > times.LONGEST:
            raise ScheduleError(self._too_long_message(), "too_long")

    @api.model
    def _too_late_message(self):
        return self.env._("Visits end in %(year)s at the latest. Check the year.", year=times.LATEST.year - 1)

    @api.model
    def _too_long_message(self):
        return self.env._(
            "A visit takes %(days)s days at most. Check the end, or book several visits.", days=times.LONGEST.days
        )

    @api.model
    def _check_not_past(self, start):
        if self._is_past(start):
            raise ScheduleError(
                self.env._("%(start)s has passed. Choose a time from now on.", start=self._format(start)),
                "in_the_past",
            )

    @api.model
    def _check_begun(self, start):
        if start > fields.Datetime.now():
            raise ScheduleError(self._not_begun_message(start), "in_the_future")

    @api.model
    def _not_begun_message(self, start):
        return self.env._(
            "A visit that begins %(start)s can't be completed yet. Book it as confirmed.", start=self._format(start)
        )

    @api.model
    def _check_technicians(self, technician_ids):
        """Refuse who is no technician, and technicians who book for others."""
        for technician in self.env["res.users"].browse(technician_ids):
            if not self._may_dispatch() and technician != self.env.user:
                raise AccessError(
                    self.env._("Technicians book visits for themselves only. Ask a support manager to assign others.")
                )
            if not (technician._is_support_technician() and self._may_book_for(technician)):
                raise ScheduleError(
                    self.env._(
                        "%(name)s is no technician. Choose one of the technicians, or give that user the role"
                        " “Support Technician” first.",
                        name=technician.sudo().name,
                    ),
                    "invalid_technician",
                )

    @api.model
    def _refuse_without_technician(self, state):
        raise ScheduleError(
            self.env._("Nobody is assigned. Choose the technician who did the work.")
            if state == states.COMPLETED
            else self.env._("Nobody is assigned yet. Choose a technician before the work starts."),
            "technician_required",
        )

    @api.model
    def _is_guarded(self, vals):
        self._refuse_system_fields(vals)
        return bool(GUARDED_FIELDS & vals.keys())

    def _plan_changes(self, vals):
        """Work out and check what writing ``vals`` does to each appointment.

        :return: list of :class:`Change`
        """
        self._check_revision()
        vals = dict(vals)
        for name in ("start", "stop"):
            if name in vals:
                vals[name] = fields.Datetime.to_datetime(vals[name])
        plans = [appointment._plan_change(vals) for appointment in self]
        changed = {plan.values["technician_id"] for plan in plans if "technician_id" in plan.values}
        self._check_technicians(changed - {False})
        return plans

    def _plan_change(self, vals):
        self.ensure_one()
        before = {name: self[name] for name in (*SCHEDULE_FIELDS, "state")}
        values = {name: value for name, value in vals.items() if name != "duration"}
        state = values.get("state") or self.state
        if state != self.state:
            self._check_transition(state, values)
            values.update(self._transition_values(state, values))

        start, stop = times.moved(vals, self.start, self.stop)
        technician_id = values["technician_id"] or False if "technician_id" in values else self.technician_id.id
        moves = (start, stop) != (self.start, self.stop)
        reassigns = technician_id != self.technician_id.id
        values.pop("start", None)
        values.pop("stop", None)
        values.pop("technician_id", None)
        if moves or reassigns:
            self._check_movable()
            values["schedule_revision"] = self.schedule_revision + 1
        if moves:
            self._check_times(start, stop)
            if start != self.start and not self._is_loading_history():
                self._check_not_past(start)
            values.update(start=start, stop=stop)
        if reassigns:
            if not self._may_dispatch():
                raise AccessError(
                    self.env._("Only a support manager can give %(reference)s to somebody else.", reference=self.name)
                )
            values["technician_id"] = technician_id
        if state in states.NEEDS_TECHNICIAN and not technician_id:
            self._refuse_without_technician(state)
        change = Change(appointment=self, values=values, before=before, moved=moves or reassigns)
        together = self._together()
        is_awaited = together and together.arrives(self.id)
        takes_time = change.moved or "travel_minutes" in values or is_awaited
        if technician_id and state != states.CANCELLED and takes_time:
            change.technician_ids = {technician_id, self.technician_id.id}
            busy_from = self._busy_from(start, values.get("travel_minutes", self.travel_minutes))
            change.wanted = (self.id, technician_id, busy_from, stop)
        return change

    def _check_movable(self):
        if self.state in states.FINAL:
            raise ScheduleError(
                self.env._(
                    "%(reference)s is %(state)s and can't be moved. Book a new visit instead.",
                    reference=self.name,
                    state=self._state_label(self.state),
                ),
                "final_state",
            )

    def _check_revision(self):
        """Refuse to overwrite a schedule that somebody else changed since the user looked at it.

        The caller says by the context key ``support_expected_revision`` which revision was looked at.
        """
        expected = self.env.context.get("support_expected_revision")
        if expected is None:
            return
        self._lock_for_change()
        if self.schedule_revision != expected:
            raise ScheduleError(
                self.env._(
                    "%(reference)s was changed by someone else meanwhile: it is now %(start)s to %(stop)s with"
                    " %(technician)s. Look at it again before you change it.",
                    reference=self.name,
                    start=self._format(self.start),
                    stop=self._format(self.stop),
                    technician=self.technician_id.sudo().name or self.env._("nobody"),
                ),
                "stale_revision",
                revision=self.schedule_revision,
            )

    def _lock_for_change(self):
        """Keep the visit as it is until this transaction changes it.

        Waits for a change that is under way. If one was committed since this transaction began, PostgreSQL refuses the
        lock and Odoo tries again from the start, with the new state in sight.
        """
        self.ensure_one()
        self.flush_recordset()
        self.env.cr.execute(
            SQL("SELECT id FROM %s WHERE id = %s FOR NO KEY UPDATE", SQL.identifier(self._table), self.id)
        )

    @api.model
    def _format(self, moment):
        """A moment for people: in the user's time zone, or in the one of the context's ``support_named_zone``, which is
        named where the reader can't know it."""
        zone = self.env.context.get("support_named_zone")
        text = format_datetime(self.env, moment, tz=zone or False, dt_format="short")
        return f"{text} {zone}" if zone else text
