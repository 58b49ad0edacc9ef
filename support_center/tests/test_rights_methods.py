import inspect

from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .rights import FORGED, HIDDEN, NOT_SHOWN, NOT_TRIED, SPEC, RightsCase, is_ours

#: What a client would give for parameters of these names. Of ours each has to be known; of Odoo's the others are None.
ARGUMENTS = {
    "domain": [],
    "spec": SPEC,
    "vals": {},
    "vals_list": [{}],
    "values": {},
    "default": {},
    "fields": ["display_name"],
    "fields_list": ["display_name"],
    "field_names": [],
    "fields_to_export": ["display_name"],
    "fields_spec": {},
    "specification": {"display_name": {}},
    "groupby": ["create_uid"],
    "group_by": "create_uid",
    "progress_bar": {"field": "state", "colors": {}},
    "aggregates": ["__count"],
    "name": FORGED,
    "operation": "read",
    "resource_ids": [],
    "views": [[False, "form"]],
    "digest": FORGED,
    "heartbeat": {"instance": FORGED, "version": "1", "backlog": 0, "mail": ""},
    "entries": "[]",
    "search": {"start": "", "stop": "", "external_reference": "", "after_start": "", "after_id": 0, "limit": 10},
    "uid": FORGED,
    "idempotency_key": FORGED,
    "fingerprint": FORGED,
    "order": {},
    "revision": -1,
    "revisions": [-1],
    "change": {},
    "reason": FORGED,
    "limit": 10,
    "outcomes": [],
    "body": FORGED,
    "msg_dict": {},
    "columns": [],
    "data": [],
    "message": "",
    "message_dict": {},
    "options": {},
}


class MethodsCase(RightsCase):
    """Finds the public methods, and what to call them with."""

    def _arguments(self, model, method, hidden):
        """Arguments for a call as RPC clients make it, about the hidden records.

        :return: the list, and the names of required parameters that ``ARGUMENTS`` does not know
        """
        function = getattr(type(model), method)
        required = [
            parameter.name
            for parameter in list(inspect.signature(function).parameters.values())[1:]
            if parameter.default is parameter.empty
            and parameter.kind in (parameter.POSITIONAL_ONLY, parameter.POSITIONAL_OR_KEYWORD)
        ]
        known = {
            **ARGUMENTS,
            "start": str(self.monday),
            "stop": str(self.at(0, days=7)),
            "record_id": hidden[:1].id,
            "record_ids": hidden.ids,
            "key_id": self.foreign_key.id,
        }
        arguments = [known.get(name) for name in required]
        if not getattr(function, "_api_model", False):
            arguments.insert(0, hidden.ids)
        return arguments, [name for name in required if name not in known]

    def _models_with_our_methods(self):
        """Ours, foreign ones that we add methods to, and one for the methods that all models have."""
        known = {id(klass) for klass in type(self.env["base"]).mro()}
        for name in sorted(self.registry):
            model = self.env[name]
            new = {id(klass) for klass in type(model).mro() if is_ours(klass)} - known
            if new or name == "res.partner":
                # What a mixin has of ours is tried on one of the models that inherit it.
                known |= new
                yield model


