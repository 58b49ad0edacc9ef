import base64
from email import message_from_bytes, policy

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .test_mail_delivery import DeliveryCase


@tagged("post_install", "-at_install")
class TestMailPreview(DeliveryCase):
    def preview(self, visit, kind="confirmation", user=None, **values):
        previews = self.env["support.mail.preview"].with_user(user or self.manager)
        return previews.create({"appointment_id": visit.id, "kind": kind, **values})

    def test_what_customers_get_is_shown(self):
        visit = self.book()
        for kind, words in (
            ("confirmation", "is confirmed"),
            ("reminder", "Reminder"),
            ("rescheduled", "has changed"),
            ("cancelled", "is cancelled"),
        ):
            preview = self.preview(visit, kind)
            self.assertIn(words, preview.subject)
            self.assertIn("max-width: 600px", preview.preview, "with the layout around it")
            self.assertIn(visit.name, preview.text)
            self.assertFalse(preview.problem)

    def test_without_any_visit_it_says_what_to_do(self):
        company = self.env["res.company"].create({"name": "Empty"})
        self.manager.company_ids |= company
        previews = (
            self.env["support.mail.preview"].with_user(self.manager).with_context(allowed_company_ids=company.ids)
        )
        self.assertIn("Book an appointment first", Form(previews).problem)

    def test_a_broken_template_says_so(self):
        template = self.env.ref("support_center.mail_template_visit_confirmation")
        template.body_html = "<p t-out=\"1 / (object.subject != 'Broken')\"/>"
        self.assertIn("division by zero", self.preview(self.book(subject="Broken")).problem)

    def test_a_test_goes_to_who_asked_and_not_to_the_customer(self):
        visit = self.book()
        self.deliver()
        address = self.manager.email
        with Form(self.env["support.mail.preview"].with_user(self.manager)) as form:
            form.appointment_id = visit
            form.kind = "cancelled"
            self.assertEqual(form.email_to, address)
        form.record.action_send()
        form.record.action_send()
        self.deliver()
        self.assertEqual(self.smtp.recipients[1:], [[address]] * 2)
        self.assertIn("[Test] Your visit", self.subjects()[1])
        self.assertEqual(self.rows(visit, "test").mapped("state"), ["sent", "sent"])
        self.assertFalse(visit.message_ids.filtered(lambda message: address in message.body))

    def test_a_test_decides_nothing_for_the_customer(self):
        """Its links lead to no visit, and mail programs offer no way to unsubscribe."""
        visit = self.book()
        self.deliver()
        secret = visit.sudo().customer_link_secret
        for channel in ("odoo", "companion"):
            for kind in ("confirmation", "reminder", "rescheduled", "cancelled", "link"):
                with self.subTest(kind=kind, channel=channel):
                    self.company.support_mail_channel = channel
                    self.preview(visit, kind, email_to="manager@example.com").action_send()
                    if channel == "odoo":
                        self.deliver()
                        message = self.smtp.messages[-1]
                    else:
                        [mail] = (
                            self.env["support.api"].with_user(self.env.ref("base.user_root")).claim_mail(10)["mails"]
                        )
                        message = message_from_bytes(base64.b64decode(mail["message"]), policy=policy.default)
                        report = {"id": mail["id"], "attempt": mail["attempt"], "outcome": "sent"}
                        self.env["support.api"].with_user(self.env.ref("base.user_root")).report_mail([report])
                    self.assertEqual(message["To"], "manager@example.com")
                    self.assertNotIn("List-Unsubscribe", message)
                    self.assertNotIn("List-Unsubscribe-Post", message)
                    texts = [part.get_content() for part in message.walk() if part.get_content_maintype() == "text"]
                    texts = [text.decode() if isinstance(text, bytes) else text for text in texts]
                    self.assertEqual(len(texts), 4)
                    for text in texts:
                        text = text.replace("\r\n ", "")
                        self.assertNotIn(secret, text)
                        self.assertIn("/support/visit/example-of-a-link", text)
        self.assertNotIn(secret, self.preview(visit, "reminder").preview)
        self.company.support_mail_channel = "odoo"
        visit.start = self.at(14)
        self.deliver()
        text = self.smtp.messages[-1].get_body(("plain",)).get_content()
        self.assertIn(secret, text, "the customer's own email has the link")

    def test_a_test_that_fails_is_nobodys_task(self):
        visit = self.book()
        self.deliver()
        self.answer("refuse")
        self.preview(visit, email_to="manager@example.com").action_send()
        self.deliver()
        row = self.rows(visit, "test")
        self.assertEqual((row.state, row.email_to), ("failed", "manager@example.com"))
        self.assertFalse(visit.activity_ids or visit.notification_alert)

    def test_tests_change_nothing_for_the_customer(self):
        visit = self.book()
        self.preview(visit, email_to="manager@example.com").action_send()
        visit._cancel("Away")
        self.assertEqual(self.rows(visit, "cancelled").suppressed_reason, "never_told")
        self.deliver()
        self.assertEqual(self.rows(visit, "test").state, "sent")

    def test_the_companion_delivers_tests_too(self):
        visit = self.book()
        self.deliver()
        self.company.support_mail_channel = "companion"
        self.preview(visit, email_to="manager@example.com").action_send()
        companion = self._new_user("sc_companion", "support_center.group_support_api")
        [mail] = self.env["support.api"].with_user(companion).claim_mail(10)["mails"]
        self.assertEqual(mail["recipient"], "manager@example.com")

    def test_it_needs_an_address(self):
        for address in (False, "nonsense", "a@example.com, b@example.com"):
            with self.assertRaisesRegex(UserError, "Enter one email address"):
                self.preview(self.book(technician=False), email_to=address).action_send()

    def test_technicians_have_no_use_for_it(self):
        with self.assertRaises(AccessError):
            self.preview(self.book(), user=self.technician)


@tagged("post_install", "-at_install")
class TestMailSettings(DeliveryCase):
    def settings(self):
        return self.env["res.config.settings"].create({})

    def test_the_last_delivery_is_told(self):
        self.env["support.notification"].search([]).unlink()
        self.assertEqual(self.settings().support_mail_status, "Nothing delivered so far")
        self.book()
        self.deliver()
        settings = self.settings()
        self.assertIn("by Odoo", settings.support_mail_status)
        self.assertFalse(settings.support_mail_in_trouble)

    def test_failures_are_counted(self):
        before = self.settings().support_mail_failed_count
        self.answer("refuse")
        self.book()
        self.deliver()
        self.assertEqual(self.settings().support_mail_failed_count, before + 1)

    def test_trouble_is_told(self):
        self.env["support.api.instance"].search([]).unlink()
        self.company.support_mail_channel = "companion"
        self.assertIn("No companion that delivers mail is running", self.settings().support_mail_status)
        hear = self.env["support.api.instance"]._heard_from
        hear("a", "1.0.0", 0, "")
        self.assertTrue(self.settings().support_mail_in_trouble)
        hear("b", "1.0.0", 0, "The mail server cannot be used: connect ECONNREFUSED")
        self.assertIn("ECONNREFUSED", self.settings().support_mail_status)
        hear("c", "1.0.0", 0, "ready")
        self.assertFalse(self.settings().support_mail_in_trouble)
        self.company.email = False
        self.assertIn("no email address to send from", self.settings().support_mail_status)
