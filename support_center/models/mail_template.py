from odoo import api, models
from odoo.exceptions import ValidationError

from .support_notification_content import TEMPLATES


class MailTemplate(models.Model):
    _inherit = "mail.template"

    def _generate_template(self, res_ids, *args, **kwargs):
        # Recipients need not be rendered to be found.
        self._check_may_render(self.sudo().model, res_ids)
        return super()._generate_template(res_ids, *args, **kwargs)

    @api.constrains("attachment_ids", "report_template_ids", "email_cc")
    def _check_support_customer_mail(self):
        """Refuse on the templates of customer mail what would not be sent, instead of leaving it out."""
        ours = [self.env.ref(xml_id, raise_if_not_found=False) for xml_id in TEMPLATES.values()]
        for template in self.filtered(lambda template: template in ours):
            if template.attachment_ids or template.report_template_ids:
                raise ValidationError(
                    self.env._(
                        "Mail about visits carries no attachments. Put a link to the document into the text instead."
                    )
                )
            if template.email_cc:
                raise ValidationError(self.env._("Mail about visits goes to the customer alone. Leave Cc empty."))
