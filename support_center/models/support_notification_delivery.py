import logging
import smtplib

from psycopg2 import errors as pg_errors

from odoo import api, fields, models
from odoo.tools import SQL

from ..logic import mail_plan, smtp_errors, states

_logger = logging.getLogger(__name__)

#: Between two runs of the sender without anybody waking it; see its scheduled action.
RHYTHM_MINUTES = 5
#: How often a claim is tried again when others claim at the same moment.
CLAIM_TRIES = 5


class ServerUnreachable(Exception):
    """The outgoing mail server could not be reached or did not let Odoo in; nothing was said about any mail."""


class SupportNotificationDelivery(models.Model):
    """Getting mail out: once each, whoever is killed, and however many try.

    A mail is claimed in a transaction of its own: from then on it is ``sending`` until its lease ends, and no other
    sender and no other channel takes it. Odoo's own sender also holds the row's lock while it talks to the mail server,
    so a lease that ran out is taken over only from a sender that is gone. A sender that died after the server took the
    mail and before it could say so leaves a mail that is sent again with the same Message-ID.
    """

    _inherit = "support.notification"

    # ------------------------------------------------------------
    # Claims, by any channel
    # ------------------------------------------------------------

    @api.model
    def _claim(self, channel, limit=1):
        """Take due mails for ``channel``, if it is in charge of their company. The caller commits.

        Mails of a visit go out one after the other, in the order in which they were caused.

        :param str channel: ``odoo`` or ``companion``
        :return: the claimed rows; their ``attempts`` is the proof of the claim that :meth:`_holds_claim` asks for
        """
        for _try in range(CLAIM_TRIES):
            self.env.flush_all()
            try:
                self.env.cr.execute(self._claim_query(channel, limit), log_exceptions=False)
            except pg_errors.SerializationFailure:
                # Somebody changed one of the rows since this transaction began: look again with fresh eyes.
                self.env.cr.rollback()
                continue
            rows = self.browse(row_id for (row_id,) in self.env.cr.fetchall())
            rows.invalidate_recordset()
            return rows
        return self.browse()

    @api.model
    def _claim_query(self, channel, limit):
        now = fields.Datetime.now()
        return SQL(
            """
            WITH due AS (
                SELECT row.id
                  FROM support_notification row
                 WHERE row.state IN ('planned', 'sending')
                   AND row.due_at <= %(now)s
                   AND row.company_id IN (SELECT id FROM res_company WHERE support_mail_channel = %(channel)s)
                   AND NOT EXISTS (
                        SELECT 1
                          FROM support_notification other
                         WHERE other.appointment_id = row.appointment_id
                           AND other.id <> row.id
                           AND other.state = 'sending'
                           AND other.due_at > %(now)s
                   )
              ORDER BY row.due_at, row.id
                 LIMIT %(limit)s
            FOR UPDATE SKIP LOCKED
            )
            UPDATE support_notification row
               SET state = 'sending',
                   channel = %(channel)s,
                   attempts = row.attempts + 1,
                   due_at = %(lease_end)s,
                   write_date = %(now)s,
                   write_uid = %(uid)s
              FROM due
             WHERE row.id = due.id
         RETURNING row.id
            """,
            now=now,
            channel=channel,
            limit=limit,
            lease_end=now + mail_plan.LEASE,
            uid=self.env.uid,
        )

    def _holds_claim(self, attempt):
        """Lock the row and say whether claim number ``attempt`` still holds."""
        self.ensure_one()
        found = self.env.execute_query(
            SQL(
                "SELECT 1 FROM support_notification WHERE id = %s AND state = %s AND attempts = %s"
                " FOR UPDATE SKIP LOCKED",
                self.id,
                mail_plan.SENDING,
                attempt,
            )
        )
        return bool(found)

    @api.model
    def _lock_claimed(self, channel, claims):
        """Lock those of ``claims`` that still hold.

        :param list claims: tuples of row id and number of the attempt
        """
        if not claims:
            return self.browse()
        self.flush_model()
        found = self.env.execute_query(
            SQL(
                "SELECT id FROM support_notification"
                " WHERE (id, attempts) IN %s AND state = %s AND channel = %s ORDER BY id FOR UPDATE",
                tuple(claims),
                mail_plan.SENDING,
                channel,
            )
        )
        return self.browse(row_id for (row_id,) in found)

    def _reason_not_to_send(self):
        """Why a claimed mail is not to go out after all: what changed since it was planned."""
        self.ensure_one()
        appointment = self.appointment_id
        now = fields.Datetime.now()
        if self.kind == mail_plan.TEST:
            return False
        if self.kind == mail_plan.CANCELLED:
            return "over" if appointment.stop <= now else False
        if appointment.state == states.CANCELLED:
            return "cancelled"
        if appointment.state not in (states.CONFIRMED, states.IN_PROGRESS):
            return "closed"
        if self.schedule_revision != appointment.schedule_revision:
            return "replaced"
        if self.kind == mail_plan.REMINDER:
            if appointment.reminder_opt_out or appointment.customer_opted_out:
                return "opted_out"
            if appointment.state == states.IN_PROGRESS or appointment.start <= now:
                return "begun"
        return "over" if appointment.stop <= now else False

    def _compose_claimed(self):
        """Make claimed mails, and report those that are not to go out or can't be made.

        :return: list of rows and their :class:`Mail`
        """
        wanted = self.browse()
        for row in self:
            reason = row._reason_not_to_send()
            if reason:
                row._report_suppressed(reason)
            else:
                wanted += row
        ready = []
        for row_id, mail in wanted._compose_all().items():
            row = self.browse(row_id)
            if isinstance(mail, Exception):
                # A template that is broken stays so until somebody repairs it.
                _logger.warning("Customer mail %s could not be composed", row_id, exc_info=mail)
                row._report_failure(self._describe_template_error(mail), permanent=True, email_to=row.email_to)
            elif not mail.email_to:
                row._report_suppressed("no_address")
            elif not mail.email_from:
                error = self.env._(
                    "%s has no email address to send from. Enter one in the company's settings, then retry.",
                    row.company_id.name,
                )
                row._report_failure(error, permanent=True, email_to=mail.email_to)
            else:
                ready.append((row, mail))
        return ready

    @api.model
    def _describe_template_error(self, error):
        return self.env._("The mail template could not be filled in: %s", smtp_errors.describe(error))

    # ------------------------------------------------------------
    # Reports, by any channel
    # ------------------------------------------------------------

    def _report_sent(self, email_to):
        self.write(
            {
                "state": mail_plan.SENT,
                "sent_at": fields.Datetime.now(),
                "email_to": email_to,
                "error": False,
                "due_at": False,
            }
        )

    def _report_suppressed(self, reason):
        self.write({"state": mail_plan.SUPPRESSED, "suppressed_reason": reason, "due_at": False})

    def _report_released(self):
        """The mail was claimed and not tried: somebody else may do so at once."""
        for row in self:
            row.write({"state": mail_plan.PLANNED, "due_at": fields.Datetime.now(), "attempts": row.attempts - 1})

    def _report_failure(self, error, permanent, email_to=False):
        """An attempt failed: try again later, or give up and tell who is responsible.

        :param str error: what went wrong, for people
        :param bool permanent: trying again would not help
        """
        self.ensure_one()
        again = None if permanent else mail_plan.retry_time(self.attempts, fields.Datetime.now())
        self.write(
            {
                "state": mail_plan.PLANNED if again else mail_plan.FAILED,
                "due_at": again or False,
                "error": error,
                "email_to": email_to,
            }
        )
        if not again and self.kind != mail_plan.TEST:
            self.appointment_id._ask_about_failed_mail(self)

    # ------------------------------------------------------------
    # Odoo's own sender
    # ------------------------------------------------------------

    @api.model
    def _cron_deliver(self):
        """Send what is due by Odoo's outgoing mail servers, each mail in a transaction of its own."""
        cron = self.env["ir.cron"]
        connections = Connections(self.env)
        try:
            while claimed := self._claim("odoo"):
                cron._commit_progress()
                claimed._deliver(connections)
                if not cron._commit_progress(1):
                    # The run has had its time; the rest follows in the next one.
                    self._wake_up()
                    break
        except ServerUnreachable as error:
            # One mail has paid with an attempt; the others wait for the server without losing theirs.
            _logger.warning("Customer mail waits: %s", error)
            self._wake_up(fields.Datetime.add(fields.Datetime.now(), minutes=1))
        finally:
            connections.close()
        self._wake_up_for_next()
        cron._commit_progress()

    def _deliver(self, connections):
        """Send one claimed mail, and record how it ended.

        :raise ServerUnreachable: with the failed attempt recorded
        """
        self.ensure_one()
        if not self._holds_claim(self.attempts):
            return
        mail = next((mail for _row, mail in self._compose_claimed()), None)
        if mail is None:
            return
        try:
            connection = connections.get(mail)
        except Exception as error:
            # Whatever keeps Odoo from reaching its server (network, TLS, login, no server at all) says nothing about
            # the mail.
            message = smtp_errors.describe(error)
            self._report_failure(message, permanent=False, email_to=mail.email_to)
            raise ServerUnreachable(message) from error
        try:
            mail.send(connection)
        except Exception as error:  # noqa: BLE001 pylint: disable=broad-exception-caught
            # A mail server can fail in many ways; each is recorded and told apart.
            connections.drop(mail)
            self._report_failure(
                smtp_errors.describe(error), permanent=smtp_errors.is_permanent(error), email_to=mail.email_to
            )
            return
        self._report_sent(mail.email_to)
        # From here the mail is known to be out, whatever happens to the rest.
        self.env["ir.cron"]._commit_progress()
        self.appointment_id._log_sent_mails(self)

    # ------------------------------------------------------------
    # Waking the sender
    # ------------------------------------------------------------

    @api.model
    def _wake_up(self, at=None):
        """Run the sender once this transaction is committed, or at ``at`` (naive UTC) where that is soon."""
        now = fields.Datetime.now()
        if at and at > fields.Datetime.add(now, minutes=RHYTHM_MINUTES):
            return
        cron = self.env.ref("support_center.ir_cron_support_notification", raise_if_not_found=False)
        if cron:
            cron._trigger(at if at and at > now else None)

    @api.model
    def _wake_up_for_next(self):
        """Run again when the next mail is due, where the ordinary rhythm would be late for it."""
        now = fields.Datetime.now()
        next_row = self.search(
            [("state", "in", mail_plan.OPEN), ("due_at", ">", now), ("company_id.support_mail_channel", "=", "odoo")],
            order="due_at, id",
            limit=1,
        )
        if next_row:
            self._wake_up(next_row.due_at)


class Connections:
    """SMTP connections of one run, kept open from mail to mail."""

    def __init__(self, env):
        self.servers = env["ir.mail_server"]
        self.by_key = {}

    def get(self, mail):
        """A living connection for ``mail``. Checked before use: a server closes those that idle."""
        key = self._key(mail)
        connection = self.by_key.get(key)
        if connection is not None and not self._is_alive(connection):
            self.drop(mail)
            connection = None
        if connection is None:
            connection = self.servers._connect__(mail_server_id=mail.mail_server_id, smtp_from=mail.email_from)
            self.by_key[key] = connection
        return connection

    def drop(self, mail):
        """Close the connection of ``mail``: after a failure nobody knows what state it is in."""
        connection = self.by_key.pop(self._key(mail), None)
        if connection is not None:
            connection.close()

    def close(self):
        for connection in self.by_key.values():
            if connection is not None:
                try:
                    connection.quit()
                except (smtplib.SMTPException, OSError):
                    connection.close()
        self.by_key.clear()

    @staticmethod
    def _key(mail):
        return mail.mail_server_id, mail.email_from

    @staticmethod
    def _is_alive(connection):
        try:
            return connection.noop()[0] == 250
        except (smtplib.SMTPException, OSError):
            return False
