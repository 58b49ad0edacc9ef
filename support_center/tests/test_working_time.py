from datetime import date, timedelta

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import SupportCase
from .rights import SPEC


class WorkingTimeCase(SupportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.resource = cls.technician._support_ensure_resource(cls.company)

    def works(self, start, stop, user=None, company=None):
        user = user or self.technician
        return user._support_availability(start, stop, company or self.company)[user.id]

    def on_board(self, start, stop, user=None):
        """Minutes of the technician's working time as the board gets it."""
        answer = self.Appointment.support_calendar_read([], str(start), str(stop), SPEC)["resources"]
        position = answer["id"].index((user or self.technician).id)
        return answer["schedules"][answer["available"][position]]

    def in_form(self, start, hours=1, technician=None):
        """What the form says of a visit then."""
        visit = self.Appointment.new(
            {
                "start": start,
                "stop": start + timedelta(hours=hours),
                "company_id": self.company.id,
                "technician_id": (technician or self.technician).id,
            }
        )
        return visit.schedule_warning

    def in_api(self, start, technician=None):
        """Whether the booking API takes a visit of an hour then."""
        technician = technician or self.technician
        working, _free = self.env["support.api.slots"]._working_and_free(
            technician, self.company, start, start + timedelta(hours=1)
        )
        return technician in working


@tagged("post_install", "-at_install")
class TestWorkingTime(WorkingTimeCase):
    """Board, form and booking API agree on when technicians work, whatever their schedules are like."""

    def _flexible(self):
        return self.env["resource.calendar"].create(
            {
                "name": "24 hours a week, 8 a day",
                "tz": "UTC",
                "company_id": self.company.id,
                "schedule_type": "flexible",
                "full_time_required_hours": 24,
                "hours_per_day": 8,
            }
        )

    def test_the_budget_of_flexible_hours_belongs_to_weeks(self):
        self.resource.calendar_id = self._flexible()
        whole = self.works(self.at(0), self.at(0, days=7))
        self.assertEqual(whole, [(self.at(8, days=day), self.at(16, days=day)) for day in range(3)])
        for day in range(7):
            alone = self.works(self.at(0, days=day), self.at(24, days=day))
            self.assertEqual(alone, [pair for pair in whole if self.at(0, day) <= pair[0] < self.at(24, day)], day)
            board = self.on_board(self.at(0, days=day), self.at(24, days=day))
            self.assertEqual(board, [480, 960] if day < 3 else [])
            self.assertEqual(self.in_api(self.at(10, days=day)), day < 3)
            self.assertEqual(bool(self.in_form(self.at(10, days=day))), day >= 3)
        two_weeks = self.works(self.at(0, days=4), self.at(0, days=9))
        self.assertEqual(two_weeks, [(self.at(8, days=day), self.at(16, days=day)) for day in (7, 8)])

    def test_a_leave_recorded_in_another_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.technician.company_ids |= other
        leave = self.env["resource.calendar.leaves"].create(
            {"name": "Dentist", "resource_id": self.resource.id, "date_from": self.at(9), "date_to": self.at(11)}
        )
        self.env.cr.execute(
            "UPDATE resource_calendar_leaves SET company_id = %s, calendar_id = NULL WHERE id = %s",
            [other.id, leave.id],
        )
        self.env.invalidate_all()
        theirs = self.technician._support_ensure_resource(other)
        self.env["resource.calendar.leaves"].with_company(other).create(
            {"name": "Course", "resource_id": theirs.id, "date_from": self.at(14), "date_to": self.at(15)}
        )
        expected = [(8, 9), (11, 12), (13, 14), (15, 17)]
        self.assertEqual(
            self.works(self.at(0), self.at(24)), [(self.at(begin), self.at(end)) for begin, end in expected]
        )
        self.assertEqual(self.on_board(self.at(0), self.at(24)), [hour * 60 for pair in expected for hour in pair])
        self.assertFalse(self.in_api(self.at(9.5)))
        self.assertTrue(self.in_form(self.at(14)))

    def test_holidays_of_another_company_are_not_ours(self):
        other = self.env["res.company"].create({"name": "Other"})
        holiday = self.env["resource.calendar.leaves"].create(
            {"name": "Holiday", "date_from": self.at(0), "date_to": self.at(24)}
        )
        self.assertFalse(self.works(self.at(0), self.at(24)))
        self.env.flush_all()
        self.env.cr.execute("UPDATE resource_calendar_leaves SET company_id = %s WHERE id = %s", [other.id, holiday.id])
        self.env.invalidate_all()
        self.assertTrue(self.works(self.at(0), self.at(24)))

    def test_a_resource_without_a_schedule_says_so(self):
        self.resource.calendar_id = False
        technician = self.technician.with_user(self.manager)
        technician.invalidate_recordset(["support_calendar_id", "support_hours_warning"])
        self.assertEqual(self.works(self.at(0), self.at(24)), [(self.at(0), self.at(24))])
        self.assertFalse(technician.support_calendar_id, "no other schedule is shown beside hours without an end")
        self.assertIn("at any time", technician.support_hours_warning)
        self.assertIn("at any time", self.in_form(self.at(3)))
        self.assertTrue(self.in_api(self.at(3)))
        self.assertEqual(self.on_board(self.at(0), self.at(24)), [0, 24 * 60])

    def test_a_company_without_a_schedule(self):
        self.company.resource_calendar_id = False
        colleague = self.colleague.with_user(self.manager)
        self.assertEqual(self.works(self.at(0), self.at(24), self.colleague), [(self.at(0), self.at(24))])
        self.assertFalse(colleague.support_calendar_id)
        self.assertIn("at any time", colleague.support_hours_warning)
        self.assertTrue(self.in_api(self.at(3), self.colleague))
        self.assertIn("at any time", self.in_form(self.at(3), technician=self.colleague))
        self.assertEqual(self.on_board(self.at(0), self.at(24), self.colleague), [0, 24 * 60])
        self.assertEqual(self.works(self.at(8), self.at(17)), [(self.at(8), self.at(12)), (self.at(13), self.at(17))])
        self.assertTrue(self.company._support_tz())

    def test_an_archived_resource_does_not_work(self):
        self.resource.active = False
        self.technician.invalidate_recordset()
        self.assertEqual(self.works(self.at(0), self.at(24)), [])
        self.assertFalse(self.in_api(self.at(9)))
        self.assertIn("archived", self.in_form(self.at(9)))
        self.assertEqual(self.on_board(self.at(0), self.at(24)), [])
        self.assertIn("archived", self.technician.with_user(self.manager).support_hours_warning)
        with self.assertRaisesRegex(UserError, "archived"):
            self.technician._support_set_working_hours(self.company, self.calendar)
        self.resource.copy({"active": True, "user_id": self.technician.id})
        self.assertTrue(self.works(self.at(0), self.at(24)), "rehired, so at work again")

    def test_the_warnings_of_a_list_take_no_more_queries_than_one(self):
        technicians = self.technician | self.colleague | self.manager

        def queries(users):
            users = users.with_user(self.manager)
            users.env.invalidate_all()
            users.mapped("name")
            self.company.resource_calendar_id.read(["tz"])
            before = self.env.cr.sql_log_count
            users.mapped("support_hours_warning")
            return self.env.cr.sql_log_count - before

        queries(technicians)
        one, all_of_them = queries(self.technician), queries(technicians)
        self.assertLessEqual(all_of_them, one)

    def test_an_unknown_time_zone_on_one_technician(self):
        self.env.flush_all()
        self.env.cr.execute("UPDATE resource_resource SET tz = 'Mars/Base' WHERE id = %s", self.resource.ids)
        self.env.cr.execute(
            "UPDATE res_partner SET tz = 'Mars/Base' WHERE id = ANY(%s)",
            [(self.technician | self.colleague | self.manager).partner_id.ids],
        )
        self.env.invalidate_all()
        for technician in (self.technician, self.colleague):
            self.assertEqual(
                self.works(self.at(0), self.at(24), technician),
                [(self.at(8), self.at(12)), (self.at(13), self.at(17))],
                "the company's time zone holds",
            )
            self.assertEqual(self.on_board(self.at(0), self.at(24), technician), [480, 720, 780, 1020])
            self.assertIn("Mars/Base", technician.with_user(self.manager).support_hours_warning)
            self.assertIn("Mars/Base", self.in_form(self.at(9), technician=technician))
            self.assertTrue(self.in_api(self.at(9), technician))
        visit = self.book(9)
        self.assertTrue(visit.copy())
        self.assertEqual(visit.sudo()._api_timezone(), "UTC")

    def test_an_unknown_time_zone_of_a_customer(self):
        self.env.flush_all()
        self.env.cr.execute("UPDATE res_partner SET tz = 'Mars/Base' WHERE id = %s", self.customer.ids)
        self.env.invalidate_all()
        self.assertTrue(self.book(9).sudo().customer_time)


@tagged("post_install", "-at_install")
class TestContracts(WorkingTimeCase):
    """With HR, the hours of an employee may change on a date, and end."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if "hr.employee" not in cls.env:
            return
        cls.mornings = cls.env["resource.calendar"].create(
            {
                "name": "Mornings",
                "tz": "UTC",
                "company_id": cls.company.id,
                "attendance_ids": [Command.clear()]
                + [
                    Command.create(
                        {"name": "x", "dayofweek": str(day), "hour_from": 6, "hour_to": 10, "day_period": "morning"}
                    )
                    for day in range(5)
                ],
            }
        )
        cls.employee = cls.env["hr.employee"].create(
            {
                "name": "Colleague",
                "user_id": cls.colleague.id,
                "company_id": cls.company.id,
                "resource_calendar_id": cls.calendar.id,
                "tz": "UTC",
                "date_version": date(2020, 1, 1),
            }
        )

    def setUp(self):
        super().setUp()
        if "hr.employee" not in self.env:
            self.skipTest("Employees is not installed")

    def hours(self, day):
        pairs = self.works(self.at(0, days=day), self.at(24, days=day), self.colleague)
        return [(begin.hour, end.hour) for begin, end in pairs]

    def test_hours_that_change_on_a_date(self):
        self.employee.create_version(
            {"date_version": self.at(0, days=2).date(), "resource_calendar_id": self.mornings.id}
        )
        self.assertEqual(self.hours(1), [(8, 12), (13, 17)])
        self.assertEqual(self.hours(2), [(6, 10)])
        week = self.works(self.at(0), self.at(0, days=7), self.colleague)
        self.assertEqual([begin.hour for begin, _end in week], [8, 13, 8, 13, 6, 6, 6])
        self.assertTrue(self.in_api(self.at(6, days=2), self.colleague))
        self.assertFalse(self.in_api(self.at(15, days=2), self.colleague))
        self.assertTrue(self.in_form(self.at(15, days=2), technician=self.colleague))
        self.assertEqual(self.on_board(self.at(0, days=2), self.at(24, days=2), self.colleague), [360, 600])

    def test_nobody_works_after_the_contract(self):
        self.employee.version_id.write(
            {"contract_date_start": date(2020, 1, 1), "contract_date_end": self.at(0, days=1).date()}
        )
        self.assertEqual(self.hours(1), [(8, 12), (13, 17)], "the last day is a day of work")
        self.assertEqual(self.hours(2), [])
        self.assertFalse(self.in_api(self.at(9, days=2), self.colleague))

    def test_an_archived_employee(self):
        self.employee.action_archive()
        self.assertEqual(self.hours(0), [])
        self.assertIn("archived", self.in_form(self.at(9), technician=self.colleague))
