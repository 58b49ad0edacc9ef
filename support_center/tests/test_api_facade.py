import xmlrpc.client
from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2.pool import PoolError

from odoo import fields
from odoo.addons.rpc.controllers.xmlrpc import dumps
from odoo.exceptions import AccessError, ConcurrencyError
from odoo.modules.module import get_module_path, load_script
from odoo.modules.registry import Registry
from odoo.tests import tagged
from odoo.tools import html2plaintext

from ..exceptions import ScheduleError
from ..logic import states
from .common import SupportCase

PUBLIC_METHODS = (
    ("ping", ()),
    ("authenticate", ("0" * 64,)),
    ("record_access", ({"instance": "a", "version": "1", "backlog": 0, "mail": "", "erased_up_to": 0}, "[]")),
    ("technicians", (0,)),
    ("slots", (0, {})),
    ("appointment", (0, "apt_1")),
    ("appointments", (0, {})),
    ("book", (0, "a", "b", {})),
    ("reschedule", (0, "a", "b", "apt_1", [0], {})),
    ("cancel", (0, "a", "b", "apt_1", [0], "c")),
    ("outcome", (0, "a", "b")),
    ("claim_mail", (1,)),
    ("report_mail", ([],)),
)


class ApiCase(SupportCase):
    """The companion's user, a key, and the verbs of the facade."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.companion = cls._new_user("sc_companion", "support_center.group_support_api")
        cls.facade = cls.env["support.api"].with_user(cls.companion)
        cls.key, cls.secret = cls.env["support.api.key"]._generate("Website")
        cls.other_key, _secret = cls.env["support.api.key"]._generate("Another website")
        # Those of the demo data would be offered too.
        group = cls.env.ref("support_center.group_support_technician")
        for user in group.all_user_ids - cls.technician - cls.colleague:
            user.sudo().active = False
        cls.serial = 0

    def order(self, hours=9, length=1, **values):
        return {
            "start": fields.Datetime.to_string(self.at(hours)),
            "stop": fields.Datetime.to_string(self.at(hours + length)),
            "technician_id": self.technician.id,
            "subject": "Router has no signal",
            "description": "All lights are off.",
            "location": "12 Example Street",
            "customer_name": "Ada Lovelace",
            "customer_email": "ada@example.org",
            "customer_phone": "",
            "external_reference": "",
            "reminder_opt_out": False,
            **values,
        }

    def place(self, idempotency_key=None, fingerprint="f", key=None, **values):
        type(self).serial += 1
        return self.facade.book(
            (key or self.key).id, idempotency_key or f"key-{self.serial}", fingerprint, self.order(**values)
        )

    def visit(self, answer):
        self.assertTrue(answer["ok"], answer)
        return self.env["support.appointment"].search([("api_uid", "=", answer["appointment"]["uid"])])

    def find_slots(self, hours=0, until=24, key=None, **values):
        search = {
            "start": fields.Datetime.to_string(self.at(hours)),
            "stop": fields.Datetime.to_string(self.at(until)),
            "duration_minutes": 60,
            "step_minutes": 60,
            "timezones": ["UTC"],
            "technician_id": 0,
            **values,
        }
        answer = self.facade.slots((key or self.key).id, search)
        if not answer["ok"]:
            return answer
        sets = [list(map(int, numbers.split())) for numbers in answer["technician_sets"]]
        base = self.monday
        return {
            (fields.Datetime.to_datetime("1970-01-01 00:00:00") + timedelta(seconds=int(start)) - base)
            / timedelta(hours=1): sets[int(index)]
            for start, index in zip(answer["starts"].split(), answer["sets"].split(), strict=True)
        }

    def assertRefused(self, answer, code):
        self.assertFalse(answer["ok"], answer)
        self.assertEqual(answer["code"], code, answer)
        self.assertTrue(answer["message"])
        dumps((answer,))


@tagged("post_install", "-at_install")
class TestApiRights(ApiCase):
    def test_nobody_else_uses_the_facade(self):
        for user in (self.manager, self.technician, self.outsider, self.env.ref("base.public_user")):
            for name, args in PUBLIC_METHODS:
                with self.assertRaises(AccessError, msg=name):
                    getattr(self.env["support.api"].with_user(user), name)(*args)

    def test_the_list_of_methods_is_complete(self):
        model = type(self.env["support.api"])
        own = {
            name
            for parent in model.mro()
            if parent.__module__.startswith("odoo.addons.support_center.models.support_api")
            for name in vars(parent)
            if not name.startswith("_") and callable(getattr(model, name))
        }
        self.assertEqual(own, {name for name, _args in PUBLIC_METHODS})

    def test_the_companion_uses_nothing_else(self):
        visit = self.visit(self.place())
        for record in (visit, self.key, visit.ticket_id, self.customer, self.env["res.company"].browse(1)):
            with self.assertRaises(AccessError, msg=record._name):
                record.with_user(self.companion).read(["display_name"])
        for name in ("support.appointment", "support.api.request", "support.api.log", "support.api.instance"):
            with self.assertRaises(AccessError, msg=name):
                self.env[name].with_user(self.companion).search([])
            with self.assertRaises(AccessError, msg=name):
                self.env[name].with_user(self.companion).create({})

    def test_the_callers_context_does_not_open_doors(self):
        past = fields.Datetime.to_string(fields.Datetime.now() - timedelta(days=7))
        stop = fields.Datetime.to_string(fields.Datetime.now() - timedelta(days=7, hours=-1))
        facade = self.facade.with_context(support_allow_past=True, support_no_notifications=True)
        answer = facade.book(self.key.id, "past", "f", self.order(start=past, stop=stop))
        self.assertRefused(answer, "in_the_past")

    def test_fields_of_the_api_cannot_be_written(self):
        visit = self.book()
        with self.assertRaisesRegex(Exception, "can't be changed"):
            visit.api_key_id = self.key

    def test_a_key_without_the_scope(self):
        self.key.scope_bookings_write = self.key.scope_bookings_read = self.key.scope_slots_read = False
        self.assertRefused(self.place(), "insufficient_scope")
        self.assertRefused(self.find_slots(), "insufficient_scope")
        self.assertRefused(self.facade.technicians(self.key.id), "insufficient_scope")
        self.assertRefused(self.facade.appointment(self.key.id, "apt_1"), "insufficient_scope")

    def test_a_revoked_key_writes_nothing(self):
        self.key.action_revoke()
        self.assertRefused(self.place(), "unauthenticated")
        self.assertFalse(self.env["support.appointment"].search([("api_key_id", "=", self.key.id)]))


@tagged("post_install", "-at_install")
class TestApiBooking(ApiCase):
    def test_booking(self):
        answer = self.place(external_reference="order-1", reminder_opt_out=True, customer_phone="+44 1")
        visit = self.visit(answer)
        self.assertFalse(answer["replayed"])
        self.assertEqual(visit.state, states.CONFIRMED)
        self.assertEqual(visit.source, "api")
        self.assertEqual(visit.api_key_id, self.key)
        self.assertEqual((visit.start, visit.stop), (self.at(9), self.at(10)))
        self.assertEqual(visit.technician_id, self.technician)
        self.assertTrue(visit.ticket_id)
        self.assertTrue(visit.reminder_opt_out)
        struct = answer["appointment"]
        self.assertEqual(struct["reference"], visit.name)
        self.assertEqual(struct["ticket_id"], visit.ticket_id.id)
        self.assertEqual(struct["customer_phone"], "+44 1")
        self.assertEqual(struct["external_reference"], "order-1")
        self.assertEqual(struct["start"], fields.Datetime.to_string(self.at(9)))

    def test_every_answer_can_be_marshalled(self):
        booked = self.place()
        uid = booked["appointment"]["uid"]
        search = {"external_reference": "", "start": "", "stop": "", "after_start": "", "after_id": 0, "limit": 5}
        for answer in (
            booked,
            self.place(),
            self.facade.ping(),
            self.facade.authenticate("0" * 64),
            self.facade.technicians(self.key.id),
            self.facade.appointment(self.key.id, uid),
            self.facade.appointments(self.key.id, search),
            self.facade.outcome(self.key.id, "unheard-of", "f"),
            self.facade.outcome(self.key.id, "key-1", "f"),
            self.facade.cancel(self.key.id, "c", "f", uid, [0], "Solved"),
        ):
            dumps((answer,))

    def test_the_same_request_books_once(self):
        first = self.place("once")
        again = self.place("once")
        self.assertTrue(again["replayed"])
        self.assertEqual(again["appointment"], first["appointment"])
        self.assertEqual(self.env["support.appointment"].search_count([("api_key_id", "=", self.key.id)]), 1)
        self.assertEqual(self.env["support.api.request"].search_count([("key_id", "=", self.key.id)]), 1)

    def test_another_request_with_the_same_key_is_refused(self):
        self.place("once")
        self.assertRefused(self.place("once", fingerprint="other"), "idempotency_mismatch")

    def test_idempotency_keys_of_other_clients_do_not_matter(self):
        self.place("once")
        other = self.place("once", key=self.other_key, hours=10)
        self.assertFalse(other["replayed"])

    def test_a_refusal_is_kept_too(self):
        self.place(hours=9)
        self.assertRefused(self.place("late", hours=9), "slot_unavailable")
        self.env["support.appointment"].search([("api_key_id", "=", self.key.id)]).unlink()
        again = self.place("late", hours=9)
        self.assertRefused(again, "slot_unavailable")
        self.assertTrue(again["replayed"])

    def test_an_invalid_request_is_not_kept(self):
        self.assertRefused(self.place("typo", technician_id=self.outsider.id), "validation_failed")
        self.assertTrue(self.place("typo", fingerprint="corrected")["ok"])

    def test_taken(self):
        self.place(hours=9)
        answer = self.place(hours=9)
        self.assertRefused(answer, "slot_unavailable")
        self.assertEqual(
            [slot["start"] for slot in answer["alternatives"]],
            [fields.Datetime.to_string(self.at(hours)) for hours in (10, 10.5, 11)],
        )
        self.assertEqual(answer["alternatives"][0]["technician_ids"], [self.technician.id])
        self.assertEqual(self.env["support.appointment"].search_count([("api_key_id", "=", self.key.id)]), 1)

    def test_a_lost_race_is_a_refusal_and_leaves_nothing(self):
        """Two see the same free time; the constraint decides."""
        self.place(hours=9)
        tickets = self.env["helpdesk.ticket"].search_count([])
        blind = self.env["support.api.slots"]._working_and_free(self.technician, self.company, self.at(11), self.at(12))
        with patch.object(type(self.env["support.api.slots"]), "_working_and_free", lambda *_args: blind):
            self.assertRefused(self.place(hours=9), "slot_unavailable")
        self.assertEqual(self.env["helpdesk.ticket"].search_count([]), tickets)

    def test_when_one_is_taken_meanwhile_the_next_one_comes(self):
        self.place(hours=9)
        everybody = self.technician + self.colleague
        with patch.object(
            type(self.env["support.api.slots"]), "_working_and_free", lambda *_args: (everybody, everybody)
        ):
            self.assertEqual(self.visit(self.place(hours=9, technician_id=0)).technician_id, self.colleague)

    def test_outside_working_hours(self):
        for hours in (6, 11.5, 12, 16.5, 20, 24 * 5 + 9):
            self.assertRefused(self.place(hours=hours), "outside_working_hours")

    def test_on_leave(self):
        resource = self.technician._support_ensure_resource(self.company)
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "resource_id": resource.id,
                "calendar_id": self.calendar.id,
                "date_from": self.at(0),
                "date_to": self.at(24),
            }
        )
        self.assertRefused(self.place(), "outside_working_hours")

    def test_in_the_past(self):
        self.assertRefused(self.place(hours=-24 * 35 + 9), "in_the_past")

    def test_minimum_notice(self):
        self.company.support_minimum_notice_minutes = 60 * 24 * 60
        answer = self.place()
        self.assertRefused(answer, "slot_unavailable")
        self.assertIn("ahead", answer["message"])
        self.assertEqual(self.find_slots(), {})

    def test_the_least_loaded_technician_comes(self):
        self.place(hours=9)
        self.assertEqual(self.visit(self.place(hours=13, technician_id=0)).technician_id, self.colleague)
        self.place(hours=14, length=2, technician_id=self.colleague.id)
        self.assertEqual(self.visit(self.place(hours=10, technician_id=0)).technician_id, self.technician)

    def test_nobody_is_free(self):
        self.place(hours=9)
        self.place(hours=9, technician_id=self.colleague.id)
        self.assertRefused(self.place(hours=9, technician_id=0), "slot_unavailable")

    def test_an_unknown_technician(self):
        answer = self.place(technician_id=self.outsider.id)
        self.assertRefused(answer, "validation_failed")
        self.assertEqual(answer["pointer"], "/technician_id")

    def test_text_that_xml_cannot_carry(self):
        description = "a\x07b\x1b[31m ]]> <b>&amp; \u202e 🙂"
        binary = xmlrpc.client.Binary(description.encode())
        self.assertEqual(self.visit(self.place(description=binary)).description, description)

    def test_hostile_text_stays_text(self):
        hostile = "<script>alert(1)</script>"
        visit = self.visit(self.place(subject=hostile, description=hostile, customer_name=hostile))
        self.assertEqual(visit.subject, hostile)
        self.assertNotIn("<script>", str(visit.ticket_id.description))


@tagged("post_install", "-at_install")
class TestApiChanges(ApiCase):
    def _move(self, answer, revision=None, **change):
        struct = answer["appointment"]
        type(self).serial += 1
        return self.facade.reschedule(
            self.key.id,
            f"move-{self.serial}",
            "f",
            struct["uid"],
            [struct["revision"] if revision is None else revision],
            {"start": "", "stop": "", "technician_id": -1, **change},
        )

    def _cancel(self, answer, key=None, revision=None):
        struct = answer["appointment"]
        type(self).serial += 1
        revision = struct["revision"] if revision is None else revision
        return self.facade.cancel(
            (key or self.key).id, f"cancel-{self.serial}", "f", struct["uid"], [revision], "Solved"
        )

    def _text(self, hours):
        return fields.Datetime.to_string(self.at(hours))

    def test_moving(self):
        booked = self.place(length=2)
        moved = self._move(booked, start=self._text(13))
        visit = self.visit(moved)
        self.assertEqual((visit.start, visit.stop), (self.at(13), self.at(15)))
        self.assertEqual(moved["appointment"]["revision"], booked["appointment"]["revision"] + 1)

    def test_moving_to_another_technician(self):
        moved = self._move(self.place(), start=self._text(9), technician_id=self.colleague.id)
        self.assertEqual(self.visit(moved).technician_id, self.colleague)

    def _told(self, answer):
        """What each user was told of the visit."""
        visit = self.visit(answer)
        notices = (
            self.env["mail.message"]
            .sudo()
            .search(
                [
                    ("model", "=", visit._name),
                    ("res_id", "=", visit.id),
                    ("message_type", "=", "user_notification"),
                ]
            )
        )
        self.assertLessEqual(notices.author_id, self.env.ref("base.partner_root"))
        return {notice.notified_partner_ids.user_ids: html2plaintext(notice.body) for notice in notices}

    def _at_their_clock(self, visit, moment, user):
        return html2plaintext(visit.with_context(lang="en_US")._format_with_zone(moment, user.tz))

    def test_technicians_are_told_that_a_visit_goes_to_somebody_else(self):
        booked = self.place(technician_id=self.technician.id)
        self.assertFalse(self._told(booked))
        self.technician.tz, self.colleague.tz = "Asia/Tokyo", "Africa/Lagos"
        answer = self._move(booked, revision=-1, start=self._text(13), technician_id=self.colleague.id)
        visit = self.visit(answer)
        told = self._told(answer)
        self.assertEqual(set(told), {self.technician, self.colleague})
        for user, words in (
            (self.technician, f"{self.colleague.name} goes. The visit is no longer yours."),
            (self.colleague, f"The visit is new to you: {self.technician.name} had it before."),
        ):
            self.assertIn("The booking API moved the visit from", told[user])
            for moment in (self.at(9), self.at(13)):
                self.assertIn(self._at_their_clock(visit, moment, user), told[user])
            self.assertIn(words, told[user])
            self.assertIn(visit.name, told[user])

    def test_technicians_are_told_what_was_changed(self):
        for change, words, users in (
            ({"start": self._text(13)}, "moved the visit from", self.technician),
            ({"start": self._text(9), "stop": self._text(11)}, "changed how long", self.technician),
            (
                {"start": self._text(9), "technician_id": self.colleague.id},
                "gave the visit to somebody else",
                self.technician | self.colleague,
            ),
        ):
            with self.subTest(words):
                booked = self.place(technician_id=self.technician.id)
                answer = self._move(booked, **change)
                told = self._told(answer)
                self.assertEqual(set(told), set(users))
                for text in told.values():
                    self.assertIn(words, text)
                self._cancel(answer)

    def test_nobody_is_told_of_what_did_not_happen(self):
        booked = self.place(technician_id=self.technician.id)
        self._move(booked, start=self._text(9))
        self._move(booked, start=self._text(13), revision=77)
        self._move(booked, start=self._text(3))
        self.assertFalse(self._told(booked))

    def test_technicians_are_told_of_a_cancellation(self):
        told = self._told(self._cancel(self.place(technician_id=self.technician.id)))
        self.assertEqual(set(told), {self.technician})
        self.assertIn("The booking API cancelled the visit", told[self.technician])

    def test_the_client_does_not_wait_for_a_mail_server(self):
        self.technician.notification_type = "email"
        booked = self.place(technician_id=self.technician.id)
        answer = self._move(booked, start=self._text(13))
        mail = (
            self.env["mail.mail"]
            .sudo()
            .search([("res_id", "=", self.visit(answer).id), ("model", "=", "support.appointment")])
        )
        self.assertEqual((mail.state, mail.recipient_ids), ("outgoing", self.technician.partner_id))

    def test_moving_what_has_changed(self):
        booked = self.place()
        self.visit(booked).with_user(self.manager).start = self.at(14)
        self.assertRefused(self._move(booked, start=self._text(10)), "stale_revision")
        self.assertRefused(self._cancel(booked), "stale_revision")
        self.assertTrue(self._move(booked, revision=-1, start=self._text(10))["ok"])

    def test_moving_onto_another_visit(self):
        booked = self.place()
        self.place(hours=14)
        answer = self._move(booked, start=self._text(14))
        self.assertRefused(answer, "slot_unavailable")
        self.assertTrue(answer["alternatives"])
        self.assertEqual(self.visit(booked).start, self.at(9))

    def test_moving_onto_itself(self):
        moved = self._move(self.place(), start=self._text(9.5))
        self.assertEqual(self.visit(moved).start, self.at(9.5))

    def test_moving_outside_working_hours_and_into_the_past(self):
        booked = self.place()
        self.assertRefused(self._move(booked, start=self._text(20)), "outside_working_hours")
        self.assertRefused(self._move(booked, start=self._text(-24 * 35)), "in_the_past")

    def test_moving_keeps_the_minimum_notice(self):
        booked = self.place()
        now = self.at(9) - timedelta(days=7)
        self.company.support_minimum_notice_minutes = 7 * 24 * 60 + 60
        with freeze_time(now):
            answer = self._move(booked, start=self._text(9.5))
            self.assertRefused(answer, "slot_unavailable")
            self.assertIn("ahead", answer["message"])
            earliest = now + timedelta(minutes=self.company.support_minimum_notice_minutes)
            starts = [alternative["start"] for alternative in answer["alternatives"]]
            self.assertGreaterEqual(min(starts), fields.Datetime.to_string(earliest))
            self.visit(booked).with_user(self.manager).technician_id = False
            self.assertRefused(self._move(booked, revision=-1, start=self._text(9.5)), "slot_unavailable")
            self.assertEqual(self.visit(booked).start, self.at(9))
            self.assertTrue(self._move(booked, revision=-1, start=self._text(10))["ok"])

    def test_who_comes_may_change_inside_the_minimum_notice(self):
        booked = self.place()
        self.company.support_minimum_notice_minutes = 60 * 24 * 60
        moved = self._move(booked, start=self._text(9), technician_id=self.colleague.id)
        self.assertEqual(self.visit(moved).technician_id, self.colleague)

    def test_moving_what_is_over(self):
        cancelled = self._cancel(self.place())
        self.assertRefused(self._move(cancelled, start=self._text(10)), "invalid_transition")

    def test_cancelling(self):
        booked = self.place()
        cancelled = self._cancel(booked)
        visit = self.visit(cancelled)
        self.assertEqual((visit.state, visit.cancel_reason), (states.CANCELLED, "Solved"))
        self.assertRefused(self._cancel(cancelled), "invalid_transition")
        # The client has not seen the cancellation, so it is told of the change first.
        self.assertRefused(self._cancel(booked), "stale_revision")
        self.assertTrue(self.place(hours=9)["ok"])

    def _read(self, answer):
        return self.facade.appointment(self.key.id, answer["appointment"]["uid"])

    def test_the_revision_rises_with_all_that_is_shown(self):
        booked = self.place()
        visit = self.visit(booked).with_user(self.manager)
        ticket = self.env["support.helpdesk"]._create_tickets([{"subject": "Other", "company_id": self.company.id}])
        [number_field] = [name for name in ("ticket_ref", "number") if name in ticket._fields][:1]
        changes = {
            "start": lambda: visit.write({"start": self.at(10)}),
            "end": lambda: visit.write({"stop": self.at(11.5)}),
            "technician": lambda: visit.write({"technician_id": self.colleague.id}),
            "the technician's name": lambda: self.colleague.partner_id.write({"name": "Grace Hopper"}),
            "the time zone": lambda: self.colleague.write({"tz": "Asia/Tokyo"}),
            "nobody": lambda: visit.write({"technician_id": False}),
            "the company's time zone": lambda: self.calendar.write({"tz": "Europe/Berlin"}),
            "the calendar": lambda: self.company.write({"resource_calendar_id": self.calendar.copy({"tz": "UTC"}).id}),
            "name": lambda: visit.write({"customer_name": "Ada King"}),
            "email": lambda: visit.write({"customer_email": "king@example.org"}),
            "phone": lambda: visit.write({"customer_phone": "+44 1"}),
            "customer": lambda: visit.write({"partner_id": self.customer.id}),
            "reference": lambda: visit.write({"external_reference": "order-7"}),
            "ticket": lambda: visit.sudo().write({"ticket_id": ticket.id}),
            "the ticket's number": lambda: ticket.sudo().write({number_field: "T-4711"}),
            "technician again": lambda: visit.write({"technician_id": self.technician.id}),
            "status": lambda: visit.action_start(),
            "status again": lambda: visit.action_confirm(),
            "cancellation": lambda: visit._cancel("Moved away"),
        }
        before = booked["appointment"]
        for what, change in changes.items():
            with self.subTest(what):
                change()
                now = self._read(booked)["appointment"]
                revision = now.pop("revision")
                self.assertNotEqual(now, {name: before[name] for name in now}, "nothing changed for the client")
                self.assertGreater(revision, before["revision"])
                before = {**now, "revision": revision}
                self.assertRefused(self._cancel(booked), "stale_revision")

    def test_the_revision_stays_when_nothing_shown_changes(self):
        booked = self.place()
        visit = self.visit(booked).with_user(self.manager)
        visit.write({"description": "Ring twice", "location": "Back door", "subject": "Other", "travel_minutes": 5})
        visit.write({"start": visit.start, "customer_name": visit.customer_name, "technician_id": self.technician.id})
        self.technician.partner_id.write({"phone": "+44 2"})
        self.assertEqual(self._read(booked)["appointment"], booked["appointment"])

    def test_visits_without_a_key_have_no_revision_of_the_api(self):
        visit = self.book()
        visit.write({"start": self.at(11)})
        self.assertEqual((visit.api_revision, visit.api_shown), (0, False))

    def test_what_has_changed_is_told_with_its_time_zone(self):
        booked = self.place()
        self.technician.tz = "Asia/Tokyo"
        self.visit(booked).with_user(self.manager).start = self.at(14)
        answer = self._move(booked, start=self._text(10))
        self.assertRefused(answer, "stale_revision")
        self.assertIn("11:00", answer["message"])
        self.assertIn("(Asia/Tokyo)", answer["message"])

    def test_one_of_several_revisions_is_enough(self):
        booked = self.place()
        uid = booked["appointment"]["uid"]
        change = {"start": self._text(10), "stop": "", "technician_id": -1}
        self.assertRefused(self.facade.reschedule(self.key.id, "a", "f", uid, [], change), "stale_revision")
        self.assertRefused(self.facade.reschedule(self.key.id, "b", "f", uid, [7, 8], change), "stale_revision")
        self.assertTrue(self.facade.reschedule(self.key.id, "c", "f", uid, [7, 0], change)["ok"])

    def test_what_has_begun_is_not_cancelled(self):
        booked = self.place()
        with freeze_time(self.at(9) + timedelta(minutes=1)):
            self.assertRefused(self._cancel(booked), "in_the_past")
            self.assertRefused(self._cancel(booked, revision=-1), "in_the_past")
            self.assertEqual(self.visit(booked).state, states.CONFIRMED)
        with freeze_time(self.at(9) - timedelta(minutes=1)):
            self.assertTrue(self._cancel(booked)["ok"])

    def test_what_staff_started_early_is_neither_cancelled_nor_moved(self):
        booked = self.place()
        self.visit(booked).action_start()
        fresh = self._read(booked)
        for revision in (fresh["appointment"]["revision"], -1):
            self.assertRefused(self._cancel(fresh, revision=revision), "invalid_transition")
            moved = self._move(fresh, start=self._text(13), revision=revision)
            self.assertRefused(moved, "invalid_transition")
        self.assertEqual(self.visit(booked).state, states.IN_PROGRESS)
        self.assertEqual(self.visit(booked).start, self.at(9))

    def test_others_bookings_do_not_exist(self):
        booked = self.place()
        uid = booked["appointment"]["uid"]
        self.assertRefused(self._cancel(booked, key=self.other_key), "not_found")
        self.assertRefused(self.facade.appointment(self.other_key.id, uid), "not_found")
        self.assertEqual(self.visit(booked).state, states.CONFIRMED)

    def test_outcome(self):
        booked = self.place("known")
        self.assertEqual(self.facade.outcome(self.key.id, "unknown", "f")["state"], "absent")
        outcome = self.facade.outcome(self.key.id, "known", "f")
        self.assertEqual(outcome["state"], "done")
        self.assertEqual(outcome["answer"]["appointment"], booked["appointment"])
        self.assertTrue(outcome["answer"]["replayed"])
        self.assertEqual(self.facade.outcome(self.key.id, "known", "other")["answer"]["code"], "idempotency_mismatch")

    def test_who_asks_again_for_a_lost_answer_hears_it_first(self):
        order = self.order()
        self.assertFalse(self.facade.book(self.key.id, "lost", "f", order, "request-1")["replayed"])
        # The answer got lost on its way, and the same request looks it up, or is sent again.
        self.assertFalse(self.facade.outcome(self.key.id, "lost", "f", "request-1")["answer"]["replayed"])
        self.assertFalse(self.facade.book(self.key.id, "lost", "f", order, "request-1")["replayed"])
        # Another request with the same key, maybe by way of another companion.
        self.assertTrue(self.facade.outcome(self.key.id, "lost", "f", "request-2")["answer"]["replayed"])
        self.assertTrue(self.facade.book(self.key.id, "lost", "f", order, "request-2")["replayed"])


@tagged("post_install", "-at_install")
class TestApiUpgrade(ApiCase):
    def test_clients_keep_the_tags_that_they_know(self):
        """From 19.0.1.0.0, where the schedule's revision was the ETag."""
        booked = self.place()
        visit = self.visit(booked).with_user(self.manager)
        visit.start = self.at(10)
        visit.start = self.at(11)
        self.env.flush_all()
        self.env.cr.execute("ALTER TABLE support_appointment DROP COLUMN api_revision, DROP COLUMN api_shown")
        path = get_module_path("support_center") + "/migrations/19.0.1.1.0/pre-migration.py"
        migration = load_script(path, "support_center_pre_migration")
        for _again in range(2):
            migration._keep_api_revisions(self.env.cr)
        self.env.invalidate_all()
        self.assertEqual((visit.schedule_revision, visit.api_revision), (2, 2))
        answer = self.facade.cancel(self.key.id, "after", "f", booked["appointment"]["uid"], [2], "Solved")
        self.assertTrue(answer["ok"], answer)
        self.assertEqual(answer["appointment"]["revision"], 3)


