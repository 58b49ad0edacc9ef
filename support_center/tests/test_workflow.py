import random
from datetime import timedelta

from freezegun import freeze_time
from lxml import etree

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged
from odoo.tools.safe_eval import safe_eval

from ..exceptions import ScheduleError
from ..logic import states
from .common import SupportCase


@tagged("post_install", "-at_install")
class TestWorkflow(SupportCase):
    def put(self, visit, state):
        """Bring a fresh visit into ``state`` the way users do."""
        for step in {
            "draft": ["draft"],
            "confirmed": [],
            "in_progress": ["in_progress"],
            "completed": ["in_progress", "completed"],
            "cancelled": ["cancelled"],
        }[state]:
            visit.write({"state": step, "cancel_reason": "Not needed"})
        return visit

    def test_every_pair_of_states(self):
        hours = iter(range(1, 100))
        for state in states.TRANSITIONS:
            for new_state in states.TRANSITIONS:
                visit = self.put(self.book(next(hours)), state)
                with self.subTest(state=state, new_state=new_state):
                    if states.may_follow(state, new_state):
                        visit.write({"state": new_state, "cancel_reason": "Not needed"})
                        self.assertEqual(visit.state, new_state)
                    else:
                        with self.assertRaises(ScheduleError) as caught:
                            visit.write({"state": new_state, "cancel_reason": "Not needed"})
                        self.assertEqual(caught.exception.code, "invalid_transition")
                        self.assertIn(visit.name, str(caught.exception))
                        self.assertEqual(visit.state, state)

    def test_random_lives_never_reach_a_forbidden_state(self):
        randomness = random.Random(42)
        for number in range(8):
            visit = self.book(number * 2)
            for _step in range(6):
                before = visit.state
                wanted = randomness.choice(list(states.TRANSITIONS))
                try:
                    visit.write({"state": wanted, "cancel_reason": "Not needed"})
                except ScheduleError:
                    self.assertFalse(states.may_follow(before, wanted))
                    self.assertEqual(visit.state, before)
                else:
                    self.assertTrue(states.may_follow(before, wanted))

    def test_buttons(self):
        visit = self.book(state="draft")
        visit.action_confirm()
        self.assertEqual(visit.state, "confirmed")
        visit.action_set_draft()
        self.assertEqual(visit.state, "draft")
        visit.action_confirm()
        visit.action_start()
        self.assertEqual(visit.state, "in_progress")
        visit.action_complete()
        self.assertEqual(visit.state, "completed")

    def test_completing_is_undone_with_the_ticket(self):
        visit = self.book(user=self.technician, start=fields.Datetime.add(fields.Datetime.now(), days=3))
        stage = visit.ticket_id.stage_id
        mine = visit.with_user(self.technician)
        mine.action_start()
        mine.action_complete()
        self.assertNotEqual(visit.ticket_id.stage_id, stage)
        reminder = visit.sudo().notification_ids.filtered(lambda row: row.kind == "reminder")
        self.assertEqual(reminder.suppressed_reason, "closed")
        mine.action_reopen()
        self.assertEqual(visit.state, "in_progress")
        self.assertEqual(visit.ticket_id.stage_id, stage)
        self.assertEqual(reminder.state, "planned")
        self.assertFalse(visit.completed_at)
        mine.action_undo_start()
        self.assertEqual(visit.state, "confirmed")

    def test_reopening_leaves_a_ticket_that_was_closed_before(self):
        visit = self.book()
        closed = self.env["support.helpdesk"]._stage("completed", visit.ticket_id)
        visit.ticket_id.sudo().stage_id = closed
        visit.action_start()
        visit.action_complete()
        visit.action_reopen()
        self.assertEqual(visit.ticket_id.stage_id, closed)

    def test_technicians_reopen_only_what_they_completed_just_now(self):
        visit = self.book()
        visit.action_start()
        visit.action_complete()
        with self.assertRaises(AccessError):
            visit.with_user(self.technician).action_reopen()
        visit.action_reopen()
        mine = visit.with_user(self.technician)
        mine.action_complete()
        visit.sudo().completed_at = fields.Datetime.subtract(fields.Datetime.now(), minutes=16)
        with self.assertRaises(AccessError):
            mine.action_reopen()
        visit.action_reopen()

    def test_people_are_asked_about_another_day(self):
        with freeze_time(self.at(12)):
            today, later = self.book(13), self.book(13 + 24)
            params = today.action_ask_to_start()["params"]
            self.assertEqual(params, {"id": today.id, "method": "action_start", "other_day": False})
            params = later.action_ask_to_complete()["params"]
            self.assertIn("Tuesday", params["other_day"])
        self.assertEqual(later.state, "confirmed")

    def test_a_visit_that_took_place_is_recorded_in_the_form(self):
        yesterday = fields.Datetime.now().replace(microsecond=0) - timedelta(days=1)
        with Form(self.Appointment) as form:
            form.subject = "Boiler was cold"
            form.customer_name = "Walk-in"
            form.state = "completed"
            form.start = yesterday
            form.technician_id = self.technician
        self.assertEqual(form.record.state, "completed")
        self.assertEqual(form.record.start, yesterday)
        self.assertEqual(form.record.completed_by_id, self.manager)
        self.assertFalse(form.record.notification_ids)

    def test_a_form_warns_of_a_completed_visit_to_come(self):
        form = Form(self.Appointment)
        form.state = "completed"
        form.start = self.at(9)
        self.assertIn("can't be completed yet", form.schedule_warning)

    def test_a_draft_booked_by_hand_tells_nobody(self):
        with Form(self.Appointment) as form:
            form.subject = "Boiler is cold"
            form.partner_id = self.customer
            form.start = self.at(9)
            form.state = "draft"
        self.assertEqual(form.record.state, "draft")
        self.assertFalse(form.record.notification_ids)

    def test_work_needs_somebody(self):
        visit = self.book(technician=False)
        with self.assertRaises(ScheduleError) as caught:
            visit.action_start()
        self.assertEqual(caught.exception.code, "technician_required")
        visit.write({"state": "in_progress", "technician_id": self.technician.id})
        with self.assertRaises(ScheduleError):
            visit.technician_id = False

    def test_work_is_offered_once_somebody_is_assigned(self):
        for view_type in ("form", "support_calendar"):
            arch = etree.fromstring(self.env["support.appointment"].get_view(view_type=view_type)["arch"])
            invisible = arch.find(".//button[@name='action_ask_to_start']").get("invisible")
            for technician in (False, self.technician.id):
                visit = {"id": 1, "state": "confirmed", "technician_id": technician}
                with self.subTest(view_type=view_type, technician=technician):
                    self.assertEqual(bool(safe_eval(invisible, visit)), not technician)

    def test_cancelling_needs_a_reason(self):
        visit = self.book()
        for reason in (False, "", "   "):
            with self.assertRaises(ScheduleError) as caught:
                visit.write({"state": "cancelled", "cancel_reason": reason})
            self.assertEqual(caught.exception.code, "reason_required")
        self.assertEqual(visit.state, "confirmed")

    def test_cancelling_in_the_dialog(self):
        visits = self.book(9) | self.book(10)
        action = visits.action_cancel()
        with Form(self.env[action["res_model"]].with_user(self.manager).with_context(**action["context"])) as form:
            self.assertEqual(form.title, "Cancel 2 Appointments")
            form.reason = " The customer is away "
        form.record.action_confirm_cancel()
        for visit in visits:
            self.assertEqual(visit.state, "cancelled")
            self.assertEqual(visit.cancel_reason, "The customer is away")
            self.assertEqual(visit.cancelled_by_id, self.manager)
            self.assertTrue(visit.cancelled_at)

    def test_how_many_are_cancelled_is_said_in_every_language(self):
        visits = self.book(9) | self.book(10)
        for code, one, several in (
            ("de_DE", "Termin absagen", "2 Termine absagen"),
            ("fr_FR", "Annuler le rendez-vous", "Annuler 2 rendez-vous"),
            ("es_ES", "Cancelar la cita", "Cancelar 2 citas"),
        ):
            self.env["res.lang"]._activate_lang(code)
            for chosen, title in ((visits[0], one), (visits, several)):
                action = chosen.with_context(lang=code).action_cancel()
                wizard = self.env[action["res_model"]].with_context(**action["context"], lang=code).new()
                with self.subTest(language=code, title=title):
                    self.assertEqual(action["name"], title)
                    self.assertEqual(wizard.title, title)

    def test_a_cancelled_slot_is_free_again(self):
        visit = self.book()
        visit._cancel("The customer is away")
        self.assertTrue(self.book())

    def test_extension_points(self):
        calls = []
        model = type(self.env["support.appointment"])
        for name in ("_notify_booked", "_notify_rescheduled", "_notify_cancelled", "_notify_closed"):
            original = getattr(model, name)

            def spy(records, *args, _name=name, _original=original):
                calls.append((_name, records.ids))
                return _original(records, *args)

            self.patch(model, name, spy)

        visit = self.book(state="draft")
        self.assertEqual(calls, [])
        visit.start = self.at(10)
        self.assertEqual(calls, [], "a draft concerns nobody")
        visit.action_confirm()
        visit.start = self.at(11)
        visit.technician_id = self.colleague
        visit.subject = "Other"
        visit.action_set_draft()
        visit.action_confirm()
        visit._cancel("Away")
        self.assertEqual(
            [name for name, _ids in calls],
            [
                "_notify_booked",
                "_notify_rescheduled",
                "_notify_rescheduled",
                "_notify_closed",
                "_notify_booked",
                "_notify_cancelled",
            ],
        )
        calls.clear()
        visit = self.book()
        visit.action_start()
        visit.action_complete()
        self.assertEqual([name for name, _ids in calls], ["_notify_booked", "_notify_closed"])

    def test_only_the_system_may_keep_quiet(self):
        calls = []
        self.patch(type(self.env["support.appointment"]), "_notify_booked", lambda records: calls.append(records.ids))
        loader = self.env["support.appointment"].with_context(support_no_notifications=True)
        values = {"subject": "x", "technician_id": self.technician.id}
        loader.create({**values, "start": self.at(9)})
        self.assertFalse(calls)
        loader.with_user(self.manager).create({**values, "start": self.at(14)})
        self.assertEqual(len(calls), 1)
