from odoo import models

from ..logic import spreadsheet


class SupportSystemFields(models.AbstractModel):
    _inherit = "support.system.fields"

    def export_data(self, fields_to_export):
        """As in Odoo; a customer's text never becomes a formula in a spreadsheet.

        :param list fields_to_export: names of fields
        """
        return spreadsheet.without_formulas(super().export_data(fields_to_export))
