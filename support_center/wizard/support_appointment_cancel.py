from odoo import api, fields, models

from ..logic import states
from ..models.arguments import of_one_record


class SupportAppointmentCancel(models.TransientModel):
    """Asks for confirmation and the reason."""

    _name = "support.appointment.cancel"
    _description = "Cancel Appointments"

    appointment_ids = fields.Many2many("support.appointment", string="Appointments", required=True)
    reason = fields.Text(
        required=True, help="Kept with the visit. It is in the email to the customer, if one goes out."
    )

    email_count = fields.Integer(compute="_compute_email_count", help="How many emails go to customers.")
    email_text = fields.Char(compute="_compute_email_count", help="The same as a sentence.")

    title = fields.Char(compute="_compute_title", help="The text of the button, with the number of visits.")

    @api.depends("appointment_ids")
    def _compute_title(self):
        for wizard in self:
            wizard.title = self._title(len(wizard.appointment_ids))

    @api.model
    def _title(self, count):
        if count == 1:
            return self.env._("Cancel Appointment")
        return self.env._("Cancel %s Appointments", count)

    @api.depends("appointment_ids")
    def _compute_email_count(self):
        for wizard in self:
            visits = wizard.appointment_ids._origin
            wizard.email_count = visits.support_count_emails({"state": states.CANCELLED})
            wizard.email_text = wizard._email_text(wizard.email_count, is_one_visit=len(visits) == 1)

    @api.model
    def _email_text(self, count, is_one_visit):
        if not count:
            return self.env._("No customer gets an email about it.")
        if is_one_visit:
            return self.env._("The customer gets an email with the reason.")
        if count == 1:
            return self.env._("One email to a customer goes out, with the reason.")
        return self.env._("%s emails to customers go out, with the reason.", count)

    @of_one_record
    def action_confirm_cancel(self):
        """Cancel the visits and close the dialog."""
        self.appointment_ids._cancel(self.reason)
        return {"type": "ir.actions.act_window_close"}
