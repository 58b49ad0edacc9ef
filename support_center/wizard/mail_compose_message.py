from odoo import models

from ..models.ours import is_ours


class MailComposeMessage(models.TransientModel):
    _inherit = "mail.compose.message"

    def _compute_record_environment(self):
        # Odoo computes it as the system. Whose a record is tells of it, too.
        for composer in self:
            if is_ours(composer.env, composer.model):
                composer._check_may_render(composer.model, composer._evaluate_res_ids())
        return super()._compute_record_environment()
