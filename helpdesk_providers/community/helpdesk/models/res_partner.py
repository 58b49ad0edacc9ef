from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    ticket_count = fields.Integer(
        string="Tickets",
        compute="_compute_ticket_count",
        groups="helpdesk.group_helpdesk_user",
    )

    def _compute_ticket_count(self):
        """Count the tickets of the contact and of those below it, archived contacts included."""
        family = self.with_context(active_test=False).search_fetch([("id", "child_of", self.ids)], ["parent_id"])
        counts = self.env["helpdesk.ticket"]._read_group(
            [("partner_id", "in", family.ids)], ["partner_id"], ["__count"]
        )
        self.ticket_count = 0
        asked = set(self.ids)
        for partner, count in counts:
            while partner:
                if partner.id in asked:
                    partner.ticket_count += count
                partner = partner.parent_id

    def action_open_helpdesk_ticket(self):
        """Open the tickets counted on the contact's button."""
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id("helpdesk.helpdesk_ticket_action_main_tree"),
            "domain": [("partner_id", "child_of", self.id)],
            "context": {"default_partner_id": self.id},
        }
