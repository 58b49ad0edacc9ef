"""Make what the companion's tests need in Odoo: its user, technicians, and a key of each kind. Prints them as JSON."""

import json
from datetime import timedelta

from odoo import Command, fields


def technician(env, number, calendar):
    user = env["res.users"].create(
        {
            "name": f"Technician {number}",
            "login": f"technician{number}",
            "tz": "Europe/Berlin",
            "group_ids": [Command.set(env.ref("support_center.group_support_technician").ids)],
        }
    )
    resource = user._support_ensure_resource(env.company)
    resource.write({"calendar_id": calendar.id, "tz": "UTC"})
    return user


def main(env):
    env = env(context={**env.context, "no_reset_password": True, "tracking_disable": True})
    # Tests book far ahead and much for one customer; those of the limits set them.
    env.company.write({"support_travel_minutes": 0, "support_booking_horizon_days": 0, "support_max_open_bookings": 0})
    calendar = env["resource.calendar"].create(
        {
            "name": "Every day 6-20 UTC",
            "tz": "UTC",
            "attendance_ids": [Command.clear()]
            + [
                Command.create({"name": "Work", "dayofweek": str(day), "hour_from": 6, "hour_to": 20})
                for day in range(7)
            ],
        }
    )
    technicians = [technician(env, number, calendar) for number in range(1, 7)]
    fast = {"requests_per_minute": 100_000, "bookings_per_minute": 100_000}
    generate = env["support.api.key"]._generate
    keys = {
        "full": generate("Full", **fast),
        "other": generate("Other", **fast),
        "slots_only": generate("Slots only", scopes=["slots:read"], **fast),
        "no_slots": generate("No slots", scopes=["bookings:read", "bookings:write"], **fast),
        "no_read": generate("No read", scopes=["slots:read", "bookings:write"], **fast),
        "expired": generate("Expired", expires_at=fields.Datetime.now() - timedelta(days=1), **fast),
        "revoked": generate("Revoked", **fast),
        "elsewhere": generate("Elsewhere", allowed_networks="203.0.113.0/24", **fast),
        "limited": generate("Limited", requests_per_minute=5, bookings_per_minute=5),
        "minute": generate("Minute", requests_per_minute=5, bookings_per_minute=5),
        "defaults": generate("Defaults"),
    }
    keys["revoked"][0].action_revoke()
    admin = env.ref("base.user_admin")
    admin_key = env["res.users.apikeys"].with_user(admin).sudo()._generate("rpc", "tests", False)
    answer = {
        "credentials": env["support.api.connect"]._credentials(),
        "admin_key": admin_key,
        "technicians": [{"id": user.id, "name": user.name} for user in technicians],
        "keys": {name: {"id": key.id, "secret": secret} for name, (key, secret) in keys.items()},
    }
    env.cr.commit()
    print(json.dumps(answer))


main(env)  # noqa: F821 (given by Odoo's shell)
