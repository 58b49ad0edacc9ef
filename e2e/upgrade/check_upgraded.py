"""Check that an upgraded database has every record of before, and keeps the rules of now. Changes nothing.

Runs inside Odoo's shell with what ``make_data.py`` printed in ``BEFORE``. Prints one line of JSON per check.
"""

import json
import os

from checks import check, run_checks

from odoo.addons.support_center.exceptions import SlotUnavailable
from odoo.tests import Form
from odoo.tools import SQL

BEFORE = json.loads(os.environ["BEFORE"])
USERS = BEFORE["users"]
#: What the rules of now made the upgrade change.
CHANGED = {
    "overlapping": {"technician_id"},
    "of somebody gone": {"technician_id"},
    "backwards": {"stop"},
    "endless": {"stop"},
}


def visit_of(env, subject):
    return env["support.appointment"].search([("subject", "=", subject)])


def notes_of(visit):
    return " ".join(visit.message_ids.mapped("body"))


@check
def every_visit_is_there_with_its_values(env):
    for before in BEFORE["visits"]:
        visit = env["support.appointment"].browse(before["id"]).exists()
        assert visit, f"{before['subject']} is gone"
        now = visit.read(load=None)[0]
        changed = CHANGED.get(before["subject"], set())
        for name, value in before.items():
            if name in changed or (name == "ticket_id" and not value):
                continue
            found = str(now[name]) if name in ("start", "stop") else now[name]
            assert found == value, f"{before['subject']}: {name} was {value}, is {found}"
        assert f"Said about {before['subject']}" in notes_of(visit), f"{before['subject']}: the chatter is gone"
    assert env["support.appointment"].search_count([]) == len(BEFORE["visits"])


@check
def references_are_assigned_in_order_of_booking(env):
    visits = env["support.appointment"].search([], order="create_date")
    names = visits.mapped("name")
    assert names == [f"APT/2025/{number:05}" for number in range(1, len(names) + 1)], names
    booked = env["support.appointment"].create({"subject": "After the upgrade", "technician_id": False})
    assert booked.name not in names, booked.name


@check
def every_visit_has_a_secret_for_its_links(env):
    visits = env["support.appointment"].search([])
    secrets = visits.mapped("customer_link_secret")
    assert len(set(secrets)) == len(visits) and all(len(secret) == 32 for secret in secrets), secrets
    assert all(visits.mapped("customer_link_signed")), "links that were sent by the previous version are dead"
    for visit in visits:
        assert env["support.appointment"]._by_customer_token(visit._customer_token()) == visit


@check
def of_overlapping_visits_the_first_keeps_the_technician(env):
    assert visit_of(env, "plain").technician_id.id == USERS["member"]
    later = visit_of(env, "overlapping")
    assert not later.technician_id, later.technician_id.name
    assert "Mia Member was booked twice" in notes_of(later), notes_of(later)
    assert visit_of(env, "plain").name in notes_of(later), notes_of(later)
    assert visit_of(env, "cancelled meanwhile").technician_id.id == USERS["member"]


@check
def ends_are_after_starts(env):
    for subject in ("backwards", "endless"):
        visit = visit_of(env, subject)
        assert (visit.stop - visit.start).total_seconds() == 3600 and visit.duration == 1, f"{subject}: {visit.stop}"
        assert "The upgrade gave it an hour" in notes_of(visit), notes_of(visit)
    plain = visit_of(env, "plain")
    assert plain.duration == 1 and plain.travel_minutes == 0 and plain.schedule_revision == 0


@check
def every_visit_has_a_ticket(env):
    visits = env["support.appointment"].search([])
    assert visit_of(env, "plain").ticket_id.id == BEFORE["ticket"]
    assert len(visits.ticket_id) == len(visits), "tickets are shared or missing"
    typed = visit_of(env, "without contact").ticket_id
    assert (typed.name, typed.partner_name, typed.partner_email) == ("without contact", "Jo", "jo@example.com")
    helpdesk = env["support.helpdesk"]
    for visit in visits:
        over = visit.state in ("completed", "cancelled")
        assert bool(helpdesk._is_closed(visit.ticket_id.stage_id)) == over, (
            f"{visit.subject}: {visit.ticket_id.stage_id.name}"
        )


@check
def whoever_has_visits_to_make_is_a_technician(env):
    users = env["res.users"]
    assert users.browse(USERS["outsider"])._is_support_technician()
    assert not visit_of(env, "of somebody gone").technician_id
    assert "Gus Gone" in notes_of(visit_of(env, "of somebody gone"))
    assert visit_of(env, "made by somebody gone").technician_id.id == USERS["gone"]


@check
def customers_are_filled_in(env):
    plain = visit_of(env, "plain")
    assert plain.customer_phone == "+49 30 1" and "Berlin" in plain.location, (plain.customer_phone, plain.location)
    assert plain.company_id == env.company


@check
def customers_of_visits_to_come_are_reminded_of_them(env):
    plain = visit_of(env, "plain")
    rows = plain.notification_ids
    assert [(row.kind, row.state) for row in rows] == [("reminder", "planned")], rows.mapped("kind")
    for other in env["support.appointment"].search([("state", "!=", "confirmed")]):
        assert not other.notification_ids, other.subject
    plain._cancel("Away")
    assert ("cancelled", "planned") in [(row.kind, row.state) for row in plain.notification_ids]


@check
def the_constraints_are_in_force(env):
    names = {
        name
        for [name] in env.execute_query(
            SQL(
                "SELECT conname FROM pg_constraint WHERE conrelid = 'support_appointment'::regclass AND contype IN ('c', 'x')"
            )
        )
    }
    missing = {
        f"support_appointment_{name}" for name in ("stop_after_start", "travel_minutes_range", "no_double_booking")
    } - names
    assert not missing, missing
    nullable = env.execute_query(
        SQL(
            """
            SELECT attname FROM pg_attribute
             WHERE attrelid = 'support_appointment'::regclass AND NOT attnotnull
               AND attname IN ('name', 'subject', 'ticket_id', 'company_id', 'start', 'stop', 'state')
            """
        )
    )
    assert not nullable, nullable


@check
def nobody_can_be_booked_twice(env):
    plain = visit_of(env, "plain")
    try:
        env["support.appointment"].create(
            {"subject": "Twice", "technician_id": plain.technician_id.id, "start": plain.start, "stop": plain.stop}
        )
    except SlotUnavailable:
        return
    raise AssertionError("the time could be booked twice")


@check
def visits_can_be_worked_with(env):
    for visit in env["support.appointment"].search([]):
        assert Form(visit).subject == visit.subject
    later = visit_of(env, "overlapping")
    later.write({"technician_id": USERS["member"], "start": "2099-01-05 09:00:00"})
    assert later.technician_id.id == USERS["member"]
    plain = visit_of(env, "plain")
    plain.action_start()
    plain.action_complete()


@check
def nothing_of_the_old_version_is_left(env):
    access = env["ir.model.access"].search([("name", "=", "support.appointment.user")])
    assert not access, "everybody still has every right"


run_checks(env(context={**env.context, "lang": "en_US", "tz": "UTC"}))  # noqa: F821 (given by Odoo's shell)
