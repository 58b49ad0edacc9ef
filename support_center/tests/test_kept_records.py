from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import SupportCase


@tagged("post_install", "-at_install")
class TestKeptRecords(SupportCase):
    """Deleting other records takes nothing away from visits, and nothing changes them behind their backs."""

    def test_a_technicians_user_is_archived_not_deleted(self):
        visit = self.book()
        with self.assertRaisesRegex(UserError, f"{visit.name}.*Archive the user instead"):
            self.technician.unlink()
        self.technician.action_archive()
        self.assertEqual(visit.technician_id, self.technician)

    def test_whoever_cancelled_or_was_to_go_before_is_not_deleted(self):
        cancelled = self.book(11, technician=self.colleague)
        cancelled._cancel("Ill")
        cancelled.sudo().cancelled_by_id = self.outsider
        with self.assertRaisesRegex(UserError, "Archive the user instead"):
            self.outsider.unlink()
        cancelled.sudo().write({"cancelled_by_id": False, "completed_by_id": self.outsider.id})
        with self.assertRaisesRegex(UserError, "Archive the user instead"):
            self.outsider.unlink()

    def test_users_without_visits_are_deleted(self):
        self.colleague.unlink()
        self.assertFalse(self.colleague.exists())

    def test_a_customer_is_archived_not_deleted(self):
        visit = self.book()
        with self.assertRaisesRegex(UserError, f"{visit.name}.*Archive the contact instead"):
            self.customer.unlink()
        self.customer.action_archive()
        self.assertEqual(visit.partner_id, self.customer)

    def test_the_database_changes_nothing_of_ours_by_itself(self):
        """Foreign keys that clear or delete rows do so without any of our rules or records."""
        ours = [
            model._table
            for model in map(self.env.__getitem__, self.registry)
            if model._original_module == "support_center"
            and model._auto
            and not model._abstract
            and not model._transient
        ]
        self.env.cr.execute(
            """
            SELECT referring.relname || '.' || attribute.attname
              FROM pg_constraint con
              JOIN pg_class referring ON referring.oid = con.conrelid
              JOIN pg_attribute attribute ON attribute.attrelid = con.conrelid AND attribute.attnum = con.conkey[1]
             WHERE con.contype = 'f'
               AND con.confdeltype IN ('c', 'n')
               AND attribute.attname NOT IN ('create_uid', 'write_uid', 'message_main_attachment_id')
               AND (referring.relname = ANY(%s)
                    OR (referring.relname = 'res_company' AND attribute.attname LIKE 'support%%'))
            """,
            [ours],
        )
        self.assertEqual(self.env.cr.fetchall(), [])

    def test_a_deleted_visit_leaves_what_its_customer_was_told(self):
        visit = self.book()
        name, stop = visit.name, visit.stop
        confirmation = visit.sudo().notification_ids.filtered(lambda row: row.kind == "confirmation")
        reminder = visit.sudo().notification_ids.filtered(lambda row: row.kind == "reminder")
        confirmation._report_sent("office@acme.example.com")
        visit.unlink()
        self.assertEqual((confirmation.state, confirmation.email_to), ("sent", "office@acme.example.com"))
        self.assertEqual((confirmation.appointment_reference, confirmation.appointment_stop), (name, stop))
        self.assertEqual(confirmation.company_id, self.company)
        self.assertIn(name, confirmation.display_name)
        self.assertEqual((reminder.state, reminder.suppressed_reason), ("suppressed", "deleted"))
        self.assertIn(confirmation, confirmation.with_user(self.manager).search([("appointment_reference", "=", name)]))
        with self.assertRaisesRegex(UserError, name):
            confirmation.with_user(self.manager).action_open_appointment()

    def test_a_mail_that_is_being_sent_while_its_visit_is_deleted(self):
        visit = self.book()
        rows = visit.sudo().notification_ids
        rows.write({"due_at": visit.create_date - timedelta(minutes=5)})
        claimed = rows._claim("odoo")
        self.assertTrue(claimed)
        visit.unlink()
        self.assertEqual(claimed.state, "sending")
        claimed._report_failure("No answer", permanent=True, email_to="office@acme.example.com")
        self.assertEqual(claimed.state, "failed")
        claimed.write({"state": "sending"})
        claimed._report_sent("office@acme.example.com")
        claimed._note_pending()
        self.assertEqual((claimed.state, claimed.note_pending), ("sent", False))

    def test_nothing_more_is_sent_of_a_deleted_visit(self):
        visit = self.book()
        rows = visit.sudo().notification_ids
        visit.unlink()
        rows.write({"state": "sending"})
        self.assertEqual(rows._compose_claimed(), [])
        self.assertEqual(set(rows.mapped("suppressed_reason")), {"deleted"})

    def test_the_address_of_a_deleted_visit_is_forgotten_too(self):
        privacy = self.env["support.privacy"]
        self.company.support_keep_mail_days = 30
        deleted, kept = self.book(9), self.book(11)
        rows = (deleted | kept).sudo().notification_ids
        rows._report_sent("office@acme.example.com")
        of_deleted = deleted.sudo().notification_ids
        deleted.unlink()
        of_deleted.write({"appointment_stop": self.at(0) - timedelta(days=90)})
        privacy._gc_email_addresses()
        self.assertEqual(set(of_deleted.mapped("email_to")), {False})
        self.assertEqual(set((rows - of_deleted).mapped("email_to")), {"office@acme.example.com"})

    def test_erasing_a_customer_covers_emails_of_deleted_visits(self):
        deleted, kept = self.book(9), self.book(11)
        of_deleted = deleted.sudo().notification_ids
        of_deleted._report_sent("office@acme.example.com")
        deleted.unlink()
        kept._cancel("Moved away")
        privacy = self.env["support.privacy"]
        nobody = self.env["res.partner"]
        privacy._erase(kept, privacy._person(kept.sudo(), nobody))
        self.assertEqual(set(of_deleted.mapped("email_to")), {False})

    def test_a_key_that_was_used_is_revoked_not_deleted(self):
        key, _secret = self.env["support.api.key"]._generate("Website")
        entry = self.env["support.api.log"].create(
            {"request_id": "r1", "key_id": key.id, "received_at": self.at(9), "method": "GET"}
        )
        with self.assertRaisesRegex(UserError, "Revoke it instead"):
            key.unlink()
        self.assertEqual(entry.key_id, key)

    def test_no_visit_is_longer_than_a_month(self):
        month = self.book(9, stop=self.at(9, days=31))
        for change in (
            lambda: month.write({"stop": self.at(9.5, days=31)}),
            lambda: month.write({"duration": 31 * 24 + 1}),
            lambda: self.book(9, technician=self.colleague, stop=self.at(10, days=31)),
        ):
            with self.assertRaisesRegex(UserError, "31 days at most"):
                change()
        draft = self.Appointment.new(
            {"start": self.at(9), "stop": self.at(10, days=31), "company_id": self.company.id, "state": "draft"}
        )
        self.assertIn("31 days at most", draft.schedule_warning)
