import json

from odoo import api, fields, models
from odoo.tools import SQL


class SupportApiRequest(models.Model):
    """What came of each write of the booking API, kept in the write's own transaction: it is either done and known, or
    neither. So asking again with the same key answers the same, and never does it twice."""

    _name = "support.api.request"
    _description = "Support API Request"
    _inherit = ["support.system.fields"]
    _order = "id desc"
    _rec_name = "idempotency_key"

    key_id = fields.Many2one("support.api.key", required=True, readonly=True, ondelete="restrict", index=True)
    idempotency_key = fields.Char(required=True, readonly=True)
    fingerprint = fields.Char(required=True, readonly=True, help="SHA-256 of what was asked.")
    request_id = fields.Char(readonly=True, help="The request that was carried out, as in the access log.")
    answer = fields.Text(readonly=True, groups="base.group_system")

    _key_unique = models.Constraint(
        "UNIQUE (key_id, idempotency_key)", "This idempotency key was used before with this API key."
    )
    _create_date_idx = models.Index("(create_date)")

    @api.model
    def _try_lock(self, key, idempotency_key):
        """Whether no other transaction works on this request; it is ours until this transaction ends."""
        [(locked,)] = self.env.execute_query(
            SQL(
                "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))",
                f"support.api.request:{key.id}:{idempotency_key}",
            )
        )
        return locked

    @api.model
    def _claim(self, key, idempotency_key, fingerprint, request_id):
        """Enter a request before it is carried out.

        Where the request was carried out since this transaction's snapshot was taken, PostgreSQL refuses with a
        serialization failure; Odoo then tries again from the start and finds it.

        :return: the new row, or an empty recordset when there is one already
        """
        rows = self.env.execute_query(
            SQL(
                """
                INSERT INTO support_api_request (
                                key_id, idempotency_key, fingerprint, request_id, create_uid, create_date
                            )
                     VALUES (%s, %s, %s, %s, %s, now() AT TIME ZONE 'UTC')
                ON CONFLICT (key_id, idempotency_key) DO NOTHING
                  RETURNING id
                """,
                key.id,
                idempotency_key,
                fingerprint,
                request_id or None,
                self.env.uid,
            )
        )
        return self.browse(row[0] for row in rows)

    @api.model
    def _find(self, key, idempotency_key):
        return self.search([("key_id", "=", key.id), ("idempotency_key", "=", idempotency_key)], limit=1)

    def _remember(self, answer):
        self.ensure_one()
        self.answer = json.dumps(answer)

    def _recall(self):
        self.ensure_one()
        return json.loads(self.answer)
