from odoo import models
from odoo.tools import SQL

from ..models.arguments import of_one_record


class PrivacyLookupWizard(models.TransientModel):
    """Odoo's look-up finds what names a contact. Visits that were booked online have none: it finds them as well."""

    _inherit = "privacy.lookup.wizard"

    def _get_query(self):
        query = super()._get_query()
        visits = self.env["ir.model.data"]._xmlid_to_res_id("support_center.model_support_appointment")
        return SQL(
            """
            %s
            UNION ALL
            SELECT %s AS res_model_id, id AS res_id, True AS is_active
              FROM support_appointment
             WHERE (customer_email ILIKE %s OR customer_name ILIKE %s)
               AND (partner_id IS NULL OR partner_id NOT IN (SELECT id FROM indirect_references))
            """,
            query,
            visits,
            f"%{self.email.strip()}%",
            self.name.strip(),
        )

    @of_one_record
    def action_support_privacy(self):
        """Export or erase what Support Center knows of this person."""
        return self.env["support.privacy.request"]._open(email=self.email)
