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

    def copy_data(self, default=None):
        """Names are unique, so a copy gets the first one that is free."""
        copies = super().copy_data(default=default)
        if "name" in (default or {}):
            return copies
        taken = set()
        for tag, values in zip(self, copies, strict=True):
            name = self.env._("%s (copy)", tag.name)
            number = 2
            while name in taken or self.search_count([("name", "=", name)], limit=1):
                name = self.env._("%(tag)s (copy %(number)s)", tag=tag.name, number=number)
                number += 1
            taken.add(name)
            values["name"] = name
        return copies
