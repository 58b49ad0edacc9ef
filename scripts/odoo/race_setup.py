"""Make who takes part in the race: a manager who books, technicians to be booked and a customer. Prints them as JSON."""

import json
from datetime import timedelta

from odoo import Command, fields


def user(env, login, group):
    return env["res.users"].create(
        {
            "name": login.title(),
            "login": login,
            "password": login,
            "tz": "UTC",
            "group_ids": [Command.set(env.ref(group).ids)],
        }
    )


def main(env):
    env = env(context={**env.context, "no_reset_password": True})
    manager = user(env, "race manager", "support_center.group_support_manager")
    technicians = [user(env, f"racer {number}", "support_center.group_support_technician") for number in range(3)]
    customer = env["res.partner"].create({"name": "Wanted By All", "email": "wanted@example.com"})
    env.cr.commit()
    start = fields.Datetime.now().replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=7)
    print(
        json.dumps(
            {
                "uid": manager.id,
                "password": "race manager",
                "technicians": [[technician.id, technician.name] for technician in technicians],
                "partner_id": customer.id,
                "first_start": str(start),
            }
        )
    )


main(env)  # noqa: F821 (given by Odoo's shell)
