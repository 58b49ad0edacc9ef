import json
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..logic.privacy import LOG_DAYS, LOG_PARAMETER


class SupportApiLog(models.Model):
    """Every request to the booking API, allowed or not.

    Rows come from the companion. They are never changed, save that one without an answer gets it when there is one after all.
    """

    _name = "support.api.log"
    _description = "Support API Access Log"
    _inherit = ["support.system.fields"]
    _order = "received_at desc, id desc"
    _rec_name = "request_id"
    _log_access = False

    request_id = fields.Char(required=True, readonly=True, help="What the client was told as X-Request-Id.")
    received_at = fields.Datetime(string="Time", required=True, readonly=True)
    key_id = fields.Many2one("support.api.key", readonly=True, ondelete="restrict", index="btree_not_null")
    key_prefix = fields.Char(readonly=True)
    method = fields.Char(readonly=True)
    path = fields.Char(readonly=True)
    route = fields.Char(readonly=True, index="btree_not_null")
    status = fields.Integer(
        readonly=True, aggregator=None, help="HTTP status; 0: the companion was ended before it answered."
    )
    code = fields.Char(string="Error", readonly=True, index="btree_not_null")
    outcome = fields.Selection(
        [("ok", "Answered"), ("refused", "Refused"), ("failed", "Failed")],
        compute="_compute_outcome",
        store=True,
        index=True,
    )
    address = fields.Char(readonly=True, index="btree_not_null")
    user_agent = fields.Char(readonly=True)
    duration_ms = fields.Integer(string="Duration (ms)", readonly=True, aggregator="avg")
    instance = fields.Char(readonly=True, help="Which companion process answered.")

    _request_unique = models.UniqueIndex("(request_id)")
    _received_at_idx = models.Index("(received_at DESC, id DESC)")

    @api.depends("status")
    def _compute_outcome(self):
        for entry in self:
            if 200 <= entry.status < 400:
                entry.outcome = "ok"
            else:
                entry.outcome = "refused" if 400 <= entry.status < 500 else "failed"

    def write(self, vals):
        if self:
            raise UserError(self.env._("The access log can't be changed."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._(
                "The access log can't be changed. Old entries are removed after %s days.",
                self.env["support.privacy"]._days(LOG_PARAMETER, LOG_DAYS),
            )
        )

    @api.model
    def _ingest(self, entries):
        """Take over entries from a companion; those whose answer is known already are skipped.

        :param entries: list of dicts of the fields above, ``received_at`` as text in UTC, ``key_id`` 0 for none
        :return: how many were new, or have an answer only now
        """
        rows = self.env.execute_query(
            SQL(
                """
                INSERT INTO support_api_log (
                    request_id, received_at, key_id, key_prefix, method, path, route, status, code, outcome, address,
                    user_agent, duration_ms, instance
                )
                SELECT entry.request_id, entry.received_at, key.id, entry.key_prefix, entry.method, entry.path,
                       entry.route, entry.status, NULLIF(entry.code, ''),
                       CASE WHEN entry.status BETWEEN 200 AND 399 THEN 'ok'
                            WHEN entry.status BETWEEN 400 AND 499 THEN 'refused'
                            ELSE 'failed' END,
                       entry.address, entry.user_agent, entry.duration_ms, entry.instance
                  FROM jsonb_to_recordset(%s::jsonb) AS entry (
                           request_id text, received_at timestamp, key_id int, key_prefix text, method text, path text,
                           route text, status int, code text, address text, user_agent text, duration_ms int,
                           instance text
                       )
             LEFT JOIN support_api_key key ON key.id = entry.key_id
              ORDER BY entry.received_at
           ON CONFLICT (request_id) DO UPDATE
                   SET key_id = EXCLUDED.key_id, key_prefix = EXCLUDED.key_prefix, status = EXCLUDED.status,
                       code = EXCLUDED.code, outcome = EXCLUDED.outcome, duration_ms = EXCLUDED.duration_ms
                 WHERE support_api_log.status = 0 AND EXCLUDED.status <> 0
             RETURNING key_id, received_at
                """,
                json.dumps(entries),
            )
        )
        if entries:
            self.env["support.api.erasure"]._scrub([entry["request_id"] for entry in entries])
        last_use = {}
        for key_id, received_at in rows:
            if key_id:
                last_use[key_id] = max(received_at, last_use.get(key_id, received_at))
        for key in self.env["support.api.key"].browse(last_use):
            # To the minute: a busy key would be written every second otherwise.
            if not key.last_used_at or last_use[key.id] - key.last_used_at >= timedelta(minutes=1):
                key.last_used_at = last_use[key.id]
        return len(rows)
