"""What the rights by machine stand on: who there is, what there is, and how to try something as an RPC client would.

Everything is looked up in the registry, so that a new model, field or method is tried without anybody thinking of it.
"""

import inspect
import json
from contextlib import closing
from datetime import timedelta
from uuid import uuid4

from odoo import api, fields
from odoo.fields import Command
from odoo.models import MAGIC_COLUMNS
from odoo.service.model import call_kw, get_public_method
from odoo.tools import mute_logger

from .common import SupportCase

OURS = "support_center"
#: Stands in every text of the records that a role may not see.
HIDDEN = "HIDDENTEXT"
#: Stands in the texts of a colleague's visit, which managers do see.
COLLEAGUE = "COLLEAGUETEXT"
#: What a client sets to see whether it arrives.
FORGED = "FORGEDTEXT"

#: Methods that are not tried, each with the reason. The one list of exceptions of the rights by machine, with the next.
NOT_TRIED = {
    "base.onchange": "tried with each field in test_rights_fields",
}
#: Who is told of what is hidden from others: ``(role, model)``, with the reason.
TOLD = {
    ("api", "support.api"): "the companion answers holders of keys, and names the key by its id",
}
#: Buttons that are pressed where the form does not show them: ``(role, model, button)``, with the reason.
NOT_SHOWN = {
    ("technician", "support.appointment", "action_open_ticket"): "invisible unless can_open_ticket",
}

#: What the visits' own board asks for.
SPEC = {"date_start": "start", "date_stop": "stop", "resource": "technician_id", "color": "state", "label": "subject"}


def is_ours(klass):
    """Whether a class in a model's hierarchy is written by us."""
    return klass.__module__.startswith(f"odoo.addons.{OURS}.")


