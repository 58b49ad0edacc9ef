from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import email_normalize


class SupportReminderOptOut(models.Model):
    """An email address that gets no reminders, whoever it belongs to.

    Contacts have that wish on their contact as well; what is booked online has no contact, only an address.
    """

    _name = "support.reminder.opt.out"
    _description = "Address Without Visit Reminders"
    _order = "email"
    _rec_name = "email"

    email = fields.Char(required=True)

    _email_unique = models.Constraint("UNIQUE (email)", "This address gets no reminders already.")

    @api.model_create_multi
    def create(self, vals_list):
        opt_outs = super().create([self._normalized(vals) for vals in vals_list])
        opt_outs._replan_reminders(opt_outs.mapped("email"))
        return opt_outs

    def write(self, vals):
        before = self.mapped("email")
        result = super().write(self._normalized(vals))
        self._replan_reminders(before + self.mapped("email"))
        return result

    def unlink(self):
        emails = self.mapped("email")
        result = super().unlink()
        self._replan_reminders(emails)
        return result

    @api.model
    def _normalized(self, vals):
        if "email" not in vals:
            return vals
        email = email_normalize(vals["email"])
        if not email:
            raise ValidationError(
                self.env._("“%s” is no email address. Enter one like name@example.com.", vals["email"] or "")
            )
        return {**vals, "email": email}

    @api.model
    def _replan_reminders(self, emails):
        self.env["support.notification"].sudo()._replan_addresses(emails)

    @api.model
    def _among(self, emails):
        """Which of these normalised addresses want no reminders."""
        return set(self.sudo().search([("email", "in", [email for email in emails if email])]).mapped("email"))
