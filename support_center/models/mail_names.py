"""Odoo names the record of any activity or message as the system, also of one that a client has just made up."""

from odoo import models


def _is_about_hidden(env, model, res_id):
    return bool(model) and model in env and bool(env[model].browse(res_id or [])._hidden_by_support_center())


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def _compute_res_name(self):
        hidden = self.filtered(lambda activity: _is_about_hidden(self.env, activity.res_model, activity.res_id))
        hidden.res_name = False
        return super(MailActivity, self - hidden)._compute_res_name()


class MailMessage(models.Model):
    _inherit = "mail.message"

    def _compute_record_name(self):
        # Emails about messages are written as the system, and their subject is the name.
        hidden = self.browse()
        if not self.env.su:
            hidden = self.filtered(lambda message: _is_about_hidden(self.env, message.model, message.res_id))
        hidden.record_name = False
        return super(MailMessage, self - hidden)._compute_record_name()


class IrRule(models.Model):
    _inherit = "ir.rule"

    def _make_access_error(self, operation, records):
        error = super()._make_access_error(operation, records)
        # In debug mode, Odoo names the records that it refuses.
        [said, *rest] = error.args
        for record in records[:6].sudo(False)._hidden_by_support_center().sudo():
            said = said.replace(f", {record.display_name} (", " (")
        records.invalidate_recordset()
        error.args = (said, *rest)
        return error
