import csv
import io
import json
from unittest.mock import patch
from xml.etree import ElementTree as ET
from zipfile import ZipFile

from psycopg2 import errors

from odoo import http
from odoo.exceptions import UserError
from odoo.modules.neutralize import get_neutralization_queries
from odoo.tests import HttpCase, tagged
from odoo.tools.misc import mute_logger

from ..hooks import pre_init_hook, uninstall_hook
from ..logic import spreadsheet
from .common import SupportCase

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@tagged("post_install", "-at_install")
class TestExports(HttpCase, SupportCase):
    """A customer's text stays text in every file that staff open."""

    EVIL = '=HYPERLINK("http://x.example","y")'

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager.group_ids |= cls.env.ref("base.group_allow_export")
        cls.visit = cls.book(9, subject=cls.EVIL, partner_id=False, customer_name=cls.EVIL, location="@SUM(1)")

    def download(self, kind, groupby=(), records=None, names=("subject", "customer_name", "location")):
        records = self.visit if records is None else records
        self.authenticate(self.manager.login, self.manager.login)
        data = {
            "model": records._name,
            "fields": [{"name": name, "label": name, "type": "char"} for name in names],
            "ids": records.ids,
            "domain": [("id", "in", records.ids)],
            "import_compat": False,
            "groupby": list(groupby),
            "context": {},
        }
        answer = self.url_open(
            f"/web/export/{kind}", data={"data": json.dumps(data), "csrf_token": http.Request.csrf_token(self)}
        )
        answer.raise_for_status()
        return answer.content

    def assert_no_formula(self, content, texts=()):
        with ZipFile(io.BytesIO(content)) as book:
            sheet = ET.fromstring(book.read("xl/worksheets/sheet1.xml"))
            strings = "".join(ET.fromstring(book.read("xl/sharedStrings.xml")).itertext())
            self.assertNotIn("xl/worksheets/_rels/sheet1.xml.rels", book.namelist(), "links lead out of it")
        for tag in ("f", "hyperlink"):
            self.assertEqual(list(sheet.iter(f"{SHEET}{tag}")), [], tag)
        for text in texts or [self.EVIL]:
            self.assertIn(text, strings)

    def test_csv(self):
        content = self.download("csv").decode()
        self.assertIn("\"'=HYPERLINK", content)
        self.assertIn("'@SUM", content)

    def test_xlsx(self):
        self.assert_no_formula(self.download("xlsx"))

    def test_xlsx_in_groups(self):
        self.assert_no_formula(self.download("xlsx", ["customer_name"]))

    def test_no_group_is_lost(self):
        self.book(11, subject=f"'{self.EVIL}", partner_id=False, customer_name=f"'{self.EVIL}")
        self.visit |= self.visit.search([("customer_name", "=", f"'{self.EVIL}")])
        content = self.download("xlsx", ["customer_name"])
        self.assert_no_formula(content)
        with ZipFile(io.BytesIO(content)) as book:
            self.assertEqual(book.read("xl/sharedStrings.xml").decode().count(" (1)</t>"), 2)

    #: What spreadsheets, or what writes their files, would make something else of.
    LIVELY = (
        EVIL,
        "=cmd|'/C calc'!A0",
        "{=1+1}",
        "external:\\\\evil.example\\share\\x.xlsx",
        "internal:Sheet1!A1",
        "mailto:evil@example.com",
        "http://x.example/",
        f"http://x.example/{'a' * 2200}",
        "ftp://x.example/",
    )

    def test_xlsx_of_any_model(self):
        """A customer's text is in lists of other models as well, by the relations of these."""
        parent = self.env["res.partner"].create({"name": "Parent"})
        contacts = self.env["res.partner"].create([{"name": text, "parent_id": parent.id} for text in self.LIVELY])
        for groupby in ([], ["name"]):
            with self.subTest(groupby=groupby):
                content = self.download("xlsx", groupby, contacts, ("name", "display_name"))
                self.assert_no_formula(content, self.LIVELY)
        self.assert_no_formula(self.download("xlsx", (), parent, ("name", "child_ids/name")), self.LIVELY)
        content = self.download("csv", (), parent, ("name", "child_ids/name")).decode()
        self.assertIn("\"'=HYPERLINK", content)
        self.assertIn("\"'{=1+1}", content)

    def test_xlsx_of_addresses_without_reminders(self):
        address = "=cmd|/c_calc!a0@example.com"
        opt_out = self.env["support.reminder.opt.out"].create({"email": address})
        for groupby in ([], ["email"]):
            self.assert_no_formula(self.download("xlsx", groupby, opt_out, ("email", "display_name")), [address])
        self.assertIn(f"\"'{address}", self.download("csv", (), opt_out, ("email",)).decode())

    def test_xlsx_has_the_text_as_it_is(self):
        """Of a group's name that is too long for a cell, as much as there is room for."""
        self.visit.description = f"https://x.example/ {'threat ' * 6000}"
        content = self.download("xlsx", ["description"], names=("subject", "location"))
        self.assert_no_formula(content, [self.EVIL, "@SUM(1)", f"https://x.example/ {'threat ' * 4000}"])
        with ZipFile(io.BytesIO(content)) as book:
            self.assertNotIn("'@SUM", book.read("xl/sharedStrings.xml").decode())

    def test_csv_with_something_before_the_formula(self):
        """Spreadsheets skip what is not seen, and take the wide signs of East Asian keyboards for the same."""
        for before in ("", " ", "\n", "\r", "\t", "\r\n", "\v", "\xa0", "\u3000", "\u200b", "\ufeff", " \n\t"):
            for sign in ("=", "+", "-", "@", "＝", "＋", "－", "＠"):
                with self.subTest(before=before, sign=sign):
                    self.assertEqual(spreadsheet.as_text(f"{before}{sign}1+1"), f"'{before}{sign}1+1")
        self.visit.description = f"\n{self.EVIL}"
        rows = list(
            csv.reader(io.StringIO(self.download("csv", names=("description", "subject")).decode(), newline=""))
        )
        self.assertEqual(rows[1], [f"'\n{self.EVIL}", f"'{self.EVIL}"])

    def test_tickets(self):
        """They have the subject and the customer of the booking that opened them."""
        tickets = {"records": self.visit.ticket_id, "names": ("name", "partner_name")}
        content = self.download("csv", **tickets).decode()
        self.assertIn("\"'=HYPERLINK", content)
        self.assert_no_formula(self.download("xlsx", **tickets))
        self.assert_no_formula(self.download("xlsx", ["name"], **tickets))

    def test_pivot(self):
        for model in ("support.appointment", "helpdesk.ticket", "res.partner"):
            with self.subTest(model):
                self.assert_pivot_has_no_formula(model)

    def assert_pivot_has_no_formula(self, model):
        self.authenticate(self.manager.login, self.manager.login)
        header = {"title": self.EVIL, "width": 1, "height": 1, "is_bold": False}
        table = {
            "model": model,
            "title": "Appointments",
            "measure_count": 1,
            "col_group_headers": [[header]],
            "measure_headers": [header],
            "rows": [{"title": text, "indent": 0, "values": [{"value": 1}]} for text in self.LIVELY],
        }
        # As a browser sends a large one, and as it sends a small one.
        for body in (
            {"files": {"data": ("data.json", json.dumps(table), "application/json")}},
            {"data": {"data": json.dumps(table)}},
        ):
            fields = {**body.get("data", {}), "csrf_token": http.Request.csrf_token(self)}
            answer = self.url_open("/web/pivot/export_xlsx", data=fields, files=body.get("files"))
            answer.raise_for_status()
            self.assert_no_formula(answer.content, self.LIVELY)

    def test_what_is_left_alone(self):
        for value in ("a=b", " a", "1-2", "'=1", "", " ", False, -7, None):
            self.assertEqual(spreadsheet.as_text(value), value)


