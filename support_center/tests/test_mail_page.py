from datetime import timedelta
from urllib.parse import urlencode, urlsplit

import vobject
from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
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

    def test_opting_out_without_a_contact_is_for_the_address(self):
        self.visit = self.book(14, partner_id=False, customer_name="Eve", customer_email="Eve <Eve@Example.com>")
        other = self.book(15, partner_id=False, customer_name="Eve", customer_email="eve@example.com")
        self.path = urlsplit(self.visit.sudo().customer_manage_url).path
        self.post("/unsubscribe", **{"List-Unsubscribe": "One-Click"})
        for visit in (self.visit, other, self.book(16, partner_id=False, customer_email="eve@example.com")):
            self.assertEqual(self.rows(visit, "reminder").suppressed_reason, "opted_out")
        self.assertEqual(self.rows(self.book(13), "reminder").state, "planned", "others are reminded")
        self.assertIn("You get no reminders", self.url_open(self.path).text)
        self.post("/reminders", wanted="1")
        for visit in (self.visit, other):
            self.assertEqual(self.rows(visit, "reminder").state, "planned")

    def test_opting_out_holds_for_bookings_of_the_same_address_without_a_contact(self):
        """Bookings by the API have no contact."""
        earlier = self.book(14, partner_id=False, customer_name="Acme", customer_email="Office@acme.example.com")
        self.post("/unsubscribe", **{"List-Unsubscribe": "One-Click"})
        later = self.book(15, partner_id=False, customer_name="Acme", customer_email="office@acme.example.com")
        for visit in (self.visit, earlier, later):
            self.assertEqual(self.rows(visit, "reminder").suppressed_reason, "opted_out")
        # Wanted again, on the page of a visit that has no contact.
        self.path = urlsplit(later.sudo().customer_manage_url).path
        self.post("/reminders", wanted="1")
        self.assertFalse(self.customer.support_reminder_opt_out)
        for visit in (self.visit, earlier, later):
            self.assertEqual(self.rows(visit, "reminder").state, "planned")

    def test_the_contacts_option_holds_for_its_address(self):
        visit = self.book(14, partner_id=False, customer_name="Acme", customer_email="office@acme.example.com")
        self.customer.support_reminder_opt_out = True
        self.assertEqual(self.rows(visit, "reminder").suppressed_reason, "opted_out")
        other = self.book(15, partner_id=False, customer_name="Eve", customer_email="eve@example.com")
        self.assertEqual(self.rows(other, "reminder").state, "planned")
        self.customer.support_reminder_opt_out = False
        self.assertEqual(self.rows(visit, "reminder").state, "planned")

    def test_who_unsubscribed_is_reminded_again_once_the_contacts_option_is_off(self):
        self.post("/unsubscribe")
        self.customer.support_reminder_opt_out = False
        self.assertEqual(self.reminder().state, "planned")

    def test_managers_keep_the_list_of_addresses(self):
        opt_outs = self.env["support.reminder.opt.out"].with_user(self.manager)
        opt_out = opt_outs.create({"email": " OFFICE@acme.example.com "})
        self.assertEqual(opt_out.email, "office@acme.example.com")
        self.assertEqual(self.reminder().suppressed_reason, "opted_out", "contacts have addresses, too")
        with self.assertRaisesRegex(ValidationError, "is no email address. Enter one"):
            opt_outs.create({"email": "nobody"})
        opt_out.email = "else@example.com"
        self.assertEqual(self.reminder().state, "planned")
        with self.assertRaises(AccessError):
            opt_outs.with_user(self.technician).search([])


