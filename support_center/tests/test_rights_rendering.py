from odoo.exceptions import AccessError
from odoo.tests import tagged

from .rights import RightsCase

#: Whatever a role may render, it has to be internal to get at a template at all.
ROLES = ("admin", "both", "manager", "technician", "internal", "portal", "api", "public")


@tagged("post_install", "-at_install")
class TestRendering(RightsCase):
    """No template tells anybody of a record that they may not read."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        shown = ["customer_greeting", "customer_details", "customer_date", "customer_contact_line", "display_name"]
        body = "".join(f'<p t-out="object.{name}"/>' for name in shown)
        cls.templates = cls.env["mail.template"].search([("model", "=", "support.appointment")])
        # One that a user has made, and ones for all other models of ours.
        for name in ("support.appointment", "support.notification", "support.api.key", "support.api.log"):
            own = {"body_html": body} if name == "support.appointment" else {"body_html": '<p t-out="object.id"/>'}
            cls.templates |= cls.env["mail.template"].create(
                {
                    "name": f"For {name}",
                    "model_id": cls.env["ir.model"]._get_id(name),
                    "subject": "{{ object.display_name }}",
                    "use_default_to": True,
                    **own,
                }
            )
        cls.env.flush_all()

    def hidden_for(self, role):
        """Each template with a record that the role may not read."""
        hidden = self.hidden_from(role)
        for template in self.templates:
            for record in hidden.get(template.model, ()):
                yield template, record

    def assert_refused(self, role, model, perform, look=None):
        answer, error = self.attempt(perform, look)
        self.assert_hidden(role, model, answer, error)
        self.assertIsInstance(error, AccessError, f"{role} has rendered {model}: {str(answer)[:300]}")

    def test_every_template_by_every_way_that_renders(self):
        tried = 0
        for role in ROLES:
            for template, record in self.hidden_for(role):
                own = self.as_role(role, "mail.template").browse(template.id)
                as_system = own.sudo()
                renderings = {
                    "a template": lambda: own._generate_template(record.ids, ("subject", "body_html", "email_to")),  # noqa: B023
                    "its recipients": lambda: own._generate_template(record.ids, ("partner_to",)),  # noqa: B023
                    "its language": lambda: own._render_lang(record.ids),  # noqa: B023
                    "a field": lambda: own._render_field("body_html", record.ids, engine="qweb"),  # noqa: B023
                    "an email": lambda: own.send_mail(record.id),  # noqa: B023
                    "a text": lambda: own._render_template(  # noqa: B023
                        "{{ object.display_name }}",
                        record._name,  # noqa: B023
                        record.ids,  # noqa: B023
                    ),
                    "a view": lambda: own._render_template_qweb_view("base.contact_name", record._name, record.ids),  # noqa: B023
                }
                if self.roles[role]._is_internal():
                    # As Odoo's dialogs do for some of their fields.
                    renderings["as the system"] = lambda: as_system._generate_template(record.ids, ("body_html",))  # noqa: B023
                for what, perform in renderings.items():
                    with self.subTest(what, role=role, template=template.name, record=record):
                        self.assert_refused(role, record._name, perform)
                        tried += 1
        self.assertGreater(tried, 300)

    def test_every_template_in_every_dialog(self):
        """As the web client opens them: by defaults, by values, in a form and saved."""
        tried = 0
        for role in ROLES:
            if not self.roles[role]._is_internal():
                continue
            for template, record in self.hidden_for(role):
                reference = f"{record._name},{record.id}"
                for model, values in (
                    ("mail.template.preview", {"mail_template_id": template.id, "resource_ref": reference}),
                    *(
                        (
                            "mail.compose.message",
                            {
                                "model": record._name,
                                "res_ids": str(record.ids),
                                "template_id": template.id,
                                "composition_mode": mode,
                            },
                        )
                        for mode in ("comment", "mass_mail")
                    ),
                ):
                    own = self.as_role(role, model)
                    spec = {name: {} for name, field in own._fields.items() if not field.groups}
                    defaults = {f"default_{name}": value for name, value in values.items()}
                    for what, perform in (
                        ("by defaults", lambda: own.with_context(**defaults).onchange({}, [], spec)),  # noqa: B023
                        ("by values", lambda: own.onchange(dict(values), list(values), spec)),  # noqa: B023
                        ("saved", lambda: own.create(dict(values)).read()),  # noqa: B023
                        ("sent", lambda: self._send(own.create(dict(values)))),  # noqa: B023
                    ):
                        with self.subTest(what, role=role, model=model, template=template.name, values=values):
                            answer, error = self.attempt(perform)
                            self.assert_hidden(role, record._name, answer, error)
                            tried += 1
                            if record._name == "support.appointment" and "preview" not in model and error is None:
                                said = str(answer)
                                self.assertNotIn(record.sudo().customer_manage_url, said)
        self.assertGreater(tried, 200)

    def _send(self, dialog):
        if dialog._name != "mail.compose.message":
            return dialog.read()
        dialog.action_send_mail()
        self.env.flush_all()
        return self.env["mail.mail"].sudo().search([("create_uid", "=", dialog.env.uid)]).mapped("body_html")

    def test_a_text_of_ones_own_in_a_dialog(self):
        for role in ("internal", "technician", "manager", "both"):
            visit = self.foreign_visit
            dialog = self.as_role(role, "mail.compose.message").create(
                {
                    "model": visit._name,
                    "res_ids": str(visit.ids),
                    "composition_mode": "mass_mail",
                    "subject": "{{ object.customer_date }}",
                    "body": '<p t-out="object.customer_details"/>',
                }
            )
            with self.subTest(role=role):
                self.assert_refused(role, visit._name, lambda: self._send(dialog))  # noqa: B023

    def test_our_own_preview(self):
        spec = {"subject": {}, "preview": {}, "text": {}, "problem": {}, "appointment_id": {"fields": {}}}
        spec["appointment_id"]["fields"] = {"customer_details": {}, "customer_greeting": {}}
        for role in ("manager", "both", "admin"):
            visit = self.foreign_visit
            for what, values, context in (
                ("values", {"appointment_id": visit.id, "kind": "confirmation"}, {}),
                ("defaults", {}, {"default_appointment_id": visit.id}),
            ):
                for fields_spec in (spec, {name: {} for name in spec}):
                    with self.subTest(what, role=role):
                        own = self.as_role(role, "support.mail.preview", **context)
                        if not own.has_access("create"):
                            continue
                        self.assert_refused(
                            role,
                            visit._name,
                            lambda: own.onchange(dict(values), list(values), fields_spec),  # noqa: B023
                        )

    def test_a_form_reads_nothing_of_what_is_chosen_in_it(self):
        """What is computed as the system is not computed for a record in a form that the user may not read."""
        tried = 0
        for role in ("internal", "technician", "manager", "both", "admin"):
            hidden = self.hidden_from(role)
            for model_name in sorted(self.registry):
                own = self.as_role(role, model_name)
                if own._abstract or not own.has_access("create"):
                    continue
                for field in own._fields.values():
                    target = hidden.get(field.comodel_name) if field.type == "many2one" else None
                    if not target or not own._has_field_access(field, "read"):
                        continue
                    readable = {
                        name: {}
                        for name, inner in self.as_role(role, target._name)._fields.items()
                        if name != "display_name"
                        and inner.compute
                        and not inner.store
                        and self.as_role(role, target._name)._has_field_access(inner, "read")
                    }
                    for name in readable:
                        spec = {field.name: {"fields": {name: {}}}}
                        with self.subTest(role=role, model=model_name, field=field.name, reads=name):
                            answer, error = self.attempt(
                                lambda: own.onchange({field.name: target[0].id}, [], spec)  # noqa: B023
                            )
                            self.assert_hidden(role, target._name, answer, error)
                            tried += 1
        self.assertGreater(tried, 20)

    def test_who_may_read_a_visit_renders_it(self):
        template = self.env.ref("support_center.mail_template_visit_confirmation")
        for role in ("manager", "both"):
            own = self.as_role(role, "mail.template").browse(template.id)
            values = own._generate_template(self.own_visit.ids, ("subject", "body_html"))[self.own_visit.id]
            self.assertIn(self.own_visit.subject, values["subject"])
            self.assertIn(self.own_visit.name, values["body_html"])

    def test_no_client_passes_for_the_sender(self):
        template = self.env.ref("support_center.mail_template_visit_confirmation")
        for value in (True, 1, "OWN_SENDER", [], {}):
            own = self.as_role("internal", "mail.template", support_sender=value).browse(template.id)
            with self.assertRaises(AccessError):
                own._generate_template(self.foreign_visit.ids, ("body_html",))

    def test_no_email_tells_a_technician_the_customers_link(self):
        """Odoo's composer renders a template's text as the system, for every user."""
        visit = self.own_visit
        templates = self.templates.filtered(lambda template: template.model == "support.appointment")
        told = 0
        for address in ("ada@example.org", False):
            visit.sudo().write({"customer_email": address, "partner_id": False})
            token = visit.sudo()._customer_token()
            for template in templates:
                for layout in (False, "mail.mail_notification_light"):
                    for mode in ("mass_mail", "comment"):
                        composers = self.as_role("technician", "mail.compose.message")
                        values = {
                            "template_id": template.id,
                            "model": visit._name,
                            "res_ids": str(visit.ids),
                            "composition_mode": mode,
                            "email_layout_xmlid": layout,
                        }

                        def send(composers=composers, values=values):
                            composers.create(values).action_send_mail()
                            self.env.flush_all()

                        self.attempt(send)
                        messages = self.env["mail.message"].search(
                            [("model", "=", visit._name), ("res_id", "=", visit.id)]
                        )
                        mails = self.env["mail.mail"].search([("mail_message_id", "in", messages.ids)])
                        told += len(messages)
                        for body in (*messages.mapped("body"), *mails.mapped("body_html")):
                            self.assertNotIn(token, body or "", f"{template.name}, {mode}, {layout}")
        self.assertTrue(told)
        own = visit.with_user(self.roles["technician"]).sudo()
        self.assertFalse(own.customer_manage_url)
        self.assertNotIn("href", own.customer_button or "")
        self.assertIn(token, visit.with_user(self.roles["manager"]).customer_manage_url)
