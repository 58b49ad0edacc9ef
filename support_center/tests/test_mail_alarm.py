import time
from queue import Queue

from odoo.tests import BaseCase, tagged

from ..logic.alarm import Alarms

PATIENCE_SECONDS = 10


@tagged("post_install", "-at_install")
class TestAlarms(BaseCase):
    def setUp(self):
        super().setUp()
        self.alarms = Alarms()
        self.rung = Queue()

    def set(self, name, seconds, sound):
        """:return: when it is to ring"""
        at = time.time() + seconds
        self.alarms.set(name, at, lambda: self.rung.put(sound))
        return at

    def heard(self):
        return self.rung.get(timeout=PATIENCE_SECONDS)

    def test_rings_once_at_the_earliest_moment_and_not_before(self):
        self.set("a", 3600, "an hour")
        at = self.set("a", 0.2, "soon")
        self.set("a", 0.3, "a little later")
        self.assertEqual(self.heard(), "soon")
        self.assertGreaterEqual(time.time(), at)
        # What rings now was asked for afterwards; nothing else is left.
        self.set("a", 0, "again")
        self.assertEqual(self.heard(), "again")
        self.assertTrue(self.rung.empty())

    def test_a_moment_that_has_passed_is_now(self):
        self.set("a", -3600, "late")
        self.assertEqual(self.heard(), "late")

    def test_names_have_alarms_of_their_own(self):
        self.set("a", 0.2, "a")
        self.set("b", 0.1, "b")
        self.assertEqual({self.heard(), self.heard()}, {"a", "b"})
