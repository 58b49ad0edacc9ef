from datetime import datetime, timedelta

from pytz import timezone, utc

from odoo.tests import tagged

from ..logic import times
from .common import SupportCase

#: A week with a change of clocks in each zone: spring forward, fall back, and Lord Howe's half hour.
DST_WEEKS = [
    ("Europe/Berlin", datetime(2027, 3, 28)),
    ("Europe/Berlin", datetime(2027, 10, 31)),
    ("America/New_York", datetime(2027, 3, 14)),
    ("America/New_York", datetime(2027, 11, 7)),
    ("Australia/Lord_Howe", datetime(2027, 4, 4)),
    ("Australia/Lord_Howe", datetime(2027, 10, 3)),
]


@tagged("post_install", "-at_install")
class TestAvailability(SupportCase):
    def available(self, user, start, stop):
        return user._support_availability(start, stop, self.company)[user.id]

    def test_the_companys_hours_without_hours_of_ones_own(self):
        self.assertEqual(
            self.available(self.technician, self.at(0), self.at(24)),
            [(self.at(8), self.at(12)), (self.at(13), self.at(17))],
        )

    def test_weekends_are_free(self):
        self.assertEqual(self.available(self.technician, self.at(0, days=5), self.at(0, days=7)), [])

    def test_the_companys_hours_in_ones_own_time_zone(self):
        self.technician.tz = "Asia/Tokyo"
        self.assertEqual(
            self.available(self.technician, self.at(0), self.at(24))[0],
            (self.at(0), self.at(3)),
            "8 to 12 in Tokyo is 23 to 3 UTC, cut at the start of the range",
        )

    def test_hours_of_ones_own(self):
        resource = self.technician._support_ensure_resource(self.company)
        self.assertEqual(self.technician._support_ensure_resource(self.company), resource)
        resource.calendar_id = self.calendar.copy({"name": "Mornings"})
        resource.calendar_id.attendance_ids.filtered(lambda line: line.hour_from == 13).unlink()
        self.assertEqual(self.available(self.technician, self.at(0), self.at(24)), [(self.at(8), self.at(12))])
        self.assertEqual(len(self.available(self.colleague, self.at(0), self.at(24))), 2)

    def test_leave(self):
        resource = self.technician._support_ensure_resource(self.company)
        self.env["resource.calendar.leaves"].create(
            {"name": "Dentist", "resource_id": resource.id, "date_from": self.at(10), "date_to": self.at(14)}
        )
        self.assertEqual(
            self.available(self.technician, self.at(0), self.at(24)),
            [(self.at(8), self.at(10)), (self.at(14), self.at(17))],
        )

    def test_public_holidays(self):
        self.env["resource.calendar.leaves"].create(
            {"name": "Holiday", "calendar_id": self.calendar.id, "date_from": self.at(0), "date_to": self.at(24)}
        )
        self.colleague._support_ensure_resource(self.company)
        for user in (self.technician, self.colleague):
            self.assertEqual(self.available(user, self.at(0), self.at(24)), [])

    def test_holidays_of_one_calendar_and_of_all(self):
        resource = self.technician._support_ensure_resource(self.company)
        resource.calendar_id = self.calendar.copy({"name": "North"})
        both = self.technician + self.colleague

        def is_there():
            available = both._support_availability(self.at(0), self.at(24), self.company)
            return [bool(available[user.id]) for user in both]

        holiday = self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "calendar_id": resource.calendar_id.id,
                "company_id": self.company.id,
                "date_from": self.at(0),
                "date_to": self.at(24),
            }
        )
        self.assertEqual(is_there(), [False, True])
        holiday.calendar_id = self.calendar
        self.assertEqual(is_there(), [True, False])
        holiday.calendar_id = False
        self.assertEqual(is_there(), [False, False])

    def test_flexible_hours_are_always(self):
        resource = self.technician._support_ensure_resource(self.company)
        resource.calendar_id = self.env["resource.calendar"].browse()
        resource.company_id.resource_calendar_id = self.calendar
        found = self.available(self.technician, self.at(0), self.at(24))
        self.assertEqual(found, [(self.at(0), self.at(24))])

    def test_local_hours_on_days_of_23_and_25_hours(self):
        for zone, sunday in DST_WEEKS:
            with self.subTest(zone=zone, sunday=sunday):
                self.technician.tz = zone
                local = timezone(zone)
                first, last = (
                    local.localize(sunday + timedelta(days=days)).astimezone(utc).replace(tzinfo=None)
                    for days in (-6, 6)
                )
                found = self.available(self.technician, first, last)
                hours = [tuple(utc.localize(moment).astimezone(local).hour for moment in pair) for pair in found]
                self.assertEqual(hours, [(8, 12), (13, 17)] * 10, "two working weeks around the change")

    def test_a_visit_over_the_change_of_clocks_lasts_as_long_as_it_says(self):
        for zone, sunday in DST_WEEKS:
            with self.subTest(zone=zone, sunday=sunday):
                start = timezone(zone).localize(sunday + timedelta(hours=0.5)).astimezone(utc).replace(tzinfo=None)
                visit = self.book(start=start, duration=5)
                self.assertEqual(visit.stop - visit.start, timedelta(hours=5))
                visit.start += timedelta(days=1)
                self.assertEqual(visit.duration, 5)

    def test_month_ends_and_midnight(self):
        visit = self.book(start=datetime(2028, 2, 29, 23, 30), duration=1)
        self.assertEqual(visit.stop, datetime(2028, 3, 1, 0, 30))

    def test_queries_do_not_grow_with_technicians(self):
        def queries(users):
            self.env.invalidate_all()
            users.mapped("tz")
            before = self.cr.sql_log_count
            users._support_availability(self.at(0), self.at(24 * 7), self.company)
            return self.cr.sql_log_count - before

        few = self.technician | self.colleague
        many = few
        for number in range(20):
            many |= self._new_user(f"sc_many_{number}", "support_center.group_support_technician")
        for user in many:
            user._support_ensure_resource(self.company)
        queries(few)
        self.assertEqual(queries(many), queries(few))


