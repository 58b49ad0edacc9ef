"""Fill a database of version 19.0.0.9.0 with what its lack of rules let users enter. Prints it as JSON.

Runs inside Odoo's shell.
"""

import json
from datetime import datetime, timedelta

from odoo import Command, fields

DAY = fields.Datetime.now().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=30)


def at(hour, days=0):
    return DAY + timedelta(days=days, hours=hour)


def main(env):
    users = env["res.users"].with_context(no_reset_password=True)
    group = env.ref("support_center.group_support_technician")
    internal = env.ref("base.group_user")
    member = users.create({"name": "Mia Member", "login": "mia", "group_ids": [Command.set(group.ids)]})
    outsider = users.create({"name": "Olga Outsider", "login": "olga", "group_ids": [Command.set(internal.ids)]})
    gone = users.create({"name": "Gus Gone", "login": "gus", "group_ids": [Command.set(group.ids)]})
    customer = env["res.partner"].create(
        {"name": "Acme", "email": "acme@example.com", "phone": "+49 30 1", "city": "Berlin"}
    )
    ticket = env["helpdesk.ticket"].create({"name": "Existing ticket", "partner_id": customer.id})
    visits = {
        "plain": {
            "technician_id": member.id,
            "start": at(9),
            "stop": at(10),
            "ticket_id": ticket.id,
            "customer_email": "office@acme.example.com",
            "state": "confirmed",
        },
        "touching": {"technician_id": member.id, "start": at(10), "stop": at(11)},
        "overlapping": {"technician_id": member.id, "start": at(9, 0), "stop": at(9) + timedelta(minutes=30)},
        "overlapping the overlapping": {"technician_id": outsider.id, "start": at(9), "stop": at(12)},
        "cancelled meanwhile": {"technician_id": member.id, "start": at(9), "stop": at(10), "state": "cancelled"},
        "backwards": {"technician_id": member.id, "start": at(14), "stop": at(13)},
        "endless": {"technician_id": member.id, "start": at(16)},
        "without technician": {"start": at(9), "stop": at(10), "description": "Bring <b>tools</b> & time"},
        "of somebody gone": {"technician_id": gone.id, "start": at(9), "stop": at(10), "state": "confirmed"},
        "made by somebody gone": {
            "technician_id": gone.id,
            "start": at(9, -60),
            "stop": at(10, -60),
            "state": "completed",
        },
        "without contact": {"customer_name": "Jo", "customer_email": "jo@example.com", "start": at(9), "stop": at(10)},
    }
    made = {}
    for subject, values in visits.items():
        if "customer_name" not in values:
            values = {"partner_id": customer.id, "customer_name": "Acme, reception", **values}
        visit = env["support.appointment"].create({"name": subject, **values})
        visit.message_post(body=f"Said about {subject}")
        made[subject] = visit
    gone.active = False
    env.flush_all()
    # One transaction makes them all, but they were booked one after another.
    for number, visit in enumerate(made.values()):
        env.cr.execute(
            "UPDATE support_appointment SET create_date = %s WHERE id = %s",
            [datetime(2025, 12, 31, 8, number), visit.id],
        )
    env.cr.commit()
    env.invalidate_all()
    print(
        json.dumps(
            {
                "users": {"member": member.id, "outsider": outsider.id, "gone": gone.id},
                "customer": customer.id,
                "ticket": ticket.id,
                "visits": [
                    {
                        "id": visit.id,
                        "subject": visit.name,
                        "technician_id": visit.technician_id.id,
                        "partner_id": visit.partner_id.id,
                        "customer_name": visit.customer_name,
                        "customer_email": visit.customer_email,
                        "description": visit.description,
                        "ticket_id": visit.ticket_id.id,
                        "start": str(visit.start),
                        "stop": visit.stop and str(visit.stop),
                        "state": visit.state,
                    }
                    for visit in made.values()
                ],
            }
        )
    )


main(env)  # noqa: F821 (given by Odoo's shell)
