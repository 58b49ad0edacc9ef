from odoo import models

from .. import cron_keeper


class IrCron(models.Model):
    _inherit = "ir.cron"

    def _register_hook(self):
        super()._register_hook()
        cron_keeper.start()
