from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL, email_normalize


class SupportReminderOptOut(models.Model):
    """An email address that gets no reminders, whoever it belongs to.

    Contacts have that wish on their contact as well; what is booked online has no contact, only an address.
    """

    _name = "support.reminder.opt.out"
    _description = "Address Without Visit Reminders"
    _order = "email"
    _rec_name = "email"

    email = fields.Char(required=True)

    company_ids = fields.Many2many(
        "res.company",
        compute="_compute_company_ids",
        search="_search_company_ids",
        compute_sudo=True,
        string="Companies",
        groups="base.group_system",
        help="The companies with a visit for this address. Their managers see it.",
    )

    _email_unique = models.Constraint("UNIQUE (email)", "This address gets no reminders already.")

    def _compute_company_ids(self):
        found = self._companies_of_visits()
        for opt_out in self:
            opt_out.company_ids = [company_id for row_id, company_id in found if row_id == opt_out.id]

    @api.model
    def _search_company_ids(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("id", "in", [row_id for row_id, company_id in self._companies_of_visits() if company_id in value])]

    @api.model
    def _companies_of_visits(self):
        """Which companies have visits for which of the addresses.

        :return: list of ids of rows and companies
        """
        self.flush_model(["email"])
        self.env["support.appointment"].flush_model(["customer_email", "company_id"])
        return self.env.execute_query(
            SQL(
                r"""
                SELECT DISTINCT opt_out.id, visit.company_id
                  FROM support_appointment visit
                  JOIN support_reminder_opt_out opt_out
                    ON opt_out.email = lower(substring(visit.customer_email FROM '[^\s<>",;]+@[^\s<>",;]+'))
                """
            )
        )

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
            # Without what was entered: Odoo logs what it refuses.
            raise ValidationError(self.env._("This is not an email address. Enter one like name@example.com."))
        return {**vals, "email": email}

    @api.model
    def _replan_reminders(self, emails):
        self.env["support.notification"].sudo()._replan_addresses(emails)

    @api.model
    def _among(self, emails):
        """Which of these normalised addresses want no reminders."""
        return set(self.sudo().search([("email", "in", [email for email in emails if email])]).mapped("email"))
