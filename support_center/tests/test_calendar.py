import json
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..models import models
from .common import SupportCase

SPEC = {
    "date_start": "start",
    "date_stop": "stop",
    "resource": "technician_id",
    "color": "state",
    "label": "subject",
    "reference": "name",
    "lead": "travel_minutes",
    "revision": "schedule_revision",
    "free_states": ["cancelled"],
}

#: The same for scheduled jobs, which say when they ran last and run next: a model that knows nothing of calendars.
JOB_SPEC = {"date_start": "nextcall", "date_stop": "lastcall", "resource": "user_id"}


class CalendarCase(SupportCase):
    @classmethod
    def _make_calendar_of(cls, model, spec):
        """Give a model of Odoo's own a calendar, as any addon may."""
        attributes = " ".join(f'{name}="{fname}"' for name, fname in spec.items())
        cls.env["ir.ui.view"].create(
            {
                "name": f"{model}.calendar",
                "model": model,
                "type": "support_calendar",
                "arch": f"<support_calendar {attributes}/>",
            }
        )

    def read_board(self, domain=(), days=7, user=None, spec=None, scope=()):
        model = self.env["support.appointment"].with_user(user or self.manager)
        return model.support_calendar_read(
            list(domain),
            fields.Datetime.to_string(self.monday),
            fields.Datetime.to_string(self.monday + timedelta(days=days)),
            SPEC if spec is None else spec,
            scope=list(scope),
        )