@tagged("post_install", "-at_install")
class TestSelfService(MailCase, HttpCase):
    """Customers move and cancel their visit, where the company lets them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        group = cls.env.ref("support_center.group_support_technician")
        for user in group.all_user_ids - cls.technician - cls.colleague:
            user.sudo().active = False
        cls.company.write(
            {
                "support_customer_reschedule": True,
                "support_customer_cancel": True,
                "support_customer_cutoff_hours": 24,
            }
        )
        cls.visit = cls.book(9)
        cls.mark_sent(cls, cls.visit)
        cls.path = urlsplit(cls.visit.sudo().customer_manage_url).path

    def get(self, path="", **params):
        query = f"?{urlencode(params)}" if params else ""
        return self.url_open(f"{self.path}{path}{query}")

    def post(self, path, **values):
        values = {"revision": self.visit.schedule_revision, **values}
        response = self.url_open(f"{self.path}{path}", data=values, allow_redirects=False, method="POST")
        self.visit.invalidate_recordset()
        return response

    def move(self, hours, **values):
        return self.post("/reschedule", start=fields.Datetime.to_string(self.at(hours)), **values)

    def assertRefused(self, response, words):
        self.assertEqual(response.status_code, 409)
        self.assertIn(words, response.text)

    def test_free_times_are_offered(self):
        self.book(10)
        self.book(10, technician=self.colleague)
        page = self.get("/reschedule").text
        self.assertIn(f'value="{fields.Datetime.to_string(self.at(11))}"', page)
        for hours in (9, 9.5, 10, 10.5, 12, 7.5):
            self.assertNotIn(f'value="{fields.Datetime.to_string(self.at(hours))}"', page, hours)
        self.assertNotIn(f'value="{fields.Datetime.to_string(self.at(9, days=7))}"', page)
        later = self.get("/reschedule", day=str(self.at(0, days=7).date())).text
        self.assertIn(f'value="{fields.Datetime.to_string(self.at(9, days=7))}"', later)

    def test_looking_changes_nothing(self):
        before = self.visit.read(["start", "state", "write_date"])
        for path in ("/reschedule", "/cancel", "/reschedule?start=2030-01-01&revision=0", "/cancel?reason=x"):
            self.assertEqual(self.url_open(f"{self.path}{path}").status_code, 200)
        self.visit.invalidate_recordset()
        self.assertEqual(self.visit.read(["start", "state", "write_date"]), before)

    def test_moving(self):
        response = self.move(14)
        self.assertEqual(response.status_code, 303)
        self.assertEqual((self.visit.start, self.visit.stop), (self.at(14), self.at(15)))
        self.assertEqual(self.visit.technician_id, self.technician, "who was to come comes")
        self.assertEqual(self.rows(self.visit, "rescheduled").state, "planned")
        self.assertIn("Your visit was moved", self.get(done="reschedule").text)
        note = self.visit.message_ids.filtered(lambda message: "online" in message.body)
        self.assertEqual(note.author_id, self.customer)
        self.assertEqual(note.notified_partner_ids, (self.technician | self.manager).partner_id)

    def test_the_team_is_told_in_its_own_language_and_time(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.env["ir.module.module"].search([("name", "=", "support_center")])._update_translations(["de_DE"])
        self.customer.write({"lang": "de_DE", "tz": "Asia/Tokyo"})
        self.company.resource_calendar_id = self.calendar
        self.calendar.tz = "Europe/Berlin"
        self.assertEqual(self.move(14).status_code, 303)
        note = self.visit.message_ids.filtered(lambda message: "online" in message.body).body
        # As many minutes, and one or two hours, later than in UTC.
        self.assertRegex(note, r"moved the visit to .*, [34]:00\sPM Central European (Standard|Summer) Time")
        on_ticket = self.visit.ticket_id.sudo().message_ids.sorted("id")[-1:].body
        self.assertRegex(on_ticket, r"moved from .* to .*, [34]:00\sPM \(Europe/Berlin\)")

    def test_somebody_else_comes_where_the_technician_is_taken(self):
        self.book(14)
        self.move(14)
        self.assertEqual((self.visit.start, self.visit.technician_id), (self.at(14), self.colleague))

    def test_a_visit_does_not_stand_in_its_own_way(self):
        self.visit.stop = self.at(11)
        self.assertEqual(self.move(10).status_code, 303)
        self.assertEqual((self.visit.start, self.visit.technician_id), (self.at(10), self.technician))

    def test_travel_is_the_visits_own(self):
        self.visit.travel_minutes = 60
        self.book(13)
        self.book(13, technician=self.colleague)
        page = self.get("/reschedule").text
        self.assertNotIn(f'value="{fields.Datetime.to_string(self.at(14))}"', page)
        self.assertIn(f'value="{fields.Datetime.to_string(self.at(15))}"', page)
        self.assertEqual(self.move(15).status_code, 303)

    def test_an_unassigned_visit_stays_so(self):
        self.visit.technician_id = False
        self.move(14)
        self.assertEqual((self.visit.start, self.visit.technician_id.ids), (self.at(14), []))

    def test_a_time_that_is_gone(self):
        self.book(14)
        self.book(14, technician=self.colleague)
        self.assertRefused(self.move(14), "This time was taken a moment ago")
        self.assertEqual(self.visit.start, self.at(9))

    def test_times_that_were_never_offered(self):
        for hours in (3, 12, 14.1, -24 * 60):
            self.assertEqual(self.move(hours).status_code, 409, hours)
        for start in ("", "soon", "2030-02-30 09:00:00", "9" * 400):
            self.assertRefused(self.post("/reschedule", start=start), "Please choose a time")
        for start in ("9999-12-31 23:59:59", "0001-01-01 00:00:00"):
            self.assertEqual(self.post("/reschedule", start=start).status_code, 409, start)
        self.assertEqual(self.visit.start, self.at(9))

    def test_a_page_that_is_old(self):
        revision = self.visit.schedule_revision
        self.visit.start = self.at(10)
        for path, values in (("/reschedule", {"start": fields.Datetime.to_string(self.at(14))}), ("/cancel", {})):
            response = self.post(path, revision=revision, **values)
            self.assertRefused(response, "Your visit was changed meanwhile")
            self.assertIn(self.visit.customer_time, response.text)
        self.assertEqual((self.visit.start, self.visit.state), (self.at(10), "confirmed"))
        for revision in ("", "x", "-1", "９"):
            self.assertEqual(self.post("/cancel", revision=revision).status_code, 409)

    def test_cancelling(self):
        self.assertIn("Cancel the visit?", self.get("/cancel").text)
        self.assertEqual(self.post("/cancel", reason=" We fixed\nit <b>ourselves</b> ").status_code, 303)
        self.assertEqual(self.visit.state, "cancelled")
        self.assertEqual(self.visit.cancel_reason, "Cancelled by the customer: We fixed it <b>ourselves</b>")
        self.assertEqual(self.rows(self.visit, "cancelled").state, "planned")
        self.assertRefused(self.post("/cancel"), "be changed online any more")
        self.assertNotIn("Choose another time", self.get("/reschedule").text)

    def test_too_late(self):
        with freeze_time(self.at(9) - timedelta(hours=23)):
            self.assertFalse(self.visit._customer_may("reschedule") or self.visit._customer_may("cancel"))
            problem = self.visit.sudo()._customer_cancel("", self.visit.schedule_revision)
        self.assertIn("contact us", problem)
        self.assertEqual(self.visit.state, "confirmed")

    def test_what_the_company_does_not_allow(self):
        self.company.write({"support_customer_reschedule": False, "support_customer_cancel": False})
        page = self.get().text
        self.assertNotIn("Choose another time", page)
        self.assertNotIn("Cancel the visit", page)
        self.assertRefused(self.move(14), "be changed online any more")
        self.assertRefused(self.post("/cancel"), "be changed online any more")
        self.assertEqual((self.visit.start, self.visit.state), (self.at(9), "confirmed"))

    def test_days_follow_the_customers_clocks(self):
        self.customer.tz = "Pacific/Auckland"
        midnight = self.visit._customer_midnight(self.monday.date())
        self.assertEqual(self.visit._customer_moment(midnight).hour, 0)
        self.assertEqual(self.visit._customer_moment(midnight).date(), self.monday.date())
