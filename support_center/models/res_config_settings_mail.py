from odoo import api, fields, models
from odoo.tools import format_datetime

from ..logic import mail_plan


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    support_customer_reschedule = fields.Boolean(related="company_id.support_customer_reschedule", readonly=False)
    support_customer_cancel = fields.Boolean(related="company_id.support_customer_cancel", readonly=False)
    support_customer_cutoff_hours = fields.Float(
        related="company_id.support_customer_cutoff_hours",
        readonly=False,
    )
    support_mail_status = fields.Char(compute="_compute_support_mail_status")
    support_mail_in_trouble = fields.Boolean(compute="_compute_support_mail_status")
    support_mail_failed_count = fields.Integer(compute="_compute_support_mail_status")
    support_mail_overdue = fields.Char(compute="_compute_support_mail_overdue")
    support_mail_grace_seconds = fields.Integer(related="company_id.support_mail_grace_seconds", readonly=False)

    @api.depends("company_id", "support_mail_channel")
    def _compute_support_mail_status(self):
        ledger = self.env["support.notification"].sudo()
        for settings in self:
            company = settings.company_id
            last = ledger.search(
                [("company_id", "=", company.id), ("state", "=", mail_plan.SENT)],
                order="sent_at desc, id desc",
                limit=1,
            )
            trouble = settings._support_mail_trouble()
            settings.support_mail_in_trouble = bool(trouble)
            settings.support_mail_status = trouble or (
                self.env._(
                    "Last delivered: %(time)s, by %(channel)s",
                    time=format_datetime(self.env, last.sent_at),
                    channel=dict(ledger._fields["channel"]._description_selection(self.env)).get(last.channel, ""),
                )
                if last
                else self.env._("Nothing delivered so far")
            )
            settings.support_mail_failed_count = ledger.search_count(
                [("company_id", "=", company.id), ("state", "=", mail_plan.FAILED)]
            )

    @api.depends("company_id", "support_mail_channel")
    def _compute_support_mail_overdue(self):
        ledger = self.env["support.notification"].sudo()
        for settings in self:
            count, since = ledger._overdue(settings.company_id)
            time = format_datetime(self.env, since)
            settings.support_mail_overdue = settings._describe_overdue(count, time) if count else False

    def _describe_overdue(self, count, time):
        self.ensure_one()
        if self.support_mail_channel == "companion":
            return self.env._(
                "%(count)s email(s) to customers are overdue, the oldest since %(time)s."
                " Check that a companion with an SMTP_HOST is running and that its mail server answers.",
                count=count,
                time=time,
            )
        return self.env._(
            "%(count)s email(s) to customers are overdue, the oldest since %(time)s."
            " Check that Odoo's scheduled actions run and that the outgoing mail server answers.",
            count=count,
            time=time,
        )

    def _support_mail_trouble(self):
        """What keeps mail from being delivered, in a sentence; empty when nothing does as far as Odoo knows."""
        self.ensure_one()
        if not self.company_id.email:
            return self.env._("The company has no email address to send from. Enter one in the company's settings.")
        if self.support_mail_channel != "companion":
            return ""
        states = self.env["support.api.instance"].sudo()._running().mapped("mail")
        if "ready" in states:
            return ""
        problem = next((state for state in states if state), "")
        return problem or self.env._(
            "No companion that delivers mail is running. Start one with an SMTP_HOST, or let Odoo deliver."
        )
