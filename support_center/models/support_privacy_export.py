import io
import json
import re
import zipfile
from datetime import UTC

from odoo import api, fields, models
from odoo.tools import email_normalize, html2plaintext

from .support_privacy import APPOINTMENT_UID

#: Of the file's structure; raised when what is there moves or changes its meaning.
FORMAT = "support-center-customer-data/1"
VISIT = "support.appointment"
#: Fields of visits and tickets that say whose they are.
CUSTOMER_FIELDS = ("partner_id", "customer_name", "customer_email", "partner_name", "partner_email")


class SupportPrivacyExport(models.AbstractModel):
    """Hands out what is known of a customer, as a zip: ``customer-data.json`` for programs, ``customer-data.html`` for
    people, and the files that were attached.

    Other people are left out: colleagues who wrote are “staff”, what was said before a visit became this customer's is
    not in it, and neither are internal notes unless asked for.
    """

    _inherit = "support.privacy"

    @api.model
    def _export(self, visits, person, tickets=None, contacts=None, notes=False):
        """All that is known of a customer.

        :param visits: of the customer
        :param person: the customer's :class:`Person`
        :param tickets: those that are the customer's alone
        :param contacts: the customer's contacts
        :param bool notes: with internal notes
        :return: the zip's bytes
        """
        tickets = tickets if tickets is not None else self.env["helpdesk.ticket"].browse()
        contacts = contacts if contacts is not None else self.env["res.partner"].browse()
        files = []
        companies = (visits.sudo().company_id | self.env.companies).sudo()
        entries = self._requests_by_visit(visits.sudo())
        data = {
            "format": FORMAT,
            "exported_at": iso(fields.Datetime.now()),
            "customer": {
                "names": sorted(person.names),
                "emails": sorted(person.emails),
                "phones": sorted(person.phones),
            },
            "reminders": {"unwanted": bool(self.env["support.reminder.opt.out"]._among(person.emails, companies))},
            "contacts": [self._contact_data(contact, companies) for contact in contacts.sudo()],
            "visits": [
                {
                    **self._visit_data(visit, person),
                    "messages": self._messages_data(visit, person, notes, files),
                    "files": self._files_data(visit, files),
                    "requests": [self._request_data(entry) for entry in entries.get(visit.api_uid, [])],
                }
                for visit in visits.sudo().sorted("start")
            ],
            "tickets": [self._ticket_data(ticket, person, notes, files) for ticket in tickets.sudo().sorted("id")],
        }
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("customer-data.json", json.dumps(data, ensure_ascii=False, indent=2))
            page = self.env["ir.qweb"]._render("support_center.privacy_export_page", {"data": data})
            archive.writestr("customer-data.html", str(page))
            for name, content in files:
                archive.writestr(name, content)
        return buffer.getvalue()

    @api.model
    def _contact_data(self, contact, companies):
        return {
            "name": contact.display_name,
            "email": contact.email or "",
            "phone": contact.phone or "",
            "address": contact._display_address(without_company=True).strip(),
            "language": contact.lang or "",
            "timezone": contact.tz or "",
            "no_visit_reminders": any(contact.with_company(company).support_reminder_opt_out for company in companies),
        }

    @api.model
    def _requests_by_visit(self, visits):
        """Rows of the access log by the API id of the visit that they are about: both tables are read once for all."""
        answers = self._stored_answers(visits)
        uids = {answer.request_id: answer._recall()["appointment"]["uid"] for answer in answers}
        requests = {}
        for entry in self._log_entries(visits, answers):
            named = re.search(APPOINTMENT_UID, entry.path or "")
            requests.setdefault(named[0] if named else uids.get(entry.request_id), []).append(entry)
        return requests

    @api.model
    def _visit_data(self, visit, person):
        return {
            "reference": visit.name,
            "status": visit.state,
            "subject": visit.subject,
            "description": visit.description or "",
            "start": iso(visit.start),
            "end": iso(visit.stop),
            "timezone": visit.customer_tz,
            "location": visit.location or "",
            "technician": visit.technician_id.name or "",
            "customer": {
                "name": visit.customer_name or "",
                "email": visit.customer_email or "",
                "phone": visit.customer_phone or "",
            },
            "ticket": self.env["support.helpdesk"]._number(visit.ticket_id),
            "booked_at": iso(visit.create_date),
            "booked_online": visit.source == "api",
            "external_reference": visit.external_reference or "",
            "no_reminder": visit.reminder_opt_out,
            "cancelled_at": iso(visit.cancelled_at),
            "cancellation_reason": visit.cancel_reason or "",
            "emails": [self._email_data(row) for row in self._emails_to(visit, person)],
        }

    @api.model
    def _ticket_data(self, ticket, person, notes, files):
        values = self.env["support.helpdesk"]._personal_values(ticket)
        return {
            **values,
            "created_at": iso(values["created_at"]),
            "messages": self._messages_data(ticket, person, notes, files),
            "files": self._files_data(ticket, files),
        }

    @api.model
    def _emails_to(self, visit, person):
        """The ledger's rows that went to the customer, or are to: not those to whom the visit was for before."""
        return visit.notification_ids.filtered(
            lambda row: not row.email_to or email_normalize(row.email_to) in person.emails
        ).sorted("id")

    @api.model
    def _email_data(self, row):
        return {
            "kind": row.kind,
            "status": row.state,
            "planned_for": iso(row.planned_at),
            "sent_at": iso(row.sent_at),
            "to": row.email_to or "",
        }

    @api.model
    def _request_data(self, entry):
        return {
            "received_at": iso(entry.received_at),
            "method": entry.method or "",
            "route": entry.route or "",
            "status": entry.status,
            "address": entry.address or "",
            "user_agent": entry.user_agent or "",
        }

    # ------------------------------------------------------------
    # What was written
    # ------------------------------------------------------------

    @api.model
    def _messages_data(self, document, person, notes, files):
        """Messages on a visit or ticket that the customer wrote or could read.

        :param bool notes: internal ones, too
        :param list files: gets the names and contents of what is attached
        """
        contacts = self.env["res.partner"].sudo().search([("email_normalized", "in", sorted(person.emails))])
        contacts |= document.partner_id
        messages = (
            self.env["mail.message"]
            .sudo()
            .search([("model", "=", document._name), ("res_id", "=", document.id)], order="id")
        )
        since = self._customer_since(document)
        found = []
        for message in messages:
            if since and message.date <= since:
                continue
            text = html2plaintext(message.body or "").strip()
            is_internal = message.is_internal or message.subtype_id.internal or message.message_type == "notification"
            author = self._author(message, person, contacts)
            if not (text or message.attachment_ids) or not author or (is_internal and not notes):
                continue
            found.append(
                {
                    "date": iso(message.date),
                    "from": author,
                    "internal": bool(is_internal),
                    "subject": message.subject or "",
                    "text": text,
                    "files": [self._add_file(attachment, files) for attachment in message.attachment_ids],
                }
            )
        return found

    @api.model
    def _files_data(self, document, files):
        """Files that were attached to a visit or ticket itself, without a message, since it is this customer's.

        :param list files: gets their names and contents
        """
        attachments = (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [("res_model", "=", document._name), ("res_id", "=", document.id), ("res_field", "=", False)],
                order="id",
            )
        )
        # A message's files go with the message, or are left out with it.
        messages = self.env["mail.message"].sudo().search([("attachment_ids", "in", attachments.ids)])
        attachments -= messages.attachment_ids
        since = self._customer_since(document)
        if since:
            attachments = attachments.filtered(lambda attachment: attachment.create_date > since)
        return [self._add_file(attachment, files) for attachment in attachments]

    @api.model
    def _author(self, message, person, contacts):
        """``customer``, ``staff``, or empty for somebody else, whose words are not the customer's to have."""
        if message.author_id in contacts or email_normalize(message.email_from or "") in person.emails:
            return "customer"
        users = message.author_id.with_context(active_test=False).user_ids
        if message.author_id == self.env.ref("base.partner_root") or users.filtered(lambda user: not user.share):
            return "staff"
        return ""

    @api.model
    def _customer_since(self, document):
        """When the document was given to this customer, where it was somebody else's before; otherwise None.

        A ticket was somebody else's as long as one of its visits was: what changes on a visit is noted on its ticket.
        """
        visits = self.env[VISIT].sudo().browse()
        if document._name != VISIT:
            visits = visits.search([("ticket_id", "=", document.id)])
        changes = self.env["mail.tracking.value"].sudo()
        for records in (document, visits):
            changes |= changes.search(
                [
                    ("mail_message_id.model", "=", records._name),
                    ("mail_message_id.res_id", "in", records.ids),
                    ("field_id.name", "in", CUSTOMER_FIELDS),
                    "|",
                    ("old_value_char", "not in", [False, ""]),
                    ("old_value_integer", "not in", [False, 0]),
                ]
            )
        return max(changes.mail_message_id.mapped("date"), default=None)

    @api.model
    def _add_file(self, attachment, files):
        safe = re.sub(r"[^\w.-]+", "_", attachment.name or "").strip("._") or "file"
        name = f"files/{len(files) + 1}-{safe}"
        link = attachment.url if attachment.type == "url" else ""
        files.append((name, attachment.raw or (link or "").encode()))
        return name


def iso(moment):
    """A moment (naive UTC) as ISO 8601 text; empty for none."""
    return moment.replace(tzinfo=UTC).isoformat(timespec="seconds").replace("+00:00", "Z") if moment else ""