class RightsCase(SupportCase):
    """A user per role, what each may see, and the same again of somebody else and of another company."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_company = cls.env["res.company"].create({"name": f"Other {HIDDEN}"})
        groups = {
            "admin": "base.group_system",
            "both": "support_center.group_support_manager,support_center.group_support_technician",
            "portal": "base.group_portal",
            "api": "support_center.group_support_api",
        }
        cls.roles = {
            **{role: cls._new_user(f"sc_role_{role}", group) for role, group in groups.items()},
            "manager": cls.manager,
            "technician": cls.technician,
            "internal": cls.outsider,
            "public": cls.env.ref("base.public_user"),
        }
        cls.foreigner = cls._new_user(
            "sc_foreigner",
            "support_center.group_support_technician,support_center.group_support_manager",
            # In Odoo, colleagues of all companies know each other by name.
            name="Foreigner",
            company_id=cls.other_company.id,
            company_ids=[Command.set(cls.other_company.ids)],
        )
        cls.foreign_partner = cls.env["res.partner"].create(
            {
                "name": f"Customer {HIDDEN}",
                "email": f"{HIDDEN}@example.com".lower(),
                "phone": f"+49 {HIDDEN}",
                "street": f"{HIDDEN} Street",
                "company_id": cls.other_company.id,
            }
        )
        cls.own_visit = cls.book(9)
        cls.colleagues_visit = cls.book(9, technician=cls.colleague, **cls._texts_of_visit(COLLEAGUE))
        cls.foreign_visit = cls.env["support.appointment"].create(
            {
                "technician_id": cls.foreigner.id,
                "start": cls.at(9),
                "company_id": cls.other_company.id,
                "partner_id": cls.foreign_partner.id,
                **cls._texts_of_visit(HIDDEN),
            }
        )
        keys = cls.env["support.api.key"]
        cls.own_key, _secret = keys._generate("Website")
        cls.foreign_key, _secret = keys._generate(f"Website {HIDDEN}", company_id=cls.other_company.id)
        cls.foreign_opt_out = cls.env["support.reminder.opt.out"].create(
            {"email": cls.foreign_partner.email, "company_id": cls.other_company.id}
        )
        cls.foreign_visit.write({"api_key_id": cls.foreign_key.id, "api_uid": f"apt_{HIDDEN}"})
        cls.own_log, cls.foreign_log, cls.keyless_log = cls.env["support.api.log"].create(
            [
                {
                    "request_id": str(uuid4()),
                    "key_id": key.id,
                    "received_at": cls.at(9),
                    "method": "GET",
                    "path": f"/v1/{HIDDEN if key != cls.own_key else ''}",
                }
                for key in (cls.own_key, cls.foreign_key, keys)
            ]
        )
        cls.env.flush_all()

    @classmethod
    def _texts_of_visit(cls, mark):
        return {
            "subject": f"Subject {mark}",
            "description": f"Description {mark}",
            "location": f"Location {mark}",
            "external_reference": f"Reference {mark}",
        }

    # ------------------------------------------------------------
    # What there is
    # ------------------------------------------------------------

    def our_models(self):
        """All models that we define."""
        return [self.env[name] for name in sorted(self.registry) if self.env[name]._original_module == OURS]

    def stored_models(self):
        return [model for model in self.our_models() if not model._abstract and model._auto]

    def our_methods(self, model):
        """Names of the public methods that we wrote, or wrote over, on a model."""
        names = {
            name
            for klass in type(model).mro()
            if is_ours(klass)
            for name, value in vars(klass).items()
            if callable(value) and not name.startswith("_")
        }
        return sorted(name for name in names if self._is_public(model, name))

    def all_methods(self, model):
        """Names of all methods that a client may call on a model."""
        return [
            name
            for name in dir(type(model))
            if not name.startswith("_")
            and inspect.isroutine(inspect.getattr_static(type(model), name, None))
            and self._is_public(model, name)
        ]

    @staticmethod
    def _is_public(model, name):
        try:
            get_public_method(model, name)
        except Exception:  # noqa: BLE001 pylint: disable=broad-exception-caught
            return False
        return True

    def hidden_from(self, role):
        """Records that a role may neither see nor change, by model name."""
        tickets = self.colleagues_visit.ticket_id | self.foreign_visit.ticket_id
        hidden = {
            "support.appointment": self.foreign_visit,
            "support.notification": self.foreign_visit.notification_ids,
            "support.api.key": self.foreign_key,
            "support.api.log": self.foreign_log,
            "helpdesk.ticket": self.foreign_visit.ticket_id,
        }
        if role not in ("admin", "manager", "both"):
            hidden["support.appointment"] |= self.colleagues_visit
            hidden["support.notification"] |= self.colleagues_visit.notification_ids
            hidden["helpdesk.ticket"] = tickets
        if role != "admin":
            hidden["support.api.log"] |= self.keyless_log
            hidden["support.reminder.opt.out"] = self.foreign_opt_out
        return {name: records.sudo() for name, records in hidden.items()}

    # ------------------------------------------------------------
    # Trying
    # ------------------------------------------------------------

    def as_role(self, role, model, **context):
        """A model as the role's session has it: in the user's own company."""
        user = self.roles[role]
        env = api.Environment(self.env.cr, user.id, {"allowed_company_ids": user.company_id.ids, **context})
        return env[model if isinstance(model, str) else model._name]

    def attempt(self, perform, look=None):
        """Try something and undo it.

        :param perform: callable
        :param look: callable with what ``perform`` answered, called before it is undone; what it answers is returned
        :return: ``(answer, None)`` or ``(None, exception)``
        """
        with mute_logger("odoo"), closing(self.env.cr.savepoint()):
            try:
                answer = perform()
                self.env.flush_all()
                return (look(answer) if look else answer), None
            except Exception as error:  # noqa: BLE001 pylint: disable=broad-exception-caught
                # Whatever refuses is a refusal. What it says is looked at by the caller.
                return None, error

    def snapshot(self, hidden):
        """What the database says of these records."""
        found = {}
        for name, records in hidden.items():
            if records:
                self.env.cr.execute(
                    f"SELECT md5(string_agg(t::text, '|' ORDER BY id)) FROM \"{records._table}\" t WHERE id = ANY(%s)",
                    [records.ids],
                )
                found[name] = self.env.cr.fetchone()[0]
        return found

    def assert_hidden(self, role, model, answer, error):
        """Neither an answer nor a refusal tells of what is hidden from the role."""
        if (role, model) in TOLD:
            return
        said = json.dumps(answer, default=str, ensure_ascii=False) if error is None else str(error)
        for mark in (HIDDEN,) if role in ("manager", "both") else (HIDDEN, COLLEAGUE):
            self.assertNotIn(mark.lower(), said.lower(), f"{model} tells {role} of what is hidden: {said[:300]}")

    def call(self, role, model, method, args, kwargs=None, **context):
        """Call a method as a web client does."""
        return call_kw(self.as_role(role, model, **context), method, args, kwargs or {})

    # ------------------------------------------------------------
    # Values
    # ------------------------------------------------------------

    def forged_value(self, field):
        """A value that a client would set to do harm, other than any that the field has by itself.

        :return: None where the type has no such value
        """
        moment = fields.Datetime.to_string(self.at(9) + timedelta(days=300))
        if field.type == "many2one":
            records = self.env[field.comodel_name].sudo()
            known = {
                "support.api.key": self.foreign_key,
                "support.appointment": self.foreign_visit,
                "helpdesk.ticket": self.foreign_visit.ticket_id,
                "res.users": self.foreigner,
                "res.company": self.other_company,
                "res.partner": self.foreign_partner,
            }
            return (known.get(field.comodel_name) or records.search([], order="id desc", limit=1)).id or None
        if field.type == "selection":
            values = field.get_values(self.env)
            return values[-1] if values else None
        return {
            "char": FORGED,
            "text": FORGED,
            "html": f"<p>{FORGED}</p>",
            "integer": 2147483647,
            "float": 77777.0,
            "monetary": 77777.0,
            "boolean": True,
            "date": moment[:10],
            "datetime": moment,
        }.get(field.type)

    def system_fields(self, model):
        """Stored fields that no form lets anybody type into."""
        return {
            name: field
            for name, field in model._fields.items()
            if field.store
            and field.readonly
            and name not in MAGIC_COLUMNS
            and field.type not in ("one2many", "many2many")
        }
