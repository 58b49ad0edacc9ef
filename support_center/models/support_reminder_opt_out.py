from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError
from odoo.tools import SQL, email_normalize

from ..logic.arguments import LIST, STRUCT
from .arguments import refuse_odd, refuse_odd_values


class SupportReminderOptOut(models.Model):
    """An email address that gets no reminders of a company's visits, whoever it belongs to.

    Contacts have that wish on their contact as well; what is booked online has no contact, only an address.
    """

    _name = "support.reminder.opt.out"
    _description = "Address Without Visit Reminders"
    _order = "email"
    _rec_name = "email"

    email = fields.Char(required=True)

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, ondelete="restrict"
    )

    _email_unique = models.Constraint("UNIQUE (company_id, email)", "This address gets no reminders already.")

    @api.model_create_multi
    def create(self, vals_list):
        refuse_odd(self.env, vals_list, LIST, "vals_list")
        opt_outs = super().create([self._normalized(vals) for vals in vals_list])
        self._replan_reminders(opt_outs._wishes())
        return opt_outs

    def write(self, vals):
        before = self._wishes()
        result = super().write(self._normalized(vals))
        if "company_id" in vals:
            # Rules are checked before a write. Nobody gives a wish to a company of others.
            self.check_access("write")
        self._replan_reminders(before | self._wishes())
        return result

    def unlink(self):
        before = self._wishes()
        result = super().unlink()
        self._replan_reminders(before)
        return result

    def _wishes(self):
        """Pairs of company and address."""
        return {(opt_out.company_id, opt_out.email) for opt_out in self}

    @api.model
    def _add(self, email, company):
        """Have an address get no reminders of a company's visits. Where that is so already, all is well.

        Those who ask at the same time would not see each other's row: PostgreSQL refuses all but one, and Odoo tries again.

        :param str email: normalised
        """
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                INSERT INTO support_reminder_opt_out (email, company_id, create_uid, create_date, write_uid, write_date)
                     VALUES (%(email)s, %(company)s, %(user)s, %(now)s, %(user)s, %(now)s)
                ON CONFLICT (company_id, email) DO NOTHING
                  RETURNING id
                """,
                email=email,
                company=company.id,
                user=self.env.uid,
                now=self.env.cr.now(),
            )
        )
        self._replan_reminders(self.browse(row_id for [row_id] in rows)._wishes())

    @api.model
    def _normalized(self, vals):
        refuse_odd(self.env, vals, STRUCT, "vals")
        refuse_odd_values(self, vals)
        if "email" not in vals:
            return vals
        email = email_normalize(vals["email"])
        if not email:
            # Without what was entered: Odoo logs what it refuses.
            raise ValidationError(self.env._("This is not an email address. Enter one like name@example.com."))
        return {**vals, "email": email}

    @api.model
    def _replan_reminders(self, wishes):
        ledger = self.env["support.notification"].sudo()
        for company, pairs in tools.groupby(wishes, key=lambda wish: wish[0]):
            ledger._replan_addresses([email for _company, email in pairs], company)

    @api.model
    def _among(self, emails, companies):
        """Which of these normalised addresses want no reminders of the visits of one of these companies."""
        wanted = [email for email in emails if email]
        return set(self.sudo().search([("email", "in", wanted), ("company_id", "in", companies.ids)]).mapped("email"))
