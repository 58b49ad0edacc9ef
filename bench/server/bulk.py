"""Fill a database with many visits within a minute or two, in bulk. Prints how many there are.

Runs inside Odoo's shell with ``BENCH`` (JSON: ``visits``) in the environment, on a database that ``seed`` has filled: its
technicians, customers and tickets are used again, and each visit is a copy of one of its own with other times, names and
numbers. Half of the visits are past: completed, and some cancelled; the others are confirmed. Indexes are made when the
rows are there, as PostgreSQL does it faster so; the constraints hold in the end.
"""

import json
import os

from odoo.tools import SQL

SETTINGS = json.loads(os.environ["BENCH"])


def columns(env):
    """Columns of visits, and what is copied into each: SQL by name. ``n`` counts rows, ``t`` counts within a technician."""
    stored = [name for name, field in env["support.appointment"]._fields.items() if field.store and field.column_type]
    values = {name: SQL("pattern.%s", SQL.identifier(name)) for name in stored if name != "id"}
    half = SETTINGS["per_technician"] / 2
    start = SQL("date_trunc('hour', now() AT TIME ZONE 'UTC') + (t - %s) * interval '4 hours'", half)
    state = SQL("CASE WHEN t >= %s THEN 'confirmed' WHEN n %% 10 = 0 THEN 'cancelled' ELSE 'completed' END", half)
    values.update(
        name=SQL("'APT/BULK/' || lpad(n::text, 7, '0')"),
        subject=SQL("'Job ' || md5(n::text)"),
        customer_name=SQL("partner.name || ' ' || n"),
        customer_email=SQL("'c' || n || '@bulk.example.com'"),
        customer_phone=SQL("'+49 30 ' || (1000000 + n)"),
        external_reference=SQL("'WEB-' || n"),
        location=SQL("(n %% 997) || ' Bulk Street'"),
        partner_id=SQL("partner.id"),
        ticket_id=SQL("ticket.id"),
        technician_id=SQL("technician.id"),
        start=start,
        stop=SQL("%s + interval '1 hour'", start),
        duration=SQL("1"),
        travel_minutes=SQL("0"),
        state=state,
        cancel_reason=SQL("CASE WHEN t < %s AND n %% 10 = 0 THEN 'Away' END", half),
        customer_link_secret=SQL("md5('secret' || n)"),
    )
    return {name: value for name, value in values.items() if name in stored}


def main(env):
    cr = env.cr
    cr.execute("SELECT count(DISTINCT technician_id) FROM support_appointment WHERE technician_id IS NOT NULL")
    [technicians] = cr.fetchone()
    SETTINGS["per_technician"] = SETTINGS["visits"] // technicians
    # So that no bulk visit meets one of the seed's.
    cr.execute("UPDATE support_appointment SET state = 'cancelled' WHERE state <> 'cancelled'")
    cr.execute(
        """
        SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid), conname, pg_get_constraintdef(c.oid)
          FROM pg_index i LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid AND c.contype IN ('x', 'u')
         WHERE i.indrelid = 'support_appointment'::regclass AND NOT i.indisprimary
        """
    )
    indexes = cr.fetchall()
    for name, _definition, constraint, _text in indexes:
        if constraint:
            cr.execute(SQL("ALTER TABLE support_appointment DROP CONSTRAINT %s", SQL.identifier(constraint)))
        else:
            cr.execute(SQL("DROP INDEX %s", SQL.identifier(name)))
    values = columns(env)
    cr.execute(
        SQL(
            """
            WITH technician AS (
                SELECT technician_id AS id, row_number() OVER (ORDER BY technician_id) - 1 AS place
                  FROM support_appointment WHERE technician_id IS NOT NULL GROUP BY technician_id
            ), partner AS (
                SELECT p.id, p.name, row_number() OVER (ORDER BY p.id) - 1 AS place, count(*) OVER () AS total
                  FROM res_partner p WHERE EXISTS (SELECT FROM support_appointment a WHERE a.partner_id = p.id)
            ), ticket AS (
                SELECT id, row_number() OVER (ORDER BY id) - 1 AS place, count(*) OVER () AS total FROM helpdesk_ticket
            ), pattern AS (
                SELECT * FROM support_appointment WHERE partner_id IS NOT NULL ORDER BY id LIMIT 1
            )
            INSERT INTO support_appointment (%(names)s)
            SELECT %(values)s
              FROM generate_series(0, %(per_technician)s - 1) t
              CROSS JOIN technician
              CROSS JOIN LATERAL (SELECT t * %(technicians)s + technician.place AS n) AS numbers
              JOIN partner ON partner.place = n %% partner.total
              JOIN ticket ON ticket.place = n %% ticket.total
              CROSS JOIN pattern
            """,
            names=SQL(", ").join(SQL.identifier(name) for name in values),
            values=SQL(", ").join(values.values()),
            per_technician=SETTINGS["per_technician"],
            technicians=technicians,
        )
    )
    cr.execute("SET LOCAL maintenance_work_mem = '512MB'")
    for _name, definition, constraint, text in indexes:
        if constraint:
            cr.execute(
                SQL("ALTER TABLE support_appointment ADD CONSTRAINT %s %s", SQL.identifier(constraint), SQL(text))
            )
        else:
            cr.execute(SQL(definition))
    cr.commit()
    # As PostgreSQL does by itself some minutes later.
    cr._cnx.autocommit = True
    cr.execute("VACUUM ANALYZE support_appointment")
    cr._cnx.autocommit = False
    cr.execute("SELECT count(*) FROM support_appointment")
    print(json.dumps({"visits": cr.fetchone()[0]}))


main(env)  # noqa: F821 (given by Odoo's shell)
