import json
from datetime import timedelta
from uuid import uuid4

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .test_api_facade import ApiCase

HEARTBEAT = {"instance": "companion-1", "version": "1.0.0", "backlog": 0, "mail": "ready", "erased_up_to": 0}


@tagged("post_install", "-at_install")
class TestApiLog(ApiCase):
    def _entry(self, **values):
        return {
            "request_id": str(uuid4()),
            "received_at": "2026-03-02 09:00:00",
            "instance": "companion-1",
            "method": "POST",
            "path": "/v1/appointments",
            "route": "/v1/appointments",
            "status": 201,
            "code": "",
            "key_id": self.key.id,
            "key_prefix": self.key.prefix,
            "address": "203.0.113.7",
            "user_agent": "curl/8",
            "duration_ms": 40,
            **values,
        }

    def _ingest(self, *entries):
        return self.facade.record_access(HEARTBEAT, json.dumps(entries))["accepted"]

    def _find(self, entry):
        return self.env["support.api.log"].search([("request_id", "=", entry["request_id"])])

    def test_entries_arrive_once(self):
        entry = self._entry()
        self.assertEqual(self._ingest(entry), 1)
        self.assertEqual(self._ingest(entry, self._entry()), 1)
        found = self._find(entry)
        self.assertEqual(len(found), 1)
        self.assertEqual((found.key_id, found.status, found.outcome), (self.key, 201, "ok"))
        self.assertEqual(found.received_at, fields.Datetime.to_datetime("2026-03-02 09:00:00"))

    def test_an_answer_that_comes_after_all(self):
        """A request that ran for long was taken for one whose companion was killed."""
        entry = self._entry(status=0, key_id=0, duration_ms=0)
        self.assertEqual(self._ingest(entry), 1)
        self.assertEqual(self._ingest(entry), 0)
        answered = {**entry, "status": 201, "key_id": self.key.id, "duration_ms": 360_000}
        self.assertEqual(self._ingest(answered), 1)
        self.assertEqual(self._ingest(entry, self._entry()), 1)
        self.assertEqual(self._ingest({**answered, "status": 503}), 0)
        self.env.invalidate_all()
        found = self._find(entry)
        self.assertEqual((found.status, found.outcome, found.key_id, found.duration_ms), (201, "ok", self.key, 360_000))

    def test_refused_failed_and_ended_requests(self):
        for status, code, outcome in (
            (401, "unauthenticated", "refused"),
            (503, "odoo_unavailable", "failed"),
            (0, "", "failed"),
        ):
            entry = self._entry(status=status, code=code, key_id=0, key_prefix="")
            self._ingest(entry)
            found = self._find(entry)
            self.assertEqual((found.outcome, found.code or "", bool(found.key_id)), (outcome, code, False))

    def test_a_key_that_is_gone(self):
        entry = self._entry(key_id=2_000_000_000)
        self._ingest(entry)
        self.assertFalse(self._find(entry).key_id)

    def test_last_use(self):
        self._ingest(self._entry())
        self.assertEqual(self.key.last_used_at, fields.Datetime.to_datetime("2026-03-02 09:00:00"))
        self._ingest(self._entry(received_at="2026-03-02 08:00:00"))
        self.assertEqual(self.key.last_used_at, fields.Datetime.to_datetime("2026-03-02 09:00:00"))

    def test_nobody_changes_the_log(self):
        entry = self._entry()
        self._ingest(entry)
        found = self._find(entry)
        for user in (self.env.ref("base.user_admin"), self.manager):
            with self.assertRaises(UserError):
                found.with_user(user).status = 200
            with self.assertRaises(UserError):
                found.with_user(user).unlink()
            with self.assertRaises(AccessError):
                self.env["support.api.log"].with_user(user).create(entry)
        with self.assertRaises(UserError):
            found.sudo().write({"status": 200})
        with self.assertRaises(UserError):
            found.sudo().unlink()

    def test_managers_read_the_log_and_others_do_not(self):
        entry = self._entry()
        self._ingest(entry)
        self.assertEqual(self._find(entry).with_user(self.manager).status, 201)
        for user in (self.technician, self.outsider, self.companion):
            with self.assertRaises(AccessError):
                self._find(entry).with_user(user).read(["status"])

    def test_hostile_text(self):
        entry = self._entry(user_agent="<script>'; DROP TABLE x; --", path="/%(a)s%s")
        self._ingest(entry)
        self.assertEqual(self._find(entry).user_agent, entry["user_agent"])

    def test_old_entries_go(self):
        old = self._entry(received_at=fields.Datetime.to_string(fields.Datetime.now() - timedelta(days=200)))
        new = self._entry(received_at=fields.Datetime.to_string(fields.Datetime.now()))
        self._ingest(old, new)
        self.env["support.privacy"]._gc_access_log()
        self.env.invalidate_all()
        self.assertFalse(self._find(old))
        self.assertTrue(self._find(new))

    def test_old_requests_go(self):
        self.place("old")
        request = self.env["support.api.request"].search([("idempotency_key", "=", "old")])
        self.env.cr.execute(
            "UPDATE support_api_request SET create_date = %s WHERE id = %s",
            [fields.Datetime.now() - timedelta(days=8), request.id],
        )
        self.place("new", hours=10)
        self.env["support.privacy"]._gc_requests()
        self.assertFalse(request.exists())
        self.assertTrue(self.env["support.api.request"].search([("idempotency_key", "=", "new")]))

    def test_settings_say_whether_the_companion_runs(self):
        settings = self.env["res.config.settings"].create({})
        self.env["support.api.instance"].search([]).unlink()
        self.assertFalse(settings.support_companion_up)
        self.facade.record_access(HEARTBEAT, "[]")
        self.facade.record_access(HEARTBEAT, "[]")
        settings = self.env["res.config.settings"].create({})
        self.assertTrue(settings.support_companion_up)
        self.assertIn("1.0.0", settings.support_companion_status)
        self.assertEqual(self.env["support.api.instance"].search_count([]), 1)
        self.env["support.api.instance"].search([]).last_seen = fields.Datetime.now() - timedelta(minutes=5)
        self.assertFalse(self.env["res.config.settings"].create({}).support_companion_up)
