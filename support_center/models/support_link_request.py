from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL, email_normalize

#: Characters of an email address, at most (RFC 5321).
MAX_ADDRESS = 254
#: Requests handled in one run.
AT_ONCE = 100
#: How long a request waits for the sender before it is forgotten.
LIFETIME = timedelta(days=1)


def bare_address(text):
    """An email address as it is stored, where ``text`` is that and nothing else; otherwise None.

    :param str text: as somebody typed it
    """
    typed = text.strip()
    email = email_normalize(typed) if len(typed) <= MAX_ADDRESS else False
    return email if email and email.lower() == typed.lower() else None


class SupportLinkRequest(models.Model):
    """An address that asked for the links of its visits, until the sender looks them up.

    Whoever asks waits for a row here and no more, so that the time it takes does not tell whether the address is known.
    Only the system reads and writes this.
    """

    _name = "support.link.request"
    _description = "Request for Links"
    _log_access = False

    email = fields.Char(required=True)
    asked_at = fields.Datetime(required=True, default=fields.Datetime.now, index=True)

    @api.model
    def _add(self, email):
        """Have the links of an address's visits sent to it.

        :param str email: normalised
        """
        self.create({"email": email})
        self.env["support.notification"]._wake_up()

    @api.model
    def _take(self):
        """Remove what waits. The caller commits before it goes on: an address that can't be handled holds up nobody.

        :return: list of addresses
        """
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                DELETE FROM support_link_request
                 WHERE id IN (
                    SELECT id FROM support_link_request ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
                 )
             RETURNING id, email
                """,
                AT_ONCE,
            )
        )
        self.invalidate_model()
        if len(rows) == AT_ONCE:
            self.env["support.notification"]._wake_up()
        return [email for _id, email in sorted(rows)]

    @api.autovacuum
    def _remove_old(self):
        self.search([("asked_at", "<", fields.Datetime.now() - LIFETIME)]).unlink()
