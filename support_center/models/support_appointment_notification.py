from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import email_normalize

from ..logic import mail_plan, states
from .arguments import of_one_record

#: What decides whether and where a customer is written to, apart from the schedule.
RECIPIENT_FIELDS = frozenset({"customer_email", "partner_id", "company_id", "reminder_opt_out", "no_confirmation"})

#: Kind of task that asks to look after a mail that failed.
FAILED_MAIL_ACTIVITY = "support_center.mail_activity_failed_mail"


class SupportAppointmentNotification(models.Model):
    """What customers are told of their visits: the causes of mail, and its story as the visit's form shows it."""

    _inherit = "support.appointment"

    no_confirmation = fields.Boolean(
        string="Do Not Notify the Customer",
        copy=False,
        tracking=True,
        groups="support_center.group_support_manager",
        help="The customer gets no confirmation of this booking, for instance because they were told otherwise. Reminders"
        " and notices of later changes are still sent.",
    )
    can_still_confirm = fields.Boolean(
        compute="_compute_notification_summary",
        help="No confirmation has been sent or tried so far.",
    )
    notification_ids = fields.One2many("support.notification", "appointment_id", string="Customer Mail")
    notification_count = fields.Integer(compute="_compute_notification_summary")
    notification_alert = fields.Char(
        compute="_compute_notification_summary",
        help="What the customer should have been told and was not.",
    )
    notification_retry = fields.Char(
        compute="_compute_notification_summary",
        help="An email to the customer that failed for now, and when it is tried again.",
    )
    lacks_sender = fields.Boolean(
        compute="_compute_lacks_sender",
        compute_sudo=True,
        groups="support_center.group_support_manager",
        help="The company has no address that emails could be sent from.",
    )

    @api.depends("company_id.email")
    def _compute_lacks_sender(self):
        for appointment in self:
            company = appointment._known("company_id")
            appointment.lacks_sender = bool(company) and not company.email

    @api.depends(
        "notification_ids.state", "notification_ids.attempts", "notification_ids.error", "notification_ids.due_at"
    )
    @api.depends_context("tz", "lang")
    def _compute_notification_summary(self):
        for appointment in self:
            rows = appointment.notification_ids
            appointment.notification_count = len(rows)
            appointment.can_still_confirm = not rows.filtered(
                lambda row: (
                    row.kind == mail_plan.CONFIRMATION
                    and (row.attempts or row.state not in (mail_plan.PLANNED, mail_plan.SUPPRESSED))
                )
            )
            failed = rows.filtered(lambda row: row.state == mail_plan.FAILED and row.kind != mail_plan.TEST)[:1]
            appointment.notification_alert = bool(failed) and self.env._(
                "%(kind)s could not be delivered to %(address)s: %(error)s",
                kind=failed._kind_label(),
                address=failed.email_to or appointment.customer_email or self.env._("no address"),
                error=failed.error or "",
            )
            waiting = rows.filtered(lambda row: row.kind != mail_plan.TEST and row._is_between_attempts())[:1]
            appointment.notification_retry = bool(waiting) and self.env._(
                "%(kind)s could not be delivered to %(address)s yet. %(next_attempt)s. The reason: %(error)s",
                kind=waiting._kind_label(),
                address=waiting.email_to or appointment.customer_email or self.env._("no address"),
                next_attempt=waiting.retry_text,
                error=waiting.error,
            )

    @of_one_record
    def action_view_notifications(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("support_center.support_notification_action")
        return {**action, "domain": [("appointment_id", "=", self.id)], "context": {}}

    # ------------------------------------------------------------
    # Causes
    # ------------------------------------------------------------

    def write(self, vals):
        result = super().write(vals)
        if RECIPIENT_FIELDS & vals.keys():
            open_visits = self.filtered(lambda visit: visit.state in (states.CONFIRMED, states.IN_PROGRESS))
            if open_visits and self._tells_customers():
                self.env["support.notification"].sudo()._replan_appointments(open_visits.sudo())
        return result

    def unlink(self):
        self.check_access("unlink")
        self.env["support.notification"].sudo()._detach_from(self.sudo())
        return super().unlink()

    def _notify_booked(self):
        result = super()._notify_booked()
        if self:
            self.env["support.notification"].sudo()._plan_booked(self.sudo())
        return result

    def _notify_rescheduled(self, before):
        result = super()._notify_rescheduled(before)
        for appointment in self:
            self.env["support.notification"].sudo()._plan_rescheduled(appointment.sudo(), before)
        return result

    def _notify_cancelled(self, before):
        result = super()._notify_cancelled(before)
        self.env["support.notification"].sudo()._plan_cancelled(self.sudo(), before)
        return result

    def _notify_closed(self):
        result = super()._notify_closed()
        self.env["support.notification"].sudo()._plan_closed(self.sudo())
        return result

    def _notify_reopened(self):
        result = super()._notify_reopened()
        self.env["support.notification"].sudo()._plan_reopened(self.sudo())
        return result

    # ------------------------------------------------------------
    # Outcomes
    # ------------------------------------------------------------

    def _log_sent_mails(self, rows):
        """Note in the visits' history that their customers were told; answers to the mails are filed there.

        :param rows: the support.notification that were sent, one of each visit
        """
        sent = {row.appointment_id.id: row for row in rows if row.kind != mail_plan.TEST}
        visits = self.browse(sent)
        messages = visits._message_log_batch(
            {
                visit_id: Markup("<p>%s</p>")
                % self.env._("%(kind)s sent to %(address)s.", kind=row._kind_label(), address=row.email_to)
                for visit_id, row in sent.items()
            },
            # What answers it is a comment, not an internal note.
            message_type="auto_comment",
        )
        for message in messages.sudo():
            message.message_id = sent[message.res_id].message_id
        for activity in visits._failed_mail_activities():
            activity.action_feedback(feedback=self.env._("Sent to %s.", sent[activity.res_id].email_to))

    def _ask_about_failed_mail(self, row):
        """Give the one who is responsible for the visit a task: the customer was not told.

        :param row: the support.notification that failed
        """
        self.ensure_one()
        responsible = self._mail_responsible()
        if responsible and not self._failed_mail_activities():
            # No mail about mail that can't be sent: the task shows in Odoo.
            self.with_context(mail_activity_quick_update=True).activity_schedule(
                FAILED_MAIL_ACTIVITY,
                user_id=responsible.id,
                summary=self.env._("%s was not delivered", row._kind_label()),
                note=Markup("<p>%s</p><p>%s</p>")
                % (
                    row.error or "",
                    self.env._("Correct the address and retry, or call the customer."),
                ),
            )

    def _failed_mail_activities(self):
        return self.activity_search([FAILED_MAIL_ACTIVITY])

    def _mail_responsible(self):
        """Who looks after the visit: the manager who booked it, else its technician."""
        booker = self.create_uid
        if (
            booker.active
            and booker.has_group("support_center.group_support_manager")
            and booker != self.env.ref("base.user_root")
        ):
            return booker
        return self.technician_id

    def _mail_concerned(self):
        """Contacts of those who are to know what the customer does or writes."""
        return (self.technician_id | self._mail_responsible()).partner_id

    def _fallback_lang(self):
        """As in Odoo, which takes the user's language as it is."""
        if self.env.context.get("lang"):
            return super()._fallback_lang()
        return self.with_context(lang=self.company_id[:1]._support_lang(self.env.user.lang))

    def message_post(self, *, message_type="notification", partner_ids=None, support_quiet=False, **kwargs):
        """What customers write by email reaches those who look after the visit, whether or not they follow it.

        :param bool support_quiet: nobody is told, not even followers
        """
        if support_quiet:
            partner_ids = []
            kwargs["notify_skip_followers"] = True
        elif message_type == "email":
            partner_ids = list({*(partner_ids or []), *self._mail_concerned().ids})
        return super().message_post(message_type=message_type, partner_ids=partner_ids, **kwargs)

    @api.model
    def _message_receive_bounce(self, email, partner):
        """A mail came back: the customer was not told after all."""
        result = super()._message_receive_bounce(email, partner)
        for appointment in self:
            returned = appointment.notification_ids.filtered(
                lambda row: row.state == mail_plan.SENT and email_normalize(row.email_to) == email_normalize(email)
            )[:1]
            if returned:
                returned.sudo()._report_failure(
                    self.env._("The mail came back: the address does not exist or takes no mail."),
                    permanent=True,
                    email_to=returned.email_to,
                )
        return result
