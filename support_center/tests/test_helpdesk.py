from markupsafe import Markup

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged

from .common import SupportCase


@tagged("post_install", "-at_install")
class TestTicketLink(SupportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.helpdesk = cls.env["support.helpdesk"]

    def is_closed(self, ticket):
        return self.helpdesk._is_closed(ticket.sudo().stage_id)

    def new_ticket(self, **values):
        values = {"name": "Heating", "description": "It is cold", "partner_id": self.customer.id, **values}
        return self.env["helpdesk.ticket"].create(values)

    def last_note(self, ticket):
        return ticket.sudo().message_ids.sorted("id")[-1:].body

    def test_the_ticket_tells_what_became_of_each_visit(self):
        first = self.book(9)
        second = self.book(11, ticket_id=first.ticket_id.id)
        first.action_start()
        self.assertIn(f"{first.name} is now: In Progress", self.last_note(first.ticket_id))
        first.action_complete()
        self.assertIn(f"{first.name} is now: Completed", self.last_note(first.ticket_id))
        second.action_set_draft()
        self.assertIn(f"{second.name} is now: Draft", self.last_note(first.ticket_id))

    def test_a_ticket_is_opened(self):
        ticket = self.book(description="Cellar,\n<b>left</b> door").ticket_id.sudo()
        self.assertEqual(ticket.name, "Boiler is cold")
        self.assertEqual(ticket.partner_id, self.customer)
        self.assertEqual(ticket.user_id, self.technician)
        self.assertEqual(ticket.company_id, self.company)
        self.assertIn("&lt;b&gt;left&lt;/b&gt;", ticket.description)
        self.assertFalse(self.is_closed(ticket))

    def test_a_ticket_for_somebody_without_a_contact(self):
        ticket = self.book(partner_id=False, customer_name="Mia", customer_email="mia@example.com").ticket_id.sudo()
        self.assertFalse(ticket.partner_id)
        self.assertEqual(ticket.partner_name, "Mia")
        self.assertEqual(ticket.partner_email, "mia@example.com")

    def test_the_contacts_address_is_left_alone(self):
        self.book(customer_email="other@example.com")
        self.assertEqual(self.customer.email, "office@acme.example.com")

    def test_the_ticket_has_the_teams_settings(self):
        team_model = self.env["helpdesk.ticket"]._fields["team_id"].comodel_name
        team = self.env[team_model].create({"name": "Field Service"})
        self.company.support_ticket_team_id = team
        self.assertEqual(self.book().ticket_id.sudo().team_id, team)

    def test_a_ticket_that_exists_is_used(self):
        ticket = self.new_ticket()
        before = self.env["helpdesk.ticket"].search_count([])
        visit = self.book(ticket_id=ticket.id, subject=False, partner_id=False)
        self.assertEqual(visit.ticket_id, ticket)
        self.assertEqual(visit.subject, "Heating")
        self.assertEqual(visit.partner_id, self.customer)
        self.assertEqual(self.env["helpdesk.ticket"].search_count([]), before)

    def test_no_ticket_is_left_of_a_refused_booking(self):
        self.book()
        before = self.env["helpdesk.ticket"].search_count([])
        with self.assertRaises(UserError), self.cr.savepoint():
            self.book()
        self.assertEqual(self.env["helpdesk.ticket"].search_count([]), before)

    def test_the_assignee_follows_the_technician(self):
        visit = self.book()
        visit.technician_id = self.colleague
        self.assertEqual(visit.ticket_id.sudo().user_id, self.colleague)

    def test_somebody_else_in_charge_stays(self):
        ticket = self.new_ticket(user_id=self.manager.id)
        visit = self.book(ticket_id=ticket.id)
        visit.technician_id = self.colleague
        self.assertEqual(ticket.user_id, self.manager)

    def test_a_ticket_of_nobody_gets_the_technician(self):
        ticket = self.new_ticket(user_id=False)
        self.book(ticket_id=ticket.id)
        self.assertEqual(ticket.user_id, self.technician)

    def test_completion_closes_the_ticket(self):
        visit = self.book()
        visit.action_start()
        self.assertFalse(self.is_closed(visit.ticket_id))
        visit.action_complete()
        self.assertTrue(self.is_closed(visit.ticket_id))
        self.assertEqual(visit.ticket_id.sudo().stage_id, self.helpdesk._stage("completed", visit.ticket_id.sudo()))

    def test_cancellation_closes_the_ticket_and_notes_the_reason(self):
        visit = self.book()
        visit._cancel("Nobody <i>home</i>")
        ticket = visit.ticket_id.sudo()
        self.assertTrue(self.is_closed(ticket))
        self.assertEqual(ticket.stage_id, self.helpdesk._stage("cancelled", ticket))
        notes = Markup("").join(ticket.message_ids.mapped("body"))
        self.assertIn("Nobody &lt;i&gt;home&lt;/i&gt;", notes)

    def test_one_visit_of_several_does_not_close_the_ticket(self):
        first = self.book(9)
        second = self.book(10, ticket_id=first.ticket_id.id)
        first._cancel("One is enough")
        self.assertFalse(self.is_closed(first.ticket_id))
        second.action_start()
        second.action_complete()
        self.assertEqual(first.ticket_id.sudo().stage_id, self.helpdesk._stage("completed", first.ticket_id.sudo()))

    def test_a_visit_the_technician_can_not_see_keeps_the_ticket_open(self):
        first = self.book(9)
        self.book(9, technician=self.colleague, ticket_id=first.ticket_id.id)
        mine = first.with_user(self.technician)
        mine.action_start()
        mine.action_complete()
        self.assertFalse(self.is_closed(first.ticket_id))

    def test_stages_from_the_settings(self):
        stage_model = self.env["helpdesk.ticket"]._fields["stage_id"].comodel_name
        closed = "closed" if "closed" in self.env[stage_model]._fields else "fold"
        visit = self.book()
        team = visit.ticket_id.sudo().team_id
        values = {"name": "Invoiced", closed: True}
        if "team_ids" in self.env[stage_model]._fields:
            values["team_ids"] = [(6, 0, team.ids)]
        stage = self.env[stage_model].create(values)
        self.company.support_stage_done_id = stage
        visit.action_start()
        visit.action_complete()
        self.assertEqual(visit.ticket_id.sudo().stage_id, stage)

    def test_a_move_is_noted_on_the_ticket(self):
        visit = self.book()
        visit.start = self.at(14)
        note = self.last_note(visit.ticket_id)
        self.assertIn(visit.name, note)
        self.assertIn("UTC", note)

    def test_what_changed_is_noted_on_the_ticket_once(self):
        visit = self.book(ticket_id=self.new_ticket(user_id=self.manager.id).id)
        before = len(visit.ticket_id.sudo().message_ids)
        visit.write(
            {"technician_id": self.colleague.id, "subject": "Burner <b>is</b> loud", "location": "Hauptstraße 2"}
        )
        self.assertEqual(len(visit.ticket_id.sudo().message_ids), before + 1)
        note = self.last_note(visit.ticket_id)
        self.assertIn(f"Technician changed from {self.technician.name} to {self.colleague.name}", note)
        self.assertIn("Subject changed from Boiler is cold to Burner &lt;b&gt;is&lt;/b&gt; loud", note)
        self.assertIn("to Hauptstraße 2.", note)
        visit.stop = self.at(11)
        self.assertRegex(self.last_note(visit.ticket_id), r"End changed from .*10:00.* to .*11:00")
        before = len(visit.ticket_id.sudo().message_ids)
        visit.write({"subject": visit.subject, "description": "For the technician alone"})
        self.assertEqual(len(visit.ticket_id.sudo().message_ids), before)

    def test_a_change_of_phone_travel_or_reference_is_noted(self):
        visit = self.book()
        visit.write({"customer_phone": "+49 40 765", "travel_minutes": 20, "external_reference": "WEB-7"})
        note = self.last_note(visit.ticket_id)
        self.assertIn("Customer Phone changed from +49 30 1234567 to +49 40 765.", note)
        self.assertIn("Travel (minutes) changed from 0 to 20.", note)
        self.assertIn("External Reference changed from (empty) to WEB-7.", note)
        self.env.flush_all()
        self.env["support.appointment"].browse(visit.id).message_ids.invalidate_recordset()
        tracked = visit.sudo().message_ids.tracking_value_ids.field_id.mapped("name")
        self.assertIn("external_reference", tracked)

    def test_a_move_that_lengthens_names_the_new_end(self):
        visit = self.book(9)
        visit.write({"start": self.at(10), "stop": self.at(12.5)})
        note = self.last_note(visit.ticket_id)
        self.assertIn("moved from", note)
        self.assertRegex(note, r"End changed from .*10:00.* to .*12:30")
        visit.write({"start": self.at(11)})
        self.assertNotIn("End changed", self.last_note(visit.ticket_id), "the end moves along")

    def test_a_visit_for_a_ticket_is_noted_on_it(self):
        ticket = self.new_ticket()
        visit = self.book(ticket_id=ticket.id)
        note = self.last_note(ticket)
        self.assertRegex(note, rf"Visit {visit.name} booked: .*9:00.* \(UTC\), ")
        self.assertIn(self.technician.name, note)

    def test_the_ticket_of_a_visit_follows_it(self):
        visit = self.book(description="In the cellar\nSee https://example.com/plan")
        ticket = visit.ticket_id.sudo()
        visit.with_user(self.technician).write({"subject": "Burner is loud", "description": "In the attic"})
        self.assertEqual(ticket.name, "Burner is loud")
        self.assertIn("In the attic", ticket.description)
        self.assertNotIn("cellar", ticket.description)
        visit.description = False
        self.assertIn("Burner is loud", ticket.description)

    def test_the_tickets_customer_follows_the_visits(self):
        visit = self.book()
        ticket = visit.ticket_id.sudo()
        other = self.env["res.partner"].create({"name": "Bakery", "email": "bakery@example.com"})
        visit.partner_id = other
        self.assertEqual(ticket.partner_id, other)
        visit.write({"partner_id": False, "customer_name": "Mia", "customer_email": "mia@example.com"})
        self.assertFalse(ticket.partner_id)
        self.assertEqual((ticket.partner_name, ticket.partner_email), ("Mia", "mia@example.com"))
        visit.customer_email = "mia@example.org"
        self.assertEqual(ticket.partner_email, "mia@example.org")
        visit.partner_id = self.customer
        self.assertEqual(ticket.partner_id, self.customer)
        self.assertNotEqual(ticket.partner_name, "Mia")
        self.assertEqual(
            (other.email, self.customer.email),
            ("bakery@example.com", "office@acme.example.com"),
            "contacts keep their addresses",
        )

    def test_what_was_changed_on_the_ticket_stays(self):
        visit = self.book(description="In the cellar")
        ticket = visit.ticket_id.sudo()
        other = self.env["res.partner"].create({"name": "Bakery"})
        ticket.write({"name": "[Warranty] Boiler", "description": "<p>Ask for the invoice</p>", "partner_id": other.id})
        visit.write({"subject": "Burner is loud", "description": "In the attic", "partner_id": False})
        self.assertEqual(ticket.name, "[Warranty] Boiler")
        self.assertIn("Ask for the invoice", ticket.description)
        self.assertEqual(ticket.partner_id, other)

    def test_a_ticket_that_was_there_before_keeps_its_words(self):
        ticket = self.new_ticket()
        visit = self.book(ticket_id=ticket.id, subject=False, partner_id=False)
        visit.write({"subject": "Fit the pump", "partner_id": False, "customer_name": "Mia"})
        self.assertEqual(ticket.name, "Heating")
        self.assertEqual(ticket.partner_id, self.customer)

    def test_a_visit_that_is_given_to_another_ticket(self):
        visit = self.book()
        former, ticket = visit.ticket_id, self.new_ticket(user_id=False)
        visit.ticket_id = ticket
        self.assertIn(f"{visit.name} is now for another ticket", self.last_note(former))
        self.assertIn(f"{visit.name} booked", self.last_note(ticket))
        self.assertEqual(ticket.user_id, self.technician)
        visit.subject = "Fit the pump"
        self.assertEqual(ticket.name, "Heating")

    def test_nobody_says_for_the_system_which_visit_opened_the_ticket(self):
        with self.assertRaises(UserError), self.cr.savepoint():
            self.book(ticket_id=self.new_ticket().id, is_ticket_origin=True)

    def test_our_changes_never_trigger_the_stages_mail(self):
        visit = self.book()
        ticket = self.helpdesk._own_tickets(visit.ticket_id)
        self.assertEqual(ticket._track_template({"stage_id"}), {})

    def test_the_technician_gets_no_mail_about_the_ticket(self):
        self.env.flush_all()
        before = self.env["mail.notification"].search_count([])
        visit = self.book()
        visit.technician_id = self.colleague
        self.env.flush_all()
        self.cr.precommit.run()
        tickets = self.env["mail.notification"].search([("mail_message_id.model", "=", "helpdesk.ticket")])
        self.assertEqual(self.env["mail.notification"].search_count([]) - before, 0, tickets.mail_message_id)

    def test_changes_reach_the_ticket_without_helpdesk_rights(self):
        visit = self.book().with_user(self.technician)
        visit.action_start()
        visit.action_complete()
        self.assertTrue(self.is_closed(visit.ticket_id))

    def test_technicians_read_the_tickets_text_in_the_visit(self):
        ticket = self.new_ticket()
        visit = self.book(ticket_id=ticket.id).with_user(self.technician)
        self.assertIn("It is cold", visit.ticket_description)
        self.assertTrue(visit.ticket_number)
        self.assertFalse(visit.can_open_ticket)
        self.assertTrue(visit.with_user(self.manager).can_open_ticket)

    def test_a_deleted_visit_is_noted_on_the_ticket(self):
        visit = self.book()
        ticket, name = visit.ticket_id, visit.name
        visit.unlink()
        self.assertIn(name, self.last_note(ticket))

    def test_a_ticket_with_visits_is_not_deleted(self):
        visit = self.book()
        with self.assertRaisesRegex(UserError, visit.name):
            visit.ticket_id.sudo().unlink()


@tagged("post_install", "-at_install")
class TestTicketForm(SupportCase):
    def test_buttons_for_who_schedules(self):
        arch = self.env["helpdesk.ticket"].with_user(self.manager).get_view(view_type="form")["arch"]
        self.assertIn('name="action_book_visit"', arch)
        self.assertIn('name="action_view_support_appointments"', arch)

    def test_no_buttons_for_others(self):
        self.outsider.group_ids += (
            self.env["helpdesk.ticket"].env.ref("support_center.group_support_manager").implied_ids
        )
        arch = self.env["helpdesk.ticket"].with_user(self.outsider).get_view(view_type="form")["arch"]
        self.assertNotIn("action_book_visit", arch)

    def test_book_a_visit(self):
        ticket = self.env["helpdesk.ticket"].create(
            {"name": "Heating", "description": "It is cold", "partner_id": self.customer.id}
        )
        action = ticket.with_user(self.manager).action_book_visit()
        self.assertEqual(action["target"], "new", "a dialog")
        model = self.env[action["res_model"]].with_user(self.manager).with_context(**action["context"])
        with Form(model) as form:
            self.assertEqual(form.subject, "Heating")
            self.assertEqual(form.customer_email, "office@acme.example.com")
            self.assertEqual(form.customer_phone, "+49 30 1234567")
            self.assertFalse(form.start or form.stop, "the time is the user's choice")
            form.start = self.at(9)
            self.assertEqual(form.stop, self.at(10))
            form.technician_id = self.technician
        self.assertEqual(form.record.ticket_id, ticket)
        ticket.invalidate_recordset()
        self.assertEqual(ticket.with_user(self.manager).support_appointment_count, 1)
        opened = ticket.with_user(self.manager).action_view_support_appointments()
        self.assertEqual(opened["res_id"], form.record.id)
        another = Form(self.env[opened["res_model"]].with_user(self.manager).with_context(**opened["context"]))
        self.assertFalse(another.start or another.stop)

    def test_no_visit_without_a_time(self):
        ticket = self.env["helpdesk.ticket"].create(
            {"name": "Heating", "description": "It is cold", "partner_id": self.customer.id}
        )
        action = ticket.with_user(self.manager).action_book_visit()
        model = self.env[action["res_model"]].with_user(self.manager).with_context(**action["context"])
        with self.assertRaisesRegex(ValidationError, "Choose a date and time"):
            model.create({"technician_id": self.technician.id})
        with self.assertRaisesRegex(ValidationError, "Choose a date and time"):
            self.book(start=False)
