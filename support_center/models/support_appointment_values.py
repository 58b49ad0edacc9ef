from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize

from ..exceptions import ScheduleError
from ..logic.arguments import LIST, STRUCT
from .arguments import refuse_odd, refuse_odd_values

#: As the constraint of the table has it.
MAX_TRAVEL_MINUTES = 24 * 60


class SupportAppointmentValues(models.Model):
    """Values that make no sense are refused with a sentence, before anything is worked out of them."""

    _inherit = "support.appointment"

    @api.model_create_multi
    def create(self, vals_list):
        refuse_odd(self.env, vals_list, LIST, "vals_list")
        for vals in vals_list:
            self._refuse_odd_values(vals)
            self._refuse_odd_email(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._refuse_odd_values(vals)
        for name in vals:
            field = self._fields[name]
            # A new visit is different: its empty fields get their defaults.
            if field.required and field.type in ("char", "text", "many2one", "selection") and not vals[name]:
                raise ScheduleError(
                    self.env._("“%s” can't be empty.", field._description_string(self.env)), "blank_text"
                )
        self._refuse_odd_email(vals)
        # Dialogs bring defaults for what they open, which are nothing to what is written on the way. This is the outermost
        # of the methods that write a visit, so that none of them works twice.
        return super(SupportAppointmentValues, self._without_defaults()).write(vals)

    @api.model
    def _refuse_odd_values(self, vals):
        """:raise UserError: a field is unknown, or its value is of another kind"""
        refuse_odd(self.env, vals, STRUCT, "vals")
        for name, value in vals.items():
            field = self._fields.get(name)
            if field is None:
                raise UserError(self.env._("An appointment has no field “%s”.", name))
            if field.type == "selection" and value not in (None, False, *field.get_values(self.env)):
                label = field._description_string(self.env)
                raise UserError(self.env._("“%(value)s” is no value of “%(field)s”.", value=value, field=label))
        refuse_odd_values(self, vals)
        if not 0 <= (vals.get("travel_minutes") or 0) <= MAX_TRAVEL_MINUTES:
            # PostgreSQL computes with it before it checks it.
            raise ScheduleError(self.env._("Travel takes between 0 minutes and 24 hours."), "invalid_travel")

    def _refuse_odd_email(self, vals):
        """Refuse a customer's address that no email can go to, where somebody enters it. A contact's address is kept as it is.

        :raise ScheduleError: with a sentence
        """
        email = vals.get("customer_email")
        # Letters of any alphabet may be in it. Whether mail can be carried there, the mail server says.
        if not email or self.env.su or "." in (email_normalize(email) or "").rpartition("@")[2]:
            return
        contacts = self.env["res.partner"].browse(vals.get("partner_id") or []) | self.partner_id
        if email in [contact.email for contact in contacts.sudo()] or email in self.mapped("customer_email"):
            return
        raise ScheduleError(
            # Without the address: Odoo logs what it refuses.
            self.env._("The customer's email is not an email address. Enter one like name@example.com, or none."),
            "invalid_email",
        )
