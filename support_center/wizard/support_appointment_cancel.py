from odoo import fields, models


class SupportAppointmentCancel(models.TransientModel):
    """Asks for confirmation and the reason."""

    _name = "support.appointment.cancel"
    _description = "Cancel Appointments"

    appointment_ids = fields.Many2many("support.appointment", string="Appointments", required=True)
    reason = fields.Text(required=True, help="Kept with the visit and told to the customer.")

    def action_confirm_cancel(self):
        """Cancel the visits and close the dialog."""
        self.ensure_one()
        self.appointment_ids._cancel(self.reason)
        return {"type": "ir.actions.act_window_close"}
