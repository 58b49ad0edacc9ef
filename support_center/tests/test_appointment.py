import re
from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .common import SupportCase


@tagged("post_install", "-at_install")
class TestAppointment(SupportCase):
    def test_a_booking_from_little(self):
        appointment = self.Appointment.create(
            {"partner_id": self.customer.id, "technician_id": self.technician.id, "start": self.at(9)}
        )
        self.assertRegex(appointment.name, r"^APT/\d{4}/\d{5}$")
        self.assertEqual(appointment.state, "confirmed")
        self.assertEqual(appointment.stop, self.at(10))
        self.assertEqual(appointment.duration, 1.0)
        self.assertEqual(appointment.customer_name, "Acme Heating")
        self.assertEqual(appointment.customer_email, "office@acme.example.com")
        self.assertEqual(appointment.customer_phone, "+49 30 1234567")
        self.assertEqual(appointment.location, "Lindenstraße 1, Berlin 10969")
        self.assertIn("Acme Heating", appointment.subject)
        self.assertTrue(appointment.ticket_id)
        self.assertEqual(appointment.source, "internal")
        self.assertEqual(appointment.schedule_revision, 0)

    def test_a_customer_without_a_contact(self):
        appointment = self.book(partner_id=False, customer_name="Mia", customer_email="mia@example.com")
        self.assertEqual(appointment.customer_name, "Mia")
        self.assertEqual(appointment.customer_email, "mia@example.com")
        self.assertFalse(appointment.partner_id)

    def test_details_typed_beside_the_contact_stay(self):
        appointment = self.book(customer_email="mia@example.com", location="Back door")
        self.assertEqual(appointment.customer_email, "mia@example.com")
        self.assertEqual(appointment.location, "Back door")
        self.assertEqual(appointment.customer_name, "Acme Heating")
        self.assertEqual(self.customer.email, "office@acme.example.com")

    def test_another_customer_brings_their_details(self):
        appointment = self.book()
        appointment.partner_id = self.env["res.partner"].create({"name": "Beta", "email": "b@example.com"})
        self.assertEqual(appointment.customer_name, "Beta")
        self.assertEqual(appointment.customer_email, "b@example.com")

    def test_duration_given(self):
        appointment = self.book(duration=2.5)
        self.assertEqual(appointment.stop, self.at(11.5))
        self.assertEqual(appointment.duration, 2.5)

    def test_defaults_of_the_company(self):
        self.company.write({"support_default_duration": 2, "support_travel_minutes": 20})
        appointment = self.book()
        self.assertEqual(appointment.stop, self.at(11))
        self.assertEqual(appointment.travel_minutes, 20)

    def test_travel_of_an_old_booking_does_not_follow_the_setting(self):
        appointment = self.book()
        self.company.support_travel_minutes = 45
        appointment.subject = "Boiler is warm"
        self.env.flush_all()
        self.assertEqual(appointment.travel_minutes, 0)

    def test_references_rise(self):
        first, second = self.book(9), self.book(10)
        self.assertLess(first.name, second.name)

    def test_display_name(self):
        appointment = self.book()
        self.assertEqual(appointment.display_name, f"{appointment.name} Boiler is cold (Acme Heating)")

    def test_found_by_reference_subject_and_customer(self):
        appointment = self.book()
        for text in (appointment.name, "boiler is", "acme heat"):
            found = [record_id for record_id, _name in self.Appointment.name_search(text)]
            self.assertIn(appointment.id, found)

    def test_newest_first(self):
        early, late = self.book(9), self.book(11)
        found = self.Appointment.search([("id", "in", (early | late).ids)])
        self.assertEqual(found, late | early)

    def test_writing_only_the_start_moves(self):
        appointment = self.book(duration=2)
        appointment.start = self.at(13)
        self.assertEqual(appointment.stop, self.at(15))
        self.assertEqual(appointment.duration, 2)

    def test_writing_only_the_duration_resizes(self):
        appointment = self.book()
        appointment.duration = 3
        self.assertEqual(appointment.start, self.at(9))
        self.assertEqual(appointment.stop, self.at(12))

    def test_strings_as_rpc_clients_send_them(self):
        appointment = self.book(
            start=fields.Datetime.to_string(self.at(9)), stop=fields.Datetime.to_string(self.at(11))
        )
        appointment.write({"start": fields.Datetime.to_string(self.at(14))})
        self.assertEqual((appointment.start, appointment.stop), (self.at(14), self.at(16)))

    def test_system_fields_are_refused(self):
        appointment = self.book()
        for values in ({"name": "APT/1"}, {"schedule_revision": 7}, {"cancelled_at": self.at(1)}, {"source": "api"}):
            with self.assertRaises(UserError):
                appointment.write(values)
            with self.assertRaises(UserError):
                self.book(14, **values)

    def test_copy_is_a_tentative_next_visit_on_the_same_ticket(self):
        appointment = self.book()
        copy = appointment.copy()
        self.assertEqual(copy.state, "draft")
        self.assertEqual(copy.start, appointment.start + timedelta(weeks=1))
        self.assertEqual(copy.stop, appointment.stop + timedelta(weeks=1))
        self.assertFalse(copy.technician_id)
        self.assertEqual(copy.ticket_id, appointment.ticket_id)
        self.assertNotEqual(copy.name, appointment.name)

    def test_technicians_copy_for_themselves(self):
        copy = self.book().with_user(self.technician).copy()
        self.assertEqual((copy.state, copy.technician_id), ("draft", self.technician))

    def test_technicians_copy_into_a_week_in_which_they_are_free(self):
        visit = self.book()
        self.book(9.5 + 7 * 24)
        own = visit.with_user(self.technician)
        self.assertEqual(own.copy().start, visit.start + timedelta(weeks=2))
        both = own + self.book(11).with_user(self.technician)
        both[1].start = visit.start + timedelta(weeks=3, minutes=30)
        copies = own.browse(both.ids).copy()
        self.assertEqual(len(set(copies.mapped("start"))), 2)
        self.assertEqual(copies[0].start, visit.start + timedelta(weeks=4))
        self.assertEqual(copies[1].start, visit.start + timedelta(weeks=5, minutes=30))

    def test_a_copy_is_at_the_same_time_by_the_clock(self):
        self.manager.tz = "Europe/Berlin"
        # Clocks go back on 31 October 2027.
        visit = self.book(start=datetime(2027, 10, 26, 7), technician=False)
        self.assertEqual(visit.copy().start, datetime(2027, 11, 2, 8))

    def test_changes_are_tracked(self):
        appointment = self.book()
        self.env.flush_all()
        self.cr.precommit.run()
        appointment.write({"start": self.at(14), "subject": "Boiler leaks"})
        self.env.flush_all()
        self.cr.precommit.run()
        tracked = appointment.message_ids.sudo().tracking_value_ids.field_id.mapped("name")
        self.assertGreaterEqual(set(tracked), {"start", "stop", "subject"})

    def test_periods_are_those_of_the_users_clock(self):
        self.manager.tz = "Asia/Tokyo"
        # Wednesday, 1:00 in Tokyo.
        with freeze_time(self.at(40)):
            visits = {
                name: self.book(hours, technician=False, duration=duration)
                for name, hours, duration in (
                    ("today", 41, 1),
                    ("until tomorrow", 62.5, 1),
                    ("tomorrow", 63, 1),
                    ("Saturday", 134, 1),
                    # Where people speak American English, weeks begin on it.
                    ("Sunday", 135, 1),
                )
            }
            found = {
                period: {
                    name
                    for name, visit in visits.items()
                    if visit in self.Appointment.search([("period", "=", period)])
                }
                for period in ("today", "tomorrow", "this_week")
            }
            self.assertEqual(found["today"], {"today", "until tomorrow"})
            self.assertEqual(found["tomorrow"], {"until tomorrow", "tomorrow"})
            self.assertEqual(found["this_week"], visits.keys() - {"Sunday"})
            self.assertEqual(
                {name: visit.period for name, visit in visits.items()},
                {
                    "today": "today",
                    "until tomorrow": "today",
                    "tomorrow": "tomorrow",
                    "Saturday": "this_week",
                    "Sunday": False,
                },
            )

    def test_parts_of_what_is_searched_are_found_by_indexes(self):
        self.env.cr.execute("SELECT indexdef FROM pg_indexes WHERE tablename = 'support_appointment'")
        indexed = [text.partition(" USING ")[2] for (text,) in self.env.cr.fetchall() if "gin_trgm_ops" in text]
        for name in (
            "name",
            "subject",
            "customer_name",
            "customer_email",
            "customer_phone",
            "location",
            "external_reference",
        ):
            self.assertTrue(any(re.search(rf"\b{name}\b", columns) for columns in indexed), name)

    def test_activities_are_counted_by_column(self):
        visits = self.book(9) + self.book(10) + self.book(11)
        for visit, days in zip(visits, (0, 0, 2), strict=True):
            visit.activity_schedule("mail.mail_activity_data_todo", fields.Date.add(fields.Date.today(), days=days))
        self.book(13)
        found = self.Appointment.read_progress_bar(
            [("ticket_id", "!=", False), ("id", ">=", visits[0].id)],
            "state",
            {"field": "activity_state", "colors": {"planned": "success", "today": "warning", "overdue": "danger"}},
        )
        self.assertEqual(dict(found), {"confirmed": {"planned": 1, "today": 2, "overdue": 0}})

    def test_many_are_told_apart_at_once(self):
        """What a list and a board work out for many visits is each visit's own, also in a form."""
        coming, late, done, warned = self.book(9) + self.book(10) + self.book(11) + self.book(13)
        late.sudo().with_context(support_allow_past=True).start = fields.Datetime.now() - timedelta(hours=3)
        done._cancel("The customer is away")
        coming.activity_schedule("mail.mail_activity_data_todo")
        warned.activity_schedule("mail.mail_activity_data_warning")
        visits = coming + late + done + warned
        visits.invalidate_recordset()
        self.assertEqual(visits.mapped("is_late"), [False, True, False, False])
        self.assertEqual([visit.can_edit_schedule for visit in visits], [True, True, False, True])
        self.assertEqual([visit.color for visit in visits], [4, 4, 1, 4])
        decorations = [visit.activity_exception_decoration for visit in visits]
        self.assertEqual(decorations, [False, False, False, "warning"])
        self.assertEqual([bool(visit.activity_exception_icon) for visit in visits], [False, False, False, True])
        new = self.Appointment.new({"state": "completed"}) + self.Appointment.new(origin=done)
        self.assertEqual([visit.can_edit_schedule for visit in new], [True, False])

    def test_late(self):
        appointment = self.book()
        begun = self.book(11)
        self.assertFalse(appointment.is_late)
        self.assertNotIn(appointment, self.Appointment.search([("is_late", "=", True)]))
        appointment.sudo().with_context(support_allow_past=True).start = fields.Datetime.now() - timedelta(hours=3)
        appointment.invalidate_recordset(["is_late"])
        self.assertTrue(appointment.is_late)
        self.assertIn(appointment, self.Appointment.search([("is_late", "=", True)]))
        self.assertNotIn(appointment, self.Appointment.search([("is_late", "=", False)]))
        begun.state = "in_progress"
        with freeze_time(self.at(11.5)):
            self.assertNotIn(begun, self.Appointment.search([("is_late", "=", True)]))
        with freeze_time(self.at(12) + timedelta(minutes=1)):
            self.assertIn(begun, self.Appointment.search([("is_late", "=", True)]))
            self.assertNotIn(begun, self.Appointment.search([("is_late", "=", False)]))


