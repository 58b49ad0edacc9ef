import base64
import time
from contextlib import contextmanager
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..logic import mail_plan
from .smtp_server import SmtpServer
from .test_mail_planning import MailCase

SENDER = "odoo.addons.support_center.models.support_notification_sender"
DELIVERY = "odoo.addons.support_center.models.support_notification_delivery"


class DeliveryCase(MailCase):
    """A real mail server on the loopback interface, which is Odoo's only outgoing one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # What is booked is delivered in the same breath.
        cls.company.support_mail_grace_seconds = 0
        cls.env["ir.mail_server"].search([]).active = False
        cls.mail_server = cls.env["ir.mail_server"].create(
            {"name": "Test", "smtp_host": "127.0.0.1", "smtp_port": 1, "smtp_encryption": "none"}
        )

    def setUp(self):
        super().setUp()
        self.smtp = SmtpServer()
        self.addCleanup(self.smtp.stop)
        self.mail_server.smtp_port = self.smtp.port
        # Odoo sends nothing while tests run; here it shall.
        self.patch(type(self.env["ir.mail_server"]), "_disable_send", classmethod(lambda cls: False))

    @contextmanager
    def sender(self):
        """The ledger in a transaction of its own that really commits, as far as the test is concerned."""
        with self.enter_registry_test_mode(), self.registry.cursor() as cursor:
            yield self.env(cr=cursor, user=self.env.ref("base.user_root"), context={})["support.notification"]

    def deliver(self):
        with self.sender() as ledger:
            ledger._cron_deliver()

    def subjects(self):
        return [message["Subject"] for message in self.smtp.messages]

    def answer(self, behaviour):
        self.smtp.behaviour = behaviour


@tagged("post_install", "-at_install")
class TestMailDelivery(DeliveryCase):
    def test_a_booking_is_confirmed_at_once(self):
        visit = self.book()
        self.deliver()
        row = self.rows(visit, "confirmation")
        self.assertEqual((row.state, row.channel, row.attempts), ("sent", "odoo", 1))
        self.assertEqual(row.email_to, "Acme Heating <office@acme.example.com>")
        self.assertFalse(row.due_at)
        self.assertEqual(self.smtp.recipients, [["office@acme.example.com"]])
        self.assertEqual(self.smtp.messages[0]["Message-Id"], row.message_id)
        self.assertEqual(self.rows(visit, "reminder").state, "planned")

    def test_the_ledger_is_readable_and_the_mail_is_encoded(self):
        """Whom the mail went to stands in the ledger as people read it."""
        for hour, name, shown in (
            (9, "Löwen-Apotheke", "Löwen-Apotheke <team@loewen.example.com>"),
            (10, "Müller, “Löwe” & Co.", '"Müller, “Löwe” & Co." <team@loewen.example.com>'),
            (11, "", "team@loewen.example.com"),
        ):
            visit = self.book(hour, partner_id=False, customer_name=name, customer_email="team@loewen.example.com")
            self.deliver()
            row = self.rows(visit, "confirmation")
            self.assertEqual((row.state, row.email_to), ("sent", shown))
            self.assertEqual(self.smtp.messages[-1]["To"].addresses[0].display_name, name)

    def test_nothing_is_sent_twice(self):
        self.book()
        self.deliver()
        self.deliver()
        self.assertEqual(len(self.smtp.messages), 1)

    def test_one_connection_for_many(self):
        for hour in (9, 10, 11):
            self.book(hour)
        self.deliver()
        self.assertEqual((len(self.smtp.messages), self.smtp.sessions), (3, 1))

    def test_reminders_go_out_when_due(self):
        visit = self.book()
        self.deliver()
        with freeze_time(visit.start - timedelta(hours=24, seconds=1)):
            self.deliver()
            self.assertEqual(len(self.smtp.messages), 1)
        with freeze_time(visit.start - timedelta(hours=24)):
            self.deliver()
            self.deliver()
        self.assertEqual(len(self.smtp.messages), 2)
        self.assertIn("Reminder", self.subjects()[1])

    def test_an_email_that_failed_for_now_says_when_it_is_tried_again(self):
        def told(zone):
            return row.with_context(tz=zone).retry_text.replace("\u202f", " ")

        visit = self.book()
        self.assertFalse(visit.notification_retry)
        self.answer("defer")
        with freeze_time(self.at(6)):
            self.deliver()
            row = self.rows(visit, "confirmation")
            self.assertEqual(told("Asia/Tokyo"), "Trying again at 3:01 PM")
            self.assertEqual(told("Asia/Kolkata"), "Trying again at 11:31 AM")
            for part in (row.retry_text, "office@acme.example.com", "4.7.1 try again later"):
                self.assertIn(part, visit.notification_retry)
            self.assertFalse(visit.notification_alert)
        with freeze_time(self.at(-3)):
            self.assertRegex(told("Europe/Berlin"), r"^Trying again at \d+/\d+/\d+, \d:01 AM$")
        self.answer("accept")
        with freeze_time(row.due_at):
            self.deliver()
        self.assertFalse(row.retry_text)
        self.assertFalse(visit.notification_retry)

    def test_a_late_sender_still_reminds_until_the_visit_begins(self):
        late, too_late = self.book(9), self.book(14)
        self.deliver()
        with freeze_time(late.start - timedelta(hours=23)):
            self.deliver()
        self.assertEqual(self.rows(late, "reminder").state, "sent")
        with freeze_time(too_late.start):
            self.deliver()
        self.assertEqual(self.rows(too_late, "reminder").suppressed_reason, "begun")

    def test_what_changed_after_planning_counts(self):
        visits = [self.book(hour) for hour in (9, 10, 11)]
        self.deliver()
        # Written past the planner, as by a change that a claim overtook.
        self.env.cr.execute("UPDATE support_appointment SET state = 'cancelled' WHERE id = %s", [visits[0].id])
        self.env.cr.execute("UPDATE support_appointment SET schedule_revision = 7 WHERE id = %s", [visits[1].id])
        self.env.cr.execute("UPDATE support_appointment SET reminder_opt_out = true WHERE id = %s", [visits[2].id])
        self.env.invalidate_all()
        with freeze_time(self.at(8)):
            self.deliver()
        reasons = [self.rows(visit, "reminder").suppressed_reason for visit in visits]
        self.assertEqual(reasons, ["cancelled", "replaced", "opted_out"])
        self.assertEqual(len(self.smtp.messages), 3)

    def test_the_grace_period(self):
        visit = self.book()
        self.deliver()
        self.company.support_mail_grace_seconds = 30
        visit.start = self.at(10)
        self.deliver()
        self.assertEqual(len(self.smtp.messages), 1)
        with freeze_time(fields.Datetime.now() + timedelta(seconds=31)):
            self.deliver()
        self.assertIn("has changed", self.subjects()[1])
        self.assertIn("9:00", self.smtp.messages[1].get_body(("plain",)).get_content(), "the time before is told")

    def test_a_booking_waits_for_the_grace_period(self):
        self.company.support_mail_grace_seconds = 30
        kept, cancelled, deleted = (self.book(hour) for hour in (9, 10, 11))
        self.deliver()
        self.assertEqual(self.smtp.messages, [])
        cancelled._cancel("Wrong customer")
        deleted.unlink()
        with freeze_time(fields.Datetime.now() + timedelta(seconds=31)):
            self.deliver()
        self.assertEqual(len(self.smtp.messages), 1)
        self.assertIn("9:00", self.smtp.messages[0].get_body(("plain",)).get_content())
        self.assertEqual(self.rows(kept, "confirmation").state, "sent")

    def test_a_cancellation_is_told(self):
        visit = self.book()
        self.deliver()
        visit._cancel("The technician is ill")
        self.deliver()
        self.assertIn("cancelled", self.subjects()[1])
        self.assertIn("The technician is ill", self.smtp.messages[1].get_body(("plain",)).get_content())

    def test_history_and_answers(self):
        visit = self.book()
        self.deliver()
        row = self.rows(visit, "confirmation")
        message = self.env["mail.message"].search([("message_id", "=", row.message_id)])
        self.assertEqual((message.model, message.res_id), ("support.appointment", visit.id))
        self.assertIn("office@acme.example.com", message.body)

    def test_an_answer_reaches_those_who_look_after_the_visit(self):
        """Also where nobody follows it, as with online bookings."""
        visit = self.book()
        self.deliver()
        visit.message_unsubscribe(visit.message_partner_ids.ids)
        answer = EmailMessage()
        answer["From"] = "office@acme.example.com"
        answer["To"] = "service@heatingpeople.example.com"
        answer["Subject"] = "Re: your visit"
        answer["Message-ID"] = "<answer@acme.example.com>"
        answer["In-Reply-To"] = self.rows(visit, "confirmation").message_id
        answer.set_content("Please ring twice.")
        self.env["mail.thread"].message_process(False, answer.as_string())
        message = visit.message_ids.sorted("id")[-1:]
        self.assertIn("Please ring twice.", message.body)
        self.assertEqual(message.subtype_id, self.env.ref("mail.mt_comment"))
        self.assertEqual(message.notified_partner_ids, (self.technician | self.manager).partner_id)

    def test_a_name_is_no_header(self):
        """Names that look encoded stand for themselves, and none keeps its customer from getting email."""
        names = {
            "=?utf-8?q?=0d=0aBcc:_evil=40x.example?=": "=?utf-8?q?=0d=0aBcc:_evil=40x.example?=",
            "=?utf-8?q?=ff=fe?=": "=?utf-8?q?=ff=fe?=",
            "=?utf-8?q?ok_plain?=": "=?utf-8?q?ok_plain?=",
            "=?utf-8?q?evil=40x.example=2C_b?=": "=?utf-8?q?evil=40x.example=2C_b?=",
            '"; x" <evil@x.example>, b': '"; x" <evil@x.example>, b',
            "undisclosed: evil@x.example;": "undisclosed: evil@x.example;",
            "Ada\x1b\x9f\u2028Lovelace": "Ada Lovelace",
            "名前" * 60: "名前" * 60,
        }
        for number, (name, shown) in enumerate(names.items()):
            for channel in ("odoo", "companion"):
                with self.subTest(name=ascii(name), channel=channel):
                    self.company.support_mail_channel = channel
                    address = f"name-{number}-{channel}@example.com"
                    visit = self.book(technician=False, partner_id=False, customer_name=name, customer_email=address)
                    if channel == "odoo":
                        self.deliver()
                        self.assertEqual(self.smtp.recipients[-1], [address])
                        message = self.smtp.messages[-1]
                        self.assertEqual(self.rows(visit, "confirmation").state, "sent")
                    else:
                        companion = self.env.ref("base.user_root")
                        [mail] = self.env["support.api"].with_user(companion).claim_mail(10)["mails"]
                        self.assertEqual(mail["recipient"], address)
                        message = message_from_bytes(base64.b64decode(mail["message"]), policy=policy.default)
                    self.assertNotIn("Bcc", message)
                    [to] = message["To"].addresses
                    # Python's parser puts spaces between encoded words.
                    self.assertEqual(to.display_name.replace(" ", ""), shown.replace(" ", ""))
                    self.assertEqual(to.addr_spec, address)

    def test_what_cannot_be_written_is_not_tried_again(self):
        self.company.name = "=?utf-8?q?=0d=0aBcc:_evil=40x.example?="
        visit = self.book()
        with mute_logger(SENDER, DELIVERY):
            self.deliver()
        row = self.rows(visit, "confirmation")
        self.assertEqual((row.state, row.attempts), ("failed", 1), row.error)
        self.assertTrue(visit.notification_alert)

    # ------------------------------------------------------------
    # Failures
    # ------------------------------------------------------------

    def test_refused_for_good(self):
        for behaviour, words in (("refuse", "550 5.1.1 no such user"), ("reject", "554 5.7.1 looks like spam")):
            with self.subTest(behaviour=behaviour):
                self.answer(behaviour)
                visit = self.book(technician=False)
                self.deliver()
                row = self.rows(visit, "confirmation")
                self.assertEqual((row.state, row.attempts), ("failed", 1))
                self.assertIn(words, row.error)
                self.assertIn(words, visit.notification_alert)
                activity = visit.activity_ids
                self.assertEqual((len(activity), activity.user_id), (1, self.manager), "who booked looks after it")

    def test_a_refusal_in_characters_that_cannot_be_stored(self):
        self.answer("garble")
        visit = self.book()
        self.deliver()
        row = self.rows(visit, "confirmation")
        self.assertEqual(row.state, "failed")
        self.assertIn("550 5.1.1 no such user", row.error)

    def test_retry_clears_the_task(self):
        self.answer("refuse")
        visit = self.book()
        self.deliver()
        self.answer("accept")
        self.rows(visit, "confirmation").with_user(self.manager).action_retry()
        self.deliver()
        row = self.rows(visit, "confirmation")
        self.assertEqual((row.state, row.attempts, row.error), ("sent", 2, False))
        self.assertFalse(visit.activity_ids)
        self.assertFalse(visit.notification_alert)

    def test_refused_for_now_is_tried_as_designed_then_fails(self):
        self.answer("defer")
        visit = self.book(start=self.at(9, days=7))
        moment = fields.Datetime.now()
        for attempt, delay in enumerate([*mail_plan.RETRY_DELAYS, None], start=1):
            with freeze_time(moment):
                self.deliver()
                row = self.rows(visit, "confirmation")
                self.assertEqual(row.attempts, attempt)
                self.assertIn("451", row.error)
                if delay:
                    self.assertEqual((row.state, row.due_at), ("planned", moment + delay))
                    moment += delay
        self.assertEqual(row.state, "failed")
        self.assertEqual(len(visit.activity_ids), 1)

    def test_a_dropped_connection_is_tried_again(self):
        self.answer("drop")
        visit = self.book()
        self.deliver()
        self.assertEqual(self.rows(visit, "confirmation").state, "planned")
        self.answer("accept")
        with freeze_time(fields.Datetime.now() + timedelta(minutes=1, seconds=1)):
            self.deliver()
        self.assertEqual(self.rows(visit, "confirmation").state, "sent")
        self.assertEqual(len(self.smtp.messages), 1)

    def test_a_lost_answer_leads_to_the_same_message_id(self):
        self.answer("lose")
        visit = self.book()
        self.deliver()
        self.answer("accept")
        with freeze_time(fields.Datetime.now() + timedelta(minutes=1, seconds=1)):
            self.deliver()
        message_id = self.rows(visit, "confirmation").message_id
        self.assertEqual([message["Message-Id"] for message in self.smtp.messages], [message_id] * 2)

    def test_a_hanging_server_is_given_up(self):
        self.answer("hang")
        visit = self.book()
        with patch("odoo.addons.base.models.ir_mail_server.SMTP_TIMEOUT", 0.3):
            self.deliver()
        row = self.rows(visit, "confirmation")
        self.assertEqual(row.state, "planned")
        self.assertIn("timed out", row.error)

    def test_one_bad_address_does_not_hold_up_the_others(self):
        # By the system: users are told when they enter it.
        bad = self.book(9, user=self.env.user, partner_id=False, customer_name="Eve", customer_email="eve@b@ad")
        good = self.book(10)
        self.deliver()
        self.assertEqual(self.rows(good, "confirmation").state, "sent")
        self.assertIn(self.rows(bad, "confirmation").state, ("failed", "sent"))

    def test_a_domain_with_letters_of_any_alphabet_is_written_as_mail_servers_know_it(self):
        visit = self.book(partner_id=False, customer_name="Jürgen", customer_email="office@bücher.example")
        self.deliver()
        self.assertEqual(self.rows(visit, "confirmation").state, "sent")
        self.assertEqual(self.smtp.recipients, [["office@xn--bcher-kva.example"]])

    @mute_logger(SENDER)
    def test_an_unreachable_server_costs_one_attempt(self):
        self.smtp.stop()
        visits = [self.book(hour) for hour in (9, 10, 11)]
        with self.capture_triggers("support_center.ir_cron_support_notification") as captured:
            self.deliver()
        self.assertEqual([self.rows(visit, "confirmation").attempts for visit in visits], [1, 0, 0])
        self.assertTrue(captured.records, "it is tried again soon")

    @mute_logger(SENDER)
    def test_an_unreachable_server_holds_up_no_other_company(self):
        company = self.env["res.company"].create(
            {
                "name": "Other",
                "email": "service@other.example.com",
                "support_mail_channel": "odoo",
                "support_mail_grace_seconds": 0,
            }
        )
        self.mail_server.from_filter = "other.example.com"
        self.env["ir.mail_server"].create(
            {
                "name": "Down",
                "smtp_host": "127.0.0.1",
                "smtp_port": 1,
                "smtp_encryption": "none",
                "from_filter": "heatingpeople.example.com",
            }
        )
        visits = [self.book(hour) for hour in (9, 10, 11)]
        elsewhere = self.env["support.appointment"].create(
            {"subject": "x", "partner_id": self.customer.id, "start": self.at(9), "company_id": company.id}
        )
        with patch(f"{SENDER}.BATCH_SIZE", 2):
            self.deliver()
        self.assertEqual([self.rows(visit, "confirmation").attempts for visit in visits], [1, 0, 0])
        self.assertEqual([self.rows(visit, "confirmation").state for visit in visits], ["planned"] * 3)
        self.assertEqual(self.rows(elsewhere, "confirmation").state, "sent")

    @mute_logger(DELIVERY)
    def test_a_broken_template_fails_with_the_reason(self):
        template = self.env.ref("support_center.mail_template_visit_confirmation")
        # Odoo tries a changed template on some visit: only another one may show what is wrong.
        template.body_html = "<p t-out=\"1 / (object.subject != 'Broken')\"/>"
        visit, other = self.book(9, subject="Broken"), self.book(10)
        other._cancel("Away")
        self.deliver()
        row = self.rows(visit, "confirmation")
        self.assertEqual(row.state, "failed")
        self.assertIn("division by zero", row.error)

    def test_a_bounce_shows(self):
        visit = self.book()
        self.deliver()
        visit.sudo()._message_receive_bounce("office@acme.example.com", self.customer)
        self.assertEqual(self.rows(visit, "confirmation").state, "failed")
        self.assertTrue(visit.notification_alert)
        self.assertTrue(visit.activity_ids)

    # ------------------------------------------------------------
    # Channels and claims
    # ------------------------------------------------------------

    def test_the_other_channel_is_left_alone(self):
        self.company.support_mail_channel = "companion"
        visit = self.book()
        self.deliver()
        self.assertEqual(self.rows(visit, "confirmation").state, "planned")
        with self.sender() as ledger:
            self.assertEqual(ledger._claim("companion", limit=10), self.rows(visit, "confirmation"))

    def test_switching_with_mail_in_flight(self):
        visit = self.book()
        with self.sender() as ledger:
            claimed = ledger._claim("odoo")
            self.company.with_env(ledger.env).support_mail_channel = "companion"
            self.assertFalse(ledger._claim("companion"), "Odoo is sending it")
            self.assertTrue(claimed._holds_claim(1))
        with freeze_time(fields.Datetime.now() + mail_plan.LEASE), self.sender() as ledger:
            self.assertFalse(ledger._claim("odoo"))
            self.assertEqual(ledger._claim("companion"), self.rows(visit, "confirmation"))

    def test_a_dead_senders_mail_is_taken_over_after_its_lease(self):
        visit = self.book()
        with self.sender() as ledger:
            ledger._claim("odoo")
        self.deliver()
        self.assertFalse(self.smtp.messages)
        with freeze_time(fields.Datetime.now() + mail_plan.LEASE):
            self.deliver()
        row = self.rows(visit, "confirmation")
        self.assertEqual((row.state, row.attempts), ("sent", 2))

    def test_who_lost_the_claim_reports_nothing(self):
        visit = self.book()
        with self.sender() as ledger:
            first = ledger._claim("odoo")
            with freeze_time(fields.Datetime.now() + mail_plan.LEASE):
                ledger._claim("odoo")
            self.assertFalse(first._holds_claim(1))
            self.assertTrue(first._holds_claim(2))
        self.assertEqual(self.rows(visit, "confirmation").attempts, 2)

    def test_mails_of_a_visit_keep_their_order(self):
        visit = self.book()
        with self.sender() as ledger:
            claimed = ledger._claim("odoo")
            visit.with_env(visit.env(cr=ledger.env.cr))._cancel("Away")
            self.assertFalse(ledger._claim("odoo"), "the confirmation is still on its way")
            claimed._report_sent("office@acme.example.com")
            self.assertEqual(ledger._claim("odoo").kind, "cancelled")

    def test_a_claim_has_one_mail_of_a_visit(self):
        visit, other = self.book(9), self.book(11)
        with freeze_time(self.at(8)), self.sender() as ledger:
            # Nothing could be sent for so long that the reminders are due as well.
            self.assertEqual(
                ledger._claim("odoo", limit=10).sorted("id"),
                (self.rows(visit, "confirmation") + self.rows(other, "confirmation")).sorted("id"),
            )
            self.rows(visit, "confirmation").with_env(ledger.env)._report_sent("office@acme.example.com")
            self.assertEqual(ledger._claim("odoo", limit=10), self.rows(visit, "reminder"))

    def test_what_a_killed_sender_did_not_note_is_noted(self):
        visits = self.book(9) + self.book(11)
        with patch.object(type(self.env["support.notification"]), "_note_pending", lambda ledger: None):
            self.deliver()
        self.assertEqual(len(self.smtp.messages), 2)
        self.assertFalse([body for body in visits.message_ids.mapped("body") if "sent to" in body])
        for _again in range(2):
            self.deliver()
            for visit in visits:
                notes = [message for message in visit.message_ids if "sent to" in message.body]
                self.assertEqual(
                    [note.message_id for note in notes], self.rows(visit, "confirmation").mapped("message_id")
                )

    def test_one_that_cannot_be_noted_does_not_keep_the_others(self):
        visits = self.book(9) + self.book(11)
        log = type(visits)._log_sent_mails

        def fail_for_the_first(records, rows):
            if visits[0] in records:
                raise ValueError("no room")
            return log(records, rows)

        with patch.object(type(visits), "_log_sent_mails", fail_for_the_first), mute_logger(DELIVERY):
            self.deliver()
        self.assertEqual(set(visits.notification_ids.filtered("sent_at").mapped("state")), {"sent"})
        noted = [any("sent to" in body for body in visit.message_ids.mapped("body")) for visit in visits]
        self.assertEqual(noted, [False, True])

    def test_what_takes_long_is_made_anew(self):
        visits = [self.book(hour) for hour in (9, 10, 11)]
        with patch.object(mail_plan, "BATCH_TIME", timedelta(0)):
            self.deliver()
        self.assertEqual(len(self.smtp.messages), 3)
        for visit in visits:
            row = self.rows(visit, "confirmation")
            self.assertEqual((row.state, row.attempts), ("sent", 1))

    def test_a_run_that_had_its_time_is_followed_by_another(self):
        for hour in (9, 10, 11):
            self.book(hour)
        job = self.env.ref("support_center.ir_cron_support_notification")
        triggers = self.env["ir.cron.trigger"].search([("cron_id", "=", job.id)])
        triggers.unlink()
        with self.sender() as ledger, patch(f"{SENDER}.BATCH_SIZE", 2):
            cron, _progress = job.with_env(ledger.env)._add_progress()
            ledger.with_context(
                ir_cron_progress_id=cron.env.context["ir_cron_progress_id"],
                cron_id=job.id,
                cron_end_time=time.monotonic(),
            )._cron_deliver()
        self.assertEqual(len(self.smtp.messages), 2)
        now = fields.Datetime.now()
        self.assertTrue(self.env["ir.cron.trigger"].search([("cron_id", "=", job.id), ("call_at", "<=", now)]))
        self.deliver()
        self.assertEqual(len(self.smtp.messages), 3)

    def test_the_claim_uses_indexes(self):
        with self.sender() as ledger:
            query = ledger._claim_query("odoo", 1, mail_plan.LEASE)
            ledger.env.cr.execute("SET LOCAL enable_seqscan = off")
            ledger.env.cr.execute("EXPLAIN " + query.code, query.params)
            plan = "\n".join(line for (line,) in ledger.env.cr.fetchall())
        self.assertIn("support_notification_due_idx", plan)
        self.assertNotIn("Seq Scan on support_notification", plan)
