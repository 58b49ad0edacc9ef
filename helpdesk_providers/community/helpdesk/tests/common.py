from odoo.tests import TransactionCase, new_test_user


class HelpdeskCase(TransactionCase):
    """One user per role, a team and a customer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agent = new_test_user(cls.env, login="hd_agent", groups="helpdesk.group_helpdesk_user", name="Ada Agent")
        cls.manager = new_test_user(
            cls.env, login="hd_manager", groups="helpdesk.group_helpdesk_manager", name="Max Manager"
        )
        cls.employee = new_test_user(cls.env, login="hd_employee", groups="base.group_user", name="Eva Employee")
        cls.portal = new_test_user(cls.env, login="hd_portal", groups="base.group_portal", name="Pia Portal")
        cls.stage_new = cls.env.ref("helpdesk.stage_new")
        cls.stage_in_progress = cls.env.ref("helpdesk.stage_in_progress")
        cls.stage_solved = cls.env.ref("helpdesk.stage_solved")
        cls.stage_cancelled = cls.env.ref("helpdesk.stage_cancelled")
        cls.team = cls.env["helpdesk.team"].create({"name": "Repairs", "member_ids": cls.agent.ids})
        cls.customer = cls.env["res.partner"].create(
            {"name": "Carla Customer", "email": "carla@example.com", "phone": "+49 30 5550 0199"}
        )
        cls.ticket = cls.env["helpdesk.ticket"].create(
            {"name": "Broken lamp", "team_id": cls.team.id, "partner_id": cls.customer.id}
        )
