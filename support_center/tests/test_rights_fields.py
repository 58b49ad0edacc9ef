from datetime import datetime, timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .rights import FORGED, RightsCase


@tagged("post_install", "-at_install")
class TestSystemFields(RightsCase):
    """No role sets what only the system sets, by whatever way."""

    #: Values to create a record with, for the models that some role may create.
    def _values(self, role, model_name):
        user = self.roles[role]
        technician = user if user._is_support_technician() else self.technician
        return {
            "support.appointment": {
                "subject": "Mine",
                "start": str(self.at(14)),
                "technician_id": technician.id,
                # Otherwise the visit opens its ticket, which is then said of it, and rightly so.
                "ticket_id": self.own_visit.ticket_id.id,
            },
            "support.api.key": {"name": "Mine"},
            "support.reminder.opt.out": {"email": "mine@example.com"},
        }.get(model_name)

    def _creatable(self):
        """Each role and model of which the role may create records, with values for one and forged ones."""
        found = []
        for model in self.stored_models():
            if model._transient:
                continue
            forged = {
                name: value
                for name, field in self.system_fields(model).items()
                if (value := self.forged_value(field)) is not None
            }
            for role in self.roles:
                if self.as_role(role, model).has_access("create"):
                    values = self._values(role, model._name)
                    self.assertIsNotNone(values, f"say in _values how {role} creates a {model._name}")
                    found.append((role, model._name, values, forged))
        self.assertGreater(len(found), 4)
        return found

    def assert_not_forged(self, record, forged, what):
        record = record.sudo()
        for name, value in forged.items():
            field = record._fields[name]
            self.assertNotEqual(
                record[name], field.convert_to_record(field.convert_to_cache(value, record), record), f"{what}: {name}"
            )

    def test_not_by_defaults_in_the_context(self):
        for role, name, values, forged in self._creatable():
            model = self.as_role(role, name, **{f"default_{field}": value for field, value in forged.items()})
            columns, row = list(values), [str(value) for value in values.values()]
            columns = [f"{column}/.id" if column.endswith("_id") else column for column in columns]
            for what, perform in (
                (
                    "import",
                    lambda model, columns=columns, row=row: model.browse(model.load(columns, [row])["ids"] or []),
                ),
                ("name_create", lambda model: model.browse(model.name_create(FORGED)[0])),
            ):
                with self.subTest(what, role=role, model=name):
                    _answer, error = self.attempt(
                        lambda: perform(model),  # noqa: B023
                        lambda records: [self.assert_not_forged(record, forged, what) for record in records],  # noqa: B023
                    )
                    self.assertNotIsInstance(error, AssertionError, str(error))

    def test_not_by_defaults_one_by_one(self):
        for role, name, values, forged in self._creatable():
            for field, value in forged.items():
                with self.subTest(role=role, model=name, field=field):
                    model = self.as_role(role, name, **{f"default_{field}": value})
                    outcome, error = self.attempt(
                        lambda: model.create(values),  # noqa: B023
                        lambda record: self.assert_not_forged(record, {field: value}, "create") or "looked at",  # noqa: B023
                    )
                    self.assertNotIsInstance(error, AssertionError, str(error))
                    if not isinstance(error, AccessError):
                        self.assertEqual((outcome, error), ("looked at", None))
                    self.assertNotIn(field, {k: v for k, v in model.default_get([field]).items() if v == value})

    def test_not_by_a_default_of_the_users_own(self):
        for role, name, _values, forged in self._creatable():
            for field, value in forged.items():
                with self.subTest(role=role, model=name, field=field):

                    def own_default(role=role, name=name, field=field, value=value):
                        self.env["ir.default"].with_user(self.roles[role]).set(name, field, value, user_id=True)
                        return self.as_role(role, name).default_get([field]).get(field)

                    default, error = self.attempt(own_default)
                    if error is None:
                        self.assertNotEqual(default, value)

    def test_not_by_values(self):
        for role, name, values, forged in self._creatable():
            record = self.as_role(role, name).create(values)
            for field, value in forged.items():
                for what, perform in (
                    ("create", lambda: self.as_role(role, name).create({**values, field: value})),  # noqa: B023
                    ("write", lambda: record.write({field: value})),  # noqa: B023
                    ("web_save", lambda: record.web_save({field: value}, {})),  # noqa: B023
                    ("copy", lambda: record.copy({field: value})),  # noqa: B023
                ):
                    with self.subTest(what, role=role, model=name, field=field):
                        _answer, error = self.attempt(perform)
                        self.assertIsNotNone(error, f"{what} took {value!r}")
            record.sudo().unlink()

    def test_not_in_a_form(self):
        for role, name, _values, forged in self._creatable():
            model = self.as_role(role, name)
            for field, value in forged.items():
                if not model._has_field_access(model._fields[field], "read"):
                    continue
                with self.subTest(role=role, model=name, field=field):
                    answer = model.onchange({field: value}, [field], {field: {}})
                    self.assertFalse(answer.get("value"))
                    shown = model.onchange({field: value}, [], {field: {}})["value"].get(field)
                    self.assertNotEqual(shown, value)
                    if isinstance(shown, dict):
                        self.assertNotEqual(shown["id"], value)