@tagged("post_install", "-at_install")
class TestCalendarRead(CalendarCase):
    def test_columns_tell_all_that_a_block_needs(self):
        booked = self.book(9, travel_minutes=15)
        unassigned = self.book(30, technician=False, subject="x" * 60)
        answer = self.read_board()
        events = answer["events"]
        self.assertEqual(events["id"], [booked.id, unassigned.id])
        self.assertEqual(events["resource"], [self.technician.id, 0])
        self.assertEqual(events["start"], [9 * 60, 30 * 60])
        self.assertEqual(events["duration"], [60, 60])
        self.assertEqual(events["lead"], [15, 0])
        self.assertEqual([events["states"][index] for index in events["state"]], ["confirmed", "confirmed"])
        self.assertEqual(events["label"], ["Boiler is cold", "x" * 43 + "…"])
        references = [events["reference_prefix"] + suffix for suffix in events["reference"]]
        self.assertEqual(references, [booked.name, unassigned.name])
        self.assertEqual(events["matching"], 2)
        self.assertNotIn("revision", events, "columns of zeros are left out")
        json.dumps(answer)

    def test_blocks_say_who_and_what(self):
        self.book(9, customer_name="Emilia Sommer", subject="Replace the pump")
        events = self.read_board(spec=SPEC | {"who": "customer_name"})["events"]
        self.assertEqual(events["label"], ["Emilia Sommer · Replace the pump"])

    def test_who_sees_only_their_own_sees_long_texts_whole(self):
        subject = "Replace the pump in the cellar, then check every valve on the way up to the roof"
        self.book(9, customer_name="Emilia Sommer", subject=subject)
        spec = SPEC | {"who": "customer_name"}
        [own] = self.read_board(user=self.technician, spec=spec)["events"]["label"]
        self.assertEqual(own, f"Emilia Sommer · {subject}")
        [of_many] = self.read_board(spec=spec)["events"]["label"]
        self.assertEqual(of_many, own[:43] + "…")

    def test_range_is_half_open_and_holds_what_reaches_into_it(self):
        overnight = self.book(-1, technician=False, stop=self.at(1))
        self.book(-2, technician=False, stop=self.at(0))
        self.book(7 * 24, technician=False)
        self.assertEqual(self.read_board()["events"]["id"], [overnight.id])
        self.assertEqual(self.read_board()["events"]["start"], [-60])

    def test_names_and_hours_that_the_client_knows_are_not_told_again(self):
        known = self.technician.id
        answer = self.env["support.appointment"].support_calendar_read(
            [], str(self.monday), str(self.monday + timedelta(days=7)), SPEC, known_resource_ids=[known]
        )
        resources = answer["resources"]
        whole = self.read_board()["resources"]
        self.assertEqual(resources["id"], whole["id"])
        for name in ("working", "available"):
            for index, resource_id in enumerate(resources["id"]):
                if resource_id == known:
                    self.assertEqual((resources[name][index], resources["name"][index]), (-1, ""))
                else:
                    self.assertEqual(resources["name"][index], whole["name"][index])
                    self.assertEqual(
                        resources["schedules"][resources[name][index]], whole["schedules"][whole[name][index]]
                    )
        self.assertIn(known, resources["id"])
        self.assertGreater(len(resources["id"]), 1)

    def _read_many(self, first_resource_ids):
        """A board of three rows, while more than one count as many."""
        self.patch(models, "ROWS_AT_ONCE", 1)
        self.patch(models, "FIRST_ROWS", 1)
        period = str(self.monday), str(self.monday + timedelta(days=7))
        appointments = self.env["support.appointment"].with_user(self.manager)
        answer = appointments.support_calendar_read([], *period, SPEC, first_resource_ids=first_resource_ids)
        rest = appointments.support_calendar_read_events([], *period, SPEC, answer.get("missing_resource_ids", []))
        return answer, rest

    def test_of_many_rows_those_in_sight_come_first(self):
        mine, other, nobodys = self.book(9), self.book(10, technician=self.colleague), self.book(11, technician=False)
        whole = self.read_board()
        answer, rest = self._read_many([self.colleague.id])
        self.assertEqual(answer["resources"], whole["resources"], "rows and their hours are all told at once")
        self.assertEqual(set(answer["events"]["id"]), {other.id, nobodys.id})
        self.assertEqual(set(answer["missing_resource_ids"]), set(whole["resources"]["id"]) - {self.colleague.id})
        self.assertEqual(rest["id"], [mine.id])
        self.assertEqual(rest["base"], answer["events"]["base"])

    def test_of_many_rows_the_first_ones_come_first_when_nothing_is_in_sight(self):
        answer, _rest = self._read_many([])
        self.assertEqual(answer["missing_resource_ids"], answer["resources"]["id"][1:])

    def test_clients_that_want_all_rows_get_them(self):
        self.book(9)
        answer, _rest = self._read_many(None)
        self.assertNotIn("missing_resource_ids", answer)
        self.assertEqual(len(answer["events"]["id"]), 1)

    def test_nothing_booked(self):
        events = self.read_board()["events"]
        self.assertEqual((events["id"], events["matching"]), ([], 0))

    def test_what_does_not_match_the_search_follows_what_does(self):
        unassigned = self.book(9, technician=False, subject="Other, unassigned")
        assigned = self.book(10, subject="Other")
        cancelled = self.book(12, subject="Other, cancelled")
        cancelled._cancel("Customer is away")
        found = self.book(14)
        search = [("subject", "=", "Boiler is cold")]
        events = self.read_board(search)["events"]
        self.assertEqual(events["id"], [found.id, unassigned.id, assigned.id], "what takes no time is left out")
        self.assertEqual(events["matching"], 1)
        with self.subTest("as do the same records, read one by one"):
            ids = [unassigned.id, assigned.id, cancelled.id, found.id]
            rows = self.env["support.appointment"].support_calendar_read_rows(ids, search, SPEC)
            self.assertEqual(rows["id"], events["id"])
            self.assertEqual(rows["matching"], 1)

    def test_of_what_nobody_has_a_page_shows_what_it_is_about(self):
        unassigned = self.book(9, technician=False)
        self.book(9, technician=False, subject="Other, unassigned")
        assigned = self.book(10, subject="Other")
        scope = [("subject", "=", "Boiler is cold")]
        events = self.read_board(scope, scope=scope)["events"]
        self.assertEqual((events["id"], events["matching"]), ([unassigned.id, assigned.id], 1))
        events = self.read_board([*scope, ("state", "=", "draft")], scope=scope)["events"]
        self.assertEqual((events["id"], events["matching"]), ([unassigned.id, assigned.id], 0))

    def test_managers_see_every_technician(self):
        answer = self.read_board()
        rows = dict(zip(answer["resources"]["id"], answer["resources"]["name"], strict=True))
        self.assertIn(self.technician.id, rows)
        self.assertIn(self.colleague.id, rows)
        self.assertNotIn(self.manager.id, rows)
        self.assertEqual(answer["rights"], {"create": True, "write": True, "team": True})

    def test_visits_of_who_left_can_be_seen(self):
        left = self.book(9, technician=self.colleague)
        done = self.book(11, technician=self.colleague)
        done._cancel("Customer is away")
        self.colleague.active = False
        answer = self.read_board()
        rows = answer["resources"]
        self.assertEqual(rows["id"].count(self.colleague.id), 1)
        position = rows["id"].index(self.colleague.id)
        self.assertEqual(position, len(rows["id"]) - 1, "after those who can be sent")
        self.assertEqual(rows["name"][position], f"{self.colleague.name} (not available)")
        self.assertEqual(rows["schedules"][rows["working"][position]], [], "and never at work")
        self.assertIn(left.id, answer["events"]["id"])
        # A search leaves such a row out like any other.
        found = self.read_board([("technician_id", "=", self.technician.id)])["resources"]["id"]
        self.assertEqual(found, [self.technician.id])

    def test_who_left_without_visits_is_no_row(self):
        self.book(9, technician=self.colleague)._cancel("Customer is away")
        self.colleague.active = False
        self.assertNotIn(self.colleague.id, self.read_board()["resources"]["id"])

    def test_of_many_rows_those_of_who_left_come_first(self):
        left = self.book(9, technician=self.colleague)
        self.colleague.active = False
        answer, rest = self._read_many([self.technician.id])
        self.assertIn(left.id, answer["events"]["id"])
        self.assertIn(self.colleague.id, answer["resources"]["id"])
        self.assertNotIn(left.id, rest["id"])

    def test_new_visits_keep_the_travel_time_of_the_company_free(self):
        self.company.support_travel_minutes = 25
        self.assertEqual(self.read_board()["lead"], 25)
        without = {role: fname for role, fname in SPEC.items() if role != "lead"}
        self.assertEqual(self.read_board(spec=without)["lead"], 0)

    def test_new_visits_take_as_long_as_the_company_says(self):
        self.company.support_default_duration = 1.5
        self.assertEqual(self.read_board()["duration"], 90)
        self.assertEqual(self.read_board(user=self.technician)["duration"], 90)
        self.company.support_default_duration = False
        self.assertEqual(self.read_board()["duration"], 60)

    def test_technicians_see_themselves(self):
        mine = self.book(9)
        self.book(9, technician=self.colleague)
        self.book(11, technician=False)
        answer = self.read_board(user=self.technician)
        self.assertEqual(answer["events"]["id"], [mine.id])
        self.assertEqual(answer["resources"]["id"], [self.technician.id])
        self.assertFalse(answer["rights"]["team"])

    def test_outsiders_see_nothing(self):
        with self.assertRaises(AccessError):
            self.read_board(user=self.outsider)

    def test_search_for_technicians_leaves_rows_out(self):
        def rows(domain):
            return set(self.read_board(domain)["resources"]["id"]) & {self.technician.id, self.colleague.id}

        both = {self.technician.id, self.colleague.id}
        self.assertEqual(rows([("subject", "ilike", "boiler")]), both)
        self.assertEqual(rows([("technician_id", "=", self.technician.id)]), {self.technician.id})
        self.assertEqual(rows([("technician_id", "ilike", self.colleague.name)]), {self.colleague.id})
        self.assertEqual(rows([("technician_id.login", "=", "sc_colleague")]), {self.colleague.id})
        self.assertEqual(rows([("technician_id", "in", [self.technician.id, False])]), {self.technician.id})
        # Whoever looks for what is not assigned wants to assign it.
        self.assertEqual(rows([("technician_id", "=", False)]), both)
        self.assertEqual(rows(["!", ("subject", "ilike", "boiler")]), both)
        self.assertEqual(rows([("technician_id", "!=", self.technician.id)]), {self.colleague.id})
        self.assertEqual(
            rows(["|", ("technician_id", "=", self.technician.id), ("subject", "=", "x")]),
            both,
        )

    def test_working_time_and_time_off(self):
        resource = self.technician._support_ensure_resource()
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Dentist",
                "resource_id": resource.id,
                "calendar_id": resource.calendar_id.id,
                "date_from": self.at(8),
                "date_to": self.at(10),
                "time_type": "leave",
            }
        )
        rows = self.read_board(days=1)["resources"]
        position = rows["id"].index(self.technician.id)
        working = rows["schedules"][rows["working"][position]]
        available = rows["schedules"][rows["available"][position]]
        self.assertEqual(working, [8 * 60, 12 * 60, 13 * 60, 17 * 60])
        self.assertEqual(available, [10 * 60, 12 * 60, 13 * 60, 17 * 60])
        other = rows["id"].index(self.colleague.id)
        self.assertEqual(rows["working"][other], rows["available"][other], "same hours are sent once")

    def test_number_of_queries_does_not_grow(self):
        self.book(9)
        self.read_board()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.read_board([("state", "!=", "draft")])
        few = self.env.cr.sql_log_count - before
        for index in range(8):
            technician = self._new_user(f"sc_more_{index}", "support_center.group_support_technician")
            for hour in (9, 11, 14):
                self.book(hour, technician=technician)
        self.env.flush_all()
        self.read_board()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.read_board([("state", "!=", "draft")])
        self.assertLessEqual(self.env.cr.sql_log_count - before, few)

    def test_an_appointment_takes_at_most_80_bytes(self):
        for index in range(20):
            technician = self._new_user(f"sc_bytes_{index}", "support_center.group_support_technician")
            for day in range(5):
                for hour in (8, 10, 13, 15):
                    self.book(hour + 24 * day, technician=technician, subject="Boiler service, ground floor")
        events = self.read_board([("subject", "!=", False)], spec=SPEC | {"who": "customer_name"})["events"]
        self.assertLessEqual(len(json.dumps(events, ensure_ascii=False).encode()) / len(events["id"]), 80)

    def test_too_long_a_range_is_refused(self):
        with self.assertRaisesRegex(UserError, "shorter period"):
            self.read_board(days=400)
        with self.assertRaisesRegex(UserError, "shorter period"):
            self.read_board(days=-1)

    def test_unknown_fields_are_refused(self):
        with self.assertRaisesRegex(UserError, "no_such_field"):
            self.read_board(spec=dict(SPEC, label="no_such_field"))
        with self.assertRaisesRegex(UserError, "needs the fields"):
            self.read_board(spec={"date_start": "start"})

    def test_fields_that_the_user_may_not_read_are_refused(self):
        self.patch(self.env["support.appointment"]._fields["subject"], "groups", "base.group_system")
        with self.assertRaises(AccessError):
            self.read_board()

    def test_any_model_can_use_it(self):
        self._make_calendar_of(
            "resource.calendar.leaves", {"date_start": "date_from", "date_stop": "date_to", "resource": "calendar_id"}
        )
        leave = self.env["resource.calendar.leaves"].create(
            {
                "name": "Stocktaking",
                "date_from": self.at(8),
                "date_to": self.at(10),
                "calendar_id": self.calendar.id,
            }
        )
        answer = self.env["resource.calendar.leaves"].support_calendar_read(
            [],
            fields.Datetime.to_string(self.monday),
            fields.Datetime.to_string(self.monday + timedelta(days=1)),
            {"date_start": "date_from", "date_stop": "date_to", "resource": "calendar_id"},
        )
        position = answer["events"]["id"].index(leave.id)
        self.assertEqual(answer["events"]["label"][position], "Stocktaking")
        self.assertEqual(answer["events"]["resource"][position], self.calendar.id)
        self.assertIn(self.calendar.id, answer["resources"]["id"])
        self.assertNotIn("working", answer["resources"])
        self.assertTrue(answer["rights"]["team"])

    def _new_job(self, name, **values):
        """A record of a model of Odoo's own with an end that may be missing and a mark for what is archived."""
        if not self.env["ir.ui.view"]._has_support_calendar("ir.cron"):
            self._make_calendar_of("ir.cron", JOB_SPEC)
        return self.env["ir.cron"].create(
            {
                "name": name,
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "state": "code",
                "nextcall": self.at(8),
                "lastcall": self.at(9),
                **values,
            }
        )

    def _read_jobs(self, domain=()):
        period = fields.Datetime.to_string(self.monday), fields.Datetime.to_string(self.monday + timedelta(days=1))
        return self.env["ir.cron"].support_calendar_read(list(domain), *period, JOB_SPEC)["events"]

    def test_what_has_no_end_is_gone(self):
        job, endless = self._new_job("Backup"), self._new_job("Endless", lastcall=False)
        events = self.env["ir.cron"].support_calendar_read_rows([job.id, endless.id], [], JOB_SPEC)
        self.assertEqual(events["id"], [job.id])
        shown = self._read_jobs()["id"]
        self.assertIn(job.id, shown)
        self.assertNotIn(endless.id, shown)

    def test_a_search_may_ask_for_what_is_archived(self):
        job = self._new_job("Backup")
        archived, other = self._new_job("Old", active=False), self._new_job("Older", active=False)
        self.assertEqual({job.id, archived.id, other.id} & set(self._read_jobs()["id"]), {job.id})
        search = [("active", "=", False), ("id", "!=", other.id)]
        events = self._read_jobs(search)
        found = events["id"][: events["matching"]]
        self.assertEqual({job.id, archived.id, other.id} & set(found), {archived.id})
        taking_time = events["id"][events["matching"] :]
        self.assertEqual({job.id, archived.id, other.id} & set(taking_time), {job.id}, "what is archived takes none")
        rows = self.env["ir.cron"].support_calendar_read_rows([job.id, archived.id, other.id], search, JOB_SPEC)
        self.assertEqual((rows["id"], rows["matching"]), ([archived.id, job.id], 1))


