from collections import defaultdict
from datetime import datetime, time, timedelta

from pytz import timezone, utc

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import clean_context
from odoo.tools.intervals import Intervals

from ..logic import times, zones


class ResUsers(models.Model):
    """When technicians work: their schedules in Odoo, which contracts may change on a date, less leave and holidays.

    The board, the form and the booking API all ask here.
    """

    _inherit = "res.users"

    def _support_resources(self, company):
        """The resource that holds each user's working hours in ``company``.

        An archived one stands for a user who does not work there any more.

        :return: dict of user id to resource.resource (empty where the user has none)
        """
        resources = (
            self.env["resource.resource"]
            .sudo()
            .with_context(active_test=False)
            .search([("user_id", "in", self.ids), ("company_id", "in", [False, company.id])], order="id")
        )
        if "employee_id" in resources._fields:
            # With HR, an employee's own hours come before those that were set up without it.
            resources = resources.sorted(lambda resource: not resource.employee_id)
        resources = resources.sorted(lambda resource: not resource.active)
        by_user = dict.fromkeys(self.ids, resources.browse())
        for resource in resources:
            by_user[resource.user_id.id] = by_user[resource.user_id.id] or resource
        return by_user

    def _support_ensure_resource(self, company=None):
        """The user's resource, created with the company's hours and the user's time zone where there is none.

        :raise UserError: the user's resource is archived
        """
        self.ensure_one()
        company = company or self.env.company
        resource = self._support_resources(company)[self.id]
        if resource and not resource.active:
            raise UserError(self._support_archived_message())
        return resource or self.env["resource.resource"].sudo().with_context(clean_context(self.env.context)).create(
            {
                "name": self.name,
                "user_id": self.id,
                "company_id": company.id,
                "calendar_id": company.resource_calendar_id.id,
                "tz": zones.first_known(self.tz, company._support_tz()),
            }
        )

    def _support_availability(self, start, stop, company=None):
        """When each technician is there: working hours less leave and public holidays.

        :return: dict of user id to sorted, disjoint ``(start, stop)`` pairs (naive UTC); see
            :meth:`_support_working_time`
        """
        working_time = self._support_working_time(start, stop, company)
        return {user_id: available for user_id, (_hours, available) in working_time.items()}

    def _support_working_time(self, start, stop, company=None):
        """When each technician usually works, in their own time zone, and when of that they are there.

        Users without working hours of their own work the company's, in their own time zone. Where there is no schedule at
        all, they work at any time, as everywhere in Odoo. The number of queries depends on the number of schedules and
        time zones, not on the number of technicians.

        :param datetime start: naive UTC
        :param datetime stop: naive UTC
        :return: dict of user id to two lists of sorted, disjoint ``(start, stop)`` pairs (naive UTC): working hours,
            and the same without leave and public holidays. Users with the same hours share the lists.
        """
        company = (company or self.env.company).sudo()
        period = utc.localize(start), utc.localize(stop)
        resources = self._support_resources(company)
        leaves = self._support_leaves(start, stop, company)
        hours = {}
        naive = {}

        def hours_of(schedule, zone):
            """Hours of a schedule in the whole period."""
            if (schedule, zone) not in hours:
                hours[schedule, zone] = schedule._support_hours(*period, zone)
            return hours[schedule, zone]

        def as_naive(key, intervals):
            if key not in naive:
                naive[key] = times.merge(
                    (begin.astimezone(utc).replace(tzinfo=None), end.astimezone(utc).replace(tzinfo=None))
                    for begin, end, _record in intervals
                )
            return naive[key]

        found = {}
        for user in self.sudo():
            resource = resources[user.id]
            zone = user._support_zone(resource, company)
            if resource and not resource.active:
                found[user.id] = [], []
                continue
            usual, away = Intervals(), Intervals()
            key = []
            away_key = []
            for schedule, valid in self._support_schedules(resource, company, period, zone):
                of_schedule = hours_of(schedule, zone)
                absent = leaves.of(user, resource, schedule, zone)
                key.append((schedule, zone, valid))
                away_key.append(tuple(absent))
                within = Intervals([(*valid, resource)]) if valid else None
                usual |= of_schedule & within if within else of_schedule
                if absent:
                    missed = Intervals([(begin, end, resource) for begin, end in absent])
                    away |= missed & within if within else missed
            usual_pairs = as_naive(tuple(key), usual)
            is_away = any(away_key)
            available = as_naive((tuple(key), tuple(away_key)), usual - away) if is_away else usual_pairs
            found[user.id] = usual_pairs, available
        return found

    def _support_zone(self, resource, company):
        """The time zone that the technician's hours are in."""
        default = company.resource_calendar_id.tz
        names = (resource.tz, self.tz, default) if resource else (self.tz, default)
        return timezone(zones.first_known(*names))

    def _support_schedules(self, resource, company, period, zone):
        """Which schedule holds when, in order.

        :param period: pair of datetimes with time zones
        :return: list of resource.calendar (empty: any time) and the pair of datetimes between which it holds; None where
            it holds all the time
        """
        if not resource:
            return [(company.resource_calendar_id, None)]
        versions = resource.employee_id.version_ids if "employee_id" in resource._fields else None
        if not versions:
            return [(resource.calendar_id, None)]
        return list(self._support_schedules_of_versions(versions.sorted("date_version"), period, zone))

    def _support_schedules_of_versions(self, versions, period, zone):
        """As :meth:`_support_schedules`, for an employee: each version of the contract has its own schedule.

        Employees with contracts work during these; employees without any, always.
        """

        def midnight(day):
            return zone.localize(datetime.combine(day, time()))

        has_contract = any(versions.mapped("contract_date_start"))
        for index, version in enumerate(versions):
            begin, end = period
            if index:
                begin = max(begin, midnight(version.date_version))
            if index + 1 < len(versions):
                end = min(end, midnight(versions[index + 1].date_version))
            if has_contract:
                if not version.contract_date_start:
                    continue
                begin = max(begin, midnight(version.contract_date_start))
                if version.contract_date_end:
                    end = min(end, midnight(version.contract_date_end + timedelta(days=1)))
            if begin < end:
                yield version.resource_calendar_id, None if (begin, end) == period else (begin, end)

    def _support_leaves(self, start, stop, company):
        """All that may keep these users from working between two moments (naive UTC).

        An absence counts for every company, also when another one recorded it; holidays are those of ``company``.
        """
        resources = self.env["resource.resource"].sudo().search([("user_id", "in", self.ids)])
        own = Domain("resource_id", "in", resources.ids)
        holidays = Domain("resource_id", "=", False) & Domain("company_id", "in", [False, company.id])
        during = Domain([("time_type", "=", "leave"), ("date_from", "<", stop), ("date_to", ">", start)])
        return Leaves(self.env["resource.calendar.leaves"].sudo().search(during & (own | holidays)))

    # ------------------------------------------------------------
    # Warnings
    # ------------------------------------------------------------

    def _support_archived_message(self):
        self.ensure_one()
        return self.env._(
            "%(user)s is archived as an employee or resource, so there are no working hours. Restore it, or take the role"
            " of a technician from the user.",
            user=self.sudo().name,
        )

    def _support_hours_warning(self, company):
        """A sentence that warns of something odd about the technician's working hours in the company, or False."""
        self.ensure_one()
        return self._support_hours_warning_of(self._support_resources(company)[self.id], company)

    def _support_hours_warning_of(self, resource, company):
        """As :meth:`_support_hours_warning`, where the technician's resource is known.

        :param resource: the technician's in the company, or an empty one
        """
        self.ensure_one()
        if resource and not resource.active:
            return self._support_archived_message()
        wrong = [name for name in (resource.tz, self.sudo().tz) if name and not zones.is_known(name)]
        if wrong:
            return self.env._(
                "The time zone of %(user)s, “%(zone)s”, is unknown. The hours are shown in %(used)s. Choose another one.",
                user=self.sudo().name,
                zone=wrong[0],
                used=self.sudo()._support_zone(resource, company.sudo()).zone,
            )
        schedule = resource.calendar_id if resource else company.sudo().resource_calendar_id
        if not schedule:
            return self.env._(
                "%(user)s has no working hours, and can be booked at any time of any day.", user=self.sudo().name
            )
        return False


class Leaves:
    """Absences and holidays.

    :param records: resource.calendar.leaves, with the rights to read them
    """

    def __init__(self, records):
        self.by_user = defaultdict(list)
        self.holidays = []
        for record in records:
            if record.resource_id:
                self.by_user[record.resource_id.user_id.id].append(record)
            else:
                self.holidays.append(record)

    def of(self, user, resource, schedule, zone):
        """When the user is away.

        :param resource: the user's, or an empty one
        :param schedule: resource.calendar that holds then; holidays of other schedules don't count
        :return: list of pairs of datetimes with time zones
        """
        found = [record for record in self.holidays if not record.calendar_id or record.calendar_id == schedule]
        pairs = [(utc.localize(record.date_from), utc.localize(record.date_to)) for record in found]
        for record in self.by_user.get(user.id, ()):
            begin, end = utc.localize(record.date_from), utc.localize(record.date_to)
            if resource and not schedule:
                # Technicians who work at any time are away for whole days, as everywhere in Odoo.
                begin = zone.localize(datetime.combine(begin.astimezone(zone), time()))
                end = zone.localize(datetime.combine(end.astimezone(zone), time.max))
            pairs.append((begin, end))
        return sorted(pairs)
