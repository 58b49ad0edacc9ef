import re
from datetime import timedelta
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from urllib.parse import urlsplit

import vobject
from lxml import html

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import HttpCase, tagged

from ..logic import mail_plan, mail_text
from .test_mail_delivery import DeliveryCase
from .test_mail_planning import MailCase

KINDS = (mail_plan.CONFIRMATION, mail_plan.REMINDER, mail_plan.RESCHEDULED, mail_plan.CANCELLED)
#: The smallest picture there is, as a logo.
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
HOSTILE = '<script>alert(1)</script> & "Co"\r\nBcc: x@evil.example.com'


class ContentCase(MailCase):
    def compose(self, visit, kind=mail_plan.CONFIRMATION):
        return self.env["support.notification"]._compose_for(visit, kind, "<1@example.com>")


@tagged("post_install", "-at_install")
class TestMailContent(ContentCase):
    def test_every_mail_has_the_facts(self):
        self.company.support_contact_line = "Call 030 555 or answer this mail"
        visit = self.book(9)
        for kind in KINDS:
            mail = self.compose(visit, kind)
            for text in (mail_text.from_html(mail.html), mail.text):
                for fact in (
                    visit.name,
                    "Boiler is cold",
                    visit.customer_date,
                    visit.customer_time,
                    "GMT+00:00",
                    "1 hour",
                    self.technician.name,
                    "Lindenstraße 1",
                    "Confirmed",
                    "Call 030 555 or answer this mail",
                    "/support/visit/",
                ):
                    self.assertIn(fact, text, f"{kind}: {fact}")

    def test_what_would_not_be_sent_is_refused_on_the_template(self):
        template = self.env.ref("support_center.mail_template_visit_confirmation")
        document = self.env["ir.attachment"].create({"name": "Prepare.pdf", "raw": b"%PDF-"})
        with self.assertRaisesRegex(ValidationError, "no attachments"):
            template.attachment_ids = document
        template.attachment_ids = False
        with self.assertRaisesRegex(ValidationError, "customer alone"):
            template.email_cc = "boss@example.com"
        other = template.copy()
        other.email_cc = "boss@example.com"

    def test_the_customers_language_and_zone(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.env["ir.module.module"].search([("name", "=", "support_center")])._update_translations(["de_DE"])
        self.customer.write({"lang": "de_DE", "tz": "Europe/Berlin"})
        visit = self.book(start=fields.Datetime.to_datetime("2027-07-05 09:00:00"))
        mail = self.compose(visit)
        self.assertIn("Montag, 5. Juli 2027", mail.subject)
        self.assertIn("11:00 – 12:00", mail.text)
        self.assertIn("Mitteleuropäische Sommerzeit", mail.text)
        self.assertIn("Techniker:", mail.text)
        self.assertNotIn("Hello", mail.text)
        self.assertIn('lang="de-DE"', mail.html)

    def test_who_books_online_may_be_known_by_the_address(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.env["res.lang"]._activate_lang("fr_FR")
        self.customer.write({"email": "Kim <kim@example.com>", "lang": "de_DE", "tz": "Asia/Tokyo"})
        visit = self.book(9, partner_id=False, customer_name="Kim", customer_email="KIM@example.com")
        self.assertFalse(visit.partner_id)
        self.assertEqual((visit.customer_lang, visit.customer_tz), ("de_DE", "Asia/Tokyo"))
        stranger = self.book(11, partner_id=False, customer_name="Lee", customer_email="lee@example.com")
        self.assertEqual(stranger.customer_lang, self.company.partner_id.lang)
        self.assertEqual(stranger.customer_tz, self.company.resource_calendar_id.tz)

        # Two contacts share the address: only what both say holds.
        other = self.customer.copy({"name": "Kim's office", "email": "kim@example.com", "lang": "fr_FR"})
        visit.invalidate_recordset(["customer_lang", "customer_tz"])
        self.assertEqual((visit.customer_lang, visit.customer_tz), (self.company.partner_id.lang, "Asia/Tokyo"))

        # What another company knows stays there.
        other.company_id = self.env["res.company"].create({"name": "Elsewhere"})
        visit.invalidate_recordset(["customer_lang", "customer_tz"])
        self.assertEqual(visit.customer_lang, "de_DE")

    def test_zone_names_across_a_change_of_clocks(self):
        self.customer.tz = "Europe/Berlin"
        before = self.book(start=fields.Datetime.to_datetime("2027-10-30 09:00:00"))
        after = self.book(start=fields.Datetime.to_datetime("2027-10-31 09:00:00"))
        self.assertIn("11:00", before.customer_time)
        self.assertIn("GMT+02:00", before.customer_zone)
        self.assertIn("10:00", after.customer_time)
        self.assertIn("GMT+01:00", after.customer_zone)

    def test_durations(self):
        for minutes, words in ((30, "30 minutes"), (60, "1 hour"), (90, "1 hour 30 minutes")):
            visit = self.book(technician=False, stop=self.at(9) + timedelta(minutes=minutes))
            self.assertEqual(visit.customer_duration, words)

    def test_over_midnight_the_end_has_its_date(self):
        visit = self.book(23, stop=self.at(25))
        self.assertIn(visit._customer_format(visit.stop, "date"), visit.customer_time)

    def test_hostile_text_stays_text(self):
        visit = self.book(
            partner_id=False, subject=HOSTILE, customer_name=HOSTILE, customer_email="eve@example.com", location=HOSTILE
        )
        mail = self.compose(visit)
        self.assertNotIn("<script>", mail.html)
        message = message_from_bytes(mail.message().as_bytes(), policy=policy.default)
        self.assertFalse(message["Bcc"])
        self.assertNotIn("\n", message["Subject"])
        self.assertEqual([address.addr_spec for address in message["To"].addresses], ["eve@example.com"])
        event = vobject.readOne(mail.calendar).vevent
        self.assertIn("<script>", event.summary.value)
        self.assertNotIn("\r\nBcc", mail.calendar.replace("\r\n ", ""))

    def test_only_reminders_carry_unsubscribe(self):
        visit = self.book()
        for kind in KINDS:
            headers = self.compose(visit, kind).headers
            self.assertEqual("List-Unsubscribe" in headers, kind == mail_plan.REMINDER, kind)
            self.assertEqual(headers["Auto-Submitted"], "auto-generated")
        headers = self.compose(visit, mail_plan.REMINDER).headers
        self.assertEqual(headers["List-Unsubscribe"], f"<{visit.sudo().customer_manage_url}/unsubscribe>")
        self.assertEqual(headers["List-Unsubscribe-Post"], "List-Unsubscribe=One-Click")

    def test_the_footer_offers_a_choice_where_the_page_has_one(self):
        visit = self.book()
        offer = "choose which emails you get"
        self.assertIn(offer, self.compose(visit).html)
        self.company.support_reminder_hours = 0
        for kind in KINDS:
            html_text = self.compose(visit, kind).html
            self.assertNotIn(offer, html_text)
            self.assertIn("See this visit online", html_text)
        visit.sudo().reminder_opt_out = True
        self.assertIn(offer, self.compose(visit).html, "the page offers to get them again")
        visit._cancel("No time")
        self.assertNotIn(offer, self.compose(visit, mail_plan.CANCELLED).html)

    def test_managers_see_on_the_visit_that_no_email_can_leave(self):
        visit = self.book().with_user(self.manager)
        words = "has no email address to send from"
        self.assertFalse(visit.lacks_sender)
        self.company.email = False
        self.assertTrue(visit.lacks_sender)
        for user, is_shown in ((self.manager, True), (self.technician, False)):
            arch = self.env["support.appointment"].with_user(user).get_view(view_type="form")["arch"]
            self.assertEqual(words in " ".join(arch.split()), is_shown, user.name)

    def test_what_administrators_write_is_sent(self):
        template = self.env.ref("support_center.mail_template_visit_confirmation")
        template.write({"subject": "Wir kommen: {{ object.name }}", "body_html": "<p>Mind the <b>dog</b>.</p>"})
        visit = self.book()
        mail = self.compose(visit)
        self.assertEqual(mail.subject, f"Wir kommen: {visit.name}")
        self.assertIn("Mind the dog.", mail.text)

    def test_parts(self):
        message = self.compose(self.book(), mail_plan.CONFIRMATION).message()
        types = [part.get_content_type() for part in message.walk()]
        self.assertEqual(
            types,
            ["multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/calendar", "text/calendar"],
        )
        inline, attached = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
        self.assertEqual(inline.get_param("method"), "REQUEST")
        self.assertEqual(attached.get_filename(), "visit.ics")

    def test_what_travels_means_what_was_meant(self):
        """The form is checked octet for octet by the companion's test of the wire, for both channels."""
        name = "Zoë " + "Müller-Lüdenscheidt " * 6
        visit = self.book(
            9,
            partner_id=False,
            customer_name=name,
            customer_email="zoe@example.com",
            subject="Größere Störung " * 12,
            location="東京都千代田区 " * 12,
        )
        for kind in KINDS:
            mail = self.compose(visit, kind)
            parsed = message_from_bytes(mail.message().as_bytes(), policy=policy.default)
            self.assertFalse([part.defects for part in parsed.walk() if part.defects])
            self.assertEqual(parsed["Message-ID"], "<1@example.com>")
            self.assertEqual(parsed["Subject"], mail.subject)
            # Python's newer parser puts spaces between encoded words.
            recipient = str(make_header(decode_header(message_from_bytes(mail.message().as_bytes())["To"])))
            self.assertEqual(recipient, f"{name.strip()} <zoe@example.com>")
            self.assertEqual(parsed.get_body(("plain",)).get_content().replace("\r\n", "\n"), mail.text)

    def test_links_in_headers_are_ascii_whatever_the_address_of_odoo(self):
        self.env["ir.config_parameter"].set_param("web.base.url", "https://kundendienst.müller-wärme.example.com/büro")
        mail = self.compose(self.book(), mail_plan.REMINDER)
        link = "https://kundendienst.xn--mller-wrme-w5a5z.example.com/b%C3%BCro/support/visit/"
        self.assertTrue(mail.headers["List-Unsubscribe"].startswith(f"<{link}"), mail.headers["List-Unsubscribe"])
        self.assertIn(f"\r\nURL:{link}", mail.calendar.replace("\r\n ", ""))

    def test_the_company_is_named_once_in_the_footer(self):
        self.company.write({"name": "Heating People", "street": "Lindenstraße 1", "zip": "10969", "city": "Berlin"})
        footer = self.compose(self.book()).text.split("To reschedule", 1)[1]
        self.assertEqual(footer.count("Heating People"), 1)
        self.assertIn("Lindenstraße 1", footer)

    def test_languages_from_right_to_left(self):
        for code in ("ar_001", "sr@latin"):
            self.env["res.lang"]._activate_lang(code)
        visit = self.book(9)
        for lang, tag, direction, begin in (
            ("ar_001", "ar-001", "rtl", "right"),
            ("sr@latin", "sr-Latn", "ltr", "left"),
            ("en_US", "en-US", "ltr", "left"),
        ):
            self.customer.lang = lang
            for kind in KINDS:
                mail = self.compose(visit, kind)
                document = html.document_fromstring(mail.html)
                self.assertEqual((document.get("lang"), document.get("dir")), (tag, direction))
                # Some mail clients show what is in the body only.
                outer = document.find("body").find("table")
                self.assertEqual((outer.get("lang"), outer.get("dir")), (tag, direction))
                [subject] = document.xpath("//td[@colspan='2'][normalize-space()='Boiler is cold']")
                self.assertEqual((subject.get("align"), subject.get("dir")), (begin, "auto"))
                self.assertEqual(subject.getparent().getparent().get("dir"), direction)
                self.assertIn(visit.name, mail.text)

    def test_what_is_nought_is_told(self):
        """A visit at midnight, without travel, in the first revision: nothing is left out for being 0."""
        visit = self.book(0, subject="0", location="0", customer_name="0")
        for lang, midnight in (("en_US", "12:00\u202fAM"), ("de_DE", "00:00")):
            self.env["res.lang"]._activate_lang(lang)
            self.customer.lang = lang
            for kind in KINDS:
                mail = self.compose(visit, kind)
                facts = dict(visit.with_context(lang=lang)._customer_facts())
                self.assertIn(midnight, " ".join(facts.values()))
                self.assertEqual(list(facts.values()).count("0"), 1, "the address")
                for label, value in facts.items():
                    self.assertIn(f"{label} {value}", mail.text)
                self.assertRegex(mail.text, r"(?m)^0$", "the subject")
                self.assertRegex(mail.text, r"(?m)^\S.* 0,$", "the greeting")
                self.assertIn("\r\nSEQUENCE:0\r\n", mail.calendar.replace("SEQUENCE:1", "SEQUENCE:0"))

    def test_links_work_outside_of_odoo(self):
        html = self.compose(self.book(), mail_plan.REMINDER).html
        for target in re.findall(r'(?:href|src)="([^"]+)"', html):
            self.assertRegex(target, r"^(https?://|mailto:)")


@tagged("post_install", "-at_install")
class TestMailLinks(ContentCase, HttpCase):
    """A link checker: whatever a mail points to is there, for those who have no login."""

    def test_links_lead_somewhere(self):
        languages = ("en_US", "de_DE", "fr_FR", "es_ES")
        for lang in languages:
            self.env["res.lang"]._activate_lang(lang)
        self.env["ir.module.module"].search([("name", "=", "support_center")])._update_translations(languages[1:])
        self.company.logo = PIXEL
        seen = set()
        for lang in languages:
            self.customer.lang = lang
            visit = self.book(technician=False)
            for kind in KINDS:
                mail = self.compose(visit, kind)
                targets = set(re.findall(r'(?:href|src)="(https?://[^"]+)"', mail.html))
                self.assertTrue(targets)
                self.assertLessEqual(set(re.findall(r"\( (https?://\S+) \)", mail.text)), targets)
                for target in targets - seen:
                    seen.add(target)
                    parts = urlsplit(target)
                    response = self.url_open(f"{parts.path}?{parts.query}" if parts.query else parts.path)
                    self.assertEqual(response.status_code, 200, f"{lang} {kind}: {target}")
        self.assertGreater(len(seen), len(languages), "the logo, a page for each visit, and the way out of reminders")


@tagged("post_install", "-at_install")
class TestInvitation(ContentCase):
    def event(self, visit, kind=mail_plan.CONFIRMATION):
        calendar = vobject.readOne(self.compose(visit, kind).calendar)
        self.assertEqual(calendar.version.value, "2.0")
        return calendar, calendar.vevent

    def test_request(self):
        visit = self.book()
        calendar, event = self.event(visit)
        self.assertEqual(calendar.method.value, "REQUEST")
        self.assertEqual(event.status.value, "CONFIRMED")
        self.assertEqual(event.dtstart.value.replace(tzinfo=None), visit.start)
        self.assertEqual(event.dtend.value.replace(tzinfo=None), visit.stop)
        self.assertEqual(event.dtstart.serialize().strip(), f"DTSTART:{visit.start:%Y%m%dT%H%M%S}Z")
        self.assertEqual(event.location.value, visit.location)
        self.assertEqual(event.organizer.value, "mailto:service@heatingpeople.example.com")
        self.assertEqual(event.attendee.value, "mailto:office@acme.example.com")
        self.assertEqual(event.valarm.trigger.value, timedelta(hours=-1))

    def test_uid_stays_and_sequence_rises(self):
        visit = self.book()
        _calendar, first = self.event(visit)
        visit.start = self.at(10)
        _calendar, second = self.event(visit, mail_plan.RESCHEDULED)
        visit._cancel("Away")
        calendar, last = self.event(visit, mail_plan.CANCELLED)
        self.assertEqual({first.uid.value, second.uid.value}, {last.uid.value})
        self.assertEqual([event.sequence.value for event in (first, second, last)], ["0", "1", "2"])
        self.assertEqual((calendar.method.value, last.status.value), ("CANCEL", "CANCELLED"))
        self.assertFalse(hasattr(last, "valarm"))

    def test_lines_are_folded_and_ended_as_the_standard_says(self):
        visit = self.book(subject="Ä" * 120)
        text = self.compose(visit).calendar
        self.assertNotRegex(text, r"(?<!\r)\n")
        self.assertTrue(all(len(line.encode()) <= 75 for line in text.split("\r\n")))


@tagged("post_install", "-at_install")
class TestReceivedMail(DeliveryCase):
    def test_what_arrives(self):
        visit = self.book()
        self.deliver()
        message = self.smtp.messages[0]
        self.assertEqual(message["From"].addresses[0].addr_spec, "service@heatingpeople.example.com")
        self.assertIn(visit.name, message.get_body(("plain",)).get_content())
        self.assertIn(visit.name, message.get_body(("html",)).get_content())
        attached = next(message.iter_attachments())
        self.assertEqual(vobject.readOne(attached.get_content()).vevent.uid.value, visit._calendar_uid())