@tagged("post_install", "-at_install")
class TestCalendarOutside(CalendarCase):
    """What a search finds outside the days that are shown."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.search = [("subject", "=like", "Outside%")]

    def read_outside(self, user=None, days=1, **options):
        model = self.env["support.appointment"].with_user(user or self.manager)
        period = str(self.at(0, days=2)), str(self.at(0, days=2 + days))
        return model.support_calendar_read_outside(options.pop("domain", self.search), *period, SPEC, **options)

    def _book(self, days, hours, **values):
        return self.book(24 * days + hours, **values)

    def _found(self, count=0, **nearest):
        answer = {"count": count, "is_limited": False}
        for name, visit in nearest.items():
            answer[name] = {"id": visit.id, "start": (visit.start - models.EPOCH) // models.MINUTE}
        return answer

    def test_counts_and_names_the_next_one(self):
        self.assertEqual(self.read_outside(), self._found())
        before = self._book(0, 9, subject="Outside, before")
        self._book(2, 9, subject="Outside, but within the period")
        overnight = self._book(1, 23, technician=False, subject="Outside, reaches into it", stop=self.at(1, days=2))
        self.assertEqual(self.read_outside(), self._found(1, last=before))
        self._book(5, 14, subject="Outside, later")
        after = self._book(4, 9, subject="Outside, next")
        self._book(3, 8, subject="Something else")
        self.assertEqual(self.read_outside(), self._found(3, next=after))
        with self.subTest("the period is half open"):
            first = self._book(3, 0, technician=False, subject="Outside, at midnight")
            self.assertEqual(self.read_outside(), self._found(4, next=first))
        self.assertTrue(overnight.exists())

    def test_of_one_row_only_and_without_what_takes_no_time(self):
        mine = self._book(4, 9, subject="Outside, mine")
        self._book(3, 9, technician=self.colleague, subject="Outside, of somebody else")
        gone = self._book(3, 14, subject="Outside, cancelled")
        gone._cancel("Customer is away")
        row = self.technician.id
        self.assertEqual(self.read_outside(resource_id=row), self._found(2, next=gone))
        self.assertEqual(self.read_outside(resource_id=row, without_free=True), self._found(1, next=mine))

    def test_is_counted_with_the_rights_of_the_user(self):
        mine = self._book(4, 9, subject="Outside, mine")
        self._book(3, 9, technician=self.colleague, subject="Outside, of somebody else")
        self.assertEqual(self.read_outside(user=self.technician), self._found(1, next=mine))
        with self.assertRaises(AccessError):
            self.read_outside(user=self.outsider)

    def test_is_not_counted_to_the_end(self):
        for hour in (9, 11, 13):
            self._book(4, hour, subject="Outside")
        with patch.object(models, "MAX_COUNTED", 1):
            answer = self.read_outside()
        self.assertEqual((answer["count"], answer["is_limited"]), (1, True))

    def test_without_a_search_nothing_is_looked_at(self):
        self._book(4, 9)
        visits = type(self.env["support.appointment"])
        with patch.object(visits, "_search", side_effect=AssertionError("a search")):
            self.assertEqual(self.read_outside(domain=[]), self._found())


@tagged("post_install", "-at_install")
class TestCalendarRights(CalendarCase):
    """The methods are public, and all models have them."""

    #: Contacts by salesperson, between two moments that every record has.
    CONTACTS = {"date_start": "create_date", "date_stop": "write_date", "resource": "user_id"}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.portal = cls._new_user("sc_portal", "base.group_portal")
        cls.portal.partner_id.user_id = cls.manager
        cls.manager.phone = "+49 30 555"

    def _put_on_the_board(self):
        """Let the contact begin and end on the test's Monday."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_partner SET create_date = %s, write_date = %s WHERE id = %s",
            [self.at(9), self.at(10), self.portal.partner_id.id],
        )
        self.env.invalidate_all()

    def _ask(self, method, domain, user=None):
        contacts = self.env["res.partner"].with_user(user or self.portal)
        period = str(self.monday), str(self.monday + timedelta(days=1))
        ids = self.portal.partner_id.ids
        return {
            "support_calendar_read": lambda: contacts.support_calendar_read(domain, *period, self.CONTACTS),
            "support_calendar_read_events": lambda: contacts.support_calendar_read_events(
                domain, *period, self.CONTACTS, self.manager.ids
            ),
            "support_calendar_read_outside": lambda: contacts.support_calendar_read_outside(
                domain, *(str(self.monday + timedelta(days=days)) for days in (1, 2)), self.CONTACTS
            ),
            "support_calendar_read_rows": lambda: contacts.support_calendar_read_rows(ids, domain, self.CONTACTS),
            "support_calendar_write": lambda: contacts.support_calendar_write(ids[0], {}, domain, self.CONTACTS),
        }[method]()

    METHODS = (
        "support_calendar_read",
        "support_calendar_read_events",
        "support_calendar_read_outside",
        "support_calendar_read_rows",
        "support_calendar_write",
    )

    def test_models_without_a_calendar_have_none(self):
        for method in self.METHODS:
            for user in (self.portal, self.manager, self.env.user):
                with self.subTest(method, user=user.login), self.assertRaisesRegex(UserError, "no calendar of Contact"):
                    self._ask(method, [], user)

    def _answer_or_refusal(self, method, domain):
        try:
            return self._ask(method, domain)
        except AccessError:
            return AccessError

    def test_nothing_can_be_guessed_of_rows_that_the_user_may_not_read(self):
        self._make_calendar_of("res.partner", self.CONTACTS)
        self.portal.group_ids |= self.env["res.groups"].create(
            {
                "name": "May change contacts",
                "model_access": [
                    Command.create(
                        {
                            "name": "contacts",
                            "model_id": self.env["ir.model"]._get_id("res.partner"),
                            "perm_read": True,
                            "perm_write": True,
                        }
                    )
                ],
            }
        )
        self._put_on_the_board()
        shown = self._ask("support_calendar_read", [])
        self.assertEqual(shown["events"]["id"], self.portal.partner_id.ids, "or there is nothing to guess")
        for method in self.METHODS:
            for right, wrong in (
                (("user_id.login", "=like", "sc_m%"), ("user_id.login", "=like", "sc_x%")),
                (("user_id.phone", "=like", "+49 30 5%"), ("user_id.phone", "=like", "+49 30 6%")),
                (("user_id.partner_id.phone", "=like", "+49%"), ("user_id.partner_id.phone", "=like", "+50%")),
                (
                    ("user_id", "any", [("login", "=", "sc_manager")]),
                    ("user_id", "any", [("login", "=", "sc_nobody")]),
                ),
                (("user_id.group_ids", "ilike", "Support"), ("user_id.group_ids", "ilike", "Nothing")),
            ):
                for negate in (False, True):
                    with self.subTest(method, guess=right, negate=negate):
                        domains = [["!", guess] if negate else [guess] for guess in (right, wrong)]
                        self.assertEqual(*(self._answer_or_refusal(method, domain) for domain in domains))

    def test_technicians_learn_no_hours_of_colleagues_by_other_rows(self):
        self.technician._support_ensure_resource()
        self.colleague._support_ensure_resource()
        mine = self.book(9)
        spec = SPEC | {"resource": "create_uid"}
        resources = self.read_board(user=self.technician, spec=spec)["resources"]
        self.assertIn(mine.create_uid.id, resources["id"])
        self.assertIn(self.colleague.id, resources["id"])
        self.assertEqual(resources.keys(), {"id", "name"})

    def test_rows_come_from_a_many2one(self):
        for fname in ("subject", "message_partner_ids"):
            with self.assertRaisesRegex(UserError, "many2one"):
                self.read_board(spec=SPEC | {"resource": fname})


