from odoo import api, fields, models

from ..exceptions import ScheduleError

#: All that a visit says of its customer. The rest (when, who went, how it ended) stays for the statistics.
PERSONAL_FIELDS = (
    "subject",
    "description",
    "partner_id",
    "customer_name",
    "customer_email",
    "customer_phone",
    "location",
    "cancel_reason",
    "external_reference",
)


class SupportAppointmentPrivacy(models.Model):
    """Visits whose customers were forgotten; see :class:`support.privacy`."""

    _inherit = "support.appointment"

    erased_at = fields.Datetime(
        string="Customer Data Erased On",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="Who the customer was is not known any more.",
    )

    @api.model
    def _personal_fields(self):
        """Names of the stored fields that say something of the customer. What a visit learns later is added here."""
        return PERSONAL_FIELDS

    @api.model
    def _erased_values(self):
        """What stands in those fields afterwards, as column values."""
        return {
            **dict.fromkeys(self._personal_fields()),
            "subject": self.env._("Erased"),
            "customer_name": self.env._("Erased customer"),
        }

    def write(self, vals):
        if any(vals.get(name) for name in self._personal_fields()):
            erased = self.filtered("erased_at")
            if erased:
                raise ScheduleError(
                    self.env._(
                        "The customer data of %s was erased and can't be entered again. Book a new visit instead.",
                        ", ".join(erased.mapped("name")),
                    ),
                    "erased",
                )
        return super().write(vals)

    @api.model
    def _by_customer_token(self, token):
        """The link of a visit whose customer was forgotten leads nowhere."""
        appointment = super()._by_customer_token(token)
        return appointment.filtered(lambda visit: not visit.erased_at)

    @api.model
    def _visit_with_uid(self, uid):
        """What a calendar answers to it afterwards is not taken in: it would bring the customer back."""
        return super()._visit_with_uid(uid).filtered(lambda visit: not visit.erased_at)
