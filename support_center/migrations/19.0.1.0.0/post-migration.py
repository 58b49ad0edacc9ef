"""Bring visits of 0.9 to the rules that hold from 1.0 on.

Nothing is deleted. Where a rule makes us change what somebody entered, the visit's chatter says so. The constraints that
the data did not fit yet are added by Odoo after this.
"""

from collections import defaultdict

from odoo import SUPERUSER_ID, api, fields
from odoo.tools import SQL


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True, "support_no_notifications": True})
    appointments = env["support.appointment"].with_context(active_test=False).search([], order="create_date, id")
    _number(appointments)
    _tell_of_repaired_ends(appointments)
    _employ_technicians(appointments)
    _resolve_overlaps(appointments)
    _open_tickets(appointments)
    _plan_reminders(appointments)


def _number(appointments):
    sequence = appointments.env.ref("support_center.ir_sequence_support_appointment")
    for appointment in appointments:
        if appointment.name == "/":
            # References bear the year of the booking.
            booked_on = sequence.with_context(ir_sequence_date=appointment.create_date.date())
            _set(appointment, name=booked_on.next_by_id())


def _tell_of_repaired_ends(appointments):
    env = appointments.env
    for appointment_id, stop in env.execute_query(SQL("SELECT id, stop FROM support_appointment_repaired")):
        if stop:
            message = env._("The visit ended at %s (UTC), before it started. The upgrade gave it an hour.", stop)
        else:
            message = env._("The visit had no end. The upgrade gave it an hour.")
        appointments.browse(appointment_id)._message_log(body=message)
    env.cr.execute("DROP TABLE support_appointment_repaired")


def _employ_technicians(appointments):
    """Who is sent to customers is a technician; who can't log in any more is sent nowhere.

    Over visits are history and keep whoever made them.
    """
    group = appointments.env.ref("support_center.group_support_technician")
    for appointment in appointments:
        user = appointment.technician_id
        if not user or appointment.state in ("completed", "cancelled") or user._is_support_technician():
            continue
        if user.active and not user.share:
            user.group_ids += group
        else:
            _unassign(
                appointment,
                appointment.env._(
                    "%(name)s can't be sent to customers any more, so the upgrade left this visit unassigned.",
                    name=user.name,
                ),
            )


def _resolve_overlaps(appointments):
    """Of visits that overlap, the one that was booked first keeps its technician."""
    kept = defaultdict(list)
    for appointment in appointments:
        technician = appointment.technician_id
        if not technician or appointment.state == "cancelled":
            continue
        clash = next(
            (other for other in kept[technician] if other.start < appointment.stop and appointment.start < other.stop),
            None,
        )
        if clash is None:
            kept[technician].append(appointment)
            continue
        _unassign(
            appointment,
            appointment.env._(
                "%(name)s was booked twice: %(reference)s was there first, so the upgrade left this visit unassigned."
                " Choose a technician.",
                name=technician.name,
                reference=clash.name,
            ),
        )


def _open_tickets(appointments):
    helpdesk = appointments.env["support.helpdesk"]
    without = appointments.filtered(lambda appointment: not appointment.ticket_id)
    tickets = helpdesk._create_tickets(
        [
            {
                "subject": appointment.subject,
                "description": appointment.description,
                "partner_id": appointment.partner_id.id,
                "customer_name": appointment.customer_name,
                "customer_email": appointment.customer_email,
                "technician_id": appointment.technician_id.id,
                "company_id": appointment.company_id.id,
            }
            for appointment in without
        ]
    )
    for appointment, ticket in zip(without, tickets, strict=True):
        _set(appointment, ticket_id=ticket.id)
        if appointment.state in ("completed", "cancelled"):
            helpdesk._close(ticket, appointment.state)


def _plan_reminders(appointments):
    """Whoever was told of a visit to come before there was customer mail gets its reminder, and no second confirmation."""
    appointments.env["support.notification"]._plan_reminders(
        appointments.filtered(lambda visit: visit.state == "confirmed" and visit.start > fields.Datetime.now())
    )


def _unassign(appointment, why):
    _set(appointment, technician_id=None)
    appointment._message_log(body=why)


def _set(appointment, **values):
    """Write past the rules that hold for users: they would refuse to touch what is past or over."""
    appointment.flush_recordset()
    assignments = SQL(", ").join(SQL("%s = %s", SQL.identifier(name), value) for name, value in values.items())
    appointment.env.cr.execute(SQL("UPDATE support_appointment SET %s WHERE id = %s", assignments, appointment.id))
    appointment.invalidate_recordset(list(values), flush=False)
