import random
import re
import zlib
from datetime import datetime, timedelta

from pytz import timezone

from odoo.tests import BaseCase, tagged

from ..logic import api_keys, api_slots, text, times

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

    def test_long_steps_keep_to_the_clock(self):
        """Every step that divides a day, in zones whose clocks change at night, at midnight, and by half an hour."""
        days = {
            "Europe/Berlin": ((2026, 3, 29), (2026, 10, 25)),
            "America/New_York": ((2026, 3, 8), (2026, 11, 1)),
            "Australia/Lord_Howe": ((2026, 4, 5), (2026, 10, 4)),
            "America/Havana": ((2026, 3, 8), (2026, 11, 1)),
            "America/Santiago": ((2026, 4, 4), (2026, 9, 6)),
        }
        for name, changes in days.items():
            zone = timezone(name)
            for day in changes:
                noon = round(zone.localize(datetime(*day, 12)).timestamp())
                for step in (30, 45, 90, 120, 180, 240, 360, 720):
                    starts = api_slots.grid(noon - 2 * DAY, noon + 2 * DAY, step, zone)
                    local = [datetime.fromtimestamp(start, zone) for start in starts]
                    self.assertEqual(
                        {(moment.hour * 60 + moment.minute) % step for moment in local}, {0}, (name, day, step)
                    )
                    self.assertEqual(starts, sorted(set(starts)), (name, day, step))
                    # Nothing of the clock is left out but what it did not show.
                    shown = {moment.replace(tzinfo=None) for moment in local}
                    wanted = {
                        datetime(*day) + timedelta(minutes=minutes)
                        for minutes in range(0, 24 * 60, step)
                        if zone.normalize(zone.localize(datetime(*day) + timedelta(minutes=minutes))).replace(
                            tzinfo=None
                        )
                        == datetime(*day) + timedelta(minutes=minutes)
                    }
                    self.assertLessEqual(wanted, shown, (name, day, step))

    def test_grid_stays_in_the_range(self):
        starts = api_slots.grid(10 * HOUR + 1, 12 * HOUR, 30, timezone("UTC"))
        self.assertEqual(starts, [10 * HOUR + 1800, 11 * HOUR, 11 * HOUR + 1800])

    def test_offer_and_columns(self):
        offered = api_slots.offer([0, 10, 20, 30], {7: [(0, 10), (10, 20)], 9: [(10, 15)], 8: []})
        self.assertEqual(offered, {0: [7], 10: [7, 9], 20: [7]})
        self.assertEqual(api_slots.columns(offered), ("0 10 20", "0 1 0", ["7", "7 9"]))


@tagged("post_install", "-at_install")
class TestBlankText(BaseCase):
    def test_blank(self):
        for blank in (
            "",
            " ",
            "\t\n",
            "\u00a0\u2003",
            "\u200b\u200d\ufeff",
            "\u3164",
            "\u115f\u1160",
            "\u2800",
            "\ufe0f",
        ):
            self.assertTrue(text.is_blank(blank), ascii(blank))

    def test_visible(self):
        for visible in ("a", "李", "é", "\u0301", "🙂", "-", "\u200bx", "٣", "\ue000"):
            self.assertFalse(text.is_blank(visible), ascii(visible))
