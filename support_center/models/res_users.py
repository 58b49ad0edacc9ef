from collections import defaultdict

from pytz import timezone, utc

from odoo import api, models
from odoo.fields import Domain

from ..logic import times


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.model
    def _support_technician_domain(self, company=None):
        """Domain of the users who can be sent to customers of ``company`` (of any where it is empty)."""
        group = self.env.ref("support_center.group_support_technician")
        domain = Domain("all_group_ids", "in", group.ids) & Domain("share", "=", False)
        if company:
            domain &= Domain("company_ids", "in", company.ids)
        return domain

    @api.model
    def _support_technicians(self, company=None):
        """Active technicians of ``company``, in name order, readable by anyone who schedules."""
        return self.sudo().search(self._support_technician_domain(company), order="name, id").sudo(self.env.su)

    def _is_support_technician(self):
        self.ensure_one()
        return self.sudo().active and self.sudo().has_group("support_center.group_support_technician")

    # ------------------------------------------------------------
    # Working time
    # ------------------------------------------------------------

    def _support_resources(self, company):
        """The resource that holds each user's working hours in ``company``.

        :return: dict of user id to resource.resource (empty where the user has none)
        """
        resources = (
            self.env["resource.resource"]
            .sudo()
            .search([("user_id", "in", self.ids), ("company_id", "in", [False, company.id])], order="id")
        )
        if "employee_id" in resources._fields:
            # With HR, an employee's own hours come before those that were set up without it.
            resources = resources.sorted(lambda resource: not resource.employee_id)
        by_user = dict.fromkeys(self.ids, resources.browse())
        for resource in resources:
            by_user[resource.user_id.id] = by_user[resource.user_id.id] or resource
        return by_user

    def _support_ensure_resource(self, company=None):
        """The user's resource, created with the company's hours and the user's time zone where there is none."""
        self.ensure_one()
        company = company or self.env.company
        return self._support_resources(company)[self.id] or self.env["resource.resource"].sudo().create(
            {
                "name": self.name,
                "user_id": self.id,
                "company_id": company.id,
                "calendar_id": company.resource_calendar_id.id,
                "tz": self.tz or company._support_tz(),
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

        Users without working hours of their own work the company's, in their own time zone. The number of queries
        depends on the number of working calendars and time zones, not on the number of technicians.

        :param datetime start: naive UTC
        :param datetime stop: naive UTC
        :return: dict of user id to two lists of sorted, disjoint ``(start, stop)`` pairs (naive UTC): working hours,
            and the same without leave and public holidays. Who has the same hours shares the lists.
        """
        company = company or self.env.company
        default_calendar = company.sudo().resource_calendar_id
        period = utc.localize(start), utc.localize(stop)
        leaves = [("time_type", "=", "leave"), ("company_id", "in", [False, company.id])]

        by_calendar = defaultdict(dict)
        by_zone = defaultdict(list)
        without_hours = []
        for user_id, resource in self._support_resources(company).items():
            if resource:
                by_calendar[resource.calendar_id or default_calendar][user_id] = resource
            else:
                without_hours.append(user_id)
        for user in self.sudo().browse(without_hours):
            by_zone[user.tz or default_calendar.tz or "UTC"].append(user.id)

        found = {}
        # One search tells which calendars have leave to look at: mostly few. Leave without a calendar is everybody's.
        overlapping = [("date_from", "<=", stop), ("date_to", ">=", start)]
        with_leave = {
            leave.calendar_id.id for leave in self.env["resource.calendar.leaves"].sudo().search(leaves + overlapping)
        }
        for calendar, resource_by_user in by_calendar.items():
            resources = self.env["resource.resource"].sudo().union(*resource_by_user.values())
            hours = calendar.sudo()._work_intervals_batch(*period, resources=resources, compute_leaves=False)
            absent = {}
            if with_leave & {False, calendar.id}:
                absent = calendar.sudo()._leave_intervals_batch(*period, resources=resources, domain=leaves)
            for user_id, resource in resource_by_user.items():
                usual, away = hours[resource.id], absent.get(resource.id)
                found[user_id] = usual, usual - away if away else usual
        if by_zone:
            holidays = default_calendar._leave_intervals_batch(*period, domain=leaves, tz=utc)[False]
        for zone, user_ids in by_zone.items():
            hours = default_calendar._work_intervals_batch(*period, tz=timezone(zone), compute_leaves=False)[False]
            found.update(dict.fromkeys(user_ids, (hours, hours - holidays)))

        naive = {}

        def as_naive(intervals):
            # Odoo computes the hours of a zone once and only takes each one's leave out of them, so that technicians
            # with the same hours can share one result, which is converted once.
            key = tuple((id(begin), id(end)) for begin, end, _record in intervals)
            if key not in naive:
                naive[key] = times.merge(
                    (begin.astimezone(utc).replace(tzinfo=None), end.astimezone(utc).replace(tzinfo=None))
                    for begin, end, _record in intervals
                )
            return naive[key]

        return {user_id: (as_naive(hours), as_naive(available)) for user_id, (hours, available) in found.items()}
