from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import SupportCase
from .rights import SPEC

#: Values that no method expects in most places.
ODD = (None, True, -1, 2**70, 1.5, float("nan"), "", "nonsense", "\x00", [], [None], [[1]], {}, {"x": {}}, [("a", "b")])


@tagged("post_install", "-at_install")
class TestOddValues(SupportCase):
    """Clients that send nonsense are told so in a sentence."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.companion = cls._new_user("sc_companion", "support_center.group_support_api")
        cls.key, _secret = cls.env["support.api.key"]._generate("Website")
        cls.visit = cls.book(9)

    def assert_sentence(self, perform, what):
        """Nothing but an answer or a sentence comes of it."""
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                perform()
                self.env.flush_all()
        except UserError as error:
            self.assertRegex(str(error), r"\w+ \w+", what)
        except IntegrityError as error:
            # As Odoo makes it for clients.
            self.assertRegex(self.env["support.appointment"]._sql_error_to_message(error), r"\w+ \w+", what)
        except Exception as error:  # noqa: BLE001 pylint: disable=broad-exception-caught
            self.fail(f"{what}: {error!r}")
        finally:
            self.env.invalidate_all()

    def assert_sentences(self, method, known):
        """Call a method with each argument, and each member of a struct, replaced by odd values."""
        tried = 0
        for name, value in known.items():
            for odd in ODD:
                self.assert_sentence(lambda odd=odd, name=name: method(**{**known, name: odd}), f"{name}={odd!r}")
                tried += 1
            for member in value if isinstance(value, dict) else ():
                rest = {key: item for key, item in value.items() if key != member}
                self.assert_sentence(lambda name=name, rest=rest: method(**{**known, name: rest}), f"no {member}")
                for odd in ODD:
                    self.assert_sentence(
                        lambda odd=odd, name=name, value=value, member=member: method(
                            **{**known, name: {**value, member: odd}}
                        ),
                        f"{name}.{member}={odd!r}",
                    )
                    tried += 1
        self.assertGreater(tried, len(ODD) - 1)

    def test_the_calendar(self):
        period = {"start": str(self.at(0)), "stop": str(self.at(24))}
        for name, known in {
            "support_calendar_read": {
                "domain": [],
                **period,
                "spec": dict(SPEC),
                "known_resource_ids": [],
                "scope": [],
            },
            "support_calendar_read_events": {
                "domain": [],
                **period,
                "spec": dict(SPEC),
                "resource_ids": [],
                "scope": [],
            },
            "support_calendar_read_outside": {
                "domain": [["state", "=", "confirmed"]],
                **period,
                "spec": dict(SPEC),
                "resource_id": None,
                "without_free": True,
            },
            "support_calendar_read_rows": {"record_ids": [], "domain": [], "spec": dict(SPEC), "scope": []},
            "support_calendar_write": {
                "record_id": self.visit.id,
                "vals": {"subject": "x"},
                "domain": [],
                "spec": dict(SPEC),
                "expected_revision": None,
            },
        }.items():
            with self.subTest(method=name):
                self.assert_sentences(getattr(self.Appointment, name), known)

    def test_the_facade(self):
        facade = self.env["support.api"].with_user(self.companion)
        order = {
            "start": str(self.at(9)),
            "stop": str(self.at(10)),
            "technician_id": 0,
            "subject": "x",
            "description": "",
            "location": "",
            "customer_name": "Ada",
            "customer_email": "ada@example.com",
            "customer_phone": "",
            "external_reference": "",
            "reminder_opt_out": False,
        }
        write = {"key_id": self.key.id, "idempotency_key": "k", "fingerprint": "f"}
        calls = {
            "authenticate": {"digest": "x"},
            "record_access": {
                "heartbeat": {"instance": "a", "version": "1", "backlog": 0, "mail": "", "erased_up_to": 0},
                "entries": "[]",
            },
            "technicians": {"key_id": self.key.id},
            "slots": {
                "key_id": self.key.id,
                "search": {
                    "start": str(self.at(0)),
                    "stop": str(self.at(24)),
                    "duration_minutes": 60,
                    "step_minutes": 30,
                    "timezones": ["UTC"],
                    "technician_id": 0,
                },
            },
            "appointment": {"key_id": self.key.id, "uid": "x"},
            "appointments": {
                "key_id": self.key.id,
                "search": {
                    "external_reference": "",
                    "start": "",
                    "stop": "",
                    "after_start": "",
                    "after_id": 0,
                    "limit": 10,
                },
            },
            "book": {**write, "order": order},
            "reschedule": {
                **write,
                "uid": "x",
                "revisions": [-1],
                "change": {"start": str(self.at(9)), "stop": "", "technician_id": -1},
            },
            "cancel": {**write, "uid": "x", "revisions": [-1], "reason": "x"},
            "outcome": write,
            "claim_mail": {"limit": 1, "lease_seconds": 60},
            "report_mail": {"outcomes": []},
        }
        for name, known in calls.items():
            with self.subTest(method=name):
                self.assert_sentences(getattr(facade, name), known)

    def test_arguments_too_many_or_too_few(self):
        facade = self.env["support.api"].with_user(self.companion)
        for args in ((), (self.key.id, 2, 3)):
            with self.assertRaisesRegex(UserError, "does not have the right arguments"):
                facade.technicians(*args)

    def test_appointments(self):
        names = (
            "subject",
            "start",
            "stop",
            "duration",
            "travel_minutes",
            "technician_id",
            "partner_id",
            "ticket_id",
            "company_id",
            "state",
            "customer_email",
            "customer_name",
            "location",
            "reminder_opt_out",
            "no_such_field",
        )
        for name in names:
            for odd in (*ODD, -(2**31), "2026-13-45 00:00:00", "0001-01-01 00:00:00", "9999-12-31 23:59:59"):
                self.assert_sentence(
                    lambda name=name, odd=odd: self.Appointment.create({"start": self.at(12), name: odd}),
                    f"create {name}={odd!r}",
                )
                self.assert_sentence(lambda name=name, odd=odd: self.visit.write({name: odd}), f"write {name}={odd!r}")
        for method in ("create", "write"):
            for odd in ("nonsense", 7, [7]):
                self.assert_sentence(lambda method=method, odd=odd: getattr(self.visit, method)(odd), method)

    def test_texts_without_an_end(self):
        for name, most in (("subject", 1000), ("location", 1000), ("customer_name", 1000), ("description", 100_000)):
            self.visit.write({name: "x" * 500})
            for method in (self.visit.write, lambda vals: self.Appointment.create({"start": self.at(12), **vals})):
                with self.subTest(name), self.assertRaisesRegex(UserError, f"Shorten it to {most} characters"):
                    method({name: "x" * (most + 1)})

    def test_several_at_once(self):
        for odd in ([1, "x"], ["x", None], [1.5, 2]):
            self.assert_sentence(
                lambda odd=odd: self.Appointment.browse(odd).web_save_multi([{}, {}], {"start": {}}), repr(odd)
            )

    def test_counting_emails(self):
        for odd in ODD:
            self.assert_sentence(lambda odd=odd: self.visit.support_count_emails(odd), repr(odd))
            self.assert_sentence(lambda odd=odd: self.visit.support_count_emails({"state": odd}), repr(odd))
            self.assert_sentence(lambda odd=odd: self.visit.support_count_emails({"technician_id": odd}), repr(odd))

    def test_progress_bars(self):
        known = {"domain": [], "group_by": "state", "progress_bar": {"field": "activity_state", "colors": {}}}
        self.Appointment.read_progress_bar(**known)
        for odd in (*ODD, [["state", "=", "x"]]):
            for call in (
                {"progress_bar": odd},
                {"progress_bar": {"field": odd, "colors": {}}},
                {"progress_bar": {"field": "state", "colors": odd}},
            ):
                if call["progress_bar"] not in ({"field": "nonsense", "colors": {}}, {"field": "", "colors": {}}):
                    self.assert_sentence(
                        lambda call=call: self.Appointment.read_progress_bar(**{**known, **call}), repr(call)
                    )
        for odd in (None, True, 1.5, [], {}):
            self.assert_sentence(
                lambda odd=odd: self.Appointment.read_progress_bar(**{**known, "group_by": odd}), repr(odd)
            )

    def test_defaults_in_the_context(self):
        names = ("start", "stop", "duration", "technician_id", "partner_id", "ticket_id", "company_id", "subject")
        for name in names:
            for odd in (*ODD, 5, ["x"], {"1": 1}):
                visits = self.Appointment.with_context(**{f"default_{name}": odd})
                what = f"default_{name}={odd!r}"
                self.assert_sentence(lambda visits=visits: visits.default_get(list(names)), what)
                self.assert_sentence(lambda visits=visits: visits.create({"subject": "x", "start": self.at(12)}), what)
        with self.assertRaisesRegex(UserError, "has to be a date and time"):
            self.Appointment.with_context(default_start=5).default_get(["start"])
        visits = self.Appointment.with_context(default_message_ids=[(0, 0, {"body": "x"})])
        self.assert_sentence(lambda: visits.create({"subject": "x", "start": self.at(12)}), "messages")

    def test_what_dialogs_are_opened_for(self):
        for odd in (*ODD, 5, ["x"]):
            hours = self.env["support.technician.hours"].with_user(self.manager)
            hours = hours.with_context(active_model="res.users", active_ids=odd)
            self.assert_sentence(lambda hours=hours: hours.default_get(["technician_ids"]), f"active_ids={odd!r}")
            for model in ("support.appointment", "res.partner"):
                request = self.env["support.privacy.request"].with_user(self.manager)
                request = request.with_context(active_model=model, active_id=odd)
                self.assert_sentence(lambda request=request: request.default_get(["email"]), f"active_id={odd!r}")

    def test_forms_and_copies(self):
        known = {"values": {"subject": "x"}, "field_names": ["subject"], "fields_spec": {"subject": {}}}
        for name in known:
            for odd in (None, True, 5, 1.5, "nonsense", [[1]] if name != "field_names" else 7):
                self.assert_sentence(
                    lambda name=name, odd=odd: self.Appointment.onchange(**{**known, name: odd}), f"{name}={odd!r}"
                )
        for odd in ODD:
            self.assert_sentence(lambda odd=odd: self.visit.copy_data(odd), f"copy_data({odd!r})")
        with self.assertRaisesRegex(UserError, "has to be a set of names and values"):
            self.visit.copy_data("nonsense")

    def test_keys(self):
        admin = self._new_user("sc_admin", "base.group_system")
        keys = self.env["support.api.key"].with_user(admin)
        for name in ("name", "company_id", "requests_per_minute", "expires_at", "allowed_networks"):
            for odd in (*ODD, 5, 2**40, "x\x00", ["x"]):
                values = {"name": "Website", name: odd}
                self.assert_sentence(lambda values=values: keys.create(values), f"create {name}={odd!r}")
                own = self.key.with_user(admin)
                self.assert_sentence(lambda own=own, values=values: own.write(values), f"write {name}={odd!r}")
        for odd in (None, [None], "x", 5):
            self.assert_sentence(lambda odd=odd: keys.create(odd), f"create({odd!r})")
            self.assert_sentence(lambda odd=odd: self.key.with_user(admin).write(odd), f"write({odd!r})")

    def test_time_zones(self):
        for odd in (["UTC"], {"a": 1}, 5, True, "Mars/Olympus", "UTC\x00", "../../etc/passwd"):
            visit = self.visit.with_context(tz=odd)
            self.assertTrue(visit.support_other_day())
            self.assertTrue(visit.action_ask_to_start()["params"]["other_day"])

    def test_messages_are_posted_and_not_set(self):
        for name in ("message_ids", "website_message_ids"):
            if name in self.visit._fields:
                for odd in ([(0, 0, {"body": "x"})], "", {}, "nonsense", 7):
                    with self.subTest(name=name, odd=odd), self.assertRaisesRegex(UserError, "messages are posted"):
                        self.visit.write({name: odd})

    def test_addresses_without_reminders(self):
        opt_outs = self.env["support.reminder.opt.out"].with_user(self.manager)
        own = opt_outs.create({"email": "one@example.com"})
        for odd in (*ODD, 2**40, ["x@example.com"], "x\x00@example.com", {"a": 1}):
            for name in ("email", "company_id"):
                values = {"email": "x@example.com", name: odd}
                self.assert_sentence(lambda values=values: opt_outs.create(values), f"create {name}={odd!r}")
                self.assert_sentence(lambda values=values: own.write(values), f"write {name}={odd!r}")
        for odd in (None, [None], "x", 5, [5], [[]]):
            self.assert_sentence(lambda odd=odd: opt_outs.create(odd), f"create({odd!r})")
            self.assert_sentence(lambda odd=odd: own.write(odd), f"write({odd!r})")
        with self.assertRaisesRegex(UserError, "has to be text"):
            opt_outs.create({"email": ["x@example.com"]})

    def test_email_addresses_are_checked_where_they_are_entered(self):
        for address in ("nonsense", "a@b@c", "two@example.com, three@example.com"):
            with self.subTest(address=address):
                with self.assertRaisesRegex(UserError, "not an email address"):
                    self.book(11, partner_id=False, customer_name="Eve", customer_email=address)
                with self.assertRaisesRegex(UserError, "not an email address"):
                    self.visit.customer_email = address
        self.visit.customer_email = "Ada <ada@example.com>"
        self.visit.customer_email = False

    def test_what_a_contact_has_is_no_reason_not_to_book(self):
        self.customer.email = "office(at)acme"
        visit = self.book(11, customer_email="office(at)acme")
        visit.write({"customer_email": "office(at)acme", "subject": "Still cold"})
        self.assertEqual(visit.customer_email, "office(at)acme")
