"""Files that belong to visits: they stay with what was said about them."""

from odoo import models
from odoo.exceptions import AccessError

from .ours import is_manager, is_system
from .support_history import VISIT

#: What a file says.
CONTENT = frozenset({"raw", "datas", "db_datas", "store_fname", "url", "type"})
#: What Odoo itself keeps about files, whoever looks at them.
KEPT_BY_ODOO = frozenset({"thumbnail", "access_token"})


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    def write(self, vals):
        if vals.keys() - KEPT_BY_ODOO:
            self._check_files_of_visits(vals)
        return super().write(vals)

    def unlink(self):
        self._check_files_of_visits({})
        return super().unlink()

    def _check_files_of_visits(self, vals):
        """Refuse to change or remove files of others at visits, and to replace what files of messages say.

        Odoo's own pages remove files as the system, for whoever may change the visit.

        :param dict vals: as for ``write``; empty to delete
        """
        if not self or is_system(self.env):
            return
        files = self.sudo()
        told = self.env["mail.message"].sudo().search([("model", "=", VISIT), ("attachment_ids", "in", self.ids)])
        in_messages = told.attachment_ids & files
        if any(file._says_otherwise(vals) for file in in_messages):
            raise AccessError(
                self.env._(
                    "What a file says stays as it is once it stands in the history of a visit. Attach another one."
                )
            )
        user = self.env.user
        if is_manager(self.env):
            return
        at_visits = files.filtered(lambda file: file.res_model == VISIT and not file.res_field)
        if (in_messages | at_visits).filtered(lambda file: file.create_uid != user):
            raise AccessError(
                self.env._("Only the person who attached this file and support managers can change or remove it.")
            )

    def _says_otherwise(self, vals):
        """Whether these values change what the file says. Odoo writes it anew where it moves files to another storage."""
        self.ensure_one()
        content = CONTENT & vals.keys()
        return bool(content) and not (content == {"raw"} and vals["raw"] == self.raw)
