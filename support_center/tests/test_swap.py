import re
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from ..exceptions import ScheduleError, SlotUnavailable
from .test_unannounced import ImportCase


@tagged("post_install", "-at_install")
class TestSwap(ImportCase):
    """Several visits change in one go, and only where they are in the end counts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first, cls.second, cls.third = cls.book(9), cls.book(10), cls.book(11)

    def import_starts(self, *moves, load=None):
        """Import visits with the hours of their new starts; all columns of an export are in the file."""
        columns = (".id", "subject", "technician_id/.id", "start", "duration")
        rows = [
            (str(visit.id), visit.subject, str(self.technician.id), fields.Datetime.to_string(self.at(hour)), "1")
            for visit, hour in moves
        ]
        with mute_logger("odoo.sql_db"):
            return (load or self.load)(rows, columns=columns)

    def refused(self, *moves):
        """The numbers of the rows that are refused, with what is said of them. Nothing is kept."""
        visits = self.first | self.second | self.third
        before = visits.mapped("start")
        result = self.import_starts(*moves, load=self.try_to_load)
        self.assertFalse(result["ids"])
        self.assertEqual(visits.mapped("start"), before)
        return {message["rows"]["from"]: message["message"] for message in result["messages"]}

    def save_multi(self, *changes, user=None):
        visits = self.Appointment.union(*(visit for visit, _vals in changes)).with_user(user or self.manager)
        return visits.web_save_multi([vals for _visit, vals in changes], {"start": {}})

    def locks(self):
        return patch.object(type(self.Appointment), "_lock_technicians")

    def assertConstraintHolds(self):
        """The database looks at each statement again."""
        self.env.flush_all()
        with self.assertRaises(SlotUnavailable), mute_logger("odoo.sql_db"), self.Appointment._explain_double_booking():
            self.env.cr.execute(
                SQL(
                    "UPDATE support_appointment SET start = start - interval '45 minutes' WHERE id = %s",
                    self.third.id,
                )
            )

    # ------------------------------------------------------------
    # Imports
    # ------------------------------------------------------------

    def test_two_swap_in_an_import(self):
        self.import_starts((self.first, 10), (self.second, 9))
        self.assertEqual((self.first.start, self.second.start), (self.at(10), self.at(9)))
        self.assertEqual((self.first.schedule_revision, self.second.schedule_revision), (1, 1))
        self.third.start = self.at(14)
        self.third.start = self.at(11)
        self.assertConstraintHolds()

    def test_three_go_round_and_a_new_one_takes_what_gets_free(self):
        columns = (".id", "subject", "technician_id/.id", "start")
        moves = ((str(self.first.id), 10), (str(self.second.id), 11), (str(self.third.id), 14), ("", 9))
        rows = [
            (id_, "Round", str(self.technician.id), fields.Datetime.to_string(self.at(hour))) for id_, hour in moves
        ]
        self.load(rows, columns=columns)
        self.assertEqual((self.first | self.second | self.third).mapped("start"), [self.at(h) for h in (10, 11, 14)])
        new = self.Appointment.search([("subject", "=", "Round"), ("start", "=", self.at(9))])
        self.assertEqual(new.technician_id, self.technician)

    def test_two_swap_their_technicians_in_an_import(self):
        other = self.book(9, technician=self.colleague)
        columns = (".id", "technician_id/.id")
        self.load(
            [(str(self.first.id), str(self.colleague.id)), (str(other.id), str(self.technician.id))], columns=columns
        )
        self.assertEqual((self.first.technician_id, other.technician_id), (self.colleague, self.technician))

    def test_who_is_booked_is_known_before_anybody_is_waited_for(self):
        """In one order, new visits included: otherwise two imports could wait for each other."""
        columns = (".id", "subject", "technician_id/.id", "start")
        rows = [
            (str(self.first.id), "Moved", str(self.technician.id), fields.Datetime.to_string(self.at(14))),
            ("", "New", str(self.colleague.id), fields.Datetime.to_string(self.at(14))),
        ]
        with self.locks() as lock:
            self.load(rows, columns=columns)
        self.assertEqual(lock.call_args_list[0].args, (sorted((self.technician | self.colleague).ids),))

    def test_by_external_ids(self):
        self.env["ir.model.data"].create(
            [
                {"module": "__import__", "name": name, "model": "support.appointment", "res_id": visit.id}
                for name, visit in (("visit_1", self.first), ("visit_2", self.second))
            ]
        )
        rows = [
            ("visit_1", fields.Datetime.to_string(self.at(10))),
            ("__import__.visit_2", fields.Datetime.to_string(self.at(9))),
        ]
        self.load(rows, columns=("id", "start"))
        self.assertEqual((self.first.start, self.second.start), (self.at(10), self.at(9)))

    def test_who_stays_is_in_the_way(self):
        """The row of the visit that stays is refused: it is in the file, with the time that it has."""
        refused = self.refused((self.first, 10), (self.second, 10), (self.third, 14))
        self.assertEqual(list(refused), [1])
        self.assertIn(f"{self.technician.name} is already booked", refused[1])
        self.assertIn(self.first.name, refused[1])

    def test_who_is_not_in_the_file_is_in_the_way(self):
        refused = self.refused((self.first, 10), (self.second, 11))
        self.assertEqual(list(refused), [1])
        self.assertIn(self.third.name, refused[1])

    def test_two_that_want_the_same_time(self):
        refused = self.refused((self.first, 14), (self.second, 9), (self.third, 14))
        self.assertEqual(list(refused), [2])
        self.assertIn(self.first.name, refused[2])

    def test_a_row_that_is_refused_otherwise_is_the_only_one(self):
        """The other one takes its time, and is right to."""
        refused = self.refused((self.first, 10), (self.second, -24 * 7 * 52), (self.third, 14))
        self.assertEqual(list(refused), [1])
        self.assertIn("has passed", refused[1])

    def test_what_names_no_times_stays_where_it_is(self):
        rows = [(str(self.first.id), fields.Datetime.to_string(self.at(10)))]
        result = self.try_to_load(rows, columns=(".id", "start"))
        self.assertIn(self.second.name, result["messages"][0]["message"])
        self.assertConstraintHolds()

    def test_many_rows(self):
        """Everything moves on by an hour, in the worst order, and one of many is refused."""
        visits = self.Appointment.concat(*(self.book(hour + 24 * day) for day in range(1, 11) for hour in (9, 10, 11)))
        moves = [(visit, (visit.start - self.monday).total_seconds() / 3600 + 1) for visit in visits]
        self.import_starts(*moves)
        self.assertEqual([visit.start for visit in visits], [self.at(hour) for _visit, hour in moves])
        blocker = self.book(9 + 24 * 5)
        back = [(visit, hour - 1) for visit, hour in moves]
        refused = self.refused(*back)
        self.assertEqual(list(refused), [12])
        self.assertIn(blocker.name, refused[12])

    def test_a_client_cannot_say_that_it_is_a_batch(self):
        for forged in (True, {"awaited": [self.second.id]}, [self.second.id]):
            with self.assertRaises(SlotUnavailable):
                self.first.with_context(support_moved_together=forged).start = self.at(10)

    # ------------------------------------------------------------
    # Lists
    # ------------------------------------------------------------

    def test_two_swap_in_a_list(self):
        answer = self.save_multi((self.first, {"start": self.at(10)}), (self.second, {"start": self.at(9)}))
        self.assertEqual([row["start"] for row in answer], [self.at(10), self.at(9)])
        self.assertConstraintHolds()

    def test_a_list_names_the_visit_that_is_refused(self):
        with self.assertRaisesRegex(
            SlotUnavailable, f"^{self.second.name}: {re.escape(self.technician.name)} is already booked"
        ):
            self.save_multi((self.first, {"start": self.at(10)}), (self.second, {"start": self.at(11)}))
        with self.assertRaisesRegex(SlotUnavailable, f"^{self.second.name}: "):
            self.save_multi((self.first, {"start": self.at(10)}), (self.second, {"duration": 1.0}))
        with self.assertRaisesRegex(SlotUnavailable, f"^{self.first.name}: .*{self.second.name}"):
            self.save_multi((self.first, {"start": self.at(10)}), (self.second, {"subject": "Stays"}))
        with self.assertRaises(ScheduleError):
            self.save_multi((self.first, {"start": self.at(10)}), (self.second, {"start": self.at(-24 * 7 * 52)}))
        self.assertEqual((self.first.start, self.second.start), (self.at(9), self.at(10)))
        self.assertConstraintHolds()

    def test_rights_in_a_list(self):
        other = self.book(9, technician=self.colleague)
        with self.assertRaises(AccessError), self.locks() as lock:
            self.save_multi((self.first, {"start": self.at(14)}), (other, {"start": self.at(14)}), user=self.technician)
        self.assertEqual(self.first.start, self.at(9))
        # Nobody waits for somebody who may not do it.
        lock.assert_not_called()
