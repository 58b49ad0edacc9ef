from datetime import timedelta

from pytz import timezone

from odoo import api, fields, models

from ..logic import api_slots, times

#: How far alternatives are looked for.
ALTERNATIVE_DAYS = 14
ALTERNATIVE_COUNT = 3
STEP_MINUTES = 30
#: The week around a visit in which technicians' loads are compared.
LOAD_DAYS = 3


class SupportApiSlots(models.AbstractModel):
    """Who can come when, as the booking API offers it. The number of queries does not depend on how many technicians
    there are."""

    _name = "support.api.slots"
    _description = "Free Slots of the Booking API"

    @api.model
    def _earliest_start(self, company):
        return fields.Datetime.now() + timedelta(minutes=company.support_minimum_notice_minutes or 0)

    @api.model
    def _latest_start(self, company):
        """Until when visits can be booked online; None where that has no end."""
        days = company.support_booking_horizon_days
        return fields.Datetime.now() + timedelta(days=days) if days else None

    @api.model
    def _travel(self, company, visit):
        """What is kept free before the start: a visit has its own, a new one gets the company's."""
        return timedelta(minutes=(visit.travel_minutes if visit else company.support_travel_minutes) or 0)

    @api.model
    def _offers(self, technicians, company, start, stop, duration, step_minutes, zone_name, visit=None):
        """Starts from ``start`` to ``stop`` at which someone is free.

        :param datetime start: naive UTC
        :param datetime stop: naive UTC, exclusive
        :param timedelta duration: length of the visit
        :param int step_minutes: starts are at multiples of this, from midnight in ``zone_name``
        :param visit: the support.appointment that is to be moved; None for a new one
        :return: dict of start (seconds since 1970) to list of user ids
        """
        start = max(start, self._earliest_start(company))
        latest = self._latest_start(company)
        if latest:
            stop = min(stop, latest + timedelta(seconds=1))
        if start >= stop or not technicians:
            return {}
        seconds = api_slots.to_seconds
        travel = self._travel(company, visit)
        # Visits may begin before the range or end after it; breaks in between count too.
        begin, end = start - timedelta(days=1), stop + duration + timedelta(days=1)
        working = technicians._support_availability(begin, end, company)
        busy = self.env["support.appointment"]._busy_intervals(
            technicians, start - travel, stop + duration, exclude=visit
        )
        converted = {}
        possible = {}
        for technician_id in technicians.ids:
            intervals = working[technician_id]
            # Technicians with the same hours share one list.
            if id(intervals) not in converted:
                converted[id(intervals)] = [(seconds(begin), seconds(end)) for begin, end in intervals]
            possible[technician_id] = api_slots.possible_starts(
                converted[id(intervals)],
                [(seconds(begin), seconds(end)) for begin, end, _appointment in busy.get(technician_id, ())],
                round(duration.total_seconds()),
                round(travel.total_seconds()),
            )
        starts = api_slots.grid(seconds(start), seconds(stop), step_minutes, timezone(zone_name))
        return api_slots.offer(starts, possible)

    @api.model
    def _working_and_free(self, technicians, company, start, stop, visit=None):
        """Who works during a visit, and who of them is free, the least loaded first.

        Loaded is who has more booked time on that day, then in the week around it.

        :param visit: the support.appointment that is to be moved; None for a new one
        :return: two recordsets of users
        """
        begin, end = start - timedelta(days=1), stop + timedelta(days=1)
        working_time = technicians._support_availability(begin, end, company)
        working = technicians.filtered(
            lambda technician: times.within_working_time(working_time[technician.id], start, stop)
        )
        if not working:
            return working, working
        zone = timezone(company._support_tz())
        day = timezone("UTC").localize(start).astimezone(zone).date()
        week = timedelta(days=LOAD_DAYS)
        busy = self.env["support.appointment"]._busy_intervals(working, start - week, stop + week, exclude=visit)
        busy_from = start - self._travel(company, visit)

        def load(technician):
            visits = busy.get(technician.id, ())
            booked = sum((end - begin for begin, end, _id in visits), timedelta())
            on_day = sum(
                (
                    end - begin
                    for begin, end, _id in visits
                    if timezone("UTC").localize(begin).astimezone(zone).date() == day
                ),
                timedelta(),
            )
            return on_day, booked, technician.id

        free = working.filtered(
            lambda technician: (
                not times.overlaps([(begin, end) for begin, end, _id in busy.get(technician.id, ())], busy_from, stop)
            )
        )
        return working, free.sorted(load)

    @api.model
    def _alternatives(self, technicians, company, start, duration):
        """Up to three free slots of the same length, from ``start`` on.

        :return: list of ``{start, stop, technician_ids}``
        """
        zone_name = company._support_tz()
        for days in (2, ALTERNATIVE_DAYS):
            offered = self._offers(
                technicians, company, start, start + timedelta(days=days), duration, STEP_MINUTES, zone_name
            )
            if len(offered) >= ALTERNATIVE_COUNT:
                break
        result = []
        for seconds, technician_ids in list(offered.items())[:ALTERNATIVE_COUNT]:
            begin = api_slots.to_datetime(seconds)
            result.append(
                {
                    "start": fields.Datetime.to_string(begin),
                    "stop": fields.Datetime.to_string(begin + duration),
                    "technician_ids": technician_ids,
                }
            )
        return result
