import logging
import smtplib
import time
from collections import deque
from datetime import UTC

from odoo import api, fields, models

from ..cron_alarm import set_alarm
from ..logic import mail_plan, smtp_errors

_logger = logging.getLogger(__name__)

#: Between two runs of the sender without anybody waking it; see its scheduled action.
RHYTHM_MINUTES = 5
#: Mails claimed and made at once. What all of them share is then read once.
BATCH_SIZE = 50


class SupportNotificationSender(models.Model):
    """Odoo's own sender: a scheduled action that hands due mail to Odoo's outgoing mail servers.

    What becomes of a mail is committed before the next one is sent, so that whoever is killed knows of all but one. It
    holds the row's lock while it talks to the mail server: a lease that ran out is taken over only from a sender that is
    gone.
    """

    _inherit = "support.notification"

    @api.model
    def _cron_deliver(self):
        """Send what is due."""
        cron = self.env["ir.cron"]
        addresses = self.env["support.link.request"]._take()
        cron._commit_progress()
        for address in addresses:
            self.env["support.appointment"]._send_links_to(address)
        cron._commit_progress()
        connections = Connections(self.env)
        self._note_pending()
        cron._commit_progress()
        looked_at = fields.Datetime.now()
        # Companies whose mail server could not be used in this run, and why. One mail of each has paid with an attempt;
        # the others wait for the server without losing theirs.
        unreachable = {}
        try:
            while claimed := self._claim("odoo", BATCH_SIZE, without=unreachable):
                if not claimed._deliver_claimed(connections, unreachable):
                    # The run has had its time; the rest follows in the next one.
                    self._wake_up()
                    break
                looked_at = fields.Datetime.now()
            self._wake_up_for_next(looked_at)
        finally:
            connections.close()
        if unreachable:
            _logger.warning("Customer mail waits: %s", "; ".join(sorted(set(unreachable.values()))))
            self._wake_up(fields.Datetime.add(fields.Datetime.now(), minutes=1))
        cron._commit_progress()

    def _deliver_claimed(self, connections, unreachable):
        """Make and send mails that this transaction has claimed. Commits.

        :param dict unreachable: by company id, why no mail server could be used for its mail. What else is waiting of
            such a company is given back
        :return: whether the run may go on
        """
        cron = self.env["ir.cron"]
        # What proves the claim is to be the number of now.
        waiting = deque((row, row.claim_number, row.company_id.id, mail) for row, mail in self._compose_claimed())
        cron._commit_progress(len(self) - len(waiting))
        stop_at = time.monotonic() + mail_plan.BATCH_TIME.total_seconds()
        given_back = []
        out_of_time = False
        while waiting and not out_of_time:
            row, claim_number, company_id, mail = waiting.popleft()
            if company_id in unreachable:
                given_back.append((row.id, claim_number))
                continue
            problem = row._deliver(claim_number, mail, connections)
            if problem:
                unreachable[company_id] = problem
            cron._commit_progress(1)
            # Once at least: whoever gets this far makes headway.
            out_of_time = time.monotonic() > stop_at
        given_back += [(row.id, claim_number) for row, claim_number, _company_id, _mail in waiting]
        self._lock_claimed("odoo", given_back)._report_released()
        self._note_pending()
        return cron._commit_progress() > 0

    def _deliver(self, claim_number, mail, connections):
        """Send one claimed mail, and record how it ended. The caller commits.

        :param int claim_number: proves the claim
        :param mail: its :class:`Mail`
        :return: why no mail server could be used at all; otherwise None
        """
        self.ensure_one()
        if not self._holds_claim(claim_number):
            return None
        try:
            connection = connections.get(mail)
        except Exception as error:  # noqa: BLE001 pylint: disable=broad-exception-caught
            # Whatever keeps Odoo from reaching its server (network, TLS, login, no server at all) says nothing about
            # the mail.
            message = smtp_errors.describe(error)
            self._report_failure(message, permanent=False, email_to=mail.recipient)
            return message
        try:
            mail.send(connection)
        except Exception as error:  # noqa: BLE001 pylint: disable=broad-exception-caught
            # A mail server can fail in many ways; each is recorded and told apart.
            connections.drop(mail)
            self._report_failure(
                smtp_errors.describe(error), permanent=smtp_errors.is_permanent(error), email_to=mail.recipient
            )
        else:
            self._report_sent(mail.recipient)
        return None

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
        if not cron:
            return
        if at and at > now:
            cron._trigger(at)
            # Odoo looks once a minute for what was triggered for later, so somebody has to call it.
            database, moment = self.env.cr.dbname, at.replace(tzinfo=UTC).timestamp()
            self.env.cr.postcommit.add(lambda: set_alarm(database, moment))
        else:
            cron._trigger()

    @api.model
    def _wake_up_for_next(self, looked_at):
        """Run again when the next mail is due, where the ordinary rhythm would be late for it.

        :param looked_at: when nothing was left to be claimed (naive UTC)
        """
        next_row = self.search(
            [
                ("state", "in", mail_plan.OPEN),
                ("due_at", ">", looked_at),
                ("company_id.support_mail_channel", "=", "odoo"),
            ],
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