@tagged("post_install", "-at_install")
class TestAppointmentForm(SupportCase):
    def form(self, user=None):
        return Form(self.env["support.appointment"].with_user(user or self.manager))

    def test_book_in_the_form(self):
        with self.form() as form:
            form.subject = "Boiler is cold"
            form.partner_id = self.customer
            form.start = self.at(9)
            form.technician_id = self.technician
        appointment = form.record
        self.assertEqual(appointment.stop, self.at(10))
        self.assertEqual(appointment.customer_email, "office@acme.example.com")

    def test_a_new_visit_takes_the_usual_time(self):
        self.company.support_default_duration = 1.5
        form = self.form()
        self.assertEqual(form.duration, 1.5)
        self.assertEqual(form.stop - form.start, timedelta(hours=1.5))

    def test_a_new_visit_begins_in_working_time(self):
        mornings = self.calendar.copy({"name": "Wednesdays, 8-12"})
        mornings.attendance_ids.filtered(lambda line: line.dayofweek != "2" or line.hour_from == 13).unlink()
        everybody = self.env["res.users"]._support_technicians(self.company)
        for user in everybody - self.technician - self.colleague:
            user._support_ensure_resource(self.company).calendar_id = mornings
        self.technician._support_ensure_resource(self.company).calendar_id = mornings
        # Friday, 22:10, before a Monday off.
        self.env["resource.calendar.leaves"].create(
            {"name": "Holiday", "calendar_id": self.calendar.id, "date_from": self.at(168), "date_to": self.at(192)}
        )
        with freeze_time(self.at(4 * 24 + 22) + timedelta(minutes=10)):
            self.assertEqual(self.form().start, self.at(8 * 24 + 8))
            self.assertEqual(self.form(self.technician).start, self.at(9 * 24 + 8))
            theirs = self.Appointment.with_context(default_technician_id=self.technician.id)
            self.assertEqual(Form(theirs).start, self.at(9 * 24 + 8))
        with freeze_time(self.at(10) + timedelta(minutes=10)):
            self.assertEqual(self.form().start, self.at(10.5))

    def test_start_moves_the_end_and_keeps_the_length(self):
        form = self.form()
        form.start = self.at(9)
        form.stop = self.at(11)
        self.assertEqual(form.duration, 2)
        form.start = self.at(13)
        self.assertEqual(form.stop, self.at(15))
        self.assertEqual(form.duration, 2)

    def test_duration_moves_the_end(self):
        form = self.form()
        form.start = self.at(9)
        form.duration = 3
        self.assertEqual(form.stop, self.at(12))

    def test_a_clash_is_told_before_saving(self):
        taken = self.book()
        form = self.form()
        form.start = self.at(9.5)
        form.technician_id = self.technician
        self.assertIn(taken.name, form.schedule_warning)

    def test_time_off_work_is_told_before_saving(self):
        form = self.form()
        form.start = self.at(20)
        form.technician_id = self.technician
        self.assertIn("does not work", form.schedule_warning)

    def test_a_past_time_is_told_before_saving(self):
        form = self.form()
        form.start = fields.Datetime.now() - timedelta(days=2)
        self.assertIn("has passed", form.schedule_warning)
        self.assertIn("book the visit as completed", form.schedule_warning)

    def test_what_took_place_is_booked_as_completed(self):
        values = {"subject": "Boiler", "customer_name": "Ada", "start": fields.Datetime.now() - timedelta(days=2)}
        visits = self.Appointment.with_user(self.manager)
        with self.assertRaisesRegex(UserError, "has passed.*book the visit as completed"):
            visits.create(values)
        with self.assertRaisesRegex(UserError, "Choose the technician who did the work"):
            visits.create({**values, "state": "completed"})

    def test_a_technicians_own_booking(self):
        with self.form(self.technician) as form:
            form.subject = "Walk-in"
            form.customer_name = "Mia"
            form.start = self.at(9)
        self.assertEqual(form.record.technician_id, self.technician)
