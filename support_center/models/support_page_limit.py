from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.misc import hmac


class SupportPageLimit(models.Model):
    """How often something was done on the pages that need no login.

    Only the system reads and writes this. Whom a count is about can't be told from it.
    """

    _name = "support.page.limit"
    _description = "Count of Requests"
    _log_access = False

    key = fields.Char(required=True)
    hits = fields.Integer(required=True)
    ends_at = fields.Datetime(required=True, index=True)

    _key_unique = models.Constraint("UNIQUE (key)", "There is one count of each.")

    @api.model
    def _allows(self, what, subject, limit, period):
        """Count something that is done, and say whether it is one of the first ``limit`` within a period.

        Requests at the same time are counted one after the other: PostgreSQL refuses the second, and Odoo tries it again.

        :param str what: is done
        :param subject: who does it, or to what
        :param timedelta period: begins with the first request
        """
        now = fields.Datetime.now()
        [(hits,)] = self.env.execute_query(
            SQL(
                """
                INSERT INTO support_page_limit AS count (key, hits, ends_at)
                     VALUES (%(key)s, 1, %(end)s)
                ON CONFLICT (key) DO UPDATE
                        SET hits = CASE WHEN count.ends_at <= %(now)s THEN 1 ELSE count.hits + 1 END,
                            ends_at = CASE WHEN count.ends_at <= %(now)s THEN %(end)s ELSE count.ends_at END
                  RETURNING hits
                """,
                key=self._key_of(what, subject),
                now=now,
                end=now + period,
            )
        )
        return hits <= limit

    @api.model
    def _is_used_up(self, what, subject, limit):
        """Whether something was done so often that it is not to be done now. It does not count.

        The parameters are those of :meth:`_allows`.
        """
        key = self._key_of(what, subject)
        count = self.search([("key", "=", key), ("ends_at", ">", fields.Datetime.now())])
        return sum(count.mapped("hits")) >= limit

    @api.model
    def _key_of(self, what, subject):
        return hmac(self.sudo().env, "support_center.page_limit", (what, str(subject)))

    @api.autovacuum
    def _remove_old(self):
        self.env.cr.execute(
            SQL("DELETE FROM support_page_limit WHERE ends_at <= %s", fields.Datetime.now()),
        )
