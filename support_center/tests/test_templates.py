"""QWeb leaves out an attribute whose value is 0, so that a form sends an empty text instead."""

from lxml import etree, html

from odoo.tests import TransactionCase, tagged

#: Attributes that may be left out: what has none of them is meant to be without.
MAY_BE_MISSING = frozenset(
    {"align", "alt", "checked", "class", "dir", "disabled", "hidden", "href", "lang", "required", "selected"}
)


@tagged("post_install", "-at_install")
class TestTemplates(TransactionCase):
    def templates(self):
        """Names and elements of all that the addon renders for customers: pages, and emails in every language."""
        views = self.env["ir.ui.view"].search([("type", "=", "qweb"), ("key", "=like", "support_center.%")])
        self.assertTrue(views)
        for view in views:
            yield view.key, etree.fromstring(view.arch_db)
        templates = self.env["mail.template"].search([("model", "=", "support.appointment")])
        self.assertTrue(templates)
        for template in templates:
            for lang, _name in self.env["res.lang"].get_installed():
                yield template.name, html.fragment_fromstring(template.with_context(lang=lang).body_html, "div")

    def test_no_value_is_lost_for_being_zero(self):
        """``t-attf-`` writes the 0 that ``t-att-`` drops."""
        for name, root in self.templates():
            for element in root.iter(etree.Element):
                dropped = {
                    attribute.removeprefix("t-att-")
                    for attribute in element.attrib
                    if attribute == "t-att" or attribute.startswith("t-att-")
                }
                with self.subTest(template=name, element=element.tag):
                    self.assertLessEqual(dropped, MAY_BE_MISSING, "write t-attf-… with #{…} instead of t-att-…")
