from random import randint

from odoo import fields, models


class HelpdeskTag(models.Model):
    """Free labels for searching and reporting on tickets."""

    _name = "helpdesk.tag"
    _description = "Helpdesk Tag"
    _order = "name"

    name = fields.Char(required=True, translate=True)
    color = fields.Integer(default=lambda self: randint(1, 11))  # noqa: S311 (a colour)

    _name_uniq = models.Constraint(
        "UNIQUE (name)",
        "A tag with this name already exists. Use that one, or choose another name.",
    )
