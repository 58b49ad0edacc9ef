import uuid
from dataclasses import replace
from datetime import timedelta

import babel.dates
import babel.units
import pytz

from odoo import api, fields, models
from odoo.tools import babel_locale_parse, email_normalize

from ..logic import calendar_invite, calendar_reply, languages, mail_headers, mail_plan, zones

#: What mail templates show of a visit.
TEMPLATE_FIELDS = (
    "subject",
    "location",
    "cancel_reason",
    "technician_id.name",
    "company_id.name",
    "company_id.email_formatted",
    "customer_name",
    "customer_email",
    "customer_lang",
    "customer_greeting",
    "customer_date",
    "customer_time",
    "customer_zone",
    "customer_duration",
    "customer_previous_when",
    "customer_status",
    "customer_contact_line",
    "customer_details",
    "customer_button",
)


class SupportAppointmentCustomer(models.Model):
    """A visit as its customer sees it: in their language and time zone, with a link that needs no login.

    Mail templates use these fields: ``object.customer_date`` and the others.
    """

    _inherit = "support.appointment"

    customer_lang = fields.Char(compute="_compute_customer_locale", compute_sudo=True)
    customer_tz = fields.Char(compute="_compute_customer_locale", compute_sudo=True)
    customer_date = fields.Char(string="Customer's Date", compute="_compute_customer_times", compute_sudo=True)
    customer_time = fields.Char(string="Customer's Time", compute="_compute_customer_times", compute_sudo=True)
    customer_zone = fields.Char(string="Customer's Time Zone", compute="_compute_customer_times", compute_sudo=True)
    customer_duration = fields.Char(compute="_compute_customer_times", compute_sudo=True)
    customer_opted_out = fields.Boolean(
        compute="_compute_customer_opted_out",
        compute_sudo=True,
        help="The customer wants no reminder of any visit of the company.",
    )
    customer_greeting = fields.Char(string="Greeting", compute="_compute_customer_greeting", compute_sudo=True)
    customer_previous_when = fields.Char(
        string="Previous Time",
        compute="_compute_customer_previous_when",
        compute_sudo=True,
        help="What the customer was told before the last change of time; empty where only the technician changed.",
    )
    customer_status = fields.Char(compute="_compute_customer_status")
    customer_contact_line = fields.Char(compute="_compute_customer_contact_line", compute_sudo=True)
    customer_details = fields.Html(
        string="Details of the Visit",
        compute="_compute_customer_facts",
        compute_sudo=True,
        sanitize=False,
        help="A table of all that the customer should know.",
    )
    customer_button = fields.Html(
        string="Link to the Visit",
        compute="_compute_customer_button",
        compute_sudo=True,
        sanitize=False,
        groups="support_center.group_support_manager",
        help="A button that leads to the visit's page.",
    )

    @api.depends("partner_id.lang", "partner_id.tz", "customer_email", "company_id")
    def _compute_customer_locale(self):
        # Who books online is no contact, and may be known by the address.
        unknown = self.filtered(lambda appointment: not appointment._known("partner_id"))
        addresses = {appointment: email_normalize(appointment.customer_email) for appointment in unknown}
        known = self.env["res.partner"]._support_with_address(addresses.values()).grouped("email_normalized")
        for appointment in self:
            company = appointment.company_id
            contacts = appointment._known("partner_id")
            if not contacts and addresses[appointment] in known:
                contacts = known[addresses[appointment]].filtered_domain([("company_id", "in", (False, company.id))])
            appointment.customer_lang = company._support_lang(contacts._support_agreed("lang"))
            appointment.customer_tz = zones.first_known(contacts._support_agreed("tz"), company._support_tz())

    @api.depends("start", "stop", "customer_tz")
    @api.depends_context("lang")
    def _compute_customer_times(self):
        for appointment in self:
            appointment.customer_date = appointment._customer_format(appointment.start, "date")
            appointment.customer_time = appointment._customer_range(appointment.start, appointment.stop)
            appointment.customer_zone = appointment._customer_format(appointment.start, "zone")
            appointment.customer_duration = appointment._customer_duration()

    @api.depends("notification_ids.state", "start", "stop", "customer_tz")
    @api.depends_context("lang")
    def _compute_customer_previous_when(self):
        for appointment in self:
            told = appointment.notification_ids.filtered(
                lambda row: row.kind == mail_plan.RESCHEDULED and row.state != mail_plan.SUPPRESSED
            )[:1]
            before = (told.previous_start, told.previous_stop)
            if not told or before == (appointment.start, appointment.stop):
                appointment.customer_previous_when = False
            else:
                date = appointment._customer_format(told.previous_start, "date")
                appointment.customer_previous_when = f"{date}, {appointment._customer_range(*before)}"

    @api.depends("customer_email", "company_id", "partner_id.support_reminder_opt_out")
    def _compute_customer_opted_out(self):
        for company, visits in self.grouped(lambda appointment: appointment._known("company_id")).items():
            visits._compute_opted_out_at(company._origin)

    def _compute_opted_out_at(self, company):
        """For visits of one company; a form may have none yet."""
        addresses = {appointment: email_normalize(appointment.customer_email) for appointment in self}
        opted_out = self.env["support.reminder.opt.out"]._among(addresses.values(), company)
        # Who books online is no contact, and may be known by the address.
        unknown = {addresses[appointment] for appointment in self if not appointment._known("partner_id")}
        contacts = self.env["res.partner"]._support_opted_out_among(unknown - opted_out, company)
        opted_out_contacts = set(contacts.mapped("email_normalized"))
        for appointment, address in addresses.items():
            partner = appointment._known("partner_id").with_company(company)
            of_contact = partner.support_reminder_opt_out if partner else address in opted_out_contacts
            appointment.customer_opted_out = of_contact or address in opted_out

    @api.depends("customer_name")
    @api.depends_context("lang")
    def _compute_customer_greeting(self):
        for appointment in self:
            name = appointment.customer_name
            appointment.customer_greeting = self.env._("Hello %s,", name) if name else self.env._("Hello,")

    @api.depends("state")
    @api.depends_context("lang")
    def _compute_customer_status(self):
        for appointment in self:
            appointment.customer_status = appointment._state_label(appointment.state)

    @api.depends("company_id")
    @api.depends_context("lang")
    def _compute_customer_contact_line(self):
        for appointment in self:
            # In a form the company may be one that the user can't see, which counts as none.
            company = appointment.company_id
            appointment.customer_contact_line = company._support_contact() if company else False

    # Rendered here and not by t-call in the templates: Odoo compiles a template's body anew for each mail, and t-call in
    # such a body leaves a traceback behind that grows with every mail.

    @api.depends(
        "subject",
        "name",
        "location",
        "customer_date",
        "customer_time",
        "customer_zone",
        "customer_duration",
        "customer_status",
        "technician_id.name",
        "ticket_id",
    )
    @api.depends_context("lang")
    def _compute_customer_facts(self):
        self._render_customer_part("customer_details", "support_center.mail_visit_details")

    @api.depends("customer_manage_url", "company_id")
    @api.depends_context("lang", "uid", "support_example_link", "support_sender")
    def _compute_customer_button(self):
        self._render_customer_part("customer_button", "support_center.mail_visit_button")

    def _customer_facts(self):
        """What the customer should know of the visit, in the order in which it is shown.

        :return: list of labels, with their colon, and values
        """
        self.ensure_one()
        facts = (
            (self.env._("Date:"), self.customer_date),
            (self.env._("Time:"), self.customer_time),
            (self.env._("Time zone:"), self.customer_zone),
            (self.env._("Duration:"), self.customer_duration),
            (self.env._("Technician:"), self.technician_id.name),
            (self.env._("Address:"), self.location),
            (self.env._("Status:"), self.customer_status),
            (self.env._("Reference:"), self.name),
            (self.env._("Ticket:"), self.ticket_number),
        )
        return [(label, value) for label, value in facts if value]

    def _customer_language(self):
        """The language that the visit is shown in.

        :return: tuple of its name for HTML and its direction, ``ltr`` or ``rtl``
        """
        self.ensure_one()
        code = self.env.context.get("lang") or self.customer_lang
        return languages.html_lang(code), self.env["res.lang"]._get_data(code=code).direction or "ltr"

    def _render_customer_part(self, field_name, template):
        """Render ``template`` for all visits in one go: most of what a rendering takes is the same for one and for many."""
        # Nobody can write it into what is rendered.
        end = uuid.uuid4().hex
        values = {"visits": self, "part": template, "end": end}
        parts = self.env["ir.qweb"]._render("support_center.mail_visit_parts", values).split(end)
        for appointment, part in zip(self, parts[:-1], strict=True):
            appointment[field_name] = part

    @api.model
    def mail_allowed_qweb_expressions(self):
        """What templates may show without the rights of a template editor: all that is the customer's to see."""
        return (*super().mail_allowed_qweb_expressions(), *(f"object.{name}" for name in TEMPLATE_FIELDS))

    # ------------------------------------------------------------
    # Reminders
    # ------------------------------------------------------------

    def _gets_reminders(self):
        """Whether the customer wants to be reminded of this visit."""
        self.ensure_one()
        return not (self.reminder_opt_out or self.customer_opted_out)

    def _set_reminders_wanted(self, wanted, everywhere):
        """The customer says whether to be reminded.

        :param bool everywhere: of all their visits, else of this one. Wanting reminders again counts for both, or the
            customer would wait for one in vain.
        """
        self.ensure_one()
        if wanted:
            self._want_all_reminders()
        elif everywhere:
            self._want_no_reminders()
        elif not self.reminder_opt_out:
            self.reminder_opt_out = True

    def _want_all_reminders(self):
        address = email_normalize(self.customer_email)
        company = self.company_id
        contacts = self.partner_id.with_company(company).filtered("support_reminder_opt_out")
        contacts |= contacts._support_opted_out_among([address], company)
        contacts.support_reminder_opt_out = False
        self.env["support.reminder.opt.out"].search([("email", "=", address), ("company_id", "=", company.id)]).unlink()
        if self.reminder_opt_out:
            self.reminder_opt_out = False
        self.invalidate_recordset(["customer_opted_out"])

    def _want_no_reminders(self):
        """Kept with the contact and by the address: the next booking may be made without the contact. For the visit's
        company: the customer has no other in view."""
        address = email_normalize(self.customer_email)
        company = self.company_id
        contact = self.partner_id.with_company(company)
        if contact and not contact.support_reminder_opt_out:
            contact.support_reminder_opt_out = True
        opt_outs = self.env["support.reminder.opt.out"]
        if address and not opt_outs._among([address], company):
            opt_outs._add(address, company)
        self.invalidate_recordset(["customer_opted_out"])

    # ------------------------------------------------------------
    # Formats
    # ------------------------------------------------------------

    def _customer_locale(self):
        return babel_locale_parse(self.env.context.get("lang") or self.customer_lang)

    def _customer_moment(self, moment):
        return pytz.utc.localize(moment).astimezone(pytz.timezone(self.customer_tz))

    def _customer_format(self, moment, what):
        """A moment (naive UTC) in the customer's zone: its ``date``, ``time`` or ``zone``."""
        if not moment:
            return False
        local, locale = self._customer_moment(moment), self._customer_locale()
        if what == "date":
            return babel.dates.format_date(local.date(), "full", locale=locale)
        if what == "time":
            return babel.dates.format_time(local, "short", tzinfo=local.tzinfo, locale=locale)
        offset = babel.dates.get_timezone_gmt(local, locale=locale)
        name = babel.dates.get_timezone_name(local, locale=locale)
        return f"{name} ({offset})" if offset not in name else name

    def _customer_range(self, start, stop):
        """From when to when, with the date of the end where that is another day."""
        if not (start and stop):
            return False
        begin, end = self._customer_format(start, "time"), self._customer_format(stop, "time")
        if self._customer_moment(start).date() != self._customer_moment(stop).date():
            end = f"{self._customer_format(stop, 'date')}, {end}"
        return f"{begin} – {end}"

    def _customer_duration(self):
        if not (self.start and self.stop):
            return False
        minutes = round((self.stop - self.start) / timedelta(minutes=1))
        parts = zip(("hour", "minute"), divmod(minutes, 60), strict=True)
        locale = self._customer_locale()
        return " ".join(
            babel.units.format_unit(amount, f"duration-{unit}", locale=locale) for unit, amount in parts if amount
        )

    # ------------------------------------------------------------
    # In the customer's calendar
    # ------------------------------------------------------------

    def _calendar_uid(self):
        """What customers' calendars know the visit by, for ever."""
        self.ensure_one()
        database = self.env["ir.config_parameter"].sudo().get_param("database.uuid")
        return f"visit-{self.id}@{database}"

    def _customer_invitation(self, method):
        """The visit as iCalendar text, as the company offers it.

        :param method: ``REQUEST`` or ``CANCEL``
        """
        self.ensure_one()
        organizer = mail_headers.mailbox(self.company_id.email_formatted or "")
        return calendar_invite.invitation(replace(self._calendar_visit(method), organizer=organizer), method)

    def _calendar_visit(self, method):
        """What customers' calendars are told of the visit, apart from who invites.

        :param method: ``REQUEST`` or ``CANCEL``
        :return: :class:`calendar_invite.Visit`
        """
        self.ensure_one()
        cancelled = method == calendar_invite.CANCEL
        return calendar_invite.Visit(
            uid=self._calendar_uid(),
            # A cancellation changes no time, and has to be newer than what it cancels.
            sequence=self.schedule_revision + (1 if cancelled else 0),
            start=self.start,
            stop=self.stop,
            stamp=fields.Datetime.now(),
            summary=self.subject,
            description=self._calendar_description(),
            location=self.location or "",
            attendee=(self.customer_name or "", email_normalize(self.customer_email) or ""),
            answer=calendar_reply.PARTSTAT[self.customer_answer],
            url=mail_headers.url(self.customer_manage_url),
        )

    def _calendar_description(self):
        self.ensure_one()
        lines = [
            self.env._("Reference: %s", self.name),
            self.technician_id and self.env._("Technician: %s", self.technician_id.name),
            self.customer_contact_line,
        ]
        return "\n".join(line for line in lines if line)
