"""Check that the addon works after it was uninstalled and installed again. Changes nothing.

Runs inside Odoo's shell with what ``uninstall.py`` printed in ``BEFORE``. Prints one line of JSON per check.
"""

import json
import os

from checks import check, run_checks

from odoo import Command

BEFORE = json.loads(os.environ["BEFORE"])


@check
def tickets_are_still_there(env):
    found = env["helpdesk.ticket"].with_context(active_test=False).search([]).ids
    assert sorted(map(int, BEFORE["records"]["helpdesk.ticket"])) == sorted(found), found


@check
def visits_can_be_booked_for_them(env):
    assert not env["support.appointment"].search([])
    technician = env["res.users"].search([("login", "=", "mia")])
    technician.group_ids += env.ref("support_center.group_support_technician")
    ticket = env["helpdesk.ticket"].search([("name", "=", "Existing ticket")])
    visit = env["support.appointment"].create({"ticket_id": ticket.id, "technician_id": technician.id})
    assert visit.name.startswith("APT/") and ticket.support_appointment_count == 1
    visit._cancel("Only a test")


@check
def roles_are_as_in_a_new_database(env):
    user = (
        env["res.users"]
        .with_context(no_reset_password=True)
        .create(
            {
                "name": "New manager",
                "login": "new manager",
                "group_ids": [Command.set(env.ref("support_center.group_support_manager").ids)],
            }
        )
    )
    assert env["support.appointment"].with_user(user).create({"subject": "As manager", "technician_id": False}).name


run_checks(env)  # noqa: F821 (given by Odoo's shell)
