from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools.safe_eval import safe_eval

from .common import SupportCase


@tagged("post_install", "-at_install")
class TestTechnicianHours(SupportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.evenings = cls.env["resource.calendar"].create(
            {
                "name": "Evenings",
                "tz": "UTC",
                "company_id": cls.company.id,
                "attendance_ids": [Command.clear()]
                + [
                    Command.create(
                        {
                            "name": "Evening",
                            "dayofweek": str(day),
                            "hour_from": 18,
                            "hour_to": 22,
                            "day_period": "afternoon",
                        },
                    )
                    for day in range(5)
                ],
            },
        )

    def _dialog(self, technicians, user=None):
        return Form(
            self.env["support.technician.hours"]
            .with_user(user or self.manager)
            .with_context(active_model="res.users", active_ids=technicians.ids),
        )

    def _works(self, technician, hours):
        """Whether the technician works at that time of the test's Monday."""
        start = self.at(hours)
        return bool(technician._support_availability(start, start + timedelta(hours=1), self.company)[technician.id])

    def test_a_technician_without_hours_works_the_companys(self):
        technician = self.technician.with_user(self.manager)
        self.assertEqual(technician.support_calendar_id, self.calendar)
        self.assertEqual(technician.support_tz, "UTC")

    def test_a_manager_sets_hours_and_time_zone_of_several(self):
        technicians = self.technician | self.colleague
        with self._dialog(technicians) as dialog:
            dialog.calendar_id = self.evenings
            dialog.tz = "Asia/Tokyo"
        dialog.record.action_apply()
        for technician in technicians.with_user(self.manager):
            self.assertEqual(technician.support_calendar_id, self.evenings)
            self.assertEqual(technician.support_tz, "Asia/Tokyo")
            # 18:00 in Tokyo is 9:00 UTC.
            self.assertTrue(self._works(technician, 9))
            self.assertFalse(self._works(technician, 19))

    def test_the_dialog_shows_what_holds_now_and_keeps_the_time_zone(self):
        self.technician._support_set_working_hours(self.company, self.calendar, "Europe/London")
        with self._dialog(self.technician) as dialog:
            self.assertEqual(dialog.calendar_id, self.calendar)
            self.assertEqual(dialog.tz, "Europe/London")
            dialog.calendar_id = self.evenings
            dialog.tz = False
        dialog.record.action_apply()
        self.assertEqual(self.technician.support_calendar_id, self.evenings)
        self.assertEqual(self.technician.support_tz, "Europe/London")

    def test_hours_of_others_than_technicians_are_refused(self):
        dialog = self._dialog(self.outsider)
        dialog.calendar_id = self.evenings
        with self.assertRaisesRegex(UserError, "not a technician"):
            dialog.save().action_apply()
        self.assertFalse(self.outsider.resource_ids)

    def test_technicians_do_not_set_hours(self):
        for user in (self.technician, self.outsider):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.env["support.technician.hours"].with_user(user).create(
                    {"technician_ids": [Command.set(self.technician.ids)], "calendar_id": self.evenings.id},
                )

    def test_hours_in_a_company_of_others(self):
        company = self.env["res.company"].create({"name": "Other"})
        self.technician.company_ids |= company
        calendar = self.evenings.copy({"company_id": company.id})
        dialog = self.env["support.technician.hours"].create(
            {
                "company_id": company.id,
                "technician_ids": [Command.set(self.technician.ids)],
                "calendar_id": calendar.id,
            }
        )
        with self.assertRaises(AccessError):
            dialog.with_user(self.manager).action_apply()
        with self.assertRaises(UserError):
            dialog.calendar_id = self.evenings.copy({"company_id": self.company.id})

    def test_a_managers_right_ends_with_the_role(self):
        dialog = self.env["support.technician.hours"].create(
            {"technician_ids": [Command.set(self.technician.ids)], "calendar_id": self.evenings.id},
        )
        with self.assertRaises(AccessError):
            dialog.with_user(self.technician).action_apply()


@tagged("post_install", "-at_install")
class TestTechnicianTimeOff(SupportCase):
    def _plan(self, action, user):
        return (
            self.env["resource.calendar.leaves"]
            .with_user(user)
            .with_context(**action["context"])
            .create({"name": "Training", "date_from": self.at(0), "date_to": self.at(23)})
        )

    def test_a_manager_plans_a_technicians_time_off(self):
        action = self.technician.with_user(self.manager).action_support_time_off()
        leave = self._plan(action, self.manager)
        self.assertEqual(leave.resource_id.user_id, self.technician)
        self.assertIn(leave, leave.search(action["domain"]))
        self.assertFalse(
            self.technician._support_availability(self.at(8), self.at(17), self.company)[self.technician.id],
        )
        leave.unlink()
        self.assertTrue(
            self.technician._support_availability(self.at(8), self.at(17), self.company)[self.technician.id],
        )

    def test_technicians_do_not_plan_others_time_off(self):
        action = self.colleague.with_user(self.manager).action_support_time_off()
        with self.assertRaises(AccessError):
            self._plan(action, self.technician)
        with self.assertRaises(AccessError):
            self.colleague.with_user(self.technician).action_support_time_off()

    def test_managers_do_not_plan_time_off_of_others_than_technicians(self):
        resource = self.outsider._support_ensure_resource(self.company)
        with self.assertRaises(AccessError):
            self._plan({"context": {"default_resource_id": resource.id}}, self.manager)


@tagged("post_install", "-at_install")
class TestTechnicianList(SupportCase):
    def test_the_list_shows_technicians_alone(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("support_center.res_users_action_support_technicians")
        users = self.env["res.users"].with_user(self.manager).search(safe_eval(action["domain"]))
        self.assertIn(self.technician, users)
        self.assertNotIn(self.manager, users)
        self.assertNotIn(self.outsider, users)

    def test_upcoming_appointments_are_counted_and_opened(self):
        self.book(9)
        cancelled = self.book(11)
        cancelled.write({"state": "cancelled", "cancel_reason": "Solved on the phone"})
        technician = self.technician.with_user(self.manager)
        self.assertEqual(technician.support_upcoming_count, 1)
        action = technician.action_support_appointments()
        self.assertEqual(len(self.Appointment.search(action["domain"])), 2)
        self.assertEqual(self.colleague.with_user(self.manager).support_upcoming_count, 0)

    def test_an_administrator_adds_a_technician_in_the_list(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("support_center.res_users_action_support_new_technician")
        admin = self.env.ref("base.user_admin")
        defaults = safe_eval(action["context"])
        users = self.env["res.users"].with_user(admin).with_context(**defaults, no_reset_password=True)
        form = Form(users, view=action["view_id"][0])
        form.name, form.login = "Ada Technician", "ada"
        technician = form.save()
        self.assertTrue(technician._is_support_technician())
        self.assertTrue(technician._is_internal())
        self.assertIn(technician, self.env["res.users"]._support_technicians(self.company))

    def test_nobody_else_is_offered_to_add_one(self):
        button = "New Technician"
        view = self.env.ref("support_center.res_users_view_list_support_technician")
        for user, is_offered in ((self.env.ref("base.user_admin"), True), (self.manager, False)):
            arch = self.env["res.users"].with_user(user).get_view(view.id)["arch"]
            self.assertEqual(button in arch, is_offered, user.login)
