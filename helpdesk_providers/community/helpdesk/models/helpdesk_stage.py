from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


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
        default=lambda self: self._default_team_ids(),
        required=True,
        help="Teams whose tickets can be in this stage.",
    )

    @api.constrains("team_ids")
    def _check_team_ids(self):
        for stage in self.with_context(active_test=False):
            if not stage.team_ids:
                raise ValidationError(
                    self.env._(
                        "No team would see the stage “%(stage)s”. Choose at least one team for it.",
                        stage=stage.name,
                    )
                )

    def action_archive(self):
        open_tickets = [("stage_id.fold", "=", False)]
        if names := self._names_of_used(open_tickets):
            raise UserError(
                self.env._(
                    "There are still open tickets in the stage “%(stages)s”. "
                    "Move them to another stage before you archive it.",
                    stages=names,
                )
            )
        return super().action_archive()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_in_use(self):
        if names := self.with_context(active_test=False)._names_of_used():
            raise UserError(
                self.env._(
                    "There are still tickets in the stage “%(stages)s”. "
                    "Move them to another stage before you delete it.",
                    stages=names,
                )
            )

    def _names_of_used(self, domain=()):
        """Names of those stages that tickets within ``domain`` are in, as a text; empty if none is."""
        groups = self.env["helpdesk.ticket"]._read_group([("stage_id", "in", self.ids), *domain], ["stage_id"])
        return "”, “".join(stage.name for (stage,) in groups)
