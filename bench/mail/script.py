"""The parts of the mail benchmark that run inside Odoo. ``BENCH`` (JSON) names the part in ``do``; prints JSON."""

import json
import os
import time
from datetime import timedelta

from odoo import fields

SETTINGS = json.loads(os.environ["BENCH"])
CHUNK = 500


def set_up(env):
    """Credentials for the companion and for bookings, and a mail server for Odoo's own channel."""
    # A confirmation is measured from its booking on, and the grace period is a wait that the company chooses.
    env.company.write(
        {"email": "service@heating.example.com", "support_travel_minutes": 0, "support_mail_grace_seconds": 0}
    )
    env["ir.mail_server"].search([]).active = False
    env["ir.mail_server"].create(
        {
            "name": "Benchmark",
            "smtp_host": "127.0.0.1",
            "smtp_port": SETTINGS["smtp_port"],
            "smtp_encryption": "none",
        }
    )
    admin = env.ref("base.user_admin")
    key = env["res.users.apikeys"].with_user(admin).sudo()._generate("rpc", "benchmark", False)
    return {"companion": env["support.api.connect"]._credentials(), "admin_key": key, "uid": admin.id}


def create_visits(env, count):
    start = fields.Datetime.now() + timedelta(days=30)
    values = {"subject": "No hot water", "technician_id": False, "customer_name": "Ada Lovelace", "start": start}
    visits = env["support.appointment"].with_context(support_no_notifications=True, tracking_disable=True)
    created = visits.browse()
    for begin in range(0, count, CHUNK):
        created += visits.create(
            [{**values, "customer_email": f"c{number}@example.com"} for number in range(begin, begin + CHUNK)]
        )
        env.cr.commit()
    return created


def plan(env):
    """Plan confirmation and reminder of many visits, as so many bookings would. The visits are there already."""
    visits = create_visits(env, SETTINGS["count"])
    env.invalidate_all()
    began = time.perf_counter()
    for begin in range(0, len(visits), CHUNK):
        part = visits[begin : begin + CHUNK].with_context(support_no_notifications=False)
        part._notify_booked()
        env.cr.commit()
    seconds = time.perf_counter() - began
    # Only what the next parts send is due.
    env.cr.execute("UPDATE support_notification SET due_at = %s WHERE state = 'planned'", [visits[0].start])
    return {
        "seconds": seconds,
        "rows": env["support.notification"].search_count([("appointment_id", "in", visits.ids)]),
    }


def make_due(env):
    env.company.support_mail_channel = SETTINGS["channel"]
    env.flush_all()
    env.cr.execute(
        """
        UPDATE support_notification SET due_at = (now() AT TIME ZONE 'UTC') - interval '1 minute'
         WHERE id IN (SELECT id FROM support_notification WHERE state = 'planned' AND kind = 'confirmation' LIMIT %s)
        """,
        [SETTINGS["count"]],
    )
    return {"due": env.cr.rowcount}


def choose(env):
    env.company.support_mail_channel = SETTINGS["channel"]
    return {}


def deliver(env):
    began = time.perf_counter()
    env["support.notification"]._cron_deliver()
    return {"seconds": time.perf_counter() - began}


def find(env):
    """How long it takes to claim what is due among very many rows; each claim is rolled back."""
    env.cr.execute(
        """
        INSERT INTO support_notification (
            appointment_id, company_id, kind, schedule_revision, state, message_id, decided_at, planned_at, due_at,
            attempts, create_date
        )
        SELECT visit.id, visit.company_id, 'rescheduled', revision,
               CASE WHEN revision <= %(planned)s THEN 'planned' ELSE 'sent' END,
               '<' || visit.id || '.' || revision || '@example.com>', now(), now(),
               CASE WHEN revision <= %(planned)s THEN now() + interval '1 day' END, 0, now()
          FROM support_appointment visit, generate_series(1, %(revisions)s) AS revision
         WHERE visit.company_id = %(company)s
        """,
        {"planned": 5, "revisions": SETTINGS["revisions"], "company": env.company.id},
    )
    env.cr.execute("ANALYZE support_notification")
    env.cr.commit()
    times = {0: [], 50: []}
    for due, measured in times.items():
        env.cr.execute(
            """
            UPDATE support_notification SET due_at = (now() AT TIME ZONE 'UTC') - interval '1 minute'
             WHERE id IN (SELECT id FROM support_notification WHERE state = 'planned' LIMIT %s)
            """,
            [due],
        )
        env.cr.commit()
        for _round in range(SETTINGS["rounds"]):
            env.invalidate_all()
            began = time.perf_counter()
            claimed = env["support.notification"]._claim(SETTINGS["channel"], limit=50)
            measured.append((time.perf_counter() - began) * 1000)
            if len(claimed) != due:
                raise RuntimeError(f"{len(claimed)} were claimed, {due} were due")
            env.cr.rollback()
    env.cr.execute("SELECT count(*) FROM support_notification")
    return {"rows": env.cr.fetchone()[0], "none": times[0], "fifty": times[50]}


PARTS = {part.__name__: part for part in (set_up, plan, make_due, choose, deliver, find)}
result = PARTS[SETTINGS["do"]](env)  # noqa: F821 (given by Odoo's shell)
env.cr.commit()  # noqa: F821
print(json.dumps(result))
