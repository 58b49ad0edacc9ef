import re

from markupsafe import Markup

from odoo import SUPERUSER_ID, api, fields, models
from odoo.tools import email_normalize, format_datetime

from ..logic import calendar_reply, inbound_mail, states

#: Kind of task that asks to find another time for a customer who declined.
DECLINED_ACTIVITY = "support_center.mail_activity_declined"
UID = re.compile(r"visit-(\d{1,9})@(.+)")


class SupportAppointmentReplies(models.Model):
    """What customers answer from their calendars, and email that no person wrote.

    An answer counts for the schedule that it was given to: with every change of time or technician the customer is asked
    again.
    """

    _inherit = "support.appointment"

    customer_answer = fields.Selection(
        [
            (calendar_reply.ACCEPTED, "Accepted"),
            (calendar_reply.TENTATIVE, "Maybe"),
            (calendar_reply.DECLINED, "Declined"),
        ],
        string="Customer's Answer",
        compute="_compute_customer_answer",
        store=True,
        precompute=True,
        copy=False,
        tracking=True,
        help="What the customer answered to the invitation, from their calendar.",
    )
    customer_answer_at = fields.Datetime(
        string="Answered On",
        compute="_compute_customer_answer",
        store=True,
        precompute=True,
        copy=False,
    )
    customer_declined = fields.Char(compute="_compute_customer_declined")

    @api.depends("schedule_revision", "customer_email")
    def _compute_customer_answer(self):
        """Another schedule, or another customer, has no answer yet."""
        self.customer_answer = False
        self.customer_answer_at = False

    @api.depends("customer_answer", "customer_answer_at", "state")
    @api.depends_context("lang", "tz")
    def _compute_customer_declined(self):
        for visit in self:
            declined = visit.customer_answer == calendar_reply.DECLINED and visit.state == states.CONFIRMED
            visit.customer_declined = declined and self.env._(
                "The customer declined this visit on %s. Find another time with them, or cancel the visit.",
                format_datetime(self.env, visit.customer_answer_at, dt_format="short"),
            )

    # ------------------------------------------------------------
    # Incoming email
    # ------------------------------------------------------------

    @api.model
    def _visit_answered_by_calendar(self, message, message_dict):
        """The visit that a calendar answers an invitation to. Most name nothing but the event: no thread, no alias.

        :param EmailMessage message: as it came in
        :param dict message_dict: what Odoo made of it
        """
        reply = calendar_reply.read(message)
        return self._visit_with_uid(reply.uid) if reply else self.browse()

    @api.model
    def _visit_with_uid(self, uid):
        found = UID.fullmatch(uid)
        database = self.env["ir.config_parameter"].sudo().get_param("database.uuid")
        if not found or found[2] != database:
            return self.browse()
        return self.browse(int(found[1])).exists()

    def _receive_email(self, message, message_dict):
        """Take in what an email says, and decide who is to be told of it.

        :param EmailMessage message: as it came in
        :param dict message_dict: what Odoo made of it; it says afterwards how it is posted
        """
        self.ensure_one()
        if not self._is_thread_of(message_dict):
            # An answer to a message about something else says nothing of who writes.
            message_dict.update(parent_id=False, is_internal=False)
        reply = calendar_reply.read(message)
        if reply and self._visit_with_uid(reply.uid) == self:
            self._receive_answer(reply, message, message_dict)
        elif inbound_mail.is_automatic(message):
            self._keep_quiet(message_dict)

    def _receive_answer(self, reply, message, message_dict):
        customer = email_normalize(self.customer_email)
        # Odoo takes the first of several senders, also out of a name.
        senders = {email_normalize(inbound_mail.sender(message)), email_normalize(message_dict.get("email_from"))}
        is_customer = bool(customer) and senders == {customer}
        answer = reply.answers.get(customer) if is_customer else None
        if message.get_content_maintype() != "multipart":
            # Odoo shows a calendar without any text as what it is made of.
            message_dict["body"] = Markup("<p>%s</p>") % self._describe_answer(answer, reply)
        if not answer:
            # Of somebody else. It stands in the history, and is nobody's business unless it belongs to the thread.
            if not message_dict.get("parent_id"):
                self._keep_quiet(message_dict)
                if not (is_customer or self._is_from_staff(message_dict)):
                    # Anybody can number visits. What they write can be read; what they attach is not kept.
                    message_dict["attachments"] = []
            return
        counts = self._take_answer(answer, reply)
        if not counts or (answer != calendar_reply.DECLINED and not reply.comment):
            self._keep_quiet(message_dict)

    def _is_thread_of(self, message_dict):
        """Whether an email answers a message of this visit, whose identifier only its recipients know."""
        parent = self.env["mail.message"].sudo().browse(message_dict.get("parent_id") or [])
        return bool(parent) and (parent.model, parent.res_id) == (self._name, self.id)

    @api.model
    def _is_from_staff(self, message_dict):
        user = self._mail_find_user_for_gateway(message_dict.get("email_from"))
        return bool(user) and not user.share

    def _describe_answer(self, answer, reply):
        words = {
            calendar_reply.ACCEPTED: self.env._("Accepted from the customer's calendar."),
            calendar_reply.TENTATIVE: self.env._("Perhaps, says the customer's calendar."),
            calendar_reply.DECLINED: self.env._("Declined from the customer's calendar."),
        }
        described = words.get(answer) or self.env._("An answer to the invitation.")
        return f"{described} {reply.comment}".strip()

    @api.model
    def _keep_quiet(self, message_dict):
        """Have the email kept as an internal note that nobody is told of."""
        message_dict.update(is_internal=True, support_quiet=True)

    # ------------------------------------------------------------
    # Answers
    # ------------------------------------------------------------

    def _take_answer(self, answer, reply):
        """Keep the customer's answer, if it is the last one to the visit as it is now.

        :param str answer: ``accepted``, ``declined`` or ``tentative``
        :return: whether it counts
        """
        now = fields.Datetime.now()
        given_at = min(reply.stamp or now, now)
        if self.state != states.CONFIRMED or self.start <= now or reply.sequence != self.schedule_revision:
            return False
        if self.customer_answer_at and given_at < self.customer_answer_at:
            # Overtaken by a later one on its way.
            return False
        visit = self.with_user(SUPERUSER_ID)
        before = visit.customer_answer
        visit.write({"customer_answer": answer, "customer_answer_at": given_at})
        if answer != calendar_reply.DECLINED:
            visit._settle_declined(self.env._("The customer has another answer by now."))
        elif before != answer:
            visit._ask_about_declined(reply.comment)
        return True

    def _ask_about_declined(self, comment):
        """Give the one who plans the visit a task: the customer does not want it so."""
        responsible = self._declined_responsible()
        if responsible:
            # No email about the task: the customer's own is forwarded.
            self.with_context(mail_activity_quick_update=True).activity_schedule(
                DECLINED_ACTIVITY,
                user_id=responsible.id,
                summary=self.env._("%s declined the visit", self.customer_name or self.env._("The customer")),
                note=Markup("<p>%s</p><p>%s</p>")
                % (comment, self.env._("Find another time with the customer, or cancel the visit.")),
            )

    def _settle_declined(self, feedback):
        for activity in self.activity_search([DECLINED_ACTIVITY]):
            activity.action_feedback(feedback=feedback)

    def _declined_responsible(self):
        """Who finds another time: the manager who booked the visit, else a manager of the company, else its technician."""
        responsible = self._mail_responsible()
        if responsible and responsible.has_group("support_center.group_support_manager"):
            return responsible
        managers = self.env["res.users"].search(
            [
                ("all_group_ids", "in", self.env.ref("support_center.group_support_manager").ids),
                ("company_ids", "in", self.company_id.ids),
                ("share", "=", False),
            ],
            order="id",
            limit=1,
        )
        return managers or responsible

    def _mail_concerned(self):
        concerned = super()._mail_concerned()
        if self.customer_answer == calendar_reply.DECLINED:
            concerned |= self.activity_search([DECLINED_ACTIVITY]).user_id.partner_id
        return concerned

    # ------------------------------------------------------------
    # Changes
    # ------------------------------------------------------------

    def _plan_change(self, vals):
        change = super()._plan_change(vals)
        change.before["customer_answer"] = self.customer_answer
        return change

    def _after_changes(self, plans):
        result = super()._after_changes(plans)
        for plan in plans:
            visit = plan.appointment
            settled = plan.moved or visit.state != plan.before["state"]
            if settled and plan.before["customer_answer"] == calendar_reply.DECLINED:
                visit.sudo()._settle_declined(self.env._("The visit was changed."))
        return result
