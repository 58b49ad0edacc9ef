from datetime import datetime, time, timedelta

from odoo import models
from odoo.tools.intervals import Intervals


class ResourceCalendar(models.Model):
    _inherit = "resource.calendar"

    def _support_hours(self, start, stop, zone):
        """When somebody with this schedule works; with none, always.

        :param datetime start: with a time zone
        :param datetime stop: with a time zone
        :param zone: that the schedule's hours are in
        :return: Intervals
        """
        if not self:
            return Intervals([(start, stop, self)])
        if not self.flexible_hours:
            return self._attendance_intervals_batch(start, stop, tz=zone)[False]
        # Odoo spends the hours of a week from the first day that it is asked for. Asked for whole weeks, it answers the
        # same for a day whatever else is asked for.
        first, last = start.astimezone(zone).date(), stop.astimezone(zone).date()
        monday = first - timedelta(days=first.weekday())
        sunday = last + timedelta(days=6 - last.weekday())
        whole = Intervals()
        while monday < sunday:
            begin, end = (zone.localize(datetime.combine(day, time())) for day in (monday, monday + timedelta(days=7)))
            whole |= self._attendance_intervals_batch(begin, end, tz=zone)[False]
            monday += timedelta(days=7)
        return whole & Intervals([(start, stop, self)])
