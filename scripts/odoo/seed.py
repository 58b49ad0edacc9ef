"""Fill a database with load: technicians, customers, tickets and visits, as valid as if users had entered them.

Runs inside Odoo's shell (``odoo shell -d DATABASE < seed.py``), with its size in the environment:
``SEED_TECHNICIANS``, ``SEED_DAYS`` (working days of each technician, a third of them past) and ``SEED_PER_DAY`` (visits
of each technician on each of these days). It commits as it goes and only adds: each run brings technicians of its own.

Technicians and customers are made by Odoo. So are one visit per status and its ticket, which serve as patterns: the rows
of all others are copies of theirs with other customers, times and numbers, inserted in bulk. So every default, computed
column and stage is what Odoo makes of it with the helpdesk at hand, and the database's constraints stay in force. What
the copies lack is a chatter, and mail to customers: nobody is told about load.
"""

import csv
import io
import json
import os
import random
import sys
import time
from datetime import timedelta

from odoo import Command, fields
from odoo.tools import SQL, file_open

#: Rows per transaction: progress can be seen, and an interruption loses little.
BATCH = 5000
SHORTEST_MINUTES = 15
LONGEST_MINUTES = 60
#: Every so many visits are a second one on the ticket of the one before.
FOLLOW_UP = 10
MAX_CUSTOMERS = 1000
TIME_ZONES = ("Europe/Berlin", "Europe/London", "Europe/Paris", "Europe/Madrid")
FIRST_NAMES = ("Anna", "Ben", "Clara", "David", "Emma", "Felix", "Grace", "Hugo", "Ines", "Jonas", "Kim", "Luis", "Mia")
LAST_NAMES = ("Adler", "Brown", "Costa", "Dubois", "Evans", "Fischer", "Garcia", "Huber", "Ivers", "Jansen", "Kaya")
COMPANIES = ("Bakery", "Clinic", "Garage", "Hotel", "Library", "Pharmacy", "School", "Studio", "Workshop")
CITIES = (("10969", "Berlin"), ("20095", "Hamburg"), ("50667", "Köln"), ("80331", "München"), ("60311", "Frankfurt"))
CANCEL_REASONS = (
    "The customer solved it with our help on the phone.",
    "The customer is away and will call to arrange another visit.",
    "The spare part is not available yet.",
)
#: Columns of tickets that hold their number, and the sequence it comes from.
TICKET_NUMBERS = {"ticket_ref": "helpdesk.ticket", "number": "helpdesk.ticket.sequence"}
CLOSING_DATES = ("close_date", "closed_date")


class Refusal(Exception):
    """What was asked for is not possible; the message says why and what would be."""


# ------------------------------------------------------------
# When visits take place: pure functions on minutes and datetimes
# ------------------------------------------------------------


def slot_minutes(intervals, count):
    """The longest slots, in minutes, of which ``count`` fit into the intervals; 0 if none do."""
    for minutes in range(LONGEST_MINUTES, SHORTEST_MINUTES - 1, -5):
        if len(slots(intervals, minutes)) >= count:
            return minutes
    return 0


def slots(intervals, minutes):
    """Starts of all slots of that length, one after the other within each interval."""
    length = timedelta(minutes=minutes)
    starts = []
    for begin, end in intervals:
        while begin + length <= end:
            starts.append(begin)
            begin += length
    return starts


