import io
import json
import zipfile
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, HttpCase, new_test_user, tagged
from odoo.tools import SQL

from ..exceptions import ScheduleError
from ..logic import states
from ..logic.privacy import phone_digits, search_words
from ..models import support_privacy_retention
from .common import SupportCase
from .test_api_facade import ApiCase

NAME, EMAIL, PHONE = "Wilhelmina Zabriskie", "wilhelmina.zabriskie@nowhere.example", "+49 30 555 77 421"
STREET = "Quittenweg 17, Oberhausen"
WORDS = (NAME, EMAIL, PHONE, "zabriskie", STREET, "Quittenweg", "Poodle in the yard", "booking-4711-zab")


CALENDAR_ANSWER = """\
From: {name} <{email}>
To: service@heatingpeople.example.com
Subject: Accepted: Boiler
Message-ID: <privacy-answer@nowhere.example>
MIME-Version: 1.0
Content-Type: text/calendar; charset=utf-8; method=REPLY

BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Example//EN
METHOD:REPLY
BEGIN:VEVENT
UID:{uid}
DTSTAMP:20261127T220000Z
SEQUENCE:0
ATTENDEE;PARTSTAT=ACCEPTED;CN={name}:mailto:{email}
END:VEVENT
END:VCALENDAR
"""


class PrivacyCase(ApiCase):
    """A customer who booked online and wrote, in as many places as there are."""

    def online_visit(self, **values):
        idempotency_key = values.pop("idempotency_key", "privacy-1")
        order = {
            "customer_name": NAME,
            "customer_email": EMAIL,
            "customer_phone": PHONE,
            "location": STREET,
            "subject": f"Boiler of {NAME}",
            "description": "Poodle in the yard",
            "external_reference": "booking-4711-zab",
            **values,
        }
        request_id = "11111111-aaaa-4bbb-8ccc-000000000001"
        return self.visit(self.facade.book(self.key.id, idempotency_key, "f", self.order(**order), request_id))

    def log(self, request_id, path, route, **values):
        entry = {
            "request_id": request_id,
            "received_at": fields.Datetime.to_string(fields.Datetime.now() - timedelta(minutes=1)),
            "key_id": self.key.id,
            "key_prefix": self.key.prefix,
            "method": "POST",
            "path": path,
            "route": route,
            "status": 200,
            "code": "",
            "address": "198.51.100.77",
            "user_agent": "ZabriskieBrowser/1.0",
            "duration_ms": 5,
            "instance": "a",
            **values,
        }
        return self.facade.record_access(self.heartbeat(), json.dumps([entry]))

    def heartbeat(self, erased_up_to=0):
        return {"instance": "a", "version": "1", "backlog": 0, "mail": "", "erased_up_to": erased_up_to}

    def dialog(self, user=None, **values):
        form = Form(self.env["support.privacy.request"].with_user(user or self.manager))
        for name, value in values.items():
            setattr(form, name, value)
        return form

    def erase(self, user=None, **values):
        form = self.dialog(user, **values)
        form.confirmation = form.confirm_word
        return form.save().action_erase()

    def export(self, user=None, with_notes=False, **values):
        form = self.dialog(user, **values)
        form.with_notes = with_notes
        request = form.save()
        self.assertEqual(request.action_export()["url"], f"/support/privacy/{request.id}/export")
        return self.unpack(request._export_file())

    def unpack(self, content):
        archive = zipfile.ZipFile(io.BytesIO(content))
        return json.loads(archive.read("customer-data.json")), archive

    def places_with(self, words):
        """Tables, and stored files, in which one of the words stands."""
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
        )
        places = []
        patterns = [f"%{word}%" for word in words]
        for (table,) in self.env.cr.fetchall():
            self.env.cr.execute(
                SQL(
                    "SELECT record::text FROM %s AS record WHERE record::text ILIKE ANY(%s)",
                    SQL.identifier(table),
                    patterns,
                )
            )
            places += [f"{table}: {row[0][:300]}" for row in self.env.cr.fetchall()]
        attachments = (
            self.env["ir.attachment"]
            .sudo()
            .search(["|", ("res_field", "=", False), ("res_field", "!=", False), ("store_fname", "!=", False)])
        )
        for attachment in attachments:
            content = (attachment.raw or b"").lower()
            places += [
                f"file of {attachment.res_model}: {attachment.name}"
                for word in words
                if word.lower().encode() in content
            ]
        return places

    def write_much(self, visit):
        """All that happens around a visit."""
        self.log("11111111-aaaa-4bbb-8ccc-000000000001", "/v1/appointments", "/v1/appointments")
        self.log("11111111-aaaa-4bbb-8ccc-000000000002", f"/v1/appointments/{visit.api_uid}", "/v1/appointments/{id}")
        visit.message_post(
            body=f"It is {NAME} again, call {PHONE}",
            message_type="email",
            subtype_xmlid="mail.mt_comment",
            email_from=f'"{NAME}" <{EMAIL}>',
            author_id=False,
            attachments=[("zabriskie.txt", f"Photo for {EMAIL}".encode())],
        )
        visit.with_user(self.manager).message_post(
            body=f"Dear {NAME}, we come.", message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        visit.with_user(self.manager).message_post(body=f"{NAME} owes us money", subtype_xmlid="mail.mt_note")
        visit.with_user(self.manager).write({"customer_phone": f"{PHONE} (mobile)"})
        visit.with_user(self.manager).write({"customer_phone": PHONE, "location": f"{STREET}, 2nd floor"})
        visit.with_user(self.manager).activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.manager.id, note=f"Call {NAME}"
        )
        row = visit.notification_ids.filtered(lambda each: each.kind == "confirmation")
        row.sudo()._report_sent(EMAIL)
        self.env["support.notification"].sudo()._note_pending()
        reminder = visit.notification_ids.filtered(lambda each: each.kind == "reminder")
        reminder.sudo()._report_failure(f"550 no such user {EMAIL}", permanent=True, email_to=EMAIL)
        visit._set_reminders_wanted(False, everywhere=True)
        thread = {"model": visit._name, "id": visit.id, "display_name": f"Visit of {NAME}"}
        self.manager.sudo()._bus_send("mail.record/insert", {"mail.thread": [thread]})
        self.manager.sudo()._bus_send("test", {"text": f"{EMAIL} called from {PHONE}"})
        self.env.cr.precommit.run()

    def cancel(self, visit):
        visit.with_user(self.manager)._cancel(f"{NAME} moved away")
        self.env.flush_all()
        self.env.cr.precommit.run()


