from datetime import timedelta

from psycopg2.errors import CheckViolation

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..logic import api_keys
from .common import SupportCase


@tagged("post_install", "-at_install")
class TestApiKeys(SupportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = cls._new_user("sc_api_admin", "base.group_system")
        cls.companion = cls._new_user("sc_companion", "support_center.group_support_api")
        cls.Key = cls.env["support.api.key"].with_user(cls.admin)
        cls.facade = cls.env["support.api"].with_user(cls.companion)

    def _authenticate(self, secret):
        return self.facade.authenticate(api_keys.digest(secret))

    def test_the_secret_is_kept_nowhere(self):
        key, secret = self.Key._generate("Website")
        self.env.flush_all()
        self.env.cr.execute("SELECT row_to_json(support_api_key)::text FROM support_api_key WHERE id = %s", [key.id])
        self.assertNotIn(secret, self.env.cr.fetchone()[0])
        self.assertTrue(secret.startswith(key.prefix))
        self.assertEqual(len(key.prefix), 15)

    def test_digests_cannot_be_read_by_anyone(self):
        key, _secret = self.Key._generate("Website")
        for user in (self.admin, self.manager):
            with self.assertRaises(AccessError):
                key.with_user(user).read(["digest"])

    def test_a_key_says_what_it_may_do(self):
        _key, secret = self.Key._generate(
            "Website", scopes=["slots:read"], requests_per_minute=7, allowed_networks="203.0.113.0/24\n2001:db8::/32"
        )
        answer = self._authenticate(secret)
        self.assertTrue(answer["ok"])
        self.assertEqual(answer["key"]["scopes"], ["slots:read"])
        self.assertEqual(answer["key"]["requests_per_minute"], 7)
        self.assertEqual(answer["key"]["allowed_networks"], ["203.0.113.0/24", "2001:db8::/32"])

    def test_unknown_expired_and_revoked_keys(self):
        self.assertEqual(self._authenticate(api_keys.generate()), {"ok": False, "code": "unknown"})
        key, secret = self.Key._generate("Website", expires_at=fields.Datetime.now() - timedelta(seconds=1))
        self.assertEqual(key.state, "expired")
        self.assertEqual(self._authenticate(secret)["code"], "expired")
        key.expires_at = fields.Datetime.now() + timedelta(days=1)
        self.assertTrue(self._authenticate(secret)["ok"])
        key.action_revoke()
        self.assertEqual(self._authenticate(secret)["code"], "revoked")
        self.assertEqual(self.Key.search([("state", "=", "revoked")]) & key, key)

    def test_rotation_overlaps(self):
        key, old = self.Key._generate("Website")
        new = key._rotate(overlap_hours=1)
        self.assertEqual(self._authenticate(old)["key"]["id"], key.id)
        self.assertEqual(self._authenticate(new)["key"]["id"], key.id)
        key.sudo().previous_until = fields.Datetime.now() - timedelta(seconds=1)
        self.assertEqual(self._authenticate(old)["code"], "unknown")
        self.assertTrue(self._authenticate(new)["ok"])

    def test_rotation_without_overlap_ends_the_old_secret_at_once(self):
        key, old = self.Key._generate("Website")
        key._rotate(overlap_hours=0)
        self.assertEqual(self._authenticate(old)["code"], "unknown")

    def test_a_revoked_key_cannot_be_rotated(self):
        key, _secret = self.Key._generate("Website")
        key.action_revoke()
        with self.assertRaisesRegex(UserError, "Create a new key"):
            key._rotate()

    def test_networks_are_checked(self):
        for wrong in ("somewhere", "203.0.113.7/24", "300.1.1.1", "203.0.113.0/33", "fe80::1%eth0"):
            with self.assertRaisesRegex(ValidationError, "is not an IP address or network"):
                self.Key._generate("Website", allowed_networks=wrong)

    def test_networks_are_kept_as_every_program_reads_them(self):
        key, secret = self.Key._generate("Website", allowed_networks="10.0.0.0/255.0.0.0\n2001:DB8:0::/32 203.0.113.7")
        canonical = ["10.0.0.0/8", "2001:db8::/32", "203.0.113.7/32"]
        self.assertEqual(key.allowed_networks.splitlines(), canonical)
        self.assertEqual(self._authenticate(secret)["key"]["allowed_networks"], canonical)
        key.allowed_networks = "192.0.2.0/0.0.0.255"
        self.assertEqual(key.allowed_networks, "192.0.2.0/24")
        key.allowed_networks = " \n"
        self.assertFalse(key.allowed_networks)

    @mute_logger("odoo.sql_db")
    def test_limits_are_positive(self):
        with self.assertRaises(CheckViolation), self.env.cr.savepoint():
            self.Key._generate("Website", requests_per_minute=0)
            self.env.flush_all()

    def test_only_administrators_make_rotate_and_revoke_keys(self):
        key, _secret = self.Key._generate("Website")
        for user in (self.manager, self.technician, self.outsider, self.companion):
            with self.assertRaises(AccessError):
                self.env["support.api.key"].with_user(user)._generate("Mine")
            with self.assertRaises(AccessError):
                key.with_user(user)._rotate()
            with self.assertRaises(AccessError):
                key.with_user(user).action_revoke()

    def test_managers_see_keys_and_others_do_not(self):
        key, _secret = self.Key._generate("Website")
        self.assertEqual(key.with_user(self.manager).name, "Website")
        for user in (self.technician, self.outsider, self.companion):
            with self.assertRaises(AccessError):
                key.with_user(user).read(["name"])

    def test_a_key_with_bookings_is_kept(self):
        key, _secret = self.Key._generate("Website")
        visit = self.book()
        visit.sudo().api_key_id = key
        with self.assertRaisesRegex(UserError, "Revoke it instead"):
            key.unlink()

    def _open(self, action):
        """The dialog that an action opens for an administrator, as the web client opens it."""
        [(view_id, _type)] = action["views"]
        model = self.env[action["res_model"]].with_user(self.admin).with_context(**action["context"])
        return Form(model, view=view_id or None)

    def test_the_dialog_of_a_new_key_shows_the_secret(self):
        action = self.env.ref("support_center.support_api_key_create_action").with_user(self.admin)
        with Form(self.env[action.res_model].with_user(self.admin)) as dialog:
            dialog.name = "Website"
            dialog.scope_bookings_write = False
        shown = self._open(dialog.record.action_create())
        self.assertEqual(shown.name, "Website")
        self.assertEqual(self._authenticate(shown.secret)["key"]["scopes"], ["slots:read", "bookings:read"])

    def test_the_dialog_of_a_rotation_shows_the_secret(self):
        key, _secret = self.Key._generate("Website")
        dialog = self._open(key.action_rotate())
        shown = self._open(dialog.save().action_rotate())
        self.assertEqual(self._authenticate(shown.secret)["key"]["id"], key.id)

    def test_the_dialog_of_a_connection_shows_the_environment(self):
        settings = self.env["res.config.settings"].with_user(self.admin).create({})
        shown = self._open(settings.action_support_connect_companion())
        self.assertIn("ODOO_LOGIN=", shown.environment)

    def test_only_administrators_open_these_dialogs(self):
        for user in (self.manager, self.technician, self.outsider, self.companion):
            for model in ("create", "rotate"):
                with self.assertRaises(AccessError):
                    Form(self.env[f"support.api.key.{model}"].with_user(user))
            for model in ("secret", "connect"):
                with self.assertRaises(AccessError):
                    self.env[f"support.api.{model}"].with_user(user).onchange({}, [], {})

    def test_connecting_a_companion(self):
        settings = self.env["support.api.connect"].with_user(self.admin)._credentials()
        user = self.env["res.users"].search([("login", "=", settings["ODOO_LOGIN"])])
        self.assertEqual(user.group_ids, self.env.ref("support_center.group_support_api"))
        self.assertTrue(user.share)
        found = self.env["res.users.apikeys"]._check_credentials(scope="rpc", key=settings["ODOO_API_KEY"])
        self.assertEqual(found, user.id)
        again = self.env["support.api.connect"].with_user(self.admin)._credentials()
        self.assertEqual(again["ODOO_LOGIN"], settings["ODOO_LOGIN"])
        with self.assertRaises(AccessError):
            self.env["support.api.connect"].with_user(self.manager)._credentials()
