from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .arguments import of_one_record


class ResUsers(models.Model):
    """What managers see and set of their technicians without being administrators of users."""

    _inherit = "res.users"

    support_calendar_id = fields.Many2one(
        "resource.calendar",
        string="Technician's Working Hours",
        compute="_compute_support_working_time",
        compute_sudo=True,
        groups="support_center.group_support_manager",
    )
    support_tz = fields.Char(
        string="Technician's Time Zone",
        compute="_compute_support_working_time",
        compute_sudo=True,
        groups="support_center.group_support_manager",
    )
    support_hours_warning = fields.Char(
        compute="_compute_support_working_time",
        compute_sudo=True,
        groups="support_center.group_support_manager",
    )
    support_upcoming_count = fields.Integer(
        string="Upcoming Appointments",
        compute="_compute_support_upcoming_count",
        groups="support_center.group_support_manager",
    )

    @api.depends_context("company")
    @api.depends("tz", "resource_ids.calendar_id", "resource_ids.tz", "resource_ids.active")
    def _compute_support_working_time(self):
        company = self.env.company
        default_calendar = company.resource_calendar_id
        resources = self._support_resources(company)
        none = self.env["resource.resource"]
        for user in self:
            resource = resources.get(user._origin.id, none)
            # Without a schedule of their own, resources work at any time.
            user.support_calendar_id = resource.calendar_id if resource else default_calendar
            user.support_tz = user._support_zone(resource, company).zone
            user.support_hours_warning = user._support_hours_warning_of(resource, company)

    def _compute_support_upcoming_count(self):
        counts = dict(
            self.env["support.appointment"]._read_group(
                self._support_upcoming_domain(), ["technician_id"], ["__count"]
            ),
        )
        for user in self:
            user.support_upcoming_count = counts.get(user._origin, 0)

    def _support_upcoming_domain(self):
        return Domain(
            [
                ("technician_id", "in", self.ids),
                ("stop", ">", fields.Datetime.now()),
                ("state", "!=", "cancelled"),
            ],
        )

    def _check_support_technician(self, company):
        """:raise UserError: who is no technician of the company has no working hours there"""
        self.ensure_one()
        if self not in self._support_technicians(company):
            raise UserError(
                self.env._(
                    "%(user)s is not a technician of Support Center. Have an administrator give that role first.",
                    user=self.name,
                ),
            )

    def _support_set_working_hours(self, company, calendar, tz=None):
        """Set when this technician works; the caller has checked who asks.

        :param tz: name of the time zone; the present one stays where it is empty
        """
        self.ensure_one()
        self._check_support_technician(company)
        resource = self._support_ensure_resource(company)
        if "employee_id" in resource._fields and resource.employee_id:
            raise UserError(
                self.env._(
                    "%(user)s is an employee, so the working hours are kept in the Employees app. Change them there.",
                    user=self.name,
                ),
            )
        values = {"calendar_id": calendar.id}
        if tz:
            values["tz"] = tz
        resource.write(values)

    # ------------------------------------------------------------
    # Buttons
    # ------------------------------------------------------------

    @of_one_record
    def action_support_appointments(self):
        """Open this technician's upcoming appointments."""
        action = self.env["ir.actions.act_window"]._for_xml_id("support_center.support_appointment_action")
        action["domain"] = [("technician_id", "=", self.id)]
        action["context"] = {"default_technician_id": self.id, "search_default_upcoming": 1}
        return action

    @of_one_record
    def action_support_time_off(self):
        """Open this technician's time off, which nobody can be booked in."""
        # The resource is created with superuser rights, so the right to read the technician alone must not do.
        self.env["support.technician.hours"].check_access("create")
        self._check_support_technician(self.env.company)
        resource = self._support_ensure_resource()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "support_center.resource_calendar_leaves_action_technician"
        )
        action["display_name"] = self.env._("Time Off of %(technician)s", technician=self.name)
        action["domain"] = [("resource_id", "=", resource.id)]
        action["context"] = {"default_resource_id": resource.id}
        return action
