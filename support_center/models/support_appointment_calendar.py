from odoo import api, models
from odoo.tools import SQL


class SupportAppointmentCalendar(models.Model):
    """What the calendar view knows about technicians, and how it learns of changes."""

    _inherit = "support.appointment"

    @api.model
    def _support_calendar_resources(self, fname, domain):
        """Who dispatches sees every technician of the chosen companies; technicians see themselves."""
        if fname != "technician_id":
            return super()._support_calendar_resources(fname, domain)
        technicians = self.env["res.users"].browse()
        if self._may_dispatch():
            technicians = self.env["res.users"]._support_technicians(self.env.companies)
        elif self.env.user._is_support_technician():
            technicians = self.env.user
        return self._support_calendar_wanted(technicians, self._support_calendar_resource_domain(fname, domain))

    @api.model
    def _support_calendar_shows_team(self, fname):
        return self._may_dispatch() if fname == "technician_id" else super()._support_calendar_shows_team(fname)

    @api.model
    def _support_calendar_within(self, spec, start, stop):
        if (spec["date_start"], spec["date_stop"]) != ("start", "stop"):
            return super()._support_calendar_within(spec, start, stop)
        return self._during(start, stop)

    @api.model
    def _support_calendar_default_lead(self):
        return self.env.company.support_travel_minutes

    @api.model
    def _support_calendar_default_duration(self):
        return round(self.env.company.support_default_duration * 60) or super()._support_calendar_default_duration()

    @api.model
    def _support_calendar_tells_hours(self, fname):
        """Technicians' hours only: rows may come from any field, such as who cancelled, and those people's hours are
        their own business."""
        if self._fields[fname].comodel_name != "res.users":
            return super()._support_calendar_tells_hours(fname)
        return fname == "technician_id"

    @api.model
    def _support_calendar_working_time(self, resources, start, stop):
        if resources._name != "res.users":
            return super()._support_calendar_working_time(resources, start, stop)
        return resources._support_working_time(start, stop, self.env.company)

    def init(self):
        """Messages to managers, who get all of them, are numbered, so that a browser knows when one has not come."""
        result = super().init()
        self.env.cr.execute(
            "CREATE SEQUENCE IF NOT EXISTS support_calendar_message_seq OWNED BY support_appointment.id"
        )
        return result

    @api.model
    def _next_message_number(self):
        # Not an ir.sequence without gaps: nobody is to wait for somebody else's commit.
        [(number,)] = self.env.execute_query(SQL("SELECT nextval('support_calendar_message_seq')"))
        return number

    def _schedule_changed(self, field_names, former_technicians=None):
        """Tell open calendars which records to read again: managers', and those of the technicians concerned."""
        super()._schedule_changed(field_names, former_technicians)
        if not self._ids:
            return
        message = {"model": self._name, "ids": list(self._ids)}
        # sudo: who books for a customer need not be able to read groups and users
        managers = self.env.ref("support_center.group_support_manager").sudo()
        managers._bus_send("support_calendar/changed", {**message, "number": self._next_message_number()})
        technicians = (self.technician_id | (former_technicians or self.technician_id.browse())).sudo()
        for technician in technicians:
            if not technician.has_group("support_center.group_support_manager"):
                technician._bus_send("support_calendar/changed", message)
