from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .common import HelpdeskCase


@tagged("post_install", "-at_install")
class TestHelpdeskTicket(HelpdeskCase):
    def test_defaults(self):
        ticket = self.env["helpdesk.ticket"].with_user(self.agent).create({"name": "No light"})
        self.assertEqual(ticket.team_id, self.team, "the team the agent is a member of")
        self.assertEqual(ticket.stage_id, self.stage_new)
        self.assertEqual(ticket.company_id, self.env.company)
        self.assertEqual(ticket.priority, "0")
        self.assertFalse(ticket.user_id)
        self.assertFalse(ticket.close_date)
        self.assertFalse(ticket.is_closed)

    def test_default_team_of_somebody_without_one(self):
        ticket = self.env["helpdesk.ticket"].with_user(self.manager).create({"name": "No light"})
        self.assertEqual(ticket.team_id.company_id, self.env.company)
        self.assertEqual(ticket.stage_id, ticket.team_id.stage_ids[0])

    def test_reference_counts_up_and_finds_the_ticket(self):
        first, second = self.env["helpdesk.ticket"].create([{"name": "A"}, {"name": "B"}])
        self.assertEqual(int(second.ticket_ref), int(first.ticket_ref) + 1)
        self.assertEqual(first.display_name, f"A (#{first.ticket_ref})")
        found = self.env["helpdesk.ticket"].name_search(second.ticket_ref)
        self.assertIn(second.id, [ticket_id for ticket_id, _name in found])

    def test_copy_gets_its_own_reference_and_starts_over(self):
        self.ticket.stage_id = self.stage_solved
        copy = self.ticket.copy()
        self.assertTrue(copy.ticket_ref)
        self.assertNotEqual(copy.ticket_ref, self.ticket.ticket_ref)
        self.assertEqual(copy.stage_id, self.stage_new)
        self.assertFalse(copy.close_date)

    def test_imported_reference_is_kept(self):
        ticket = self.env["helpdesk.ticket"].create({"name": "Old", "ticket_ref": "OLD-7"})
        self.assertEqual(ticket.ticket_ref, "OLD-7")

    def test_create_leaves_the_callers_values_alone(self):
        vals = {"name": "Once"}
        self.env["helpdesk.ticket"].create(vals)
        self.assertEqual(vals, {"name": "Once"})

    def test_customer_details_follow_the_contact(self):
        self.assertEqual(self.ticket.partner_name, "Carla Customer")
        self.assertEqual(self.ticket.partner_email, "carla@example.com")
        self.assertEqual(self.ticket.partner_phone, "+49 30 5550 0199")
        self.ticket.partner_id = self.env["res.partner"].create({"name": "Otto"})
        self.assertEqual(self.ticket.partner_name, "Otto")

    def test_details_on_the_ticket_do_not_change_the_contact(self):
        self.ticket.partner_email = "private@example.com"
        self.assertEqual(self.ticket.partner_email, "private@example.com")
        self.assertEqual(self.customer.email, "carla@example.com")

    def test_details_without_a_contact(self):
        ticket = self.env["helpdesk.ticket"].create(
            {"name": "Call back", "partner_name": "Dora", "partner_phone": "+49 30 5550 0133"}
        )
        self.assertFalse(ticket.partner_id)
        self.assertEqual(ticket.partner_name, "Dora")
        self.assertEqual(ticket.partner_phone, "+49 30 5550 0133")

    def test_closing_and_reopening(self):
        self.ticket.stage_id = self.stage_solved
        self.assertTrue(self.ticket.is_closed)
        closed_on = self.ticket.close_date
        self.assertTrue(closed_on)
        self.ticket.stage_id = self.stage_cancelled
        self.assertEqual(self.ticket.close_date, closed_on, "it was closed all the time")
        self.ticket.stage_id = self.stage_in_progress
        self.assertFalse(self.ticket.is_closed)
        self.assertFalse(self.ticket.close_date)

    def test_transfer_keeps_the_stage_both_teams_have(self):
        self.ticket.stage_id = self.stage_in_progress
        other = self.env["helpdesk.team"].create({"name": "Sales support"})
        self.ticket.team_id = other
        self.assertEqual(self.ticket.stage_id, self.stage_in_progress)

    def test_transfer_to_a_team_with_other_stages(self):
        stage = self.env["helpdesk.stage"].create({"name": "Inbox", "team_ids": self.team.ids})
        other = self.env["helpdesk.team"].create({"name": "Returns", "stage_ids": stage.ids})
        self.ticket.team_id = other
        self.assertEqual(self.ticket.stage_id, stage)

    def test_assign_to_me(self):
        self.ticket.with_user(self.agent).action_assign_to_me()
        self.assertEqual(self.ticket.user_id, self.agent)

    def test_form(self):
        with Form(self.env["helpdesk.ticket"].with_user(self.agent)) as form:
            form.name = "Doorbell is silent"
            form.partner_id = self.customer
            self.assertEqual(form.partner_email, "carla@example.com")
            self.assertEqual(form.team_id, self.team)
        self.assertEqual(form.record.stage_id, self.stage_new)

    def test_changes_are_tracked(self):
        self.flush_tracking()
        self.ticket.stage_id = self.stage_in_progress
        self.flush_tracking()
        message = self.ticket.message_ids[0]
        self.assertEqual(message.subtype_id, self.env.ref("helpdesk.mt_ticket_stage"))
        tracked = message.sudo().tracking_value_ids
        self.assertEqual(tracked.old_value_char, self.stage_new.name)
        self.assertEqual(tracked.new_value_char, self.stage_in_progress.name)

    def test_board_shows_empty_stages_of_its_team_only(self):
        inbox, outbox = self.env["helpdesk.stage"].create(
            [{"name": "Inbox", "team_ids": self.team.ids}, {"name": "Outbox", "team_ids": self.team.ids}]
        )
        returns = self.env["helpdesk.team"].create({"name": "Returns", "stage_ids": (inbox | outbox).ids})
        ticket = self.env["helpdesk.ticket"].create({"name": "Lamp", "team_id": returns.id})
        self.assertEqual(self.columns(ticket, default_team_id=returns.id), inbox | outbox)
        self.assertEqual(self.columns(ticket), self.env["helpdesk.stage"].search([]))

    def test_used_stage_is_not_deleted(self):
        stage = self.env["helpdesk.stage"].create({"name": "Inbox", "team_ids": self.team.ids})
        self.ticket.stage_id = stage
        with self.assertRaisesRegex(UserError, "Inbox"):
            stage.unlink()
        with self.assertRaisesRegex(UserError, "Inbox"):
            stage.action_archive()
        self.ticket.stage_id = self.stage_new
        stage.unlink()
        self.assertFalse(stage.exists())

    def test_hostile_description_is_cleaned(self):
        ticket = self.env["helpdesk.ticket"].create(
            {"name": "<b>x</b>", "description": "<p onclick='x()'>Hi<script>x()</script></p>"}
        )
        self.assertEqual(ticket.name, "<b>x</b>")
        self.assertNotIn("script", ticket.description)
        self.assertNotIn("onclick", ticket.description)

    def test_tickets_of_a_contact_and_of_those_below_it(self):
        company = self.env["res.partner"].create({"name": "Lamps Ltd", "is_company": True})
        self.customer.parent_id = company
        self.env["helpdesk.ticket"].create({"name": "For the company", "partner_id": company.id})
        partners = (company | self.customer).with_user(self.agent)
        self.assertEqual(partners.mapped("ticket_count"), [2, 1])
        action = company.with_user(self.agent).action_open_helpdesk_ticket()
        self.assertEqual(self.env["helpdesk.ticket"].search_count(action["domain"]), 2)

    def columns(self, tickets, **context):
        """Stages that a board of ``tickets`` shows."""
        board = tickets.with_context(read_group_expand=True, **context).web_read_group(
            [("id", "in", tickets.ids)], groupby=["stage_id"], aggregates=["__count"]
        )
        return self.stage_new.browse(group["stage_id"][0] for group in board["groups"])

    def flush_tracking(self):
        self.env.flush_all()
        self.env.cr.precommit.run()

    def test_tags_can_be_duplicated_again_and_again(self):
        tag = self.env["helpdesk.tag"].create({"name": "Printer"})
        copies = tag.copy() | tag.copy() | tag.copy()
        self.assertEqual(copies.mapped("name"), ["Printer (copy)", "Printer (copy 2)", "Printer (copy 3)"])
