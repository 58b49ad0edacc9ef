from odoo import api, fields, models
from odoo.addons.base.models.res_partner import _tz_get
from odoo.exceptions import AccessError
from odoo.fields import Command

from ..logic.arguments import WHOLE, list_of
from ..models.arguments import of_one_record, refuse_odd


class SupportTechnicianHours(models.TransientModel):
    """Gives technicians their working hours, by dispatchers who may not change users or resources otherwise."""

    _name = "support.technician.hours"
    _description = "Set Technicians' Working Hours"
    _check_company_auto = True

    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, readonly=True)
    technician_ids = fields.Many2many("res.users", string="Technicians", required=True)
    calendar_id = fields.Many2one(
        "resource.calendar",
        string="Working Hours",
        required=True,
        check_company=True,
        help="The weekly hours. Administrators define them under Working Schedules.",
    )
    tz = fields.Selection(
        _tz_get,
        string="Time Zone",
        help="Where these hours are worked. Empty: each technician keeps the present time zone.",
    )

    @api.model
    def default_get(self, fields):
        defaults = super().default_get(fields)
        if "technician_ids" in fields and self.env.context.get("active_model") == "res.users":
            technician_ids = self.env.context.get("active_ids") or []
            refuse_odd(self.env, technician_ids, list_of(WHOLE), "active_ids")
            technicians = self.env["res.users"].browse(technician_ids)
            defaults["technician_ids"] = [Command.set(technicians.ids)]
            if len(technicians) == 1:
                defaults.update(calendar_id=technicians.support_calendar_id.id, tz=technicians.support_tz)
        return defaults

    @of_one_record
    def action_apply(self):
        """Set hours and time zone of every technician chosen."""
        if not self.env.user.has_group("support_center.group_support_manager"):
            raise AccessError(self.env._("Only support managers may set technicians' working hours."))
        self.technician_ids.check_access("read")
        if self.company_id not in self.env.companies:
            raise AccessError(self.env._("Working hours of another company are set by its own managers."))
        for technician in self.technician_ids:
            technician._support_set_working_hours(self.company_id, self.calendar_id, self.tz)
        return {"type": "ir.actions.client", "tag": "soft_reload"}