@tagged("post_install", "-at_install")
class TestRecognise(SupportCase):
    def test_a_number_is_the_same_however_it_is_written(self):
        for written in ("+49 30 123456", "0049-30-123456", "(0) 49/30 12 34 56"):
            self.assertEqual(phone_digits(written), "4930123456")

    def test_few_digits_are_nobodys(self):
        self.assertEqual(phone_digits("112"), "")
        self.assertEqual(phone_digits(None), "")

    def test_words_are_found_in_html_and_json_as_well(self):
        self.assertEqual(search_words(set(), set(), {"Zoë & Co"}), ["zo\\u00eb & co", "zoë & co", "zoë &amp; co"])

    def test_short_and_empty_words_find_nothing(self):
        self.assertEqual(
            search_words({"", "A@b.co"}, {"12", "+49 30 123456"}, {"Bo", "Anna"}), ["+49 30 123456", "a@b.co", "anna"]
        )


@tagged("post_install", "-at_install")
class TestFind(PrivacyCase):
    def test_an_address_finds_its_visits_and_no_longer_one(self):
        mine = self.online_visit()
        self.visit(self.place(hours=11, customer_email=f"x{EMAIL}"))
        form = self.dialog(email=f"  {EMAIL.upper()} ")
        self.assertEqual(form.visit_ids.ids, mine.ids)
        self.assertIn("Visits: 1 · Tickets: 1 · Emails: 2 · Access log entries: 0", form.summary)

    def test_a_number_finds_its_visits(self):
        mine = self.online_visit()
        self.assertEqual(self.dialog(phone="0049 3055577421").visit_ids.ids, mine.ids)
        self.assertFalse(self.dialog(phone="0049 3055577422").visit_ids.ids)

    def test_a_contact_finds_its_own_visits_and_not_another_contacts_with_the_same_address(self):
        wife = self.env["res.partner"].create({"name": "Anna Office", "email": self.customer.email})
        hers, his = self.book(9, partner_id=wife.id), self.book(11)
        self.assertEqual(self.dialog(partner_id=wife).visit_ids.ids, hers.ids)
        self.assertEqual(set(self.dialog(email=self.customer.email).visit_ids.ids), {*hers.ids, *his.ids})

    def test_opened_from_a_visit_it_is_about_its_customer(self):
        visit = self.online_visit()
        action = self.env.ref("support_center.support_privacy_action_visit")
        self.assertEqual(action.binding_model_id.model, "support.appointment")
        context = {"active_model": "support.appointment", "active_id": visit.id}
        form = Form(self.env["support.privacy.request"].with_user(self.manager).with_context(**context))
        self.assertEqual(form.email, EMAIL)
        self.assertEqual(form.visit_ids.ids, visit.ids)

    def test_opened_from_a_contact_it_is_about_the_contact(self):
        visit = self.book(9)
        context = {"active_model": "res.partner", "active_id": self.customer.id}
        form = Form(self.env["support.privacy.request"].with_user(self.manager).with_context(**context))
        self.assertEqual(form.partner_id, self.customer)
        self.assertEqual(form.visit_ids.ids, visit.ids)

    def test_odoos_look_up_finds_visits_without_a_contact_and_leads_here(self):
        visit = self.online_visit()
        lookup = self.env["privacy.lookup.wizard"].create({"name": NAME, "email": EMAIL})
        lookup.action_lookup()
        found = lookup.line_ids.filtered(lambda line: line.res_model == "support.appointment")
        self.assertEqual(found.mapped("res_id"), visit.ids)
        self.assertEqual(lookup.action_support_privacy()["context"], {"default_email": EMAIL})


