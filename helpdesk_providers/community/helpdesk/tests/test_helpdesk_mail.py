from odoo.addons.mail.tests.common import MailCommon
from odoo.tests import tagged
from odoo.tools import mute_logger

MAIL = """From: {email_from}
To: {to}
Cc: {cc}
Return-Path: {return_path}
Subject: {subject}
Message-Id: {msg_id}
Date: Mon, 02 Feb 2026 10:00:00 +0000
{extra}
MIME-Version: 1.0
Content-Type: text/plain; charset="utf-8"

The lamp stays dark.
"""


@tagged("post_install", "-at_install", "mail_gateway")
class TestHelpdeskMail(MailCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.team = cls.env["helpdesk.team"].create(
            {"name": "Repairs", "alias_name": "repairs", "alias_domain_id": cls.mail_alias_domain.id}
        )

    def receive(self, email_from, subject):
        with self.mock_mail_gateway(), mute_logger("odoo.addons.mail.models.mail_thread"):
            return self.format_and_process(
                MAIL,
                email_from,
                self.team.alias_email,
                subject=subject,
                target_model="helpdesk.ticket",
            )

    def test_mail_of_an_unknown_customer(self):
        ticket = self.receive('"Nora New" <nora.new@example.com>', "Lamp is broken")
        self.assertEqual(len(ticket), 1)
        self.assertEqual(ticket.team_id, self.team)
        self.assertEqual(ticket.stage_id, self.env.ref("helpdesk.stage_new"))
        self.assertEqual(ticket.partner_name, "Nora New")
        self.assertEqual(ticket.partner_email, "nora.new@example.com")
        self.assertFalse(ticket.user_id)
        self.assertTrue(ticket.ticket_ref)
        self.assertIn("The lamp stays dark.", ticket.description)
        self.assertIn("The lamp stays dark.", ticket.message_ids[0].body)

    def test_mail_of_a_contact(self):
        partner = self.env["res.partner"].create({"name": "Carla", "email": "carla@example.com"})
        ticket = self.receive("Somebody <carla@example.com>", "Lamp is broken")
        self.assertEqual(ticket.partner_id, partner)
        self.assertEqual(ticket.partner_name, "Carla")

    def test_mail_without_a_subject(self):
        self.receive("nora.new@example.com", "")
        ticket = self.env["helpdesk.ticket"].search([("team_id", "=", self.team.id)])
        self.assertEqual(ticket.mapped("name"), ["No Subject"])

    def test_answers_come_back_to_the_team(self):
        ticket = self.env["helpdesk.ticket"].create({"name": "Lamp", "team_id": self.team.id})
        homeless = self.env["helpdesk.ticket"].create({"name": "Lamp", "team_id": False})
        reply_to = (ticket | homeless)._notify_get_reply_to()
        self.assertIn(self.team.alias_email, reply_to[ticket.id])
        self.assertNotIn(self.team.alias_email, reply_to[homeless.id] or "")

    def test_followers_of_the_team_hear_of_new_tickets(self):
        follower = self.env["res.partner"].create({"name": "Fay", "email": "fay@example.com"})
        self.team.message_subscribe(partner_ids=follower.ids)
        ticket = self.env["helpdesk.ticket"].create({"name": "Lamp", "team_id": self.team.id})
        self.assertIn(follower, ticket.message_partner_ids)
