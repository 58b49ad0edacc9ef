from datetime import timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit

import vobject
from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import html2plaintext, mute_logger

from .pages import Submission
from .test_mail_planning import MailCase
from .visit_pages import VisitPages


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
        for path in ("", "/unsubscribe", "/reminders?everywhere=1", "/visit.ics"):
            for method in ("GET", "HEAD"):
                self.url_open(f"{self.path}{path}", method=method)
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

    def test_a_reminder_is_promised_only_where_one_will_come(self):
        promise = "We remind you"
        self.assertIn(promise, self.url_open(self.path).text)
        self.company.support_reminder_hours = 0
        page = self.url_open(self.path).text
        self.assertNotIn(promise, page)
        self.assertNotIn("Reminders", page, "there are none")
        self.company.support_reminder_hours = 24
        self.assertIn(promise, self.url_open(self.path).text)
        self.reminder()._report_sent("office@acme.example.com")
        page = self.url_open(self.path).text
        self.assertNotIn(promise, page)
        self.assertIn("We have sent you a reminder of this visit", page)

    def test_no_reminder_is_promised_of_a_visit_that_is_soon(self):
        visit = self.book(start=fields.Datetime.now() + timedelta(hours=23))
        self.assertEqual(self.rows(visit, "reminder").suppressed_reason, "lead_time")
        page = self.url_open(urlsplit(visit.sudo().customer_manage_url).path).text
        self.assertNotIn("We remind you", page)
        self.assertIn("You will get no reminder of this visit", page)
        self.assertIn("No reminders at all", page, "that is about other visits, too")

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
        with self.assertRaisesRegex(ValidationError, "is not an email address. Enter one"):
            opt_outs.create({"email": "nobody"})
        opt_out.email = "else@example.com"
        self.assertEqual(self.reminder().state, "planned")
        with self.assertRaises(AccessError):
            opt_outs.with_user(self.technician).search([])

    def test_managers_see_the_addresses_of_their_companies_only(self):
        """The wish is each company's, and so is the list."""
        self.post("/unsubscribe")
        opt_outs = self.env["support.reminder.opt.out"]
        row = opt_outs.search([("email", "=", self.visit.customer_email)])
        company = self.env["res.company"].create({"name": "Elsewhere"})
        stranger = self._new_user(
            "sc_stranger",
            "support_center.group_support_manager",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        theirs = opt_outs.with_user(stranger).with_company(company)
        mine = theirs.create({"email": "mine@elsewhere.example"})
        self.assertEqual(theirs.search([]), mine)
        for forbidden in (
            lambda: row.with_env(theirs.env).read(["email"]),
            lambda: row.with_env(theirs.env).write({"email": "x@elsewhere.example"}),
            lambda: row.with_env(theirs.env).unlink(),
        ):
            with self.assertRaises(AccessError):
                forbidden()
        ours = opt_outs.with_user(self.manager)
        self.assertIn(row, ours.search([]))
        self.assertNotIn(mine, ours.search([]))
        with self.assertRaises(AccessError):
            theirs.create({"email": "x@elsewhere.example", "company_id": self.company.id})
        with self.assertRaises(AccessError):
            mine.company_id = self.company
        # Both may have the same address.
        theirs.create({"email": row.email})
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.cr.savepoint():
            theirs.create({"email": row.email})

    def elsewhere(self, hours, **values):
        """A visit by another company."""
        company = self.env["res.company"].search([("name", "=", "Elsewhere")]) or self.env["res.company"].create(
            {"name": "Elsewhere", "support_reminder_hours": 24, "email": "service@elsewhere.example"}
        )
        return (
            self.env["support.appointment"]
            .sudo()
            .create(
                {
                    "subject": "x",
                    "company_id": company.id,
                    "technician_id": False,
                    "start": self.at(hours),
                    "state": "confirmed",
                    **values,
                }
            )
        )

    def test_reminders_are_switched_off_for_one_company(self):
        for who in ({"partner_id": self.customer.id}, {"customer_email": '"Acme" <OFFICE@acme.example.com>'}):
            with self.subTest(who=list(who)):
                theirs = self.elsewhere(9, **who)
                self.assertEqual(self.rows(theirs, "reminder").state, "planned")
                self.post("/unsubscribe")
                later = self.elsewhere(11, **who)
                self.assertEqual(self.reminder().suppressed_reason, "opted_out")
                for visit in (theirs, later):
                    self.assertEqual(self.rows(visit, "reminder").state, "planned")
                    self.assertFalse(visit.customer_opted_out)
                    self.assertFalse(self.rows(visit, "reminder")._reason_not_to_send())
                    page = self.url_open(urlsplit(visit.customer_manage_url).path).text
                    self.assertIn("We remind you of your visits", page)
                # Off there, too, and on again here: there it stays off.
                theirs._set_reminders_wanted(False, everywhere=True)
                self.assertEqual(self.rows(later, "reminder").suppressed_reason, "opted_out")
                self.post("/reminders", wanted="1")
                self.assertEqual(self.reminder().state, "planned")
                self.assertEqual(self.rows(later, "reminder").suppressed_reason, "opted_out")
                theirs._set_reminders_wanted(True, everywhere=True)

    def test_a_managers_option_on_the_contact_is_for_the_managers_company(self):
        theirs = self.elsewhere(9, partner_id=self.customer.id)
        contact = self.customer.with_company(theirs.company_id)
        self.customer.support_reminder_opt_out = True
        self.assertEqual(self.reminder().suppressed_reason, "opted_out")
        self.assertEqual(self.rows(theirs, "reminder").state, "planned")
        self.assertFalse(contact.support_reminder_opt_out)
        contact.support_reminder_opt_out = True
        self.assertEqual(self.rows(theirs, "reminder").suppressed_reason, "opted_out")
        self.customer.support_reminder_opt_out = False
        self.assertEqual(self.reminder().state, "planned")
        self.assertEqual(self.rows(theirs, "reminder").suppressed_reason, "opted_out")

    def test_a_visit_that_goes_to_another_company_follows_its_wishes(self):
        theirs = self.elsewhere(9, partner_id=self.customer.id)
        self.post("/unsubscribe")
        visit = self.book(14, technician=False)
        self.assertEqual(self.rows(visit, "reminder").suppressed_reason, "opted_out")
        visit.sudo().write({"company_id": theirs.company_id.id, "ticket_id": theirs.ticket_id.id})
        self.assertEqual(self.rows(visit, "reminder").state, "planned")

    def test_an_address_of_the_list_that_goes_to_another_company(self):
        theirs = self.elsewhere(9, customer_email="eve@example.com")
        visit = self.book(14, partner_id=False, customer_email="eve@example.com")
        row = self.env["support.reminder.opt.out"].create({"email": "eve@example.com"})
        self.assertEqual(self.rows(visit, "reminder").suppressed_reason, "opted_out")
        row.company_id = theirs.company_id
        self.assertEqual(self.rows(visit, "reminder").state, "planned")
        self.assertEqual(self.rows(theirs, "reminder").suppressed_reason, "opted_out")

    def test_colleagues_see_what_a_manager_added(self):
        row = self.env["support.reminder.opt.out"].with_user(self.manager).create({"email": "office@nowhere.example"})
        colleague = self._new_user("sc_second_manager", "support_center.group_support_manager")
        self.assertIn(row, row.with_user(colleague).search([]))


@tagged("post_install", "-at_install")
class TestSelfService(VisitPages):
    """Customers move and cancel their visit, where the company lets them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mark_sent(cls, cls.visit)

    def setUp(self):
        super().setUp()
        self.link = self.link_of(self.visit)

    def get(self, path="", **params):
        query = f"?{urlencode(params)}" if params else ""
        return self.open(f"{self.link}{path}{query}")

    def post(self, path, **values):
        """What no page of ours sends."""
        return self.send(Submission("POST", f"{self.link}{path}", tuple(values.items())))

    def offered(self, **params):
        """The times that the page offers, in UTC."""
        queries = [dict(parse_qsl(urlsplit(link).query)) for link in self.get("/reschedule", **params).links]
        return [fields.Datetime.to_datetime(query["start"]) for query in queries if "start" in query]

    def ask(self, hours):
        """The question whether to move the visit."""
        return self.get("/reschedule", start=fields.Datetime.to_string(self.at(hours))).button("Move the visit")

    def move(self, hours):
        return self.send(self.ask(hours).press())

    def cancel(self, **typed):
        return self.send(self.get("/cancel").button("Cancel the visit").press(**typed))

    @staticmethod
    def plain(text):
        """As it is read: all kinds of spaces are alike."""
        return " ".join(text.split())

    def assertRefused(self, page, words):
        self.assertEqual(page.status, 409)
        self.assertIn(words, " ".join(page.with_class("problem")))

    def test_free_times_are_offered(self):
        self.book(10)
        self.book(10, technician=self.colleague)
        offered = self.offered()
        self.assertIn(self.at(11), offered)
        for hours in (9, 9.5, 10, 10.5, 12, 7.5):
            self.assertNotIn(self.at(hours), offered, hours)
        self.assertNotIn(self.at(9, days=7), offered)
        self.assertIn(self.at(9, days=7), self.offered(day=str(self.at(0, days=7).date())))

    def test_times_around_a_visit_that_is_far_ahead(self):
        self.visit.write({"start": self.at(9, days=280), "stop": self.at(10, days=280)})
        self.assertIn(self.at(14, days=280), self.offered())
        page = self.send(
            self.get("/reschedule", start=fields.Datetime.to_string(self.at(14, days=280)))
            .button("Move the visit")
            .press()
        )
        self.assertEqual(page.status, 200)
        self.assertEqual(self.visit.start, self.at(14, days=280))
        # There is an end all the same.
        self.assertNotIn(self.at(9, days=420), self.offered(day=str(self.at(0, days=420).date())))

    def test_looking_changes_nothing(self):
        before = self.visit.read(["start", "state", "write_date"])
        for path in ("/reschedule", "/cancel", "/reschedule?start=2030-01-01&revision=0", "/cancel?reason=x"):
            self.assertEqual(self.open(f"{self.link}{path}").status, 200)
        self.ask(14)
        self.visit.invalidate_recordset()
        self.assertEqual(self.visit.read(["start", "state", "write_date"]), before)

    def test_moving(self):
        page = self.move(14)
        self.assertEqual(page.status, 200)
        [notice] = page.with_class("notice")
        self.assertIn(self.plain(self.visit.customer_time), notice)
        self.assertIn("You will get an email", notice)
        self.assertEqual((self.visit.start, self.visit.stop), (self.at(14), self.at(15)))
        self.assertEqual(self.visit.technician_id, self.technician, "who was to come comes")
        self.assertEqual(self.rows(self.visit, "rescheduled").state, "planned")
        note = self.visit.message_ids.filtered(lambda message: "online" in message.body)
        self.assertEqual(note.author_id, self.customer)
        self.assertEqual(set(self.told()), {self.technician, self.manager})

    def told(self):
        """What each user was told of what the customer did."""
        notices = (
            self.env["mail.message"]
            .sudo()
            .search(
                [
                    ("model", "=", "support.appointment"),
                    ("res_id", "=", self.visit.id),
                    ("message_type", "=", "user_notification"),
                ]
            )
        )
        told = {}
        for notice in notices:
            self.assertEqual(notice.author_id, self.customer)
            [user] = notice.notified_partner_ids.user_ids
            self.assertNotIn(user, told)
            told[user] = self.plain(html2plaintext(notice.body))
        return told

    def test_each_is_told_what_it_means_to_them_in_their_own_time(self):
        self.technician.tz, self.colleague.tz, self.manager.tz = "Asia/Tokyo", "Africa/Lagos", "America/New_York"
        before = self.visit.start
        self.book(14)
        self.send(self.ask(14).press())
        self.assertEqual(self.visit.technician_id, self.colleague)
        told = self.told()
        self.assertEqual(set(told), {self.technician, self.colleague, self.manager})
        for user, words in (
            (self.technician, f"{self.colleague.name} goes. The visit is no longer yours."),
            (self.colleague, f"The visit is new to you: {self.technician.name} had it before."),
            (self.manager, f"{self.colleague.name} goes, no longer {self.technician.name}."),
        ):
            for moment in (before, self.visit.start):
                self.assertIn(
                    self.plain(self.visit.with_context(lang="en_US")._format_with_zone(moment, user.tz)), told[user]
                )
            self.assertIn(words, told[user])
            self.assertIn(self.visit.name, told[user])

    def test_who_keeps_the_visit_is_told_of_the_time_only(self):
        self.move(14)
        for text in self.told().values():
            self.assertNotIn("goes", text)
            self.assertNotIn("new to you", text)

    def test_all_concerned_are_told_of_a_cancellation(self):
        self.cancel()
        told = self.told()
        self.assertEqual(set(told), {self.technician, self.manager})
        for text in told.values():
            self.assertIn("cancelled", text)
            self.assertIn(self.visit.name, text)

    def test_the_team_is_told_in_its_own_language_and_time(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.env["ir.module.module"].search([("name", "=", "support_center")])._update_translations(["de_DE"])
        self.customer.write({"lang": "de_DE", "tz": "Asia/Tokyo"})
        self.company.resource_calendar_id = self.calendar
        self.calendar.tz = "Europe/Berlin"
        page = self.get("/reschedule", start=fields.Datetime.to_string(self.at(14)))
        [move] = page.buttons
        self.assertEqual(self.send(move.press()).status, 200)
        note = self.visit.message_ids.filtered(lambda message: "online" in message.body).body
        # As many minutes, and one or two hours, later than in UTC.
        self.assertRegex(
            note, r"moved the visit online from .* to .*, [34]:00\sPM Central European (Standard|Summer) Time"
        )
        on_ticket = self.visit.ticket_id.sudo().message_ids.sorted("id")[-1:].body
        self.assertRegex(on_ticket, r"moved from .* to .*, [34]:00\sPM \(Europe/Berlin\)")

    def test_somebody_else_comes_where_the_technician_is_taken(self):
        words = "Another technician comes"
        self.assertNotIn(words, self.get("/reschedule", start=fields.Datetime.to_string(self.at(14))).text)
        self.book(14)
        page = self.get("/reschedule", start=fields.Datetime.to_string(self.at(14)))
        self.assertIn(f"{words} {self.colleague.name}", self.plain(page.text), "the customer knows before they agree")
        self.send(page.button("Move the visit").press())
        self.assertEqual((self.visit.start, self.visit.technician_id), (self.at(14), self.colleague))

    def test_a_visit_does_not_stand_in_its_own_way(self):
        self.visit.stop = self.at(11)
        self.assertEqual(self.move(10).status, 200)
        self.assertEqual((self.visit.start, self.visit.technician_id), (self.at(10), self.technician))

    def test_travel_is_the_visits_own(self):
        self.visit.travel_minutes = 60
        self.book(13)
        self.book(13, technician=self.colleague)
        offered = self.offered()
        self.assertNotIn(self.at(14), offered)
        self.assertIn(self.at(15), offered)
        self.assertEqual(self.move(15).status, 200)

    def test_an_unassigned_visit_stays_so(self):
        self.visit.technician_id = False
        self.move(14)
        self.assertEqual((self.visit.start, self.visit.technician_id.ids), (self.at(14), []))

    def test_a_time_that_is_gone(self):
        question = self.ask(14)
        self.book(14)
        self.book(14, technician=self.colleague)
        self.assertRefused(self.send(question.press()), "This time was taken a moment ago")
        self.assertEqual(self.visit.start, self.at(9))
        page = self.get("/reschedule", start=fields.Datetime.to_string(self.at(14)))
        self.assertEqual((page.status, page.buttons), (200, []))
        self.assertEqual(page.with_class("problem"), ["This time is not free. Please choose another one."])

    def test_times_that_were_never_offered(self):
        for hours in (3, 12, 14.1, -24 * 60):
            start = fields.Datetime.to_string(self.at(hours))
            self.assertEqual(self.post("/reschedule", start=start, revision="0").status, 409, hours)
        for start in ("", "soon", "2030-02-30 09:00:00", "9" * 400, "9999-12-31 23:59:59", "0001-01-01 00:00:00"):
            self.assertRefused(self.post("/reschedule", start=start, revision="0"), "Please choose a time")
        self.assertEqual(self.visit.start, self.at(9))

    def test_a_page_that_is_old(self):
        move = self.ask(14).press()
        cancel = self.get("/cancel").button("Cancel the visit").press(reason="Nobody is at home")
        self.visit.start = self.at(10)
        for old in (move, cancel):
            page = self.send(old)
            self.assertRefused(page, "Your visit was changed meanwhile")
            self.assertIn(self.plain(self.visit.customer_time), page.text)
        self.assertEqual((self.visit.start, self.visit.state), (self.at(10), "confirmed"))
        for revision in ("", "x", "-1", "９"):
            self.assertEqual(self.send(cancel.with_value("revision", revision)).status, 409)
        # What was typed need not be typed again.
        self.assertEqual(self.send(page.button("Cancel the visit").press()).status, 200)
        self.assertEqual(self.visit.cancel_reason, "Cancelled by the customer: Nobody is at home")

    def test_cancelling(self):
        old = self.get("/cancel").button("Cancel the visit")
        page = self.cancel(reason=" We fixed\nit <b>ourselves</b> ")
        self.assertEqual(page.status, 200)
        self.assertEqual(page.with_class("notice"), ["You will get an email that confirms the cancellation."])
        self.assertEqual(self.visit.state, "cancelled")
        self.assertEqual(self.visit.cancel_reason, "Cancelled by the customer: We fixed it <b>ourselves</b>")
        self.assertEqual(self.rows(self.visit, "cancelled").state, "planned")
        self.assertEqual(self.send(old.press(reason="Twice")).status, 200, "it is as the customer wants it")
        self.assertIn("We fixed it", self.visit.cancel_reason)
        self.assertNotIn("Choose another time", self.get("/reschedule").text)

    def test_nothing_is_claimed_that_is_not_so(self):
        for query in ({"done": "cancel"}, {"done": "reschedule"}, {"moved": "1"}, {"moved": "7"}):
            self.assertEqual(self.get(**query).with_class("notice"), [])
        moved = self.move(14)
        self.visit.start = self.at(15)
        self.assertEqual(self.open(moved.url).with_class("notice"), [], "the page was left open")
        self.customer.email = False
        self.visit.customer_email = False
        self.link = self.visit.sudo().customer_manage_url
        page = self.cancel()
        self.assertIn("Your visit is cancelled", page.text)
        self.assertNotIn("email that confirms", page.text)

    def test_a_visit_that_has_begun_is_not_cancelled(self):
        self.company.support_customer_cutoff_hours = 0
        cancel, move = self.get("/cancel").button("Cancel the visit").press(), self.ask(14).press()
        for later in (0, 1, 100):
            with freeze_time(self.at(9 + later)):
                self.assertRefused(self.send(cancel), "be changed online any more")
                self.assertNotEqual(self.send(move).status, 200)
        self.assertEqual((self.visit.state, self.visit.start), ("confirmed", self.at(9)))

    def test_back_to_the_time_at_which_the_visit_is(self):
        """The browser's Back leads to the question once more, and it may be asked again."""
        question = self.ask(14)
        self.send(question.press())
        mails = self.story(self.visit)
        for page in (
            self.get("/reschedule", start=fields.Datetime.to_string(self.at(14))),
            self.send(question.press()),
        ):
            self.assertEqual((page.status, page.with_class("problem")), (200, []))
            [notice] = page.with_class("notice")
            self.assertIn("planned for", notice)
            self.assertIn(self.plain(self.visit.customer_time), notice)
        self.assertEqual(self.story(self.visit), mails)

    def test_why_nothing_can_be_changed_any_more(self):
        tomorrow = fields.Datetime.now() + timedelta(hours=23)
        visit = self.book(start=tomorrow.replace(second=0, microsecond=0))
        self.link = self.link_of(visit)
        until = "until 24 hours before it starts. Please contact us."
        for path in ("", "/reschedule", "/cancel"):
            page = self.get(path)
            self.assertEqual((page.status, page.links_labelled("Cancel the visit")), (200, []))
            self.assertIn(f"You can change or cancel this visit online {until}", page.text, path)
            self.assertIn(self.plain(visit.customer_contact_line), page.text)
        self.company.write({"support_customer_cutoff_hours": 25.5, "support_customer_cancel": False})
        self.assertIn("You can change this visit online until 25.5 hours before", self.get().text)
        self.company.write({"support_customer_cancel": True, "support_customer_reschedule": False})
        self.assertIn("You can cancel this visit online until 25.5 hours before", self.get().text)
        self.company.support_customer_cancel = False
        self.assertNotIn("online", self.get().text)
        self.company.write({"support_customer_cancel": True, "support_customer_cutoff_hours": 1})
        self.assertNotIn("You can cancel", self.get().text, "it still can")

    def test_too_late(self):
        with freeze_time(self.at(9) - timedelta(hours=23)):
            self.assertFalse(self.visit._customer_may("reschedule") or self.visit._customer_may("cancel"))
            problem = self.visit.sudo()._customer_cancel("", self.visit.schedule_revision)
        self.assertIn("contact us", problem)
        self.assertEqual(self.visit.state, "confirmed")

    def test_what_the_company_does_not_allow(self):
        move, cancel = self.ask(14).press(), self.get("/cancel").button("Cancel the visit").press()
        self.company.write({"support_customer_reschedule": False, "support_customer_cancel": False})
        page = self.get().text
        self.assertNotIn("Choose another time", page)
        self.assertNotIn("Cancel the visit", page)
        self.assertRefused(self.send(move), "be changed online any more")
        self.assertRefused(self.send(cancel), "be changed online any more")
        self.assertEqual((self.visit.start, self.visit.state), (self.at(9), "confirmed"))

    def test_days_follow_the_customers_clocks(self):
        self.customer.tz = "Pacific/Auckland"
        midnight = self.visit._customer_midnight(self.monday.date())
        self.assertEqual(self.visit._customer_moment(midnight).hour, 0)
        self.assertEqual(self.visit._customer_moment(midnight).date(), self.monday.date())
