from urllib.parse import urlencode

from odoo import models


class SupportAppointment(models.Model):
    _inherit = "support.appointment"

    def action_open_map(self):
        """Show the appointment's location on a map, in a new tab."""
        self.ensure_one()
        query = urlencode({"api": 1, "query": self.location or ""})
        return {
            "type": "ir.actions.act_url",
            "url": f"https://www.google.com/maps/search/?{query}",
            "target": "new",
        }
