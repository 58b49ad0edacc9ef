from datetime import timedelta

from psycopg2.errors import ExclusionViolation

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..exceptions import ScheduleError, SlotUnavailable
from .common import SupportCase


@tagged("post_install", "-at_install")
class TestNoDoubleBooking(SupportCase):
    def assertTaken(self, function, *args, **kwargs):
        with self.assertRaises(SlotUnavailable) as caught:
            function(*args, **kwargs)
        return caught.exception

    def test_overlap_is_refused_and_says_who_and_when(self):
        taken = self.book(9)
        error = self.assertTaken(self.book, 9.5)
        self.assertIn(self.technician.name, str(error))
        self.assertIn(taken.name, str(error))
        self.assertEqual(error.code, "slot_unavailable")
        self.assertEqual((error.start, error.stop), (self.at(9), self.at(10)))
        self.assertEqual(error.technician_id, self.technician.id)

    def test_refusals_are_ordinary_validation_errors_for_clients(self):
        self.book(9)
        with self.assertRaises(ValidationError) as caught:
            self.book(9)
        self.assertEqual(caught.exception.context["exception_class"], "odoo.exceptions.ValidationError")

    def test_back_to_back_is_fine(self):
        self.book(9)
        self.book(10)
        self.book(8)

    def test_another_technician_is_fine(self):
        self.book(9)
        self.book(9, technician=self.colleague)

    def test_unassigned_visits_clash_with_nothing(self):
        self.book(9, technician=False)
        self.book(9, technician=False)

    def test_every_state_but_cancelled_keeps_the_slot(self):
        visit = self.book(9)
        self.assertTaken(self.book, 9)
        visit.action_start()
        self.assertTaken(self.book, 9)
        visit.action_complete()
        self.assertTaken(self.book, 9)
        draft = self.book(11, state="draft")
        self.assertTaken(self.book, 11)
        draft._cancel("Rescheduled")
        self.book(11)

    def test_moving_onto_another_is_refused_and_nothing_changes(self):
        self.book(9)
        visit = self.book(11)
        self.assertTaken(visit.write, {"start": self.at(9.5)})
        visit.invalidate_recordset()
        self.assertEqual((visit.start, visit.schedule_revision), (self.at(11), 0))

    def test_resizing_into_another_is_refused(self):
        self.book(11)
        visit = self.book(9)
        self.assertTaken(visit.write, {"stop": self.at(11.5)})

    def test_reassigning_onto_another_is_refused(self):
        self.book(9, technician=self.colleague)
        visit = self.book(9)
        error = self.assertTaken(visit.write, {"technician_id": self.colleague.id})
        self.assertIn(self.colleague.name, str(error))

    def test_moving_within_its_own_slot_is_fine(self):
        visit = self.book(9, duration=2)
        visit.start = self.at(9.5)
        self.assertEqual(visit.stop, self.at(11.5))

    def test_swapping_two_visits_takes_a_free_moment_between(self):
        first, second = self.book(9), self.book(10)
        first.start = self.at(14)
        second.start = self.at(9)
        first.start = self.at(10)
        self.assertEqual((first.start, second.start), (self.at(10), self.at(9)))

    def test_travel_is_kept_free_before_the_start(self):
        self.book(9)
        error = self.assertTaken(self.book, 10, travel_minutes=30)
        self.assertEqual(error.stop, self.at(10))
        self.book(10.5, travel_minutes=30)

    def test_travel_of_the_next_visit_counts(self):
        self.book(11, travel_minutes=60)
        error = self.assertTaken(self.book, 9.5)
        self.assertEqual(error.start, self.at(10))
        self.book(9)

    def test_more_travel_than_there_is_room_is_refused(self):
        self.book(9)
        visit = self.book(10)
        self.assertTaken(visit.write, {"travel_minutes": 15})

    def test_two_in_one_batch_are_refused(self):
        values = {"subject": "Twice", "technician_id": self.technician.id, "start": self.at(9)}
        with self.assertRaises(SlotUnavailable), mute_logger("odoo.sql_db"):
            self.Appointment.create([values, dict(values)])

    def test_an_import_reports_the_row_and_keeps_none(self):
        self.book(9)
        fields_ = ["subject", "technician_id/.id", "start"]
        rows = [
            ["Fits", str(self.technician.id), fields.Datetime.to_string(self.at(14))],
            ["Clashes", str(self.technician.id), fields.Datetime.to_string(self.at(9))],
        ]
        result = self.Appointment.load(fields_, rows)
        self.assertFalse(result["ids"])
        self.assertTrue(any(self.technician.name in message["message"] for message in result["messages"]))

    def test_raw_sql_is_refused_by_the_database(self):
        self.book(9)
        visit = self.book(14)
        self.env.flush_all()
        with self.assertRaises(ExclusionViolation), mute_logger("odoo.sql_db"), self.cr.savepoint():
            self.cr.execute(
                "UPDATE support_appointment SET start = %s, stop = %s WHERE id = %s",
                [self.at(9), self.at(10), visit.id],
            )

    def test_the_clash_is_told_in_the_users_time_zone(self):
        self.manager.tz = "Asia/Tokyo"
        self.book(3)
        error = self.assertTaken(self.book, 3)
        self.assertIn("12:00", str(error).replace("\u202f", " "))

    def test_another_companys_visit_counts_but_is_not_named(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.technician.company_ids |= other
        hidden = self.book(9, user=self.env.user, company_id=other.id)
        error = self.assertTaken(self.book, 9)
        self.assertNotIn(hidden.name, str(error))
        self.assertIn(self.technician.name, str(error))


@tagged("post_install", "-at_install")
class TestScheduleRules(SupportCase):
    def assertRefused(self, code, function, *args, **kwargs):
        with self.assertRaises(ScheduleError) as caught, self.cr.savepoint():
            function(*args, **kwargs)
        self.assertEqual(caught.exception.code, code)
        return str(caught.exception)

    def test_no_booking_in_the_past(self):
        past = fields.Datetime.now() - timedelta(hours=1)
        for state in ("draft", "confirmed"):
            self.assertRefused("in_the_past", self.book, start=past, state=state)

    def test_the_current_minute_is_not_past(self):
        visit = self.book(start=fields.Datetime.now().replace(second=0, microsecond=0))
        self.assertTrue(visit)

    def test_no_move_into_the_past(self):
        visit = self.book()
        self.assertRefused("in_the_past", visit.write, {"start": fields.Datetime.now() - timedelta(hours=1)})

    def test_other_edits_of_a_past_visit_are_fine(self):
        visit = self._past_visit()
        visit.write({"description": "Ring twice", "subject": "Boiler is lukewarm"})
        visit.action_start()
        visit.stop = fields.Datetime.now() + timedelta(hours=1)
        visit.action_complete()

    def _past_visit(self):
        loaded = self.env["support.appointment"].with_context(support_allow_past=True, support_no_notifications=True)
        visit = loaded.create(
            {
                "subject": "Yesterday's",
                "technician_id": self.technician.id,
                "start": fields.Datetime.now() - timedelta(days=1),
            }
        )
        return visit.with_user(self.manager).with_context(support_allow_past=False, support_no_notifications=False)

    def test_clients_can_not_claim_to_load_history(self):
        past = fields.Datetime.now() - timedelta(hours=1)
        with self.assertRaises(ScheduleError):
            self.Appointment.with_context(support_allow_past=True).create({"subject": "x", "start": past})

    def test_a_visit_that_took_place_can_be_recorded(self):
        visit = self.book(start=fields.Datetime.now() - timedelta(days=3), state="completed")
        self.assertEqual(visit.state, "completed")

    def test_but_none_that_is_still_to_come(self):
        self.assertRefused("in_the_future", self.book, state="completed")

    def test_a_draft_whose_time_passed_is_not_confirmed(self):
        visit = self._past_visit()
        visit.action_set_draft()
        self.assertRefused("in_the_past", visit.action_confirm)

    def test_the_end_comes_after_the_start(self):
        self.assertRefused("stop_before_start", self.book, stop=self.at(9))
        self.assertRefused("stop_before_start", self.book, stop=self.at(8))
        visit = self.book()
        self.assertRefused("stop_before_start", visit.write, {"stop": self.at(8)})

    def test_a_year_mistyped_is_refused(self):
        visit = self.book()
        last = fields.Datetime.to_datetime("9999-12-31 23:30:00")
        for start in (last, fields.Datetime.to_datetime("2206-11-23 09:00:00")):
            self.assertIn("2099", self.assertRefused("too_late", self.book, start=start))
            self.assertIn("2099", self.assertRefused("too_late", visit.write, {"start": start}))
        self.assertRefused("too_late", visit.write, {"duration": 1e12})

    def test_the_form_warns_of_a_year_mistyped(self):
        form = Form(self.Appointment)
        form.start = fields.Datetime.to_datetime("9999-12-31 23:30:00")
        form.technician_id = self.technician
        self.assertIn("2099", form.schedule_warning)

    def test_only_technicians_are_sent(self):
        for user in (self.outsider, self.manager):
            message = self.assertRefused("invalid_technician", self.book, technician=user)
            self.assertIn(user.name, message)
        visit = self.book()
        self.assertRefused("invalid_technician", visit.write, {"technician_id": self.outsider.id})

    def test_technicians_who_left_are_not_sent(self):
        self.colleague.active = False
        self.assertRefused("invalid_technician", self.book, technician=self.colleague)

    def test_a_visit_of_somebody_who_left_can_still_be_edited(self):
        visit = self.book()
        self.technician.active = False
        visit.write({"description": "x", "technician_id": self.technician.id})
        visit.technician_id = self.colleague

    def test_what_is_over_is_not_moved(self):
        done = self.book(9)
        done.action_start()
        done.action_complete()
        cancelled = self.book(11)
        cancelled._cancel("Rescheduled")
        for visit in (done, cancelled):
            for values in ({"start": self.at(15)}, {"stop": self.at(16)}, {"technician_id": self.colleague.id}):
                self.assertRefused("final_state", visit.write, values)
            visit.write({"start": visit.start, "technician_id": visit.technician_id.id})

    def test_the_revision_counts_changes_of_schedule_only(self):
        visit = self.book()
        visit.write({"subject": "Other", "travel_minutes": 10})
        self.assertEqual(visit.schedule_revision, 0)
        visit.write({"start": self.at(14), "technician_id": self.colleague.id})
        self.assertEqual(visit.schedule_revision, 1)
        visit.write({"start": self.at(14)})
        self.assertEqual(visit.schedule_revision, 1, "nothing changed")
        visit.write({"duration": 2})
        self.assertEqual(visit.schedule_revision, 2)

    def test_a_stale_write_is_refused_with_what_changed(self):
        visit = self.book()
        visit.start = self.at(14)
        message = self.assertRefused(
            "stale_revision", visit.with_context(support_expected_revision=0).write, {"start": self.at(15)}
        )
        self.assertIn(visit.name, message)
        visit.with_context(support_expected_revision=1).write({"start": self.at(15)})
        self.assertEqual(visit.schedule_revision, 2)

    def test_writing_many_at_once(self):
        visits = self.book(9) | self.book(9, technician=self.colleague, duration=2)
        visits.write({"start": self.at(14)})
        self.assertEqual(visits.mapped("stop"), [self.at(15), self.at(16)])
