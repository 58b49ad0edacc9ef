import time
from queue import Queue
from unittest.mock import patch

import psycopg2

from odoo.tests import BaseCase, tagged

from .. import cron_alarm
from ..logic.alarm import Alarms

PATIENCE_SECONDS = 10


@tagged("post_install", "-at_install")
class TestAlarms(BaseCase):
    def setUp(self):
        super().setUp()
        self.alarms = Alarms()
        self.rung = Queue()

    def set(self, name, seconds):
        """:return: when it is to ring"""
        at = time.time() + seconds
        self.alarms.set(name, at, lambda: self.rung.put(name))
        return at

    def heard(self):
        return self.rung.get(timeout=PATIENCE_SECONDS)

    def test_rings_at_every_moment_and_not_before(self):
        self.set("a", 3600)
        later = self.set("a", 1.5)
        soon = self.set("a", 0.2)
        self.heard()
        now = time.time()
        self.assertGreaterEqual(now, soon)
        if now < later:
            self.heard()
            self.assertGreaterEqual(time.time(), later, "the earlier one does not take its place")
        self.assertTrue(self.rung.empty())

    def test_a_moment_that_has_passed_is_now(self):
        self.set("a", -3600)
        self.assertEqual(self.heard(), "a")

    def test_names_have_alarms_of_their_own(self):
        self.set("a", 0.2)
        self.set("b", 0.1)
        self.assertEqual({self.heard(), self.heard()}, {"a", "b"})

    def test_rings_again_until_the_database_is_back(self):
        answers = [psycopg2.OperationalError("starting up"), psycopg2.InterfaceError("connection already closed"), None]

        def call(database):
            answer = answers.pop(0)
            self.rung.put((database, type(answer)))
            if answer:
                raise answer

        with (
            patch.object(cron_alarm, "call_scheduler", call),
            patch.object(cron_alarm, "ALARMS", self.alarms),
            patch.object(cron_alarm, "RING_AGAIN_SECONDS", 0),
        ):
            cron_alarm.set_alarm("db", time.time())
            rung = [self.heard() for _answer in range(3)]
        self.assertEqual(rung, [("db", psycopg2.OperationalError), ("db", psycopg2.InterfaceError), ("db", type(None))])
        self.assertFalse(answers)
