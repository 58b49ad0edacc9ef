from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import email_normalize

from ..logic import states
from ..logic.arguments import WHOLE
from ..models.arguments import of_one_record, refuse_odd
from ..models.support_privacy import Person


class SupportPrivacyRequest(models.TransientModel):
    """Asks whose data is wanted, shows what there is, and exports or erases it."""

    _name = "support.privacy.request"
    _description = "Customer's Data"

    email = fields.Char(help="Visits with this address, whatever the customer is called.")
    phone = fields.Char(help="Visits with this number, however it is written.")
    partner_id = fields.Many2one("res.partner", string="Contact", help="Visits of this contact, and no other's.")
    visit_ids = fields.Many2many(
        "support.appointment",
        string="Visits",
        compute="_compute_visit_ids",
        compute_sudo=False,
        store=True,
        readonly=False,
        help="Take out those of somebody else who shares the address.",
    )
    is_complete = fields.Boolean(compute="_compute_found", help="No visit was taken out.")
    has_found = fields.Boolean(compute="_compute_found")
    summary = fields.Char(string="Found", compute="_compute_found")
    open_visits = fields.Char(compute="_compute_found", help="References of the visits that are not over.")
    contact_names = fields.Char(string="Contacts", compute="_compute_found")
    with_notes = fields.Boolean(
        string="Include Internal Notes", help="Read them before you hand the file over: they may tell of other people."
    )
    erase_contacts = fields.Boolean(
        string="Erase the Contact, Too",
        help="The contact loses name, address and picture and is archived. Invoices and other documents still refer to it.",
    )
    confirm_word = fields.Char(compute="_compute_confirm_word")
    confirmation = fields.Char(help="So that nobody is erased by a slip of the hand.")

    # ------------------------------------------------------------
    # Opening
    # ------------------------------------------------------------

    @api.model
    def _open(self, **values):
        """The dialog for somebody.

        :param values: ``email``, ``phone`` or ``partner_id``
        """
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Customer's Data"),
            "res_model": self._name,
            "view_mode": "form",
            "target": "new",
            "context": {f"default_{name}": value for name, value in values.items() if value},
        }

    @api.model
    def default_get(self, fields):
        """Opened from a contact or a visit, it is about that customer."""
        defaults = super().default_get(fields)
        model, record_id = self.env.context.get("active_model"), self.env.context.get("active_id")
        if {"email", "phone", "partner_id"} & defaults.keys() or not record_id:
            return defaults
        refuse_odd(self.env, record_id, WHOLE, "active_id")
        if model == "res.partner":
            defaults["partner_id"] = record_id
        elif model == "support.appointment":
            visit = self.env[model].browse(record_id)
            visit.check_access("read")
            if visit.partner_id:
                defaults["partner_id"] = visit.partner_id.id
            elif email_normalize(visit.customer_email or ""):
                defaults["email"] = visit.customer_email
            else:
                defaults["phone"] = visit.customer_phone
        return defaults

    # ------------------------------------------------------------
    # What there is
    # ------------------------------------------------------------

    def _visits_wanted(self):
        self.ensure_one()
        return self.env["support.privacy"]._find_visits(self.email, self.phone, self._contact())

    def _contact(self):
        contact = self.partner_id._origin
        # A form takes any contact. Left out, one that the user may not read would make this about others.
        contact.check_access("read")
        return contact or None

    @api.depends("email", "phone", "partner_id")
    def _compute_visit_ids(self):
        for request in self:
            request.visit_ids = request._visits_wanted()

    @api.depends("visit_ids", "email", "phone", "partner_id")
    def _compute_found(self):
        for request in self:
            visits, _person, tickets, contacts = request._find()
            request.is_complete = visits == request._visits_wanted()
            request.has_found = bool(visits or tickets or contacts)
            request.contact_names = ", ".join(contacts.mapped("display_name")) if request.is_complete else False
            upcoming = visits.filtered(lambda visit: visit.state not in states.FINAL)
            request.open_visits = ", ".join(upcoming[:10].mapped("name")) or False
            request.summary = request._summarize(visits, tickets)

    def _summarize(self, visits, tickets):
        if not (self.email or self.phone or self.partner_id):
            return False
        privacy = self.env["support.privacy"]
        answers = privacy._stored_answers(visits)
        return self.env._(
            "Visits: %(visits)s · Tickets: %(tickets)s · Emails: %(emails)s · Access log entries: %(log)s",
            visits=len(visits),
            tickets=len(tickets),
            emails=len(visits.sudo().notification_ids),
            log=len(privacy._log_entries(visits, answers)),
        )

    def _find(self):
        """What the dialog is about.

        :return: visits, the :class:`Person`, tickets and contacts
        """
        self.ensure_one()
        privacy = self.env["support.privacy"]
        visits = self.visit_ids._origin.filtered(lambda visit: not visit.erased_at)
        if visits != self._visits_wanted():
            # Somebody shares the address, so it says no longer whose a ticket or contact is.
            nobody = self.env["res.partner"].browse()
            return visits, privacy._person(visits, nobody), privacy._find_tickets(visits, Person(), nobody), nobody
        contacts = privacy._contacts(self.email, self.phone, self._contact())
        person = privacy._person(visits, contacts, self.email, self.phone)
        # A contact's address may be shared with other contacts, whose tickets are their own.
        by_address = Person() if self.partner_id else person
        return visits, person, privacy._find_tickets(visits, by_address, contacts), contacts

    @api.depends("email", "phone", "partner_id")
    def _compute_confirm_word(self):
        for request in self:
            contact = request._contact() or request.partner_id
            request.confirm_word = request.email or request.phone or contact.email or contact.name

    # ------------------------------------------------------------
    # Buttons
    # ------------------------------------------------------------

    @of_one_record
    def action_export(self):
        """Download what there is."""
        self._check_found()
        return {"type": "ir.actions.act_url", "url": f"/support/privacy/{self.id}/export", "target": "self"}

    def _export_file(self):
        """The zip's bytes.

        :raise AccessError: for who did not open this dialog, or is no manager
        """
        self._check_found()
        visits, person, tickets, contacts = self._find()
        privacy = self.env["support.privacy"]
        self._log(self.env._("Exported"), visits)
        return privacy._export(visits, person, tickets=tickets, contacts=contacts, notes=self.with_notes)

    @of_one_record
    def action_erase(self):
        """Forget the customer for good."""
        self._check_found()
        self._check_confirmed()
        privacy = self.env["support.privacy"]
        is_complete = self.visit_ids == self._visits_wanted()
        visits, person, tickets, contacts = self._find()
        contacts = self._contacts_to_erase(contacts, visits, tickets)
        counts = privacy._erase(visits, person, tickets=tickets, contacts=contacts, everywhere=is_complete)
        self._log(self.env._("Erased"), visits, counts)
        # It says whose data it was about.
        self.sudo().unlink()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "The customer's data was erased. Visits: %(visits)s, tickets: %(tickets)s, messages: %(messages)s.",
                    **{name: counts[name] for name in ("visits", "tickets", "messages")},
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _check_found(self):
        self.env["support.privacy"]._check_may()
        if self.create_uid != self.env.user:
            raise AccessError(self.env._("Somebody else opened this dialog. Open one of your own."))
        # Visits come from the client: none but those that the user may change.
        self.visit_ids.check_access("write")
        if self.visit_ids - self._visits_wanted():
            raise UserError(
                self.env._("These visits have changed since you looked. Close this dialog and open it again.")
            )
        if not self.has_found:
            raise UserError(self.env._("Nothing was found. Check the email address, phone number or contact."))

    def _check_confirmed(self):
        if (self.confirmation or "").strip().lower() != (self.confirm_word or "").strip().lower():
            # Without the word: Odoo logs what it refuses, and the log outlives what is erased.
            raise UserError(
                self.env._("Type exactly what the dialog shows to confirm. What is erased can't be brought back.")
            )

    def _contacts_to_erase(self, contacts, visits, tickets):
        if not self.erase_contacts:
            return contacts.browse()
        erasable = self.env["support.privacy"]._erasable_contacts(contacts)
        if contacts - erasable:
            raise UserError(
                self.env._(
                    "A contact can't be erased here: users, companies of yours and companies with contacts of their own"
                    " are looked after under Contacts."
                )
            )
        erasable.check_access("write")
        # The visits themselves may not be open either, and are named where they are.
        if self.env["support.privacy"]._is_needed(erasable, visits, tickets):
            raise UserError(
                self.env._(
                    "The contact is still needed for an open visit or ticket, maybe one that you can't see. Erase the data"
                    " without the contact, or ask an administrator."
                )
            )
        return erasable

    def _log(self, what, visits, counts=None):
        """Enter in Odoo's privacy log who did what, without saying whose data it was."""
        log = self.env["privacy.log"].sudo()
        entry = log.create(
            {
                "anonymized_name": what,
                "anonymized_email": "customer@example.invalid",
                "user_id": self.env.uid,
                "records_description": ", ".join(visits.sudo().mapped("name")),
                "execution_details": self._describe(what, counts or {"visits": len(visits)}),
            }
        )
        # What it makes of names tells more than it should, of short ones above all.
        entry.write({"anonymized_name": what, "anonymized_email": "-"})

    def _describe(self, what, counts):
        figures = ", ".join(f"{name}: {count}" for name, count in counts.items())
        return f"Support Center: {what} ({figures})"
