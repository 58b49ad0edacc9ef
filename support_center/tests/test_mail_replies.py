"""Email that comes in about visits: answers of calendars as they are on the wire, and what programs write."""

import itertools
import sys
from contextlib import suppress
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .test_mail_delivery import DeliveryCase

GOOGLE = """\
Return-Path: <office@acme.example.com>
MIME-Version: 1.0
Reply-To: Kim <office@acme.example.com>
Sender: Google Calendar <calendar-notification@google.com>
Auto-Submitted: auto-generated
Message-ID: <{message_id}>
Date: Fri, 27 Nov 2026 22:00:00 +0000
Subject: {subject}: Boiler is cold
From: Kim <{sender}>
To: {to}
Content-Type: multipart/mixed; boundary="000000000000a1"

--000000000000a1
Content-Type: multipart/alternative; boundary="000000000000a2"

--000000000000a2
Content-Type: text/plain; charset="UTF-8"; format=flowed; delsp=yes
Content-Transfer-Encoding: base64

S2ltIGhhcyByZXBsaWVkIHRvIHRoaXMgaW52aXRhdGlvbi4=
--000000000000a2
Content-Type: text/calendar; charset="UTF-8"; method=REPLY
Content-Transfer-Encoding: 7bit

BEGIN:VCALENDAR
PRODID:-//Google Inc//Google Calendar 70.9054//EN
VERSION:2.0
CALSCALE:GREGORIAN
METHOD:REPLY
BEGIN:VEVENT
DTSTART:20270104T090000Z
DTEND:20270104T100000Z
DTSTAMP:{stamp}
ORGANIZER;CN=Service:mailto:service@heatingpeople.example.com
UID:{uid}
ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={partstat};CN=Kim
 ;X-NUM-GUESTS=0:mailto:{attendee}
CREATED:20261127T215900Z
{comment}LAST-MODIFIED:20261127T220000Z
SEQUENCE:{sequence}
STATUS:CONFIRMED
SUMMARY:Boiler is cold
TRANSP:OPAQUE
END:VEVENT
END:VCALENDAR

--000000000000a2--
--000000000000a1
Content-Type: application/ics; name="invite.ics"
Content-Disposition: attachment; filename="invite.ics"
Content-Transfer-Encoding: base64

QkVHSU46VkNBTEVOREFSDQpFTkQ6VkNBTEVOREFSDQo=
--000000000000a1--
"""

#: Outlook names the zone by a component of its own, and answers in the thread.
OUTLOOK = """\
From: Kim <{sender}>
To: Service <{to}>
Subject: {subject}: Boiler is cold
Thread-Topic: Boiler is cold
Date: Fri, 27 Nov 2026 22:00:00 +0000
Message-ID: <{message_id}>
In-Reply-To: {in_reply_to}
Content-Language: de-DE
X-MS-Has-Attach:
X-MS-TNEF-Correlator:
Content-Type: multipart/alternative; boundary="_000_PR3_"
MIME-Version: 1.0

--_000_PR3_
Content-Type: text/plain; charset="iso-8859-1"
Content-Transfer-Encoding: quoted-printable

Gr=FC=DFe

--_000_PR3_
Content-Type: text/calendar; charset="utf-8"; method=REPLY
Content-Transfer-Encoding: 8bit

BEGIN:VCALENDAR
METHOD:REPLY
PRODID:Microsoft Exchange Server 2010
VERSION:2.0
BEGIN:VTIMEZONE
TZID:W. Europe Standard Time
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
ATTENDEE;PARTSTAT={partstat};CN="Kim Müller, Büro":mailto:{attendee}
{comment}UID:{uid}
SUMMARY;LANGUAGE=de-DE:Abgelehnt: Boiler is cold
DTSTART;TZID=W. Europe Standard Time:20270104T100000
DTEND;TZID=W. Europe Standard Time:20270104T110000
CLASS:PUBLIC
PRIORITY:5
DTSTAMP:{stamp}
TRANSP:OPAQUE
STATUS:CONFIRMED
SEQUENCE:{sequence}
X-MICROSOFT-CDO-APPT-SEQUENCE:{sequence}
X-MICROSOFT-CDO-REPLYTIME:{stamp}
END:VEVENT
END:VCALENDAR

--_000_PR3_--
"""

