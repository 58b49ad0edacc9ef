import ast
from collections import defaultdict

from odoo import api, fields, models

DEFAULT_STAGES = (
    "helpdesk.stage_new",
    "helpdesk.stage_in_progress",
    "helpdesk.stage_on_hold",
    "helpdesk.stage_solved",
    "helpdesk.stage_cancelled",
)


class HelpdeskTeam(models.Model):
    """A group of agents with its own queue, stages and, if wanted, e-mail address."""

    _name = "helpdesk.team"
    _description = "Helpdesk Team"
    _inherit = ["mail.alias.mixin", "mail.thread"]
    _order = "sequence, name, id"

    def _default_stage_ids(self):
        """Stages of a new team: those that came with the app, as far as they are still in use."""
        stages = self.env["helpdesk.stage"]
        for xml_id in DEFAULT_STAGES:
            stages |= self.env.ref(xml_id, raise_if_not_found=False) or stages
        return stages.filtered("active")

    name = fields.Char(string="Helpdesk Team", required=True, translate=True)
    description = fields.Html(translate=True, string="About Team")
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    color = fields.Integer(string="Color Index")
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    member_ids = fields.Many2many(
        "res.users",
        string="Team Members",
        domain=lambda self: [
            ("share", "=", False),
            ("all_group_ids", "in", self.env.ref("helpdesk.group_helpdesk_user").id),
        ],
        help="Agents whose new tickets go to this team unless another one is chosen.",
    )
    stage_ids = fields.Many2many(
        "helpdesk.stage",
        relation="team_stage_rel",
        column1="helpdesk_team_id",
        column2="helpdesk_stage_id",
        default=lambda self: self._default_stage_ids(),
        help="Stages the tickets of this team go through. The first one is given to new tickets.",
    )
    ticket_ids = fields.One2many("helpdesk.ticket", "team_id", string="Tickets", copy=False)
    alias_id = fields.Many2one(help="Every e-mail sent to this address becomes a ticket of the team.")
    open_ticket_count = fields.Integer(
        string="Open Tickets",
        compute="_compute_ticket_counts",
    )
    unassigned_tickets = fields.Integer(compute="_compute_ticket_counts")
    urgent_ticket = fields.Integer(
        string="Urgent Tickets",
        compute="_compute_ticket_counts",
    )

    def _compute_ticket_counts(self):
        counts = defaultdict(lambda: [0, 0, 0])
        groups = self.env["helpdesk.ticket"]._read_group(
            [("team_id", "in", self.ids), ("stage_id.fold", "=", False)],
            ["team_id", "priority", "user_id"],
            ["__count"],
        )
        for team, priority, user, count in groups:
            totals = counts[team.id]
            totals[0] += count
            totals[1] += 0 if user else count
            totals[2] += count if priority == "3" else 0
        for team in self:
            team.open_ticket_count, team.unassigned_tickets, team.urgent_ticket = counts[team.id]

    @api.model
    def _get_default_team(self, company):
        """Team for a ticket that names none: one the current user is in, else the company's first.

        :param company: ``res.company`` the ticket is for
        :return: ``helpdesk.team``, empty when the company has no team
        """
        domain = [("company_id", "=", company.id)]
        return self.search([*domain, ("member_ids", "in", self.env.uid)], limit=1) or self.search(domain, limit=1)

    def _alias_get_creation_values(self):
        values = super()._alias_get_creation_values()
        values["alias_model_id"] = self.env["ir.model"]._get_id("helpdesk.ticket")
        if self.id:
            defaults = ast.literal_eval(self.alias_defaults or "{}")
            values["alias_defaults"] = dict(defaults, team_id=self.id)
        return values

    def action_view_tickets(self):
        """Open the team's board of tickets."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("helpdesk.helpdesk_ticket_action_team")
        action["display_name"] = self.name
        return action
