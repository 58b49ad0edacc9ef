import ast

from lxml import etree

from odoo.tests import TransactionCase, tagged

#: Views whose fields can be changed in place, and to which Odoo does not add what domains need.
EDITED_IN_PLACE = "activity"
#: Whose views are ours.
MODULES = ("support_center.", "helpdesk.")


@tagged("post_install", "-at_install")
class TestViews(TransactionCase):
    def test_views_have_what_the_domains_of_their_fields_need(self):
        views = self.env["ir.ui.view"].search([("type", "=", EDITED_IN_PLACE)])
        views = views.filtered(lambda view: view.xml_id.startswith(MODULES))
        self.assertTrue(views)
        for view in views:
            model = self.env[view.model]
            arch = etree.fromstring(model.get_view(view.id, view.type)["arch"])
            shown = {node.get("name") for node in arch.iter("field")}
            for name in shown & model.fields_get(attributes=[]).keys():
                domain = model.fields_get([name], ["domain"])[name].get("domain")
                if not domain or not isinstance(domain, str):
                    continue
                needed = {node.id for node in ast.walk(ast.parse(domain, mode="eval")) if isinstance(node, ast.Name)}
                missing = needed & model._fields.keys() - shown
                self.assertFalse(missing, f"{view.xml_id}: {name} needs {missing}")
