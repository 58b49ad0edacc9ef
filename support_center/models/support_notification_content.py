from dataclasses import dataclass, field, replace
from email.message import EmailMessage

from odoo import api, models
from odoo.tools import email_normalize
from odoo.tools import formataddr as odoo_formataddr

from ..logic import calendar_invite, mail_headers, mail_mime, mail_plan, mail_text
from .mail_render_mixin import OWN_SENDER

TEMPLATES = {
    mail_plan.CONFIRMATION: "support_center.mail_template_visit_confirmation",
    mail_plan.REMINDER: "support_center.mail_template_visit_reminder",
    mail_plan.RESCHEDULED: "support_center.mail_template_visit_rescheduled",
    mail_plan.CANCELLED: "support_center.mail_template_visit_cancelled",
    mail_plan.LINK: "support_center.mail_template_visit_link",
}
RENDERED_FIELDS = ("subject", "body_html", "email_from", "reply_to")


@dataclass(frozen=True)
class Mail:
    """A mail ready to be handed to whichever channel delivers it.

    :ivar servers: ``ir.mail_server``, with all that the mails of a batch have in common
    :ivar address: whom it goes to, or an empty string; ``name`` is theirs as it is, and may be empty; ``recipient`` is both
        as people read them
    :ivar html: a whole document
    :ivar visit: what the invitation says, apart from who invites; ``calendar_method`` is its METHOD
    :ivar headers: beyond those that the other values become
    """

    servers: models.BaseModel
    message_id: str
    subject: str
    email_from: str
    recipient: str
    address: str
    reply_to: str
    html: str
    text: str
    visit: calendar_invite.Visit
    calendar_method: str
    mail_server_id: int | None = None
    headers: dict = field(default_factory=dict)
    name: str = ""

    @property
    def calendar(self):
        """iCalendar text, as the company itself would send it."""
        return self.invitation(self.email_from)

    def invitation(self, email_from):
        """:return: iCalendar text in which the sender of the mail invites: others' invitations are not trusted"""
        visit = replace(self.visit, organizer=mail_headers.mailbox(email_from))
        return calendar_invite.invitation(visit, self.calendar_method)

    def message(self, connection=None):
        """The mail as an ``email.message.EmailMessage``, with the headers that Odoo gives to mail.

        :param connection: the SMTP session of ``ir.mail_server`` by which it is sent, if Odoo sends it
        """
        message = self.servers._build_email__(
            email_from=self.email_from,
            # Without the name, which would be read as a header.
            email_to=[self.address],
            subject=self.subject,
            body="",
            reply_to=self.reply_to,
            message_id=self.message_id,
            headers=self.headers,
        )
        calendar = self.invitation(self._final_sender(message, connection))
        mail_mime.set_body(message, self.html, self.text, calendar, self.calendar_method)
        # As they are: what looks like an encoded word in them would be decoded.
        message.replace_header("Subject", self.subject)
        message.replace_header("To", mail_headers.Mailbox(self.name, self.address))
        return message

    def _final_sender(self, message, connection):
        """Who the mail will come from: a mail server that may not send for the company has it come from Odoo."""
        headers = EmailMessage(mail_mime.PLAIN_HEADERS)
        for name, value in message.items():
            headers[name] = value
        return self._servers_for_address()._prepare_email_message__(headers, connection)[2]["From"]

    def envelope(self):
        """The mail for a channel that is not Odoo's, by the rules that Odoo applies to its own.

        :return: tuple of the envelope's sender and recipient, and of the message in the form in which it travels
        :raise AssertionError: where Odoo finds an address that it can't use
        """
        sender, recipients, message = self._servers_for_address()._prepare_email_message__(self.message(), None)
        return sender, recipients[0], message.as_bytes()

    def send(self, connection):
        """Hand the mail to a mail server.

        :param connection: an SMTP session of ``ir.mail_server``
        """
        self._servers_for_address().send_email(
            self.message(connection), mail_server_id=self.mail_server_id, smtp_session=connection
        )

    def _servers_for_address(self):
        """The servers, told that the recipient is one address, whatever stands in the name before it."""
        return self.servers.with_context(send_validated_to=[self.address] if self.address else [])


