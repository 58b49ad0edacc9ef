import uuid
from urllib.parse import urlsplit

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import email_domain_extract, format_datetime, format_time

from ..logic import mail_plan
from .arguments import of_one_record, of_records


class SupportNotification(models.Model):
    """A mail to a customer: planned, sent, failed, or not sent for a reason.

    One row per visit, kind and revision of its schedule, so that no change is told twice; the rows of a visit tell what
    its customer was told, when, and why not. What is written and when stands in ``support_notification_planning.py``,
    how it gets out in ``support_notification_delivery.py``, what it looks like in ``support_notification_content.py``.
    """

    _name = "support.notification"
    _description = "Customer Mail"
    _inherit = ["support.system.fields"]
    _order = "id desc"
    _rec_name = "kind"

    appointment_id = fields.Many2one(
        "support.appointment", readonly=True, index=True, ondelete="restrict", help="Empty where the visit was deleted."
    )
    appointment_reference = fields.Char(string="Reference", readonly=True, help="Of a visit that was deleted.")
    appointment_stop = fields.Datetime(readonly=True, help="When a visit that was deleted would have ended.")
    company_id = fields.Many2one(
        "res.company",
        compute="_compute_company_id",
        ondelete="restrict",
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
            (mail_plan.LINK, "New Link"),
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
            ("no_confirmation", "Booked without notifying the customer"),
            ("unannounced", "Changed without notifying the customer"),
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
            ("erased", "The customer's data was erased"),
            ("deleted", "The visit was deleted"),
            ("neutralized", "This is a copy of the database"),
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
        string="Booked or Changed On",
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
    retry_text = fields.Char(
        string="Next Attempt Text",
        compute="_compute_retry_text",
        help="When an email that failed for now is tried again.",
    )
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
    previous_technician_id = fields.Many2one("res.users", readonly=True, ondelete="restrict", index="btree_not_null")

    _once = models.Constraint(
        "UNIQUE (appointment_id, kind, schedule_revision)",
        "The customer is told of each change once.",
    )
    _due_idx = models.Index("(due_at, id) WHERE state IN ('planned', 'sending')")
    # What else a visit's customer is to be told is asked for each mail that is due.
    _open_idx = models.Index("(appointment_id) WHERE state IN ('planned', 'sending')")
    # How many links an address got lately.
    _link_idx = models.Index("(decided_at) WHERE kind = 'link'")
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

    @api.depends("appointment_id.company_id")
    def _compute_company_id(self):
        for row in self:
            # A row whose visit was deleted stays with the visit's company.
            row.company_id = row.appointment_id.company_id or row.company_id

    @api.depends("state", "attempts", "due_at")
    @api.depends_context("tz", "lang")
    def _compute_retry_text(self):
        for row in self:
            row.retry_text = row._is_between_attempts() and self.env._("Trying again at %s", row._format_due())

    def _format_due(self):
        """When it is due, on the user's clock. The day is only named where it is another one."""
        self.ensure_one()
        due, now = (fields.Datetime.context_timestamp(self, at) for at in (self.due_at, fields.Datetime.now()))
        if due.date() == now.date():
            return format_time(self.env, due.time(), time_format="short")
        return format_datetime(self.env, self.due_at, tz=due.tzinfo.zone, dt_format="short")

    def _is_between_attempts(self):
        """Whether it failed for now, and waits for its next attempt."""
        self.ensure_one()
        return self.state == mail_plan.PLANNED and bool(self.attempts and self.error and self.due_at)

    @api.depends("kind", "appointment_id.name", "appointment_reference")
    def _compute_display_name(self):
        for row in self:
            reference = row.appointment_id.name or row.appointment_reference or ""
            row.display_name = f"{row._kind_label()} {reference}".strip()

    def _kind_label(self):
        return dict(self._fields["kind"]._description_selection(self.env)).get(self.kind, "")

    # ------------------------------------------------------------
    # Buttons
    # ------------------------------------------------------------

    @of_records
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

    @api.model
    def _detach_from(self, appointments):
        """Keep the emails about visits that are about to be deleted; those that were not sent yet are not sent any more.

        An email that is being sent at this moment stays so, as its outcome is still to be reported to its row.
        """
        rows = self.search([("appointment_id", "in", appointments.ids)])
        for appointment, of_appointment in rows.grouped("appointment_id").items():
            of_appointment.write(
                {
                    "appointment_id": False,
                    "appointment_reference": appointment.name,
                    "appointment_stop": appointment.stop,
                    # No history is left to note it in.
                    "note_pending": False,
                }
            )
        rows.filtered(lambda row: row.state in (mail_plan.PLANNED, mail_plan.FAILED))._report_suppressed("deleted")

    def _check_may_retry(self):
        self.check_access("read")
        if not (self.env.su or self.env.user.has_group("support_center.group_support_manager")):
            raise AccessError(self.env._("Only support managers send mail again. Ask one of them."))

    @of_one_record
    def action_open_appointment(self):
        """Open the visit that the mail is about."""
        if not self.appointment_id:
            raise UserError(
                self.env._("%s was deleted. Only the emails to its customer are kept.", self.appointment_reference)
            )
        return {
            "type": "ir.actions.act_window",
            "res_model": "support.appointment",
            "res_id": self.appointment_id.id,
            "view_mode": "form",
        }
