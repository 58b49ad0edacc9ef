from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .test_api_facade import ApiCase
from .test_mail_planning import MailCase

SILENT = ("confirmation", 0, "no_confirmation")


@tagged("post_install", "-at_install")
class TestBookingWithoutNotifying(MailCase):
    def test_no_confirmation_but_a_reminder(self):
        visit = self.book(no_confirmation=True)
        self.assertEqual(self.story(visit), [SILENT, ("reminder", 0, "planned")])

    def test_on_the_form(self):
        with Form(self.Appointment) as form:
            form.partner_id = self.customer
            form.subject = "Boiler"
            form.start = self.at(9)
            form.no_confirmation = True
        self.assertEqual(self.story(form.record), [SILENT, ("reminder", 0, "planned")])

    def test_a_draft_that_is_confirmed(self):
        visit = self.book(state="draft", no_confirmation=True)
        visit.action_confirm()
        self.assertEqual(self.story(visit), [SILENT, ("reminder", 0, "planned")])

    def test_later_changes_are_told(self):
        moved, cancelled = self.book(9, no_confirmation=True), self.book(11, no_confirmation=True)
        moved.start = self.at(14)
        self.assertEqual(self.rows(moved, "rescheduled").state, "planned", "the customer knows of the visit")
        cancelled._cancel("The part is missing")
        self.assertEqual(self.rows(cancelled, "cancelled").state, "planned")

    def test_within_the_grace_period_one_may_change_ones_mind(self):
        visit = self.book()
        visit.no_confirmation = True
        self.assertEqual(self.story(visit)[0], SILENT)
        later = fields.Datetime.now() + timedelta(minutes=10)
        with freeze_time(later):
            visit.no_confirmation = False
        row = self.rows(visit, "confirmation")
        self.assertEqual(row.state, "planned")
        self.assertGreater(row.due_at, later, "a grace period of its own")

    def test_once_sent_it_stays_sent(self):
        visit = self.book()
        self.assertTrue(visit.can_still_confirm)
        self.mark_sent(visit)
        visit.no_confirmation = True
        self.assertEqual(self.rows(visit, "confirmation").state, "sent")
        self.assertFalse(visit.can_still_confirm)

    def test_a_copy_is_told(self):
        visit = self.book(no_confirmation=True).copy()
        visit.action_confirm()
        self.assertEqual(self.story(visit)[0], ("confirmation", 0, "planned"))

    def test_technicians_may_not(self):
        with self.assertRaises(AccessError):
            self.book(user=self.technician, no_confirmation=True)
        visit = self.book(9)
        with self.assertRaises(AccessError):
            visit.with_user(self.technician).no_confirmation = True
        with self.assertRaises(AccessError):
            self.Appointment.with_user(self.technician).with_context(default_no_confirmation=True).create(
                {"subject": "Boiler", "start": self.at(11), "partner_id": self.customer.id}
            )
        self.book(14, user=self.technician)
        self.assertNotIn(
            "no_confirmation", self.Appointment.with_user(self.technician).get_view(view_type="form")["arch"]
        )


@tagged("post_install", "-at_install")
class TestOnlineBookings(ApiCase, MailCase):
    def test_they_are_confirmed_at_once(self):
        visit = self.visit(self.place())
        row = self.rows(visit, "confirmation")
        self.assertEqual(row.due_at, row.decided_at)

    def test_clients_cannot_keep_them_quiet(self):
        facade = self.facade.with_context(default_no_confirmation=True, support_unannounced=True)
        visit = self.visit(facade.book(self.key.id, "quiet", "f", self.order()))
        self.assertEqual(self.rows(visit, "confirmation").state, "planned")


