from datetime import datetime, time, timedelta
from typing import NamedTuple

import babel.dates
import pytz
from babel.units import format_unit
from markupsafe import Markup

from odoo import SUPERUSER_ID, fields, models
from odoo.tools import babel_locale_parse, format_datetime

from ..exceptions import ScheduleError, SlotUnavailable
from ..logic import api_slots, mail_plan, states, zones
from .support_notification_planning import TELLING

RESCHEDULE, CANCEL = "reschedule", "cancel"
#: Times that customers choose from begin at multiples of this.
STEP_MINUTES = 30
#: So many days are offered on one page.
OFFER_DAYS = 7
MAX_REASON = 500


class Before(NamedTuple):
    """A visit before the customer or the booking API changed it."""

    start: datetime
    stop: datetime
    technician: models.BaseModel


class SupportAppointmentSelfService(models.Model):
    """What customers may do to their visit by themselves, on the page behind the link in their mail."""

    _inherit = "support.appointment"

    def _customer_may(self, action):
        """Whether the company lets its customers do that, and it is not too late for this visit.

        :param str action: ``reschedule`` or ``cancel``
        """
        self.ensure_one()
        company = self.company_id
        allowed = company.support_customer_reschedule if action == RESCHEDULE else company.support_customer_cancel
        return allowed and self.state == states.CONFIRMED and fields.Datetime.now() < self._customer_last_moment()

    def _customer_last_moment(self):
        # A visit that has begun is over for changes, whatever the setting says.
        return self.start - timedelta(hours=max(0, self.company_id.support_customer_cutoff_hours))

    def _customer_too_late(self):
        """Why the customer can't change a visit to come online any more, though the company lets its customers do so.

        :return: text; empty where the customer still can, or where the company lets nobody
        """
        self.ensure_one()
        company = self.company_id
        now = fields.Datetime.now()
        if self.state != states.CONFIRMED or not self._customer_last_moment() <= now < self.start:
            return ""
        hours = format_unit(
            company.support_customer_cutoff_hours,
            "duration-hour",
            locale=babel_locale_parse(self.env.context.get("lang")),
        )
        if company.support_customer_reschedule and company.support_customer_cancel:
            return self.env._(
                "You can change or cancel this visit online until %s before it starts. Please contact us.", hours
            )
        if company.support_customer_reschedule:
            return self.env._("You can change this visit online until %s before it starts. Please contact us.", hours)
        if company.support_customer_cancel:
            return self.env._("You can cancel this visit online until %s before it starts. Please contact us.", hours)
        return ""

    def _customer_offers(self, day):
        """Times that the visit could be moved to, in the week from ``day`` on, in the customer's time zone.

        :param date day: the first day
        :return: list of dicts ``{date, times: [{start, label}]}``, ``start`` as text in UTC
        """
        self.ensure_one()
        offers = {}
        for seconds in self._customer_free(self._customer_midnight(day), self._customer_midnight(day, OFFER_DAYS)):
            start = api_slots.to_datetime(seconds)
            times = offers.setdefault(self._customer_format(start, "date"), [])
            times.append({"start": fields.Datetime.to_string(start), "label": self._customer_format(start, "time")})
        return [{"date": date, "times": times} for date, times in offers.items()]

    def _customer_offer(self, start):
        """The time that the visit could be moved to, as the customer is asked about it.

        :param datetime start: naive UTC
        :return: dict ``{start, date, time, technician}``, ``start`` as text in UTC, ``technician`` the name of somebody
            else who would come; None where the time is not free
        """
        self.ensure_one()
        offered = self._customer_free_at(start)
        if not offered:
            return None
        coming = self._customer_technicians(offered, start)[:1] if self.technician_id else self.technician_id
        return {
            "start": fields.Datetime.to_string(start),
            "date": self._customer_format(start, "date"),
            "time": self._customer_range(start, start + (self.stop - self.start)),
            "technician": coming.name if coming != self.technician_id else False,
        }

    def _customer_news(self):
        """What the customer is told by email of the visit as it is now.

        :return: ``coming``, ``sent``, or False where no email tells of it
        """
        self.ensure_one()
        kinds = (mail_plan.CANCELLED,) if self.state == states.CANCELLED else TELLING
        rows = self.notification_ids.filtered(
            lambda row: row.kind in kinds and row.schedule_revision == self.schedule_revision
        )
        found = set(rows.mapped("state"))
        if found & {mail_plan.PLANNED, mail_plan.SENDING}:
            return "coming"
        return "sent" if mail_plan.SENT in found else False

    def _customer_reminder(self):
        """What becomes of the reminder of the visit as it is now.

        :return: ``coming``, ``sent``, ``none``, or False where the company reminds nobody
        """
        self.ensure_one()
        rows = self.notification_ids.filtered(lambda row: row.kind == mail_plan.REMINDER)
        current = rows.filtered(lambda row: row.schedule_revision == self.schedule_revision)
        found = set(current.mapped("state"))
        if mail_plan.SENT in found or "reminded" in current.mapped("suppressed_reason"):
            return "sent"
        if self.state == states.CONFIRMED and found & {mail_plan.PLANNED, mail_plan.SENDING}:
            return "coming"
        return mail_plan.reminder_time(self.start, self.company_id.support_reminder_hours) and "none"

    def _offers_reminder_choice(self):
        """Whether the customer's page lets them choose if they get reminders."""
        self.ensure_one()
        if self.state not in (states.CONFIRMED, states.IN_PROGRESS):
            return False
        return self.reminder_opt_out or bool(
            mail_plan.reminder_time(self.start, self.company_id.support_reminder_hours)
        )

    def _customer_midnight(self, day, days=0):
        """Naive UTC of the beginning of a day, or of one so many days later, where the customer is."""
        moment = datetime.combine(day + timedelta(days=days), time())
        return pytz.timezone(self.customer_tz).localize(moment).astimezone(pytz.utc).replace(tzinfo=None)

    def _customer_free(self, start, stop):
        """Free starts from ``start`` to ``stop`` (naive UTC).

        :return: dict of seconds since 1970 to ids of the technicians who could come
        """
        company = self.company_id
        offers = self.env["support.api.slots"]._offers(
            self.env["res.users"]._support_technicians(company),
            company,
            start,
            stop,
            self.stop - self.start,
            STEP_MINUTES,
            self.customer_tz,
            visit=self,
        )
        offers.pop(api_slots.to_seconds(self.start), None)
        return offers

    def _customer_free_at(self, start):
        """Ids of the technicians who could come at ``start`` (naive UTC)."""
        return self._customer_free(start, start + timedelta(minutes=1)).get(api_slots.to_seconds(start))

    def _customer_technicians(self, offered, start):
        """Those who could come at ``start``, the best first: the visit's own, then those who have the least to do."""
        _working, free = self.env["support.api.slots"]._working_and_free(
            self.env["res.users"].browse(offered), self.company_id, start, start + (self.stop - self.start), visit=self
        )
        return self.technician_id.filtered(lambda user: user in free) | free

    def _customer_reschedule(self, start, revision):
        """The customer moves the visit. Where it is at that time already, as after a double tap, all is well.

        :param datetime start: one of those offered (naive UTC)
        :param int revision: the schedule that the customer was looking at
        :return: False, or a sentence that says why it was not moved
        """
        self.ensure_one()
        return self._as_customer(
            RESCHEDULE,
            revision,
            lambda visit: visit.start == start and visit.state in (states.CONFIRMED, states.IN_PROGRESS),
            lambda visit: visit._customer_move(start),
        )

    def _customer_cancel(self, reason, revision):
        """The customer calls the visit off. Where it is cancelled already, as after a double tap, all is well.

        :param str reason: may be empty
        :return: False, or a sentence that says why it was not cancelled
        """
        self.ensure_one()
        reason = " ".join(reason.split())[:MAX_REASON]
        words = (
            self.env._("Cancelled by the customer: %s", reason) if reason else self.env._("Cancelled by the customer")
        )
        return self._as_customer(
            CANCEL,
            revision,
            lambda visit: visit.state == states.CANCELLED,
            lambda visit: visit._cancel(words),
        )

    def _as_customer(self, action, revision, is_done, perform):
        """Carry out what the customer asked for as the system, if it is allowed, and tell the team.

        What is noted on the way is for the team, in the company's language and time.

        :param is_done: says of the visit, which nobody else changes then, whether it is as the customer wants it
        """
        company = self.company_id
        visit = self.with_user(SUPERUSER_ID).with_context(support_expected_revision=revision)
        try:
            with self.env.cr.savepoint():
                visit._lock_for_change()
                if is_done(visit):
                    return False
                visit._check_revision()
                if not visit._customer_may(action):
                    return self.env._("This can't be changed online any more. Please contact us.")
                noted = visit.with_context(lang=company._support_lang(), tz=company._support_tz())
                before = noted._before()
                perform(noted)
                noted._tell_team_what_customer_did(action, before)
        except SlotUnavailable:
            return self.env._("This time was taken a moment ago. Please choose another one.")
        except ScheduleError as error:
            if error.code == "stale_revision":
                return self.env._("Your visit was changed meanwhile. This is how it stands now.")
            return self.env._("This can't be changed online any more. Please contact us.")
        return False

    def _customer_move(self, start):
        stop = start + (self.stop - self.start)
        offered = self._customer_free_at(start)
        taken = SlotUnavailable(self.env._("Nobody is free at this time."), self.technician_id.id, start, stop)
        if not offered:
            raise taken
        if not self.technician_id:
            self.write({"start": start, "stop": stop})
            return
        for technician in self._customer_technicians(offered, start):
            try:
                with self.env.cr.savepoint():
                    self.write({"start": start, "stop": stop, "technician_id": technician.id})
                    return
            except SlotUnavailable as error:
                taken = error
        raise taken

    def _format_with_zone(self, moment, zone_name):
        """A moment (naive UTC) as it is in a time zone, which is named."""
        local = pytz.utc.localize(moment).astimezone(pytz.timezone(zone_name))
        zone = babel.dates.get_timezone_name(local, locale=babel_locale_parse(self.env.context.get("lang")))
        return f"{format_datetime(self.env, moment, tz=zone_name, dt_format='short')} {zone}"

    def _tell_team_what_customer_did(self, action, before):
        """A note in the history, in the language and time of the context, and a notice to each who is concerned.

        :param before: the :class:`Before` of the visit
        """
        self.message_post(
            body=Markup("<p>%s</p>") % self._what_customer_did(action, before, self.env.context["tz"]),
            author_id=self._customer_as_author().id,
            subtype_xmlid="mail.mt_note",
        )
        self._notify_concerned(
            before, self._customer_as_author(), lambda visit, zone: visit._what_customer_did(action, before, zone)
        )

    def _before(self):
        return Before(self.start, self.stop, self.technician_id)

    def _notify_concerned(self, before, author, describe, **options):
        """Tell each who is concerned of a change that was made from outside: whoever has the visit, looks after it, or had it
        before, in their own language and time.

        :param before: the :class:`Before` of the visit
        :param author: a contact
        :param describe: says what happened, of the visit in a language and a time zone
        :param options: for the delivery of the notice
        """
        company = self.company_id
        for partner in self._mail_concerned() | before.technician.partner_id:
            user = partner.user_ids[:1]
            zone = zones.first_known(partner.tz, company._support_tz())
            visit = self.with_context(lang=company._support_lang(partner.lang), tz=zone)
            text = f"{describe(visit, zone)} {visit._who_goes_now(before, user)}".strip()
            visit.message_notify(
                body=Markup("<p>%s</p>") % text,
                subject=f"{self.name} {self.subject}",
                author_id=author.id,
                partner_ids=partner.ids,
                email_add_signature=False,
                **options,
            )

    def _customer_as_author(self):
        return self.partner_id or self.env.ref("base.partner_root")

    def _what_customer_did(self, action, before, zone):
        customer = self.customer_name or self.env._("The customer")
        if action == RESCHEDULE:
            return self.env._(
                "%(customer)s moved the visit online from %(before)s to %(start)s. Visit: %(reference)s.",
                customer=customer,
                before=self._format_with_zone(before.start, zone),
                start=self._format_with_zone(self.start, zone),
                reference=self.name,
            )
        return self.env._(
            "%(customer)s cancelled the visit online. It was to begin %(start)s. Visit: %(reference)s.",
            customer=customer,
            start=self._format_with_zone(self.start, zone),
            reference=self.name,
        )

    def _who_goes_now(self, before, user):
        """What a new technician means to a user; empty where the technician is still the same."""
        technician = self.technician_id
        if technician == before.technician:
            return ""
        if not before.technician:
            return self.env._("The visit is new to you.") if user == technician else ""
        if user == technician:
            return self.env._("The visit is new to you: %s had it before.", before.technician.name)
        if user == before.technician:
            return self.env._("%s goes. The visit is no longer yours.", technician.name)
        return self.env._(
            "%(technician)s goes, no longer %(former)s.", technician=technician.name, former=before.technician.name
        )
