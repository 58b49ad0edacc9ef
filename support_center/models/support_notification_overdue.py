from odoo import api, fields, models
from odoo.tools import SQL

from ..logic import mail_plan


class SupportNotificationOverdue(models.Model):
    """Mail that should have left minutes ago and that nobody sends: the alarm in Settings, in the list, and for the companion."""

    _inherit = "support.notification"

    is_overdue = fields.Boolean(
        string="Overdue",
        compute="_compute_is_overdue",
        search="_search_is_overdue",
        help="It should have left minutes ago, and nobody sends it.",
    )

    @api.depends("state", "due_at", "planned_at", "attempts")
    def _compute_is_overdue(self):
        overdue = self.filtered_domain(self._overdue_domain())
        for row in self:
            row.is_overdue = row in overdue

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = self._overdue_domain()
        if set(value) == {True, False}:
            return fields.Domain.TRUE
        return domain if True in value else ~domain

    @api.model
    def _overdue_domain(self):
        """What is due, and has been for too long.

        A mail that was given back untried, as its mail server can't be reached, is due anew each time: its first attempt is
        still the one that was planned.
        """
        now = fields.Datetime.now()
        limit = now - mail_plan.OVERDUE_AFTER
        untried = fields.Domain([("attempts", "=", 0), ("planned_at", "<", limit), ("due_at", "<=", now)])
        return fields.Domain("state", "in", mail_plan.OPEN) & (fields.Domain("due_at", "<", limit) | untried)

    @api.model
    def _overdue(self, company=None):
        """How much mail is overdue.

        :param company: of this company alone, otherwise of all
        :return: tuple of the number of mails, and since when the oldest has been due (naive UTC, None where there is none)
        """
        domain = self._overdue_domain()
        if company:
            domain &= fields.Domain("company_id", "=", company.id)
        query = self._search(domain)
        since = SQL("MIN(CASE WHEN attempts = 0 THEN planned_at ELSE due_at END)")
        [row] = self.env.execute_query(query.select(SQL("COUNT(*)"), since))
        return row
