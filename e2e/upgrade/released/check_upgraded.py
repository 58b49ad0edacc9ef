"""Check that a database upgraded from 19.0.1.0.0 has every record of before, and what the new version adds to them.

Runs inside Odoo's shell with what ``make_data.py`` printed in ``BEFORE``. Prints one line of JSON per check.
"""

import json
import os

from checks import check, run_checks

from odoo.tests import Form
from odoo.tools import SQL
from odoo.tools.sql import make_index_name

BEFORE = json.loads(os.environ["BEFORE"])


def visits_of(env):
    return [(before, env["support.appointment"].browse(before["id"]).exists()) for before in BEFORE["visits"]]


@check
def every_visit_is_there_with_its_values(env):
    for before, visit in visits_of(env):
        assert visit, f"{before['subject']} is gone"
        names = before.keys() - {"token", "said"}
        now = visit.read(list(names), load=None)[0]
        for name in names:
            found = str(now[name]) if name in ("start", "stop") else now[name]
            assert found == before[name], f"{before['subject']}: {name} was {before[name]}, is {found}"
        assert len(visit.message_ids) == before["said"], f"{before['subject']}: the chatter has changed"
    assert env["support.appointment"].search_count([]) == len(BEFORE["visits"])


@check
def links_that_customers_have_got_lead_to_their_visits(env):
    for before, visit in visits_of(env):
        assert env["support.appointment"]._by_customer_token(before["token"]) == visit, before["subject"]


@check
def each_visit_has_a_secret_of_its_own(env):
    secrets = {visit.sudo().customer_link_secret for _before, visit in visits_of(env)}
    assert len(secrets) == len(BEFORE["visits"]) and all(len(secret) >= 32 for secret in secrets), secrets


@check
def clients_keep_the_tags_that_they_know(env):
    for before, visit in visits_of(env):
        assert visit.sudo().api_revision == before["schedule_revision"], before["subject"]


@check
def email_goes_out_as_it_was_planned(env):
    for before in BEFORE["notifications"]:
        row = env["support.notification"].browse(before["id"]).exists()
        assert row, f"{before['kind']} is gone"
        now = row.read(["kind", "state", "message_id", "due_at"])[0]
        found = {name: str(value) if name == "due_at" and value else value for name, value in now.items()}
        assert found == before, f"was {before}, is {found}"
    assert env["support.notification"].search_count([]) == len(BEFORE["notifications"])


@check
def wishes_for_no_reminders_are_the_companies_that_they_were_meant_for(env):
    main, second = env.ref("base.main_company"), env["res.company"].search([("name", "=", "Second")])
    rows = env["support.reminder.opt.out"].search([])
    assert {(row.email, row.company_id) for row in rows} == {
        ("bea@example.com", second),
        ("unknown@example.com", main),
        ("reception@acme.example.com", main),
        ("mona.knows@example.com", second),
    }, rows.mapped(lambda row: f"{row.email}: {row.company_id.name}")
    contacts = env["res.partner"]
    for name, companies in (
        ("Acme", main),
        ("Bea", second),
        ("Never visited", main),
        ("Of Second", second),
        ("Reminded", contacts.company_id),
    ):
        [contact] = contacts.search([("name", "=", name)])
        found = [each for each in main | second if contact.with_company(each).support_reminder_opt_out]
        assert found == list(companies), f"{name}: {found}"
    visit = env["support.appointment"].search([("subject", "=", "Of the second company")])
    assert visit.customer_opted_out
    rows.create({"email": "bea@example.com", "company_id": main.id})


@check
def the_key_works_and_its_log_is_there(env):
    assert env["support.api.key"].browse(BEFORE["key"]).state == "active"
    assert env["support.api.log"].search_count([]) == BEFORE["logged"]


@check
def managers_no_longer_see_requests_without_a_key(env):
    group = env.ref("support_center.group_support_manager")
    users = env["res.users"].with_context(no_reset_password=True)
    manager = users.create({"name": "Max Manager", "login": "max", "group_ids": [(6, 0, group.ids)]})
    seen = env["support.api.log"].with_user(manager).search([])
    assert seen.mapped("request_id") == ["with"], seen.mapped("request_id")


@check
def indexes_are_those_of_a_new_database(env):
    found, expected = set(), set()
    for name in env.registry:
        model = env[name]
        if model._original_module != "support_center" or not model._auto or model._abstract:
            continue
        rows = env.execute_query(SQL("SELECT indexname FROM pg_indexes WHERE tablename = %s", model._table))
        found |= {index for (index,) in rows}
        indexed = [field.name for field in model._fields.values() if field.store and field.index]
        expected |= {make_index_name(model._table, field_name) for field_name in indexed}
        expected |= {f"{model._table}_pkey", *model._table_objects}
    assert "support_appointment__technician_id_index" in found
    assert not found - expected, found - expected


@check
def visits_can_swap_their_times(env):
    rows = env.execute_query(
        SQL(
            "SELECT condeferrable, condeferred FROM pg_constraint WHERE conname = 'support_appointment_no_double_booking'"
        )
    )
    assert rows == [(True, False)], rows


@check
def visits_can_be_worked_with(env):
    for before, visit in visits_of(env):
        assert Form(visit).subject == before["subject"]


run_checks(env(context={**env.context, "lang": "en_US", "tz": "UTC"}), prefix="19.0.1.0.0: ")  # noqa: F821 (given by Odoo's shell)
