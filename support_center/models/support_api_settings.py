from odoo import fields, models

from .arguments import of_records


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    support_companion_status = fields.Char(compute="_compute_support_companion", string="Companion")
    support_companion_up = fields.Boolean(compute="_compute_support_companion")

    def _compute_support_companion(self):
        instances = self.env["support.api.instance"].sudo()
        running = instances._running()
        if running:
            status = self.env._(
                "Running: %(count)s (version %(versions)s)",
                count=len(running),
                versions=", ".join(sorted({version or "?" for version in running.mapped("version")})),
            )
        else:
            last = instances.search([], limit=1)
            status = (
                self.env._("Not running; last heard of at %s UTC", fields.Datetime.to_string(last.last_seen))
                if last
                else self.env._("No companion has reported so far")
            )
        for settings in self:
            settings.support_companion_status = status
            settings.support_companion_up = bool(running)

    @of_records
    def action_support_connect_companion(self):
        """Make the companion's access and show the environment to start it with."""
        return self.env["support.api.connect"].create({}).action_connect()