@tagged("post_install", "-at_install")
class TestManyAtOnce(MailCase):
    """What the list asks before it changes several visits, against what then happens."""

    def planned(self, visits, kind):
        return len(visits.sudo().notification_ids.filtered(lambda row: row.kind == kind and row.state == "planned"))

    def test_confirming(self):
        visits = self.book(9, state="draft") + self.book(10, state="draft", no_confirmation=True)
        visits += self.book(11, state="draft", partner_id=False, customer_name="Ada", customer_email="")
        self.assertEqual(visits.support_count_emails({"state": "confirmed"}), 1)
        visits.action_confirm()
        self.assertEqual(self.planned(visits, "confirmation"), 1)
        self.assertEqual(visits.support_count_emails({"state": "confirmed"}), 0)

    def test_confirming_without_notifying(self):
        visits = self.book(9, state="draft") + self.book(10, state="draft")
        visits.with_context(support_unannounced=True).action_confirm()
        self.assertEqual(self.planned(visits, "confirmation"), 0)
        self.assertEqual(self.planned(visits, "reminder"), 2)
        own = self.book(13, state="draft")
        own.with_user(self.technician).with_context(support_unannounced=True).action_confirm()
        self.assertEqual(self.planned(own, "confirmation"), 1, "technicians may not")

    def test_another_technician(self):
        visits = self.book(9) + self.book(10) + self.book(11, state="draft") + self.book(9, technician=self.colleague)
        for visit in visits[:2]:
            self.mark_sent(visit)
        values = {"technician_id": self.colleague.id}
        self.assertEqual(visits[:3].support_count_emails(values), 2)
        self.assertEqual(visits[3].support_count_emails(values), 0)
        visits[1:3].write(values)
        self.assertEqual(self.planned(visits, "rescheduled"), 1)

    def test_cancelling(self):
        """The customers of a booking that was sent and of one that was never announced hear of it."""
        sent, waiting, draft = self.book(9), self.book(10), self.book(11, state="draft")
        silent = self.book(13, no_confirmation=True)
        self.mark_sent(sent)
        visits = sent + waiting + draft + silent
        dialog = Form.from_action(self.env(user=self.manager), visits.action_cancel())
        self.assertEqual(dialog.email_count, 2)
        dialog.reason = "The technician is ill"
        dialog.save().action_confirm_cancel()
        self.assertEqual(self.planned(visits, "cancelled"), 2)
        self.assertEqual(visits.support_count_emails({"state": "cancelled"}), 0)

    def cancel_dialog(self, visits):
        return Form.from_action(self.env(user=self.manager), visits.action_cancel())

    def test_the_dialog_says_who_hears_of_it(self):
        waiting, sent, other = self.book(9), self.book(10), self.book(11)
        for visit in sent + other:
            self.mark_sent(visit)
        self.assertEqual(self.cancel_dialog(waiting).email_text, "No customer gets an email about it.")
        self.assertEqual(self.cancel_dialog(sent).email_text, "The customer gets an email with the reason.")
        self.assertEqual(
            self.cancel_dialog(sent + waiting).email_text, "One email to a customer goes out, with the reason."
        )
        self.assertEqual(self.cancel_dialog(sent + other).email_text, "2 emails to customers go out, with the reason.")
        page = self.cancel_dialog(sent)._view["tree"]
        self.assertNotIn("is told", "".join(page.itertext()))

    def test_nobody_hears_that_a_visit_of_the_past_is_cancelled_or_confirmed(self):
        past, draft = self.book(9), self.book(10, state="draft")
        self.mark_sent(past)
        with freeze_time(self.at(12)):
            self.assertEqual(past.support_count_emails({"state": "cancelled"}), 0)
            self.assertEqual(draft.support_count_emails({"state": "confirmed"}), 0)

    def test_of_visits_that_one_may_see(self):
        visit = self.book(9, state="draft", technician=self.colleague)
        with self.assertRaises(AccessError):
            visit.with_user(self.technician).support_count_emails({"state": "confirmed"})


class ImportCase(MailCase):
    """Through Odoo's own importer, as its page calls it."""

    OPTIONS = {"has_headers": True, "quoting": '"', "separator": ",", "datetime_format": "%Y-%m-%d %H:%M:%S"}

    def load(self, rows, **options):
        result = self.try_to_load(rows, **options)
        self.assertEqual(result["messages"], [])
        return result

    def importer(self, rows, columns, user=None):
        lines = [",".join(columns), *(",".join(row) for row in rows)]
        return (
            self.env["base_import.import"]
            .with_user(user or self.manager)
            .create(
                {
                    "res_model": "support.appointment",
                    "file": "\n".join(lines).encode(),
                    "file_type": "text/csv",
                    "file_name": "visits.csv",
                }
            )
        )

    def try_to_load(
        self, rows, dryrun=False, user=None, columns=("subject", "customer_name", "customer_email", "start"), **options
    ):
        importer = self.importer(rows, columns, user)
        # A request begins with all that was written before, and knows nothing of what a test took back.
        self.env.flush_all()
        result = importer.execute_import(list(columns), list(columns), {**self.OPTIONS, **options}, dryrun=dryrun)
        self.env.invalidate_all(flush=False)
        return result


