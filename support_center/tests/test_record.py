from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import SupportCase


@tagged("post_install", "-at_install")
class TestRecord(SupportCase):
    """Changes of a visit stay known, even if their authors delete their messages."""

    def rows(self, visit):
        return self.env["support.appointment.record"].search([("appointment_number", "=", visit.id)], order="id")

    def test_each_change_of_what_matters_is_recorded(self):
        visit = self.book(9)
        for change in (
            {"start": self.at(10)},
            {"technician_id": self.colleague.id},
            {"customer_name": "Somebody Else"},
            {"location": "Elsewhere"},
            {"state": "in_progress"},
        ):
            before = self.rows(visit)
            visit.with_user(self.manager).write(change)
            [row] = self.rows(visit) - before
            self.assertEqual((row.event, row.user_id), ("changed", self.manager))
            for name, value in change.items():
                self.assertEqual(visit._fields[name].convert_to_write(row[name], row), value)
        count = len(self.rows(visit))
        visit.write({"description": "Bring a ladder"})
        self.assertEqual(len(self.rows(visit)), count)

    def test_what_a_dialog_changes_is_recorded_once(self):
        visit = self.book(9).with_user(self.manager)
        before = self.rows(visit)
        action = visit.action_cancel()
        with Form(self.env[action["res_model"]].with_user(self.manager).with_context(**action["context"])) as dialog:
            dialog.reason = "Away"
        dialog.record.action_confirm_cancel()
        [row] = self.rows(visit) - before
        self.assertEqual((row.event, row.state), ("changed", "cancelled"))

    def test_what_a_technician_did_can_not_be_taken_back_from_the_record(self):
        visit = self.book(9).with_user(self.technician)
        hidden = visit.with_context(tracking_disable=True, mail_notrack=True, support_appointment_record=False)
        hidden.write({"state": "in_progress"})
        self.env.cr.precommit.run()
        messages = visit.message_ids.filtered(lambda message: message.author_id == self.technician.partner_id)
        with self.assertRaises(AccessError):
            messages.sudo(False).unlink()
        # Whoever gets at the history all the same does not get at the record.
        messages.sudo().unlink()
        row = self.rows(visit)[-1]
        self.assertEqual((row.event, row.state, row.user_id), ("changed", "in_progress", self.technician))

    def test_nobody_changes_the_record(self):
        row = self.rows(self.book(9))[-1]
        for user in (self.manager, self.technician, self.outsider, self.env.ref("base.user_admin")):
            own = row.with_user(user)
            for attempt in (
                lambda own=own: own.write({"user_id": self.outsider.id}),
                lambda own=own: own.unlink(),
                lambda own=own: own.create({"appointment_number": 1, "event": "booked"}),
            ):
                with self.assertRaises(UserError):
                    attempt()
        for attempt in (lambda: row.sudo().write({"state": "draft"}), lambda: row.sudo().unlink()):
            with self.assertRaises(UserError):
                attempt()

    def test_the_record_of_a_deleted_visit_stays(self):
        visit = self.book(9)
        name = visit.name
        number = visit.id
        visit.unlink()
        rows = self.env["support.appointment.record"].with_user(self.manager).search([("reference", "=", name)])
        self.assertEqual(rows.mapped("event"), ["deleted", "booked"])
        self.assertEqual(set(rows.mapped("appointment_number")), {number})
        self.assertEqual(rows[0].customer_name, "Acme Heating")

    def test_managers_read_that_of_their_companies(self):
        row = self.rows(self.book(9))[-1]
        other = self.env["res.company"].create({"name": "Other"})
        stranger = self._new_user(
            "sc_stranger", "support_center.group_support_manager", company_id=other.id, company_ids=[(6, 0, other.ids)]
        )
        record = self.env["support.appointment.record"]
        self.assertIn(row, record.with_user(self.manager).search([]))
        self.assertNotIn(row, record.with_user(stranger).search([]))
        with self.assertRaises(AccessError):
            record.with_user(self.technician).search([])

    def test_a_customer_who_is_forgotten_is_not_in_the_record(self):
        visit = self.book(9)
        visit._cancel("Moved away")
        privacy = self.env["support.privacy"]
        privacy._erase(visit, privacy._person(visit.sudo(), self.env["res.partner"]))
        rows = self.rows(visit)
        self.assertIn("cancelled", rows.mapped("state"))
        for name in ("customer_email", "customer_phone", "location"):
            self.assertEqual(set(rows.mapped(name)), {False})
        self.assertNotIn("Acme Heating", rows.mapped("customer_name"))

    def test_the_customer_of_a_deleted_visit_is_forgotten_in_time(self):
        visit = self.book(9)
        rows = self.rows(visit)
        visit.unlink()
        self.company.support_keep_customer_days = 10
        privacy = self.env["support.privacy"]
        privacy._gc_records_of_deleted_visits()
        self.assertIn("Acme Heating", rows.mapped("customer_name"), "the time has not come")
        with freeze_time(self.at(24, days=11)):
            privacy._gc_records_of_deleted_visits()
        rows.invalidate_recordset()
        self.assertNotIn("Acme Heating", rows.mapped("customer_name"))
        self.assertEqual(set(rows.mapped("customer_email")), {False})

    def test_the_form_opens_the_record(self):
        visit = self.book(9)
        action = visit.action_view_record()
        self.assertEqual(self.env[action["res_model"]].search(action["domain"]), self.rows(visit))

    def test_whoever_is_in_the_record_is_not_deleted(self):
        visit = self.book(9, technician=self.colleague)
        visit.unlink()
        with self.assertRaisesRegex(UserError, "Archive the user instead"):
            self.colleague.unlink()
