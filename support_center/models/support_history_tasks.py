"""Activities about visits: they stay with visits that one may see, and are closed by those whom they concern."""

from odoo import models
from odoo.exceptions import AccessError

from .ours import is_manager
from .support_history import VISIT

#: What says what an activity is about.
ABOUT = frozenset({"res_model", "res_model_id", "res_id"})


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def write(self, vals):
        self._check_concerned()
        result = super().write(vals)
        if ABOUT & vals.keys():
            # Odoo has checked what they were about before.
            self._of_visits()._check_visits_can_be_read()
        return result

    def unlink(self):
        self._check_concerned()
        return super().unlink()

    def _of_visits(self):
        return self.filtered(lambda activity: activity.sudo().res_model == VISIT)

    def _check_visits_can_be_read(self):
        self.env[VISIT].browse(self.sudo().mapped("res_id")).check_access("read")

    def _check_concerned(self):
        """Refuse to change, close or delete what others have to do about visits, or have asked somebody to do."""
        user = self.env.user
        if self.env.su or is_manager(self.env):
            return
        if self._of_visits().sudo().filtered(lambda activity: user not in activity.user_id | activity.create_uid):
            raise AccessError(
                self.env._(
                    "Only the person assigned to this task, its author and support managers can change, close or"
                    " delete it."
                )
            )
