from dataclasses import dataclass, field

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.tools import SQL, email_normalize

from ..logic import states
from ..logic.privacy import person_pattern, phone_digits, search_words

#: How the booking API names a visit in an address, as a regular expression of PostgreSQL.
APPOINTMENT_UID = "apt_[0-9a-f]+"


@dataclass
class Person:
    """A customer, as far as texts can tell."""

    #: Normalised addresses.
    emails: set = field(default_factory=set)
    #: As they were typed.
    phones: set = field(default_factory=set)
    names: set = field(default_factory=set)
    #: Where the technicians went.
    places: set = field(default_factory=set)

    def contact_words(self):
        """What is this customer's alone."""
        return search_words(self.emails, self.phones, ())

    def pattern(self):
        """Finds what is this customer's alone, in texts about anybody."""
        return person_pattern(self.emails, self.phones)

    def full_pattern(self):
        """Finds names and places, too: for texts that are known to be about the customer, as others have the same name."""
        return person_pattern(self.emails, self.phones, self.names | self.places)


class SupportPrivacy(models.AbstractModel):
    """What Support Center knows of a customer. It is found here; handed out in ``support_privacy_export.py``; forgotten in
    ``support_privacy_erase.py``.

    A customer is a contact, or no more than the email address or phone number of a visit that was booked online. Managers
    reach what they see otherwise: visits of their companies.
    """

    _name = "support.privacy"
    _description = "Customers' Data"

    @api.model
    def _check_may(self):
        """:raise AccessError: for everybody but managers"""
        if not (self.env.su or self.env.user.has_group("support_center.group_support_manager")):
            raise AccessError(self.env._("Only support managers export or erase a customer's data. Ask one of them."))

    # ------------------------------------------------------------
    # Finding
    # ------------------------------------------------------------

    @api.model
    def _find_visits(self, email="", phone="", partner=None):
        """Visits of a customer that the user sees and that were not erased yet.

        :param str email: in any spelling
        :param str phone: in any spelling
        :param partner: a contact; visits of other contacts with the same address are then left out
        """
        visits = self.env["support.appointment"].with_context(active_test=False)
        found = visits.search([("id", "in", self._visit_ids(email, phone, partner)), ("erased_at", "=", False)])
        if partner:
            found = found.filtered(lambda visit: visit.partner_id in (partner, partner.browse()))
        return found

    @api.model
    def _visit_ids(self, email, phone, partner):
        """Ids of the visits by each of the three, rights aside."""
        self.env["support.appointment"].flush_model(["customer_email", "customer_phone", "partner_id", "erased_at"])
        address, digits = email_normalize(email or ""), phone_digits(phone)
        contacts = self._contacts(email, phone, partner)
        rows = self.env.execute_query(
            SQL(
                r"""
                SELECT id
                  FROM support_appointment
                 WHERE erased_at IS NULL
                   AND (
                       partner_id = ANY(%(contacts)s)
                       OR (%(address)s <> '' AND strpos(lower(customer_email), %(address)s) > 0)
                       OR (%(digits)s <> ''
                           AND ltrim(regexp_replace(customer_phone, '\D', '', 'g'), '0') = %(digits)s)
                   )
                """,
                contacts=contacts.ids,
                address=address or "",
                digits=digits,
            )
        )
        candidates = self.env["support.appointment"].sudo().browse(row_id for (row_id,) in rows)
        # In which the address occurs is not yet whose address it is: ann@example.org is not joann@example.org.
        return candidates.filtered(
            lambda visit: (
                visit.partner_id in contacts
                or (address and email_normalize(visit.customer_email) == address)
                or (digits and phone_digits(visit.customer_phone) == digits)
            )
        ).ids

    @api.model
    def _contacts(self, email="", phone="", partner=None):
        """The contacts of a customer that the user sees, archived ones included: the one given, or those with the address."""
        contacts = self.env["res.partner"].with_context(active_test=False)
        if partner:
            return contacts.browse(partner.ids)
        address, digits = email_normalize(email or ""), phone_digits(phone)
        found = contacts.search([("email_normalized", "=", address)]) if address else contacts.browse()
        if digits:
            contacts.flush_model(["phone"])
            rows = self.env.execute_query(
                SQL(r"SELECT id FROM res_partner WHERE ltrim(regexp_replace(phone, '\D', '', 'g'), '0') = %s", digits)
            )
            found |= contacts.search([("id", "in", [row_id for (row_id,) in rows])])
        return found

    @api.model
    def _erasable_contacts(self, contacts):
        """Those that are customers and nothing else: no user, no company of ours, nobody's head office."""
        own = self.env["res.company"].sudo().search([("partner_id", "in", contacts.ids)]).partner_id
        return contacts.filtered(
            lambda contact: (
                contact not in own
                and not contact.sudo().with_context(active_test=False).user_ids
                and not contact.sudo().with_context(active_test=False).child_ids
            )
        )

    @api.model
    def _is_needed(self, contacts, visits, tickets):
        """Whether an open visit or ticket of any company refers to the contacts, apart from these."""
        others = self.env["support.appointment"].sudo().with_context(active_test=False)
        domain = [
            ("partner_id", "in", contacts.ids),
            ("id", "not in", visits.ids),
            ("state", "not in", list(states.FINAL)),
        ]
        if others.search_count(domain, limit=1):
            return True
        helpdesk = self.env["support.helpdesk"]
        others = (
            self.env["helpdesk.ticket"]
            .sudo()
            .search([("partner_id", "in", contacts.ids), ("id", "not in", tickets.ids)])
        )
        return any(not helpdesk._is_closed(ticket.stage_id) for ticket in others)

    @api.model
    def _find_tickets(self, visits, person, contacts):
        """Tickets that are the customer's alone: those of their visits, and those in their name.

        :param visits: of the customer
        """
        helpdesk = self.env["support.helpdesk"]
        own = visits.sudo().ticket_id
        found = helpdesk._tickets_of_customer(person.emails, contacts, self.env.companies)
        # A ticket with visits of somebody else as well stays, unless it is in the customer's name.
        others = self._visits_of_others(own, visits).ticket_id
        return (own - others) | found

    @api.model
    def _visits_of_others(self, tickets, visits):
        domain = [("ticket_id", "in", tickets.ids), ("id", "not in", visits.ids), ("erased_at", "=", False)]
        return self.env["support.appointment"].sudo().search(domain)

    @api.model
    def _person(self, visits, contacts, email="", phone=""):
        """What the visits and contacts, and whoever asks, call the customer."""
        person = Person()
        records = [(visit.customer_name, visit.customer_email, visit.customer_phone) for visit in visits.sudo()]
        records += [(contact.name, contact.email, contact.phone) for contact in contacts.sudo()]
        records += [(contact.display_name, False, False) for contact in contacts.sudo()]
        records.append((False, email, phone))
        person.places.update({place for place in visits.sudo().mapped("location") if place})
        person.places.update({street for street in contacts.sudo().mapped("street") if street})
        for name, address, number in records:
            person.names.update({name} - {False, None, ""})
            person.emails.update({email_normalize(address or "")} - {False, None, ""})
            person.phones.update({number} - {False, None, ""})
        return person

    # ------------------------------------------------------------
    # The access log and the idempotency ledger
    # ------------------------------------------------------------

    @api.model
    def _stored_answers(self, visits):
        """Rows of the idempotency ledger whose answer tells of one of the visits."""
        uids = [uid for uid in visits.sudo().mapped("api_uid") if uid]
        if not uids:
            return self.env["support.api.request"].sudo().browse()
        self.env["support.api.request"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id
                  FROM support_api_request
                 WHERE answer IS NOT NULL AND answer::jsonb #>> '{appointment,uid}' = ANY(%s)
                """,
                uids,
            )
        )
        return self.env["support.api.request"].sudo().browse(row_id for (row_id,) in rows)

    @api.model
    def _log_entries(self, visits, answers):
        """Rows of the access log about the visits: those with a visit's id in the address, and those whose answer is still
        kept. Nothing ties the others to a customer."""
        log = self.env["support.api.log"].sudo()
        uids = [uid for uid in visits.sudo().mapped("api_uid") if uid]
        if not uids:
            return log.browse()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id
                  FROM support_api_log
                 WHERE request_id = ANY(%s) OR substring(path FROM %s) = ANY(%s)
                """,
                [request_id for request_id in answers.mapped("request_id") if request_id],
                APPOINTMENT_UID,
                uids,
            )
        )
        return log.browse(row_id for (row_id,) in rows)
