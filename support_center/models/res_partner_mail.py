from odoo import api, fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    support_reminder_opt_out = fields.Boolean(
        string="No Visit Reminders",
        company_dependent=True,
        help="The customer gets no reminders of this company's visits. Confirmations and news of changes are still sent.",
    )

    def write(self, vals):
        opted_out = self.filtered("support_reminder_opt_out") if "support_reminder_opt_out" in vals else self.browse()
        result = super().write(vals)
        if "support_reminder_opt_out" in vals:
            addresses = [address for address in self.mapped("email_normalized") if address]
            company = self.env.company
            ledger = self.env["support.notification"].sudo()
            ledger._replan_partners(self, company)
            if addresses:
                ledger._replan_addresses(addresses, company)
            if not vals["support_reminder_opt_out"]:
                # Customers who said so themselves have their address on the list as well.
                self.env["support.reminder.opt.out"].sudo().search(
                    [("email", "in", opted_out.mapped("email_normalized")), ("company_id", "=", company.id)]
                ).unlink()
        return result

    @api.model
    def _support_with_address(self, addresses, domain=()):
        """Contacts with one of these normalised addresses."""
        wanted = [address for address in addresses if address]
        if not wanted:
            return self.browse()
        return self.sudo().search([("email_normalized", "in", wanted), *domain])

    @api.model
    def _support_opted_out_among(self, addresses, company):
        """Contacts with one of these normalised addresses who want no reminders of the company's visits."""
        contacts = self.with_company(company)
        return contacts._support_with_address(addresses, [("support_reminder_opt_out", "=", True)])

    def _support_agreed(self, field_name):
        """The value that these contacts have, as far as they have one; ``False`` where they differ."""
        values = set(self.mapped(field_name)) - {False}
        if field_name == "lang":
            # Odoo lets anybody write any text as the language.
            values &= {code for code, _name in self.env["res.lang"].get_installed()}
        return values.pop() if len(values) == 1 else False