@tagged("post_install", "-at_install")
class TestImport(ImportCase):
    def row(self, hour, email="ada@example.org"):
        return (f"Boiler {hour}", "Ada", email, fields.Datetime.to_string(self.at(hour)))

    def visits(self):
        return self.env["support.appointment"].search([("subject", "like", "Boiler "), ("customer_name", "=", "Ada")])

    def test_a_test_says_how_many_emails_would_go_out(self):
        rows = [self.row(9), self.row(10), self.row(11, email="")]
        self.assertEqual(self.load(rows, dryrun=True)["emails"], 2)
        self.assertFalse(self.visits())

    def test_an_import_tells_customers(self):
        self.assertEqual(self.load([self.row(9), self.row(10)])["emails"], 2)
        stories = [self.story(visit)[0] for visit in self.visits()]
        self.assertEqual(stories, [("confirmation", 0, "planned")] * 2)

    def test_an_import_that_tells_nobody(self):
        for dryrun in (True, False):
            result = self.load([self.row(9), self.row(10)], dryrun=dryrun, support_unannounced=True)
            self.assertEqual(result["emails"], 0)
        stories = [self.story(visit) for visit in self.visits()]
        self.assertEqual(stories, [[SILENT, ("reminder", 0, "planned")]] * 2)

    def test_the_column(self):
        columns = ("subject", "customer_name", "customer_email", "start", "no_confirmation")
        rows = [(*self.row(9), "1"), (*self.row(10), "0")]
        self.assertEqual(self.load(rows, columns=columns)["emails"], 1)

    def test_visits_that_are_moved_by_an_import(self):
        visits = self.book(9) + self.book(10)
        for visit in visits:
            self.mark_sent(visit)
        columns = (".id", "start")
        rows = [(str(visit.id), fields.Datetime.to_string(visit.start + timedelta(hours=4))) for visit in visits]
        self.assertEqual(self.load(rows, columns=columns, dryrun=True)["emails"], 2)
        self.assertEqual(self.load(rows, columns=columns, support_unannounced=True)["emails"], 0)
        for visit in visits:
            self.assertEqual(self.story(visit)[-2:-1], [("rescheduled", 1, "unannounced")])
            visit.customer_email = "new@example.org"
            self.assertEqual(self.rows(visit, "rescheduled").suppressed_reason, "unannounced", "for good")

    def test_rows_that_are_refused_are_named(self):
        rows = [self.row(9 + number / 4) for number in range(40)]
        rows[7] = self.row(-24 * 7 * 52)
        rows[23] = ("Boiler", "Ada", "", "")
        # Each for itself is fine.
        columns = ("subject", "customer_name", "customer_email", "start", "technician_id/.id")
        rows = [(*row, str(self.technician.id) if number in (30, 31) else "") for number, row in enumerate(rows)]
        for dryrun in (True, False):
            with mute_logger("odoo.sql_db"):
                result = self.try_to_load(rows, columns=columns, dryrun=dryrun)
            self.assertEqual(
                [message["rows"] for message in result["messages"]], [{"from": n, "to": n} for n in (7, 23, 31)]
            )
            for message, text in zip(
                result["messages"], ("has passed", "Choose a date", "in the same file"), strict=True
            ):
                self.assertIn(text, message["message"])
                # As Odoo's page shows it.
                self.assertEqual(message["record"], message["rows"]["from"] + 1)
            self.assertFalse(result["ids"])
            self.assertFalse(self.visits())

    def test_many_rows_that_are_refused(self):
        rows = [self.row(-24 * 7 * 52) if number % 3 else self.row(9) for number in range(60)]
        messages = self.try_to_load(rows)["messages"]
        self.assertIn("10 errors", messages[-1]["message"])
        self.assertEqual([message["rows"]["from"] for message in messages[:-1]], [n for n in range(15) if n % 3])
        self.assertFalse(self.visits())

    def test_short_names_of_columns_are_understood(self):
        columns = ("Subject", "Name", "Email", "Phone", "Start", "E-Mail ")
        importer = self.importer([("Boiler", "Ada", "ada@example.org", "+49 30 1", "2030-01-01 08:00:00", "")], columns)
        matches = importer.parse_preview(self.OPTIONS)["matches"]
        fields_found = [matches.get(index, [None])[0] for index in range(len(columns))]
        self.assertEqual(fields_found[:5], ["subject", "customer_name", "customer_email", "customer_phone", "start"])
        self.assertIsNone(fields_found[5], "one column for a field")

    def test_technicians_may_not_keep_it_quiet(self):
        with self.assertRaises(AccessError):
            self.load([self.row(9)], user=self.technician, support_unannounced=True)
        visit = self.book(9)
        visit.with_user(self.technician).with_context(support_unannounced=True).description = "Bring a ladder"
        visit.with_user(self.technician).with_context(support_unannounced=True).start = self.at(14)
        self.assertEqual(self.rows(visit, "confirmation")[-1:].state, "planned")
