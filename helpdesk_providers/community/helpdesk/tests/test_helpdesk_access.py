from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import HelpdeskCase


@tagged("post_install", "-at_install")
class TestHelpdeskAccess(HelpdeskCase):
    def test_agent_works_on_tickets(self):
        ticket = self.env["helpdesk.ticket"].with_user(self.agent).create({"name": "Mine"})
        ticket.write({"stage_id": self.stage_solved.id, "user_id": self.agent.id})
        ticket.tag_ids = self.env["helpdesk.tag"].with_user(self.agent).create({"name": "Lamp"})
        ticket.message_post(body="On my way")
        ticket.action_archive()

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_agent_neither_deletes_nor_configures(self):
        with self.assertRaises(AccessError):
            self.ticket.with_user(self.agent).unlink()
        with self.assertRaises(AccessError):
            self.team.with_user(self.agent).name = "Mine"
        with self.assertRaises(AccessError):
            self.env["helpdesk.team"].with_user(self.agent).create({"name": "Mine"})
        with self.assertRaises(AccessError):
            self.stage_new.with_user(self.agent).fold = True

    def test_manager_configures_and_deletes(self):
        team = self.env["helpdesk.team"].with_user(self.manager).create({"name": "Returns"})
        stage = self.env["helpdesk.stage"].with_user(self.manager).create({"name": "Inbox", "team_ids": team.ids})
        stage.unlink()
        team.unlink()
        self.ticket.with_user(self.manager).unlink()
        self.assertFalse(self.ticket.exists())

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_others_see_nothing(self):
        for user in (self.employee, self.portal):
            for records in (self.ticket, self.team, self.stage_new):
                with self.subTest(user=user.login, model=records._name):
                    with self.assertRaises(AccessError):
                        records.with_user(user).read(["display_name"])
                    with self.assertRaises(AccessError):
                        records.with_user(user).search_count([])
        self.assertNotIn("ticket_count", self.env["res.partner"].with_user(self.employee).fields_get())

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_companies_are_kept_apart(self):
        company = self.env["res.company"].create({"name": "Second"})
        ticket = self.env["helpdesk.ticket"].create({"name": "There", "company_id": company.id})
        tickets = self.env["helpdesk.ticket"].with_user(self.agent)
        self.assertNotIn(ticket.id, tickets.search([]).ids)
        with self.assertRaises(AccessError):
            ticket.with_user(self.agent).read(["name"])
        with self.assertRaises(AccessError):
            ticket.team_id.with_user(self.agent).read(["name"])
        both = new_test_user(
            self.env,
            login="hd_both",
            groups="helpdesk.group_helpdesk_user",
            company_ids=[company.id, self.env.company.id],
        )
        for companies, seen in ((self.env.company, False), (company, True)):
            allowed = tickets.with_user(both).with_context(allowed_company_ids=companies.ids)
            self.assertEqual(bool(allowed.search([("id", "=", ticket.id)])), seen)

    def test_menu_is_for_agents(self):
        root = self.env.ref("helpdesk.menu_helpdesk_root")
        configuration = self.env.ref("helpdesk.helpdesk_menu_config")

        def visible(user):
            return self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()

        self.assertIn(root.id, visible(self.agent))
        self.assertNotIn(configuration.id, visible(self.agent))
        self.assertIn(configuration.id, visible(self.manager))
        self.assertNotIn(root.id, visible(self.employee))
