from lxml import etree

from odoo import api, fields, models
from odoo.exceptions import UserError

from .arguments import of_one_record
from .support_helpdesk import SILENT


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    support_appointment_ids = fields.One2many(
        "support.appointment",
        "ticket_id",
        string="Visits",
        groups="support_center.group_support_manager,support_center.group_support_technician",
    )
    support_appointment_count = fields.Integer(
        string="Number of Visits",
        compute="_compute_support_appointment_count",
        groups="support_center.group_support_manager,support_center.group_support_technician",
    )

    @api.depends("support_appointment_ids")
    def _compute_support_appointment_count(self):
        counts = dict(
            self.env["support.appointment"]._read_group(
                [("ticket_id", "in", self.ids)],
                ["ticket_id"],
                ["__count"],
            )
        )
        for ticket in self:
            ticket.support_appointment_count = counts.get(ticket._origin, 0)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_visits(self):
        visits = self.env["support.appointment"].sudo().search([("ticket_id", "in", self.ids)], limit=3)
        if visits:
            raise UserError(
                self.env._(
                    "This ticket has visits (%(references)s). Delete those first, or archive the ticket instead.",
                    references=", ".join(visits.mapped("name")),
                )
            )

    def _track_template(self, changes):
        # Only the system's own writes are silent: clients can send any context.
        if self.env.su and self.env.context.get(SILENT):
            # The visit's own mail tells the customer; the stage's would be a second one.
            return {}
        return super()._track_template(changes)

    # ------------------------------------------------------------
    # Buttons
    # ------------------------------------------------------------

    @of_one_record
    def action_book_visit(self):
        """Open the form of a new visit for this ticket.

        In a dialog, and without a time: what is complete already is booked by mistake.
        """
        # What the visit takes over is read as the system.
        self.check_access("read")
        defaults = self.env["support.helpdesk"]._booking_defaults(self)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Book a Visit"),
            "res_model": "support.appointment",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_ticket_id": self.id,
                "default_start": False,
                **{f"default_{name}": value for name, value in defaults.items() if value},
            },
        }

    @of_one_record
    def action_view_support_appointments(self):
        """Open the visits of this ticket."""
        action = self.env["ir.actions.act_window"]._for_xml_id("support_center.support_appointment_action")
        action["domain"] = [("ticket_id", "=", self.id)]
        action["context"] = {"default_ticket_id": self.id, "default_start": False}
        if self.support_appointment_count == 1:
            action["views"] = [(False, "form")]
            action["res_id"] = self.support_appointment_ids.id
        return action

    # ------------------------------------------------------------
    # The providers' forms have no XML id in common, so the buttons are added to whichever form is shown.
    # ------------------------------------------------------------

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type == "form" and self._may_see_visits():
            self._add_visit_buttons(arch)
        return arch, view

    @api.model
    def _get_view_cache_key(self, view_id=None, view_type="form", **options):
        return (*super()._get_view_cache_key(view_id, view_type, **options), self._may_see_visits())

    @api.model
    def _may_see_visits(self):
        return self.env["support.appointment"].has_access("read")

    def _add_visit_buttons(self, arch):
        """Add "Book a Visit" to the form's header and the number of visits to its button box.

        Forms without the one or the other get it.
        """
        header = arch.find("header")
        if header is None:
            header = etree.Element("header")
            arch.insert(0, header)
        book = etree.Element(
            "button",
            {
                "name": "action_book_visit",
                "type": "object",
                "string": self.env._("Book a Visit"),
                "data-hotkey": "b",
                "invisible": "not id",
            },
        )
        buttons = header.findall("button")
        if buttons:
            buttons[-1].addnext(book)
        else:
            header.insert(0, book)

        sheet = arch.find(".//sheet")
        parent = arch if sheet is None else sheet
        box = arch.find(".//div[@name='button_box']")
        if box is None:
            box = etree.Element("div", {"name": "button_box", "class": "oe_button_box"})
            parent.insert(0 if sheet is not None else 1, box)
        count = etree.SubElement(
            box,
            "button",
            {
                "name": "action_view_support_appointments",
                "type": "object",
                "class": "oe_stat_button",
                "icon": "fa-calendar-check-o",
                "invisible": "not support_appointment_count",
            },
        )
        etree.SubElement(
            count,
            "field",
            name="support_appointment_count",
            string=self.env._("Visits"),
            widget="statinfo",
        )
