from odoo import api, fields, models
from odoo.tools import clean_context, html2plaintext, plaintext2html

from ..logic import states

#: Odoo models of the three providers differ only in what stands here; everything else is looked up in the model.
CLOSED_FIELDS = ("closed", "fold")
NUMBER_FIELDS = ("ticket_ref", "number")
STAGE_XML_IDS = {
    states.COMPLETED: ("helpdesk.stage_solved", "helpdesk_mgmt.helpdesk_ticket_stage_done"),
    states.CANCELLED: ("helpdesk.stage_cancelled", "helpdesk_mgmt.helpdesk_ticket_stage_cancelled"),
}
STAGE_SETTINGS = {
    states.COMPLETED: "support_stage_done_id",
    states.CANCELLED: "support_stage_cancelled_id",
}
#: What tickets of the three providers say of a customer.
TICKET_PERSONAL_FIELDS = (
    "name",
    "description",
    "partner_id",
    "partner_name",
    "partner_email",
    "partner_phone",
    "partner_mobile",
    "email_cc",
    "html_field_history",
)
USER_GROUPS = ("helpdesk.group_helpdesk_user", "helpdesk_mgmt.group_helpdesk_user")

#: Set on every write of ours, so that a ticket's stage does not mail the customer beside our own mail.
SILENT = "support_center_silent"


class TicketRelation(fields.Many2one):
    """A many2one to what one of the ticket's own fields points to, whichever helpdesk is installed.

    Teams and stages are different models in Odoo's and in OCA's helpdesk; the model is known once the ticket is.
    """

    ticket_field = None

    def setup_nonrelated(self, model):
        self.comodel_name = model.env["helpdesk.ticket"]._fields[self.ticket_field].comodel_name
        return super().setup_nonrelated(model)