def day_of_visits(intervals, count, chance):
    """``(start, stop, travel minutes)`` of ``count`` visits on one day, travel included in the working time."""
    minutes = slot_minutes(intervals, count)
    starts = slots(intervals, minutes)
    visits = []
    for position in range(count):
        begin = starts[position * len(starts) // count]
        travel = chance.choice((0, 0, 5, 10)) if minutes > 2 * SHORTEST_MINUTES else 0
        length = chance.randrange(max(SHORTEST_MINUTES, (minutes - travel) // 10 * 5), minutes - travel + 1, 5)
        start = begin + timedelta(minutes=travel)
        visits.append((start, start + timedelta(minutes=length), travel))
    return visits


def working_days(intervals):
    """The intervals by day, in order."""
    days = {}
    for begin, end in intervals:
        days.setdefault(begin.date(), []).append((begin, end))
    return days


def chosen_days(days, today, count):
    """``count`` of the days, a third of them before today."""
    dates = sorted(days)
    first = max(0, sum(date < today for date in dates) - count // 3)
    return dates[first : first + count]


def state_at(start, stop, now, chance):
    """A status that is plausible at ``now``."""
    if chance.random() < 0.07:
        return "cancelled"
    if stop <= now:
        return "completed"
    if start <= now:
        return "in_progress"
    return "draft" if chance.random() < 0.1 else "confirmed"


# ------------------------------------------------------------
# What Odoo makes
# ------------------------------------------------------------


def create_technicians(env, count):
    """New technicians, in several time zones, with the working hours that the company's calendars offer."""
    company = env.company
    serial = env["res.users"].with_context(active_test=False).search_count([("login", "=like", "load.technician.%")])
    group = env.ref("support_center.group_support_technician")
    Users = env["res.users"].with_context(no_reset_password=True)
    technicians = Users.create(
        [
            {
                "name": f"{FIRST_NAMES[number % len(FIRST_NAMES)]} {LAST_NAMES[number % len(LAST_NAMES)]} {number:04}",
                "login": f"load.technician.{number:04}",
                "email": f"load.technician.{number:04}@support.example.com",
                "tz": TIME_ZONES[number % len(TIME_ZONES)],
                "company_id": company.id,
                "company_ids": [Command.set(company.ids)],
                "group_ids": [Command.set(group.ids)],
            }
            for number in range(serial + 1, serial + count + 1)
        ]
    )
    env["resource.resource"].create(
        [
            {
                "name": technician.name,
                "user_id": technician.id,
                "company_id": company.id,
                "calendar_id": company.resource_calendar_id.id,
                "tz": technician.tz,
            }
            for technician in technicians
        ]
    )
    return technicians


def create_customers(env, count):
    """New contacts; as the columns that a visit takes over from its customer."""
    serial = env["res.partner"].with_context(active_test=False).search_count([("email", "=like", "load.customer.%")])
    partners = env["res.partner"].create(
        [
            {
                "name": f"{LAST_NAMES[number % len(LAST_NAMES)]} {COMPANIES[number % len(COMPANIES)]} {number:05}",
                "is_company": True,
                "email": f"load.customer.{number:05}@example.com",
                "phone": f"+49 30 23125 {number:05}",
                "street": f"Lindenstraße {number % 200 + 1}",
                "zip": CITIES[number % len(CITIES)][0],
                "city": CITIES[number % len(CITIES)][1],
            }
            for number in range(serial + 1, serial + count + 1)
        ]
    )
    details = []
    for partner in partners:
        visit = env["support.appointment"].new({"partner_id": partner.id})
        details.append(
            {
                "partner_id": partner.id,
                **{
                    name: visit[name] or None
                    for name in ("customer_name", "customer_email", "customer_phone", "location")
                },
            }
        )
    return details


class Undo(Exception):
    """Takes the patterns back."""


def make_patterns(env, technician, customer):
    """One visit per status and its ticket, as rows.

    :return: dict of state to ``{"support_appointment": row, "helpdesk_ticket": row}``, rows as JSON
    """
    patterns = {}
    Appointment = env["support.appointment"].with_context(
        lang="en_US",
        tracking_disable=True,
        mail_create_nosubscribe=True,
        support_allow_past=True,
        support_no_notifications=True,
    )
    # What is completed has begun.
    start = fields.Datetime.now().replace(microsecond=0) - timedelta(days=30)
    try:
        with env.cr.savepoint():
            for state in ("draft", "confirmed", "in_progress", "completed", "cancelled"):
                start += timedelta(days=1)
                visit = Appointment.create(
                    {
                        "subject": "Pattern",
                        "partner_id": customer["partner_id"],
                        "technician_id": technician.id,
                        "start": start,
                        "state": state,
                        "cancel_reason": CANCEL_REASONS[0] if state == "cancelled" else False,
                    }
                )
                env.flush_all()
                patterns[state] = {record._table: row_of(env, record) for record in (visit, visit.ticket_id)}
            raise Undo
    except Undo:
        env.invalidate_all()
    return patterns


def row_of(env, record):
    [[row]] = env.execute_query(
        SQL("SELECT to_jsonb(found) FROM %s found WHERE id = %s", SQL.identifier(record._table), record.id)
    )
    return row


# ------------------------------------------------------------
# What is copied
# ------------------------------------------------------------


def next_numbers(env, code, count):
    """The next ``count`` numbers of a sequence, taken as Odoo would take them."""
    sequence = env["ir.sequence"].search(
        [("code", "=", code), ("company_id", "in", [env.company.id, False])], order="company_id", limit=1
    )
    if not sequence:
        return [None] * count
    if sequence.implementation != "standard" or sequence.use_date_range:
        return [sequence.next_by_id() for _number in range(count)]
    rows = env.execute_query(
        SQL("SELECT nextval(%s) FROM generate_series(1, %s)", f"ir_sequence_{sequence.id:03}", count)
    )
    prefix, suffix = sequence._get_prefix_suffix()
    return [f"{prefix}{number:0{sequence.padding}}{suffix}" for [number] in rows]


def next_ids(env, table, count):
    rows = env.execute_query(
        SQL("SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", table, count)
    )
    return [row_id for [row_id] in rows]


def insert_copies(env, table, patterns, rows):
    """Insert rows that differ from a pattern in some columns.

    :param patterns: dict of state to a row
    :param rows: list of ``(state, dict of columns)``
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    for state, columns in rows:
        writer.writerow((state, json.dumps(columns, default=str)))
    buffer.seek(0)
    cr = env.cr
    cr.execute("CREATE TEMPORARY TABLE IF NOT EXISTS seed_row (state varchar, columns jsonb) ON COMMIT DELETE ROWS")
    cr.execute("TRUNCATE seed_row")
    cr.copy_expert("COPY seed_row FROM STDIN WITH (FORMAT csv)", buffer)
    name = SQL.identifier(table)
    cr.execute(
        SQL(
            """
            INSERT INTO %s
            SELECT copy.*
              FROM seed_row
              JOIN jsonb_each(%s::jsonb) AS pattern(state, columns) USING (state)
        CROSS JOIN LATERAL jsonb_populate_record(NULL::%s, pattern.columns || seed_row.columns) AS copy
            """,
            name,
            json.dumps(patterns),
            name,
        )
    )


def load_batch(env, visits, patterns):
    """Insert visits and their tickets in one transaction."""
    tickets = [visit for visit in visits if visit["follows"] is None]
    columns = patterns["confirmed"]["helpdesk_ticket"].keys()
    numbers = {name: next_numbers(env, code, len(tickets)) for name, code in TICKET_NUMBERS.items() if name in columns}
    ticket_rows = []
    for position, (visit, ticket_id) in enumerate(
        zip(tickets, next_ids(env, "helpdesk_ticket", len(tickets)), strict=True)
    ):
        visit["ticket_id"] = ticket_id
        customer = visit["customer"]
        pattern = patterns[visit["state"]]["helpdesk_ticket"]
        row = {
            "id": ticket_id,
            "name": visit["subject"],
            "description": f"<p>{visit['description']}</p>",
            "user_id": visit["technician_id"],
            "partner_id": customer["partner_id"],
            "partner_name": customer["customer_name"],
            "partner_email": customer["customer_email"],
            "partner_phone": customer["customer_phone"],
            "create_date": visit["create_date"],
            "write_date": visit["create_date"],
            **{name: values[position] for name, values in numbers.items()},
            **{name: min(visit["stop"], env.cr.now()) for name in CLOSING_DATES if pattern.get(name)},
        }
        ticket_rows.append((visit["state"], {name: value for name, value in row.items() if name in columns}))
    for visit in visits:
        if visit["follows"] is not None:
            visit["ticket_id"] = visit["follows"]["ticket_id"]

    references = next_numbers(env, "support.appointment", len(visits))
    visit_rows = []
    for visit, visit_id, reference in zip(
        visits, next_ids(env, "support_appointment", len(visits)), references, strict=True
    ):
        row = {
            "id": visit_id,
            "name": reference,
            "subject": visit["subject"],
            "description": visit["description"],
            "ticket_id": visit["ticket_id"],
            **visit["customer"],
            "technician_id": visit["technician_id"],
            "start": visit["start"],
            "stop": visit["stop"],
            "duration": (visit["stop"] - visit["start"]).total_seconds() / 3600,
            "travel_minutes": visit["travel_minutes"],
            "create_date": visit["create_date"],
            "write_date": visit["create_date"],
        }
        if visit["state"] == "cancelled":
            row["cancel_reason"] = visit["cancel_reason"]
            row["cancelled_at"] = min(visit["start"], env.cr.now())
        visit_rows.append((visit["state"], row))

    for table, rows in (("helpdesk_ticket", ticket_rows), ("support_appointment", visit_rows)):
        insert_copies(env, table, {state: rows_of[table] for state, rows_of in patterns.items()}, rows)
    env.cr.commit()


# ------------------------------------------------------------
# All together
# ------------------------------------------------------------


def plan_visits(env, technicians, customers, days, per_day, chance):
    """All visits in order of time, as dicts."""
    with file_open("support_center/demo/visits.csv") as file:
        topics = list(csv.DictReader(file))
    now = fields.Datetime.now()
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    # Twice the days and a fortnight on either side: weekends and public holidays are in between.
    intervals = technicians._support_availability(
        today - timedelta(days=days + 14), today + timedelta(days=2 * days + 14), env.company
    )
    visits = []
    for technician in technicians:
        by_day = working_days(intervals[technician.id])
        dates = chosen_days(by_day, today.date(), days)
        if len(dates) < days:
            raise Refusal(
                f"{env.company.resource_calendar_id.name} has only {len(dates)} working days around now."
                f" Ask for fewer than {days} days."
            )
        previous = None
        for date in dates:
            if not slot_minutes(by_day[date], per_day):
                most = len(slots(by_day[date], SHORTEST_MINUTES))
                raise Refusal(
                    f"{per_day} visits do not fit into a working day ({date}: {most} of {SHORTEST_MINUTES} minutes)."
                    f" Ask for at most {most} per day."
                )
            for start, stop, travel in day_of_visits(by_day[date], per_day, chance):
                topic = chance.choice(topics)
                follows = previous if previous and chance.random() < 1 / FOLLOW_UP else None
                state = state_at(start, stop, now, chance)
                visit = {
                    "subject": topic["subject"],
                    "description": topic["description"],
                    "customer": follows["customer"] if follows else chance.choice(customers),
                    "follows": follows,
                    "technician_id": technician.id,
                    "start": start,
                    "stop": stop,
                    "travel_minutes": travel,
                    "state": state,
                    "cancel_reason": chance.choice(CANCEL_REASONS),
                    "create_date": min(start, now) - timedelta(minutes=chance.randrange(60, 14 * 24 * 60)),
                }
                visits.append(visit)
                # A ticket that is closed, or has a follow-up already, gets none.
                open_for_more = follows is None and state in ("draft", "confirmed")
                previous = visit if open_for_more else None
    visits.sort(key=lambda visit: visit["start"])
    return visits


def seed(env, technician_count, days, per_day):
    """Load everything and tell how it goes."""
    began = time.monotonic()
    env = env(context={**env.context, "lang": "en_US", "tracking_disable": True, "mail_create_nosubscribe": True})
    chance = random.Random(f"{technician_count} {days} {per_day}")
    total = technician_count * days * per_day
    technicians = create_technicians(env, technician_count)
    customers = create_customers(env, min(MAX_CUSTOMERS, total // 10 + 1))
    visits = plan_visits(env, technicians, customers, days, per_day, chance)
    patterns = make_patterns(env, technicians[0], customers[0])
    env.cr.commit()
    env.registry.signal_changes()
    print(
        f"{len(technicians)} technicians and {len(customers)} customers made in {time.monotonic() - began:.1f} s."
        f" Loading {total} visits…",
        flush=True,
    )
    loading = time.monotonic()
    for position in range(0, total, BATCH):
        load_batch(env, visits[position : position + BATCH], patterns)
        done = min(position + BATCH, total)
        rate = done / (time.monotonic() - loading)
        print(f"{done} of {total} visits ({rate:,.0f} a second)", flush=True)
    # So that the planner knows of the new rows at once.
    env.cr.execute("ANALYZE support_appointment, helpdesk_ticket, res_users, res_partner")
    env.cr.commit()
    print(f"Done in {time.monotonic() - began:.1f} s.", flush=True)


def main(env):
    if "support.appointment" not in env:
        raise Refusal("Support Center is not installed in this database.")
    size = [int(os.environ[f"SEED_{name}"]) for name in ("TECHNICIANS", "DAYS", "PER_DAY")]
    seed(env, *size)


try:
    main(env)  # noqa: F821 (given by Odoo's shell)
except Refusal as refusal:
    print(f"Error: {refusal}", file=sys.stderr)
    sys.exit(2)
