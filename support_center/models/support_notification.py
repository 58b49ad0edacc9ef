import uuid
from urllib.parse import urlsplit

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import email_domain_extract

from ..logic import mail_plan


class SupportNotification(models.Model):
    """A mail to a customer: planned, sent, failed, or not sent for a reason.

    One row per visit, kind and revision of its schedule, so that no change is told twice; the rows of a visit tell what
    its customer was told, when, and why not. What is written and when stands in ``support_notification_planning.py``,
    how it gets out in ``support_notification_delivery.py``, what it looks like in ``support_notification_content.py``.
    """

    _name = "support.notification"
    _description = "Customer Mail"
    _order = "id desc"
    _rec_name = "kind"

    appointment_id = fields.Many2one(
        "support.appointment", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="appointment_id.company_id",
        store=True,
        precompute=True,
        index=True,
    )
    technician_id = fields.Many2one(related="appointment_id.technician_id")
    customer_name = fields.Char(related="appointment_id.customer_name")
    start = fields.Datetime(related="appointment_id.start", string="Visit")
    kind = fields.Selection(
        [
            (mail_plan.CONFIRMATION, "Confirmation"),
            (mail_plan.REMINDER, "Reminder"),
            (mail_plan.RESCHEDULED, "Change"),
            (mail_plan.CANCELLED, "Cancellation"),
            (mail_plan.TEST, "Test"),
        ],
        required=True,
        readonly=True,
    )
    test_kind = fields.Char(readonly=True, help="Of a test: which kind of mail it shows.")
    schedule_revision = fields.Integer(
        string="Revision",
        required=True,
        readonly=True,
        aggregator=None,
        help="Revision of the visit's schedule that the mail tells of.",
    )
    state = fields.Selection(
        [
            (mail_plan.PLANNED, "Planned"),
            (mail_plan.SENDING, "Sending"),
            (mail_plan.SENT, "Sent"),
            (mail_plan.FAILED, "Failed"),
            (mail_plan.SUPPRESSED, "Not Sent"),
        ],
        string="Status",
        required=True,
        readonly=True,
        default=mail_plan.PLANNED,
    )
    suppressed_reason = fields.Selection(
        [
            ("no_address", "No valid email address is known"),
            ("opted_out", "The customer wants no reminders"),
            ("lead_time", "Booked or moved shortly before the visit"),
            ("reminders_off", "Reminders are switched off"),
            ("reminded", "The customer was reminded of this time already"),
            ("replaced", "The visit was changed again before the mail was sent"),
            ("undone", "The change was undone before the mail was sent"),
            ("cancelled", "The visit was cancelled"),
            ("never_told", "The visit was cancelled before the customer was told of it"),
            ("closed", "The visit was completed or put back to draft"),
            ("begun", "The visit had begun"),
            ("over", "The visit was over"),
        ],
        string="Why Not Sent",
        readonly=True,
    )
    channel = fields.Selection(
        [("odoo", "Odoo"), ("companion", "Companion")],
        readonly=True,
        help="Who delivered it, or last tried to.",
    )
    decided_at = fields.Datetime(
        string="Caused On",
        required=True,
        readonly=True,
        default=fields.Datetime.now,
        help="When the visit was booked or changed.",
    )
    planned_at = fields.Datetime(string="Planned For", readonly=True)
    due_at = fields.Datetime(
        string="Next Attempt",
        readonly=True,
        help="Planned: when it is tried next. Sending: when others may take it over.",
    )
    sent_at = fields.Datetime(string="Sent On", readonly=True)
    email_to = fields.Char(string="Sent To", readonly=True)
    attempts = fields.Integer(readonly=True, default=0, aggregator=None)
    # It only rises, so that it proves a claim; attempts that were none are taken back.
    claim_number = fields.Integer(readonly=True, default=0, copy=False, aggregator=None)
    error = fields.Text(string="Reason", readonly=True, help="What the mail server said to the last attempt.")
    message_id = fields.Char(
        string="Message-ID",
        required=True,
        readonly=True,
        default=lambda self: self._new_message_id(self.env.company),
        help="The same for every attempt, so that a mail that arrives twice is recognised.",
    )
    note_pending = fields.Boolean(readonly=True, help="Sent, which the visit's history does not say yet.")
    previous_start = fields.Datetime(readonly=True, help="The start the customer was last told.")
    previous_stop = fields.Datetime(readonly=True, help="The end the customer was last told.")
    previous_technician_id = fields.Many2one("res.users", readonly=True, ondelete="set null")

    _once = models.Constraint(
        "UNIQUE (appointment_id, kind, schedule_revision)",
        "The customer is told of each change once.",
    )
    _due_idx = models.Index("(due_at, id) WHERE state IN ('planned', 'sending')")
    # What else a visit's customer is to be told is asked for each mail that is due.
    _open_idx = models.Index("(appointment_id) WHERE state IN ('planned', 'sending')")
    _failed_idx = models.Index("(id) WHERE state = 'failed'")
    _note_pending_idx = models.Index("(id) WHERE note_pending")
    _message_id_idx = models.Index("(message_id)")
    # Settings show the last one.
    _sent_idx = models.Index("(company_id, sent_at DESC, id DESC) WHERE state = 'sent'")

    @api.model
    def _new_message_id(self, company):
        """A Message-ID in the domain that the company's mail comes from."""
        domain = email_domain_extract(company.email) or urlsplit(company.get_base_url()).hostname
        return f"<{uuid.uuid4().hex}.visit@{domain}>"

    @api.depends("kind", "appointment_id.name")
    def _compute_display_name(self):
        for row in self:
            row.display_name = f"{row._kind_label()} {row.appointment_id.name or ''}".strip()

    def _kind_label(self):
        return dict(self._fields["kind"]._description_selection(self.env)).get(self.kind, "")

    # ------------------------------------------------------------
    # Buttons
    # ------------------------------------------------------------

    def action_retry(self):
        """Try failed mails again now, and those that wait for their next attempt."""
        self._check_may_retry()
        retried = self.filtered(self._is_retryable)
        if not retried:
            raise UserError(self.env._("There is nothing to retry: only mails that failed can be sent again."))
        retried.sudo()._retry()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("%s mail(s) are on their way.", len(retried)),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _retry(self):
        """Have these mails sent now."""
        if self:
            self.write({"state": mail_plan.PLANNED, "due_at": fields.Datetime.now(), "suppressed_reason": False})
            self._wake_up()

    @api.model
    def _is_retryable(self, row):
        return row.state == mail_plan.FAILED or (row.state == mail_plan.PLANNED and row.attempts > 0)

    def _check_may_retry(self):
        self.check_access("read")
        if not (self.env.su or self.env.user.has_group("support_center.group_support_manager")):
            raise AccessError(self.env._("Only support managers send mail again. Ask one of them."))

    def action_open_appointment(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "support.appointment",
            "res_id": self.appointment_id.id,
            "view_mode": "form",
        }