@tagged("post_install", "-at_install")
class TestMethods(MethodsCase):
    """No public method changes what is hidden, or tells of it, whoever calls it."""

    #: Roles for which Odoo's own methods are tried as well.
    TRIED_FULLY = ("technician", "manager", "internal", "portal", "public")

    def _try(self, role, model, method, hidden, arguments):
        before = self.snapshot({model._name: hidden})
        after, error = self.attempt(
            lambda: self.call(role, model._name, method, arguments),
            lambda answer: (answer, self.snapshot({model._name: hidden})),
        )
        what = f"{role}: {model._name}.{method}"
        if error is None:
            answer, seen = after
            self.assertEqual(seen, before, f"{what} changes what is hidden")
            self.assert_hidden(role, model._name, answer, None)
        else:
            self.assert_hidden(role, model._name, None, error)

    def test_our_methods(self):
        tried = 0
        for model in self._models_with_our_methods():
            for role in self.roles:
                hidden = self.hidden_from(role).get(model._name)
                if hidden is None:
                    hidden = {"res.users": self.foreigner, "res.partner": self.foreign_partner}.get(model._name, model)
                for method in self.our_methods(model):
                    if f"{model._name}.{method}" in NOT_TRIED:
                        continue
                    arguments, unknown = self._arguments(model, method, hidden.sudo())
                    self.assertFalse(unknown, f"say in ARGUMENTS what to call {model._name}.{method} with")
                    with self.subTest(role=role, model=model._name, method=method):
                        self._try(role, model, method, hidden.sudo(), arguments)
                        tried += 1
        self.assertGreater(tried, 200)

    def test_all_methods_of_what_is_hidden(self):
        tried = 0
        for role in self.TRIED_FULLY:
            for name, hidden in self.hidden_from(role).items():
                if not hidden or name == "helpdesk.ticket":
                    continue
                model = self.env[name]
                for method in self.all_methods(model):
                    if f"base.{method}" in NOT_TRIED or f"{name}.{method}" in NOT_TRIED:
                        continue
                    arguments, _unknown = self._arguments(model, method, hidden)
                    with self.subTest(role=role, model=name, method=method):
                        self._try(role, model, method, hidden, arguments)
                        tried += 1
        self.assertGreater(tried, 500)

    def test_a_ticket_that_is_hidden_is_not_told_of_by_booking_for_it(self):
        ticket = self.foreign_visit.ticket_id
        for role in ("technician", "internal", "portal", "public", "manager"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.call(role, "helpdesk.ticket", "action_book_visit", [ticket.ids])

    def test_a_form_tells_nothing_of_a_contact_that_is_hidden(self):
        spec = {name: {} for name in ("customer_name", "customer_email", "customer_phone", "location", "customer_lang")}
        for role in ("technician", "manager", "both"):
            with self.subTest(role=role):
                values = {"partner_id": self.foreign_partner.id, "company_id": self.other_company.id}
                answer, error = self.attempt(
                    lambda: self.as_role(role, "support.appointment").onchange(values, list(values), spec)  # noqa: B023
                )
                self.assert_hidden(role, "support.appointment", answer, error)

    def test_a_form_tells_nothing_of_technicians_of_another_company(self):
        spec = {"available_technician_ids": {"fields": {}}, "schedule_warning": {}}
        values = {
            "company_id": self.other_company.id,
            "technician_id": self.foreigner.id,
            "start": str(self.at(9)),
            "stop": str(self.at(10)),
        }
        for role in ("technician", "manager", "both"):
            with self.subTest(role=role):
                answer = self.as_role(role, "support.appointment").onchange(values, list(values), spec)["value"]
                told = [command[1] for command in answer.get("available_technician_ids", []) if command[0] == 4]
                self.assertNotIn(self.foreigner.id, told)
                self.assertFalse(answer.get("schedule_warning"))

    def test_booking_tells_nothing_of_the_day_of_a_technician_of_another_company(self):
        for role in ("manager", "both"):
            errors = [
                str(
                    self.attempt(
                        lambda start=start: self.as_role(role, "support.appointment").create(  # noqa: B023
                            {"subject": "x", "start": start, "technician_id": self.foreigner.id}
                        )
                    )[1]
                )
                for start in (self.at(9), self.at(14))
            ]
            self.assertEqual(*errors)
            self.assertNotIn("None", errors)

    def test_nobody_gives_records_to_another_company(self):
        for role in ("technician", "manager", "both"):
            visit = self.as_role(role, "support.appointment").browse(self.own_visit.id)
            _answer, error = self.attempt(lambda: visit.write({"company_id": self.other_company.id}))  # noqa: B023
            self.assertIsNotNone(error, role)
        key = self.as_role("admin", "support.api.key").browse(self.own_key.id)
        _answer, error = self.attempt(lambda: key.write({"company_id": self.other_company.id}))
        self.assertIsInstance(error, AccessError)


@tagged("post_install", "-at_install")
class TestOddRecords(MethodsCase):
    """Who calls a method of ours for no record, for too many or for what is none, is told so in a sentence."""

    def _known_records(self):
        visits = self.own_visit | self.colleagues_visit
        return {
            "support.appointment": visits,
            "support.notification": visits.sudo().notification_ids,
            "support.appointment.record": self.env["support.appointment.record"].sudo().search([], limit=2),
            "support.api.key": self.own_key | self.env["support.api.key"]._generate("Shop")[0],
            "helpdesk.ticket": visits.ticket_id,
            "res.users": self.technician | self.colleague,
        }

    def _is_our_own(self, model, method):
        """Whether no class of Odoo has a method of this name on the model: of its own, Odoo itself says what is wrong."""
        return all(is_ours(klass) for klass in type(model).mro() if method in vars(klass))

    def test_every_method_of_ours(self):
        known, missing = self._known_records(), 2**31 - 1
        tried = set()
        for model in self._models_with_our_methods():
            several = known.get(model._name, model).ids
            for method in self.our_methods(model):
                if getattr(getattr(type(model), method), "_api_model", False) or not self._is_our_own(model, method):
                    continue
                _ids, *arguments = self._arguments(model, method, model.browse(several))[0]
                for ids in (
                    [],
                    [None],
                    [False],
                    ["x"],
                    ["\x00"],
                    "x",
                    [1.5],
                    [[1]],
                    [{}],
                    [-1],
                    [2**40],
                    several[:2],
                    [missing, missing - 1],
                ):
                    for role in ("technician", "manager", "admin"):
                        with self.subTest(role=role, model=model._name, method=method, ids=ids):
                            _answer, error = self.attempt(
                                lambda: self.call(role, model._name, method, [ids, *arguments])  # noqa: B023
                            )
                            if error is not None:
                                self.assertIsInstance(error, UserError, repr(error))
                                self.assertRegex(str(error), r"\w+ \w+")
                tried.add(f"{model._name}.{method}")
        self.assertGreater(len(tried), 35)
        self.assertIn("support.api.key.rotate.action_rotate", tried)


@tagged("post_install", "-at_install")
class TestDomains(RightsCase):
    """No search tells what stands in a record that is hidden behind one that is not."""

    def _guesses(self, record, field):
        """Pairs of conditions on what a many2one field leads to, one that is true and one that is not."""
        target = record.sudo()[field.name]
        for leaf in target._fields.values():
            if leaf.type not in ("char", "text") or not leaf.store or leaf.company_dependent or not target[leaf.name]:
                continue
            value = target[leaf.name]
            yield f"{field.name}.{leaf.name}", value, f"{value}x"
            yield f"{field.name}.{leaf.name}", f"{value[:3]}%", f"{value[:3]}x%"

    def _outcomes(self, model, ids, condition):
        domain = [("id", "in", ids), condition]
        for name, perform in (
            ("search", lambda: model.search(domain).ids),
            ("read_group", lambda: model.formatted_read_group(domain, [], ["__count"])),
            ("name_search", lambda: model.name_search("", domain)),
            (
                "calendar",
                lambda: (
                    model.support_calendar_read_rows(ids, domain, SPEC) if "technician_id" in model._fields else None
                ),
            ),
            (
                "board",
                lambda: (
                    model.support_calendar_read(domain, str(self.monday), str(self.at(0, days=7)), SPEC)
                    if "technician_id" in model._fields
                    else None
                ),
            ),
            (
                "outside",
                lambda: (
                    # Long after, so that all there is is outside.
                    model.support_calendar_read_outside(
                        domain, str(self.at(0, days=70)), str(self.at(0, days=77)), SPEC
                    )
                    if "technician_id" in model._fields
                    else None
                ),
            ),
        ):
            answer, error = self.attempt(perform)
            yield name, type(error).__name__ if error else answer

    def test_what_is_behind_what_one_sees(self):
        self.own_visit.sudo().ticket_id.write({"name": f"Ticket {HIDDEN}"})
        self.own_visit.sudo().api_key_id = self.own_key
        self.env.flush_all()
        tried = 0
        for role in self.roles:
            for seen in (self.own_visit, self.own_visit.notification_ids, self.own_log, self.own_key):
                model = self.as_role(role, seen._name)
                if not model.has_access("read") or not seen or not (records := model.search([("id", "in", seen.ids)])):
                    continue
                for field in model._fields.values():
                    if field.type != "many2one" or not field.store or not records[0].sudo()[field.name]:
                        continue
                    target = self.as_role(role, field.comodel_name).browse(records[0].sudo()[field.name].id)
                    if target.has_access("read"):
                        continue
                    for path, true, false in self._guesses(records[0], field):
                        operator = "=like" if true.endswith("%") else "="
                        tried += 1
                        with self.subTest(role=role, model=seen._name, path=path, operator=operator):
                            self.assertEqual(
                                list(self._outcomes(model, records.ids, (path, operator, true))),
                                list(self._outcomes(model, records.ids, (path, operator, false))),
                            )
        self.assertGreater(tried, 4, "there is something hidden behind what technicians see")


@tagged("post_install", "-at_install")
class TestDialogsOpen(RightsCase):
    """Whatever a button or an action opens, the role that has it may open."""

    def _buttons(self, role, model, view_id=False):
        """Buttons of a form as the role gets it."""
        arch = self.as_role(role, model).get_views([(view_id, "form")])["views"]["form"]["arch"]
        for button in etree.fromstring(arch).iter("button"):
            yield button.get("type"), button.get("name")

    def _assert_opens(self, role, action, what):
        if not isinstance(action, dict) or action.get("type") != "ir.actions.act_window":
            return
        model = self.as_role(role, action["res_model"])
        asked = "create" if model._transient or model._abstract else "read"
        self.assertTrue(model.has_access(asked), f"{role}, {what}: may not {asked} {model._name}")

    def test_what_buttons_open(self):
        pressed = 0
        for role in ("admin", "manager"):
            # With all that is computed for the form.
            self.as_role(role, "support.api.key").browse(self.own_key.id).web_read(
                {name: {} for name in self.as_role(role, "support.api.key").fields_get()}
            )
        seen = {
            "support.appointment": self.own_visit,
            "support.api.key": self.own_key,
            "support.api.log": self.own_log,
            "support.notification": self.own_visit.notification_ids[:1],
        }
        for model in self.our_models():
            for role in ("admin", "manager", "technician", "both"):
                own = self.as_role(role, model)
                if not own.has_access("read"):
                    continue
                record = own.browse(seen.get(model._name, model).ids)
                if record and not record.has_access("read"):
                    continue
                for kind, name in self._buttons(role, model._name):
                    if (role, model._name, name) in NOT_SHOWN:
                        continue
                    with self.subTest(role=role, model=model._name, button=name):
                        if kind == "action":
                            action = self.env["ir.actions.actions"].browse(int(name)).sudo()
                            self._assert_opens(role, self.env[action.type].sudo().browse(action.id).read()[0], name)
                        elif kind == "object" and record:
                            action, error = self.attempt(lambda: getattr(record, name)())  # noqa: B023
                            self.assertNotIsInstance(error, AccessError, str(error))
                            self._assert_opens(role, action, name)
                        pressed += 1
        self.assertGreater(pressed, 30)

    def test_every_model_with_a_form_can_be_opened_by_somebody(self):
        for model in self.our_models():
            if self.env["ir.ui.view"].search_count([("model", "=", model._name), ("type", "=", "form")], limit=1):
                with self.subTest(model=model._name):
                    asked = "create" if model._transient or model._abstract else "read"
                    self.assertTrue(
                        any(self.as_role(role, model).has_access(asked) for role in ("admin", "manager", "technician"))
                    )
