import json
import re
from dataclasses import replace

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, email_normalize, formataddr
from odoo.tools.mail import email_split_tuples

from ..logic import mail_plan, states
from ..logic.privacy import is_about, phone_digits, replace_in_values

VISIT, TICKET = "support.appointment", "helpdesk.ticket"
#: Columns of messages in which a customer may be named.
MESSAGE_ADDRESSES = ("email_from", "reply_to", "incoming_email_to", "incoming_email_cc", "outgoing_email_to")
MESSAGE_TEXTS = ("subject", "body", *MESSAGE_ADDRESSES)
TRACKED_TEXTS = ("old_value_char", "new_value_char", "old_value_text", "new_value_text")
#: What a contact says of a person.
CONTACT_FIELDS = (
    "email",
    "phone",
    "mobile",
    "street",
    "street2",
    "zip",
    "city",
    "state_id",
    "country_id",
    "parent_id",
    "company_name",
    "function",
    "website",
    "comment",
    "vat",
    "ref",
    "barcode",
    "image_1920",
    "partner_latitude",
    "partner_longitude",
)


class SupportPrivacyErase(models.AbstractModel):
    """Forgets a customer for good, in one transaction.

    It works below the visits' own rules: those would note every change, old values included, and tell the customer.
    """

    _inherit = "support.privacy"

    @api.model
    def _erase(self, visits, person, tickets=None, contacts=None, everywhere=False):
        """Forget a customer.

        :param visits: of the customer, all of them over
        :param person: the customer's :class:`Person`
        :param tickets: those that are the customer's alone
        :param contacts: contacts to be made anonymous, too
        :param bool everywhere: also where another customer's visit or ticket names this one, as it does when the customer
            of a visit was changed
        :return: dict with the number of ``visits``, ``tickets``, ``messages``, ``emails``, ``answers``, ``log``, ``contacts``
        """
        visits = visits.sudo().with_context(active_test=False)
        tickets = (tickets if tickets is not None else self.env[TICKET].browse()).sudo()
        contacts = (contacts if contacts is not None else self.env["res.partner"].browse()).sudo()
        self.env.flush_all()
        self._check_over(visits)
        emails = self._lock_emails(visits, person)
        answers = self._stored_answers(visits)
        entries = self._log_entries(visits, answers)
        counts = {
            "visits": len(visits),
            "tickets": len(tickets),
            "messages": 0,
            "emails": len(emails),
            "answers": len(answers),
            "log": len(entries),
            "contacts": len(contacts),
        }
        self._queue_for_companions(visits, answers)
        references = visits.mapped("name")
        former_phones = (
            self.env["support.appointment.record"].sudo()._phones_of(person, self.env.companies.ids)
            if everywhere
            else set()
        )
        self._erase_visits(visits)
        self.env["support.appointment.record"].sudo()._forget_customers(
            visits, visits._erased_values()["customer_name"]
        )
        self._erase_emails(emails)
        self.env["support.helpdesk"]._forget_customer(tickets)
        counts["messages"] += self._erase_documents(visits) + self._erase_documents(tickets)
        counts["messages"] += self._erase_among_others(visits.ticket_id - tickets, person, references)
        self._erase_answers(answers)
        self._erase_log_entries(entries)
        if everywhere:
            self.env["support.appointment.record"].sudo()._forget_person(
                person, self.env.companies.ids, visits._erased_values()["customer_name"]
            )
            counts["messages"] += self._erase_elsewhere(replace(person, phones=person.phones | former_phones))
        if contacts:
            counts["messages"] += self._erase_contacts(contacts)
        self._erase_traces(visits, person)
        self._erase_wishes(visits.company_id | self.env.companies if everywhere else visits.company_id, person)
        self._erase_news([visits, tickets, contacts], person)
        self.env.flush_all()
        self.env.invalidate_all()
        visits._schedule_changed(["customer_name"])
        return counts

    @api.model
    def _check_over(self, visits):
        """Lock the visits, and refuse while one of them is still to come."""
        self.env.execute_query(
            SQL("SELECT id FROM support_appointment WHERE id = ANY(%s) ORDER BY id FOR UPDATE", visits.ids)
        )
        visits.invalidate_recordset(["state"])
        upcoming = visits.filtered(lambda visit: visit.state not in states.FINAL)
        if upcoming:
            raise UserError(
                self.env._(
                    "Some visits are not over yet: %s. Complete or cancel them first, then erase the data.",
                    ", ".join(upcoming[:10].mapped("name")),
                )
            )

    @api.model
    def _lock_emails(self, visits, person):
        """The ledger's rows of the visits, and those to the customer about visits that were deleted, locked. A sender that
        has one would enter the address again afterwards."""
        rows = self.env["support.notification"].sudo().search([("appointment_id", "in", visits.ids)])
        rows |= self._ledger_rows_to(person, visits.company_id.ids).filtered(lambda row: not row.appointment_id)
        locked = rows.try_lock_for_update()
        locked.invalidate_recordset(["state"])
        if locked != rows or any(row.state == mail_plan.SENDING for row in locked):
            raise UserError(
                self.env._("An email to this customer is being sent at this moment. Try again in a few minutes.")
            )
        return locked

    # ------------------------------------------------------------
    # Visits and their ledger
    # ------------------------------------------------------------

    @api.model
    def _erase_visits(self, visits):
        values = {**visits._erased_values(), "erased_at": fields.Datetime.now(), "write_uid": self.env.uid}
        columns = SQL(", ").join(SQL("%s = %s", SQL.identifier(name), value) for name, value in values.items())
        self.env.cr.execute(SQL("UPDATE support_appointment SET %s WHERE id = ANY(%s)", columns, visits.ids))
        visits.invalidate_recordset()
        # What is worked out of them, such as the booking API's ETag; a contact that is gone takes nothing along.
        visits.modified([name for name in values if name != "partner_id"])
        visits._renew_customer_link()

    @api.model
    def _erase_emails(self, rows):
        rows.filtered(lambda row: row.state == mail_plan.PLANNED).write(
            {"state": mail_plan.SUPPRESSED, "suppressed_reason": "erased", "due_at": False}
        )
        rows.write({"email_to": False, "error": False, "note_pending": False})

    # ------------------------------------------------------------
    # What was written on visits and tickets
    # ------------------------------------------------------------

    @api.model
    def _erase_documents(self, documents):
        """Take away what was written on visits or tickets, and their files. When they changed status, time or technician
        is still known afterwards.

        :return: how many messages are gone
        """
        if not documents:
            return 0
        on_documents = [("res_model", "=", documents._name), ("res_id", "in", documents.ids)]
        self.env["mail.activity"].sudo().with_context(active_test=False).search(on_documents).unlink()
        either = Domain("res_field", "=", False) | Domain("res_field", "!=", False)
        self.env["ir.attachment"].sudo().search(Domain(on_documents) & either).unlink()
        outside = [("partner_id.user_ids", "=", False), *on_documents]
        self.env["mail.followers"].sudo().search(outside).unlink()
        messages = (
            self.env["mail.message"].sudo().search([("model", "=", documents._name), ("res_id", "in", documents.ids)])
        )
        personal = self._tracked_personal_fields(documents)
        messages.tracking_value_ids.filtered(
            lambda value: value.field_id.name in personal or not value.field_id
        ).unlink()
        messages.invalidate_recordset(["tracking_value_ids"])
        # Changes that somebody noted a word with are gone with it.
        kept = messages.filtered(lambda message: message.tracking_value_ids and self._says_nothing(message))
        # It names the document, and with it the customer.
        kept.write({"reply_to": False, "outgoing_email_to": False})
        gone = messages - kept
        gone.unlink()
        return len(gone)

    @api.model
    def _tracked_personal_fields(self, documents):
        if documents._name == VISIT:
            return {*documents._personal_fields(), "ticket_id"}
        return set(self.env["support.helpdesk"]._personal_fields(documents))

    @api.model
    def _says_nothing(self, message):
        """Whether a message is nothing but changes that a user made."""
        return (
            not message.preview
            and not message.subject
            and not message.attachment_ids
            and message.message_type == "notification"
            and bool(message.author_id.with_context(active_test=False).user_ids)
        )

    @api.model
    def _erase_elsewhere(self, person):
        """Take the customer out of visits and tickets of others: they were this customer's before, say.

        :return: how many messages are gone or changed
        """
        companies = self.env.companies.ids
        self._ledger_rows_to(person, companies).write({"email_to": False, "error": False})
        documents = {}
        for model, res_id in self._documents_naming(person.contact_words(), companies):
            documents.setdefault(model, []).append(res_id)
        gone = 0
        for model, ids in documents.items():
            gone += self._erase_among_others(self.env[model].sudo().browse(ids), person)
        return gone

    @api.model
    def _ledger_rows_to(self, person, companies):
        """Rows of the ledger that went to one of the customer's addresses."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id
                  FROM support_notification
                 WHERE company_id = ANY(%s)
                   AND state <> %s
                   AND EXISTS (SELECT FROM unnest(%s::text[]) word WHERE strpos(lower(email_to), word) > 0)
                """,
                companies,
                mail_plan.SENDING,
                sorted(person.emails),
            )
        )
        return self.env["support.notification"].sudo().browse(row_id for (row_id,) in rows)

    @api.model
    def _documents_naming(self, words, companies):
        """Visits and tickets of the companies whose histories contain one of the words.

        :return: list of model names and ids
        """
        if not words:
            return []
        return self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT message.model, message.res_id
                  FROM mail_message message
             LEFT JOIN mail_tracking_value tracked ON tracked.mail_message_id = message.id
             LEFT JOIN support_appointment visit ON message.model = %(visit)s AND visit.id = message.res_id
             LEFT JOIN helpdesk_ticket ticket ON message.model = %(ticket)s AND ticket.id = message.res_id
                 WHERE (visit.company_id = ANY(%(companies)s)
                        OR (ticket.id IS NOT NULL AND COALESCE(ticket.company_id, %(first)s) = ANY(%(companies)s)))
                   AND EXISTS (
                       SELECT FROM unnest(%(words)s::text[]) word
                        WHERE strpos(lower(concat_ws(' ', %(texts)s)), word) > 0
                   )
                """,
                visit=VISIT,
                ticket=TICKET,
                companies=companies,
                first=companies[0],
                words=words,
                texts=self._text_columns(),
            )
        )

    @api.model
    def _text_columns(self):
        return SQL(", ").join(
            [SQL.identifier("message", name) for name in MESSAGE_TEXTS]
            + [SQL.identifier("tracked", name) for name in TRACKED_TEXTS]
        )

    @api.model
    def _erase_among_others(self, documents, person, references=()):
        """Take the customer out of the histories of documents that are somebody else's.

        What is from or to nobody but the customer is deleted, and so are notes of the system on the visits. In what others
        wrote, address and number are replaced. A name of several words is, too, where a message has one of
        these or is about the visits.

        :param references: of the visits that are erased
        :return: how many messages are gone or changed
        """
        messages = (
            self.env["mail.message"].sudo().search([("model", "=", documents._name), ("res_id", "in", documents.ids)])
        )
        changed = self._erase_tracked_among_others(messages, documents, person)
        gone = messages.filtered(lambda message: self._is_correspondence(message, person))
        gone |= (changed - gone).filtered(lambda message: not message.tracking_value_ids and not message.preview)
        named = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, references))})(?!\w)") if references else None
        about = (messages - gone).filtered(lambda message: named and named.search(message.body or ""))
        gone |= about.filtered(lambda message: message.message_type == "notification")
        replaced = 0
        for message in messages - gone:
            replaced += self._replace_in_message(message, person, is_about_visits=message in about)
        gone.attachment_ids.unlink()
        gone.unlink()
        activities = self.env["mail.activity"].sudo().with_context(active_test=False)
        for activity in activities.search([("res_model", "=", documents._name), ("res_id", "in", documents.ids)]):
            self._replace_in(activity, ("summary", "note", "res_name"), person.pattern())
        return len(gone) + replaced

    @api.model
    def _erase_tracked_among_others(self, messages, documents, person):
        """Delete tracked values that are the customer's address or number, with what changed along with them.

        :return: messages with such values
        """
        numbers = {phone_digits(phone) for phone in person.phones} - {""}

        def is_customers(value):
            texts = [value[name] for name in TRACKED_TEXTS if value[name]]
            return any(email_normalize(text) in person.emails or phone_digits(text) in numbers for text in texts)

        tracked = messages.tracking_value_ids.filtered(is_customers)
        changed = tracked.mail_message_id
        personal = self._tracked_personal_fields(documents)
        tracked |= changed.tracking_value_ids.filtered(lambda value: value.field_id.name in personal)
        rest = messages.tracking_value_ids - tracked
        tracked.unlink()
        for value in rest:
            self._replace_in(value, TRACKED_TEXTS, person.pattern())
        messages.invalidate_recordset(["tracking_value_ids"])
        return changed

    @api.model
    def _is_correspondence(self, message, person):
        """Whether a message is from the customer, or to nobody else."""
        recipients = [address for _name, address in email_split_tuples(message.outgoing_email_to or "")]
        return email_normalize(message.email_from or "") in person.emails or bool(
            recipients and all(email_normalize(address) in person.emails for address in recipients)
        )

    @api.model
    def _replace_in_message(self, message, person, is_about_visits):
        """:return: whether the message named the customer"""
        values = {}
        for name in MESSAGE_ADDRESSES:
            pairs = email_split_tuples(message[name] or "")
            others = [pair for pair in pairs if email_normalize(pair[1]) not in person.emails]
            if others != pairs:
                values[name] = ", ".join(formataddr(pair) for pair in others) or False
        if values:
            message.write(values)
        pattern = person.pattern()
        # Beside the address, the name is the customer's.
        named = pattern and any(pattern.search(message[name] or "") for name in ("subject", "body"))
        if named or is_about_visits:
            return self._replace_in(message, ("subject", "body"), person.full_pattern()) or bool(values)
        return bool(values)

    @api.model
    def _replace_in(self, record, names, pattern):
        """Replace what a pattern finds in texts of a record.

        :return: whether it found something
        """
        if not pattern:
            return False
        erased, values = self.env._("Erased customer"), {}
        for name in names:
            text = record[name]
            if text and pattern.search(text):
                replaced = pattern.sub(lambda _match: erased, str(text))
                values[name] = Markup(replaced) if record._fields[name].type == "html" else replaced  # noqa: S704
        if values:
            record.write(values)
        return bool(values)

    # ------------------------------------------------------------
    # The booking API
    # ------------------------------------------------------------

    @api.model
    def _erase_answers(self, answers):
        """Have a repeated request answered with what the visit says now. The row stays: without it the request would be
        carried out again, and the customer be back."""
        for row in answers:
            answer = row._recall()
            visit = self.env[VISIT].sudo().search([("api_uid", "=", answer["appointment"]["uid"])])
            row.answer = json.dumps({**answer, "appointment": visit._api_struct()})

    @api.model
    def _erase_log_entries(self, entries):
        """Below the model, which refuses changes."""
        self.env.cr.execute(
            SQL(
                "UPDATE support_api_log SET address = NULL, user_agent = NULL, path = route WHERE id = ANY(%s)",
                entries.ids,
            )
        )
        entries.invalidate_recordset()

    @api.model
    def _queue_for_companions(self, visits, answers):
        """Have the companions forget the same in their access log."""
        references = [*visits.mapped("api_uid"), *answers.mapped("request_id")]
        self.env["support.api.erasure"].sudo().create(
            [{"reference": reference} for reference in references if reference]
        )

    # ------------------------------------------------------------
    # Contacts
    # ------------------------------------------------------------

    @api.model
    def _erase_contacts(self, contacts):
        """Make contacts anonymous and archive them; invoices and the like still refer to them.

        :return: how many messages are gone
        """
        quiet = contacts.with_context(tracking_disable=True, mail_notrack=True)
        values = {name: False for name in CONTACT_FIELDS if name in contacts._fields}
        quiet.write({**values, "name": self.env._("Erased customer"), "active": False})
        messages = (
            self.env["mail.message"].sudo().search([("model", "=", "res.partner"), ("res_id", "in", contacts.ids)])
        )
        count = len(messages)
        messages.unlink()
        on_contacts = [("res_model", "=", "res.partner"), ("res_id", "in", contacts.ids)]
        self.env["mail.activity"].sudo().with_context(active_test=False).search(on_contacts).unlink()
        either = Domain("res_field", "=", False) | Domain("res_field", "!=", False)
        self.env["ir.attachment"].sudo().search(Domain(on_contacts) & either).unlink()
        return count

    # ------------------------------------------------------------
    # What is on its way or about to be thrown away
    # ------------------------------------------------------------

    @api.model
    def _erase_traces(self, visits, person):
        """Take the customer out of what lives for hours only: open dialogs, news for browsers, Odoo's own look-up."""
        self.env["support.appointment.cancel"].sudo().search([("appointment_ids", "in", visits.ids)]).unlink()
        self.env["support.link.request"].sudo().search([("email", "in", sorted(person.emails))]).unlink()
        lookups = self.env["privacy.lookup.wizard"].sudo().search([("email", "in", sorted(person.emails))])
        lookups.line_ids.unlink()
        lookups.unlink()

    @api.model
    def _erase_wishes(self, companies, person):
        """Take the customer off the companies' lists of addresses without reminders, unless somebody else needs the wish."""
        opt_outs = self.env["support.reminder.opt.out"].sudo()
        found = opt_outs.search([("email", "in", sorted(person.emails)), ("company_id", "in", companies.ids)])
        found.filtered(lambda row: not self._has_other_visits(row.email, row.company_id)).unlink()

    @api.model
    def _erase_news(self, documents, person):
        """Take the customer out of news that browsers have yet to read. News of what is erased goes where it names the
        customer; in other news the address and the number are replaced, and nothing but them: anybody may be called “type”.

        :param documents: list of recordsets
        """
        pattern, full_pattern = person.pattern(), person.full_pattern()
        if not full_pattern:
            return
        records = {(each._name, record_id) for each in documents for record_id in each.ids}
        words = [*person.contact_words(), *(f'"{name}"' for name in {model for model, _id in records})]
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id, message
                  FROM bus_bus
                 WHERE EXISTS (SELECT FROM unnest(%s::text[]) word WHERE strpos(lower(message), word) > 0)
                """,
                words,
            )
        )
        erased = self.env._("Erased customer")
        for row_id, message in rows:
            news = json.loads(message)
            if is_about(news, records) and replace_in_values(news, full_pattern, erased) != news:
                self.env.cr.execute(SQL("DELETE FROM bus_bus WHERE id = %s", row_id))
            elif pattern and (replaced := replace_in_values(news, pattern, erased)) != news:
                self.env.cr.execute(SQL("UPDATE bus_bus SET message = %s WHERE id = %s", json.dumps(replaced), row_id))

    @api.model
    def _has_other_visits(self, email, company):
        """Whether a visit of anybody at the company has the address still: its customer's wish stands."""
        visits = self.env[VISIT].sudo().browse(self.sudo()._visit_ids(email, "", None))
        return company in visits.company_id
