from datetime import datetime, time, timedelta

import babel.dates
import pytz
from markupsafe import Markup

from odoo import SUPERUSER_ID, fields, models
from odoo.tools import babel_locale_parse, format_datetime

from ..exceptions import ScheduleError, SlotUnavailable
from ..logic import api_slots, states

RESCHEDULE, CANCEL = "reschedule", "cancel"
#: Times that customers choose from begin at multiples of this.
STEP_MINUTES = 30
#: So many days are offered on one page.
OFFER_DAYS = 7
MAX_REASON = 500


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
        last_moment = self.start - timedelta(hours=company.support_customer_cutoff_hours)
        return allowed and self.state == states.CONFIRMED and fields.Datetime.now() < last_moment

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

    def _customer_reschedule(self, start, revision):
        """The customer moves the visit.

        :param datetime start: one of those offered (naive UTC)
        :param int revision: the schedule that the customer was looking at
        :return: False, or a sentence that says why it was not moved
        """
        self.ensure_one()
        return self._as_customer(RESCHEDULE, revision, lambda visit: visit._customer_move(start))

    def _customer_cancel(self, reason, revision):
        """The customer calls the visit off.

        :param str reason: may be empty
        :return: False, or a sentence that says why it was not cancelled
        """
        self.ensure_one()
        reason = " ".join(reason.split())[:MAX_REASON]
        words = (
            self.env._("Cancelled by the customer: %s", reason) if reason else self.env._("Cancelled by the customer")
        )
        return self._as_customer(CANCEL, revision, lambda visit: visit._cancel(words))

    def _as_customer(self, action, revision, perform):
        """Carry out what the customer asked for as the system, if it is allowed, and tell the team.

        What is noted on the way is for the team, in the company's language and time.
        """
        company = self.company_id
        visit = self.with_user(SUPERUSER_ID).with_context(support_expected_revision=revision)
        try:
            with self.env.cr.savepoint():
                visit._check_revision()
                if not visit._customer_may(action):
                    return self.env._("This can't be changed online any more. Please contact us.")
                noted = visit.with_context(lang=company.partner_id.lang or "en_US", tz=company._support_tz())
                perform(noted)
                noted._tell_team_what_customer_did(action)
        except SlotUnavailable:
            return self.env._("This time was taken a moment ago. Please choose another one.")
        except ScheduleError as error:
            if error.code == "stale_revision":
                return self.env._("Your visit was changed meanwhile. This is how it stands now.")
            return self.env._("This can't be changed online any more. Please contact us.")
        return False

    def _customer_move(self, start):
        stop = start + (self.stop - self.start)
        offered = self._customer_free(start, start + timedelta(minutes=1)).get(api_slots.to_seconds(start))
        taken = SlotUnavailable(self.env._("Nobody is free at this time."), self.technician_id.id, start, stop)
        if not offered:
            raise taken
        if not self.technician_id:
            self.write({"start": start, "stop": stop})
            return
        # Who was to come comes, if possible; else whoever has the least to do.
        _working, free = self.env["support.api.slots"]._working_and_free(
            self.env["res.users"].browse(offered), self.company_id, start, stop, visit=self
        )
        for technician in self.technician_id.filtered(lambda user: user in free) | free:
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

    def _tell_team_what_customer_did(self, action):
        """A note for the technician and for whoever looks after the visit, in the language of the context."""
        if action == RESCHEDULE:
            text = self.env._(
                "%(customer)s moved the visit to %(start)s, online.",
                customer=self.customer_name or self.env._("The customer"),
                start=self._format_with_zone(self.start, self.company_id._support_tz()),
            )
        else:
            text = self.env._("%s cancelled the visit online.", self.customer_name or self.env._("The customer"))
        self.message_post(
            body=Markup("<p>%s</p>") % text,
            author_id=self.partner_id.id or self.env.ref("base.partner_root").id,
            partner_ids=self._mail_concerned().ids,
            subtype_xmlid="mail.mt_note",
        )
