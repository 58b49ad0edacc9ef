import base64
from datetime import timedelta

from odoo import SUPERUSER_ID, api, models

from ..logic import mail_plan, smtp_errors
from ..logic.arguments import FLAG, RAW_TEXT, TEXT, WHOLE, list_of, struct
from .arguments import expects, refuse_odd

#: Mails that are handed out at once, at most: they are composed in one call, which has to answer in time.
MAX_CLAIM = 50
MAX_REPORT = 500
#: Seconds that a claim may hold.
MIN_LEASE, MAX_LEASE = 30, 900
#: What a mail server says is kept to this length.
MAX_ERROR = 1000


class SupportApi(models.AbstractModel):
    """How the companion delivers mail: it claims what is due, talks to its mail server, and reports.

    Odoo makes the whole message, so that both channels send the same. A claim is proved by its number, which is
    called ``attempt`` here: a report about a claim that is no longer the last one changes nothing, however often it comes.
    """

    _inherit = "support.api"

    def _ledger(self):
        """The ledger with the rights and the name of the system, as Odoo's own sender has them."""
        return self._facade().env["support.notification"].with_user(SUPERUSER_ID)

    @api.model
    @expects("_facade", limit=WHOLE, lease_seconds=WHOLE)
    def claim_mail(self, limit, lease_seconds=600):
        """Take due mail of the companies whose mail the companion delivers.

        :param int limit: how many at most
        :param int lease_seconds: how long the companion needs at most to deliver them
        :return: ``{ok, lease_seconds, more, mails}``: for so long nobody else takes the ``mails``; ``more`` says whether
            to ask again at once. Each is ``{id, attempt, message_id, sender, recipient, message}``: envelope addresses,
            and the message (RFC 5322) in base64
        """
        ledger = self._ledger()
        limit = max(1, min(limit, MAX_CLAIM))
        lease_seconds = max(MIN_LEASE, min(lease_seconds, MAX_LEASE))
        claimed = ledger._claim("companion", limit, timedelta(seconds=lease_seconds))
        return {
            "ok": True,
            "lease_seconds": lease_seconds,
            "more": len(claimed) == limit,
            "mails": [mail for mail in map(ledger._to_hand_over, claimed._compose_claimed()) if mail],
        }

    @api.model
    @expects("_facade", outcomes=list_of(struct(id=WHOLE, attempt=WHOLE, outcome=TEXT)))
    def report_mail(self, outcomes):
        """Say what became of claimed mail.

        :param list outcomes: dicts of ``id`` and ``attempt`` as claimed; ``outcome``: ``sent``, ``failed`` or
            ``released`` (not tried, give it to somebody else); ``permanent`` and ``error`` of failures
        :return: ``{ok, recorded, settled}``: how many of them were still to be told; and the ids of those that will not be
            handed out again, since they are sent, given up or gone. Of the others, which somebody else may have claimed
            meanwhile, the companion has to remember that they were sent
        """
        ledger = self._ledger()
        by_claim = {(outcome["id"], outcome["attempt"]): outcome for outcome in outcomes[:MAX_REPORT]}
        rows = ledger._lock_claimed("companion", list(by_claim))
        # Nearly all of them.
        sent = rows.filtered(lambda row: by_claim[row.id, row.claim_number]["outcome"] == "sent")
        sent._report_sent()
        for row in rows - sent:
            outcome = by_claim[row.id, row.claim_number]
            if outcome["outcome"] == "released":
                row._report_released()
            else:
                refuse_odd(self.env, outcome, struct(error=RAW_TEXT, permanent=FLAG), "outcome")
                row._report_failure(
                    smtp_errors.one_line(self._text(outcome["error"]))[:MAX_ERROR],
                    permanent=outcome["permanent"],
                    email_to=row.email_to,
                )
        rows.filtered("note_pending")._note_sent()
        ids = {row_id for row_id, _attempt in by_claim}
        still_open = ledger.search([("id", "in", list(ids)), ("state", "in", mail_plan.OPEN)])
        return {"ok": True, "recorded": len(rows), "settled": sorted(ids - set(still_open.ids))}


class SupportNotification(models.Model):
    _inherit = "support.notification"

    @api.model
    def _to_hand_over(self, composed):
        """A claimed mail as the companion gets it.

        :param composed: a row and its :class:`Mail`
        :return: dict, or None where the mail can't be sent; that is recorded
        """
        row, mail = composed
        row.email_to = mail.recipient
        try:
            sender, recipient, message = mail.envelope()
        except Exception as error:  # noqa: BLE001 pylint: disable=broad-exception-caught
            # Whatever makes one mail impossible must not keep the others of the claim.
            row._report_failure(
                smtp_errors.describe(error), permanent=smtp_errors.is_permanent(error), email_to=mail.recipient
            )
            return None
        return {
            "id": row.id,
            "attempt": row.claim_number,
            "message_id": row.message_id,
            "sender": sender,
            "recipient": recipient,
            "message": base64.b64encode(message).decode(),
        }
