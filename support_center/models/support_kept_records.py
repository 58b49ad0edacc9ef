from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_in_visits(self):
        """Visits say who went to the customer, and who completed or cancelled them."""
        visits = self.env["support.appointment"].sudo().with_context(active_test=False)
        told = self.env["support.notification"].sudo()
        records = self.env["support.appointment.record"].sudo()
        for user in self:
            concerned = Domain.OR(
                Domain(name, "=", user.id) for name in ("technician_id", "cancelled_by_id", "completed_by_id")
            )
            found = visits.search(concerned, limit=3)
            is_told = told.search_count([("previous_technician_id", "=", user.id)], limit=1)
            changed = Domain("technician_id", "=", user.id) | Domain("user_id", "=", user.id)
            if found or is_told or records.search_count(changed, limit=1):
                # The visits themselves may be deleted.
                references = ", ".join(found.mapped("name")) or self.env._("their record")
                raise UserError(
                    self.env._(
                        "%(user)s is named in visits (%(references)s). Archive the user instead, so that it is still known"
                        " who went.",
                        user=user.name,
                        references=references,
                    )
                )


class ResPartner(models.Model):
    _inherit = "res.partner"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_in_visits(self):
        """Visits say which customer they were for."""
        visits = self.env["support.appointment"].sudo().with_context(active_test=False)
        for partner in self:
            found = visits.search([("partner_id", "=", partner.id)], limit=3)
            if found:
                raise UserError(
                    self.env._(
                        "This contact is the customer of visits (%(references)s). Archive the contact instead. To forget"
                        " a customer, use Customer's Data.",
                        references=", ".join(found.mapped("name")),
                    )
                )
