"""Every form of the customers' pages is sent as a browser sends it, in every state in which it is shown.

The forms are found by following the links from the one in the customer's email, so that a new one is tried by itself.
"""

from contextlib import contextmanager
from dataclasses import replace
from itertools import pairwise
from urllib.parse import urlsplit

from odoo import fields
from odoo.tests import tagged

from .visit_pages import VisitPages

#: What is sent instead of a value. The last one is no UTF-8.
HOSTILE_TEXTS = ("", "\x00", "x" * 5000, "-1", "１", b"\xed\xa0\x80")


@tagged("post_install", "-at_install")
class TestVisitForms(VisitPages):
    # ------------------------------------------------------------
    # States in which the pages are shown
    # ------------------------------------------------------------

    def in_state_never_moved(self):
        """As it was booked."""

    def in_state_moved(self):
        self.visit.start = self.at(10)

    def in_state_assigned_to_nobody(self):
        self.visit.technician_id = False

    def in_state_opted_out(self):
        self.visit.reminder_opt_out = True

    def in_state_opted_out_of_all(self):
        self.customer.support_reminder_opt_out = True

    def in_state_begun(self):
        self.visit.state = "in_progress"

    def in_state_cancelled(self):
        self.visit._cancel("Away")

    def in_state_nobody_free(self):
        for hours in (8, 9, 10, 11, 13, 14, 15, 16):
            self.book(hours, technician=self.colleague)
            if hours != 9:
                self.book(hours)

    def in_state_not_allowed(self):
        self.company.write({"support_customer_reschedule": False, "support_customer_cancel": False})

    def in_state_too_late(self):
        self.company.support_customer_cutoff_hours = 24 * 365

    def in_state_past(self):
        self.shift(days=-60)

    def in_state_expired(self):
        self.shift(days=-100)

    def in_state_draft(self):
        self.visit.action_set_draft()

    def in_state_of_another_customer(self):
        self.visit.partner_id = self.env["res.partner"].create({"name": "Other", "email": "other@example.com"})

    def shift(self, **delta):
        """Move the visit to a time at which nobody can book."""
        self.env.flush_all()
        start = fields.Datetime.add(self.at(9), **delta)
        self.env.cr.execute(
            "UPDATE support_appointment SET start = %s, stop = %s WHERE id = %s",
            [start, fields.Datetime.add(start, hours=1), self.visit.id],
        )
        self.env.invalidate_all()

    @contextmanager
    def undone(self):
        """What is done inside is undone."""
        savepoint = self.env.cr.savepoint()
        try:
            yield
        finally:
            self.env.flush_all()
            savepoint.close(rollback=True)
            self.env.invalidate_all()

    def for_each_state(self, check):
        """Call ``check`` with the customer's link in each state.

        :param check: called with an address
        """
        for name in dir(self):
            if name.startswith("in_state_"):
                with self.undone(), self.subTest(state=name.removeprefix("in_state_")):
                    link = self.link_of(self.visit)
                    getattr(self, name)()
                    check(link)

    # ------------------------------------------------------------
    # What holds for every page and every form
    # ------------------------------------------------------------

    def test_every_page_and_every_form_in_every_state(self):
        found = set()

        def check(link):
            for page in self.crawl(link):
                with self.subTest(page=page.path):
                    self.assert_well_made(page)
                for button in page.buttons:
                    found.add(urlsplit(button.press().url).path.rpartition("/")[2])
                    with self.undone(), self.subTest(button=button, sent="twice"):
                        self.assertEqual(self.send(button.press()).status, 200)
                        self.assertEqual(self.send(button.press()).status, 200, "a double tap")
                    with self.undone(), self.subTest(button=button, sent="from an old page"):
                        self.move_behind_the_customers_back()
                        answer = self.send(button.press())
                        self.assertIn(answer.status, (200, 409))
                        self.assertEqual(answer.status == 409, bool(answer.with_class("problem")))
                        self.assert_well_made(answer)

        self.for_each_state(check)
        self.assertLessEqual(
            {"cancel", "reschedule", "reminders", "link"}, found, "the pages have these forms at least"
        )

    def move_behind_the_customers_back(self):
        if self.visit.state == "confirmed" and self.visit.start > fields.Datetime.now():
            self.visit.start = self.at(14, days=1)

    def test_what_no_page_sends_is_no_error(self):
        """A file or a control character instead of text, endless text, nothing at all: to each form in one state."""
        known = set()

        def check(button):
            sent = button.press()
            names = [name for name, _value in sent.values]
            for submission in (
                sent.with_files(*names),
                *(sent.with_value(name, text) for name in names for text in HOSTILE_TEXTS),
                replace(sent, values=()),
                replace(sent, values=(*sent.values, ("visit", "1"), ("token", "1"), ("company", "1"))),
            ):
                with self.subTest(submission=submission), self.undone():
                    self.assertLess(self.send(submission).status, 500)

        def check_pages(link):
            for page in self.crawl(link):
                for button in page.buttons:
                    form = (page.path.rpartition("/")[2], button.label)
                    if form not in known:
                        known.add(form)
                        check(button)

        self.for_each_state(check_pages)
        self.assertGreater(len(known), 5)

    def assert_well_made(self, page):
        document = page.document
        self.assertTrue(page.response.text.startswith("<!DOCTYPE html>"))
        self.assertEqual((document.get("lang"), document.get("dir")), ("en-US", "ltr"))
        title = document.findtext(".//title")
        headings = list(document.iter("h1", "h2", "h3", "h4"))
        levels = [int(element.tag[1]) for element in headings]
        self.assertEqual(levels[:1], [1])
        self.assertEqual(levels.count(1), 1)
        self.assertTrue(all(deeper - level <= 1 for level, deeper in pairwise(levels)), levels)
        self.assertTrue(title.startswith(f"{' '.join(headings[0].text_content().split())} · "), title)
        ids = document.xpath("//@id")
        self.assertEqual(len(ids), len(set(ids)))
        for control in document.iter("input", "textarea", "select"):
            if control.get("type") == "hidden":
                self.assertTrue(control.get("value"), "a value that the template dropped")
            else:
                self.assertTrue(document.xpath("//label[@for=$id]", id=control.get("id")), "a control has a label")
        for image in document.iter("img"):
            self.assertTrue(image.get("alt"))
        for element in document.iter("script", "link", "iframe", "object"):
            self.fail(f"{element.tag} on a page that runs and loads nothing")
        for name in ("Content-Security-Policy", "Referrer-Policy", "X-Robots-Tag"):
            self.assertTrue(page.response.headers.get(name))
        self.assertEqual(page.response.headers["Cache-Control"], "no-store")
