from concurrent.futures import ThreadPoolExecutor
from itertools import count
from threading import Barrier
from unittest.mock import patch

import requests

import odoo.service.server
from odoo import SUPERUSER_ID, api, fields
from odoo.modules.registry import DummyRLock, Registry
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tests.common import HOST
from odoo.tools import mute_logger

from .pages import Page

TAPS = 3
PASSWORD = "sc_double_tap-password"
ADDRESS = "eve-double-tap@example.com"


@tagged("post_install", "-at_install")
class TestDoubleTap(BaseCase):
    """A form is sent several times at once, in requests that really run side by side and commit."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())

    def setUp(self):
        super().setUp()
        # The server's threads would wait for the end of all tests.
        self.startPatcher(patch.object(Registry, "_lock", DummyRLock()))
        self.startPatcher(patch.object(self.registry, "check_signaling", return_value=self.registry))
        self.session = requests.Session()
        self.addCleanup(self.session.close)
        with self.registry.cursor() as cursor:
            env = self.environment(cursor)
            company = env.company
            self.settings = {
                name: company[name]
                for name in ("support_customer_reschedule", "support_customer_cancel", "support_customer_cutoff_hours")
            }
            company.write({"support_customer_reschedule": True, "support_customer_cancel": True})
            user = env["res.users"].create(
                {
                    "name": "Double Tap",
                    "login": "sc_double_tap",
                    "password": PASSWORD,
                    "group_ids": [
                        (4, env.ref(f"support_center.group_support_{role}").id) for role in ("manager", "technician")
                    ],
                }
            )
            visit = env["support.appointment"].create(
                {
                    "subject": "Double tap",
                    "technician_id": user.id,
                    "customer_name": "Eve",
                    "customer_email": ADDRESS,
                    "start": fields.Datetime.add(
                        fields.Datetime.now().replace(hour=9, minute=0, second=0, microsecond=0), days=40
                    ),
                }
            )
            self.user_id, self.visit_id, self.ticket_id = user.id, visit.id, visit.ticket_id.id
            port = odoo.service.server.server.httpd.server_port
            self.server = f"http://{HOST}:{port}"
            self.link = f"{self.server}/support/visit/{visit._customer_token()}"
        self.addCleanup(self.remove)

    def remove(self):
        with self.registry.cursor() as cursor:
            env = self.environment(cursor)
            env.company.write(self.settings)
            env["support.reminder.opt.out"].search([("email", "=", ADDRESS)]).unlink()
            env["support.notification"].search([("appointment_id", "=", self.visit_id)]).unlink()
            env["support.appointment"].browse(self.visit_id).unlink()
            env["helpdesk.ticket"].browse(self.ticket_id).unlink()
            env["support.page.limit"].search([]).unlink()
            cursor.execute("DELETE FROM support_appointment_record WHERE appointment_number = %s", [self.visit_id])
            env["res.users"].browse(self.user_id).unlink()

    @staticmethod
    def environment(cursor):
        return api.Environment(cursor, SUPERUSER_ID, {})

    def open(self, url):
        return Page(self.session.get(url, timeout=20))

    # What collides with another transaction is logged, and tried again.
    @mute_logger("odoo.sql_db")
    def tap(self, button):
        """Send the form from several threads, none of which begins before all are ready.

        :return: list of the pages that each shows in the end
        """
        submission = button.press()
        return [Page(response) for response in self.at_once(TAPS, **submission.request())]

    @staticmethod
    def at_once(times, **request):
        """Make a request so many times side by side.

        :return: list of responses
        """
        ready = Barrier(times)

        def send(_number):
            ready.wait(timeout=20)
            return requests.request(**request, timeout=60)

        with ThreadPoolExecutor(times) as pool:
            return list(pool.map(send, range(times)))

    def gate(self, model, name, times):
        """Nobody goes on after the first calls of a method before all of them have come that far."""
        method, ready, calls = getattr(self.registry[model], name), Barrier(times), count()

        def gated(records, *args):
            result = method(records, *args)
            if next(calls) < times:
                ready.wait(timeout=20)
            return result

        return patch.object(self.registry[model], name, gated)

    def assert_done_once(self, kind):
        with self.registry.cursor() as cursor:
            visit = self.environment(cursor)["support.appointment"].browse(self.visit_id)
            online = visit.message_ids.filtered(lambda message: "online" in message.body)
            self.assertEqual(len(online), 1, "the team is told once")
            self.assertEqual(visit.state, "cancelled" if kind == "cancelled" else "confirmed")
            return visit.schedule_revision

    def test_cancelling(self):
        pages = self.tap(self.open(f"{self.link}/cancel").button("Cancel the visit"))
        self.assertEqual([page.status for page in pages], [200] * TAPS)
        for page in pages:
            self.assertIn("Your visit is cancelled", page.text)
        self.assert_done_once("cancelled")

    def test_moving(self):
        links = [link for link in self.open(f"{self.link}/reschedule").links if "start=" in link]
        self.assertTrue(links)
        pages = self.tap(self.open(links[0]).button("Move the visit"))
        self.assertEqual([page.status for page in pages], [200] * TAPS)
        for page in pages:
            self.assertIn("Your visit is now planned", page.text)
        self.assertEqual(self.assert_done_once("moved"), 1)

    # ------------------------------------------------------------
    # Reminders
    # ------------------------------------------------------------

    def assert_reminders(self, wanted):
        with self.registry.cursor() as cursor:
            env = self.environment(cursor)
            self.assertEqual(env["support.appointment"].browse(self.visit_id)._gets_reminders(), wanted)
            self.assertEqual(
                env["support.reminder.opt.out"].search_count([("email", "=", ADDRESS)]), 0 if wanted else 1
            )

    @mute_logger("odoo.sql_db")
    def test_a_mail_program_switches_reminders_off_several_times_at_once(self):
        for _round in range(3):
            with self.gate("support.reminder.opt.out", "_among", 4):
                responses = self.at_once(4, method="POST", url=f"{self.link}/unsubscribe", data={"x": "One-Click"})
            self.assertEqual([(each.status_code, each.text) for each in responses], [(200, "OK")] * 4)
            self.assert_reminders(wanted=False)
            with self.registry.cursor() as cursor:
                self.environment(cursor)["support.reminder.opt.out"].search([("email", "=", ADDRESS)]).unlink()

    def test_the_page_switches_reminders_off_and_on(self):
        for label, wanted in (("No reminders at all", False), ("Get reminders again", True)) * 2:
            button = self.open(self.link).button(label)
            with self.gate("support.reminder.opt.out", "_among", TAPS):
                pages = self.tap(button)
            self.assertEqual([page.status for page in pages], [200] * TAPS, label)
            for page in pages:
                self.assertIn("default-src 'none'", page.response.headers["Content-Security-Policy"])
            self.assert_reminders(wanted)

    # ------------------------------------------------------------
    # A new link
    # ------------------------------------------------------------

    @mute_logger("odoo.sql_db")
    def test_a_new_link(self):
        credentials = {"db": get_db_name(), "login": "sc_double_tap", "password": PASSWORD}
        answer = self.session.post(f"{self.server}/web/session/authenticate", json={"params": credentials}, timeout=20)
        self.assertTrue(answer.json()["result"]["uid"])
        call = {
            "model": "support.appointment",
            "method": "action_send_new_link",
            "args": [[self.visit_id]],
            "kwargs": {},
        }
        with self.gate("support.appointment", "_is_link_worth_sending", 8):
            responses = self.at_once(
                8,
                method="POST",
                url=f"{self.server}/web/dataset/call_button/support.appointment/action_send_new_link",
                json={"params": call},
                cookies=self.session.cookies.get_dict(),
            )
        for response in responses:
            self.assertEqual(response.json().get("result", response.json())["params"]["type"], "success")
        self.assertEqual(self.session.get(self.link, timeout=20).status_code, 404)
        with self.registry.cursor() as cursor:
            visit = self.environment(cursor)["support.appointment"].browse(self.visit_id)
            links = visit.notification_ids.filtered(lambda row: row.kind == "link")
            self.assertEqual(len(links), 1, "the presses mean one link")
            token = visit._customer_token()
        self.assertEqual(self.session.get(f"{self.server}/support/visit/{token}", timeout=20).status_code, 200)