class SupportHelpdesk(models.AbstractModel):
    """All that Support Center knows about tickets; no other file reads or writes their fields."""

    _name = "support.helpdesk"
    _description = "Link to the Helpdesk"

    # ------------------------------------------------------------
    # What the installed helpdesk looks like
    # ------------------------------------------------------------

    @api.model
    def _tickets(self):
        """Tickets with the rights that bookings need: a technician's change of a visit reaches the ticket too."""
        return self._own_tickets(self.env["helpdesk.ticket"])

    @api.model
    def _own_tickets(self, tickets):
        # No defaults from whoever happens to cause this: what they say would count as the system's word.
        return tickets.sudo().with_context(clean_context(self.env.context), **{SILENT: True})

    @api.model
    def _number(self, ticket):
        """The number people quote, or an empty string where there is none."""
        for name in NUMBER_FIELDS:
            if name in ticket._fields:
                return ticket.sudo()[name] or ""
        return ""

    @api.model
    def _number_paths(self, path):
        """What :meth:`_number` of the ticket at ``path`` depends on, for ``api.depends``."""
        ticket_fields = self.env["helpdesk.ticket"]._fields
        return [path, *(f"{path}.{name}" for name in NUMBER_FIELDS if name in ticket_fields)]

    @api.model
    def _description_of(self, ticket):
        """What the ticket says, as HTML."""
        return ticket.sudo().description

    @api.model
    def _is_closed(self, stage):
        for name in CLOSED_FIELDS:
            if name in stage._fields:
                return stage[name]
        return False

    @api.model
    def _stage(self, state, ticket):
        """The stage of ``ticket``'s team for a visit that is over.

        :param state: ``completed`` or ``cancelled``
        :return: the stage from Settings, else the provider's own; empty where the ticket's team has neither
        """
        stages = ticket.env[ticket._fields["stage_id"].comodel_name]
        configured = ticket.company_id[STAGE_SETTINGS[state]] or self.env.company[STAGE_SETTINGS[state]]
        candidates = [configured.sudo()] + [
            self.env.ref(xml_id, raise_if_not_found=False) for xml_id in STAGE_XML_IDS[state]
        ]
        for stage in candidates:
            if stage and stage._name == stages._name and self._fits_team(stage.sudo(), ticket):
                return stage.sudo()
        return stages

    @api.model
    def _fits_team(self, stage, ticket):
        teams = stage.team_ids if "team_ids" in stage._fields else stage.browse()
        return not ticket.team_id or not teams or ticket.team_id in teams

    # ------------------------------------------------------------
    # Tickets for bookings
    # ------------------------------------------------------------

    @api.model
    def _create_tickets(self, values_list):
        """Open a ticket for each booking that has none.

        :param values_list: appointment values: ``subject``, ``description``, ``partner_id``, ``customer_name``,
            ``customer_email``, ``technician_id``, ``company_id``
        :return: the tickets, in the same order
        """
        # The technician learns of the visit, not of its ticket: no "you have been assigned" mail beside it.
        quiet = {"mail_create_nosubscribe": True, "mail_create_nolog": True, "mail_auto_subscribe_no_notify": True}
        tickets = self._tickets().with_context(**quiet)
        return tickets.create([self._ticket_values(values) for values in values_list])

    @api.model
    def _ticket_values(self, values):
        company = self.env["res.company"].browse(values["company_id"])
        ticket_values = {
            **self._text_of(values),
            **self._customer_of(values),
            "company_id": company.id,
            "user_id": values.get("technician_id") or False,
        }
        if company.support_ticket_team_id:
            ticket_values["team_id"] = company.support_ticket_team_id.id
        return ticket_values

    @api.model
    def _text_of(self, values):
        return {
            "name": values["subject"],
            # OCA's helpdesk requires a description.
            "description": plaintext2html(values.get("description") or values["subject"]),
        }

    @api.model
    def _customer_of(self, values):
        partner_id = values.get("partner_id")
        if partner_id:
            # Never the address beside the contact: in Enterprise that overwrites the contact's own.
            return {"partner_id": partner_id}
        return {
            "partner_id": False,
            "partner_name": values.get("customer_name") or False,
            "partner_email": values.get("customer_email") or False,
        }

    @api.model
    def _booking_defaults(self, ticket):
        """What a booking takes over from the ticket it is for, as appointment values."""
        ticket = ticket.sudo()
        defaults = {
            "subject": ticket.name,
            "partner_id": ticket.partner_id.id,
            "customer_name": False,
            "customer_email": False,
            "customer_phone": False,
            "company_id": ticket.company_id.id,
        }
        if not ticket.partner_id:
            # Of a contact the visit takes all details by itself; given one of them, it would leave the others empty.
            defaults.update(
                customer_name=ticket.partner_name,
                customer_email=ticket.partner_email,
                customer_phone="partner_phone" in ticket._fields and ticket.partner_phone,
            )
        return defaults

    # ------------------------------------------------------------
    # Keeping tickets in step
    # ------------------------------------------------------------

    @api.model
    def _follow_technician(self, ticket, previous, technician):
        """Assign the ticket to the new technician, unless somebody else is in charge of it."""
        ticket = self._own_tickets(ticket).with_context(mail_auto_subscribe_no_notify=True)
        if ticket.user_id in (previous, ticket.user_id.browse()) and ticket.user_id != technician:
            ticket.user_id = technician

    @api.model
    def _follow_details(self, ticket, before, after):
        """Give the ticket the subject, description and customer that its visit now has.

        What somebody changed on the ticket itself stays.

        :param before: appointment values that the ticket was given, as for :meth:`_create_tickets`
        :param after: the same as they are now
        """
        ticket = self._own_tickets(ticket)
        given, wanted = self._text_of(before), self._text_of(after)
        values = {
            name: wanted[name]
            for name in given
            if wanted[name] != given[name] and self._says(ticket, name, given[name])
        }
        customer, new_customer = self._customer_of(before), self._customer_of(after)
        if new_customer != customer and all(self._says(ticket, name, customer[name]) for name in customer):
            values.update(new_customer)
            if new_customer["partner_id"]:
                # OCA's helpdesk takes them over from the contact in its form only; what was typed is of another customer.
                plain = [name for name in ("partner_name", "partner_email") if not ticket._fields[name].compute]
                values.update(dict.fromkeys(plain, False))
        if values:
            ticket.write(values)

    @api.model
    def _says(self, ticket, name, value):
        """Whether a field of the ticket has this value, apart from what sanitizing does to it."""
        field = ticket._fields[name]
        return ticket[name] == field.convert_to_record(field.convert_to_cache(value, ticket), ticket)

    @api.model
    def _close(self, ticket, state):
        """Put the ticket into the stage for a visit that is over, where it is not closed already.

        :return: the stage that it had; empty where nothing was changed
        """
        ticket = self._own_tickets(ticket)
        stage, former_stage = self._stage(state, ticket), ticket.stage_id
        if not stage or self._is_closed(former_stage):
            return former_stage.browse()
        ticket.stage_id = stage
        return former_stage

    @api.model
    def _reopen(self, ticket, stage_id):
        """Put a ticket that is closed back into an earlier stage; one that somebody opened meanwhile stays as it is."""
        ticket = self._own_tickets(ticket)
        stage = ticket.stage_id.browse(stage_id).exists()
        if stage and self._is_closed(ticket.stage_id) and self._fits_team(stage, ticket):
            ticket.stage_id = stage

    @api.model
    def _note(self, ticket, body):
        """Log an internal note on the ticket."""
        self._own_tickets(ticket)._message_log(body=body, author_id=self.env.user.partner_id.id)

    # ------------------------------------------------------------
    # Customers' data
    # ------------------------------------------------------------

    @api.model
    def _tickets_of_customer(self, emails, contacts, companies):
        """Tickets in a customer's name, archived ones included.

        :param emails: normalised addresses
        """
        tickets = self.env["helpdesk.ticket"].sudo().with_context(active_test=False)
        domain = fields.Domain("partner_id", "in", contacts.ids)
        if tickets._fields["partner_email"].store:
            for email in emails:
                domain |= fields.Domain("partner_email", "=ilike", email.replace("_", r"\_").replace("%", r"\%"))
        return tickets.search(domain & fields.Domain("company_id", "in", [False, *companies.ids]))

    @api.model
    def _personal_fields(self, tickets):
        """Which fields of the installed helpdesk's tickets say something of the customer."""
        return [name for name in TICKET_PERSONAL_FIELDS if name in tickets._fields and tickets._fields[name].store]

    @api.model
    def _personal_values(self, ticket):
        """What a ticket says of its customer, as plain values for the customer to read."""
        ticket = ticket.sudo()
        return {
            "number": self._number(ticket),
            "subject": ticket.name,
            "description": html2plaintext(ticket.description or ""),
            "created_at": ticket.create_date,
            "status": ticket.stage_id.name or "",
        }

    @api.model
    def _forget_customer(self, tickets):
        """Clear what the tickets say of their customers. Stages, teams and dates stay."""
        tickets = self._own_tickets(tickets).with_context(tracking_disable=True, mail_notrack=True)
        if not tickets:
            return
        # The contact first: while a ticket has one, Enterprise writes a ticket's address to it.
        tickets.write({"partner_id": False})
        erased = self.env._("Erased")
        values = dict.fromkeys(self._personal_fields(tickets), False)
        values.update(name=erased, description=plaintext2html(erased))
        tickets.write(values)

    # ------------------------------------------------------------
    # Rights
    # ------------------------------------------------------------

    @api.model
    def _let_managers_use_helpdesk(self):
        """Dispatchers book for tickets, so they are users of whichever helpdesk is installed."""
        manager = self.env.ref("support_center.group_support_manager")
        for xml_id in USER_GROUPS:
            group = self.env.ref(xml_id, raise_if_not_found=False)
            if group and group not in manager.implied_ids:
                manager.implied_ids += group