@tagged("post_install", "-at_install")
class TestExport(PrivacyCase):
    def test_all_is_in_it(self):
        visit = self.online_visit()
        self.write_much(visit)
        data, archive = self.export(email=EMAIL)
        self.assertEqual(data["format"], "support-center-customer-data/1")
        self.assertEqual(data["customer"]["emails"], [EMAIL])
        self.assertTrue(data["reminders"]["unwanted"])
        [exported] = data["visits"]
        self.assertEqual(exported["reference"], visit.name)
        self.assertEqual(exported["start"], visit.start.isoformat() + "Z")
        self.assertEqual(exported["description"], "Poodle in the yard")
        self.assertEqual(exported["customer"], {"name": NAME, "email": EMAIL, "phone": PHONE})
        self.assertEqual({email["kind"] for email in exported["emails"]}, {"confirmation", "reminder"})
        self.assertEqual(
            [
                (message["from"], message["text"])
                for message in exported["messages"]
                if "sent to" not in message["text"]
            ],
            [("customer", f"It is {NAME} again, call {PHONE}"), ("staff", f"Dear {NAME}, we come.")],
        )
        [name] = exported["messages"][0]["files"]
        self.assertEqual(archive.read(name), f"Photo for {EMAIL}".encode())
        self.assertEqual(
            {request["address"] for request in exported["requests"]}, {"198.51.100.77"}, "the access log is in it"
        )
        self.assertEqual(len(exported["requests"]), 2)
        self.assertEqual(data["tickets"][0]["subject"], f"Boiler of {NAME}")
        page = archive.read("customer-data.html").decode()
        for text in (visit.name, EMAIL, "Poodle in the yard", "198.51.100.77"):
            self.assertIn(text, page)

    def test_whom_emails_went_to_is_readable(self):
        self.company.support_mail_channel = "companion"
        self.online_visit(customer_name="Löwen-Apotheke")
        self.facade.claim_mail(50, 90)
        [visit] = self.export(email=EMAIL)[0]["visits"]
        self.assertIn(f"Löwen-Apotheke <{EMAIL}>", [email["to"] for email in visit["emails"]])

    def test_internal_notes_only_when_asked_for(self):
        self.write_much(self.online_visit())
        self.assertNotIn("owes us money", json.dumps(self.export(email=EMAIL)[0]))
        self.assertIn("owes us money", json.dumps(self.export(email=EMAIL, with_notes=True)[0]))

    def test_nobody_elses_data(self):
        """The visit was another customer's before, and the other one has visits too."""
        self.book(14)
        visit = self.book(9, partner_id=False, customer_name="Otto Former", customer_email="otto@former.example")
        visit.sudo().message_post(
            body="Otto here", message_type="email", email_from="otto@former.example", author_id=False
        )
        row = visit.notification_ids.filtered(lambda each: each.kind == "confirmation")
        row.sudo()._report_sent("otto@former.example")
        self.cr.precommit.run()
        later = fields.Datetime.now() + timedelta(minutes=5)
        visit.sudo().message_ids.write({"date": fields.Datetime.now() - timedelta(hours=1)})
        visit.write({"customer_name": NAME, "customer_email": EMAIL})
        self.env.flush_all()
        self.cr.precommit.run()
        message = visit.sudo().message_post(
            body="Now it is mine", message_type="email", email_from=EMAIL, author_id=False
        )
        message.date = later
        data, archive = self.export(email=EMAIL, with_notes=True)
        text = json.dumps(data) + archive.read("customer-data.html").decode()
        self.assertIn("Now it is mine", text)
        for foreign in ("Otto", "former.example", "Acme", self.manager.name, self.manager.email):
            self.assertNotIn(foreign, text)

    def test_what_is_taken_out_of_the_list_is_not_exported(self):
        mine = self.online_visit()
        other = self.visit(self.place(hours=11, customer_name="Konrad Shares", customer_email=EMAIL))
        form = self.dialog(email=EMAIL)
        form.visit_ids.remove(id=other.id)
        data, _archive = self.unpack(form.save()._export_file())
        self.assertEqual([visit["reference"] for visit in data["visits"]], [mine.name])
        self.assertNotIn("Konrad", json.dumps(data))

    def test_nothing_is_put_into_the_list(self):
        self.online_visit()
        other = self.book(14)
        request = self.dialog(email=EMAIL).save()
        request.visit_ids += other
        with self.assertRaisesRegex(UserError, "changed since"):
            request._export_file()

    def test_hostile_text_stays_text(self):
        self.visit(self.place(customer_name="<script>alert(1)</script>", customer_email=EMAIL))
        data, archive = self.export(email=EMAIL)
        self.assertEqual(data["visits"][0]["customer"]["name"], "<script>alert(1)</script>")
        self.assertNotIn("<script>", archive.read("customer-data.html").decode())

    def attach(self, record, name, content):
        """As the paperclip of the history does it: no message is written."""
        values = {"name": name, "raw": content, "res_model": record._name, "res_id": record.id}
        return self.env["ir.attachment"].sudo().create(values)

    def test_files_without_a_message(self):
        visit = self.online_visit()
        self.write_much(visit)
        self.attach(visit, "boiler.txt", b"photo of the boiler")
        self.attach(visit.ticket_id, "contract.txt", b"contract of the customer")
        data, archive = self.export(email=EMAIL)
        [exported], [ticket] = data["visits"], data["tickets"]
        [photo], [contract] = exported["files"], ticket["files"]
        self.assertEqual(archive.read(photo), b"photo of the boiler")
        self.assertEqual(archive.read(contract), b"contract of the customer")
        page = archive.read("customer-data.html").decode()
        self.assertIn(photo, page)
        self.assertIn(contract, page)
        stored = [name for name in archive.namelist() if name.startswith("files/")]
        self.assertEqual(len(stored), 3, "the file of the message is in it once")

    def test_files_of_others_stay_out(self):
        """Those of internal notes, and those from when the visit was another customer's."""
        visit = self.book(9, partner_id=False, customer_name="Otto Former", customer_email="otto@former.example")
        self.attach(visit, "otto.txt", b"of Otto").flush_recordset()
        self.cr.precommit.run()
        long_ago = fields.Datetime.now() - timedelta(hours=1)
        self.cr.execute("UPDATE ir_attachment SET create_date = %s WHERE name = 'otto.txt'", [long_ago])
        visit.write({"customer_name": NAME, "customer_email": EMAIL})
        self.env.flush_all()
        self.cr.precommit.run()
        visit.with_user(self.manager).message_post(
            body="A note", subtype_xmlid="mail.mt_note", attachments=[("note.txt", b"internal")]
        )
        mine = self.attach(visit, "mine.txt", b"of mine")
        mine.flush_recordset()
        later = fields.Datetime.now() + timedelta(minutes=5)
        self.cr.execute("UPDATE ir_attachment SET create_date = %s WHERE id = %s", [later, mine.id])
        self.env.invalidate_all()
        names = [name for name in self.export(email=EMAIL)[1].namelist() if name.startswith("files/")]
        self.assertEqual(names, ["files/1-mine.txt"])

    def test_names_of_files_lead_nowhere_else(self):
        visit = self.online_visit()
        visit.message_post(
            body="x",
            message_type="email",
            subtype_xmlid="mail.mt_comment",
            email_from=EMAIL,
            author_id=False,
            attachments=[("../../etc/passwd", b"x")],
        )
        _data, archive = self.export(email=EMAIL)
        self.assertFalse([name for name in archive.namelist() if ".." in name or name.startswith("/")])


