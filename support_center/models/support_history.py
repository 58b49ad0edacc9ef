"""What stands in the history of a visit, apart from its record: nobody speaks for others, and changes stay as they were."""

from odoo import api, models
from odoo.exceptions import AccessError

#: Keys of the context by which callers would keep changes out of the history.
SILENCING = ("tracking_disable", "mail_notrack")
#: What says who wrote a message, and when.
AUTHORSHIP = frozenset({"author_id", "author_guest_id", "email_from", "create_uid", "date"})
VISIT = "support.appointment"
#: In the context it says that Odoo itself writes for somebody. No client can send it.
OUT_OF_OFFICE = object()


class SupportAppointment(models.Model):
    _inherit = "support.appointment"

    def write(self, vals):
        if any(self.env.context.get(name) for name in SILENCING):
            return self.with_context(**dict.fromkeys(SILENCING, False)).write(vals)
        return super().write(vals)

    def _message_compute_author(self, author_id=None, email_from=None):
        """Whatever a caller says, users write in their own name. Odoo's composer takes the author from the template."""
        if not self.env["mail.message"]._may_speak_for_others():
            author_id, email_from = self.env.user.partner_id.id, None
        return super()._message_compute_author(author_id=author_id, email_from=email_from)

    def _notify_thread_with_out_of_office(self, *args, **kwargs):
        absent = self.with_context(support_speaks=OUT_OF_OFFICE)
        return super(SupportAppointment, absent)._notify_thread_with_out_of_office(*args, **kwargs)


class MailMessage(models.Model):
    _inherit = "mail.message"

    @api.model_create_multi
    def create(self, vals_list):
        messages = super().create(vals_list)
        for message in messages._in_history_of_visits():
            self._check_own_name(message.author_id.id)
        return messages

    def write(self, vals):
        self._check_history(vals)
        return super().write(vals)

    def unlink(self):
        self._check_history({})
        return super().unlink()

    def _in_history_of_visits(self):
        return self.sudo().filtered(lambda message: message.model == VISIT)

    @api.model
    def _check_own_name(self, author_id):
        """Refuse to write in another's name.

        :param int author_id: a contact
        """
        if not (self._may_speak_for_others() or author_id == self.env.user.partner_id.id):
            raise AccessError(self.env._("You can write messages about visits in your own name only."))

    def _check_history(self, vals):
        """Refuse changes of what others have written about visits, and of what changed in them.

        :param dict vals: as for ``write``; empty to delete
        """
        if self.env.su:
            return
        messages = self._in_history_of_visits()
        if messages.tracking_value_ids:
            raise AccessError(self.env._("Messages that say what changed in a visit stay as they are."))
        if self._may_speak_for_others():
            return
        if messages.filtered(lambda message: message.author_id != self.env.user.partner_id):
            raise AccessError(self.env._("You can change your own messages about visits only."))
        if messages and AUTHORSHIP & vals.keys():
            raise AccessError(self.env._("You can write messages about visits in your own name only."))

    @api.model
    def _may_speak_for_others(self):
        trusted = self.env.su or self.env.context.get("support_speaks") is OUT_OF_OFFICE
        return trusted or self.env.user._is_admin()
