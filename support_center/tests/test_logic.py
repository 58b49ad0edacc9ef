import random
from datetime import datetime, timedelta
from itertools import pairwise

from odoo.tests import BaseCase, tagged

from ..logic import states, times

NINE = datetime(2026, 3, 2, 9)


def after(hours):
    return NINE + timedelta(hours=hours)


@tagged("post_install", "-at_install")
class TestStates(BaseCase):
    def test_every_state_has_its_transitions(self):
        for following in states.TRANSITIONS.values():
            self.assertLessEqual(following, states.TRANSITIONS.keys())

    def test_what_is_over_is_only_reopened(self):
        self.assertEqual(states.FINAL, {states.COMPLETED, states.CANCELLED})
        self.assertEqual(states.TRANSITIONS[states.COMPLETED], {states.IN_PROGRESS})
        self.assertFalse(states.TRANSITIONS[states.CANCELLED])

    def test_staying_is_always_allowed(self):
        for state in states.TRANSITIONS:
            self.assertTrue(states.may_follow(state, state))

    def test_every_open_state_can_be_cancelled(self):
        for state in states.TRANSITIONS.keys() - states.FINAL:
            self.assertTrue(states.may_follow(state, states.CANCELLED))

    def test_work_is_not_skipped(self):
        self.assertFalse(states.may_follow(states.DRAFT, states.IN_PROGRESS))
        self.assertFalse(states.may_follow(states.DRAFT, states.COMPLETED))
        self.assertFalse(states.may_follow(states.CONFIRMED, states.COMPLETED))

    def test_random_walks_leave_a_final_state_only_to_reopen(self):
        randomness = random.Random(19)
        for _walk in range(500):
            state = states.DRAFT
            for _step in range(40):
                wanted = randomness.choice(list(states.TRANSITIONS))
                if states.may_follow(state, wanted):
                    if state in states.FINAL and wanted != state:
                        self.assertEqual((state, wanted), (states.COMPLETED, states.IN_PROGRESS))
                    state = wanted


@tagged("post_install", "-at_install")
class TestTimes(BaseCase):
    def test_complete(self):
        self.assertEqual(times.complete(NINE, None, 1.5), after(1.5))
        self.assertEqual(times.complete(NINE, after(3), 1.5), after(3))

    def test_thirds_of_an_hour_are_whole_minutes(self):
        self.assertEqual(times.complete(NINE, None, 1 / 3), NINE + timedelta(minutes=20))

    def test_a_new_start_moves(self):
        self.assertEqual(times.moved({"start": after(5)}, NINE, after(2)), (after(5), after(7)))

    def test_a_new_end_resizes(self):
        self.assertEqual(times.moved({"stop": after(5)}, NINE, after(2)), (NINE, after(5)))

    def test_a_new_duration_moves_the_end(self):
        self.assertEqual(times.moved({"duration": 4}, NINE, after(2)), (NINE, after(4)))

    def test_an_end_wins_over_a_duration(self):
        self.assertEqual(times.moved({"duration": 4, "stop": after(1)}, NINE, after(2)), (NINE, after(1)))

    def test_nothing_written_nothing_moved(self):
        self.assertEqual(times.moved({"subject": "x"}, NINE, after(2)), (NINE, after(2)))

    def test_merge_keeps_the_covered_time(self):
        randomness = random.Random(7)
        for _round in range(300):
            intervals = []
            for _interval in range(randomness.randint(0, 8)):
                begin = randomness.randint(0, 40)
                intervals.append((begin, begin + randomness.randint(1, 6)))
            covered = {minute for begin, end in intervals for minute in range(begin, end)}
            merged = times.merge(
                (NINE + timedelta(minutes=begin), NINE + timedelta(minutes=end)) for begin, end in intervals
            )
            minutes = {
                minute
                for minute in range(60)
                if times.overlaps(merged, NINE + timedelta(minutes=minute), NINE + timedelta(minutes=minute + 1))
            }
            self.assertEqual(minutes, covered)
            self.assertTrue(all(left[1] < right[0] for left, right in pairwise(merged)))

    def test_merge_closes_the_last_microsecond_of_a_day(self):
        midnight = datetime(2026, 3, 3)
        merged = times.merge([(NINE, midnight - timedelta(microseconds=1)), (midnight, after(20))])
        self.assertEqual(merged, [(NINE, after(20))])

    def test_working_time(self):
        day = [(after(-1), after(3)), (after(4), after(8))]
        self.assertTrue(times.within_working_time(day, NINE, after(3)))
        self.assertTrue(times.within_working_time(day, NINE, after(5)), "a long visit spans lunch")
        self.assertFalse(times.within_working_time(day, NINE, after(3.5)), "but does not end in it")
        self.assertFalse(times.within_working_time(day, after(3.5), after(5)), "nor begin in it")
        self.assertFalse(times.within_working_time(day, after(-2), NINE), "before work")
        self.assertFalse(times.within_working_time(day, after(7), after(9)), "after work")
        self.assertFalse(times.within_working_time([], NINE, after(1)), "a day off")

    def test_a_night_is_no_break(self):
        days = [(after(-1), after(8)), (after(23), after(32))]
        self.assertFalse(times.within_working_time(days, after(7), after(24)))

    def test_the_next_start_in_working_time(self):
        hour, working = timedelta(hours=1), [(after(0), after(3)), (after(4), after(8)), (after(24), after(32))]
        for earliest, start in (
            (after(-5), after(0)),
            (after(1), after(1)),
            (after(1.2), after(1.5)),
            (after(2.5), after(4)),
            (after(7.25), after(24)),
            (after(31.5), None),
        ):
            self.assertEqual(times.next_start(working, earliest, hour), start)
        self.assertEqual(times.next_start(working, after(0), 8 * hour), after(24))
        self.assertIsNone(times.next_start([], after(0), hour))

    def test_ranges_are_half_open(self):
        self.assertFalse(times.overlaps([(NINE, after(1))], after(1), after(2)))
        self.assertTrue(times.overlaps([(NINE, after(1))], after(0.99), after(2)))