@tagged("post_install", "-at_install")
class TestRefusals(PrivacyCase):
    """Odoo logs the sentence of each refusal, so it names no customer."""

    def assert_anonymous(self, refused):
        text = str(refused.exception).lower()
        for word in (NAME, EMAIL, PHONE, "zabriskie"):
            self.assertNotIn(word.lower(), text)

    def test_an_odd_address_of_a_visit(self):
        with self.assertRaisesRegex(ScheduleError, "is not an email address") as refused:
            self.book(9, customer_name=NAME, customer_email=f"{NAME}@")
        self.assert_anonymous(refused)

    def test_an_odd_address_without_reminders(self):
        with self.assertRaisesRegex(ValidationError, "is not an email address") as refused:
            self.env["support.reminder.opt.out"].with_user(self.manager).create({"email": f"{NAME}@"})
        self.assert_anonymous(refused)

    def test_a_contact_with_visits(self):
        contact = self.env["res.partner"].create({"name": NAME, "email": EMAIL})
        visit = self.book(9, partner_id=contact.id)
        with self.assertRaisesRegex(UserError, visit.name) as refused:
            contact.unlink()
        self.assert_anonymous(refused)

    def test_a_contact_that_is_a_user(self):
        user = new_test_user(self.env, login=EMAIL, name=NAME, email=EMAIL, groups="base.group_user")
        with self.assertRaisesRegex(UserError, "can't be erased here") as refused:
            self.erase(partner_id=user.partner_id, erase_contacts=True)
        self.assert_anonymous(refused)


