from odoo import fields, models


class CalendarTestMachine(models.Model):
    _name = "calendar.test.machine"
    _description = "Machine of the calendar's test"

    name = fields.Char(required=True)


class CalendarTestJob(models.Model):
    _name = "calendar.test.job"
    _description = "Job of the calendar's test"

    name = fields.Char(required=True)
    machine_id = fields.Many2one("calendar.test.machine")
    date_begin = fields.Datetime(required=True)
    date_end = fields.Datetime(required=True)
    state = fields.Selection([("planned", "Planned"), ("done", "Done")], default="planned")

    def action_done(self):
        self.state = "done"