@tagged("post_install", "-at_install")
class TestTechnicianChoice(SupportCase):
    def offered(self, visit):
        visit.invalidate_recordset(["available_technician_ids"])
        return visit.available_technician_ids._origin & (
            self.technician | self.colleague | self.manager | self.outsider
        )

    def new(self, **values):
        return self.Appointment.new({"start": self.at(9), "stop": self.at(10), "company_id": self.company.id, **values})

    def test_whoever_worked_overtime_can_be_recorded(self):
        night = {"start": self.at(2), "stop": self.at(3)}
        self.assertFalse(self.offered(self.new(**night)))
        self.assertEqual(self.offered(self.new(**night, state="completed")), self.technician | self.colleague)
        self.book(2)
        self.assertEqual(self.offered(self.new(**night, state="completed")), self.colleague)

    def test_only_technicians(self):
        self.assertEqual(self.offered(self.new()), self.technician | self.colleague)

    def test_only_who_is_free(self):
        self.book(9.5)
        self.assertEqual(self.offered(self.new()), self.colleague)

    def test_only_who_can_get_there(self):
        self.book(8)
        self.assertEqual(self.offered(self.new(travel_minutes=15)), self.colleague)

    def test_only_who_works_then(self):
        self.assertFalse(self.offered(self.new(start=self.at(20), stop=self.at(21))))

    def test_a_long_visit_spans_lunch(self):
        self.assertEqual(len(self.offered(self.new(start=self.at(10), stop=self.at(15)))), 2)

    def test_ones_own_visit_does_not_count(self):
        visit = self.book(9)
        self.assertIn(self.technician, self.offered(visit))

    def test_only_of_the_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.colleague.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        self.assertEqual(self.offered(self.new()), self.technician)

    def test_before_times_are_set_all_are_offered(self):
        visit = self.Appointment.new({"start": False, "stop": False, "company_id": self.company.id})
        self.assertEqual(self.offered(visit), self.technician | self.colleague)

    def test_technicians_are_found_by_name_by_any_role(self):
        domain = list(self.env["res.users"]._support_technician_domain())
        for user in (self.manager, self.technician):
            found = self.env["res.users"].with_user(user).name_search("sc_coll", domain)
            self.assertEqual([user_id for user_id, _name in found], self.colleague.ids)

    def test_working_time_and_choice_agree(self):
        working = self.technician._support_availability(self.at(0), self.at(24 * 7), self.company)[self.technician.id]
        for half_hours in range(2 * 24 * 7):
            start = self.at(half_hours / 2)
            visit = self.new(start=start, stop=start + timedelta(hours=1))
            self.assertEqual(
                self.technician in self.offered(visit),
                times.within_working_time(working, start, start + timedelta(hours=1)),
            )