@tagged("post_install", "-at_install")
class TestCalendarWrite(CalendarCase):
    def write_block(self, appointment, vals, revision=None, user=None):
        return appointment.with_user(user or self.manager).support_calendar_write(
            appointment.id, vals, [], SPEC, expected_revision=revision
        )

    def test_answers_the_changed_row(self):
        appointment = self.book(9)
        events = self.write_block(appointment, {"start": self.at(10), "stop": self.at(12)}, revision=0)
        self.assertEqual(events["id"], [appointment.id])
        self.assertEqual(events["duration"], [120])
        self.assertEqual(events["revision"], [1])

    def test_stale_write_is_refused(self):
        appointment = self.book(9)
        self.write_block(appointment, {"start": self.at(10), "stop": self.at(11)}, revision=0)
        with self.assertRaises(ValidationError):
            self.write_block(appointment, {"start": self.at(14), "stop": self.at(15)}, revision=0)
        self.assertEqual(appointment.start, self.at(10))

    def test_technicians_cannot_move_what_is_not_theirs(self):
        appointment = self.book(9, technician=self.colleague)
        with self.assertRaises(AccessError):
            self.write_block(appointment, {"start": self.at(10), "stop": self.at(11)}, user=self.technician)

    def test_rows_that_are_gone_are_left_out(self):
        appointment = self.book(9)
        other = self.book(9, technician=self.colleague)
        model = self.env["support.appointment"].with_user(self.technician)
        events = model.support_calendar_read_rows([appointment.id, other.id, 0], [], SPEC)
        self.assertEqual(events["id"], [appointment.id])

    def _told(self, change):
        """Who is told what by ``change``, as a list of (channel, ids)."""
        bus = self.env["bus.bus"].sudo()
        self.env.cr.precommit.run()
        said_before = bus.search([])
        change()
        self.env.cr.precommit.run()
        told = [
            (json.loads(row.channel)[1:], json.loads(row.message)["payload"])
            for row in bus.search([]) - said_before
            if "support_calendar/changed" in row.message
        ]
        for _channel, payload in told:
            self.assertEqual(payload["model"], "support.appointment")
        numbers = sorted(payload["number"] for _channel, payload in told if "number" in payload)
        self.assertEqual(numbers, list(range(numbers[0], numbers[0] + len(numbers))), "none seems to be missing")
        self.assertEqual(
            {channel[0] for channel, payload in told if "number" in payload}, {"res.groups"}, "who gets all"
        )
        return [(tuple(channel), payload["ids"]) for channel, payload in told]

    def test_changes_are_told_to_open_calendars_of_those_concerned(self):
        managers = ("res.groups", self.env.ref("support_center.group_support_manager").id)
        mine = ("res.partner", self.technician.partner_id.id)
        colleagues = ("res.partner", self.colleague.partner_id.id)
        appointment = self.book(9)
        move = {"start": self.at(11), "stop": self.at(12)}
        for what, change, channels in (
            ("create", lambda: self.book(9, technician=self.colleague), {managers, colleagues}),
            ("move", lambda: appointment.write(move), {managers, mine}),
            ("reassign", lambda: appointment.write({"technician_id": self.colleague.id}), {managers, mine, colleagues}),
            ("unassign", lambda: appointment.write({"technician_id": False}), {managers, colleagues}),
            ("delete", appointment.unlink, {managers}),
        ):
            with self.subTest(what):
                told = self._told(change)
                self.assertEqual({channel for channel, _ids in told}, channels)
                if what != "create":
                    self.assertEqual({visit_id for _channel, ids in told for visit_id in ids}, set(appointment._ids))

    def test_who_manages_and_is_a_technician_is_told_once(self):
        self.manager.group_ids |= self.env.ref("support_center.group_support_technician")
        told = self._told(lambda: self.book(9, technician=self.manager))
        self.assertEqual(len(told), 1, told)


