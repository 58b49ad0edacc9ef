"""Check that the uninstalled addon took its own things along and nothing else. Changes nothing.

Runs inside Odoo's shell with what ``uninstall.py`` printed in ``BEFORE``. Prints one line of JSON per check.
"""

import json
import os

from checks import check, run_checks

from odoo.tools import SQL

BEFORE = json.loads(os.environ["BEFORE"])


@check
def tickets_contacts_and_users_are_as_they_were(env):
    for model, records in BEFORE["records"].items():
        now = {str(row["id"]): row for row in env[model].search([]).read(BEFORE["fields"][model], load=None)}
        assert now.keys() == records.keys(), f"{model}: {now.keys() ^ records.keys()}"
        for record_id, record in records.items():
            assert now[record_id] == record, f"{model} {record_id} was {record}, is {now[record_id]}"


@check
def tickets_keep_their_chatter(env):
    assert env["mail.message"].search_count([("model", "=", "helpdesk.ticket")]) >= BEFORE["messages"]


@check
def no_column_of_ours_is_left_in_other_tables(env):
    rows = env.execute_query(
        SQL("SELECT table_name, column_name FROM information_schema.columns WHERE column_name LIKE 'support\\_%%'")
    )
    assert not rows, rows


@check
def no_table_of_ours_is_left(env):
    rows = env.execute_query(
        SQL("SELECT relname FROM pg_class WHERE relkind IN ('r', 'S') AND relname LIKE 'support\\_%%'")
    )
    assert not rows, rows


@check
def nothing_in_the_database_speaks_of_us(env):
    left = env["ir.model.data"].search([("module", "=", "support_center")])
    assert not left, left.mapped("complete_name")
    assert not env["ir.model"].search([("model", "=like", "support.%")])
    assert not env["mail.message"].search([("model", "=like", "support.%")])
    assert not env["ir.attachment"].search([("res_model", "=like", "support.%")])
    assert not env["ir.cron"].search([("cron_name", "ilike", "support center")])
    assert not env["ir.sequence"].search([("code", "=", "support.appointment")])


run_checks(env(context={**env.context, "lang": "en_US", "active_test": False}))  # noqa: F821 (given by Odoo's shell)
