import logging

from psycopg2 import errors as pg_errors

from odoo import api, fields, models
from odoo.tools import SQL

from ..logic import mail_plan, smtp_errors, states

_logger = logging.getLogger(__name__)

#: How often a claim is tried again when others claim at the same moment.
CLAIM_TRIES = 5


class SupportNotificationDelivery(models.Model):
    """Getting mail out: once each, whoever is killed, and however many try.

    A mail is claimed in a transaction of its own: from then on it is ``sending`` until its lease ends, and no other
    sender and no other channel takes it. A sender that died after the server took the mail and before it could say so
    leaves a mail that is sent again with the same Message-ID. How Odoo's own sender goes about it stands in
    ``support_notification_sender.py``, what the companion asks for in ``support_api_mail.py``.
    """

    _inherit = "support.notification"

    # ------------------------------------------------------------
    # Claims, by any channel
    # ------------------------------------------------------------

    @api.model
    def _claim(self, channel, limit=1, lease=mail_plan.LEASE, without=()):
        """Take due mails for ``channel``, if it is in charge of their company. The caller commits.

        Mails of a visit go out one after the other, in the order in which they became due.

        :param str channel: ``odoo`` or ``companion``
        :param timedelta lease: for how long nobody else takes them
        :param without: ids of companies whose mail is left alone
        :return: the claimed rows; their ``claim_number`` is the proof of the claim that :meth:`_holds_claim` asks for
        """
        for _try in range(CLAIM_TRIES):
            self.env.flush_all()
            try:
                self.env.cr.execute(self._claim_query(channel, limit, lease, without), log_exceptions=False)
            except pg_errors.SerializationFailure:
                # Somebody changed one of the rows since this transaction began: look again with fresh eyes.
                self.env.cr.rollback()
                continue
            rows = self.browse(sorted(row_id for (row_id,) in self.env.cr.fetchall()))
            rows.invalidate_recordset()
            return rows
        return self.browse()

    @api.model
    def _claim_query(self, channel, limit, lease, without=()):
        now = fields.Datetime.now()
        return SQL(
            """
            WITH due AS (
                SELECT row.id
                  FROM support_notification row
                 WHERE row.state IN ('planned', 'sending')
                   AND row.due_at <= %(now)s
                   AND row.company_id IN (
                        SELECT id FROM res_company WHERE support_mail_channel = %(channel)s AND id <> ALL(%(without)s)
                   )
                   AND NOT EXISTS (
                        SELECT 1
                          FROM support_notification other
                         WHERE other.appointment_id = row.appointment_id
                           AND other.id <> row.id
                           AND other.state IN ('planned', 'sending')
                           AND (
                                (other.state = 'sending' AND other.due_at > %(now)s)
                             OR (other.due_at, other.id) < (row.due_at, row.id)
                           )
                   )
              ORDER BY row.due_at, row.id
                 LIMIT %(limit)s
            FOR UPDATE SKIP LOCKED
            )
            UPDATE support_notification row
               SET state = 'sending',
                   channel = %(channel)s,
                   attempts = row.attempts + 1,
                   claim_number = COALESCE(row.claim_number, 0) + 1,
                   due_at = %(lease_end)s,
                   write_date = %(now)s,
                   write_uid = %(uid)s
              FROM due
             WHERE row.id = due.id
         RETURNING row.id
            """,
            now=now,
            channel=channel,
            without=list(without),
            limit=limit,
            lease_end=now + lease,
            uid=self.env.uid,
        )

    def _holds_claim(self, claim_number):
        """Lock the row and say whether this claim still holds."""
        self.ensure_one()
        found = self.env.execute_query(
            SQL(
                "SELECT 1 FROM support_notification WHERE id = %s AND state = %s AND claim_number = %s"
                " FOR UPDATE SKIP LOCKED",
                self.id,
                mail_plan.SENDING,
                claim_number,
            )
        )
        return bool(found)

    @api.model
    def _lock_claimed(self, channel, claims):
        """Lock those of ``claims`` that still hold.

        :param list claims: tuples of row id and number of the claim
        """
        if not claims:
            return self.browse()
        self.flush_model()
        found = self.env.execute_query(
            SQL(
                "SELECT id FROM support_notification"
                " WHERE (id, claim_number) IN %s AND state = %s AND channel = %s ORDER BY id FOR UPDATE",
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
        if not appointment:
            return "deleted"
        if self.kind == mail_plan.TEST:
            return False
        if self.kind == mail_plan.CANCELLED:
            return "over" if appointment.stop <= now else False
        if appointment.state == states.CANCELLED:
            return "cancelled"
        if appointment.state not in (states.CONFIRMED, states.IN_PROGRESS):
            return "closed"
        if self.kind != mail_plan.LINK and self.schedule_revision != appointment.schedule_revision:
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
            elif not mail.address:
                row._report_suppressed("no_address")
            elif not mail.address.isascii():
                error = self.env._("Mail can't be carried to %s. Correct the address, then retry.", mail.address)
                row._report_failure(error, permanent=True, email_to=mail.recipient)
            elif not mail.email_from:
                error = self.env._(
                    "%s has no email address to send from. Enter one in the company's settings, then retry.",
                    row.company_id.name,
                )
                row._report_failure(error, permanent=True, email_to=mail.recipient)
            else:
                ready.append((row, mail))
        return ready

    @api.model
    def _describe_template_error(self, error):
        return self.env._("The mail template could not be filled in: %s", smtp_errors.describe(error))

    # ------------------------------------------------------------
    # Reports, by any channel
    # ------------------------------------------------------------

    def _report_sent(self, email_to=None):
        """The mails are out.

        :param str email_to: to whom, where that does not stand in the rows already
        """
        values = {
            "state": mail_plan.SENT,
            "sent_at": fields.Datetime.now(),
            "error": False,
            "due_at": False,
            "note_pending": True,
        }
        self.write(values if email_to is None else {**values, "email_to": email_to})
        self.filtered(lambda row: not row.appointment_id).note_pending = False

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
        if not again and self.kind != mail_plan.TEST and self.appointment_id:
            try:
                with self.env.cr.savepoint():
                    self.appointment_id._ask_about_failed_mail(self)
            except Exception:
                # That the mail has failed stands, and so does what is recorded of others beside it.
                _logger.exception("Nobody was asked to look after mail %s, which failed", self.id)

    # ------------------------------------------------------------
    # The visits' histories
    # ------------------------------------------------------------

    @api.model
    def _note_pending(self):
        """Note what was sent and is not noted yet, be it that whoever sent it was killed before."""
        self.search([("note_pending", "=", True)]).try_lock_for_update()._note_sent()

    def _note_sent(self):
        """Note in the visits' histories what was sent. The mails are out, whatever happens to that."""
        rows = self
        while rows:
            batch = self.browse(same[0].id for same in rows.grouped("appointment_id").values())
            try:
                with self.env.cr.savepoint():
                    batch.appointment_id._log_sent_mails(batch)
            except Exception:
                if len(batch) > 1:
                    # What is wrong with one of them says nothing about the others.
                    for row in batch:
                        row._note_sent()
                else:
                    _logger.exception("Mail %s was sent, and could not be noted in its visit's history", batch.id)
            batch.note_pending = False
            rows -= batch
