"""Fill a database of version 19.0.1.0.0 with visits, their email, a key and its log. Prints it as JSON.

Runs inside Odoo's shell.
"""

import json
from datetime import timedelta

from odoo import Command, fields

DAY = fields.Datetime.now().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=30)
#: What has to be the same afterwards.
KEPT = [
    "name", "subject", "technician_id", "partner_id", "customer_name", "customer_email", "customer_phone", "ticket_id",
    "start", "stop", "state", "schedule_revision", "company_id", "cancel_reason", "external_reference",
]  # fmt: skip
#: How visits get into each state.
STEPS = {
    "draft": [],
    "confirmed": ["confirm"],
    "in_progress": ["confirm", "start"],
    "completed": ["confirm", "start", "complete"],
    "cancelled": ["confirm"],
}


def make_wishes(env, customer):
    """Addresses and contacts without reminders, and a visit of a second company to some of them."""
    second = env["res.company"].create({"name": "Second"})
    manager = (
        env["res.users"]
        .with_context(no_reset_password=True)
        .create(
            {
                "name": "Mona of Second",
                "login": "mona",
                "group_ids": [Command.set(env.ref("support_center.group_support_manager").ids)],
                "company_id": second.id,
                "company_ids": [Command.set(second.ids)],
            }
        )
    )
    visit = env["support.appointment"].create(
        {
            "subject": "Of the second company",
            "technician_id": False,
            "customer_name": "Bea",
            "customer_email": '"Bea" <BEA@example.com>',
            "company_id": second.id,
            "start": DAY + timedelta(hours=9),
            "stop": DAY + timedelta(hours=10),
            "state": "draft",
        }
    )
    opt_outs = env["support.reminder.opt.out"]
    opt_outs.create([{"email": f"{name}@example.com"} for name in ("bea", "unknown")])
    opt_outs.create({"email": "reception@acme.example.com"})
    opt_outs.with_user(manager).create({"email": "mona.knows@example.com"})
    contacts = env["res.partner"].create(
        [
            {"name": "Bea", "email": "bea@example.com"},
            {"name": "Never visited"},
            {"name": "Of Second", "company_id": second.id},
            {"name": "Reminded"},
        ]
    )
    (customer + contacts[:3]).support_reminder_opt_out = True
    return visit


def main(env):
    env = env(context={**env.context, "lang": "en_US", "tz": "UTC"})
    group = env.ref("support_center.group_support_technician")
    users = env["res.users"].with_context(no_reset_password=True)
    technician = users.create({"name": "Mia Member", "login": "mia", "group_ids": [Command.set(group.ids)]})
    customer = env["res.partner"].create({"name": "Acme", "email": "acme@example.com", "phone": "+49 30 1"})
    visits = env["support.appointment"]
    for number, state in enumerate(STEPS):
        begins = DAY + timedelta(days=number, hours=9)
        visit = visits.create(
            {
                "subject": f"Visit {number}",
                "technician_id": technician.id,
                "partner_id": customer.id,
                "customer_name": "Acme, reception",
                "customer_email": "reception@acme.example.com",
                "start": begins,
                "stop": begins + timedelta(hours=1),
                "state": "draft",
            }
        )
        for step in STEPS[state]:
            getattr(visit, f"action_{step}")()
        if state == "cancelled":
            visit._cancel("Ill")
        visits |= visit
    moved = visits[1]
    moved.write({"start": moved.start + timedelta(hours=3), "stop": moved.stop + timedelta(hours=3)})
    visits |= make_wishes(env, customer)
    key, _secret = env["support.api.key"]._generate("Website")
    request = {"received_at": fields.Datetime.now(), "method": "GET", "path": "/v1/slots", "status": 401}
    env["support.api.log"].sudo().create(
        [{**request, "request_id": "with", "key_id": key.id}, {**request, "request_id": "without"}]
    )
    env.cr.commit()
    env.invalidate_all()
    notifications = env["support.notification"].search([])
    print(
        json.dumps(
            {
                "visits": [
                    {**visit.read(KEPT, load=None)[0], "token": visit._customer_token(), "said": len(visit.message_ids)}
                    for visit in visits
                ],
                "notifications": notifications.read(["kind", "state", "message_id", "due_at"]),
                "key": key.id,
                "logged": env["support.api.log"].search_count([]),
            },
            default=str,
        )
    )


main(env)  # noqa: F821 (given by Odoo's shell)
