from urllib.parse import urlsplit

import vobject

from odoo.tests import HttpCase, tagged

from .test_mail_planning import MailCase


@tagged("post_install", "-at_install")
class TestVisitPage(MailCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.visit = cls.book()
        cls.path = urlsplit(cls.visit.sudo().customer_manage_url).path

    def post(self, path, **values):
        return self.url_open(f"{self.path}{path}", data=values, allow_redirects=False, method="POST")

    def reminder(self):
        return self.rows(self.visit, "reminder")

    def test_the_visit_without_a_login(self):
        response = self.url_open(self.path)
        self.assertEqual(response.status_code, 200)
        for text in (self.visit.name, "Boiler is cold", self.visit.customer_date, "Add to calendar"):
            self.assertIn(text, response.text)
        self.assertEqual(response.headers["Cache-Control"], "no-store")
        self.assertEqual(response.headers["Referrer-Policy"], "no-referrer")
        self.assertIn("default-src 'none'", response.headers["Content-Security-Policy"])

    def test_looking_changes_nothing(self):
        for path in ("", "/unsubscribe", "/visit.ics"):
            for method in ("GET", "HEAD"):
                self.url_open(f"{self.path}{path}", method=method)
        self.assertEqual(self.url_open(f"{self.path}/reminders", method="GET").status_code, 405)
        self.assertEqual(self.reminder().state, "planned")
        self.assertFalse(self.customer.support_reminder_opt_out or self.visit.reminder_opt_out)

    def test_forged_tokens_lead_nowhere(self):
        token = self.path.rpartition("/")[2]
        other = self.book(14)
        forged = [
            "1",
            str(self.visit.id),
            "AAAA",
            token[:-1],
            token[:-2] + ("A" if token[-2] != "A" else "B") + token[-1],
            "%F0%9F%98%80",
            f"{token}{other.id}",
        ]
        for token in forged:
            for method in ("GET", "POST"):
                response = self.url_open(f"/support/visit/{token}/unsubscribe", method=method)
                self.assertEqual(response.status_code, 404, token)
        self.assertEqual(self.reminder().state, "planned")

    def test_one_click(self):
        response = self.post("/unsubscribe", **{"List-Unsubscribe": "One-Click"})
        self.assertEqual(response.status_code, 200)
        self.assertTrue(self.customer.support_reminder_opt_out)
        self.assertEqual(self.reminder().suppressed_reason, "opted_out")
        self.assertEqual(self.rows(self.visit, "confirmation").state, "planned")
        self.assertEqual(self.post("/unsubscribe").status_code, 200, "twice is no error")
        self.assertTrue(self.customer.support_reminder_opt_out)

    def test_one_click_without_a_contact_is_for_the_visit(self):
        self.visit = self.book(14, partner_id=False, customer_name="Eve", customer_email="eve@example.com")
        self.path = urlsplit(self.visit.sudo().customer_manage_url).path
        self.post("/unsubscribe", **{"List-Unsubscribe": "One-Click"})
        self.assertTrue(self.visit.reminder_opt_out)

    def test_opting_out_of_one_visit_and_back(self):
        response = self.post("/reminders")
        self.assertEqual((response.status_code, response.headers["Location"].endswith(self.path)), (303, True))
        self.assertEqual(self.reminder().suppressed_reason, "opted_out")
        self.assertFalse(self.customer.support_reminder_opt_out)
        self.assertIn("You get no reminder of this visit", self.url_open(self.path).text)
        self.post("/reminders", wanted="1")
        self.assertEqual(self.reminder().state, "planned")
        self.assertIn("We remind you", self.url_open(self.path).text)

    def test_opting_out_of_all_and_back(self):
        self.post("/reminders", everywhere="1")
        self.assertTrue(self.customer.support_reminder_opt_out)
        self.assertIn("You get no reminders", self.url_open(self.path).text)
        self.post("/reminders", wanted="1", everywhere="1")
        self.assertFalse(self.customer.support_reminder_opt_out)
        self.assertEqual(self.reminder().state, "planned")

    def test_old_links_lead_to_the_present_state(self):
        self.visit.start = self.at(14)
        self.assertIn(self.visit.customer_time, self.url_open(self.path).text)
        self.visit._cancel("Away")
        page = self.url_open(self.path).text
        self.assertIn("Cancelled", page)
        self.assertNotIn("Add to calendar", page)

    def test_calendar_file(self):
        response = self.url_open(f"{self.path}/visit.ics")
        self.assertTrue(response.headers["Content-Type"].startswith("text/calendar"))
        calendar = vobject.readOne(response.text)
        self.assertEqual(calendar.vevent.uid.value, self.visit._calendar_uid())
        self.visit._cancel("Away")
        self.assertEqual(vobject.readOne(self.url_open(f"{self.path}/visit.ics").text).method.value, "CANCEL")

    def test_hostile_text_is_shown_as_text(self):
        self.visit.subject = "<script>alert(1)</script>"
        page = self.url_open(self.path).text
        self.assertNotIn("<script>", page)
        self.assertIn("&lt;script&gt;", page)
