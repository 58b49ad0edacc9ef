import threading
from datetime import timedelta

from freezegun import freeze_time

from odoo.addons.rpc.controllers.xmlrpc import dumps
from odoo.tests import BaseCase, Form, TransactionCase, tagged
from odoo.tools import mute_logger

from ..cron_keeper import IdleConnection
from ..logic import mail_plan
from ..logic.thread_keeper import ThreadKeeper
from .test_mail_delivery import SENDER, DeliveryCase

PATIENCE_SECONDS = 10
LATE = mail_plan.OVERDUE_AFTER + timedelta(seconds=1)


@tagged("post_install", "-at_install")
class TestMailOverdue(DeliveryCase):
    def overdue(self):
        return self.env["support.notification"]._overdue(self.company)

    def settings(self):
        return self.env["res.config.settings"].new({"company_id": self.company.id})

    def test_mail_that_nobody_sends_raises_the_alarm(self):
        visit = self.book()
        row = self.rows(visit, "confirmation")
        planned = row.planned_at
        with freeze_time(planned + mail_plan.OVERDUE_AFTER):
            self.assertEqual(self.overdue(), (0, None))
            self.assertFalse(self.settings().support_mail_overdue)
        with freeze_time(planned + LATE):
            self.assertEqual(self.overdue(), (1, planned))
            row.invalidate_recordset()
            self.assertTrue(row.is_overdue)
            ledger = self.env["support.notification"].search([("appointment_id", "=", visit.id)])
            self.assertEqual(ledger.filtered_domain([("is_overdue", "=", True)]), row)
            self.assertEqual(self.env["support.notification"].search([("is_overdue", "=", True)]) & ledger, row)
            self.assertNotIn(row, self.env["support.notification"].search([("is_overdue", "=", False)]))
            self.assertIn("1 email(s) to customers are overdue", self.settings().support_mail_overdue)
            self.deliver()
            self.assertEqual(self.overdue(), (0, None))

    def test_a_sender_that_was_killed(self):
        visit = self.book()
        with self.sender() as ledger:
            ledger._claim("odoo")
        row = self.rows(visit, "confirmation")
        row.invalidate_recordset()
        lease_end = row.due_at
        with freeze_time(lease_end + timedelta(seconds=1)):
            self.assertEqual(self.overdue(), (0, None), "others take it over")
        with freeze_time(lease_end + LATE):
            self.assertEqual(self.overdue(), (1, lease_end))

    def test_mail_that_waits_for_its_next_attempt_is_not_overdue(self):
        visit = self.book()
        self.answer("defer")
        self.deliver()
        row = self.rows(visit, "confirmation")
        row.invalidate_recordset()
        self.assertEqual((row.state, row.attempts), ("planned", 1))
        with freeze_time(row.due_at):
            self.assertEqual(self.overdue(), (0, None))
        with freeze_time(row.due_at + LATE):
            self.assertEqual(self.overdue(), (1, row.due_at))

    @mute_logger(SENDER)
    def test_mail_that_is_given_back_untried_again_and_again(self):
        visits = [self.book(hour) for hour in (9, 11)]
        planned = self.rows(visits[0], "confirmation").planned_at
        self.smtp.stop()
        with freeze_time(planned + LATE):
            self.deliver()
            rows = self.rows(visits[0], "confirmation") + self.rows(visits[1], "confirmation")
            rows.invalidate_recordset()
            self.assertEqual(sorted(rows.mapped("attempts")), [0, 1])
            self.assertEqual(self.overdue()[0], 1)

    def test_the_companion_is_told(self):
        visit = self.book()
        row = self.rows(visit, "confirmation")
        companion = self._new_user("sc_companion", "support_center.group_support_api")
        facade = self.env["support.api"].with_user(companion)
        heartbeat = {"instance": "a", "version": "1", "backlog": 0, "mail": "", "erased_up_to": 0}

        def told():
            answer = facade.record_access(heartbeat, "[]")
            dumps((answer,))  # what the companion gets has to travel
            return answer["overdue_email"]

        before = told()
        with freeze_time(row.planned_at + timedelta(minutes=10)):
            after = told()
        self.assertEqual(after["count"], before["count"] + 1)
        self.assertGreaterEqual(after["oldest_seconds"], 600)

    def test_settings_show_the_alarm(self):
        visit = self.book()
        admin = self.env.ref("base.user_admin")
        admin.group_ids |= self.env.ref("support_center.group_support_manager")
        admin.company_ids |= self.company
        with freeze_time(self.rows(visit, "confirmation").planned_at + LATE):
            form = Form(self.env["res.config.settings"].with_user(admin).with_company(self.company))
            self.assertIn("overdue", form.support_mail_overdue)


@tagged("post_install", "-at_install")
class TestThreadKeeper(BaseCase):
    def test_a_thread_that_ended_gets_a_successor_as_soon_as_there_can_be_one(self):
        ends = [threading.Event() for _life in range(3)]
        lives = []

        def begin(_name):
            thread = threading.Thread(target=ends[len(lives)].wait, name="worker", daemon=True)
            thread.start()
            lives.append(thread)
            return thread

        def end():
            ends[len(lives) - 1].set()
            lives[-1].join(PATIENCE_SECONDS)

        may_begin = False
        first = begin("worker")
        keeper = ThreadKeeper(
            lambda: {thread.name: thread for thread in lives if thread.is_alive()},
            lambda name: begin(name) if may_begin else None,
        )
        keeper.look()
        self.assertFalse(keeper.look())
        self.assertEqual(lives, [first], "it is at work")
        end()
        self.assertFalse(keeper.look())
        self.assertEqual(lives, [first], "nobody can begin yet")
        may_begin = True
        self.assertTrue(keeper.look())
        self.assertFalse(keeper.look())
        self.assertEqual(len(lives), 2)
        end()
        keeper.look()
        self.assertEqual(len(lives), 3, "successors are kept as well")
        end()

    def test_threads_that_never_ran_are_not_begun(self):
        begun = []
        ThreadKeeper(dict, begun.append).look()
        self.assertEqual(begun, [])


@tagged("post_install", "-at_install")
class TestIdleConnection(TransactionCase):
    def test_it_tells_once_that_postgresql_came_back(self):
        connection = IdleConnection()
        self.addCleanup(connection.close)
        self.assertFalse(connection.came_back(), "it was never away")
        self.assertFalse(connection.came_back())
        self.env.cr.execute("SELECT pg_terminate_backend(%s, %s)", [connection.backend, 1000 * PATIENCE_SECONDS])
        # The server's last words arrive before the end of the connection.
        told = [connection.came_back() for _look in range(3)]
        self.assertEqual(told.count(True), 1, told)
