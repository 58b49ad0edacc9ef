from odoo import models
from odoo.exceptions import AccessError

from ..models.support_notification_planning import UNANNOUNCED


class BaseImport(models.TransientModel):
    _inherit = "base_import.import"

    def execute_import(self, fields, columns, options, dryrun=False):
        """With the option ``support_unannounced``, no customer is told of imported visits, except by reminders."""
        importer = self
        if options.get(UNANNOUNCED) and self.res_model == "support.appointment":
            if not self.env["support.appointment"]._may_dispatch():
                raise AccessError(self.env._("Only support managers book without notifying customers."))
            importer = self.with_context(**{UNANNOUNCED: True, "default_no_confirmation": True})
        return super(BaseImport, importer).execute_import(fields, columns, options, dryrun=dryrun)

    def _get_mapping_suggestion(self, header, fields_tree, header_types, mapping_fields):
        """As in Odoo; columns of appointments are also known by the short labels that the form has for them."""
        suggestion = super()._get_mapping_suggestion(header, fields_tree, header_types, mapping_fields)
        is_certain = suggestion and (len(suggestion["field_path"]) > 1 or suggestion["distance"] <= 0)
        if self.res_model != "support.appointment" or is_certain:
            return suggestion
        field_names = {field["name"] for field in fields_tree}
        for field_name, labels in self._support_short_labels().items():
            if field_name in field_names and header.strip().casefold() in labels:
                return {"field_path": [field_name], "distance": 0}
        return suggestion

    def _support_short_labels(self):
        """Labels of the customer's details in the form, in lower case, in English and in the user's language."""
        english = {
            "customer_name": ["name", "customer name"],
            "customer_email": ["email", "e-mail", "mail"],
            "customer_phone": ["phone", "telephone", "mobile"],
        }
        translated = {
            "customer_name": self.env._("Name"),
            "customer_email": self.env._("Email"),
            "customer_phone": self.env._("Phone"),
        }
        return {name: {*labels, translated[name].casefold()} for name, labels in english.items()}