@tagged("post_install", "-at_install")
class TestErase(PrivacyCase):
    def test_nothing_is_left_in_any_table_or_file(self):
        visit = self.online_visit()
        self.write_much(visit)
        self.env["ir.attachment"].sudo().create(
            {"name": "zabriskie-house.txt", "raw": NAME.encode(), "res_model": visit._name, "res_id": visit.id}
        )
        self.cancel(visit)
        self.assertTrue(self.places_with([EMAIL]), "the search finds something before")
        # As a browser does it, and Odoo's own look-up is open as well.
        self.env["privacy.lookup.wizard"].create({"name": NAME, "email": EMAIL}).action_lookup()
        answer = self.erase(email=EMAIL)
        self.assertEqual(answer["params"]["type"], "success")
        self.env.cr.precommit.run()
        self.assertEqual(self.places_with([*WORDS, "198.51.100.77", "ZabriskieBrowser", visit.api_uid + "/"]), [])

    def test_no_digest_of_it_is_left(self):
        visit = self.online_visit()
        self.cancel(visit)
        before = (visit.api_shown, visit.api_revision)
        self.erase(email=EMAIL)
        self.assertNotEqual(visit.api_shown, before[0])
        self.assertEqual(visit.api_shown, visit._api_digest())
        self.assertGreater(visit.api_revision, before[1])

    def test_the_skeleton_stays(self):
        visit = self.online_visit()
        kept = ["name", "start", "stop", "technician_id", "source", "api_uid", "ticket_id"]
        before = visit.read(kept, load=None)
        self.write_much(visit)
        self.cancel(visit)
        shown, revision = visit.api_shown, visit.api_revision
        stage = visit.ticket_id.stage_id
        self.erase(email=EMAIL)
        self.assertEqual(visit.read(kept, load=None), before)
        self.assertNotEqual(visit.api_shown, shown, "the digest is of what it says now")
        self.assertGreater(visit.api_revision, revision)
        self.assertEqual(visit.state, states.CANCELLED)
        self.assertEqual(visit.customer_name, "Erased customer")
        self.assertFalse(visit.partner_id or visit.customer_email or visit.description or visit.cancel_reason)
        self.assertTrue(visit.erased_at)
        self.assertEqual(visit.ticket_id.stage_id, stage)
        tracked = visit.sudo().message_ids.tracking_value_ids.field_id.mapped("name")
        self.assertIn("state", tracked)
        self.assertFalse({"customer_phone", "location", "cancel_reason"} & set(tracked))

    def test_others_stay_as_they_are(self):
        visit, other = self.online_visit(), self.book(14)
        other.message_post(body="We come at two")
        self.cancel(visit)
        before = other.read(["customer_name", "customer_email", "subject", "description", "message_ids", "erased_at"])
        self.erase(email=EMAIL)
        self.assertEqual(other.read(list(before[0])), before)
        self.assertEqual(other.ticket_id.name, "Boiler is cold")

    def test_not_while_a_visit_is_to_come(self):
        visit = self.online_visit()
        form = self.dialog(email=EMAIL)
        self.assertEqual(form.open_visits, visit.name)
        request = form.save()
        # The form does not show the field.
        request.confirmation = EMAIL
        with self.assertRaisesRegex(UserError, visit.name):
            request.action_erase()
        self.assertEqual(visit.customer_name, NAME)

    def test_not_without_the_word(self):
        self.cancel(self.online_visit())
        for word in ("", "yes", EMAIL[1:]):
            form = self.dialog(email=EMAIL)
            form.confirmation = word
            with self.assertRaisesRegex(UserError, "to confirm") as refused:
                form.save().action_erase()
            # Odoo logs what is refused.
            self.assertNotIn(EMAIL, str(refused.exception))

    def test_not_what_changed_since_it_was_looked_at(self):
        visit = self.online_visit()
        self.cancel(visit)
        form = self.dialog(email=EMAIL)
        form.confirmation = EMAIL
        request = form.save()
        visit.sudo().write({"customer_email": "other@nowhere.example"})
        with self.assertRaisesRegex(UserError, "changed since"):
            request.action_erase()

    def test_not_while_an_email_is_under_way(self):
        visit = self.online_visit()
        visit.notification_ids.filtered(lambda row: row.kind == "confirmation").sudo()._report_sent(EMAIL)
        self.cancel(visit)
        row = visit.notification_ids.filtered(lambda each: each.kind == "cancelled")
        self.assertEqual(row.state, "planned")
        row.sudo().write({"state": "sending"})
        with self.assertRaisesRegex(UserError, "being sent"):
            self.erase(email=EMAIL)
        row.sudo().write({"state": "planned"})
        self.erase(email=EMAIL)
        self.assertEqual((row.state, row.suppressed_reason), ("suppressed", "erased"))

    def test_a_sender_that_comes_late_does_not_bring_it_back(self):
        visit = self.online_visit()
        self.company.write({"support_mail_channel": "companion", "email": "office@support.example"})
        claimed = self.facade.claim_mail(5)["mails"]
        self.cancel(visit)
        row = visit.notification_ids.filtered(lambda each: each.kind == "confirmation")
        self.assertTrue(claimed)
        # Its lease ran out, and the row was taken back by hand.
        row.sudo().write({"state": "failed"})
        self.erase(email=EMAIL)
        self.facade.report_mail(
            [
                {"id": mail["id"], "attempt": mail["attempt"], "outcome": "sent", "permanent": False, "error": ""}
                for mail in claimed
            ]
        )
        self.assertFalse(row.email_to)

    def test_a_repeated_booking_answers_without_the_customer_and_books_nothing(self):
        visit = self.online_visit()
        self.cancel(visit)
        self.erase(email=EMAIL)
        count = self.env["support.appointment"].search_count([])
        order = self.order(customer_name=NAME, customer_email=EMAIL)
        answer = self.facade.book(self.key.id, "privacy-1", "f", order)
        self.assertTrue(answer["replayed"])
        self.assertEqual(answer["appointment"]["customer_name"], "Erased customer")
        self.assertEqual(answer["appointment"]["customer_email"], "")
        self.assertEqual(self.env["support.appointment"].search_count([]), count)
        self.assertEqual(self.places_with([EMAIL, NAME]), [])

    def test_it_cannot_be_entered_again(self):
        visit = self.online_visit()
        self.cancel(visit)
        self.erase(email=EMAIL)
        for values in ({"customer_name": NAME}, {"partner_id": self.customer.id}, {"description": "x"}):
            with self.assertRaises(ScheduleError):
                visit.with_user(self.manager).write(values)
        with self.assertRaises(ScheduleError):
            visit.with_user(self.manager).write({"erased_at": False})

    def test_the_customers_link_is_dead(self):
        visit = self.online_visit()
        token = visit.sudo()._customer_token()
        self.cancel(visit)
        self.assertEqual(self.env["support.appointment"]._by_customer_token(token), visit)
        self.erase(email=EMAIL)
        self.assertFalse(self.env["support.appointment"]._by_customer_token(token))

    def test_an_answer_from_the_customers_calendar_does_not_bring_it_back(self):
        visit = self.online_visit()
        uid = visit.sudo()._calendar_uid()
        self.cancel(visit)
        self.erase(email=EMAIL)
        answer = CALENDAR_ANSWER.format(name=NAME, email=EMAIL, uid=uid)
        # Nobody takes it, so the gateway gives it back.
        with self.assertRaises(ValueError):
            self.env["mail.thread"].message_process(False, answer)
        self.assertEqual(self.places_with([EMAIL, NAME]), [])

    def test_companions_are_told_what_to_forget(self):
        visit = self.online_visit()
        self.cancel(visit)
        self.assertEqual(self.facade.record_access(self.heartbeat(), "[]")["erasures"], [])
        self.erase(email=EMAIL)
        erasures = self.facade.record_access(self.heartbeat(), "[]")["erasures"]
        self.assertEqual(
            {erasure["reference"] for erasure in erasures},
            {visit.api_uid, "11111111-aaaa-4bbb-8ccc-000000000001"},
        )
        done = max(erasure["id"] for erasure in erasures)
        self.assertEqual(self.facade.record_access(self.heartbeat(done), "[]")["erasures"], [])

    def test_what_a_companion_ships_late_comes_without_the_customer(self):
        visit = self.online_visit()
        self.cancel(visit)
        self.erase(email=EMAIL)
        # An erasure has the time of its transaction, which a slow run began long ago.
        before = {"received_at": fields.Datetime.to_string(self.env.cr.now() - timedelta(minutes=1))}
        self.log("11111111-aaaa-4bbb-8ccc-000000000001", "/v1/appointments", "/v1/appointments", **before)
        path = f"/v1/appointments/{visit.api_uid}"
        self.log("11111111-aaaa-4bbb-8ccc-000000000003", path, "/v1/appointments/{id}", **before)
        self.log("11111111-aaaa-4bbb-8ccc-000000000004", "/v1/appointments", "/v1/appointments", **before)
        addresses = {
            entry.request_id[-1]: entry.address
            for entry in self.env["support.api.log"].search([("request_id", "like", "11111111-aaaa")])
        }
        self.assertEqual(addresses, {"1": False, "3": False, "4": "198.51.100.77"})

    def test_the_former_customer_is_found_on_anothers_visit(self):
        visit = self.book(9, partner_id=False, customer_name=NAME, customer_email=EMAIL, customer_phone=PHONE)
        visit.notification_ids.filtered(lambda row: row.kind == "confirmation").sudo()._report_sent(EMAIL)
        self.env["support.notification"].sudo()._note_pending()
        self.cr.precommit.run()
        visit.write({"partner_id": self.customer.id})
        visit.flush_recordset()
        self.cr.precommit.run()
        old = self.book(11, partner_id=False, customer_name=NAME, customer_email=EMAIL)
        self.cancel(old)
        self.erase(email=EMAIL)
        self.assertEqual(self.places_with([EMAIL, NAME, PHONE]), [])
        self.assertEqual(visit.customer_name, "Acme Heating")

    def test_a_shared_ticket_stays_the_others(self):
        mine = self.book(9)
        visit = self.book(11, partner_id=False, customer_name=NAME, customer_email=EMAIL, ticket_id=mine.ticket_id.id)
        self.cancel(visit)
        self.erase(email=EMAIL)
        self.assertEqual(mine.ticket_id.name, "Boiler is cold")
        self.assertEqual(mine.ticket_id.partner_id, self.customer)
        self.assertEqual(self.places_with([EMAIL, NAME]), [])

    def test_the_contact_too(self):
        contact = self.env["res.partner"].create(
            {"name": NAME, "email": EMAIL, "phone": PHONE, "street": "Quittenweg 17"}
        )
        contact.message_post(body=f"{NAME} called")
        visit = self.book(9, partner_id=contact.id)
        self.cancel(visit)
        self.erase(partner_id=contact, erase_contacts=True)
        self.assertFalse(contact.active)
        self.assertEqual(self.places_with(WORDS), [])

    def test_the_contact_stays_unless_asked(self):
        visit = self.book(9)
        self.cancel(visit)
        self.erase(partner_id=self.customer)
        self.assertEqual(self.customer.name, "Acme Heating")
        self.assertFalse(visit.partner_id)

    def test_no_user_is_erased_as_a_contact(self):
        visit = self.book(9, partner_id=self.outsider.partner_id.id)
        self.cancel(visit)
        with self.assertRaisesRegex(UserError, "can't be erased here"):
            self.erase(partner_id=self.outsider.partner_id, erase_contacts=True)

    def test_it_is_logged_without_saying_who_it_was(self):
        visit = self.online_visit()
        self.cancel(visit)
        self.erase(email=EMAIL)
        entry = self.env["privacy.log"].search([], order="id desc", limit=1)
        self.assertEqual(entry.user_id, self.manager)
        self.assertIn(visit.name, entry.records_description)
        self.assertIn("visits: 1", entry.execution_details)

    def test_a_common_word_as_a_name_takes_nothing_from_others(self):
        """Every message for browsers has the key “type”; “visit” is in half of what is written."""
        texts = {"text": "Internal: the visit is of another type of Boiler Visit"}
        self.manager.sudo()._bus_send("test", texts)
        self.env.cr.precommit.run()
        other = self.book(14)
        other.ticket_id.sudo().message_post(body="Internal: the boiler visit is in the morning.")
        other.sudo().message_post(body="A type of boiler visit.")
        for number, name in enumerate(("type", "visit", "Boiler Visit")):
            email = f"hostile{number}@nowhere.example"
            visit = self.online_visit(
                idempotency_key=f"hostile-{number}", hours=8 + number, customer_name=name, customer_email=email
            )
            visit.sudo().ticket_id = other.ticket_id
            self.cancel(visit)
            before = self.others_messages(other)
            self.assertTrue(all(before.values()), before)
            with self.subTest(name):
                self.erase(email=email)
                self.assertEqual(self.others_messages(other), before)

    def others_messages(self, visit):
        """What others have that an erasure must not touch."""
        self.env.flush_all()
        self.env.cr.execute("SELECT id, message FROM bus_bus WHERE message LIKE '%another type%' ORDER BY id")
        news = self.env.cr.fetchall()
        messages = self.env["mail.message"].sudo()
        of_visit = messages.search([("model", "=", visit._name), ("res_id", "=", visit.id)])
        ticket = visit.ticket_id
        of_ticket = messages.search(
            [("model", "=", ticket._name), ("res_id", "=", ticket.id), ("body", "like", "Internal")]
        )
        return {"news": news, "visit": of_visit.mapped("body"), "ticket": of_ticket.mapped("body")}

    def test_others_keep_a_message_that_names_the_customer_without_the_name(self):
        other, visit = self.book(14), self.online_visit()
        note = other.with_user(self.manager).message_post(
            body=f"Key is at the neighbour's. {EMAIL} asked, and x{EMAIL}, and {EMAIL}.org; {PHONE}",
            subtype_xmlid="mail.mt_note",
        )
        self.manager.sudo()._bus_send("test", {"text": f"Key for {EMAIL}, not x{EMAIL}", "type": "zabriskie"})
        self.cancel(visit)
        self.env.cr.precommit.run()
        self.erase(email=EMAIL)
        self.assertEqual(
            note.exists().sudo().body,
            f"<p>Key is at the neighbour's. Erased customer asked, and x{EMAIL}, and {EMAIL}.org; Erased customer</p>",
        )
        self.env.cr.execute("SELECT message FROM bus_bus WHERE message LIKE '%Key for%'")
        [(message,)] = self.env.cr.fetchall()
        self.assertEqual(
            json.loads(message)["payload"],
            {"text": f"Key for Erased customer, not x{EMAIL}", "type": "zabriskie"},
        )

    def test_not_a_contact_that_another_company_still_visits(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        contact = self.env["res.partner"].create({"name": NAME, "email": EMAIL})
        visit = self.book(9, partner_id=contact.id)
        theirs = (
            self.env["support.appointment"]
            .sudo()
            .create(
                {
                    "company_id": other.id,
                    "subject": "x",
                    "partner_id": contact.id,
                    "technician_id": False,
                    "start": self.at(9),
                }
            )
        )
        self.cancel(visit)
        with self.assertRaisesRegex(UserError, "still needed") as caught:
            self.erase(partner_id=contact, erase_contacts=True)
        for told in (theirs.name, theirs.ticket_id.display_name, "Elsewhere"):
            self.assertNotIn(told, str(caught.exception))
        self.assertEqual((contact.name, contact.active, visit.customer_name), (NAME, True, NAME))
        # Without a visit to come, an open ticket needs the contact as well.
        ticket = theirs.ticket_id
        open_stage = ticket.stage_id
        theirs._cancel("No need")
        closed = ticket.stage_id
        self.assertNotEqual(closed, open_stage)
        ticket.stage_id = open_stage
        with self.assertRaisesRegex(UserError, "still needed"):
            self.erase(partner_id=contact, erase_contacts=True)
        ticket.stage_id = closed
        self.erase(partner_id=contact, erase_contacts=True)
        self.assertFalse(contact.active)

    def test_a_request_for_links_that_waits_is_forgotten(self):
        asked = self.env["support.link.request"]
        asked._add(EMAIL)
        asked._add("else@example.com")
        self.cancel(self.online_visit())
        self.erase(email=EMAIL)
        self.assertEqual(asked.search([]).mapped("email"), ["else@example.com"])

    def test_a_wish_for_no_reminders_is_erased_at_the_company_alone(self):
        visit = self.online_visit()
        other = self.env["res.company"].create({"name": "Elsewhere"})
        theirs = (
            self.env["support.appointment"]
            .sudo()
            .create(
                {
                    "company_id": other.id,
                    "subject": "x",
                    "customer_email": EMAIL,
                    "technician_id": False,
                    "start": self.at(9),
                }
            )
        )
        theirs._set_reminders_wanted(False, everywhere=True)
        data, _archive = self.export(email=EMAIL)
        self.assertFalse(data["reminders"]["unwanted"], "what another company knows is not handed out")
        visit.sudo()._set_reminders_wanted(False, everywhere=True)
        data, _archive = self.export(email=EMAIL)
        self.assertTrue(data["reminders"]["unwanted"])
        self.cancel(visit)
        self.erase(email=EMAIL)
        opt_outs = self.env["support.reminder.opt.out"]
        self.assertFalse(opt_outs._among([EMAIL], visit.company_id))
        self.assertTrue(opt_outs._among([EMAIL], other))

    def test_a_wish_for_no_reminders_stays_while_somebody_else_has_the_address(self):
        visit = self.online_visit()
        other = self.online_visit(
            idempotency_key="privacy-2",
            start=fields.Datetime.to_string(self.at(11)),
            stop=fields.Datetime.to_string(self.at(12)),
        )
        visit.sudo()._set_reminders_wanted(False, everywhere=True)
        self.cancel(visit)
        form = self.dialog(email=EMAIL)
        form.visit_ids.remove(id=other.id)
        form.confirmation = form.confirm_word
        form.save().action_erase()
        self.assertTrue(self.env["support.reminder.opt.out"]._among([EMAIL], other.company_id))


@tagged("post_install", "-at_install")
class TestPrivacyRights(PrivacyCase):
    def test_technicians_and_others_cannot_open_it(self):
        for user in (self.technician, self.outsider, self.companion):
            with self.assertRaises(AccessError):
                self.env["support.privacy.request"].with_user(user).create({"email": EMAIL})

    def test_another_company_is_out_of_reach(self):
        visit = self.online_visit()
        self.cancel(visit)
        other = self.env["res.company"].create({"name": "Elsewhere"})
        stranger = new_test_user(
            self.env,
            "sc_stranger",
            groups="support_center.group_support_manager",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        requests = self.env["support.privacy.request"].with_user(stranger)
        request = requests.create({"email": EMAIL, "confirmation": EMAIL})
        self.assertFalse(request.has_found)
        with self.assertRaises(UserError):
            request.action_erase()
        # Nor by naming it.
        with self.assertRaises(AccessError):
            requests.create({"email": EMAIL, "visit_ids": [(6, 0, visit.ids)], "confirmation": EMAIL}).action_erase()
        with self.assertRaises(AccessError):
            requests.create({"email": EMAIL, "visit_ids": [(6, 0, visit.ids)]})._export_file()
        self.assertEqual(visit.customer_name, NAME)

    def test_a_dialog_is_its_owners(self):
        self.online_visit()
        request = self.dialog(email=EMAIL).save()
        second = self._new_user("sc_second_manager", "support_center.group_support_manager")
        with self.assertRaises(AccessError):
            request.with_user(second).write({"email": "x@example.org"})
        with self.assertRaises(AccessError):
            request.with_user(second)._export_file()


@tagged("post_install", "-at_install")
class TestExportDownload(HttpCase, PrivacyCase):
    def test_the_bytes_that_a_manager_downloads(self):
        self.online_visit()
        self.manager.password = "sc_manager_password"
        self.authenticate("sc_manager", "sc_manager_password")
        request = self.dialog(email=EMAIL).save()
        self.env.flush_all()
        response = self.url_open(request.action_export()["url"])
        self.assertEqual(response.status_code, 200)
        self.assertEqual(response.headers["Content-Type"], "application/zip")
        self.assertRegex(response.headers["Content-Disposition"], r"customer-data-\d{4}-\d\d-\d\d\.zip")
        data, _archive = self.unpack(response.content)
        self.assertEqual(data["visits"][0]["customer"]["email"], EMAIL)
        self.assertFalse(self.env["ir.attachment"].search([("name", "like", "customer-data")]))

    def test_nobody_else_does(self):
        self.online_visit()
        request = self.dialog(email=EMAIL).save()
        url = request.action_export()["url"]
        self.env.flush_all()
        self.assertNotEqual(self.url_open(url, allow_redirects=False).status_code, 200)
        self.technician.password = "sc_technician_password"
        self.authenticate("sc_technician", "sc_technician_password")
        self.assertEqual(self.url_open(url).status_code, 404)


@tagged("post_install", "-at_install")
class TestRetention(PrivacyCase):
    def past_visit(self, days, **values):
        visit = self.online_visit(**values)
        self.cancel(visit)
        self.env.cr.execute(
            "UPDATE support_appointment SET start = start - make_interval(days => %s), stop = stop - make_interval(days => %s)"
            " WHERE id = %s",
            [days, days, visit.id],
        )
        visit.invalidate_recordset()
        return visit

    def test_customers_are_kept_by_default(self):
        visit = self.past_visit(4000)
        self.env["support.privacy"]._gc_customers()
        self.assertEqual(visit.customer_name, NAME)

    def test_customers_are_forgotten_after_their_time(self):
        self.company.support_keep_customer_days = 365
        old, young = (
            self.past_visit(500),
            self.past_visit(100, idempotency_key="b", hours=11, customer_email="b@example.org"),
        )
        done, more = self.env["support.privacy"]._gc_customers()
        self.assertFalse(more)
        self.assertGreaterEqual(done, 1)
        self.assertTrue(old.erased_at)
        self.assertEqual(old.customer_name, "Erased customer")
        self.assertEqual(old.ticket_id.name, "Erased")
        self.assertFalse(young.erased_at)

    def test_addresses_of_emails_are_forgotten_and_the_rest_stays(self):
        visit = self.online_visit()
        row = visit.notification_ids.filtered(lambda each: each.kind == "confirmation")
        row.sudo()._report_sent(EMAIL)
        self.cancel(visit)
        self.env.cr.execute(
            "UPDATE support_appointment SET start = start - interval '90 days', stop = stop - interval '90 days' WHERE id = %s",
            [visit.id],
        )
        self.env.invalidate_all()
        self.env["support.privacy"]._gc_email_addresses()
        self.assertEqual(row.email_to, EMAIL)
        self.company.support_keep_mail_days = 30
        self.env["support.privacy"]._gc_email_addresses()
        self.assertFalse(row.email_to)
        self.assertEqual(row.state, "sent")
        self.assertEqual(visit.customer_email, EMAIL)

    def test_the_log_goes_in_batches(self):
        for number in range(3):
            self.log(f"22222222-aaaa-4bbb-8ccc-00000000000{number}", "/v1/slots", "/v1/slots")
        self.env.cr.execute("UPDATE support_api_log SET received_at = received_at - interval '20 days'")
        count = self.env["support.api.log"].search_count([])
        self.env["ir.config_parameter"].set_param("support_center.keep_access_log_days", "10")
        self.patch(support_privacy_retention, "ROWS_AT_ONCE", 2)
        self.assertEqual(self.env["support.privacy"]._gc_access_log(), (2, True))
        while self.env["support.privacy"]._gc_access_log()[1]:
            pass
        self.assertGreaterEqual(count, 3)
        self.assertEqual(self.env["support.api.log"].search_count([]), 0)

    def test_settings_say_how_long(self):
        admin = self.env.ref("base.user_admin")
        settings = Form(self.env["res.config.settings"].with_user(admin))
        self.assertEqual(settings.support_keep_access_log_days, 180)
        self.assertEqual(settings.support_keep_request_days, 7)
        settings.support_keep_access_log_days = 60
        settings.support_keep_request_days = 14
        settings.support_keep_customer_days = 730
        settings.save().execute()
        self.assertEqual(self.env["support.privacy"]._days("support_center.keep_access_log_days", 180), 60)
        self.assertEqual(self.env["support.privacy"]._days("support_center.keep_request_days", 7), 14)
        self.assertEqual(admin.company_id.support_keep_customer_days, 730)

    def test_periods_that_make_no_sense_are_refused(self):
        admin = self.env.ref("base.user_admin")
        with self.assertRaises(ValidationError):
            self.env["res.config.settings"].with_user(admin).create({"support_keep_access_log_days": 0})
