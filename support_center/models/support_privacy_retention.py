from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..logic import mail_plan, states
from ..logic.privacy import LOG_DAYS, LOG_PARAMETER, REQUEST_DAYS, REQUEST_PARAMETER

#: Rows deleted, or visits forgotten, in one transaction.
ROWS_AT_ONCE = 10_000
VISITS_AT_ONCE = 100


class SupportPrivacy(models.AbstractModel):
    """Forgets by itself what was kept for long enough. Odoo's daily clean-up calls it, a batch per transaction: what is
    done stays done, whatever happens to the rest."""

    _inherit = "support.privacy"

    @api.model
    def _days(self, parameter, default):
        """A global period.

        :return: days, one at least
        """
        value = self.env["ir.config_parameter"].sudo().get_param(parameter, "")
        return max(int(value), 1) if value.isdecimal() else default

    @api.model
    def _before(self, parameter, default):
        return fields.Datetime.now() - timedelta(days=self._days(parameter, default))

    @api.model
    def _delete_old(self, table, column, before):
        """Delete a batch of the oldest rows.

        :param SQL table: name
        :param SQL column: of the row's time
        :return: number of rows, and whether there are more
        """
        self.env.cr.execute(
            SQL(
                """
                DELETE FROM %(table)s
                 WHERE id IN (SELECT id FROM %(table)s WHERE %(column)s < %(before)s ORDER BY %(column)s LIMIT %(limit)s)
                """,
                table=table,
                column=column,
                before=before,
                limit=ROWS_AT_ONCE,
            )
        )
        count = self.env.cr.rowcount
        return count, count == ROWS_AT_ONCE

    @api.autovacuum
    def _gc_access_log(self):
        before = self._before(LOG_PARAMETER, LOG_DAYS)
        return self._delete_old(SQL("support_api_log"), SQL("received_at"), before)

    @api.autovacuum
    def _gc_requests(self):
        before = self._before(REQUEST_PARAMETER, REQUEST_DAYS)
        return self._delete_old(SQL("support_api_request"), SQL("create_date"), before)

    @api.autovacuum
    def _gc_erasures(self):
        # Whatever a companion has not forgotten by then it keeps for no longer than that either.
        before = self._before(LOG_PARAMETER, LOG_DAYS)
        return self._delete_old(SQL("support_api_erasure"), SQL("create_date"), before)

    @api.autovacuum
    def _gc_email_addresses(self):
        """Forget to which address old emails went; that they were sent is still known."""
        rows = self.env["support.notification"].sudo()
        wanted = self._past_visits("support_keep_mail_days", "appointment_id.", "company_id")
        wanted |= self._of_deleted_visits("support_keep_mail_days")
        domain = Domain("state", "not in", mail_plan.OPEN) & (
            Domain("email_to", "!=", False) | Domain("error", "!=", False)
        )
        found = rows.search(wanted & domain, limit=ROWS_AT_ONCE, order="id")
        found.try_lock_for_update().write({"email_to": False, "error": False})
        return len(found), len(found) == ROWS_AT_ONCE

    @api.autovacuum
    def _gc_customers(self):
        """Forget the customers of visits that are long over."""
        visits = self.env["support.appointment"].sudo()
        wanted = self._past_visits("support_keep_customer_days")
        found = visits.search(wanted & Domain("erased_at", "=", False), limit=VISITS_AT_ONCE, order="stop, id")
        # One whose email is being sent at this moment is for tomorrow.
        busy = found.notification_ids.filtered(lambda row: row.state == mail_plan.SENDING).appointment_id
        ready = found - busy
        if ready:
            nobody = self.env["res.partner"].browse()
            tickets = ready.ticket_id - self._visits_of_others(ready.ticket_id, ready).ticket_id
            self._erase(ready, self._person(ready, nobody), tickets=tickets)
        return len(ready), bool(ready) and len(found) == VISITS_AT_ONCE

    @api.autovacuum
    def _gc_records_of_deleted_visits(self):
        """Forget the customers of visits that were deleted and would be long over."""
        name = self.env["support.appointment"]._erased_values()["customer_name"]
        self.env["support.appointment.record"].sudo()._forget_deleted(name)

    @api.model
    def _of_deleted_visits(self, setting):
        """Emails about visits that were deleted and would have ended before what their company keeps."""
        domain = Domain.FALSE
        for owner in self.env["res.company"].sudo().search([(setting, ">", 0)]):
            before = fields.Datetime.now() - timedelta(days=owner[setting])
            domain |= Domain("company_id", "=", owner.id) & Domain("appointment_stop", "<", before)
        return domain

    @api.model
    def _past_visits(self, setting, prefix="", company=None):
        """Visits that ended before what their company keeps.

        :param str setting: the company's field with the days
        :param str prefix: path to the visit in the model that is searched, with a dot
        """
        company = company or f"{prefix}company_id"
        domain = Domain.FALSE
        for owner in self.env["res.company"].sudo().search([(setting, ">", 0)]):
            before = fields.Datetime.now() - timedelta(days=owner[setting])
            domain |= (
                Domain(company, "=", owner.id)
                & Domain(f"{prefix}state", "in", list(states.FINAL))
                & Domain(f"{prefix}stop", "<", before)
            )
        return domain
