import random

from odoo.tests import Form, tagged

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

    def test_work_needs_somebody(self):
        visit = self.book(technician=False)
        with self.assertRaises(ScheduleError) as caught:
            visit.action_start()
        self.assertEqual(caught.exception.code, "technician_required")
        visit.write({"state": "in_progress", "technician_id": self.technician.id})
        with self.assertRaises(ScheduleError):
            visit.technician_id = False

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
            form.reason = " The customer is away "
        form.record.action_confirm_cancel()
        for visit in visits:
            self.assertEqual(visit.state, "cancelled")
            self.assertEqual(visit.cancel_reason, "The customer is away")
            self.assertEqual(visit.cancelled_by_id, self.manager)
            self.assertTrue(visit.cancelled_at)

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
