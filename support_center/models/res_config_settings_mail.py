from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    support_mail_grace_seconds = fields.Integer(related="company_id.support_mail_grace_seconds", readonly=False)