@tagged("post_install", "-at_install")
class TestApiLimits(ApiCase):
    def test_one_address_cannot_take_everything(self):
        self.company.support_max_open_bookings = 2
        first = self.place(hours=8, customer_email="Ada@Example.org")
        self.assertTrue(self.place(hours=9, customer_email="ada@example.org")["ok"])
        answer = self.place(hours=10, customer_email="ADA@example.ORG")
        self.assertRefused(answer, "validation_failed")
        self.assertEqual(answer["pointer"], "/customer/email")
        self.assertTrue(self.place(hours=10, customer_email="grace@example.org")["ok"])
        uid = first["appointment"]["uid"]
        self.assertTrue(self.facade.cancel(self.key.id, "free", "f", uid, [-1], "Solved")["ok"])
        self.assertTrue(self.place(hours=8, customer_email="ada@example.org")["ok"])

    def test_bookings_of_the_past_and_of_staff_do_not_count(self):
        self.company.support_max_open_bookings = 1
        self.book(hours=11, customer_email="ada@example.org")
        self.assertTrue(self.place(hours=8)["ok"])
        self.assertRefused(self.place(hours=14), "validation_failed")
        with freeze_time(self.at(9)):
            self.assertTrue(self.place(hours=14)["ok"])

    def test_another_key_does_not_help(self):
        self.company.support_max_open_bookings = 1
        self.assertTrue(self.place(hours=8)["ok"])
        self.assertRefused(self.place(hours=9, key=self.other_key), "validation_failed")

    def test_nothing_is_booked_uncounted(self):
        self.company.support_max_open_bookings = 1
        all_in_use = PoolError("The Connection Pool Is Full")
        # Odoo carries out the request again after a while.
        with patch.object(Registry, "cursor", side_effect=all_in_use), self.assertRaises(ConcurrencyError):
            self.place(hours=8)
        self.assertTrue(self.place(hours=8)["ok"])

    def test_no_limit(self):
        self.company.support_max_open_bookings = 0
        for hours in (8, 9, 10, 11):
            self.assertTrue(self.place(hours=hours)["ok"])

    def test_the_horizon_holds_for_slots_bookings_and_moves(self):
        days = (self.at(10) - fields.Datetime.now()).days
        self.company.support_booking_horizon_days = days + 1
        with freeze_time(self.at(10) - timedelta(days=days + 1)):
            self.assertEqual(max(self.find_slots(until=48)), 10)
            booked = self.place(hours=10)
            self.assertTrue(booked["ok"], booked)
            answer = self.place(hours=11)
            self.assertRefused(answer, "validation_failed")
            self.assertEqual(answer["pointer"], "/start")
            change = {"start": fields.Datetime.to_string(self.at(11)), "stop": "", "technician_id": -1}
            moved = self.facade.reschedule(self.key.id, "m", "f", booked["appointment"]["uid"], [-1], change)
            self.assertRefused(moved, "validation_failed")
            self.company.support_booking_horizon_days = 0
            self.assertTrue(self.place(hours=11)["ok"])

    def test_a_name_that_nobody_can_see(self):
        for name in ("\u200b", "\u2800\u3164", "\ufeff \u00ad", "\ufe0f", "\U000e0041"):
            answer = self.place(customer_name=name)
            self.assertRefused(answer, "validation_failed")
            self.assertEqual(answer["pointer"], "/customer/name")
            self.assertEqual(self.place(subject=name)["pointer"], "/subject")
        self.assertTrue(self.place(customer_name="\u200bAda\u200d")["ok"])

    def test_staff_cannot_type_such_a_name_either(self):
        visit = self.book()
        for values in ({"customer_name": "\u200b\u2060"}, {"subject": "\u3164"}):
            with self.assertRaisesRegex(ScheduleError, "can be seen"):
                visit.write(values)
        with self.assertRaisesRegex(ScheduleError, "Say why"):
            visit._cancel("\u200b \u200c")


