from urllib.parse import urlencode

from odoo import models

from .arguments import of_one_record


class SupportAppointment(models.Model):
    _inherit = "support.appointment"

    @of_one_record
    def action_open_map(self):
        """Show the appointment's location on a map, in a new tab."""
        query = urlencode({"api": 1, "query": self.location or ""})
        return {
            "type": "ir.actions.act_url",
            "url": f"https://www.google.com/maps/search/?{query}",
            "target": "new",
        }