@tagged("post_install", "-at_install")
class TestDefaultsOfOthers(RightsCase):
    """What the system makes beside a visit takes no defaults from the context of the caller."""

    #: Beside the ticket: what the system makes of it, whoever books.
    BESIDE = ("helpdesk.ticket", "support.notification", "mail.message", "mail.tracking.value", "resource.resource")
    #: Differ from one visit to the next.
    VOLATILE = frozenset(
        {
            "id",
            "create_date",
            "write_date",
            "create_uid",
            "write_uid",
            "date",
            "message_id",
            "decided_at",
            "planned_at",
            "due_at",
            "ticket_ref",
            "number",
            "res_id",
            "appointment_id",
            "parent_id",
            "author_id",
            "display_name",
            "__last_update",
            "access_token",
            "record_name",
        }
    )

    def _context(self, role):
        """``default_…`` for all fields of what is made beside a visit that the visit itself has not."""
        own = self.env["support.appointment"]._fields
        context = {}
        for name in self.BESIDE:
            for field in self.env[name]._fields.values():
                value = self.forged_value(field) if field.store and field.name not in own else None
                if value is not None:
                    context[f"default_{field.name}"] = value
        return context

    @staticmethod
    def _text(value):
        """What two visits booked one after the other have in common: when exactly something was done is nothing of it."""
        now = fields.Datetime.now()
        return "now" if isinstance(value, datetime) and abs(value - now) < timedelta(days=2) else str(value)

    def _made(self, visit):
        """Texts of all that came with a visit."""
        visit = visit.sudo().with_context(clean=True)
        beside = {
            "helpdesk.ticket": visit.ticket_id,
            "support.notification": visit.notification_ids,
            "mail.message": visit.message_ids | visit.ticket_id.message_ids,
        }
        return {
            name: [
                {
                    field.name: self._text(field.convert_to_read(record[field.name], record, use_display_name=False))
                    for field in record._fields.values()
                    if field.store
                    and field.name not in self.VOLATILE
                    and field.type not in ("one2many", "many2many", "html", "binary", "reference")
                }
                for record in records.sorted("id")
            ]
            for name, records in beside.items()
        }

    def _live(self, role, **context):
        """Book, move and cancel a visit, and tell what is there then."""
        user = self.roles[role]
        technician = user if user._is_support_technician() else self.technician
        visits = self.as_role(role, "support.appointment", **context)
        visit = visits.create(
            {
                "subject": "Mine",
                "start": self.at(14),
                "technician_id": technician.id,
                "customer_email": "a@b.example.com",
            }
        )
        visit.write({"start": self.at(15), "stop": self.at(16)})
        visit.write({"customer_email": "c@d.example.com", "subject": "Still mine"})
        visit._cancel("Away")
        self.env.cr.precommit.run()
        return self._made(visit)

    def test_tickets_mails_and_messages_are_what_they_would_be(self):
        for role in ("technician", "manager", "both"):
            with self.subTest(role=role):
                usual, error = self.attempt(lambda: self._live(role))  # noqa: B023
                self.assertIsNone(error)
                context = self._context(role)
                self.assertGreater(len(context), 30)
                forged, error = self.attempt(lambda: self._live(role, **context))  # noqa: B023
                self.assertIsNone(error, repr(error))
                self.assertEqual(forged.keys(), usual.keys())
                for name, rows in usual.items():
                    self.assertEqual(len(forged[name]), len(rows), name)
                    for before, after in zip(rows, forged[name], strict=True):
                        self.assertEqual(after, before, name)


@tagged("post_install", "-at_install")
class TestDialogs(RightsCase):
    """What somebody has open in a dialog is theirs alone."""

    def _value(self, field):
        if field.type == "many2many":
            known = {"support.appointment": self.own_visit, "res.users": self.technician}
            records = known.get(field.comodel_name) or self.env[field.comodel_name].search([], limit=1)
            return [Command.set(records.ids)]
        if field.comodel_name == "resource.calendar":
            return self.calendar.id
        return self.forged_value(field)

    def test_dialogs_of_others_are_out_of_reach(self):
        found = 0
        for model in self.stored_models():
            if not model._transient:
                continue
            for role, user in self.roles.items():
                own = self.as_role(role, model)
                if not own.has_access("create"):
                    continue
                found += 1
                with self.subTest(model=model._name, role=role):
                    values = {
                        name: self._value(field)
                        for name, field in model._fields.items()
                        if field.required and field.store and not field.default and not field.compute
                    }
                    other = user.copy({"login": f"{user.login}_{found}"})
                    dialog = model.with_user(other).sudo().create(values).sudo(False).with_user(user)
                    self.assertEqual(dialog.sudo().create_uid, other)
                    self.assertFalse(own.search([("id", "=", dialog.id)]))
                    texts = [n for n, f in model._fields.items() if f.type in ("char", "text") and f.store]
                    for what, perform in (
                        ("read", lambda: dialog.read()),  # noqa: B023
                        ("write", lambda: dialog.write({texts[0]: FORGED} if texts else {})),  # noqa: B023
                        ("unlink", dialog.unlink),
                        *(
                            (name, getattr(dialog, name))
                            for name in self.our_methods(model)
                            if name.startswith("action_")
                        ),
                    ):
                        _answer, error = self.attempt(perform)
                        self.assertIsInstance(error, AccessError, f"{what}: {error!r}")
        self.assertGreater(found, 6)