#: The calendar alone is the message.
APPLE = """\
From: Kim <{sender}>
To: {to}
Subject: {subject}: Boiler is cold
Date: Fri, 27 Nov 2026 22:00:00 +0000
Message-ID: <{message_id}>
MIME-Version: 1.0
Content-Type: text/calendar; charset=utf-8; method=REPLY; name=iCal-20261127.ics
Content-Transfer-Encoding: quoted-printable

BEGIN:VCALENDAR
CALSCALE:GREGORIAN
PRODID:-//Apple Inc.//macOS 15.1//EN
VERSION:2.0
METHOD:REPLY
BEGIN:VEVENT
DTSTAMP:{stamp}
ATTENDEE;CN=3D"Kim";CUTYPE=3DINDIVIDUAL;EMAIL=3D"{attendee}";
 PARTSTAT=3D{partstat}:urn:uuid:9d1a2c3e
SEQUENCE:{sequence}
{comment}ORGANIZER;CN=3D"Service":mailto:service@heatingpeople.example.com
UID:{uid}
DTSTART:20270104T090000Z
DTEND:20270104T100000Z
END:VEVENT
END:VCALENDAR
"""
FORMATS = {"google": GOOGLE, "outlook": OUTLOOK, "apple": APPLE}

OUT_OF_OFFICE = {
    "exchange": "Auto-Submitted: auto-generated\nX-Auto-Response-Suppress: All",
    "gmail": "Auto-Submitted: auto-replied\nPrecedence: bulk\nX-Autoreply: yes",
    "sieve": "Auto-Submitted: auto-replied (vacation)",
    "old": "X-Autorespond: away",
    "null sender": "Return-Path: <>",
}


