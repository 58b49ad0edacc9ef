"""Make the manager who books in the benchmark, a technician and a customer. Prints them as JSON.

Runs inside Odoo's shell.
"""

import json

from odoo import Command


def main(env):
    users = env["res.users"].with_context(no_reset_password=True)
    manager_groups = env.ref("support_center.group_support_manager") + env.ref("base.group_partner_manager")
    manager = users.create(
        {
            "name": "Bench Manager",
            "login": "bench manager",
            "password": "bench manager",
            "tz": "Europe/Berlin",
            "group_ids": [Command.set(manager_groups.ids)],
        }
    )
    technician = users.create(
        {
            "name": "Bench Technician",
            "login": "bench technician",
            "email": "bench.technician@example.com",
            "group_ids": [Command.set(env.ref("support_center.group_support_technician").ids)],
        }
    )
    customer = env["res.partner"].create({"name": "Bench Customer", "email": "bench@example.com", "city": "Berlin"})
    env.cr.commit()
    print(
        json.dumps(
            {
                "uid": manager.id,
                "password": "bench manager",
                "technician_id": technician.id,
                "partner_id": customer.id,
            }
        )
    )


main(env)  # noqa: F821 (given by Odoo's shell)
