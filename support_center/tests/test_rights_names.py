from unittest.mock import patch

from odoo.tests import tagged

from .rights import OURS, RightsCase

#: Fields by which models say which record they are about: a name of a model, an id, ids, or both in one.
ABOUT = {
    "model": ("res_model", "model", "render_model", "model_name", "related_model"),
    "id": ("res_id", "record_id", "resource_id"),
    "ids": ("res_ids",),
    "both": ("resource_ref", "reference", "record_ref"),
    "ir.model": ("res_model_id", "model_id"),
}
ROLES = ("technician", "manager", "both", "internal", "portal", "public", "api")


@tagged("post_install", "-at_install")
class TestNames(RightsCase):
    """Nobody learns the name of a record that they may not read: it says who the customer is."""

    def _about(self, model, record):
        """Values that make a record of ``model`` one about ``record``."""
        values = {
            "model": record._name,
            "id": record.id,
            "ids": str(record.ids),
            "both": f"{record._name},{record.id}",
            "ir.model": self.env["ir.model"]._get_id(record._name),
        }
        return {
            name: values[kind]
            for kind, names in ABOUT.items()
            for name in names
            if name in model._fields and model._fields[name].type not in ("one2many", "many2many")
        }

    def _spec(self, model):
        return {
            name: {"fields": {"display_name": {}}} if field.type == "many2one" else {}
            for name, field in model._fields.items()
            if field.type not in ("binary", "one2many", "many2many", "properties")
            and model._has_field_access(field, "read")
        }

    def _forms(self, role):
        """Models of which the role may open a form for a new record."""
        for name in sorted(self.registry):
            model = self.as_role(role, name)
            if not model._abstract and model._auto and model.has_access("create"):
                yield model

    def _assert_form_tells_nothing(self, role, model, values):
        spec = self._spec(model)
        defaults = {f"default_{name}": value for name, value in values.items()}
        for what, perform in (
            ("defaults", lambda: model.with_context(**defaults).onchange({}, [], spec)),
            ("values", lambda: model.onchange(dict(values), [], spec)),
            ("changes", lambda: model.onchange(dict(values), list(values), spec)),
        ):
            with self.subTest(what, role=role, model=model._name, values=values):
                answer, error = self.attempt(perform)
                self.assert_hidden(role, model._name, answer, error)

    def test_of_what_something_is_about(self):
        tried = 0
        for role in ROLES:
            hidden = self.hidden_from(role)
            for model in self._forms(role):
                for records in hidden.values():
                    for record in records[:1]:
                        values = self._about(model, record)
                        if len(values) > 1:
                            self._assert_form_tells_nothing(role, model, values)
                            tried += 1
        self.assertGreater(tried, 50)

    def test_of_what_is_chosen_in_a_form(self):
        """Also of contacts and companies, in forms of ours."""
        tried = 0
        for role in ROLES:
            hidden = self.hidden_from(role)
            of_others = {"res.partner": self.foreign_partner, "res.company": self.other_company}
            for model in self._forms(role):
                known = {**of_others, **hidden} if model._original_module == OURS else hidden
                for name, field in model._fields.items():
                    records = known.get(field.comodel_name) if field.type == "many2one" else None
                    if records and model._has_field_access(field, "read"):
                        self._assert_form_tells_nothing(role, model, {name: records[:1].id})
                        tried += 1
        self.assertGreater(tried, 15)

    def test_of_what_is_chosen_in_a_line_of_a_form(self):
        ticket = self.own_visit.ticket_id
        spec = {"support_appointment_ids": {"fields": {"partner_id": {"fields": {"display_name": {}}}}}}
        [name] = [n for n, f in ticket._fields.items() if f.comodel_name == "support.appointment"][:1]
        spec = {name: spec["support_appointment_ids"]}
        for role in ("manager", "both", "technician"):
            model = self.as_role(role, "helpdesk.ticket")
            values = {name: [[0, 0, {"partner_id": self.foreign_partner.id}]]}
            answer, error = self.attempt(lambda: model.onchange(values, [name], spec))  # noqa: B023
            self.assert_hidden(role, "helpdesk.ticket", answer, error)

    def test_of_what_an_activity_is_moved_to(self):
        for role in ("internal", "technician", "manager"):
            user = self.roles[role]
            for records in self.hidden_from(role).values():
                if not records:
                    continue
                partners = self.env["ir.model"]._get_id("res.partner")
                activity = self.env["mail.activity"].create(
                    {"res_model_id": partners, "res_id": user.partner_id.id, "user_id": user.id}
                )
                activity = self.as_role(role, "mail.activity").browse(activity.id)
                to = {"res_model_id": self.env["ir.model"]._get_id(records._name), "res_id": records[:1].id}

                def move(activity=activity, to=to):
                    activity.write(to)
                    return activity.read(["res_name"])

                answer, error = self.attempt(move)
                self.assert_hidden(role, "mail.activity", answer, error)

    def test_of_what_a_refusal_is_about_in_debug_mode(self):
        users = type(self.env["res.users"])
        usual = users.has_group
        with patch.object(users, "has_group", lambda user, group: group == "base.group_no_one" or usual(user, group)):
            for role in ("internal", "technician", "manager"):
                for name, records in self.hidden_from(role).items():
                    own = self.as_role(role, name).browse(records.ids)
                    if not records or not own.browse().has_access("read"):
                        continue
                    _answer, error = self.attempt(lambda: own.read(["display_name"]))  # noqa: B023
                    self.assert_hidden(role, name, None, error)

    def test_names_are_told_to_who_may_read(self):
        visit = self.own_visit
        for role in ("technician", "manager"):
            activity = self.as_role(role, "mail.activity").create(
                {"res_model_id": self.env["ir.model"]._get_id(visit._name), "res_id": visit.id}
            )
            self.assertEqual(activity.res_name, visit.display_name)
            message = visit.with_user(self.roles[role]).message_post(body="Hello")
            self.assertEqual(message.record_name, visit.display_name)
            spec = {"ticket_id": {"fields": {"display_name": {}}}, "company_id": {"fields": {"display_name": {}}}}
            form = self.as_role(role, "support.appointment", default_company_id=self.company.id)
            self.assertEqual(form.onchange({}, [], spec)["value"]["company_id"]["display_name"], self.company.name)
