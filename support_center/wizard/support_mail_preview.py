from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize

from ..logic import mail_plan
from ..models.arguments import of_one_record
from ..models.support_notification_content import TEMPLATES


class SupportMailPreview(models.TransientModel):
    """Shows what customers get, with a visit as example, and sends it to the one who looks."""

    _name = "support.mail.preview"
    _description = "Preview of Customer Mail"

    appointment_id = fields.Many2one(
        "support.appointment",
        string="Example",
        required=True,
        default=lambda self: self.env["support.appointment"].search(
            [("company_id", "=", self.env.company.id), ("customer_email", "!=", False)], limit=1
        ),
    )
    kind = fields.Selection(
        selection=lambda self: [
            option
            for option in self.env["support.notification"]._fields["kind"]._description_selection(self.env)
            if option[0] in TEMPLATES
        ],
        string="Mail",
        required=True,
        default=mail_plan.CONFIRMATION,
    )
    email_to = fields.Char(string="Send To", compute="_compute_email_to", store=True, readonly=False)
    subject = fields.Char(compute="_compute_preview")
    preview = fields.Html(compute="_compute_preview", sanitize=False)
    text = fields.Text(string="As Plain Text", compute="_compute_preview")
    problem = fields.Char(compute="_compute_preview")

    @api.depends("appointment_id")
    def _compute_email_to(self):
        for preview in self:
            preview.email_to = self.env.user.email

    @api.depends("appointment_id", "kind")
    def _compute_preview(self):
        ledger = self.env["support.notification"]
        for preview in self:
            preview.update({"subject": False, "preview": False, "text": False, "problem": False})
            if not preview.appointment_id and not self._has_examples():
                preview.problem = self.env._("Book an appointment first: the preview takes one as its example.")
            if not (preview.appointment_id and preview.kind):
                continue
            # A record in a form is none that rules are asked about.
            appointment = preview.appointment_id._origin
            appointment.check_access("read")
            mail = ledger._compose_example(appointment, preview.kind)
            if isinstance(mail, Exception):
                preview.problem = ledger._describe_template_error(mail)
            else:
                preview.update({"subject": mail.subject, "preview": mail.html, "text": mail.text})

    def _has_examples(self):
        own = [("company_id", "in", self.env.companies.ids)]
        return bool(self.env["support.appointment"].search_count(own, limit=1))

    @of_one_record
    def action_send(self):
        """Send the mail to the address given, by the channel that delivers the company's mail."""
        self.appointment_id.check_access("read")
        address = email_normalize(self.email_to)
        if not address:
            raise UserError(self.env._("Enter one email address to send the test to."))
        self.env["support.notification"].sudo()._plan_test(self.appointment_id.sudo(), self.kind, address)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("A test is on its way to %s. Customer Mail shows what became of it.", address),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
