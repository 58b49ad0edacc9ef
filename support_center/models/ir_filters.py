from odoo import api, models
from odoo.exceptions import AccessError

from .ours import is_manager, is_ours


class IrFilters(models.Model):
    """Saved searches of visits that others see are managers' business: a default one decides whether a schedule opens."""

    _inherit = "ir.filters"

    @api.model_create_multi
    def create(self, vals_list):
        filters = super().create(vals_list)
        filters._check_may_share()
        return filters

    def write(self, vals):
        self._check_may_share()
        result = super().write(vals)
        self._check_may_share()
        return result

    def _check_may_share(self):
        """
        :raise AccessError: a filter of our records is not the user's own alone, and the user is no manager; or the user may not
            read these records at all
        """
        if self.env.su or is_manager(self.env):
            return
        for saved in self.filtered(lambda saved: is_ours(self.env, saved.model_id)):
            self.env[saved.model_id].check_access("read")
            if saved.user_ids != self.env.user:
                raise AccessError(
                    self.env._("Only support managers can share a saved search. Save it for yourself instead.")
                )
