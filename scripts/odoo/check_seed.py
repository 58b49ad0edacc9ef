"""Check through Odoo that seeded visits are as good as booked ones. Runs inside Odoo's shell; changes nothing.

Prints one line of JSON per check: ``name`` and, if it failed, ``problem``.
"""

import os
import re
from datetime import timedelta

from checks import check, run_checks

from odoo import fields
from odoo.addons.support_center.exceptions import SlotUnavailable
from odoo.addons.support_center.logic import times
from odoo.tests import Form
from odoo.tools import SQL

EXPECTED = int(os.environ["EXPECTED"])


def of_state(visits, state):
    found = visits.filtered(lambda visit: visit.state == state)
    assert found, f"no visit is {state}"
    return found[0]


@check
def all_are_there(env, visits):
    assert len(visits) == EXPECTED, f"{len(visits)} visits, not {EXPECTED}"


@check
def references_are_unique_and_from_the_sequence(env, visits):
    names = visits.mapped("name")
    assert len(set(names)) == len(names), "references are used twice"
    assert all(re.fullmatch(r"APT/\d{4}/\d{5,}", name) for name in names), "references are not like APT/2026/00042"
    booked = visits.create({"subject": "Booked after the load", "technician_id": False})
    assert booked.name not in names, f"the sequence gives {booked.name} again"


@check
def tickets_are_unique_and_numbered(env, visits):
    tickets = visits.ticket_id
    assert all(visit.ticket_id for visit in visits), "visits without ticket"
    assert all(visit.ticket_id.partner_id == visit.partner_id for visit in visits), "ticket of another customer"
    numbers = [env["support.helpdesk"]._number(ticket) for ticket in tickets]
    assert len(set(numbers)) == len(numbers), "ticket numbers are used twice"
    assert len(tickets) < len(visits), "no ticket has two visits"


@check
def tickets_are_closed_with_their_visits(env, visits):
    helpdesk = env["support.helpdesk"]
    for ticket in visits.ticket_id:
        over = all(visit.state in ("completed", "cancelled") for visit in ticket.support_appointment_ids)
        if len(ticket.support_appointment_ids) == 1:
            assert bool(helpdesk._is_closed(ticket.stage_id)) == over, (
                f"{ticket.display_name} is {ticket.stage_id.name}"
            )


@check
def stored_values_are_what_odoo_computes(env, visits):
    for visit in visits:
        assert abs(visit.duration - (visit.stop - visit.start).total_seconds() / 3600) < 1e-9, f"{visit.name}: duration"
        computed = visits.new({"partner_id": visit.partner_id.id})
        for name in ("customer_name", "customer_email", "customer_phone", "location"):
            assert visit[name] == computed[name], f"{visit.name}: {name} is {visit[name]}, not {computed[name]}"
        assert visit.name in visit.display_name and visit.customer_name in visit.display_name, visit.display_name
        assert visit.company_id == env.company and visit.schedule_revision == 0, visit.name


@check
def states_fit_the_time(env, visits):
    now = fields.Datetime.now()
    for visit in visits:
        assert visit.state != "completed" or visit.stop <= now, f"{visit.name} is completed ahead of time"
        assert visit.state not in ("draft", "confirmed") or visit.stop > now - timedelta(hours=1), (
            f"{visit.name} is late"
        )
        assert (visit.state == "cancelled") == bool(visit.cancel_reason and visit.cancelled_at), visit.name


@check
def technicians_work_then_and_are_in_one_place(env, visits):
    first, last = min(visits.mapped("start")), max(visits.mapped("stop"))
    technicians = visits.technician_id
    assert all(technician._is_support_technician() for technician in technicians), "not all are technicians"
    working = technicians._support_availability(first - timedelta(days=1), last + timedelta(days=1), env.company)
    for technician in technicians:
        busy_until = None
        for visit in visits.filtered(lambda visit, technician=technician: visit.technician_id == technician)[::-1]:
            begin = visit.start - timedelta(minutes=visit.travel_minutes)
            assert times.within_working_time(working[technician.id], begin, visit.stop), f"{visit.name} is out of hours"
            if visit.state != "cancelled":
                assert busy_until is None or begin >= busy_until, f"{visit.name} overlaps"
                busy_until = visit.stop


@check
def the_constraint_is_in_force(env, visits):
    rows = env.execute_query(
        SQL("SELECT convalidated FROM pg_constraint WHERE conrelid = 'support_appointment'::regclass AND contype = 'x'")
    )
    assert rows == [(True,)], rows


@check
def taken_slots_are_refused(env, visits):
    visit = of_state(visits, "confirmed")
    try:
        visits.create({"subject": "Twice", "technician_id": visit.technician_id.id, "start": visit.start})
    except SlotUnavailable:
        return
    raise AssertionError(f"the time of {visit.name} could be booked again")


@check
def they_can_be_worked_with(env, visits):
    visit = of_state(visits, "confirmed")
    visit.action_start()
    visit.action_complete()
    assert visit.state == "completed"
    of_state(visits, "draft")._cancel("Not needed")


@check
def forms_open(env, visits):
    for state in ("draft", "confirmed", "completed", "cancelled"):
        visit = of_state(visits, state)
        assert Form(visit).name == visit.name
        Form(visit.ticket_id)


def main(env):
    env = env(context={**env.context, "lang": "en_US", "tz": "UTC", "support_allow_past": True})
    technicians = env["res.users"].search([("login", "=like", "load.technician.%")])
    run_checks(env, more=lambda: [env["support.appointment"].search([("technician_id", "in", technicians.ids)])])


main(env)  # noqa: F821 (given by Odoo's shell)