@tagged("post_install", "-at_install")
class TestAdmin(SupportCase):
    """Whole databases: installing, uninstalling, copying."""

    def test_a_database_that_may_not_be_extended_gets_a_sentence(self):
        execute = type(self.env.cr).execute

        def refuse(cursor, query, *args, **kwargs):
            if "pg_extension" in str(query):
                return execute(cursor, "SELECT FROM pg_extension WHERE false")
            if "CREATE EXTENSION" in str(query):
                raise errors.InsufficientPrivilege("permission denied to create extension")
            return execute(cursor, query, *args, **kwargs)

        with (
            patch.object(type(self.env.cr), "execute", refuse),
            mute_logger("odoo.sql_db"),
            self.assertRaisesRegex(UserError, "CREATE EXTENSION btree_gist"),
        ):
            pre_init_hook(self.env)
        pre_init_hook(self.env)

    def test_uninstalling_ends_the_companions_access(self):
        group = self.env.ref("support_center.group_support_api")
        companion = self._new_user("sc_companion", "support_center.group_support_api")
        companion.group_ids = group
        helper = self._new_user("sc_helper", "support_center.group_support_api,base.group_user")
        self.env["res.users.apikeys"].with_user(companion).sudo()._generate("rpc", "Companion", False)
        uninstall_hook(self.env)
        self.assertFalse(companion.active)
        self.assertFalse(self.env["res.users.apikeys"].search([("user_id", "=", companion.id)]))
        self.assertTrue(helper.active, "users who do other things as well stay")

    def test_a_copy_of_a_database_is_silent(self):
        visit = self.book(9)
        rows = visit.sudo().notification_ids
        key, _secret = self.env["support.api.key"]._generate("Website")
        self.company.support_mail_channel = "companion"
        companion = self._new_user("sc_companion", "support_center.group_support_api")
        self.env["res.users.apikeys"].with_user(companion).sudo()._generate("rpc", "Companion", False)
        self.env.flush_all()
        for query in get_neutralization_queries(["support_center"]):
            self.env.cr.execute(query)
        self.env.invalidate_all()
        self.assertEqual(set(rows.mapped("state")), {"suppressed"})
        self.assertEqual(set(rows.mapped("suppressed_reason")), {"neutralized"})
        self.assertEqual(self.company.support_mail_channel, "odoo")
        self.assertEqual(key.state, "revoked")
        self.assertFalse(self.env["res.users.apikeys"].search([("user_id", "=", companion.id)]))

    def test_a_revoked_key_stays_revoked(self):
        key, _secret = self.env["support.api.key"]._generate("Website")
        key.action_revoke()
        for value in (False, "2090-01-01 00:00:00"):
            with self.assertRaisesRegex(UserError, "stays revoked"):
                key.sudo().write({"revoked_at": value})
        self.assertEqual(key.state, "revoked")

    def test_time_off_is_for_technicians_of_the_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.colleague.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        for user in (self.colleague, self.outsider):
            with self.assertRaisesRegex(UserError, "not a technician"):
                user.with_user(self.manager).sudo(False).with_company(self.company).action_support_time_off()
