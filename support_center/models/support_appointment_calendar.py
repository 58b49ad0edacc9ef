from odoo import api, models


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
        wanted = self._support_calendar_resource_domain(fname, domain)
        return technicians if wanted.is_true() else technicians.filtered_domain(wanted)

    @api.model
    def _support_calendar_shows_team(self, fname):
        return self._may_dispatch() if fname == "technician_id" else super()._support_calendar_shows_team(fname)

    @api.model
    def _support_calendar_working_time(self, resources, start, stop):
        if resources._name != "res.users":
            return super()._support_calendar_working_time(resources, start, stop)
        return resources._support_working_time(start, stop, self.env.company)

    def _schedule_changed(self, field_names):
        """Tell open calendars which records to read again; what they may read of them, record rules decide."""
        super()._schedule_changed(field_names)
        if not self._ids:
            return
        message = {"model": self._name, "ids": list(self._ids)}
        # sudo: who books for a customer need not be able to read groups
        for group in ("support_center.group_support_manager", "support_center.group_support_technician"):
            self.env.ref(group).sudo()._bus_send("support_calendar/changed", message)