class SupportNotificationContent(models.Model):
    """What a mail says: the administrators' template, in the customer's language, and the invitation beside it."""

    _inherit = "support.notification"

    def _compose(self):
        """:return: the :class:`Mail` of this row, as the visit is now"""
        self.ensure_one()
        ledger = self._as_example() if self.kind == mail_plan.TEST else self
        return ledger._compose_for(self.appointment_id, self.test_kind or self.kind, self.message_id)

    @api.model
    def _compose_example(self, appointment, kind):
        """What a customer would get now.

        :return: :class:`Mail`, or the exception that keeps it from being made
        """
        try:
            with self.env.cr.savepoint():
                message_id = self._new_message_id(appointment.company_id)
                return self._as_example()._compose_for(appointment, kind, message_id)
        except Exception as error:  # noqa: BLE001 pylint: disable=broad-exception-caught
            # Whoever edits templates is to see what is wrong with them, whatever it is.
            return error

    @api.model
    def _as_example(self):
        """Emails made so say what a customer gets, without the link by which the customer decides."""
        return self.with_context(support_example_link=True)

    def _addressed(self, mail):
        """The mail, which goes to somebody else where it is a test."""
        if self.kind != mail_plan.TEST:
            return mail
        address = self._mail_address(self.email_to)
        return replace(
            mail,
            recipient=address,
            address=address,
            name="",
            subject=self.env._("[Test] %s", mail.subject),
        )

    def _compose_all(self):
        """The mails of these rows. Those of a kind and language are made together, which takes a fraction of the time.

        :return: dict of row id to :class:`Mail`, or to the exception that kept it from being made
        """
        composed = {}
        for (kind, test, _lang, _company), rows in self.grouped(
            lambda row: (
                row.test_kind or row.kind,
                row.kind == mail_plan.TEST,
                row.appointment_id.sudo().customer_lang,
                row.company_id,
            )
        ).items():
            ledger = self._as_example() if test else self
            # One visit has at most one row of a kind that is current; others get a batch of their own.
            first = self.browse(same[0].id for same in rows.grouped("appointment_id").values())
            try:
                with self.env.cr.savepoint():
                    mails = ledger._compose_visits(
                        first.appointment_id, kind, {row.appointment_id.id: row.message_id for row in first}
                    )
                composed.update({row.id: row._addressed(mails[row.appointment_id.id]) for row in first})
            except Exception as error:  # noqa: BLE001 pylint: disable=broad-exception-caught
                # A template can raise anything, and may do so for one visit only.
                if len(first) == 1:
                    composed[first.id] = error
                else:
                    for row in first:
                        # Alone in all that is computed for it, too.
                        composed.update(row.with_prefetch()._compose_all())
            if rows - first:
                composed.update((rows - first)._compose_all())
        return composed

    @api.model
    def _compose_for(self, appointment, kind, message_id):
        """Fill in the template of ``kind``.

        :param appointment: the visit, readable to the user
        :param str message_id: with angle brackets
        """
        appointment.ensure_one()
        return self._compose_visits(appointment, kind, {appointment.id: message_id})[appointment.id]

    @api.model
    def _compose_visits(self, appointments, kind, message_ids):
        """Fill in the template of ``kind`` for visits of one company whose customers read the same language.

        :param dict message_ids: Message-ID, with angle brackets, by appointment id
        :return: dict of appointment id to :class:`Mail`
        """
        template = self.env.ref(TEMPLATES[kind]).sudo()
        # The visit is read as the system: templates may show what its customer may see, whoever sends it.
        lang = appointments[:1].sudo().customer_lang
        example = bool(self.env.context.get("support_example_link"))
        appointments = appointments.sudo().with_context(
            lang=lang, support_example_link=example, support_sender=OWN_SENDER
        )
        company = appointments.company_id
        sender = template.with_company(company).with_context(support_sender=OWN_SENDER)
        rendered = sender._generate_template(appointments.ids, RENDERED_FIELDS)
        for values in rendered.values():
            values["email_from"] = values["email_from"] or company.email_formatted
        reply_to = appointments._notify_get_reply_to_batch(
            defaults={appointment_id: values["email_from"] for appointment_id, values in rendered.items()}
        )
        for appointment_id, values in rendered.items():
            values["reply_to"] = values["reply_to"] or reply_to[appointment_id]
        servers = self._mail_servers(company)
        return {
            appointment.id: self._mail(
                template, appointment, kind, message_ids[appointment.id], rendered[appointment.id], servers
            )
            for appointment in appointments
        }

    @api.model
    def _mail(self, template, appointment, kind, message_id, values, servers):
        """Put what the template says of a visit together with all else that belongs to the mail."""
        html = self._wrap(template, appointment, kind, values)
        method = calendar_invite.CANCEL if kind == mail_plan.CANCELLED else calendar_invite.REQUEST
        address = self._mail_address(appointment.customer_email)
        return Mail(
            servers=servers,
            message_id=message_id,
            subject=" ".join((values["subject"] or "").split()),
            email_from=values["email_from"],
            recipient=mail_headers.readable_mailbox(appointment.customer_name, address) if address else "",
            address=address,
            reply_to=values["reply_to"],
            html=html,
            text=mail_text.from_html(html),
            visit=appointment._calendar_visit(method),
            calendar_method=method,
            mail_server_id=template.mail_server_id.id or None,
            headers=self._headers(appointment, kind),
            name=appointment.customer_name or "",
        )

    @api.model
    def _mail_servers(self, company):
        """The outgoing servers, told of the company's own mail domain.

        What is left to Odoo's defaults is asked once: for each mail it takes Odoo another look at the database.
        """
        servers = self.env["ir.mail_server"]
        domain = company.alias_domain_id
        return servers.with_context(
            domain_notifications_email=domain.default_from_email or servers._get_default_from_address(),
            domain_bounce_address=domain.bounce_email or company.bounce_email or servers._get_default_bounce_address(),
        )

    @api.model
    def _mail_address(self, text):
        """The one address in ``text`` as mail servers know it; empty where there is none.

        What is before the @ stays as it is, also where mail can't carry it.
        """
        address = email_normalize(text)
        try:
            return odoo_formataddr(("", address), charset="ascii") if address else ""
        except UnicodeError:
            return address

    @api.model
    def _wrap(self, template, appointment, kind, values):
        """Put the template's text into the layout, with links that work outside of Odoo."""
        # In the language of the visit, as it is rendered.
        render = self.env["mail.render.mixin"].with_context(**appointment.env.context)
        layout = template.email_layout_xmlid
        html = values["body_html"]
        if layout:
            html = render._render_encapsulate(
                layout,
                html,
                add_context={
                    "company": appointment.company_id,
                    "lang": appointment.customer_lang,
                    "unsubscribe_url": self._unsubscribe_url(appointment, kind),
                    "offers_choice": appointment._offers_reminder_choice(),
                },
                context_record=appointment,
            )
        return str(render._replace_local_links(html, appointment.get_base_url()))

    @api.model
    def _headers(self, appointment, kind):
        headers = {
            # No answers from holiday autoresponders.
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "OOF, AutoReply",
        }
        unsubscribe_url = self._unsubscribe_url(appointment, kind)
        if unsubscribe_url and not self.env.context.get("support_example_link"):
            # RFC 8058: mail clients unsubscribe by a POST of their own.
            headers["List-Unsubscribe"] = f"<{mail_headers.url(unsubscribe_url)}>"
            headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        return headers

    @api.model
    def _unsubscribe_url(self, appointment, kind):
        return kind == mail_plan.REMINDER and f"{appointment.customer_manage_url}/unsubscribe"
