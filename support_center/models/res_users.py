from odoo import api, models
from odoo.fields import Domain


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.model
    def _support_technician_domain(self, company=None):
        """Domain of the users who can be sent to customers of ``company`` (of any where it is empty)."""
        group = self.env.ref("support_center.group_support_technician")
        domain = Domain("all_group_ids", "in", group.ids) & Domain("share", "=", False)
        if company:
            domain &= Domain("company_ids", "in", company.ids)
        return domain

    @api.model
    def _support_technicians(self, company=None):
        """Active technicians of ``company``, in name order, readable by anyone who schedules."""
        return self.sudo().search(self._support_technician_domain(company), order="name, id").sudo(self.env.su)

    def _is_support_technician(self):
        self.ensure_one()
        return self.sudo().active and self.sudo().has_group("support_center.group_support_technician")
