from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import SQL, email_normalize

from ..logic import mail_plan, states

#: Reasons that may go away: by an address, a setting or a wish that changes.
REVIVABLE = ("no_address", "no_confirmation", "opted_out", "lead_time", "reminders_off")
#: Reasons that mean: the customer heard of it otherwise.
TOLD_OTHERWISE = ("no_confirmation", "unannounced")
#: Kinds that tell the customer of a time.
TELLING = (mail_plan.CONFIRMATION, mail_plan.RESCHEDULED)
#: Context key: a manager wants no customer to be told of what is changed now. Reminders are planned all the same.
UNANNOUNCED = "support_unannounced"


class SupportNotificationPlanning(models.Model):
    """What is to be told, decided in the transaction of the change that causes it.

    A user's change never waits for a mail server (see ``_lock_planned``).
    """

    _inherit = "support.notification"

    # ------------------------------------------------------------
    # Causes
    # ------------------------------------------------------------

    @api.model
    def _plan_booked(self, appointments):
        """The visits were confirmed: tell their customers, and remind them in time."""
        known = self._rows_of(appointments)
        planned = []
        for appointment in appointments:
            planned.append(self._values(appointment, mail_plan.CONFIRMATION))
            planned.append(self._values(appointment, mail_plan.REMINDER))
        self._save_plans(planned, known)

    @api.model
    def _plan_reminders(self, appointments):
        """The visits come from elsewhere, where their customers were told of them."""
        self._save_plans(
            [self._values(visit, mail_plan.REMINDER) for visit in appointments], self._rows_of(appointments)
        )

    @api.model
    def _plan_rescheduled(self, appointment, before):
        """A confirmed visit has another time or technician.

        :param dict before: ``start``, ``stop`` and ``technician_id`` as they were
        """
        known = self._rows_of(appointment)
        rows = known[appointment.id]
        taken_back = self._take_back(rows, "replaced")
        if self._is_news(rows):
            # The customer has not heard of the visit yet, so there is nothing to correct.
            change = self._values(appointment, mail_plan.CONFIRMATION)
        else:
            replaced = taken_back.filtered(lambda row: row.kind == mail_plan.RESCHEDULED)[:1]
            change = self._values(appointment, mail_plan.RESCHEDULED, **self._last_told(replaced, before))
        self._save_plans([change, self._reminder_values(appointment, rows)], known)

    @api.model
    def _plan_cancelled(self, appointments, before):
        """The visits were cancelled: tell whoever knew of them.

        :param dict before: ``state`` as it was
        """
        known = self._rows_of(appointments)
        planned = []
        for appointment in appointments:
            rows = known[appointment.id]
            self._take_back(rows, "cancelled")
            values = self._values(appointment, mail_plan.CANCELLED)
            if self._was_never_told(rows, before["state"]):
                values.update(state=mail_plan.SUPPRESSED, suppressed_reason="never_told")
            planned.append(values)
        self._save_plans(planned, known)

    @api.model
    def _plan_closed(self, appointments):
        """The visits were completed or put back to draft: what is pending is moot."""
        known = self._rows_of(appointments)
        self._take_back(self.union(*known.values()), "closed")

    @api.model
    def _plan_reopened(self, appointments):
        """The visits were completed by mistake: what was left out for that is decided on again."""
        rows = self._still_apply([("appointment_id", "in", appointments.ids), ("suppressed_reason", "=", "closed")])
        self._replan(rows)

    @api.model
    def _plan_test(self, appointment, kind, address):
        """Send a mail as it would be now to somebody who looks after the texts.

        :param str kind: of the mail to show
        """
        values = self._values_apart(appointment, mail_plan.TEST)
        self._wake_up_for(self.create({**values, "test_kind": kind, "email_to": address}))

    @api.model
    def _plan_links(self, appointments):
        """Send the customers of these visits the link to them."""
        self._wake_up_for(
            self.create([self._values_apart(appointment, mail_plan.LINK) for appointment in appointments])
        )

    @api.model
    def _values_apart(self, appointment, kind):
        """A row that is about no change of the visit, and is sent at once."""
        others = self.search_count([("appointment_id", "=", appointment.id), ("kind", "=", kind)])
        return {
            "appointment_id": appointment.id,
            "kind": kind,
            # Another for each of them.
            "schedule_revision": -1 - others,
            "message_id": self._new_message_id(appointment.company_id),
            "planned_at": fields.Datetime.now(),
            "due_at": fields.Datetime.now(),
        }

    @api.model
    def _replan_appointments(self, appointments):
        """Address or wishes of the customer changed: look again at what is pending, was left out, or failed for that."""
        self._replan(self._current_rows([("appointment_id", "in", appointments.ids)]))
        failed = self._still_apply(
            [
                ("appointment_id", "in", appointments.ids),
                ("state", "=", mail_plan.FAILED),
                ("kind", "!=", mail_plan.TEST),
            ]
        )
        failed.filtered(lambda row: row._has_new_address())._retry()

    @api.model
    def _replan_partners(self, partners, company):
        """The wishes of these contacts changed, as far as the company's visits go."""
        self._replan(
            self._current_rows(
                [
                    ("appointment_id.partner_id", "in", partners.ids),
                    ("company_id", "=", company.id),
                    ("kind", "=", mail_plan.REMINDER),
                ],
            )
        )

    @api.model
    def _replan_addresses(self, emails, company):
        """The wishes of customers with these normalised addresses changed, as far as the company's visits go."""
        domain = fields.Domain.OR(
            fields.Domain("appointment_id.customer_email", "ilike", f"%{email}%") for email in emails
        )
        rows = self._current_rows([("company_id", "=", company.id), ("kind", "=", mail_plan.REMINDER), *domain])
        rows.appointment_id.invalidate_recordset(["customer_opted_out"])
        self._replan(rows.filtered(lambda row: email_normalize(row.appointment_id.customer_email) in emails))

    @api.model
    def _replan_companies(self, companies):
        """The lead time of reminders changed."""
        self._replan(
            self._current_rows([("company_id", "in", companies.ids), ("kind", "=", mail_plan.REMINDER)]),
        )

    # ------------------------------------------------------------
    # Decisions
    # ------------------------------------------------------------

    @api.model
    def _values(self, appointment, kind, **extra):
        """A row for the visit's present schedule, with the decision whether and when it is sent.

        :param extra: ``decided_at`` where the cause lies back, and what the customer was told before
        """
        values = {
            "appointment_id": appointment.id,
            "kind": kind,
            "schedule_revision": appointment.schedule_revision,
            "decided_at": fields.Datetime.now(),
            "message_id": self._new_message_id(appointment.company_id),
            **extra,
        }
        values.update(self._decision(appointment, values))
        if values["state"] == mail_plan.PLANNED and kind != mail_plan.REMINDER and self._is_unannounced():
            values.update(state=mail_plan.SUPPRESSED, suppressed_reason="unannounced")
        return values

    @api.model
    def _is_unannounced(self):
        """Whether a manager makes this change without notifying customers."""
        return bool(self.env.context.get(UNANNOUNCED)) and self.env.user.has_group(
            "support_center.group_support_manager"
        )

    @api.model
    def _decision(self, appointment, values):
        """Whether and when a mail is sent, as values of its row.

        :param values: ``kind``, ``decided_at`` and, for a change, what the customer was told before
        """
        planned_at, reason = self._timing(appointment, values)
        if not reason and not email_normalize(appointment.customer_email):
            reason = "no_address"
        return {
            "state": mail_plan.SUPPRESSED if reason else mail_plan.PLANNED,
            "suppressed_reason": reason or False,
            "planned_at": planned_at,
            "due_at": planned_at,
        }

    @api.model
    def _timing(self, appointment, values):
        decided_at = values["decided_at"]
        grace_end = fields.Datetime.add(decided_at, seconds=appointment.company_id.support_mail_grace_seconds)
        match values["kind"]:
            case mail_plan.REMINDER:
                return self._reminder_timing(appointment, decided_at)
            case mail_plan.RESCHEDULED:
                return grace_end, self._reason_against_change(appointment, values)
            case mail_plan.CONFIRMATION:
                # Customers who book online have confirmed it themselves, and look for the email.
                is_online_booking = appointment.source == "api" and not appointment.schedule_revision
                due = decided_at if is_online_booking else grace_end
                return due, appointment.no_confirmation and "no_confirmation"
        return decided_at, False

    @api.model
    def _reminder_timing(self, appointment, decided_at):
        planned_at = mail_plan.reminder_time(appointment.start, appointment.company_id.support_reminder_hours)
        if not planned_at:
            return False, "reminders_off"
        if planned_at <= decided_at:
            return planned_at, "lead_time"
        if appointment.reminder_opt_out or appointment.customer_opted_out:
            return planned_at, "opted_out"
        return planned_at, False

    @api.model
    def _reason_against_change(self, appointment, values):
        if appointment.state == states.IN_PROGRESS and appointment.start <= fields.Datetime.now():
            return "begun"
        now_told = (appointment.start, appointment.stop, appointment.technician_id.id)
        before = (values["previous_start"], values["previous_stop"], values["previous_technician_id"])
        return "undone" if now_told == before else False

    @api.model
    def _reminder_values(self, appointment, rows):
        """The reminder for a moved visit. Moved to a time that was planned before, the earlier decision holds."""
        values = self._values(appointment, mail_plan.REMINDER)
        same = rows.filtered(
            lambda row: row.kind == mail_plan.REMINDER and row.planned_at and row.planned_at == values["planned_at"]
        )
        if same.filtered(lambda row: row.state in (mail_plan.SENT, mail_plan.SENDING)):
            values.update(state=mail_plan.SUPPRESSED, suppressed_reason="reminded")
        elif same:
            values["decided_at"] = min(same.mapped("decided_at"))
            values.update(self._decision(appointment, values))
        return values

    @api.model
    def _last_told(self, replaced, before):
        """What the customer believes: before the first of several quick changes, not before the last."""
        if replaced:
            return {
                "previous_start": replaced.previous_start,
                "previous_stop": replaced.previous_stop,
                "previous_technician_id": replaced.previous_technician_id.id,
            }
        return {
            "previous_start": before["start"],
            "previous_stop": before["stop"],
            "previous_technician_id": before["technician_id"].id,
        }

    @api.model
    def _would_hear_of_cancelling(self, appointments):
        """Those of ``appointments`` whose customers know of them, if they were cancelled now."""
        known = self._rows_of(appointments)
        return appointments.filtered(
            lambda visit: (
                not self._was_never_told(
                    known[visit.id],
                    visit.state,
                    taken_back=known[visit.id].filtered(lambda row: row.state == mail_plan.PLANNED),
                )
            )
        )

    @api.model
    def _was_never_told(self, rows, state, taken_back=()):
        """Whether the customer knows nothing of a visit, which had ``state`` before it was cancelled."""
        # Nobody is told of a draft, unless it was more than that before.
        never_told = self._is_news(rows, taken_back) or (not rows and state == states.DRAFT)
        # Who could not be reached by mail may have been told by telephone.
        return never_told and mail_plan.FAILED not in rows.mapped("state")

    @api.model
    def _is_news(self, rows, taken_back=()):
        """Whether the customer has had no mail about the visit yet, going by its ``rows``.

        :param taken_back: those of ``rows`` that are not going to be sent

        A mail that was tried and whose end is unknown counts as had, and so does one that is planned still, though what
        was free to be taken back has been: a sender is at it. So does one that was left out as the customer was told
        otherwise. Visits without rows were loaded from elsewhere: their
        customers know.
        """
        telling = rows.filtered(lambda row: row.kind in TELLING)
        had = telling.filtered(
            lambda row: (
                (row.state in (mail_plan.PLANNED, mail_plan.SENDING, mail_plan.SENT) and row not in taken_back)
                or row.suppressed_reason in TOLD_OTHERWISE
                or (row.attempts and row.state != mail_plan.FAILED)
            )
        )
        return bool(telling) and not had

    # ------------------------------------------------------------
    # Rows
    # ------------------------------------------------------------

    @api.model
    def _rows_of(self, appointments):
        """Rows by appointment id, newest first."""
        rows = defaultdict(self.browse)
        for row in self.search([("appointment_id", "in", appointments.ids), ("kind", "not in", mail_plan.APART)]):
            rows[row.appointment_id.id] += row
        return rows

    @api.model
    def _current_rows(self, domain):
        """Rows that may still change: pending, or left out for a reason that may go away, of visits to come."""
        return self._still_apply(
            [
                *domain,
                "|",
                ("state", "=", mail_plan.PLANNED),
                "&",
                ("state", "=", mail_plan.SUPPRESSED),
                ("suppressed_reason", "in", REVIVABLE),
            ]
        )

    @api.model
    def _still_apply(self, domain):
        """Rows about the present schedule of visits to come."""
        rows = self.search(
            [
                *domain,
                ("appointment_id.state", "in", [states.CONFIRMED, states.IN_PROGRESS]),
                ("appointment_id.stop", ">", fields.Datetime.now()),
            ]
        )
        return rows.filtered(lambda row: row.schedule_revision == row.appointment_id.schedule_revision)

    def _has_new_address(self):
        """Whether the customer can be written to at another address than the one that the mail was tried at."""
        self.ensure_one()
        address = email_normalize(self.appointment_id.customer_email)
        return bool(address) and address != email_normalize(self.email_to)

    def _lock_planned(self, rows):
        """Lock those of ``rows`` that are planned; those that are being sent at this moment are left out.

        Their sender holds their lock until the mail server has answered, and nobody is to wait for that.
        """
        planned = rows.filtered(lambda row: row.state == mail_plan.PLANNED)
        if not planned:
            return planned
        planned.flush_recordset()
        free = self.env.execute_query(
            SQL(
                "SELECT id FROM support_notification WHERE id IN %s AND state = %s ORDER BY id FOR UPDATE SKIP LOCKED",
                tuple(planned.ids),
                mail_plan.PLANNED,
            )
        )
        return self.browse(row_id for (row_id,) in free).sorted("id", reverse=True)

    def _take_back(self, rows, reason):
        """Suppress what is planned of ``rows``.

        :return: the rows that were taken back
        """
        taken = self._lock_planned(rows)
        taken.write({"state": mail_plan.SUPPRESSED, "suppressed_reason": reason})
        return taken

    @api.model
    def _replan(self, rows):
        locked = self._lock_planned(rows)
        locked += rows.filtered(lambda row: row.state == mail_plan.SUPPRESSED)
        for row in locked:
            cause = row._cause()
            if row.suppressed_reason == "no_confirmation":
                # It is wanted after all, as of now.
                cause["decided_at"] = fields.Datetime.now()
            values = self._decision(row.appointment_id, cause)
            if row.attempts and values["state"] == mail_plan.PLANNED:
                # It is between two attempts: the time of the next one stands.
                continue
            changed = {name: value for name, value in values.items() if row[name] != value}
            if changed:
                row.write(changed)
        self._wake_up_for(locked)

    def _cause(self):
        """What :meth:`_decision` needs to know of an existing row."""
        self.ensure_one()
        return {
            "kind": self.kind,
            "decided_at": self.decided_at,
            "previous_start": self.previous_start,
            "previous_stop": self.previous_stop,
            "previous_technician_id": self.previous_technician_id.id,
        }

    @api.model
    def _save_plans(self, planned, known):
        """Write the rows; one that was left out before and is wanted again comes back to life.

        :param known: the visits' rows so far, by appointment id
        :return: the rows that were written
        """
        new = []
        revived = self.browse()
        for values in planned:
            existing = known[values["appointment_id"]].filtered(
                lambda row, values=values: (
                    row.kind == values["kind"] and row.schedule_revision == values["schedule_revision"]
                )
            )
            if not existing:
                new.append(values)
            elif existing.state == mail_plan.SUPPRESSED:
                existing.write({name: value for name, value in values.items() if name != "message_id"})
                revived += existing
        rows = self.create(new) + revived
        self._wake_up_for(rows)
        return rows

    @api.model
    def _wake_up_for(self, rows):
        """Have the sender run when the first of ``rows`` is due, where its ordinary rhythm would be late."""
        due = [row.due_at for row in rows if row.state == mail_plan.PLANNED]
        if due:
            self._wake_up(min(due))
