from odoo.tests import tagged

from .visit_pages import VisitPages

#: What Odoo lets a user write as a language: unknown ones, those that are not installed, and no text at all.
NOT_INSTALLED = ("xx_XX", "fr_FR", "../x", 5, ["en_US"], " ")


@tagged("post_install", "-at_install")
class TestLanguagesNotInstalled(VisitPages):
    """A language that is not installed breaks nothing, whoever has it: the company's stands in, or else the database's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("de_DE")
        cls.env["ir.module.module"].search([("name", "=", "support_center")])._update_translations(["de_DE"])
        cls.address = cls.company.partner_id
        cls.address.lang = "de_DE"
        cls.mark_sent(cls, cls.visit)

    def break_language(self, partner, lang):
        partner.with_user(self.env.ref("base.user_admin")).write({"lang": lang})
        self.env.flush_all()
        self.env.invalidate_all()

    def assert_pages_work(self, lang):
        link = self.link_of(self.visit)
        for path in ("", "/visit.ics", "/reschedule", "/cancel"):
            response = self.url_open(f"{link}{path}")
            self.assertEqual(response.status_code, 200, path)
            if path != "/visit.ics":
                self.assertIn(f'lang="{lang}"', response.text)
        self.assertEqual(self.url_open(f"{link}/unsubscribe", data={"x": "1"}).status_code, 200)
        self.assertEqual(self.url_open(f"{link}/reminders", data={"wanted": "1"}).status_code, 200)

    def link_of(self, visit, kind="confirmation"):
        return visit.sudo().customer_manage_url

    def test_of_the_customer(self):
        for lang in NOT_INSTALLED:
            with self.subTest(lang=lang):
                self.break_language(self.customer, lang)
                self.assertEqual(self.visit.customer_lang, "de_DE")
                self.assert_pages_work("de-DE")
                mails = self.rows(self.visit)._compose_all()
                self.assertFalse([mail for mail in mails.values() if isinstance(mail, Exception)])

    def test_of_the_company(self):
        self.customer.lang = False
        for lang in NOT_INSTALLED:
            with self.subTest(lang=lang):
                self.break_language(self.address, lang)
                self.assertEqual(self.visit.customer_lang, "en_US")
                self.assert_pages_work("en-US")
                mails = self.rows(self.visit)._compose_all()
                self.assertFalse([mail for mail in mails.values() if isinstance(mail, Exception)])
                self.assertEqual(self.url_open("/support/visit/link").status_code, 200)

    def test_that_the_customer_has_beside_one_that_is_installed(self):
        """The languages of contacts with one address: those that nobody can read do not count."""
        stranger = self.book(14, partner_id=False, customer_name="Kim", customer_email="kim@example.com")
        contacts = self.customer.copy({"email": "kim@example.com"}) | self.customer.copy({"email": "kim@example.com"})
        contacts[0].lang = "en_US"
        self.break_language(contacts[1], "xx_XX")
        self.assertEqual(stranger.customer_lang, "en_US")

    def test_of_the_team_when_the_customer_moves_and_cancels(self):
        for lang in NOT_INSTALLED:
            with self.subTest(lang=lang):
                visit = self.book(10)
                self.break_language((self.technician | self.manager).partner_id, lang)
                start = self.open(f"{self.link_of(visit)}/reschedule").links
                [first, *_rest] = [link for link in start if "start=" in link]
                page = self.open(first)
                [move] = [button for button in page.buttons if "/reschedule" in button.press().url]
                self.assertEqual(self.send(move.press()).status, 200)
                self.assertEqual(visit.schedule_revision, 1)
                page = self.open(f"{self.link_of(visit)}/cancel")
                [cancel] = [button for button in page.buttons if "/cancel" in button.press().url]
                self.assertEqual(self.send(cancel.press()).status, 200)
                self.assertEqual(visit.state, "cancelled")
                notices = self.env["mail.message"].search(
                    [
                        ("model", "=", visit._name),
                        ("res_id", "=", visit.id),
                        ("message_type", "=", "user_notification"),
                    ]
                )
                self.assertEqual(len(notices), 4, "two people, two changes")
                self.assertEqual(notices.partner_ids, (self.technician | self.manager).partner_id)
                self.assertTrue(all("online" in notice.body for notice in notices))

    def test_of_the_team_when_the_booking_api_moves_and_cancels(self):
        key, _secret = self.env["support.api.key"]._generate("Website")
        companion = self._new_user("sc_companion", "support_center.group_support_api")
        facade = self.env["support.api"].with_user(companion).with_context(lang="en_US", tz="UTC")
        self.break_language(self.technician.partner_id, "xx_XX")
        self.break_language(self.address, "xx_XX")
        write = {"key_id": key.id, "fingerprint": "f"}
        order = {
            "start": str(self.at(13)),
            "stop": str(self.at(14)),
            "technician_id": self.technician.id,
            "subject": "Router has no signal",
            "description": "",
            "location": "",
            "customer_name": "Ada",
            "customer_email": "ada@example.org",
            "customer_phone": "",
            "external_reference": "",
            "reminder_opt_out": False,
        }
        booked = facade.book(**write, idempotency_key="b", order=order)
        self.assertTrue(booked["ok"], booked)
        known = {"uid": booked["appointment"]["uid"], "revisions": [-1]}
        change = {"start": str(self.at(15)), "stop": "", "technician_id": -1}
        moved = facade.reschedule(**write, **known, idempotency_key="m", change=change)
        self.assertTrue(moved["ok"], moved)
        cancelled = facade.cancel(**write, **known, idempotency_key="c", reason="Away")
        self.assertTrue(cancelled["ok"], cancelled)

    def test_that_a_template_asks_for(self):
        template = self.env.ref("support_center.mail_template_visit_confirmation")
        template.lang = "{{ object.partner_id.lang }}"
        self.break_language(self.customer, "xx_XX")
        row = self.rows(self.visit, "confirmation")
        self.assertIn('lang="de-DE"', row._compose().html)

    def test_of_whoever_writes_without_saying_in_which(self):
        """As the mail gateway does for users who answer by email."""
        self.break_language(self.technician.partner_id, "xx_XX")
        message = (
            self.visit.with_user(self.technician)
            .with_context(lang=False)
            .message_post(body="On my way", message_type="comment", partner_ids=self.manager.partner_id.ids)
        )
        self.assertIn("On my way", message.body)
