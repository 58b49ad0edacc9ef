from odoo.tests import tagged

from .common import SupportCase


@tagged("post_install", "-at_install")
class TestMenus(SupportCase):
    def _menus(self, user):
        """XML ids, without the module, of our menus that the user sees."""
        menus = self.env["ir.ui.menu"].with_user(user).load_menus(False)
        reachable, found = ["root"], set()
        while reachable:
            menu = menus[reachable.pop()]
            reachable += menu["children"]
            found.add(menu.get("xmlid") or "")
        return {name.removeprefix("support_center.") for name in found if name.startswith("support_center.")}

    def test_managers_see_schedule_reporting_and_configuration(self):
        menus = self._menus(self.manager)
        self.assertLessEqual(
            {
                "support_center_menu_root",
                "support_appointment_menu_schedule",
                "support_appointment_menu_all",
                "support_center_menu_reporting",
                "support_center_menu_technicians",
            },
            menus,
        )
        self.assertNotIn("support_appointment_menu_my", menus)
        self.assertNotIn("support_center_menu_settings", menus)

    def test_technicians_see_their_own_schedule(self):
        self.assertEqual(
            self._menus(self.technician),
            {"support_center_menu_root", "support_appointment_menu_schedule", "support_appointment_menu_my"},
        )

    def test_others_see_nothing(self):
        self.assertFalse(self._menus(self.outsider))

    def test_every_screen_opens_for_those_who_see_it(self):
        for user in (self.manager, self.technician):
            menus = self.env["ir.ui.menu"].with_user(user).load_menus(False)
            actions = {
                menu["action_id"]
                for menu in menus.values()
                if menu.get("action_model") == "ir.actions.act_window"
                and (menu.get("xmlid") or "").startswith("support_center.")
            }
            self.assertTrue(actions)
            for action in self.env["ir.actions.act_window"].browse(actions):
                with self.subTest(user=user.login, action=action.name):
                    model = self.env[action.res_model].with_user(user)
                    views = model.get_views(action.sudo().views, {"toolbar": True})["views"]
                    for view in views.values():
                        self.assertTrue(view["arch"])
