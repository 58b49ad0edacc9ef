import random
import re
import zlib
from datetime import datetime

from pytz import timezone

from odoo.tests import BaseCase, tagged

from ..logic import api_keys, api_slots, times

HOUR = 3600
DAY = 24 * HOUR


@tagged("post_install", "-at_install")
class TestApiKeyFormat(BaseCase):
    def test_format(self):
        for _round in range(50):
            key = api_keys.generate()
            self.assertRegex(key, r"\Ascb_live_[0-9A-Za-z]{49}\Z")
            self.assertEqual(api_keys.checksum(key[9:52]), key[52:])
            self.assertEqual(api_keys.prefix(key), key[:15])

    def test_checksum_is_that_of_the_companion(self):
        self.assertEqual(api_keys.checksum("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefg"), "37cCQ0")
        self.assertEqual(zlib.crc32(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefg"), 2860937052)

    def test_keys_differ(self):
        self.assertEqual(len({api_keys.generate() for _round in range(100)}), 100)

    def test_digest_is_hexadecimal(self):
        self.assertTrue(re.fullmatch(r"[0-9a-f]{64}", api_keys.digest(api_keys.generate())))


@tagged("post_install", "-at_install")
class TestSlotArithmetic(BaseCase):
    def _possible(self, *args):
        return list(api_slots.possible_starts(*args))

    def test_whole_day(self):
        self.assertEqual(self._possible([(8 * HOUR, 12 * HOUR)], [], HOUR, 0), [(8 * HOUR, 11 * HOUR)])

    def test_too_long(self):
        self.assertEqual(self._possible([(8 * HOUR, 9 * HOUR)], [], 2 * HOUR, 0), [])

    def test_around_a_visit(self):
        self.assertEqual(
            self._possible([(8 * HOUR, 17 * HOUR)], [(10 * HOUR, 11 * HOUR)], HOUR, 0),
            [(8 * HOUR, 9 * HOUR), (11 * HOUR, 16 * HOUR)],
        )

    def test_travel_is_kept_free_before_a_visit(self):
        self.assertEqual(
            self._possible([(8 * HOUR, 17 * HOUR)], [(10 * HOUR, 11 * HOUR)], HOUR, HOUR // 2),
            [(8 * HOUR, 9 * HOUR), (11 * HOUR + HOUR // 2, 16 * HOUR)],
        )

    def test_agrees_with_the_rules_of_bookings(self):
        """Against the definition, second by second of a coarse clock, for hundreds of random days."""
        chance = random.Random(4)
        for _round in range(400):
            marks = sorted(chance.sample(range(60), chance.choice((2, 4, 6))))
            working = list(zip(marks[::2], marks[1::2], strict=True))
            busy = [(begin, begin + chance.randint(1, 8)) for begin in (chance.randint(-5, 60) for _visit in range(3))]
            duration, travel = chance.randint(1, 15), chance.randint(0, 4)
            scale = 10 * 60
            ranges = self._possible(
                [(begin * scale, end * scale) for begin, end in working],
                [(begin * scale, end * scale) for begin, end in busy],
                duration * scale,
                travel * scale,
            )
            days = [tuple(map(api_slots.to_datetime, (begin * scale, end * scale))) for begin, end in working]
            for start in range(-20, 80):
                stop = start + duration
                expected = times.within_working_time(
                    days, api_slots.to_datetime(start * scale), api_slots.to_datetime(stop * scale)
                ) and not times.overlaps(busy, start - travel, stop)
                found = any(first <= start * scale <= last for first, last in ranges)
                self.assertEqual(found, expected, (working, busy, duration, travel, start))

    def test_grid_begins_at_midnight_of_the_zone(self):
        kathmandu = timezone("Asia/Kathmandu")
        midnight = round(kathmandu.localize(datetime(2026, 3, 2)).timestamp())
        self.assertEqual(midnight % DAY, 18 * HOUR + 15 * 60)
        self.assertEqual(api_slots.grid(midnight, midnight + 2 * HOUR, 60, kathmandu), [midnight, midnight + HOUR])

    def test_grid_on_days_of_23_and_25_hours(self):
        berlin = timezone("Europe/Berlin")
        for day, hours in (((2026, 3, 29), 23), ((2026, 10, 25), 25)):
            begin = round(berlin.localize(datetime(*day)).timestamp())
            starts = api_slots.grid(begin, begin + hours * HOUR, 30, berlin)
            self.assertEqual(len(starts), hours * 2)
            self.assertEqual(starts, sorted(set(starts)))
            following = api_slots.to_datetime(begin + hours * HOUR)
            self.assertEqual(timezone("UTC").localize(following).astimezone(berlin).hour, 0)

    def test_grid_stays_in_the_range(self):
        starts = api_slots.grid(10 * HOUR + 1, 12 * HOUR, 30, timezone("UTC"))
        self.assertEqual(starts, [10 * HOUR + 1800, 11 * HOUR, 11 * HOUR + 1800])

    def test_offer_and_columns(self):
        offered = api_slots.offer([0, 10, 20, 30], {7: [(0, 10), (10, 20)], 9: [(10, 15)], 8: []})
        self.assertEqual(offered, {0: [7], 10: [7, 9], 20: [7]})
        self.assertEqual(api_slots.columns(offered), ("0 10 20", "0 1 0", ["7", "7 9"]))
