from odoo import api, models, tools
from odoo.exceptions import AccessError
from odoo.tools import clean_context

from ..logic.arguments import LIST, STRUCT
from .arguments import expects, refuse_odd_defaults


class SupportSystemFields(models.AbstractModel):
    """For models with fields that the system alone sets: all stored fields that are readonly.

    ``readonly`` keeps people from typing into a field, and nothing more: any client can name the field in a write, in the
    values of a form, or as ``default_…`` in the context, and any user can keep a default value of their own for it. Here
    none of that reaches these fields. Models refuse them in ``create`` and ``write`` with :meth:`_refuse_system_fields`
    before they set some by themselves.
    """

    _name = "support.system.fields"
    _description = "Fields Set by the System"

    @api.model
    @tools.ormcache()
    def _system_fields(self):
        """Names of the fields that no user sets."""
        return frozenset(
            name
            for name, field in self._fields.items()
            if field.store and field.readonly and name not in models.MAGIC_COLUMNS
        )

    @api.model
    def _refuse_system_fields(self, vals):
        """Refuse values of a client that only the system may set.

        :param dict vals: as for ``write``
        :raise AccessError: some of the fields are the system's
        """
        refused = self._system_fields() & vals.keys()
        if refused and not self.env.su:
            raise self._system_field_error(sorted(refused))

    @api.model
    def _system_field_error(self, names):
        """The exception that tells a client that these fields are not to be set."""
        labels = ", ".join(self._fields[name]._description_string(self.env) for name in names)
        return AccessError(self.env._("%(fields)s are set by the system and can't be changed.", fields=labels))

    def _without_defaults(self):
        """The same records without ``default_…`` in the context.

        What the system makes on the way, such as a ticket or a mail, is none of the caller's business.
        """
        if any(name.startswith("default_") for name in self.env.context):
            return self.with_context(clean_context(self.env.context))
        return self

    @api.model
    def default_get(self, fields):
        system_fields = self._system_fields()
        others = [name for name in fields if name not in system_fields]
        refuse_odd_defaults(self, others)
        defaults = super().default_get(others)
        for name in system_fields.intersection(fields):
            field = self._fields[name]
            if field.default:
                value = field.convert_to_cache(field.default(self), self, validate=False)
                defaults[name] = field.convert_to_write(value, self)
        return defaults

    @expects(values=STRUCT, field_names=LIST, fields_spec=STRUCT)
    def onchange(self, values, field_names, fields_spec):
        """A form shows what the system has set; whatever it sends for these fields does not count."""
        system_fields = self._system_fields()
        changed = [name for name in field_names if name not in system_fields]
        if field_names and not changed:
            return {}
        return super().onchange(
            {name: value for name, value in values.items() if name not in system_fields}, changed, fields_spec
        )
