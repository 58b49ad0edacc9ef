"""What stands in the history of a visit, apart from its record: nobody speaks for others, and changes stay as they were."""

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Command

from .ours import is_system

#: Keys of the context by which callers would keep changes out of the history.
SILENCING = ("tracking_disable", "mail_notrack")
#: By this one, they would leave out that there is a new visit.
UNANNOUNCED = "mail_create_nolog"
#: What says who wrote a message, and when.
AUTHORSHIP = frozenset({"author_id", "author_guest_id", "email_from", "create_uid", "create_date", "date"})
#: What says where a message stands.
MOVING = frozenset({"model", "res_id"})
#: What says where answers go. Odoo knows that by itself.
ANSWERS = frozenset({"reply_to", "reply_to_force_new"})
#: What a message is made of.
WRITTEN = AUTHORSHIP | MOVING | ANSWERS | {"body", "message_type"}
VISIT = "support.appointment"
#: In the context it says that Odoo itself writes for somebody. No client can send it.
OUT_OF_OFFICE = object()


class SupportAppointment(models.Model):
    _inherit = "support.appointment"

    @api.model_create_multi
    def create(self, vals_list):
        if any(self.env.context.get(name) for name in (*SILENCING, UNANNOUNCED)):
            telling = self.with_context(**dict.fromkeys((*SILENCING, UNANNOUNCED), False))
            return super(SupportAppointment, telling).create(vals_list).with_env(self.env)
        return super().create(vals_list)

    def write(self, vals):
        if any(self.env.context.get(name) for name in SILENCING):
            telling = self.with_context(**dict.fromkeys(SILENCING, False))
            return super(SupportAppointment, telling).write(vals)
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
        for vals in vals_list:
            self._check_changes_are_new(vals.get("tracking_value_ids"))
        if not self._may_speak_for_others():
            vals_list = [self._written_now(vals) if self._is_about_visit(vals) else vals for vals in vals_list]
        messages = super().create(vals_list)
        for message in messages._in_history_of_visits():
            self._check_own_name(message.author_id.id)
        messages._check_says_no_change()
        return messages

    def write(self, vals):
        self._check_history(vals)
        result = super().write(vals)
        if MOVING & vals.keys():
            self._check_says_no_change()
            if self._in_history_of_visits() and not self._may_speak_for_others():
                raise AccessError(self.env._("Messages about something else can't be moved to a visit."))
        return result

    def unlink(self):
        self._check_history({})
        return super().unlink()

    def _in_history_of_visits(self):
        return self.sudo().filtered(lambda message: message.model == VISIT)

    @api.model
    def _is_about_visit(self, vals):
        return vals.get("model", self.env.context.get("default_model")) == VISIT

    @api.model
    def _written_now(self, vals):
        """Values of a new message about a visit, which a user writes now and with their own address."""
        if vals.get("date"):
            raise AccessError(self.env._("The system says when a message about a visit was written."))
        if (vals.get("email_from") or None) not in (None, self.env.user.partner_id.email_formatted):
            raise AccessError(self.env._("You can write messages about visits in your own name only."))
        return {**self._answered_as_usual(vals), "date": fields.Datetime.now()}

    @api.model
    def _answered_as_usual(self, vals):
        """Values of a new message without what a client says of where answers go."""
        return {**{name: value for name, value in vals.items() if name not in ANSWERS}, "reply_to_force_new": False}

    @api.model
    def _check_own_name(self, author_id):
        """Refuse to write in another's name.

        :param int author_id: a contact
        """
        if not (self._may_speak_for_others() or author_id == self.env.user.partner_id.id):
            raise AccessError(self.env._("You can write messages about visits in your own name only."))

    @api.model
    def _check_changes_are_new(self, commands):
        """Refuse to reach the changes that other messages tell of: what comes with a new message, Odoo writes as the system.

        :param commands: for ``tracking_value_ids``, as a client gave them
        """
        if not commands or self.env.su:
            return
        for command in commands if isinstance(commands, (list, tuple)) else [commands]:
            if not isinstance(command, (list, tuple)) or len(command) != 3 or command[0] != Command.CREATE:
                raise AccessError(self.env._("A message can't reach what others tell of."))

    def _check_says_no_change(self):
        """Refuse messages of users that tell of changes of visits: the system keeps these itself."""
        if not self.env.su and self._in_history_of_visits().tracking_value_ids:
            raise AccessError(self.env._("The system alone says what changed in a visit."))

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
        # As in Odoo's own pages: people write comments, anything else is the system's word about what they did.
        if messages.filtered(lambda message: message.message_type != "comment"):
            raise AccessError(self.env._("What the system notes about visits stays as it is."))
        if messages and (AUTHORSHIP | ANSWERS) & vals.keys():
            raise AccessError(self.env._("You can write messages about visits in your own name only."))

    @api.model
    def _may_speak_for_others(self):
        return self.env.su or self._may_send_for_others()

    @api.model
    def _may_send_for_others(self):
        """As :meth:`_may_speak_for_others`, where Odoo acts as the system for whoever calls it."""
        return self.env.context.get("support_speaks") is OUT_OF_OFFICE or self.env.user._is_admin()


class MailMail(models.Model):
    """Emails. Odoo writes those of its composer and of templates as the system, with what the user says of their sender."""

    _inherit = "mail.mail"

    @api.model_create_multi
    def create(self, vals_list):
        if not (is_system(self.env) or self.env["mail.message"]._may_send_for_others()):
            vals_list = [self._in_own_name(vals) for vals in vals_list]
        return super().create(vals_list)

    @api.model
    def _in_own_name(self, vals):
        """Values of a new email: one about a visit is the user's own, and needs one that the user may read."""
        messages = self.env["mail.message"]
        message_id = vals.get("mail_message_id", self.env.context.get("default_mail_message_id"))
        message = messages.sudo().browse(message_id or []).exists()
        if message:
            # Values of the message would replace what stands in it.
            if message.model == VISIT and WRITTEN & vals.keys():
                raise AccessError(self.env._("You can change your own messages about visits only."))
            return vals
        if not messages._is_about_visit(vals):
            return vals
        visit_id = vals.get("res_id", self.env.context.get("default_res_id"))
        self.env[VISIT].sudo(False).browse(visit_id or []).check_access("read")
        author = self.env.user.partner_id
        own = {name: value for name, value in vals.items() if name not in AUTHORSHIP}
        own.update(author_id=author.id, author_guest_id=False, email_from=author.email_formatted)
        return messages._answered_as_usual(own)


class MailTrackingValue(models.Model):
    """What changed in a record. Odoo keeps it as the system, whoever made the change."""

    _inherit = "mail.tracking.value"

    @api.model_create_multi
    def create(self, vals_list):
        changes = super().create(vals_list)
        changes._check_not_of_visits()
        return changes

    def write(self, vals):
        self._check_not_of_visits()
        result = super().write(vals)
        self._check_not_of_visits()
        return result

    def unlink(self):
        self._check_not_of_visits()
        return super().unlink()

    def _check_not_of_visits(self):
        """Refuse what a user does to the changes of visits, or invents."""
        if not self.env.su and VISIT in self.sudo().mail_message_id.mapped("model"):
            raise AccessError(self.env._("The system alone says what changed in a visit."))
