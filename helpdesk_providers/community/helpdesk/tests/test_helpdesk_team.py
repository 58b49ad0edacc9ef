from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common import HelpdeskCase


@tagged("post_install", "-at_install")
class TestHelpdeskTeam(HelpdeskCase):
    def test_new_team_has_the_standard_stages(self):
        self.assertEqual(
            self.team.stage_ids.mapped("name"),
            ["New", "In Progress", "On Hold", "Solved", "Cancelled"],
        )
        self.assertEqual(self.team.stage_ids.filtered("fold"), self.stage_solved | self.stage_cancelled)

    def test_new_team_leaves_out_archived_stages(self):
        self.env.ref("helpdesk.stage_on_hold").active = False
        team = self.env["helpdesk.team"].create({"name": "Returns"})
        self.assertNotIn("On Hold", team.stage_ids.mapped("name"))

    def test_stage_needs_a_team(self):
        with self.assertRaisesRegex(ValidationError, "Choose at least one team"):
            self.env["helpdesk.stage"].create({"name": "Nowhere"})

    def test_stage_added_from_a_team_belongs_to_it(self):
        stages = self.env["helpdesk.stage"].with_context(default_team_id=self.team.id)
        self.assertEqual(stages.create({"name": "Inbox"}).team_ids, self.team)

    def test_counts(self):
        self.env["helpdesk.ticket"].create(
            [
                {"name": "A", "team_id": self.team.id, "priority": "3"},
                {"name": "B", "team_id": self.team.id, "user_id": self.agent.id},
                {"name": "C", "team_id": self.team.id, "stage_id": self.stage_solved.id},
            ]
        )
        self.assertEqual(self.team.open_ticket_count, 3)
        self.assertEqual(self.team.unassigned_tickets, 2)
        self.assertEqual(self.team.urgent_ticket, 1)

    def test_board_of_the_team(self):
        action = self.team.action_view_tickets()
        self.assertEqual(action["res_model"], "helpdesk.ticket")
        self.assertEqual(action["display_name"], "Repairs")

    def test_new_company_gets_a_team(self):
        company = self.env["res.company"].create({"name": "Second"})
        team = self.env["helpdesk.team"].search([("company_id", "=", company.id)])
        self.assertEqual(len(team), 1)
        company._create_helpdesk_team()
        self.assertEqual(self.env["helpdesk.team"].search([("company_id", "=", company.id)]), team)
        ticket = self.env["helpdesk.ticket"].create({"name": "There", "company_id": company.id})
        self.assertEqual(ticket.team_id, team)
        self.assertEqual(ticket.stage_id, self.stage_new)

    def test_team_of_another_company_is_refused(self):
        company = self.env["res.company"].create({"name": "Second"})
        with self.assertRaises(UserError):
            self.env["helpdesk.ticket"].create({"name": "Mixed up", "company_id": company.id, "team_id": self.team.id})

    def test_transfer_between_companies_takes_the_company_along(self):
        company = self.env["res.company"].create({"name": "Second"})
        self.ticket.team_id = self.env["helpdesk.team"].search([("company_id", "=", company.id)])
        self.assertEqual(self.ticket.company_id, company)
