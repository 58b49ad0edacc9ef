from odoo import api, fields, models
from odoo.tools import email_normalize

from ..logic import states
from ..logic.arguments import TEXT, WHOLE, optional, struct
from .arguments import expects, of_records


class SupportAppointmentBulk(models.Model):
    """What changing several visits at once means for their customers."""

    _inherit = "support.appointment"

    @api.readonly
    @expects(values=struct(state=optional(TEXT), technician_id=optional(WHOLE)))
    @of_records
    def support_count_emails(self, values):
        """How many emails would go to customers at once.

        :param dict values: what is about to be written to these visits: ``state`` or ``technician_id``, as lists do
        :return: int
        """
        self.check_access("read")
        now = fields.Datetime.now()
        # Nobody is told of a visit that is over.
        reachable = self.filtered(lambda visit: visit.stop > now and email_normalize(visit.customer_email))
        if values.get("state") == states.CANCELLED:
            ends = reachable.filtered(lambda visit: visit.state not in states.FINAL)
            return len(self.env["support.notification"].sudo()._would_hear_of_cancelling(ends.sudo()))
        return len(reachable.filtered(lambda visit: visit._would_be_told(values)))

    def _would_be_told(self, values):
        self.ensure_one()
        if values.get("state") == states.CONFIRMED and self.state == states.DRAFT:
            return not self.sudo().no_confirmation
        if "technician_id" in values and self.technician_id.id != values["technician_id"]:
            is_to_come = self.state == states.IN_PROGRESS and self.start > fields.Datetime.now()
            return self.state == states.CONFIRMED or is_to_come
        return False
