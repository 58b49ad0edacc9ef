from odoo import api, models

from .ours import is_ours, is_system


class Base(models.AbstractModel):
    """Records of ours, and the tickets behind them, are named to nobody who may not read them.

    A client puts what record it likes into a form. Rules are not asked about records in forms: Odoo trusts the fields to be
    read with the rights of the user, and some of ours are computed as the system. Names of records it tells to anybody.
    """

    _inherit = "base"

    @api.model
    def _is_guarded_by_support_center(self):
        """Whether the names of this model's records are for those who may read them."""
        return is_ours(self.env, self._name) or self._name == "helpdesk.ticket"

    def _hidden_by_support_center(self):
        """Those of these records, if they are guarded, that the user may not be told of."""
        if not self._is_guarded_by_support_center() or is_system(self.env):
            return self.browse()
        records = self.sudo(False).exists()
        return (records - records._filtered_access("read")).with_env(self.env)

    def web_read(self, specification):
        in_form = self and not all(self._ids) and not self.env.su
        if in_form and is_ours(self.env, self._name) and specification.keys() - {"id"}:
            self._origin.check_access("read")
        rows = super().web_read(specification)
        if in_form:
            for record, row in zip(self, rows, strict=True):
                record._leave_out_hidden_names(row, specification)
        return rows

    def _leave_out_hidden_names(self, row, specification):
        """Take out of what a form shows the records that it would name, and that the user may not read.

        What a saved record leads to stays: it was checked when it was saved.

        :param dict row: of ``web_read``, changed in place
        """
        for name in specification:
            field = self._fields.get(name)
            if not field or field.type != "many2one" or not isinstance(row.get(name), dict):
                continue
            chosen = self[name]._origin
            if not (self._is_guarded_by_support_center() or chosen._is_guarded_by_support_center()):
                continue
            if chosen != self._origin.sudo()[name] and not chosen.sudo(False)._filtered_access("read"):
                row[name] = False
