from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..logic.privacy import LOG_DAYS, LOG_PARAMETER, REQUEST_DAYS, REQUEST_PARAMETER


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    support_keep_customer_days = fields.Integer(related="company_id.support_keep_customer_days", readonly=False)
    support_keep_mail_days = fields.Integer(related="company_id.support_keep_mail_days", readonly=False)
    support_keep_access_log_days = fields.Integer(string="Access Log", config_parameter=LOG_PARAMETER, default=LOG_DAYS)
    support_keep_request_days = fields.Integer(
        string="Answers to Repeated Requests", config_parameter=REQUEST_PARAMETER, default=REQUEST_DAYS
    )

    @api.constrains("support_keep_access_log_days", "support_keep_request_days")
    def _check_support_keep_days(self):
        for settings in self:
            if min(settings.support_keep_access_log_days, settings.support_keep_request_days) < 1:
                raise ValidationError(
                    self.env._("The access log and the answers to repeated requests are kept for one day at least.")
                )