@tagged("post_install", "-at_install")
class TestApiReading(ApiCase):
    def _list(self, key=None, **search):
        return self.facade.appointments(
            (key or self.key).id,
            {
                "external_reference": "",
                "start": "",
                "stop": "",
                "after_start": "",
                "after_id": 0,
                "limit": 50,
                **search,
            },
        )

    def _uids(self, answer):
        return [struct["uid"] for struct in answer["appointments"]]

    def test_technicians(self):
        found = self.facade.technicians(self.key.id)["technicians"]
        self.assertEqual({user["id"] for user in found}, {self.technician.id, self.colleague.id})

    def test_slots(self):
        both = [user.id for user in self.env["res.users"]._support_technicians(self.company)]
        self.assertEqual(self.find_slots(), dict.fromkeys((8, 9, 10, 11, 13, 14, 15, 16), both))

    def test_slots_around_a_visit_and_its_travel(self):
        self.company.support_travel_minutes = 30
        self.place(hours=10)
        self.assertEqual(
            list(self.find_slots(technician_id=self.technician.id, step_minutes=30, until=12)),
            [8, 8.5],
        )

    def test_what_is_offered_can_be_booked(self):
        self.company.support_travel_minutes = 15
        self.place(hours=10)
        for _round in range(20):
            slots = self.find_slots(step_minutes=30, until=48)
            if not slots:
                break
            hours, technicians = sorted(slots.items())[len(slots) // 2]
            self.assertTrue(self.place(hours=hours, technician_id=technicians[0])["ok"])

    def test_a_time_zone_is_known_by_any_of_its_names(self):
        self.assertTrue(self.find_slots(timezones=["Mars/Olympus", "Asia/Kolkata"]))
        answer = self.find_slots(timezones=["Mars/Olympus"])
        self.assertRefused(answer, "validation_failed")
        self.assertEqual(answer["pointer"], "/timezone")

    def test_slots_of_a_range_without_days(self):
        self.assertEqual(self.find_slots(hours=9, until=9), {})

    def test_the_number_of_queries_does_not_depend_on_the_technicians(self):
        def count():
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.find_slots(until=24 * 7)
            return self.env.cr.sql_log_count - before

        self.find_slots()
        few = count()
        for number in range(10):
            self._new_user(f"sc_many_{number}", "support_center.group_support_technician")
        self.find_slots()
        self.assertEqual(count(), few)

    def test_pages(self):
        uids = [self.place(hours=hours)["appointment"]["uid"] for hours in (9, 10, 11)]
        first = self._list(limit=2)
        self.assertEqual(self._uids(first), uids[:2])
        self.assertTrue(first["more"])
        rest = self._list(limit=2, after_start=first["appointments"][-1]["start"], after_id=first["last_id"])
        self.assertEqual(self._uids(rest), uids[2:])
        self.assertFalse(rest["more"])

    def test_pages_when_starts_are_equal(self):
        uids = [self.place(technician_id=user.id)["appointment"]["uid"] for user in (self.technician, self.colleague)]
        first = self._list(limit=1)
        rest = self._list(limit=1, after_start=first["appointments"][0]["start"], after_id=first["last_id"])
        self.assertEqual(self._uids(first) + self._uids(rest), uids)

    def test_filters(self):
        early = self.place(hours=9, external_reference="a")["appointment"]["uid"]
        late = self.place(hours=15, external_reference="b")["appointment"]["uid"]
        self.assertEqual(self._uids(self._list(external_reference="a")), [early])
        self.assertEqual(self._uids(self._list(start=fields.Datetime.to_string(self.at(9.5)))), [late])
        self.assertEqual(self._uids(self._list(stop=fields.Datetime.to_string(self.at(15)))), [early])
        self.assertEqual(self._uids(self._list(key=self.other_key)), [])
