from odoo import api, fields, models
from odoo.exceptions import UserError


class HelpdeskStage(models.Model):
    """A step of the ticket workflow, shared by any number of teams.

    A folded stage closes its tickets: it counts as solved or cancelled everywhere.
    """

    _name = "helpdesk.stage"
    _description = "Helpdesk Stage"
    _order = "sequence, id"

    def _default_team_ids(self):
        return self.env["helpdesk.team"].browse(self.env.context.get("default_team_id"))

    name = fields.Char(required=True, translate=True)
    description = fields.Text(translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    fold = fields.Boolean(
        string="Folded in Kanban",
        help="Tickets in a folded stage are considered closed.",
    )
    team_ids = fields.Many2many(
        "helpdesk.team",
        relation="team_stage_rel",
        column1="helpdesk_stage_id",
        column2="helpdesk_team_id",
        string="Helpdesk Teams",
        default=_default_team_ids,
        required=True,
        help="Teams whose tickets can be in this stage.",
    )
    ticket_count = fields.Integer(compute="_compute_ticket_count", export_string_translation=False)

    def _compute_ticket_count(self):
        counts = dict(
            self.env["helpdesk.ticket"]
            .with_context(active_test=False)
            ._read_group([("stage_id", "in", self.ids)], ["stage_id"], ["__count"])
        )
        for stage in self:
            stage.ticket_count = counts.get(stage, 0)

    def action_archive(self):
        self._check_without_open_tickets()
        return super().action_archive()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_in_use(self):
        in_use = self.filtered("ticket_count")
        if in_use:
            raise UserError(
                self.env._(
                    "There are still tickets in the stage “%(stages)s”. "
                    "Move them to another stage before you delete it.",
                    stages=", ".join(in_use.mapped("name")),
                )
            )

    def _check_without_open_tickets(self):
        """Refuse to hide a stage that tickets are still worked on in: they would leave the board."""
        busy = self.env["helpdesk.ticket"]._read_group(
            [("stage_id", "in", self.ids), ("stage_id.fold", "=", False)], ["stage_id"]
        )
        if busy:
            raise UserError(
                self.env._(
                    "There are still open tickets in the stage “%(stages)s”. "
                    "Move them to another stage before you archive it.",
                    stages=", ".join(stage.name for (stage,) in busy),
                )
            )