class RepliesCase(DeliveryCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.count = 0

    def setUp(self):
        super().setUp()
        self.visit = self.book()
        self.deliver()
        self.env.flush_all()
        self.gateway = self.env["mail.thread"]

    def receive(self, text):
        return self.gateway.message_process(False, text.replace("\n", "\r\n").encode())

    def answer_with(self, partstat, form="google", visit=None, **values):
        """What the customer's calendar sends, through the mail gateway."""
        visit = visit or self.visit
        type(self).count += 1
        values = {
            "partstat": partstat,
            "uid": visit._calendar_uid(),
            "sequence": visit.schedule_revision,
            "stamp": (fields.Datetime.now() + timedelta(seconds=self.count)).strftime("%Y%m%dT%H%M%SZ"),
            "sender": "office@acme.example.com",
            "attendee": "office@acme.example.com",
            "to": "service@heatingpeople.example.com",
            "subject": "Re",
            "comment": "",
            "message_id": f"answer-{self.count}@acme.example.com",
            "in_reply_to": self.rows(visit, "confirmation").message_id,
            **values,
        }
        values["comment"] = values["comment"] and f"COMMENT:{values['comment']}\n"
        self.receive(FORMATS[form].format(**values))
        return visit.message_ids.filtered(lambda message: message.message_id == f"<{values['message_id']}>")

    def tasks(self, visit=None):
        return (visit or self.visit).activity_ids.filtered(
            lambda activity: activity.activity_type_id == self.env.ref("support_center.mail_activity_declined")
        )


@tagged("post_install", "-at_install")
class TestCalendarAnswers(RepliesCase):
    def test_the_invitation_asks_for_an_answer_and_repeats_it(self):
        self.assertIn("RSVP=TRUE", self.invitation())
        self.assertIn("PARTSTAT=NEEDS-ACTION", self.invitation())
        self.answer_with("ACCEPTED")
        self.assertIn("PARTSTAT=ACCEPTED", self.invitation())

    def invitation(self):
        mail = self.env["support.notification"]._compose_for(self.visit, "reminder", "<1@example.com>")
        return mail.calendar.replace("\r\n ", "")

    def test_each_calendars_answer_is_shown(self):
        for form in FORMATS:
            for partstat, answer in (("ACCEPTED", "accepted"), ("TENTATIVE", "tentative"), ("DECLINED", "declined")):
                with self.subTest(form=form, partstat=partstat):
                    message = self.answer_with(partstat, form)
                    self.assertEqual(len(message), 1)
                    self.assertEqual(self.visit.customer_answer, answer)
                    self.assertTrue(self.visit.customer_answer_at)
                    self.assertNotIn("BEGIN:VCALENDAR", message.body)

    def test_an_acceptance_is_no_news(self):
        message = self.answer_with("ACCEPTED")
        self.assertFalse(message.notified_partner_ids)
        self.assertEqual(message.subtype_id, self.env.ref("mail.mt_note"))

    def test_what_the_customer_writes_beside_it_is(self):
        message = self.answer_with("ACCEPTED", "apple", comment="Please ring twice\\, the bell is quiet")
        self.assertIn("Please ring twice, the bell is quiet", message.body)
        self.assertEqual(message.notified_partner_ids, (self.technician | self.manager).partner_id)

    def test_a_decline_is_one_task_for_who_plans(self):
        message = self.answer_with("DECLINED", comment="We are away")
        self.assertEqual(message.notified_partner_ids, (self.technician | self.manager).partner_id)
        task = self.tasks()
        self.assertEqual((len(task), task.user_id), (1, self.manager))
        self.assertIn("We are away", task.note)
        self.assertIn("declined", self.visit.with_user(self.technician).customer_declined)
        self.answer_with("DECLINED")
        self.assertEqual(self.tasks(), task, "once, also where it is said twice")
        task.action_feedback()
        self.answer_with("DECLINED")
        self.assertFalse(self.tasks(), "and not again when it is done")

    def test_a_booking_from_the_website_is_a_managers_task(self):
        companion = self._new_user("sc_companion", "support_center.group_support_api")
        for technician in (self.technician, self.env["res.users"]):
            visit = self.book(14, technician=technician)
            self.env.flush_all()
            self.env.cr.execute(
                "UPDATE support_appointment SET create_uid = %s WHERE id = %s", [companion.id, visit.id]
            )
            self.env.invalidate_all()
            self.answer_with("DECLINED", visit=visit)
            self.assertTrue(self.tasks(visit).user_id.has_group("support_center.group_support_manager"))

    def test_another_answer_settles_it(self):
        self.answer_with("DECLINED")
        self.answer_with("ACCEPTED")
        self.assertEqual(self.visit.customer_answer, "accepted")
        self.assertFalse(self.tasks())

    def test_another_time_is_another_question(self):
        self.answer_with("DECLINED")
        with Form(self.visit.with_user(self.manager)) as form:
            form.start = self.at(14)
            form.stop = self.at(15)
        self.assertFalse(self.visit.customer_answer or self.visit.customer_answer_at or self.visit.customer_declined)
        self.assertFalse(self.tasks(), "the new time is what the task was about")

    def test_another_customer_has_not_answered(self):
        self.answer_with("ACCEPTED")
        self.visit.with_user(self.manager).customer_email = "other@example.com"
        self.assertFalse(self.visit.customer_answer)

    def test_a_cancelled_visit_asks_nobody(self):
        self.answer_with("DECLINED")
        self.visit.with_user(self.manager)._cancel("The customer is away")
        self.assertFalse(self.tasks() or self.visit.customer_declined)
        message = self.answer_with("DECLINED")
        self.assertFalse(self.tasks() or message.notified_partner_ids)

    def test_an_answer_to_an_older_time_is_a_message_only(self):
        self.visit.with_user(self.manager).start = self.at(10)
        message = self.answer_with("DECLINED", sequence=0)
        self.assertEqual(len(message), 1)
        self.assertFalse(self.visit.customer_answer or self.tasks() or message.notified_partner_ids)
        self.answer_with("DECLINED", sequence=1)
        self.assertEqual(self.visit.customer_answer, "declined")

    def test_what_overtakes_another_answer_stands(self):
        later, earlier = fields.Datetime.now(), fields.Datetime.now() - timedelta(minutes=5)
        self.answer_with("ACCEPTED", stamp=later.strftime("%Y%m%dT%H%M%SZ"))
        self.answer_with("DECLINED", stamp=earlier.strftime("%Y%m%dT%H%M%SZ"))
        self.assertEqual(self.visit.customer_answer, "accepted")
        self.assertFalse(self.tasks())

    def test_a_clock_that_is_fast_keeps_nothing_out(self):
        self.answer_with("ACCEPTED", stamp="20991231T235959Z")
        self.answer_with("DECLINED", stamp="20991231T235959Z")
        self.assertEqual(self.visit.customer_answer, "declined")

    def test_nobody_answers_for_the_customer(self):
        stranger = "eve@evil.example.com"
        for values in (
            {"sender": stranger, "attendee": stranger},
            {"sender": stranger},
            {"attendee": stranger},
        ):
            with self.subTest(values=values):
                message = self.answer_with("DECLINED", **values)
                self.assertEqual(len(message), 1, "it is shown")
                self.assertFalse(message.notified_partner_ids, "and bothers nobody")
                self.assertFalse(self.visit.customer_answer or self.tasks())

    def test_a_sequence_that_is_none_answers_nothing(self):
        for sequence in ("-1", "", "x", "0x0", "0\nSEQUENCE:1", "9" * 900):
            with self.subTest(sequence=sequence[:20]):
                message = self.answer_with("DECLINED", sequence=sequence)
                self.assertEqual(len(message), 1)
                self.assertFalse(self.visit.customer_answer or self.tasks() or message.notified_partner_ids)

    def test_several_senders_answer_nothing(self):
        customer, stranger = "office@acme.example.com", "eve@evil.example.com"
        google = FORMATS["google"]
        encoded = "=?utf-8?q?office=40acme.example.com=2C?="
        for name, sender in {
            "two fields": f"From: <{customer}>\nFrom: <{stranger}>",
            "two of the same": f"From: <{customer}>\nFrom: <{customer}>",
            "two addresses": f"From: <{customer}>, <{stranger}>",
            "a name": f"From: {encoded} <{stranger}>",
            "a quoted name": f'From: "{customer}, x" <{stranger}>',
        }.items():
            with self.subTest(name):
                self.patch(sys.modules[__name__], "FORMATS", {"x": google.replace("From: Kim <{sender}>", sender)})
                message = self.answer_with("DECLINED", "x")
                self.assertEqual(len(message), 1)
                self.assertFalse(self.visit.customer_answer or self.tasks() or message.notified_partner_ids)

    def test_strangers_attach_nothing(self):
        stranger = "eve@evil.example.com"
        message = self.answer_with("DECLINED", sender=stranger, attendee=stranger)
        self.assertIn("Kim has replied", message.body)
        self.assertEqual(message.subtype_id, self.env.ref("mail.mt_note"))
        self.assertFalse(message.attachment_ids)
        for sender in ("office@acme.example.com", self.colleague.email):
            self.assertTrue(self.answer_with("ACCEPTED", sender=sender).attachment_ids, sender)

    def test_another_thread_opens_no_door(self):
        """A stranger who got an email about something else does not belong to this visit's thread."""
        stranger = "eve@evil.example.com"
        other = self.env["res.partner"].create({"name": "Eve"}).message_post(body="Hello")
        google = FORMATS["google"].replace("Subject:", f"In-Reply-To: {other.message_id}\nSubject:")
        self.patch(sys.modules[__name__], "FORMATS", {"x": google})
        message = self.answer_with("DECLINED", "x", sender=stranger, attendee=stranger)
        self.assertEqual(len(message), 1)
        self.assertFalse(message.attachment_ids or message.notified_partner_ids)

    def test_only_the_gateway_hands_in_answers(self):
        nobody = self._new_user("sc_nobody", "base.group_user")
        portal = self._new_user("sc_portal", "base.group_portal")
        count = len(self.visit.message_ids)
        bounce = (
            "From: MAILER-DAEMON@acme.example.com\nTo: bounce@example.com\nSubject: x\nMessage-ID: <bounce@x.example.com>\n"
            'MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
            "--b\nContent-Type: text/plain\n\nNo\n\n--b\nContent-Type: message/delivery-status\n\n"
            "Reporting-MTA: dns; mx\n\nFinal-Recipient: rfc822;office@acme.example.com\nAction: failed\nStatus: 5.1.1\n\n"
            "--b\nContent-Type: text/rfc822-headers\n\n"
            f"Message-ID: {self.rows(self.visit, 'confirmation').message_id}\n\n--b--\n"
        )
        ticket = self.visit.ticket_id
        told = len(ticket.sudo().message_ids)
        for user in (nobody, portal, self.colleague, self.technician, self.manager):
            self.gateway = self.env["mail.thread"].with_user(user)
            for form in FORMATS:
                with self.subTest(user=user.login, form=form), self.assertRaises(AccessError):
                    self.answer_with("DECLINED", form)
            with self.subTest(user=user.login), suppress(AccessError):
                # Refused, or about a message that the user can't find.
                self.receive(bounce)
            for model, thread in itertools.product(
                ("mail.thread", "res.partner", "helpdesk.ticket"), (self.visit, ticket)
            ):
                with self.subTest(user=user.login, model=model, thread=thread), self.assertRaises(AccessError):
                    plain = (
                        f"From: {self.manager.email_formatted}\nTo: a@example.com\nMessage-ID: <{user.id}@{model}>\n"
                        "Date: Mon, 02 Mar 2020 10:00:00 +0000\n\nHello"
                    )
                    self.env[model].with_user(user).message_process(thread._name, plain, thread_id=thread.id)
            self.env.invalidate_all()
            self.assertFalse(self.visit.customer_answer or self.tasks())
            self.assertEqual(len(self.visit.message_ids), count)
            self.assertEqual(len(ticket.sudo().message_ids), told)
            self.assertEqual(self.rows(self.visit, "confirmation").state, "sent")
        for user, answer in (("base.user_admin", "declined"), ("base.user_root", "accepted")):
            self.gateway = self.env["mail.thread"].with_user(self.env.ref(user))
            self.answer_with(answer.upper())
            self.assertEqual(self.visit.customer_answer, answer)

    def test_a_visit_that_has_begun_takes_no_answer(self):
        with freeze_time(self.visit.start):
            self.answer_with("DECLINED", stamp=f"{self.visit.start:%Y%m%dT%H%M%SZ}")
        self.assertFalse(self.visit.customer_answer)

    def test_the_address_of_the_alias_domain_is_as_good(self):
        """Calendars write to the organizer, without a word of the thread; Odoo would send that back."""
        domain = self.env["mail.alias.domain"].create({"name": "odoo.example.com"})
        self.company.alias_domain_id = domain
        sent = len(self.smtp.recipients)
        self.answer_with("DECLINED", to=domain.catchall_email)
        self.assertEqual(self.visit.customer_answer, "declined")
        recipients = sorted(address for addresses in self.smtp.recipients[sent:] for address in addresses)
        self.assertEqual(recipients, sorted([self.manager.email, self.technician.email]), "nothing bounces")

    def test_another_databases_visits_are_not_ours(self):
        message = self.answer_with("DECLINED", "outlook", uid=f"visit-{self.visit.id}@another-database")
        self.assertEqual(len(message), 1, "it belongs to the thread")
        self.assertFalse(self.visit.customer_answer)

    def test_hostile_calendars_are_messages_and_no_more(self):
        bomb = "RRULE:FREQ=SECONDLY;COUNT=999999999\nEXRULE:FREQ=SECONDLY;UNTIL=99991231T235959Z\n"
        hostile = {
            "deep": "BEGIN:VEVENT\n" * 3000,
            "huge": f"DESCRIPTION:{'x' * 990}\n" * 300,
            "many": "ATTENDEE;PARTSTAT=DECLINED:mailto:a@example.com\n" * 3000,
            "bomb": bomb,
            "zone": f"END:VEVENT\nBEGIN:VTIMEZONE\nTZID:X\nBEGIN:STANDARD\nDTSTART:00010101T000000\n{bomb}END:STANDARD\n"
            "END:VTIMEZONE\nBEGIN:VEVENT\n",
            "sequence": f"SEQUENCE:{'9' * 900}\n",
            "noise": "\x01\x02;;;===:::\n;:\n:\nATTENDEE\nDTSTAMP;VALUE=PERIOD:P1D/P1D\n",
            "quotes": 'ATTENDEE;CN="' + '";"' * 2000 + "\n",
        }
        for name, lines in hostile.items():
            with self.subTest(name):
                text = OUTLOOK.replace("{comment}", lines.replace("{", "").replace("}", ""))
                type(self).count += 1
                self.receive(
                    text.format(
                        partstat="MAYBE",
                        uid=self.visit._calendar_uid(),
                        sequence="-1",
                        stamp="yesterday",
                        sender="office@acme.example.com",
                        attendee="office@acme.example.com",
                        to="service@heatingpeople.example.com",
                        subject="Re",
                        message_id=f"hostile-{self.count}@acme.example.com",
                        in_reply_to=self.rows(self.visit, "confirmation").message_id,
                    )
                )
                self.assertIn(f"<hostile-{self.count}@acme.example.com>", self.visit.message_ids.mapped("message_id"))
                self.assertFalse(self.visit.customer_answer or self.tasks())

    def test_an_unknown_charset_is_no_reason_to_lose_it(self):
        text = OUTLOOK.replace('charset="utf-8"', 'charset="x-unknown"')
        self.patch(sys.modules[__name__], "FORMATS", {"unknown": text})
        self.answer_with("DECLINED", "unknown")
        self.assertEqual(self.visit.customer_answer, "declined")

    def test_nobody_writes_answers_by_hand(self):
        for user in (self.manager, self.technician):
            with self.assertRaisesRegex(Exception, "set by the system"):
                self.visit.with_user(user).write({"customer_answer": "accepted"})


@tagged("post_install", "-at_install")
class TestAutomaticReplies(RepliesCase):
    def out_of_office(self, headers, body="I am away until Monday.", kind="text/plain; charset=utf-8"):
        type(self).count += 1
        message_id = f"<away-{self.count}@acme.example.com>"
        self.receive(
            f"{headers}\nFrom: Kim <office@acme.example.com>\nTo: service@heatingpeople.example.com\n"
            f"Subject: Automatic reply\nMessage-ID: {message_id}\nMIME-Version: 1.0\n"
            f"In-Reply-To: {self.rows(self.visit, 'confirmation').message_id}\nContent-Type: {kind}\n\n{body}\n"
        )
        return self.visit.message_ids.filtered(lambda message: message.message_id == message_id)

    def test_nobody_is_told_that_the_customer_is_away(self):
        follower = self.env["res.partner"].create({"name": "Boss", "email": "boss@acme.example.com"})
        self.visit.message_subscribe(
            (follower | self.colleague.partner_id).ids, self.env["mail.message.subtype"].search([]).ids
        )
        for name, headers in OUT_OF_OFFICE.items():
            with self.subTest(name):
                message = self.out_of_office(headers)
                self.assertIn("I am away", message.body)
                self.assertEqual(message.subtype_id, self.env.ref("mail.mt_note"))
                self.assertFalse(message.notification_ids or message.notified_partner_ids)
        self.assertFalse(self.env["mail.mail"].search([("subject", "ilike", "Automatic reply")]))

    def test_what_a_person_writes_is_forwarded(self):
        for headers in (
            "Auto-Submitted: no",
            "X-Auto-Response-Suppress: OOF",
            "Return-Path: <office@acme.example.com>",
        ):
            with self.subTest(headers):
                message = self.out_of_office(headers, "Please ring twice.")
                self.assertEqual(message.notified_partner_ids, (self.technician | self.manager).partner_id)

    def report(self, kind, inner):
        return (
            f"--b\nContent-Type: text/plain\n\nYour email\n\n--b\nContent-Type: {kind}\n\n{inner}\n\n"
            f"--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: {self.rows(self.visit, 'confirmation').message_id}\n\n--b--"
        )

    def test_a_read_receipt_is_no_failure(self):
        message = self.out_of_office(
            "X-Mailer: x",
            self.report("message/disposition-notification", "Final-Recipient: rfc822;office@acme.example.com"),
            'multipart/report; report-type=disposition-notification; boundary="b"',
        )
        self.assertEqual(self.rows(self.visit, "confirmation").state, "sent")
        self.assertEqual(len(message), 1)
        self.assertFalse(self.visit.activity_ids or message.notified_partner_ids)

    def test_a_delay_is_no_failure_and_a_failure_is_one(self):
        for action, state in (("delayed", "sent"), ("failed", "failed")):
            self.out_of_office(
                "X-Mailer: x",
                self.report(
                    "message/delivery-status",
                    "Reporting-MTA: dns; mx\n\nFinal-Recipient: rfc822;office@acme.example.com\n"
                    f"Action: {action}\nStatus: 4.0.0",
                ),
                'multipart/report; report-type=delivery-status; boundary="b"',
            )
            self.assertEqual(self.rows(self.visit, "confirmation").state, state)
