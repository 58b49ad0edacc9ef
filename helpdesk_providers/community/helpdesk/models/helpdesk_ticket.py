from odoo import api, fields, models
from odoo.tools import parse_contact_from_email

TICKET_PRIORITY = [
    ("0", "Low priority"),
    ("1", "Medium priority"),
    ("2", "High priority"),
    ("3", "Urgent"),
]


class HelpdeskTicket(models.Model):
    """A customer's request, from the first message until it is solved or cancelled.

    Every stored compute is precomputed, so that creating a ticket takes one INSERT.
    """

    _name = "helpdesk.ticket"
    _description = "Helpdesk Ticket"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "priority desc, id desc"
    _check_company_auto = True
    _primary_email = "partner_email"
    _rec_names_search = ["name", "ticket_ref"]

    name = fields.Char(string="Subject", required=True, index="trigram", tracking=True)
    ticket_ref = fields.Char(string="Ticket Number", copy=False, readonly=True, index="trigram")
    description = fields.Html(sanitize_attributes=False)
    active = fields.Boolean(default=True)
    team_id = fields.Many2one(
        "helpdesk.team",
        string="Helpdesk Team",
        index=True,
        tracking=True,
        check_company=True,
        default=lambda self: self.env["helpdesk.team"]._get_default_team(self.env.company),
    )
    company_id = fields.Many2one(
        "res.company",
        compute="_compute_company_id",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        index=True,
    )
    stage_id = fields.Many2one(
        "helpdesk.stage",
        compute="_compute_stage_id",
        store=True,
        precompute=True,
        readonly=False,
        ondelete="restrict",
        index=True,
        tracking=True,
        copy=False,
        domain="[('team_ids', 'in', team_id)]",
        group_expand="_read_group_stage_ids",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Assigned to",
        index=True,
        tracking=True,
        check_company=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )
    priority = fields.Selection(TICKET_PRIORITY, default="0", required=True, tracking=True)
    tag_ids = fields.Many2many("helpdesk.tag", string="Tags")
    color = fields.Integer(string="Color Index")
    partner_id = fields.Many2one("res.partner", string="Customer", index=True, tracking=True, check_company=True)
    partner_name = fields.Char(
        string="Customer Name",
        compute="_compute_partner_details",
        store=True,
        precompute=True,
        readonly=False,
    )
    partner_email = fields.Char(
        string="Customer Email",
        compute="_compute_partner_details",
        store=True,
        precompute=True,
        readonly=False,
    )
    partner_phone = fields.Char(
        string="Customer Phone",
        compute="_compute_partner_details",
        store=True,
        precompute=True,
        readonly=False,
    )
    close_date = fields.Datetime(
        string="Closed on",
        compute="_compute_close_date",
        store=True,
        precompute=True,
        copy=False,
    )
    is_closed = fields.Boolean(related="stage_id.fold", export_string_translation=False)

    @api.depends("team_id")
    def _compute_company_id(self):
        for ticket in self:
            ticket.company_id = ticket.team_id.company_id or ticket.company_id or self.env.company

    @api.depends("team_id")
    def _compute_stage_id(self):
        """Keep the stage while the team has it, so that a transfer does not lose progress."""
        for ticket in self:
            stages = ticket.team_id.stage_ids
            if not ticket.stage_id or (stages and ticket.stage_id not in stages):
                ticket.stage_id = stages[:1]

    @api.depends("partner_id")
    def _compute_partner_details(self):
        """Follow the contact when it is chosen; what was typed stays when there is none."""
        for ticket in self:
            partner = ticket.partner_id
            ticket.partner_name = partner.name or ticket.partner_name
            ticket.partner_email = partner.email or ticket.partner_email
            ticket.partner_phone = partner.phone or ticket.partner_phone

    # Not on the stage's `fold`: changing a stage must not rewrite when old tickets were closed.
    @api.depends("stage_id")
    def _compute_close_date(self):
        now = fields.Datetime.now()
        for ticket in self:
            ticket.close_date = ticket.stage_id.fold and (ticket.close_date or now)

    @api.depends("name", "ticket_ref")
    def _compute_display_name(self):
        for ticket in self:
            ref = f" (#{ticket.ticket_ref})" if ticket.ticket_ref else ""
            ticket.display_name = f"{ticket.name or ''}{ref}"

    @api.model
    def _read_group_stage_ids(self, stages, domain):
        """Show the empty stages too: the team's own on its board, else every team's."""
        team_id = self.env.context.get("default_team_id")
        shown = ["|", ("id", "in", stages.ids), ("team_ids", "in", team_id)] if team_id else []
        return stages.search(shown)

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [dict(vals) for vals in vals_list]
        sequence = self.env["ir.sequence"].sudo()
        for vals in vals_list:
            company_id = vals.get("company_id")
            if "team_id" not in vals and company_id and company_id != self.env.company.id:
                company = self.env["res.company"].browse(company_id)
                vals["team_id"] = self.env["helpdesk.team"]._get_default_team(company).id
            vals["ticket_ref"] = vals.get("ticket_ref") or sequence.next_by_code("helpdesk.ticket")
        return super().create(vals_list)

    def action_assign_to_me(self):
        """Take the tickets over."""
        self.user_id = self.env.user

    def _creation_subtype(self):
        return self.env.ref("helpdesk.mt_ticket_new")

    def _track_subtype(self, init_values):
        self.ensure_one()
        if "stage_id" in init_values:
            return self.env.ref("helpdesk.mt_ticket_stage")
        return super()._track_subtype(init_values)

    def _notify_get_reply_to(self, default=None, author_id=False):
        """Let customers answer to their team's address, where it has one."""
        aliases = self.team_id.sudo()._notify_get_reply_to(default=default, author_id=author_id)
        reply_to = {ticket.id: aliases.get(ticket.team_id.id) for ticket in self}
        without_team = self.filtered(lambda ticket: not ticket.team_id)
        if without_team:
            reply_to.update(
                super(HelpdeskTicket, without_team)._notify_get_reply_to(default=default, author_id=author_id)
            )
        return reply_to

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """Turn an incoming e-mail into an unassigned ticket of the team whose address got it."""
        name, email = parse_contact_from_email(msg_dict.get("email_from"))
        defaults = {
            "name": msg_dict.get("subject") or self.env._("No Subject"),
            "description": msg_dict.get("body"),
            "user_id": False,
            **(custom_values or {}),
        }
        if msg_dict.get("author_id"):
            defaults["partner_id"] = msg_dict["author_id"]
        else:
            defaults["partner_name"] = name
        # super() keeps `email_from` as the customer's address; with the name in it nobody could click it
        return super().message_new(
            {**msg_dict, "email_from": email or msg_dict.get("email_from")}, custom_values=defaults
        )
