from datetime import timedelta

from pytz import timezone, utc

from odoo import api, fields, models
from odoo.modules.db import FunctionStatus
from odoo.tools import SQL
from odoo.tools.date_utils import parse_date

from ..exceptions import ScheduleError
from ..logic import states, text, times, zones
from ..logic.arguments import LIST, STRUCT, TEXT, optional, struct
from .arguments import expects

#: How far ahead a new visit's first proposal looks for working time: over long holidays.
DAYS_AHEAD = timedelta(days=14)


def _trigrams(column):
    """An index that finds parts of texts, beside one that finds whole texts. Fields have one index of their own only."""

    def definition(registry):
        if not registry.has_trigram:
            return ""
        expression = column
        if registry.has_unaccent == FunctionStatus.INDEXABLE:
            expression = registry.unaccent(column)
        return f"USING gin ({expression} gin_trgm_ops)"

    return models.Index(definition)


#: A copy is put into the first of so many weeks in which its technician is free.
WEEKS_TRIED = 26


class SupportAppointment(models.Model):
    """A technician's visit to a customer, tied to a helpdesk ticket.

    What it is stands here; when it may take place in ``support_appointment_schedule.py``; how it lives in
    ``support_appointment_workflow.py``; what its ticket learns of it in ``support_appointment_ticket.py``.
    """

    _name = "support.appointment"
    _description = "Appointment"
    _inherit = ["mail.thread", "mail.activity.mixin", "support.system.fields"]
    _order = "start desc, id desc"
    _rec_names_search = ["name", "subject", "customer_name", "external_reference"]
    _check_company_auto = True
    _mail_post_access = "read"
    _primary_email = "customer_email"

    # ------------------------------------------------------------
    # What and for whom
    # ------------------------------------------------------------

    name = fields.Char(string="Reference", required=True, readonly=True, copy=False, default="/", index="trigram")
    subject = fields.Char(required=True, tracking=True, index="trigram")
    description = fields.Text(tracking=True, help="What the technician should know.")
    ticket_id = fields.Many2one(
        "helpdesk.ticket",
        required=True,
        ondelete="restrict",
        index=True,
        tracking=True,
        copy=True,
        check_company=True,
        help="Left empty, a ticket is opened for the visit.",
    )
    ticket_number = fields.Char(compute="_compute_ticket_details", compute_sudo=True)
    ticket_description = fields.Html(compute="_compute_ticket_details", compute_sudo=True)
    can_open_ticket = fields.Boolean(compute="_compute_can_open_ticket")
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        ondelete="restrict",
        index=True,
        tracking=True,
        check_company=True,
        compute="_compute_partner_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    customer_name = fields.Char(
        compute="_compute_customer_details",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        index="trigram",
    )
    customer_email = fields.Char(
        compute="_compute_customer_details",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        index="trigram",
    )
    customer_phone = fields.Char(
        compute="_compute_customer_details",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        index="trigram",
    )
    location = fields.Char(
        compute="_compute_location",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        index="trigram",
        help="Where the technician has to go.",
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
    )

    # ------------------------------------------------------------
    # When and by whom
    # ------------------------------------------------------------

    technician_id = fields.Many2one(
        "res.users",
        ondelete="restrict",
        index=True,
        tracking=True,
        copy=False,
        check_company=True,
        domain=lambda self: list(self.env["res.users"]._support_technician_domain()),
        default=lambda self: self._default_technician_id(),
        help="Empty: not assigned yet.",
    )
    start = fields.Datetime(
        required=True,
        tracking=True,
        copy=False,
        default=lambda self: self._default_start(),
    )
    stop = fields.Datetime(
        string="End",
        required=True,
        tracking=True,
        copy=False,
        compute="_compute_stop",
        store=True,
        readonly=False,
        precompute=True,
    )
    duration = fields.Float(
        compute="_compute_duration",
        store=True,
        readonly=False,
        precompute=True,
        copy=True,
        aggregator="sum",
        help="In hours.",
    )
    travel_minutes = fields.Integer(
        string="Travel (minutes)",
        compute="_compute_travel_minutes",
        store=True,
        readonly=False,
        precompute=True,
        aggregator=None,
        tracking=True,
        help="Kept free before the start so that the technician can get there.",
    )
    schedule_revision = fields.Integer(
        string="Revision",
        readonly=True,
        copy=False,
        default=0,
        aggregator=None,
        help="Counts the changes of time and technician; the SEQUENCE of calendar invitations.",
    )

    # ------------------------------------------------------------
    # How far
    # ------------------------------------------------------------

    state = fields.Selection(
        [
            (states.DRAFT, "Draft"),
            (states.CONFIRMED, "Confirmed"),
            (states.IN_PROGRESS, "In Progress"),
            (states.COMPLETED, "Completed"),
            (states.CANCELLED, "Cancelled"),
        ],
        string="Status",
        required=True,
        default=states.CONFIRMED,
        copy=False,
        tracking=True,
        group_expand=True,
    )
    cancel_reason = fields.Text(string="Cancellation Reason", copy=False, tracking=True)
    cancelled_at = fields.Datetime(string="Cancelled On", readonly=True, copy=False)
    cancelled_by_id = fields.Many2one(
        "res.users", ondelete="restrict", readonly=True, copy=False, index="btree_not_null"
    )

    completed_at = fields.Datetime(string="Completed On", readonly=True, copy=False)
    completed_by_id = fields.Many2one(
        "res.users", ondelete="restrict", readonly=True, copy=False, index="btree_not_null"
    )

    # ------------------------------------------------------------
    # Where it came from and what the customer wants
    # ------------------------------------------------------------

    source = fields.Selection(
        [("internal", "Odoo"), ("api", "Online Booking")],
        required=True,
        readonly=True,
        default="internal",
        copy=False,
    )
    external_reference = fields.Char(
        copy=False, index="btree_not_null", tracking=True, help="What the booking website calls it."
    )
    reminder_opt_out = fields.Boolean(
        string="No Reminder",
        tracking=True,
        help="The customer gets no reminder of this visit. Confirmations are still sent.",
    )

    period = fields.Selection(
        [("today", "Today"), ("tomorrow", "Tomorrow"), ("this_week", "This Week")],
        compute="_compute_period",
        search="_search_period",
        help="The first of these that the visit falls into, wholly or in part.",
    )
    is_late = fields.Boolean(compute="_compute_is_late", search="_search_is_late")
    color = fields.Integer(compute="_compute_color", help="By status, in the palette of kanban and calendar views.")

    _stop_after_start = models.Constraint(
        "CHECK (stop > start)",
        "A visit has to end after it starts.",
    )
    _travel_minutes_range = models.Constraint(
        "CHECK (travel_minutes BETWEEN 0 AND 1440)",
        "Travel takes between 0 minutes and 24 hours.",
    )
    # What keeps a technician from being in two places at once, under any concurrency and for any client. The
    # sentence users see is made in support_appointment_overlap.py, where the clash is known. Deferrable for visits that
    # swap their times.
    _no_double_booking = models.Constraint(
        """EXCLUDE USING gist (
            technician_id WITH =,
            tsrange(start - travel_minutes * interval '1 minute', stop) WITH &&
        ) WHERE (state <> 'cancelled') DEFERRABLE INITIALLY IMMEDIATE""",
        "The technician is already booked at that time. Choose another time or technician.",
    )
    _start_idx = models.Index("(start DESC, id DESC)")
    _technician_start_idx = models.Index("(technician_id, start)")
    # For the calendar: what overlaps a week is found at the same speed whatever the years before and after it hold.
    _period_idx = models.Index("USING gist (tsrange(start, stop))")
    _state_start_idx = models.Index("(state, start DESC, id DESC)")
    # How many there are of each status: nothing but the index is read.
    _company_state_idx = models.Index("(company_id, state)")
    # What is late. All that its domain asks for is included, so PostgreSQL prefers it however many are to come.
    _begun_idx = models.Index(
        "(start DESC, id DESC) INCLUDE (state, stop, company_id) WHERE state IN ('confirmed', 'in_progress')"
    )
    _customer_answer_idx = models.Index("(start DESC, id DESC) WHERE customer_answer IS NOT NULL")
    _booked_online_idx = models.Index("(start DESC, id DESC) WHERE source = 'api'")
    _external_reference_trigram_idx = _trigrams("external_reference")

    # ------------------------------------------------------------
    # Defaults
    # ------------------------------------------------------------

    @api.model
    def _default_technician_id(self):
        """Technicians book for themselves; who dispatches chooses."""
        user = self.env.user
        if not self._may_dispatch() and user._is_support_technician():
            return user
        return False

    @api.model
    def _default_start(self):
        """The next full half hour in the working time of the technician; where none is given, of any technician."""
        now = fields.Datetime.now().replace(second=0, microsecond=0)
        soon = now + timedelta(minutes=30 - now.minute % 30)
        company = self.env.company
        everybody = self.env["res.users"]._support_technicians(company)
        chosen = everybody.browse(self.env.context.get("default_technician_id")) or self._default_technician_id()
        technicians = (chosen or everybody) & everybody
        if not technicians:
            return soon
        # sudo: when somebody works is kept on models that users need not be able to read.
        working = technicians.sudo()._support_availability(soon - timedelta(days=1), soon + DAYS_AHEAD, company)
        intervals = times.merge(interval for user in technicians for interval in working[user.id])
        return times.next_start(intervals, soon, timedelta(hours=company.support_default_duration or 1)) or soon

    # ------------------------------------------------------------
    # Computed fields
    # ------------------------------------------------------------

    @api.depends("name", "subject", "customer_name")
    def _compute_display_name(self):
        for appointment in self:
            customer = f" ({appointment.customer_name})" if appointment.customer_name else ""
            reference = appointment.name if appointment.name != "/" else self.env._("New")
            appointment.display_name = f"{reference} {appointment.subject or ''}{customer}"

    @api.depends("ticket_id")
    def _compute_partner_id(self):
        for appointment in self:
            if not appointment.partner_id and appointment._shows_ticket():
                defaults = self.env["support.helpdesk"]._booking_defaults(appointment.ticket_id)
                appointment.partner_id = defaults["partner_id"]

    def _known(self, name):
        """The record in a many2one field, as far as the visit may tell of it; otherwise nothing.

        Computed fields read it as the system, and a client can put any record into a form. What is saved was checked.
        """
        self.ensure_one()
        record = self[name]
        if not record._origin or record._origin == self._origin[name]:
            return record
        return record if record._origin.sudo(False)._filtered_access("read") else record.browse()

    @api.depends("partner_id")
    def _compute_customer_details(self):
        for appointment in self:
            partner = appointment._known("partner_id")
            if partner:
                appointment.customer_name = partner.display_name
                appointment.customer_email = partner.email
                appointment.customer_phone = partner.phone
            # Typed by hand where there is no contact: kept.

    @api.depends("partner_id")
    def _compute_location(self):
        for appointment in self:
            partner = appointment._known("partner_id")
            if partner:
                lines = partner._display_address(without_company=True).splitlines()
                appointment.location = ", ".join(" ".join(line.split()) for line in lines if line.strip())

    @api.depends("company_id")
    def _compute_travel_minutes(self):
        for appointment in self:
            if not appointment._origin:
                appointment.travel_minutes = appointment._known("company_id").sudo().support_travel_minutes

    @api.depends("ticket_id")
    def _compute_ticket_details(self):
        helpdesk = self.env["support.helpdesk"]
        for appointment in self:
            ticket = appointment.ticket_id if appointment._shows_ticket() else appointment.ticket_id.browse()
            appointment.ticket_number = helpdesk._number(ticket) if ticket else False
            appointment.ticket_description = helpdesk._description_of(ticket)

    @api.depends("ticket_id")
    @api.depends_context("uid")
    def _compute_can_open_ticket(self):
        allowed = self.ticket_id._filtered_access("read")
        for appointment in self:
            appointment.can_open_ticket = bool(appointment.ticket_id) and appointment.ticket_id in allowed

    @api.model
    def _user_zone(self):
        """The time zone of the user's clock, as a ``pytz`` zone."""
        return timezone(zones.first_known(self.env.context.get("tz"), self.env.user.tz))

    @api.model
    def _period_bounds(self, period):
        """Begin and end (naive UTC) of today, tomorrow or this week, as the user's clock and calendar have them."""
        begin, end = {
            "today": ("today", "today +1d"),
            "tomorrow": ("today +1d", "today +2d"),
            "this_week": ("today =week_start", "today =week_start +1w"),
        }[period]
        zone = self._user_zone()
        midnights = (fields.Datetime.to_datetime(parse_date(value, self.env)) for value in (begin, end))
        return [zone.localize(midnight).astimezone(utc).replace(tzinfo=None) for midnight in midnights]

    @api.depends("start", "stop")
    @api.depends_context("tz", "lang")
    def _compute_period(self):
        bounds = {name: self._period_bounds(name) for name, _label in self._fields["period"].selection}
        for appointment in self:
            appointment.period = next(
                (
                    name
                    for name, (begin, end) in bounds.items()
                    if appointment.start and appointment.stop and appointment.start < end and appointment.stop > begin
                ),
                False,
            )

    def _search_period(self, operator, value):
        if operator != "in" or not set(value) <= {name for name, _label in self._fields["period"].selection}:
            return NotImplemented
        bounds = [self._period_bounds(period) for period in value]
        # The end by itself, so that a list in order of time begins there.
        return fields.Domain.OR(self._during(begin, end) & fields.Domain("start", "<", end) for begin, end in bounds)

    @api.model
    def _during(self, start, stop):
        """A domain for what overlaps the time between two moments (naive UTC), in the words of the index on periods."""

        def overlaps(model, alias, query):
            period = (model._field_to_sql(alias, fname, query) for fname in ("start", "stop"))
            return SQL("tsrange(%s, %s) && tsrange(%s, %s)", *period, start, stop)

        return fields.Domain.custom(to_sql=overlaps)

    @api.depends("state", "start", "stop")
    def _compute_is_late(self):
        now = fields.Datetime.now()
        late = self.filtered(
            lambda visit: (
                (visit.state == states.CONFIRMED and visit.start and visit.start < now)
                or (visit.state == states.IN_PROGRESS and visit.stop and visit.stop < now)
            )
        )
        # Many records are set at once in a fraction of the time.
        late.is_late = True
        (self - late).is_late = False

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        now = fields.Datetime.now()
        begun = fields.Domain("state", "in", (states.CONFIRMED, states.IN_PROGRESS)) & fields.Domain("start", "<", now)
        late = begun & (fields.Domain("state", "=", states.CONFIRMED) | fields.Domain("stop", "<", now))
        return late if set(value) == {True} else ~late

    @api.model
    @expects(domain=LIST, group_by=TEXT, progress_bar=struct(field=TEXT, colors=STRUCT))
    def read_progress_bar(self, domain, group_by, progress_bar):
        """As in Odoo. Visits without activities are left out before they are counted, as there may be very many."""
        if progress_bar["field"] == "activity_state":
            domain = fields.Domain(domain) & fields.Domain("activity_ids", "!=", False)
        return super().read_progress_bar(domain, group_by, progress_bar)

    def _compute_activity_exception_type(self):
        """As in Odoo. Most visits have no activities, and are done with at once."""
        watched = self.filtered("activity_ids")
        others = self - watched
        others.activity_exception_decoration = False
        others.activity_exception_icon = False
        return super(SupportAppointment, watched)._compute_activity_exception_type()

    @api.depends("state")
    def _compute_color(self):
        colors = {
            states.DRAFT: 0,
            states.CONFIRMED: 4,
            states.IN_PROGRESS: 3,
            states.COMPLETED: 10,
            states.CANCELLED: 1,
        }
        for state, appointments in self.grouped("state").items():
            appointments.color = colors.get(state, 0)

    @api.constrains("subject", "customer_name")
    def _check_visible_text(self):
        for appointment in self:
            for name in ("subject", "customer_name"):
                if appointment[name] and text.is_blank(appointment[name]):
                    label = self._fields[name]._description_string(self.env)
                    raise ScheduleError(
                        self.env._("%s: give some text that can be seen.", label),
                        "blank_text",
                    )

    # ------------------------------------------------------------
    # CRUD: each change is planned, checked and locked before it is made (see _schedule), then told to others.
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        vals_list = self._complete_booking_values(vals_list)
        # The values have taken over what defaults the context has.
        plain = self._without_defaults()
        plain._check_bookings(vals_list)
        plain._claim_time((vals["technician_id"] for vals in vals_list), plain._times_wanted(vals_list))
        plain._open_missing_tickets(vals_list)
        for vals, reference in zip(vals_list, plain._next_references(len(vals_list)), strict=True):
            vals["name"] = reference
        with plain._explain_double_booking():
            appointments = super(SupportAppointment, plain).create(vals_list)
        appointments._after_create()
        return appointments.with_env(self.env)

    @api.model
    def _next_references(self, count):
        """References for so many new visits, in order."""
        sequence = self.env["ir.sequence"].search(
            [("code", "=", "support.appointment"), ("company_id", "in", (self.env.company.id, False))],
            order="company_id",
            limit=1,
        )
        return [sequence.next_by_id() if sequence else "/" for _number in range(count)]

    def write(self, vals):
        former_technicians = self.technician_id if "technician_id" in vals else None
        if vals.get("ticket_id"):
            self._check_tickets({vals["ticket_id"]})
        facts = self._ticket_facts(vals)
        if not self._is_guarded(vals):
            result = super().write(vals)
        else:
            self.check_access("write")
            plans = self._plan_changes(vals)
            self._claim_time(
                (technician_id for plan in plans for technician_id in plan.technician_ids),
                (plan.wanted for plan in plans if plan.wanted),
            )
            with self._explain_double_booking():
                for plan in plans:
                    super(SupportAppointment, plan.appointment).write(plan.values)
            result = True
            self._after_changes(plans)
        if "company_id" in vals:
            # Rules are checked before a write. Nobody gives a visit to a company of others.
            self.check_access("write")
        self._tell_tickets(facts)
        self._schedule_changed(vals.keys(), former_technicians)
        return result

    def unlink(self):
        for appointment in self._without_defaults():
            appointment._note(self.env._("Visit %(reference)s was deleted.", reference=appointment.name))
        self._schedule_changed(["id"])
        return super().unlink()

    def _start_of_copy(self, technician, taken):
        """The start (naive UTC) in the first later week in which ``technician`` is free.

        :param technician: res.users, or empty where nobody is assigned
        :param list taken: ``(start with travel, stop)`` of the other copies, to which this one is added
        """
        self.ensure_one()
        for week in range(WEEKS_TRIED):
            start = self._same_time_in_a_later_week(week)
            busy_from, stop = self._busy_from(start, self.travel_minutes), start + (self.stop - self.start)
            is_taken = any(begin < stop and busy_from < end for begin, end in taken)
            if not technician or not (is_taken or self._busy_intervals(technician, busy_from, stop)):
                taken.append((busy_from, stop))
                return start
        return self._same_time_in_a_later_week(0)

    def _same_time_in_a_later_week(self, week):
        """The start (naive UTC) in a later week that is still to come, the first one being 0, at the same time by the clock."""
        self.ensure_one()
        zone = timezone(zones.first_known(self.env.context.get("tz"), self.env.user.tz, self.company_id._support_tz()))
        local = utc.localize(self.start).astimezone(zone).replace(tzinfo=None)
        weeks = max(0, (fields.Datetime.now() - self.start) // timedelta(weeks=1)) + 1 + week
        return zone.localize(local + timedelta(weeks=weeks)).astimezone(utc).replace(tzinfo=None)

    @expects(default=optional(STRUCT))
    def copy_data(self, default=None):
        """A copy is a tentative next visit: in a later week, for the dispatcher to place or the technician to make."""
        default = dict(default or {})
        result = super().copy_data(default)
        own = self._default_technician_id()
        taken = []
        for appointment, vals in zip(self, result, strict=True):
            if "start" not in default:
                vals["start"] = appointment._start_of_copy(own, taken)
                vals["stop"] = vals["start"] + (appointment.stop - appointment.start)
            vals.setdefault("state", states.DRAFT)
            vals.setdefault("technician_id", own.id if own else False)
        return result
