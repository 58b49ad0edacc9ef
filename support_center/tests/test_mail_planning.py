from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.addons.base.tests.test_ir_cron import CronMixinCase
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import SupportCase


class MailCase(SupportCase, CronMixinCase):
    """Visits whose customer mail is looked at in the ledger."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write(
            {
                "support_mail_channel": "odoo",
                "support_reminder_hours": 24,
                "support_mail_grace_seconds": 30,
                "email": "service@heatingpeople.example.com",
            }
        )

    @classmethod
    def rows(cls, visit, kind=None, revision=None):
        """The visit's rows, in the order in which they were written."""
        visit.invalidate_recordset(["notification_ids"])
        return (
            visit.sudo()
            .notification_ids.sorted("id")
            .filtered(
                lambda row: (
                    (kind is None or row.kind == kind) and (revision is None or row.schedule_revision == revision)
                )
            )
        )

    def story(self, visit):
        """What the ledger tells of a visit: kind, revision, and status or why it was not sent."""
        return [(row.kind, row.schedule_revision, row.suppressed_reason or row.state) for row in self.rows(visit)]

    def mark_sent(self, visit, kind="confirmation"):
        self.rows(visit, kind).filtered(lambda row: row.state == "planned")._report_sent("office@acme.example.com")


@tagged("post_install", "-at_install")
class TestMailPlanning(MailCase):
    def test_a_booking_plans_confirmation_and_reminder(self):
        with self.capture_triggers("support_center.ir_cron_support_notification") as captured:
            visit = self.book()
        self.assertEqual(self.story(visit), [("confirmation", 0, "planned"), ("reminder", 0, "planned")])
        confirmation, reminder = self.rows(visit)
        self.assertEqual(confirmation.due_at, confirmation.decided_at + timedelta(seconds=30), "after the grace period")
        self.assertEqual(reminder.due_at, visit.start - timedelta(hours=24))
        self.assertEqual(captured.records.mapped("call_at"), [confirmation.due_at], "the sender is woken for it")
        self.assertNotEqual(confirmation.message_id, reminder.message_id)
        self.assertTrue(confirmation.message_id.endswith("@heatingpeople.example.com>"))

    def test_a_draft_tells_nobody_until_it_is_confirmed(self):
        visit = self.book(state="draft")
        self.assertEqual(self.story(visit), [])
        visit.action_confirm()
        self.assertEqual(self.story(visit), [("confirmation", 0, "planned"), ("reminder", 0, "planned")])

    def test_a_draft_that_is_cancelled_tells_nobody_either(self):
        visit = self.book(state="draft")
        visit._cancel("Not needed")
        self.assertEqual(self.story(visit), [("cancelled", 0, "never_told")])

    def test_who_was_told_before_it_became_a_draft_hears_that_it_is_cancelled(self):
        visit = self.book()
        self.mark_sent(visit)
        visit.action_set_draft()
        visit._cancel("Not needed")
        self.assertEqual(self.story(visit)[-1], ("cancelled", 0, "planned"))

    def test_a_draft_that_is_confirmed_again_wakes_the_sender(self):
        visit = self.book(partner_id=False, customer_name="Ada")
        visit.action_set_draft()
        visit.customer_email = "ada@example.com"
        with self.capture_triggers("support_center.ir_cron_support_notification") as captured:
            visit.action_confirm()
        self.assertEqual(self.rows(visit, "confirmation").state, "planned")
        self.assertEqual(len(captured.records), 1)

    def test_a_corrected_address_sends_what_failed(self):
        visit = self.book()
        row = self.rows(visit, "confirmation")
        row._report_failure("550 no such user", permanent=True, email_to="Acme <office@acme.example.com>")
        visit.with_user(self.technician).customer_email = "Office@Acme.example.com"
        self.assertEqual(row.state, "failed", "it is the same address")
        with self.capture_triggers("support_center.ir_cron_support_notification") as captured:
            visit.with_user(self.technician).customer_email = "right@acme.example.com"
        self.assertEqual(row.state, "planned")
        self.assertLessEqual(row.due_at, fields.Datetime.now())
        self.assertTrue(captured.records)

    def test_the_last_mail_is_found_without_sorting_all(self):
        self.env.flush_all()
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        self.env.cr.execute(
            """
            EXPLAIN SELECT id FROM support_notification WHERE company_id = %s AND state = 'sent'
            ORDER BY sent_at DESC, id DESC LIMIT 1
            """,
            [self.company.id],
        )
        plan = "\n".join(line for (line,) in self.env.cr.fetchall())
        self.assertIn("support_notification_sent_idx", plan)
        self.assertNotIn("Sort", plan)

    def test_loaded_data_tells_nobody(self):
        visit = (
            self.env["support.appointment"]
            .with_context(support_no_notifications=True)
            .create({"subject": "x", "partner_id": self.customer.id, "start": self.at(9)})
        )
        self.assertEqual(self.story(visit), [])
        visit.with_user(self.manager)._cancel("Away")
        self.assertEqual(self.story(visit), [("cancelled", 0, "planned")], "the customer knows of it by other means")

    def test_inside_the_lead_time_there_is_no_reminder(self):
        start = fields.Datetime.now() + timedelta(hours=23)
        visit = self.book(start=start)
        self.assertEqual(self.story(visit), [("confirmation", 0, "planned"), ("reminder", 0, "lead_time")])

    def test_exactly_at_the_lead_time(self):
        with freeze_time(self.at(9) - timedelta(hours=24)):
            self.assertEqual(self.rows(self.book(), "reminder").suppressed_reason, "lead_time")
        with freeze_time(self.at(9) - timedelta(hours=24, seconds=1)):
            self.assertEqual(self.rows(self.book(technician=self.colleague), "reminder").state, "planned")

    def test_reminders_switched_off(self):
        self.company.support_reminder_hours = 0
        self.assertEqual(self.rows(self.book(), "reminder").suppressed_reason, "reminders_off")

    def test_lead_time_counts_hours_across_a_change_of_clocks(self):
        # Clocks in Berlin go back at 01:00 UTC on 31 October 2027; 24 hours are 24 hours.
        self.customer.tz = "Europe/Berlin"
        start = fields.Datetime.to_datetime("2027-10-31 09:00:00")
        visit = self.book(start=start)
        self.assertEqual(self.rows(visit, "reminder").planned_at, fields.Datetime.to_datetime("2027-10-30 09:00:00"))

    def test_a_longer_lead_time_brings_reminders_forward(self):
        visit = self.book()
        self.company.support_reminder_hours = 48
        self.assertEqual(self.rows(visit, "reminder").due_at, visit.start - timedelta(hours=48))

    def test_lead_time_changes_back_and_forth(self):
        visit = self.book()
        soon = self.book(start=fields.Datetime.now() + timedelta(hours=30))
        for hours, reasons in ((0, ["reminders_off"] * 2), (48, ["planned", "lead_time"]), (24, ["planned"] * 2)):
            self.company.support_reminder_hours = hours
            found = [self.rows(each, "reminder") for each in (visit, soon)]
            self.assertEqual([row.suppressed_reason or row.state for row in found], reasons, hours)

    def test_a_reschedule_replans(self):
        visit = self.book()
        self.mark_sent(visit)
        visit.start = self.at(14)
        self.assertEqual(
            self.story(visit),
            [
                ("confirmation", 0, "sent"),
                ("reminder", 0, "replaced"),
                ("rescheduled", 1, "planned"),
                ("reminder", 1, "planned"),
            ],
        )
        change = self.rows(visit, "rescheduled")
        self.assertEqual(change.previous_start, self.at(9))
        self.assertAlmostEqual(change.due_at, fields.Datetime.now() + timedelta(seconds=30), delta=timedelta(seconds=5))
        self.assertEqual(self.rows(visit, "reminder", 1).due_at, self.at(14, days=-1))

    def test_quick_changes_make_one_mail(self):
        visit = self.book()
        self.mark_sent(visit)
        for hour in (10, 11, 12):
            visit.start = self.at(hour)
        changes = self.rows(visit, "rescheduled")
        self.assertEqual(changes.mapped("state"), ["suppressed", "suppressed", "planned"])
        self.assertEqual(set(changes.mapped("previous_start")), {self.at(9)}, "what the customer was last told")

    def test_an_undone_change_makes_no_mail(self):
        visit = self.book()
        self.mark_sent(visit)
        visit.start = self.at(10)
        visit.start = self.at(9)
        self.assertEqual([row.suppressed_reason for row in self.rows(visit, "rescheduled")], ["replaced", "undone"])
        self.assertEqual(self.rows(visit, "reminder", 2).state, "planned")

    def test_a_change_undone_after_its_mail_is_told(self):
        visit = self.book()
        self.mark_sent(visit)
        visit.start = self.at(10)
        self.mark_sent(visit, "rescheduled")
        visit.start = self.at(9)
        self.assertEqual(self.rows(visit, "rescheduled").mapped("state"), ["sent", "planned"])

    def test_another_technician_is_told(self):
        visit = self.book()
        self.mark_sent(visit)
        visit.technician_id = self.colleague
        change = self.rows(visit, "rescheduled")
        self.assertEqual((change.state, change.previous_technician_id), ("planned", self.technician))

    def test_moved_before_the_confirmation_went_out(self):
        visit = self.book()
        visit.start = self.at(10)
        self.assertEqual(
            self.story(visit),
            [
                ("confirmation", 0, "replaced"),
                ("reminder", 0, "replaced"),
                ("confirmation", 1, "planned"),
                ("reminder", 1, "planned"),
            ],
        )

    def test_a_confirmation_that_may_have_arrived_is_corrected(self):
        visit = self.book()
        self.rows(visit, "confirmation")._report_failure("connection lost", permanent=False)
        self.rows(visit, "confirmation").attempts = 1
        visit.start = self.at(10)
        self.assertEqual(self.rows(visit, "rescheduled").state, "planned")

    def test_a_visit_is_reminded_of_a_time_once(self):
        visit = self.book()
        self.mark_sent(visit)
        self.mark_sent(visit, "reminder")
        visit.technician_id = self.colleague
        self.assertEqual(self.rows(visit, "reminder", 1).suppressed_reason, "reminded")
        visit.start = self.at(9, days=7)
        self.assertEqual(self.rows(visit, "reminder", 2).state, "planned")

    def test_a_change_inside_the_lead_time_keeps_the_reminder_decision(self):
        visit = self.book()
        self.mark_sent(visit)
        with freeze_time(self.at(9) - timedelta(hours=24) + timedelta(minutes=2)):
            visit.technician_id = self.colleague
            self.assertEqual(self.rows(visit, "reminder", 1).state, "planned", "it is late, not moot")
            visit.start = self.at(10)
            self.assertEqual(self.rows(visit, "reminder", 2).suppressed_reason, False)

    def test_extending_work_that_has_begun_tells_nobody(self):
        visit = self.book()
        self.mark_sent(visit)
        with freeze_time(self.at(9.5)):
            visit.action_start()
            visit.stop = self.at(11)
        self.assertEqual(self.rows(visit, "rescheduled").suppressed_reason, "begun")

    def test_a_cancellation_suppresses_and_tells(self):
        visit = self.book()
        self.mark_sent(visit)
        visit._cancel("The customer is away")
        self.assertEqual(
            self.story(visit),
            [("confirmation", 0, "sent"), ("reminder", 0, "cancelled"), ("cancelled", 0, "planned")],
        )

    def test_cancelled_before_the_customer_was_told(self):
        visit = self.book()
        visit._cancel("Wrong customer")
        self.assertEqual(
            self.story(visit),
            [("confirmation", 0, "cancelled"), ("reminder", 0, "cancelled"), ("cancelled", 0, "never_told")],
        )

    def test_completed_visits_never_remind(self):
        visit = self.book()
        self.mark_sent(visit)
        visit.action_start()
        visit.action_complete()
        self.assertEqual(self.story(visit), [("confirmation", 0, "sent"), ("reminder", 0, "closed")])

    def test_back_to_draft_and_confirmed_again(self):
        visit = self.book()
        self.mark_sent(visit)
        visit.action_set_draft()
        self.assertEqual(self.rows(visit, "reminder").suppressed_reason, "closed")
        visit.action_confirm()
        self.assertEqual(self.story(visit), [("confirmation", 0, "sent"), ("reminder", 0, "planned")])

    def test_no_address(self):
        for address in (False, "", "nonsense", "two@x.example.com, three@x.example.com"):
            with self.subTest(address=address):
                # By the system: users are told when they enter it.
                visit = self.book(
                    user=self.env.user, technician=False, partner_id=False, customer_name="Eve", customer_email=address
                )
                self.assertEqual({row.suppressed_reason for row in self.rows(visit)}, {"no_address"})

    def test_an_address_that_comes_later(self):
        visit = self.book(partner_id=False, customer_name="Eve", customer_email=False)
        visit.customer_email = "eve@example.com"
        self.assertEqual(set(self.rows(visit).mapped("state")), {"planned"})
        visit.customer_email = False
        self.assertEqual(set(self.rows(visit).mapped("suppressed_reason")), {"no_address"})

    def test_an_address_that_comes_with_a_move_confirms(self):
        visit = self.book(partner_id=False, customer_name="Eve", customer_email=False)
        visit.write({"customer_email": "eve@example.com", "start": self.at(10)})
        self.assertEqual(self.rows(visit, revision=1).mapped("kind"), ["confirmation", "reminder"])
        self.assertEqual(set(self.rows(visit, revision=1).mapped("state")), {"planned"})

    def test_opt_out_of_one_visit_and_back(self):
        visit = self.book()
        visit.reminder_opt_out = True
        self.assertEqual(self.story(visit), [("confirmation", 0, "planned"), ("reminder", 0, "opted_out")])
        visit.reminder_opt_out = False
        self.assertEqual(self.rows(visit, "reminder").state, "planned")

    def test_opt_out_of_a_customer_and_back(self):
        visits = self.book(9) | self.book(10)
        self.customer.support_reminder_opt_out = True
        for visit in visits:
            self.assertEqual(self.story(visit), [("confirmation", 0, "planned"), ("reminder", 0, "opted_out")])
        self.assertEqual(self.rows(self.book(11), "reminder").suppressed_reason, "opted_out")
        self.customer.support_reminder_opt_out = False
        self.assertEqual([self.rows(visit, "reminder").state for visit in visits], ["planned", "planned"])

    def test_many_bookings_cost_few_queries(self):
        vals = [
            {"subject": "x", "partner_id": self.customer.id, "technician_id": False, "start": self.at(hour)}
            for hour in range(1, 21)
        ]
        # Odoo reads once for each process what contacts wish that have said nothing.
        self.env["ir.default"]._get_field_column_fallbacks("res.partner", "support_reminder_opt_out")
        one = self._planning_queries(vals[:1])
        many = self._planning_queries(vals)
        # One of them reads what the contacts wish of this company.
        self.assertLessEqual(one, 10, "with nothing in the cache")
        self.assertLessEqual(many, one + 2)

    def _planning_queries(self, vals_list):
        visits = (
            self.env["support.appointment"]
            .with_context(support_no_notifications=True)
            .create(vals_list)
            .with_context(support_no_notifications=False)
        )
        self.env.flush_all()
        before = self.cr.sql_log_count
        visits._notify_booked()
        self.env.flush_all()
        return self.cr.sql_log_count - before


