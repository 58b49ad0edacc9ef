from odoo import api, fields, models
from odoo.tools import SQL

from .support_privacy import APPOINTMENT_UID

#: So many are told to a companion at once.
BATCH_SIZE = 500


class SupportApiErasure(models.Model):
    """What companions are to forget in their own access log: appointments by their API id, and requests.

    Each companion database asks for what is newer than what it has done, so that any number of them learn of it.
    """

    _name = "support.api.erasure"
    _description = "Erasure for Companions"
    _order = "id"
    _rec_name = "reference"

    reference = fields.Char(required=True, readonly=True, index=True, help="API id of a visit, or id of a request.")

    @api.model
    def _after(self, last_id):
        """The next erasures after one that was carried out.

        :return: list of ``{id, reference}``
        """
        return [
            {"id": row.id, "reference": row.reference} for row in self.search([("id", ">", last_id)], limit=BATCH_SIZE)
        ]

    @api.model
    def _scrub(self, request_ids):
        """Take customers who were erased meanwhile out of access log entries that came late."""
        self.env.cr.execute(
            SQL(
                """
                UPDATE support_api_log entry
                   SET address = NULL, user_agent = NULL, path = entry.route
                  FROM support_api_erasure erasure
                 WHERE entry.request_id = ANY(%s)
                   AND erasure.reference IN (entry.request_id, substring(entry.path FROM %s))
                   AND entry.received_at <= erasure.create_date
                """,
                request_ids,
                APPOINTMENT_UID,
            )
        )