@tagged("post_install", "-at_install")
class TestCalendarArch(SupportCase):
    def check(self, attributes, children=""):
        arch = f"<support_calendar {attributes}>{children}</support_calendar>"
        return self.env["ir.ui.view"].create(
            {"name": "test", "model": "support.appointment", "type": "support_calendar", "arch": arch}
        )

    def test_good_arch(self):
        view = self.check(
            'date_start="start" date_stop="stop" resource="technician_id" color="state" free_states="cancelled" snap="5"'
            ' print="customer_name"',
            '<field name="customer_name"/><button name="action_start" type="object" string="Start" class="btn-primary"'
            ' invisible="state != \'confirmed\'" groups="base.group_user"/>',
        )
        models = self.env["support.appointment"].get_views([(view.id, "support_calendar")])["models"]
        self.assertLessEqual(
            {"start", "stop", "technician_id", "state", "customer_name"},
            set(models["support.appointment"]["fields"]),
        )

    def test_clients_know_the_view_type(self):
        self.assertIn("support_calendar", self.env["ir.ui.view"].get_view_info())

    def test_bad_arch_is_refused_with_a_sentence(self):
        good = 'date_start="start" date_stop="stop" resource="technician_id"'
        for attributes, children, message in (
            ('date_stop="stop" resource="technician_id"', "", 'needs the attribute "date_start"'),
            (good + ' colour="state"', "", "no attribute colour"),
            (good + ' color="no_such"', "", "does not have"),
            (good + ' color="subject"', "", "needs a field of type selection"),
            (good + ' caption="ticket_number"', "", "is not stored"),
            (good + ' scales="week,year"', "", "not year"),
            (good + ' layout="wide"', "", "not wide"),
            (good + ' layout="team,personal"', "", "not team,personal"),
            (good + ' past="maybe"', "", "not maybe"),
            (good + ' proposes_start="maybe"', "", "not maybe"),
            (good + ' snap="7"', "", "divides a day"),
            (good + ' snap="0"', "", "divides a day"),
            (good + ' free_states="cancelled"', "", "Its values are"),
            (good + ' color="state" fixed_states="gone"', "", "lists gone"),
            (good + ' color="state" assigned_states="lost"', "", "lists lost"),
            (good + ' cancel="no_such_method"', "", "does not offer"),
            (good + ' cancel="_cancel"', "", "does not offer"),
            (good + ' print="location"', '<field name="customer_name"/>', "lists location.*: customer_name"),
            (good + ' print="start"', '<field name="start"/>', "lists start"),
            (good, "<group/>", "<field> and <button>"),
            (good, '<button name="1" type="action" string="Go"/>', 'needs type="object"'),
            (good, '<button name="action_start" string="Start"/>', 'needs type="object"'),
            (
                good,
                '<button name="action_start" type="object" string="Start" confirm="Sure?"/>',
                "has no attribute confirm",
            ),
        ):
            with self.subTest(message), self.assertRaisesRegex(ValidationError, message):
                self.check(attributes, children)
