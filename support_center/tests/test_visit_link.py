import inspect
import logging
import re
import time
from datetime import timedelta
from unittest.mock import patch
from urllib.parse import unquote, urlsplit

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import hash_sign, mute_logger

from ..logic import visit_link
from ..models.support_appointment_link import SIGNED_SCOPE
from .pages import Page
from .visit_pages import VisitPages


@tagged("post_install", "-at_install")
class TestVisitLink(VisitPages):
    """The secret in the customer's link: whose it is, and for how long."""

    def setUp(self):
        super().setUp()
        self.link = self.link_of(self.visit)

    def other_customer(self, **values):
        return self.env["res.partner"].create({"name": "Other", "email": "other@example.com", **values})

    def assert_leads_nowhere(self, link, status=404):
        page = self.open(link)
        self.assertEqual(page.status, status)
        for told in (self.visit.name, self.visit.subject, self.visit.customer_name, self.visit.customer_email):
            self.assertNotIn(told, page.response.text)
        for path in ("/visit.ics", "/reschedule", "/cancel"):
            self.assertEqual(self.open(f"{link}{path}").status, status, path)
        for path in ("/cancel", "/reschedule", "/reminders", "/unsubscribe"):
            response = self.url_open(f"{link}{path}", data={"revision": "0"}, method="POST")
            self.assertEqual(response.status_code, status, path)
        self.env.invalidate_all()
        self.assertEqual(self.visit.state, "confirmed")
        self.assertFalse(self.visit.reminder_opt_out or self.visit.customer_opted_out)

    def link_signed_by_the_previous_version(self, visit):
        token = hash_sign(self.env(su=True), SIGNED_SCOPE, visit.id)
        return self.link.replace(urlsplit(self.link).path, f"{visit_link.PATH}/{token}")

    # ------------------------------------------------------------
    # Whose
    # ------------------------------------------------------------

    def test_with_another_contact_the_old_link_leads_nowhere(self):
        self.visit.partner_id = self.other_customer()
        self.assert_leads_nowhere(self.link)
        new = self.link_of(self.visit)
        self.assertNotEqual(new, self.link)
        self.assertIn("Other", self.visit.customer_name)
        self.assertEqual(self.open(new).status, 200)

    def test_with_another_address_the_old_link_leads_nowhere(self):
        self.visit.with_user(self.technician).customer_email = "else@example.com"
        self.assert_leads_nowhere(self.link)
        self.assertEqual(self.open(self.link_of(self.visit)).status, 200)

    def test_another_contact_with_the_same_address_is_another_customer(self):
        self.visit.partner_id = self.other_customer(email=self.customer.email)
        self.assert_leads_nowhere(self.link)

    def test_the_same_customer_keeps_the_link(self):
        for values in (
            {"customer_email": "Acme <OFFICE@acme.example.com>"},
            {"partner_id": False},
            {"partner_id": self.customer.id},
            {"customer_phone": "1", "customer_name": "Acme Heating Ltd", "location": "Paris"},
            {"start": self.at(14)},
            {"partner_id": self.customer.id, "customer_email": "office@acme.example.com"},
        ):
            self.visit.write(values)
            self.assertEqual(self.open(self.link).status, 200, values)

    def test_several_visits_at_once(self):
        visits = self.visit + self.book(10) + self.book(11)
        links = [self.link_of(visit) for visit in visits]
        visits.write({"partner_id": self.other_customer().id})
        self.assertEqual([self.open(link).status for link in links], [404] * 3)
        self.assertEqual(len({self.link_of(visit) for visit in visits}), 3)

    # ------------------------------------------------------------
    # For how long
    # ------------------------------------------------------------

    def test_it_expires_30_days_after_the_visit(self):
        with freeze_time(self.visit.stop + timedelta(days=30) - timedelta(seconds=2)):
            self.assertEqual(self.open(self.link).status, 200)
        with freeze_time(self.visit.stop + timedelta(days=30)):
            self.assert_leads_nowhere(self.link, status=410)
            self.assertIn("30 days", self.open(self.link).text)

    def test_links_of_the_previous_version_work_until_the_customer_changes(self):
        old = self.link_signed_by_the_previous_version(self.visit)
        self.assertEqual(self.open(old).status, 404, "the visit is newer than that")
        # As the migration leaves it.
        self.visit.sudo().customer_link_signed = True
        page = self.open(old)
        self.assertEqual(page.status, 200)
        self.assertEqual(self.send(page.button("No reminders at all").press()).status, 200)
        with freeze_time(self.visit.stop + timedelta(days=31)):
            self.assertEqual(self.open(old).status, 410)
        self.customer.support_reminder_opt_out = False
        self.visit.reminder_opt_out = False
        self.visit.partner_id = self.other_customer()
        self.assert_leads_nowhere(old)

    def test_drafts_are_not_shown(self):
        self.visit.action_set_draft()
        for path in ("", "/visit.ics", "/cancel", "/reschedule"):
            page = self.open(f"{self.link}{path}")
            self.assertEqual(page.status, 404, path)
            for told in (self.visit.name, self.visit.subject, self.visit.customer_date):
                self.assertNotIn(told, page.response.text)
        # A reminder may have been sent before.
        response = self.url_open(f"{self.link}/unsubscribe", data={"List-Unsubscribe": "One-Click"})
        self.assertEqual(response.status_code, 200)
        self.env.invalidate_all()
        self.assertTrue(self.visit.customer_opted_out)
        self.visit.action_confirm()
        self.assertEqual(self.open(self.link).status, 200)

    def test_the_link_of_a_test_leads_to_no_visit(self):
        preview = self.env["support.mail.preview"].create({"appointment_id": self.visit.id, "kind": "reminder"})
        [link] = Page.of_text(preview.preview).links_labelled("See your visit")
        [unsubscribe] = Page.of_text(preview.preview).links_labelled("Stop reminders")
        self.assertEqual(self.open(unsubscribe).status, 404)
        self.assert_leads_nowhere(link)
        self.assertIn("This link does not work", self.open(link).response.text)
        self.assertEqual(self.link_of(self.visit), self.link, "and the customer's own is as it was")

    def test_damaged_links_say_what_to_do(self):
        path = urlsplit(self.link).path
        for damaged in (
            path[:-1],
            path[:-20],
            f"{path}x",
            f"{path}/nothing",
            visit_link.PATH,
            f"{visit_link.PATH}/",
            f"{visit_link.PATH}/99999999999-{'a' * 32}",
            f"{visit_link.PATH}/0-{'a' * 32}",
            f"{visit_link.PATH}/{self.visit.id}-{'a' * 32}",
        ):
            for method in ("GET", "POST"):
                response = self.url_open(damaged, method=method)
                self.assertEqual(response.status_code, 404, damaged)
                self.assertIn("This link does not work", response.text)
                self.assertIn("Send a new link", response.text)
                self.assertIn(self.company.name, response.text)
                self.assertEqual(response.headers["Referrer-Policy"], "no-referrer")

    # ------------------------------------------------------------
    # Nobody else has it
    # ------------------------------------------------------------

    def test_nobody_reads_or_sets_the_secret(self):
        administrator = self._new_user("sc_admin", "base.group_system,support_center.group_support_manager")
        for user in (self.manager, self.technician, administrator):
            visits = self.env["support.appointment"].with_user(user)
            own = visits.browse(self.visit.id)
            for name, value in (("customer_link_secret", "0" * 32), ("customer_link_signed", True)):
                with self.subTest(user=user.login, field=name):
                    for attempt in self.ways_to_the_value_of(own, name, value):
                        with self.assertRaises(UserError), mute_logger("odoo.models"):
                            attempt()
                    self.assertNotIn(name, own.read()[0])
                    self.assertNotIn(name, visits.fields_get())

    def ways_to_the_value_of(self, visit, name, value):
        visits, mine = visit.browse(), {"subject": "Mine", "start": self.at(15), "technician_id": visit.env.uid}
        return (
            lambda: visit.read([name]),
            lambda: visit.export_data([name]),
            lambda: visit.write({name: value}),
            lambda: visits.search([(name, "=", value)]),
            lambda: visits._read_group([], [name]),
            lambda: visits.create({**mine, name: value}),
        )

    def test_defaults_in_the_context_do_not_reach_the_secret(self):
        visits = self.env["support.appointment"].with_user(self.technician)
        values = {"subject": "Mine", "start": self.at(15), "technician_id": self.technician.id}
        hostile = visits.with_context(default_customer_link_secret="0" * 32, default_customer_link_signed=True)
        visit = hostile.create(values).sudo()
        self.assertNotEqual(visit.customer_link_secret, "0" * 32)
        self.assertFalse(visit.customer_link_signed)

    def test_each_visit_has_its_own(self):
        copy = self.visit.copy()
        hostile = self.env["support.appointment"].with_context(default_customer_link_secret="0" * 32).sudo()
        other = hostile.create({"subject": "Other", "start": self.at(15), "customer_link_secret": "1" * 32})
        secrets = {visit.sudo().customer_link_secret for visit in (self.visit, copy, other)}
        self.assertEqual(len(secrets), 3)
        self.assertTrue(all(len(secret) == 32 and len(set(secret)) > 4 for secret in secrets), secrets)

    def test_secrets_are_kept_out_of_logs(self):
        secret = urlsplit(self.link).path.rpartition("/")[2]
        with self.assertLogs("werkzeug", logging.INFO) as requests, self.assertLogs("odoo.http", logging.INFO) as other:
            self.open(f"{self.link}/cancel")
            self.send(self.open(self.link).button("No reminders at all").press())
            logging.getLogger("odoo.http").warning("Failed: %s", self.link)
            self._wait_remaining_requests()
        lines = "\n".join(requests.output + other.output)
        self.assertIn("/support/visit/***/cancel", lines)
        self.assertNotIn(secret, lines)

    def test_secrets_are_kept_out_of_logs_wherever_they_stand(self):
        token = urlsplit(self.link).path.rpartition("/")[2]
        for path in (
            f"/support/visit/{token}/../{token}",
            f"/support/visit/x/./..//../{token}/cancel",
            f"/support//visit/{token}",
            f"/support/visit?next={token}",
            f"/other/{token}",
            f"/other/{token.replace('-', '%2D')}",
        ):
            redacted = visit_link.redacted(f'"GET {path} HTTP/1.1" 404 -')
            self.assertNotIn(token.partition("-")[2], redacted)
            self.assertTrue(redacted.endswith(' HTTP/1.1" 404 -'), redacted)
        signed = urlsplit(self.link_signed_by_the_previous_version(self.visit)).path.rpartition("/")[2]
        self.assertNotIn(signed, visit_link.redacted(f"GET /support/visit/x/../{signed} HTTP/1.1"))

    def test_secrets_are_kept_out_of_logs_however_they_are_written(self):
        token = urlsplit(self.link).path.rpartition("/")[2]
        secret = token.partition("-")[2]
        encoded = "".join(f"%{ord(letter):02x}" for letter in token)
        for path in (
            f"/support/visit%2F{token}",
            f"/support/visit%2f{token}",
            f"/support%2Fvisit%2F{token}/cancel",
            f"/%73upport/v%69sit/{token}",
            f"/support/visit/{encoded}",
            f"/support/visit%2F{encoded.upper()}",
            f"//support//visit//{token}",
            f"/support/visit//{token}",
            f"/support/visit%2F%2F{encoded}?moved=1",
            f"/support/visit%252F{encoded.replace('%', '%25')}",
        ):
            # Some clients decode what need not be encoded.
            line = visit_link.redacted(f'"GET {path} HTTP/1.1" 200 -')
            self.assertNotIn(secret, unquote(unquote(line)))
            self.assertTrue(line.endswith(' HTTP/1.1" 200 -'), line)
            for method in ("GET", "POST"):
                with self.subTest(path=path, method=method), self.assertLogs("werkzeug", logging.INFO) as requests:
                    self.url_open(path, method=method, allow_redirects=False)
                    self._wait_remaining_requests()
                    lines = "\n".join(requests.output)
                    self.assertIn("***", lines)
                    self.assertNotIn(secret, unquote(unquote(lines)))
        signed = urlsplit(self.link_signed_by_the_previous_version(self.visit)).path.rpartition("/")[2]
        for path in (f"/support/visit%2F{signed}", f"/support//visit/{signed}", f"/support%2f.%2Fvisit%2F{signed}"):
            line = visit_link.redacted(f'"GET {path} HTTP/1.1" 200 -')
            self.assertNotIn(signed, unquote(line))
            self.assertTrue(line.endswith(' HTTP/1.1" 200 -'), line)

    def test_what_holds_no_secret_is_logged_as_it_is(self):
        for line in (
            '"GET /web/image/12-0123abcd/a%20b.png?x=%2F&y=100%25 HTTP/1.1" 200 -',
            '"GET /support/visit HTTP/1.1" 404 -',
            "100% of 5 %s are %d, %(name)s",
        ):
            self.assertEqual(visit_link.redacted(line), line)
        hostile = visit_link.redacted(f"GET /support/visit%2F1-{'a' * 32}%0A%0D%22%1b HTTP/1.1")
        self.assertFalse(set('\n\r"\x1b') & set(hostile), "no line of the log is forged")

    def test_hiding_secrets_takes_little_time(self):
        for part in ("%25", "%2F", "1", "/support/", "/support/visit", "visit/", "%", "a-", "/.", "1-a"):
            began = time.monotonic()
            visit_link.redacted(f"GET /support/visit/{part * (60000 // len(part))} HTTP/1.1")
            visit_link.redacted(f"GET {part * (60000 // len(part))} HTTP/1.1")
            self.assertLess(time.monotonic() - began, 2, part)

    # ------------------------------------------------------------
    # A new one
    # ------------------------------------------------------------

    def ask(self, address):
        page = self.open(f"{self.link[:-1]}")
        answer = self.send(page.button("Send a new link").press(email=address))
        for waiting in self.env["support.link.request"]._take():
            self.env["support.appointment"]._send_links_to(waiting)
        return answer

    def test_who_lost_the_link_gets_it_sent(self):
        later, earlier = self.book(14), self.book(13, customer_email="Office@ACME.example.com")
        past = self.book(15)
        past._cancel("Away")
        page = self.ask(" office@acme.example.com ")
        self.assertEqual(page.status, 200)
        for visit in (self.visit, later, earlier):
            [row] = self.rows(visit, "link")
            self.assertEqual((row.state, row.email_to), ("planned", False))
            self.assertEqual(self.open(self.link_of(visit, "link")).status, 200)
        self.assertFalse(self.rows(past, "link"))
        self.assertEqual(self.link_of(self.visit, "link"), self.link, "asking for it takes it from nobody")

    def test_the_answer_tells_nothing(self):
        known, unknown = self.ask("office@acme.example.com"), self.ask("nobody@example.com")
        self.assertEqual(known.response.text, unknown.response.text)
        self.assertEqual(self.ask("no address").response.text, unknown.response.text)
        self.assertFalse(
            self.env["support.notification"].search([("kind", "=", "link")]) - self.rows(self.visit, "link")
        )

    def test_patterns_are_no_addresses(self):
        for address in ("%@acme.example.com", "offic_@acme.example.com", "office@acme.example.com,eve@example.com"):
            self.ask(address)
        self.assertFalse(self.rows(self.visit, "link"))

    def test_no_way_to_write_an_address_gets_more_emails_than_another(self):
        address = "office@acme.example.com"
        ways = ("{}", " {} ", "x <{}>", "y <{}>", "<{}>", "foo, {}", "{},", "{};", "\u200b{}", '"z" <{}>')
        for way in [*ways, *ways]:
            self.ask(way.format(address))
            self.ask(way.format(address.upper()))
        self.assertEqual(len(self.rows(self.visit, "link")), 3)

    def test_an_address_gets_so_many_emails_with_links_whoever_asks(self):
        for hour in (10, 11, 13, 14):
            self.book(hour)
        links = self.env["support.notification"].search([("kind", "=", "link")])
        self.assertFalse(links)
        for _time in range(3):
            self.env["support.page.limit"].search([]).unlink()
            self.ask("office@acme.example.com")
        links = self.env["support.notification"].search([("kind", "=", "link")])
        self.assertEqual(len(links), 3)
        self.assertEqual(len(self.rows(self.visit, "link")), 1, "the next visits, the visit itself among them")

    def test_a_request_does_the_same_for_every_address(self):
        """What it takes is no sign of whether an address is known: nothing is looked up while somebody waits."""
        asked = self.env["support.link.request"]
        page = self.open(self.link[:-1])
        done = []
        for address in ("Office@acme.example.com", "nobody@example.com"):
            with patch.object(self.registry["support.appointment"], "search", side_effect=AssertionError("looked up")):
                self.assertEqual(self.send(page.button("Send a new link").press(email=address)).status, 200)
            [request] = asked.search([]) - asked.browse(each.id for each in done)
            done.append(request)
            self.assertEqual(request.email, address.lower())
        self.assertFalse(self.rows(self.visit, "link"))
        with self.enter_registry_test_mode(), self.registry.cursor() as cursor:
            ledger = self.env(cr=cursor, user=self.env.ref("base.user_root"), context={})["support.notification"]
            with patch.object(self.registry["support.notification"], "_claim", return_value=ledger.browse()):
                ledger._cron_deliver()
        self.env.invalidate_all()
        self.assertEqual(len(self.rows(self.visit, "link")), 1)
        self.assertFalse(asked.search([]), "addresses are kept until they are handled")

    def test_addresses_that_nobody_handles_are_forgotten(self):
        asked = self.env["support.link.request"]
        asked._add("office@acme.example.com")
        asked._remove_old()
        self.assertTrue(asked.search([]))
        with freeze_time(fields.Datetime.now() + timedelta(days=2)):
            asked._remove_old()
        self.assertFalse(asked.search([]))

    def test_it_is_sent_so_many_times_an_hour(self):
        now = fields.Datetime.now()
        with freeze_time(now):
            for _time in range(5):
                self.assertEqual(self.ask("office@acme.example.com").status, 200)
        self.assertEqual(len(self.rows(self.visit, "link")), 3)
        with freeze_time(now + timedelta(minutes=61)):
            self.ask("office@acme.example.com")
        self.assertEqual(len(self.rows(self.visit, "link")), 4)
        kept = self.env["support.page.limit"].search([])
        self.assertFalse([row.key for row in kept if "acme" in row.key or "127.0.0.1" in row.key])
        with freeze_time(now + timedelta(days=2)):
            self.env["support.page.limit"]._remove_old()
        self.assertFalse(kept.exists())

    def test_a_link_is_sent_by_its_ledger(self):
        self.mark_sent(self.visit)
        self.ask("office@acme.example.com")
        [row] = self.rows(self.visit, "link")
        self.assertFalse(row._reason_not_to_send())
        self.visit.start = self.at(14)
        self.assertFalse(row._reason_not_to_send(), "a change of time does not replace it")
        self.assertIn("rescheduled", self.rows(self.visit).mapped("kind"))
        self.visit._cancel("Away")
        self.assertEqual(row._reason_not_to_send(), "cancelled")

    def test_managers_send_a_new_link_and_the_old_one_ends(self):
        self.visit.with_user(self.manager).action_send_new_link()
        [row] = self.rows(self.visit, "link")
        self.assertEqual(row.state, "planned")
        self.assert_leads_nowhere(self.link)
        self.assertEqual(self.open(self.link_of(self.visit, "link")).status, 200)
        with self.assertRaises(AccessError):
            self.visit.with_user(self.technician).action_send_new_link()
        with self.assertRaises(AccessError):
            self.visit.with_user(self.outsider).action_send_new_link()
        self.visit.customer_email = False
        with self.assertRaisesRegex(UserError, "No valid email address"):
            self.visit.with_user(self.manager).action_send_new_link()
        self.visit._cancel("Away")
        with self.assertRaisesRegex(UserError, "needs no link"):
            self.visit.with_user(self.manager).action_send_new_link()

    def test_managers_send_so_many_links_an_hour(self):
        visit = self.visit.with_user(self.manager)
        now = fields.Datetime.now()
        with freeze_time(now):
            for number in range(1, 4):
                visit.action_send_new_link()
                self.rows(visit, "link").write({"state": "sent", "email_to": "Acme <office@acme.example.com>"})
                self.assertEqual(len(self.rows(visit, "link")), number)
            token = visit._customer_token()
            with self.assertRaisesRegex(UserError, r"office@acme\.example\.com got 3 emails with links .* Wait until"):
                visit.action_send_new_link()
            self.assertEqual(visit._customer_token(), token, "the link that was sent last works still")
            self.ask("office@acme.example.com")
            self.assertEqual(len(self.rows(visit, "link")), 3, "nor is one sent that is asked for on the page")
            # Another address had none.
            visit.customer_email = "else@example.com"
            visit.action_send_new_link()
            self.assertEqual(len(self.rows(visit, "link")), 4)
        with freeze_time(now + timedelta(minutes=61)):
            visit.customer_email = "office@acme.example.com"
            visit.action_send_new_link()

    def test_a_new_link_that_has_not_left_is_not_sent_twice(self):
        visit = self.visit.with_user(self.manager)
        visit.action_send_new_link()
        token = visit._customer_token()
        self.assertEqual(visit.action_send_new_link()["params"]["type"], "success")
        self.assertEqual(len(self.rows(visit, "link")), 1)
        self.assertEqual(visit._customer_token(), token)
        # It left: the manager wants another one.
        self.rows(visit, "link").write({"state": "sent", "email_to": "office@acme.example.com"})
        visit.action_send_new_link()
        self.assertEqual(len(self.rows(visit, "link")), 2)
        self.assertNotEqual(visit._customer_token(), token)

    def test_a_link_that_was_asked_for_does_not_stand_in_for_a_new_one(self):
        self.ask("office@acme.example.com")
        self.visit.with_user(self.manager).action_send_new_link()
        self.assertEqual(len(self.rows(self.visit, "link")), 2)
        self.assert_leads_nowhere(self.link)

    def test_a_new_link_is_offered_where_one_can_be_sent(self):
        visit = self.visit.with_user(self.manager)
        with Form(visit) as form:
            self.assertTrue(form.can_send_link)
            form.customer_email = "nobody"
            self.assertFalse(form.can_send_link, "no address")
            form.customer_email = "ada@example.org"
        visit.action_start()
        self.assertTrue(visit.can_send_link)
        with freeze_time(visit.stop + timedelta(minutes=1)):
            visit.invalidate_recordset(["can_send_link"])
            self.assertFalse(visit.can_send_link, "in progress, but late")
        visit.invalidate_recordset(["can_send_link"])
        visit._cancel("Away")
        self.assertFalse(visit.can_send_link, "cancelled")
        self.assertFalse(
            self.env["support.appointment"].new({"state": "confirmed", "customer_email": "a@b.example"}).can_send_link
        )

    def test_a_visit_that_was_never_moved_is_not_said_to_be(self):
        for moved in ("0", "", "00", "1", "-1"):
            self.assertNotIn("Your visit is now planned", self.open(f"{self.link}?moved={moved}").text, moved)
        start = fields.Datetime.to_string(self.at(14))
        page = self.send(self.open(f"{self.link}/reschedule?start={start}").button("Move the visit").press())
        self.assertIn("Your visit is now planned", page.text)
        self.assertNotIn("Your visit is now planned", self.open(f"{self.link}?moved=0").text)

    # ------------------------------------------------------------
    # Hostile parameters
    # ------------------------------------------------------------

    def test_no_name_of_a_parameter_breaks_a_page(self):
        self.authenticate("admin", "admin")
        token = urlsplit(self.link).path.rpartition("/")[2]
        rules = [rule for rule in self.env["ir.http"].routing_map().iter_rules() if rule.rule.startswith("/support/")]
        self.assertGreater(len(rules), 10)
        for rule in rules:
            path = re.sub(r"<int:\w+>", "1", rule.rule.replace("<string:token>", token))
            path = re.sub(r"<path:\w+>", "rest", path)
            names, function = {"request", "params"}, rule.endpoint.func.__func__
            while function:
                names.update(inspect.signature(function, follow_wrapped=False).parameters)
                function = getattr(function, "__wrapped__", None)
            self.assertIn("self", names)
            for name in sorted(names):
                for method in sorted(rule.methods & {"GET", "POST"}):
                    with self.subTest(path=path, name=name, method=method):
                        response = self.url_open(f"{path}?{name}=1", data={name: "1"}, method=method)
                        self.assertLess(response.status_code, 500)

    # ------------------------------------------------------------
    # Limits
    # ------------------------------------------------------------

    def test_reminders_are_not_toggled_without_end(self):
        statuses = []
        for _time in range(12):
            self.assertEqual(self.send(self.open(self.link).button("No reminders at all").press()).status, 200)
            statuses.append(self.send(self.open(self.link).button("Get reminders again").press()).status)
            if statuses[-1] == 429:
                break
        self.assertEqual(statuses, [200] * 10 + [429])
        self.assertTrue(self.visit.customer_opted_out, "whoever wants none gets none")
        with freeze_time(fields.Datetime.now() + timedelta(minutes=61)):
            self.assertEqual(self.send(self.open(self.link).button("Get reminders again").press()).status, 200)

    def test_a_visit_is_not_moved_without_end(self):
        statuses = []
        for number in range(11):
            start = fields.Datetime.to_string(self.at(14 if number % 2 else 15))
            page = self.open(f"{self.link}/reschedule?start={start}")
            statuses.append(self.send(page.button("Move the visit").press()).status)
        self.assertEqual(statuses, [200] * 10 + [429])

    def test_moves_that_did_not_happen_do_not_count(self):
        page = self.open(f"{self.link}/reschedule?start={fields.Datetime.to_string(self.at(14))}")
        stale = page.button("Move the visit").press().with_value("revision", "7")
        for _time in range(12):
            self.assertEqual(self.send(stale).status, 409)
        self.assertEqual(self.send(page.button("Move the visit").press()).status, 200)
        self.assertEqual(self.visit.start, self.at(14))
        # As after a double tap.
        for _time in range(12):
            self.assertEqual(self.send(page.button("Move the visit").press()).status, 200)
        page = self.open(f"{self.link}/reschedule?start={fields.Datetime.to_string(self.at(15))}")
        self.assertEqual(self.send(page.button("Move the visit").press()).status, 200)

    def test_what_goes_wrong_is_kept_as_private_as_the_page(self):
        pages = self.registry["support.appointment"]
        for error, status in ((UserError("No."), 422), (AccessError("No."), 403), (ZeroDivisionError(), 500)):
            with patch.object(pages, "_customer_reminder", side_effect=error), mute_logger("odoo.http"):
                response = self.url_open(self.link)
            self.assertEqual(response.status_code, status)
            for name, value in visit_link.SECURITY_HEADERS.items():
                self.assertEqual(response.headers[name], value, status)
        self.assertNotIn("Referrer-Policy", self.url_open("/nothing").headers)
