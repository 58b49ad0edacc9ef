import base64
from datetime import timedelta
from email import message_from_bytes, policy
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.addons.rpc.controllers.xmlrpc import dumps
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..logic import mail_plan
from .test_mail_delivery import DeliveryCase

SENDER = "odoo.addons.support_center.models.support_notification_delivery"
LEASE = timedelta(seconds=90)


@tagged("post_install", "-at_install")
class TestMailCompanion(DeliveryCase):
    """The facade's side of the channel “companion”. The companion's own tests deliver by a real one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.support_mail_channel = "companion"
        # Other companies' mail is none of the companion's business.
        cls.env["res.company"].search([("id", "!=", cls.company.id)]).support_mail_channel = "odoo"
        cls.companion = cls._new_user("sc_companion", "support_center.group_support_api")
        cls.facade = cls.env["support.api"].with_user(cls.companion)

    def test_the_ledger_is_readable(self):
        visit = self.book(partner_id=False, customer_name="Löwen-Apotheke", customer_email="team@loewen.example.com")
        self.report(*self.claim())
        row = self.rows(visit, "confirmation")
        self.assertEqual((row.state, row.email_to), ("sent", "Löwen-Apotheke <team@loewen.example.com>"))

    def claim(self, limit=50):
        answer = self.facade.claim_mail(limit, LEASE.seconds)
        dumps((answer,))  # what the companion gets has to travel
        self.assertTrue(answer["ok"])
        return answer["mails"]

    def report(self, *mails, **details):
        return self.answer(*mails, **details)["recorded"]

    def answer(self, *mails, outcome="sent", permanent=False, error=""):
        outcomes = [
            {
                "id": mail["id"],
                "attempt": mail["attempt"],
                "outcome": outcome,
                "permanent": permanent,
                "error": error,
            }
            for mail in mails
        ]
        answer = self.facade.report_mail(outcomes)
        dumps((answer,))
        return answer

    @staticmethod
    def message(mail):
        return message_from_bytes(base64.b64decode(mail["message"]), policy=policy.default)

    def test_a_booking_is_handed_over_complete(self):
        visit = self.book()
        [mail] = self.claim()
        row = self.rows(visit, "confirmation")
        self.assertEqual((row.state, row.channel, row.attempts), ("sending", "companion", 1))
        self.assertEqual((mail["id"], mail["attempt"], mail["message_id"]), (row.id, 1, row.message_id))
        self.assertEqual(mail["recipient"], "office@acme.example.com")
        self.assertEqual(self.message(mail)["Message-Id"], row.message_id)
        self.assertFalse(self.claim(), "it is claimed")

    def test_both_channels_send_the_same(self):
        visit = self.book()
        with freeze_time(fields.Datetime.now()):
            [mail] = self.claim()
            self.report(mail, outcome="released")
            self.company.support_mail_channel = "odoo"
            self.deliver()
        theirs, ours = self.message(mail), self.smtp.messages[0]
        self.assertEqual(theirs.keys(), ours.keys())
        for name in ("Message-Id", "From", "To", "Subject", "Reply-To", "Auto-Submitted"):
            self.assertEqual(theirs[name], ours[name])
        for kind in ("plain", "html"):
            self.assertEqual(theirs.get_body((kind,)).get_content(), ours.get_body((kind,)).get_content())
        self.assertEqual(
            next(theirs.iter_attachments()).get_content(), next(ours.iter_attachments()).get_content(), visit.name
        )
        self.assertEqual(mail["recipient"], self.smtp.recipients[0][0])

    def test_sent_is_noted_where_odoos_own_is(self):
        visit = self.book()
        [mail] = self.claim()
        self.assertEqual(self.report(mail), 1)
        row = self.rows(visit, "confirmation")
        self.assertEqual((row.state, row.email_to), ("sent", "Acme Heating <office@acme.example.com>"))
        message = self.env["mail.message"].search([("message_id", "=", row.message_id)])
        self.assertEqual((message.model, message.res_id), ("support.appointment", visit.id))
        self.assertEqual(message.author_id, self.env.ref("base.partner_root"), "not the companion's user")
        self.assertEqual(self.report(mail), 0, "twice changes nothing")

    def test_refused_for_good(self):
        visit = self.book()
        [mail] = self.claim()
        self.report(mail, outcome="failed", permanent=True, error="550 5.1.1 no such\r\n\0 user <script>")
        row = self.rows(visit, "confirmation")
        self.assertEqual((row.state, row.error), ("failed", "550 5.1.1 no such user <script>"))
        self.assertEqual(visit.activity_ids.user_id, self.manager)

    @mute_logger(SENDER)
    def test_one_outcome_that_cannot_be_followed_up_does_not_keep_the_others(self):
        visits = [self.book(9), self.book(11)]
        refused, sent = self.claim()
        appointments = type(visits[0])

        def fail(_visit, _row):
            raise ValueError("no such activity type")

        with patch.object(appointments, "_ask_about_failed_mail", fail):
            outcomes = [
                {"id": refused["id"], "attempt": 1, "outcome": "failed", "permanent": True, "error": "550 no"},
                {"id": sent["id"], "attempt": 1, "outcome": "sent", "permanent": False, "error": ""},
            ]
            self.assertEqual(self.facade.report_mail(outcomes)["recorded"], 2)
        states = {row.id: row.state for visit in visits for row in self.rows(visit, "confirmation")}
        self.assertEqual(states, {refused["id"]: "failed", sent["id"]: "sent"})

    def test_refused_for_now_waits_as_designed(self):
        visit = self.book(start=self.at(9, days=7))
        moment = fields.Datetime.now()
        for delay in [*mail_plan.RETRY_DELAYS, None]:
            with freeze_time(moment):
                [mail] = self.claim()
                self.report(mail, outcome="failed", error="451 later")
                self.assertFalse(self.claim())
            row = self.rows(visit, "confirmation")
            if delay:
                self.assertEqual((row.state, row.due_at), ("planned", moment + delay))
                moment += delay
        self.assertEqual((row.state, row.attempts), ("failed", len(mail_plan.RETRY_DELAYS) + 1))

    def test_what_is_given_back_costs_nothing(self):
        visit = self.book()
        [mail] = self.claim()
        self.report(mail, outcome="released")
        self.assertEqual(self.rows(visit, "confirmation").attempts, 0)
        [again] = self.claim()
        self.assertEqual(again["message_id"], mail["message_id"])

    def test_a_report_that_comes_twice_does_not_end_the_next_claim(self):
        """The companion sends a report again whose answer was lost; the mail may have been claimed anew by then."""
        visit = self.book()
        [mail] = self.claim()
        self.assertEqual(self.report(mail, outcome="released"), 1)
        [again] = self.claim()
        self.assertEqual(self.report(mail, outcome="released"), 0)
        row = self.rows(visit, "confirmation")
        self.assertEqual((row.state, row.attempts), ("sending", 1))
        self.assertFalse(self.claim(), "it is claimed still")
        self.assertEqual(self.report(again), 1)

    def test_a_claim_ends_with_its_lease_and_its_report_counts_no_more(self):
        visit = self.book()
        [mail] = self.claim()
        with freeze_time(fields.Datetime.now() + LEASE):
            [again] = self.claim()
        self.assertEqual((again["attempt"], again["message_id"]), (2, mail["message_id"]))
        self.assertEqual(self.report(mail, outcome="failed", permanent=True, error="550"), 0)
        self.assertEqual(self.report(again), 1)
        self.assertEqual(self.rows(visit, "confirmation").state, "sent")

    def test_a_report_says_which_mails_the_companion_may_forget(self):
        """One that was claimed anew would be sent twice, were it forgotten that it was sent."""
        visits = [self.book(hour) for hour in (9, 10, 11, 12)]
        sent, again, refused, gone = mails = self.claim()
        self.assertEqual(self.answer(sent), {"ok": True, "recorded": 1, "settled": [sent["id"]]})
        self.assertEqual(
            self.answer(refused, outcome="failed", permanent=True, error="550")["settled"], [refused["id"]]
        )
        self.rows(visits[3], "confirmation").unlink()
        with freeze_time(fields.Datetime.now() + LEASE):
            [claimed] = self.claim()
        self.assertEqual((claimed["id"], claimed["attempt"]), (again["id"], 2))
        settled = sorted((sent["id"], refused["id"], gone["id"]))
        self.assertEqual(self.answer(*mails), {"ok": True, "recorded": 0, "settled": settled})
        self.assertEqual(self.answer(again, claimed), {"ok": True, "recorded": 1, "settled": [again["id"]]})

    def test_a_late_report_counts_as_long_as_nobody_took_over(self):
        visit = self.book()
        [mail] = self.claim()
        with freeze_time(fields.Datetime.now() + LEASE + timedelta(hours=1)):
            self.assertEqual(self.report(mail), 1)
        self.assertEqual(self.rows(visit, "confirmation").state, "sent")

    def test_channels_leave_each_others_mail_alone(self):
        mine = self.book(9)
        self.deliver()
        self.assertFalse(self.smtp.messages)
        [mail] = self.claim()
        # Switched with one mail on its way and one to come.
        self.company.support_mail_channel = "odoo"
        later = self.book(10)
        self.assertFalse(self.claim())
        self.deliver()
        self.assertEqual(self.rows(later, "confirmation").channel, "odoo")
        self.assertEqual(self.rows(mine, "confirmation").state, "sending")
        self.assertEqual(self.report(mail), 1)
        self.deliver()
        self.assertEqual(len(self.smtp.messages), 1)

    def test_odoos_mail_is_not_reported_by_the_companion(self):
        visit = self.book()
        self.company.support_mail_channel = "odoo"
        with self.sender() as ledger:
            row = ledger._claim("odoo")
            self.assertEqual(self.report({"id": row.id, "attempt": 1}), 0)
        self.assertEqual(self.rows(visit, "confirmation").state, "sending")

    def test_what_changed_meanwhile_is_not_handed_over(self):
        cancelled, moved = self.book(9), self.book(10)
        self.env.flush_all()
        self.env.cr.execute("UPDATE support_appointment SET state = 'cancelled' WHERE id = %s", [cancelled.id])
        self.env.cr.execute("UPDATE support_appointment SET schedule_revision = 7 WHERE id = %s", [moved.id])
        self.env.invalidate_all()
        self.assertFalse(self.claim())
        self.assertEqual(self.rows(cancelled, "confirmation").suppressed_reason, "cancelled")
        self.assertEqual(self.rows(moved, "confirmation").suppressed_reason, "replaced")

    @mute_logger(SENDER)
    def test_one_that_cannot_be_made_does_not_hold_up_the_others(self):
        template = self.env.ref("support_center.mail_template_visit_confirmation")
        template.body_html = "<p t-out=\"1 / (object.subject != 'Broken')\"/>"
        bad, good = self.book(9, subject="Broken"), self.book(10)
        [mail] = self.claim()
        self.assertEqual(mail["id"], self.rows(good, "confirmation").id)
        row = self.rows(bad, "confirmation")
        self.assertEqual(row.state, "failed")
        self.assertIn("division by zero", row.error)

    @mute_logger(SENDER)
    def test_one_whose_details_cannot_be_shown_does_not_hold_up_the_others(self):
        """What is computed for many at once is computed for each alone, when one of them fails."""
        bad, good = self.book(9, subject="Broken"), self.book(10)
        self.env.ref(
            "support_center.mail_visit_details"
        ).arch = '<t t-name="support_center.mail_visit_details"><p t-out="1 / (object.subject != \'Broken\')"/></t>'
        [mail] = self.claim()
        self.assertEqual(mail["id"], self.rows(good, "confirmation").id)
        self.assertIn("division by zero", self.rows(bad, "confirmation").error)

    def test_details_of_each_visit_stand_in_its_own_mail(self):
        visits = self.book(9, subject="Boiler") + self.book(10, subject="Pump") + self.book(11, subject="Valve")
        mails = {mail["id"]: self.message(mail) for mail in self.claim()}
        for visit in visits:
            html = mails[self.rows(visit, "confirmation").id].get_body(("html",)).get_content()
            shown = {other.subject for other in visits if other.subject in html or other.customer_manage_url in html}
            self.assertEqual(shown, {visit.subject})

    def test_many_take_no_more_queries_than_few(self):
        def queries(*hours):
            for hour in hours:
                self.book(hour)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.report(*self.claim())
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        queries(8)  # what is read once, for good
        self.assertLessEqual(queries(9, 10, 11, 12), queries(13, 14))

    def test_an_address_that_mail_cannot_carry_fails_with_the_reason(self):
        visit = self.book(partner_id=False, customer_name="Eve", customer_email="ève@example.com")
        self.assertFalse(self.claim())
        row = self.rows(visit, "confirmation")
        self.assertEqual(row.state, "failed")
        self.assertIn("ève@example.com", row.error)
        self.assertIn("Correct the address", row.error)

    def test_a_domain_with_letters_of_any_alphabet_is_written_as_mail_servers_know_it(self):
        visit = self.book(partner_id=False, customer_name="Jürgen", customer_email="office@bücher.example")
        [mail] = self.claim()
        self.assertEqual(mail["recipient"], "office@xn--bcher-kva.example")
        [address] = self.message(mail)["To"].addresses
        self.assertEqual((address.display_name, address.addr_spec), ("Jürgen", "office@xn--bcher-kva.example"))
        self.report(mail)
        self.assertEqual(self.rows(visit, "confirmation").state, "sent")

    def test_a_company_without_an_address_is_told_what_to_do(self):
        self.company.email = False
        visit = self.book()
        self.assertFalse(self.claim())
        row = self.rows(visit, "confirmation")
        self.assertEqual(row.state, "failed")
        self.assertIn("has no email address to send from. Enter one", row.error)

    def test_languages_and_kinds_in_one_claim(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.env["ir.module.module"].search([("name", "=", "support_center")])._update_translations(["de_DE"])
        german = self.customer.copy({"name": "Müller", "lang": "de_DE", "email": "mueller@example.de"})
        visits = [self.book(9), self.book(10, partner_id=german.id), self.book(11)]
        self.report(*self.claim())
        visits[2]._cancel("Away")
        visits[0].start = self.at(14)
        with freeze_time(fields.Datetime.now() + timedelta(seconds=31)):
            mails = {mail["id"]: self.message(mail) for mail in self.claim()}
        self.assertEqual(len(mails), 2)
        self.assertIn("is cancelled", mails[self.rows(visits[2], "cancelled").id]["Subject"])
        self.assertIn("has changed", mails[self.rows(visits[0], "rescheduled").id]["Subject"])
        history = visits[1].message_ids.mapped("body")
        self.assertTrue(any("mueller@example.de" in body for body in history))

    def test_each_claim_is_bounded(self):
        for hour in (9, 10, 11):
            self.book(hour)
        answer = self.facade.claim_mail(2)
        self.assertEqual((len(answer["mails"]), answer["more"]), (2, True))
        answer = self.facade.claim_mail(2)
        self.assertEqual((len(answer["mails"]), answer["more"]), (1, False))
        for asked, granted in ((0, 30), (90, 90), (10**6, 900)):
            self.assertEqual(self.facade.claim_mail(1, asked)["lease_seconds"], granted)

    def test_composing_leaves_nothing_behind(self):
        """Odoo keeps the error of a template that it does not find, and its traceback grows with each look."""
        visits = [self.book(hour) for hour in (9, 10)]
        with self.assertNoLogs("odoo.addons.base.models.ir_qweb", level="WARNING"):
            for kind in ("confirmation", "reminder", "rescheduled", "cancelled"):
                for visit in visits:
                    self.env["support.notification"]._compose_for(visit, kind, "<1@example.com>")
        info = self.env["ir.qweb"]._get_template_info("etree._Element")
        self.assertFalse(info["error"] and info["error"].__traceback__)
