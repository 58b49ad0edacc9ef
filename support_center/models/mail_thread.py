from odoo import api, models
from odoo.exceptions import AccessError

from ..logic import calendar_reply, inbound_mail

#: Where emails about visits are filed.
ABOUT_VISITS = frozenset({"support.appointment", "helpdesk.ticket"})


class MailThread(models.AbstractModel):
    """Incoming email about visits: answers of calendars, and what programs write."""

    _inherit = "mail.thread"

    def _message_parse_extract_payload(self, message, message_dict, save_original=False):
        calendar_reply.mend_charsets(message)
        return super()._message_parse_extract_payload(message, message_dict, save_original=save_original)

    @api.model
    def message_route(self, message, message_dict, model=None, thread_id=None, custom_values=None):
        visits = self.env["support.appointment"].sudo()
        visit = visits.browse()
        if not message_dict.get("is_bounce"):
            visit = visits._visit_answered_by_calendar(message, message_dict)
            if visit:
                self._check_may_hand_in_email_for(visit._name)
                self._routing_reset_bounce(message, message_dict)
        else:
            about = message_dict.get("bounced_message")
            self._check_may_hand_in_email_for(about and about.model)
            if inbound_mail.is_report_without_failure(message):
                # Odoo takes every report for one of a failure.
                visit = visits.browse(about.res_id if about and about.model == visits._name else []).exists()
                message_dict["is_bounce"] = not visit
        if not visit:
            return super().message_route(message, message_dict, model, thread_id, custom_values)
        sender = self._mail_find_user_for_gateway(message_dict["email_from"])
        return [(visit._name, visit.id, None, sender.id or self.env.uid, None)]

    @api.model
    def _message_route_process(self, message, message_dict, routes):
        for route in routes or ():
            self._check_may_hand_in_email_for(route[0])
        visits = self.env["support.appointment"].browse(
            route[1] for route in routes or () if route[0] == "support.appointment" and route[1]
        )
        if len(visits) == len(routes or ()):
            for visit in visits.sudo():
                visit._receive_email(message, message_dict)
        return super()._message_route_process(message, message_dict, routes)

    @api.model
    def _check_may_hand_in_email_for(self, model):
        """Refuse emails about visits and tickets that users hand in.

        Anybody who can log in may call the gateway with an email of their own making, from whomever and whenever it
        says, and Odoo files it as the system. Programs that fetch email run as the system or as an administrator.

        :param str model: of what the email is about
        """
        trusted = self.env.su or self.env.user.has_group("base.group_system")
        if model in ABOUT_VISITS and not trusted:
            raise AccessError(self.env._("Only the mail gateway hands in emails about visits and tickets."))
