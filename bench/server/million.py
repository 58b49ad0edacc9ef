"""Time what people and clients read among very many visits. Prints milliseconds and queries as JSON.

Runs inside Odoo's shell with ``BENCH`` (JSON: ``uid``, ``rounds``) in the environment. Each read has a transaction of its own,
and nothing cached but what Odoo caches for all.
"""

import gc
import json
import os
import time
from datetime import timedelta

from odoo import api, fields

SETTINGS = json.loads(os.environ["BENCH"])
WARM_UP = 2
BOARD = {
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


def specification(env, view):
    arch = env["support.appointment"].get_view(env.ref(f"support_center.{view}").id, view.rsplit("_", 1)[-1])
    linked = {"fields": {"display_name": {}}}
    model_fields = env["support.appointment"]._fields
    names = arch["models"]["support.appointment"]
    return {name: linked if model_fields[name].type == "many2one" else {} for name in names}


def searches(env):
    """Domains by name: what the search box and its filters make of a word or a click."""
    word = "Job 1a2b3"
    fields_of = {
        "Appointment": ("name", "subject", "customer_name", "external_reference"),
        "Customer": ("customer_name", "customer_email", "customer_phone"),
    }
    found = {
        "Appointment: reference": ("Appointment", "BULK/0123456"),
        "Appointment: subject": ("Appointment", word),
        "Appointment: number on the website": ("Appointment", "WEB-765432"),
        "Appointment: nothing": ("Appointment", "zzqqxx"),
        "Customer: email": ("Customer", "c654321@bulk"),
        "Customer: telephone": ("Customer", "1765432"),
        "Customer: nothing": ("Customer", "zzqqxx"),
    }
    domains = {"list without filter": []}
    for name, (box, text) in found.items():
        domain = fields.Domain.OR(fields.Domain(fname, "ilike", text) for fname in fields_of[box])
        if box == "Customer":
            domain |= fields.Domain("partner_id", "child_of", text)
        domains[name] = domain
    domains.update(
        {
            "Technician": [("technician_id", "ilike", "Kaya")],
            "Location": [("location", "ilike", "123 Bulk Street")],
            "Ticket": [("ticket_id", "ilike", "zzqqxx")],
            "Today": [("period", "=", "today")],
            "Tomorrow": [("period", "=", "tomorrow")],
            "This Week": [("period", "=", "this_week")],
            "Upcoming": [("stop", ">", "now")],
            "Late": [("is_late", "=", True)],
            "Unassigned": [("technician_id", "=", False), ("state", "!=", "cancelled")],
            "Hide Cancelled": [("state", "!=", "cancelled")],
            "Declined by the Customer": [("customer_answer", "=", "declined")],
            "Booked Online": [("source", "=", "api")],
            **{state.title(): [("state", "=", state)] for state in ("draft", "confirmed", "completed", "cancelled")},
        }
    )
    return domains


def reads(env):
    visits = env["support.appointment"]
    spec = specification(env, "support_appointment_view_list")
    card = specification(env, "support_appointment_view_kanban")
    now = fields.Datetime.now()
    technician = env["res.users"]._support_technicians(env.company)[:1]

    def read_list(visits, domain, order=""):
        visits.web_search_read(domain, spec, limit=80, count_limit=10001, order=order)

    actions = {
        name: lambda visits, domain=domain: read_list(visits, list(domain)) for name, domain in searches(env).items()
    }
    mine = [
        ("technician_id", "=", technician.id),
        "|",
        ("stop", ">", "now"),
        ("is_late", "=", True),
        ("state", "!=", "cancelled"),
    ]
    month = [
        ("start", ">=", fields.Datetime.to_string(now.replace(day=1, hour=0))),
        ("start", "<", fields.Datetime.to_string(now.replace(day=1, hour=0) + timedelta(days=31))),
        ("state", "!=", "cancelled"),
    ]
    actions.update(
        {
            "My Appointments": lambda visits: read_list(visits, mine, "start, id"),
            "Kanban": lambda visits: visits.web_read_group(
                [],
                ["state"],
                ["__count"],
                auto_unfold=True,
                opening_info=None,
                unfold_read_specification=card,
                unfold_read_default_limit=40,  # as of Odoo's kanban
            ),
            "Kanban: activities": lambda visits: visits.read_progress_bar(
                [],
                "state",
                {"field": "activity_state", "colors": {"planned": "success", "today": "warning", "overdue": "danger"}},
            ),
            "Analysis (this month): pivot by week": lambda visits: visits.formatted_read_group(
                month, ["technician_id", "start:week"], ["duration:sum", "__count"]
            ),
            "Analysis (this month): graph": lambda visits: visits.formatted_read_group(
                month, ["technician_id", "state"], ["duration:sum", "__count"]
            ),
            "all years: pivot by week": lambda visits: visits.formatted_read_group(
                [], ["technician_id", "start:week"], ["duration:sum", "__count"]
            ),
        }
    )
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    for name, days in (("day", 1), ("week", 7)):
        period = [fields.Datetime.to_string(midnight + timedelta(days=offset)) for offset in (0, days)]
        # As the page asks for it at first; rows beyond those in sight follow when the user scrolls.
        actions[f"Schedule: team {name}"] = lambda visits, period=period: visits.support_calendar_read(
            [], *period, BOARD, first_resource_ids=[]
        )
    assert visits.search_count([]) > 0
    return actions


def main(env):
    user = env(user=SETTINGS["uid"], context={"lang": "en_US", "tz": "Europe/Berlin"})
    actions = reads(user)
    env.cr.rollback()
    answer = {}
    for name, action in actions.items():
        times = []
        for round_ in range(WARM_UP + SETTINGS["rounds"]):
            with env.registry.cursor() as cr:
                visits = api.Environment(cr, SETTINGS["uid"], {"lang": "en_US", "tz": "Europe/Berlin"})[
                    "support.appointment"
                ]
                gc.disable()
                began = time.perf_counter()
                action(visits)
                took = (time.perf_counter() - began) * 1000
                gc.enable()
            if round_ >= WARM_UP:
                times.append(round(took, 2))
        answer[name] = times
    print(json.dumps(answer))


main(env)  # noqa: F821 (given by Odoo's shell)
