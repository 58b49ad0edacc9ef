"""Time bookings, bare creates and lists, over XML-RPC and in this process. Prints milliseconds as JSON.

Runs inside Odoo's shell with ``BENCH`` (JSON) in the environment. A bare create is one of a contact tag, a model with a
name and hardly more. Bookings and bare creates take turns, so that other load on the machine meets both.
"""

import gc
import json
import os
import time
import xmlrpc.client
from datetime import timedelta

from odoo import api, fields

SETTINGS = json.loads(os.environ["BENCH"])
ROUNDS = SETTINGS["rounds"]
WARM_UP = 5


class OverRpc:
    """Calls of a client elsewhere: authentication, dispatch, transaction and marshalling included."""

    def __init__(self, env):
        self.proxy = xmlrpc.client.ServerProxy(f"{SETTINGS['url']}/xmlrpc/2/object")

    def call(self, model, method, args, kwargs):
        context = {"lang": "en_US", "tz": "Europe/Berlin"}
        credentials = (SETTINGS["db"], SETTINGS["uid"], SETTINGS["password"])
        self.proxy.execute_kw(*credentials, model, method, args, {**kwargs, "context": context})
        return 0


class InProcess:
    """The same without HTTP: a transaction of its own for each call, nothing cached but what Odoo caches for all."""

    def __init__(self, env):
        self.registry = env.registry

    def call(self, model, method, args, kwargs):
        with self.registry.cursor() as cr:
            env = self.environment(cr)
            before = cr.sql_log_count
            getattr(env[model], method)(*args, **kwargs)
            cr.flush()
            return cr.sql_log_count - before

    def environment(self, cr):
        return api.Environment(cr, SETTINGS["uid"], {"lang": "en_US", "tz": "Europe/Berlin"})


def specification(env):
    """What the list view asks for: its fields, names of linked records."""
    view = (
        env["support.appointment"]
        .with_user(SETTINGS["uid"])
        .get_view(env.ref("support_center.support_appointment_view_list").id, "list")
    )
    model_fields = env["support.appointment"]._fields
    names = view["models"]["support.appointment"]
    linked = {"fields": {"display_name": {}}}
    return {
        name: linked if model_fields[name].relational and model_fields[name].type == "many2one" else {}
        for name in names
    }


def measure(env, caller, first_start):
    """Milliseconds of each call: dict of name to list; and queries of the last of each."""
    spec = specification(env)
    starts = (first_start + timedelta(hours=number) for number in range(10**6))
    actions = {
        "booking": lambda: (
            "support.appointment",
            "create",
            [
                {
                    "subject": "Boiler is cold",
                    "partner_id": SETTINGS["partner_id"],
                    "technician_id": SETTINGS["technician_id"],
                    "start": str(next(starts)),
                }
            ],
            {},
        ),
        "bare create": lambda: ("res.partner.category", "create", [{"name": f"Tag {time.monotonic_ns()}"}], {}),
        "list of 80": lambda: (
            "support.appointment",
            "web_search_read",
            [],
            {"domain": [], "specification": spec, "limit": 80, "count_limit": 10001},
        ),
    }
    times = {name: [] for name in actions}
    queries = {}
    gc.disable()
    for round_ in range(WARM_UP + ROUNDS):
        for name, values_of in actions.items():
            values = values_of()
            began = time.perf_counter()
            queries[name] = caller.call(*values)
            took = (time.perf_counter() - began) * 1000
            if round_ >= WARM_UP:
                times[name].append(round(took, 2))
    gc.enable()
    return {"times": times, "queries": queries}


def main(env):
    start = fields.Datetime.now().replace(minute=0, second=0, microsecond=0) + timedelta(
        days=500 + SETTINGS["offset_days"]
    )
    env.cr.rollback()
    answer = {"XML-RPC": measure(env, OverRpc(env), start)}
    env.cr.rollback()
    answer["in process"] = measure(env, InProcess(env), start + timedelta(days=30))
    env.cr.execute("SELECT count(*) FROM support_appointment")
    answer["appointments"] = env.cr.fetchone()[0]
    print(json.dumps(answer))


main(env)  # noqa: F821 (given by Odoo's shell)