@tagged("post_install", "-at_install")
class TestMailRights(MailCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mine = cls.rows(cls.book(9))[0]
        cls.theirs = cls.rows(cls.book(9, technician=cls.colleague))[0]

    def test_technicians_read_mail_of_their_own_visits(self):
        ledger = self.env["support.notification"].with_user(self.technician)
        found = ledger.search([("id", "in", (self.mine | self.theirs).ids)])
        self.assertEqual(found.ids, self.mine.ids)
        with self.assertRaises(AccessError):
            self.theirs.with_user(self.technician).read(["state"])

    def test_nobody_writes_the_ledger(self):
        for user in (self.technician, self.manager):
            for action in (
                lambda row: row.write({"state": "sent"}),
                lambda row: row.unlink(),
                lambda row: row.copy({"schedule_revision": 7}),
            ):
                with self.assertRaises(AccessError):
                    action(self.mine.with_user(user))

    def test_outsiders_see_nothing(self):
        with self.assertRaises(AccessError):
            self.mine.with_user(self.outsider).read(["state"])

    def test_managers_retry_what_failed(self):
        rows = self.mine | self.theirs
        rows[0]._report_failure("550 no such user", permanent=True)
        with self.capture_triggers("support_center.ir_cron_support_notification") as captured:
            rows.with_user(self.manager).action_retry()
        self.assertEqual(rows.mapped("state"), ["planned", "planned"])
        self.assertTrue(captured.records)

    def test_nothing_to_retry_is_said(self):
        with self.assertRaisesRegex(UserError, "nothing to retry"):
            self.mine.with_user(self.manager).action_retry()

    def test_technicians_do_not_retry(self):
        self.mine._report_failure("550 no such user", permanent=True)
        with self.assertRaisesRegex(AccessError, "support managers"):
            self.mine.with_user(self.technician).action_retry()
        with self.assertRaises(AccessError):
            self.theirs.with_user(self.technician).action_retry()

    def test_mail_of_other_companies_is_hidden(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        manager = self._new_user("sc_elsewhere", "support_center.group_support_manager")
        manager.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        self.assertFalse(self.env["support.notification"].with_user(manager).search([("id", "=", self.mine.id)]))
