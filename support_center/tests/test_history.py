from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import SupportCase


@tagged("post_install", "-at_install")
class TestHistory(SupportCase):
    """The history of a visit says what changed, and nobody speaks in it for others."""

    def setUp(self):
        super().setUp()
        self.visit = self.book(9)
        self.env.cr.precommit.run()
        self.own = self.visit.with_user(self.technician)

    def changes(self):
        self.env.cr.precommit.run()
        return self.visit.sudo().message_ids.filtered("tracking_value_ids")

    def test_nobody_keeps_a_change_out_of_it(self):
        for name in ("tracking_disable", "mail_notrack"):
            for user in (self.technician, self.manager):
                with self.subTest(name, user=user.login):
                    before = self.changes()
                    self.visit.with_user(user).with_context(**{name: True}).write({"subject": f"{name} {user.login}"})
                    self.assertEqual(len(self.changes() - before), 1)

    def test_what_changed_stays(self):
        self.own.write({"subject": "Another"})
        message = self.changes()
        self.assertEqual(message.author_id, self.technician.partner_id)
        for user in (self.technician, self.manager, self.env.ref("base.user_admin")):
            own = message.with_user(user)
            for attempt in (
                own.unlink,
                lambda own=own: own.write({"body": "Nothing"}),
                lambda own=own: own.write({"tracking_value_ids": [(5,)]}),
                lambda user=user: self.visit.with_user(user).write({"message_ids": [(2, message.id)]}),
            ):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    attempt()
        self.visit.unlink()
        self.assertFalse(message.exists(), "it goes with the visit")

    def test_messages_of_others_stay(self):
        message = self.visit.with_user(self.manager).message_post(body="Bring a ladder")
        own = message.with_user(self.technician)
        for attempt in (
            own.unlink,
            lambda: own.write({"body": "Stay at home"}),
            lambda: self.own.write({"message_ids": [(1, message.id, {"body": "Stay at home"})]}),
        ):
            with self.assertRaises(AccessError):
                attempt()
        message.with_user(self.env.ref("base.user_admin")).write({"body": "Put right by the administrator"})

    def test_nobody_speaks_for_others(self):
        self.manager.email = "boss@example.com"
        boss, mine = self.manager.partner_id, self.technician.partner_id
        messages = self.env["mail.message"].with_user(self.technician)
        forged = {"model": self.visit._name, "res_id": self.visit.id, "body": "No", "author_id": boss.id}
        scheduled = {**forged, "scheduled_date": self.at(9)}
        composed = {"model": self.visit._name, "res_ids": str(self.visit.ids), "body": "No", "author_id": boss.id}
        before = self.visit.sudo().message_ids
        self.own.message_post(body="No", author_id=boss.id, message_type="comment")
        self.own.message_post(body="No", email_from=self.manager.email_formatted)
        self.own.message_post(body="No", author_id=False, email_from="stranger@example.com")
        self.own.message_notify(body="No", author_id=boss.id, partner_ids=self.colleague.partner_id.ids)
        self.env["mail.compose.message"].with_user(self.technician).create(composed).action_send_mail()
        self.env["mail.scheduled.message"].with_user(self.technician).create(scheduled).post_message()
        written = self.visit.sudo().message_ids - before
        self.assertGreater(len(written), 4)
        self.assertEqual(written.author_id, mine)
        self.assertEqual(set(written.mapped("email_from")), {self.technician.email_formatted})
        own = written.filtered(lambda message: message.message_type == "comment")[0].with_user(self.technician)
        for attempt in (
            lambda: messages.create(dict(forged)),
            lambda: messages.create({**forged, "author_id": False, "email_from": "stranger@example.com"}),
            lambda: messages.with_context(default_author_id=boss.id).create({**forged, "author_id": boss.id}),
            lambda: own.write({"author_id": boss.id}),
            lambda: own.write({"date": "2020-01-01 00:00:00"}),
        ):
            with self.assertRaises(AccessError):
                attempt()
        own.write({"body": "Still mine"})
        own.unlink()

    def forged(self, **values):
        field = self.env["ir.model.fields"]._get("support.appointment", "subject")
        return [
            (
                0,
                0,
                {
                    "field_id": field.id,
                    "old_value_char": "Boiler is cold",
                    "new_value_char": "Never asked for",
                    **values,
                },
            )
        ]

    def test_nobody_invents_changes(self):
        before = self.changes()
        admin = self.env.ref("base.user_admin")
        about = {"model": self.visit._name, "res_id": self.visit.id, "body": "x"}
        for user in (self.technician, self.manager, admin):
            visit, messages = self.visit.with_user(user), self.env["mail.message"].with_user(user)
            partner = user.partner_id.with_user(user)
            own = visit.message_post(body="Mine")
            for name, attempt in (
                ("post", lambda visit=visit: visit.message_post(body="x", tracking_value_ids=self.forged())),
                (
                    "notify",
                    lambda visit=visit: visit.message_notify(
                        body="x", partner_ids=self.customer.ids, tracking_value_ids=self.forged()
                    ),
                ),
                (
                    "notify about it",
                    lambda partner=partner: partner.browse().message_notify(
                        body="x",
                        partner_ids=self.customer.ids,
                        model=self.visit._name,
                        res_id=self.visit.id,
                        tracking_value_ids=self.forged(),
                    ),
                ),
                ("create", lambda messages=messages: messages.create({**about, "tracking_value_ids": self.forged()})),
                (
                    "create by defaults",
                    lambda messages=messages: messages.with_context(
                        default_model=self.visit._name, default_res_id=self.visit.id
                    ).create({"body": "x", "tracking_value_ids": self.forged()}),
                ),
                ("write", lambda own=own: own.write({"tracking_value_ids": self.forged()})),
                (
                    "values",
                    lambda user=user, own=own: (
                        self.env["mail.tracking.value"]
                        .with_user(user)
                        .create({**self.forged()[0][2], "mail_message_id": own.id})
                    ),
                ),
            ):
                with self.subTest(name, user=user.login), self.assertRaises(AccessError), self.cr.savepoint():
                    attempt()
        self.assertEqual(self.changes(), before)

    def test_changes_are_out_of_reach_of_messages_about_other_records(self):
        """Odoo writes what comes with a new message as the system."""
        self.own.write({"subject": "Another"})
        change = self.changes().tracking_value_ids
        self.assertTrue(change)
        for user in (self.technician, self.manager, self.env.ref("base.user_admin")):
            partner = user.partner_id.with_user(user)
            for commands in (
                [(1, change[0].id, {"new_value_char": "Forged"})],
                [(2, change[0].id)],
                [(3, change[0].id)],
                [(4, change[0].id)],
                [(6, 0, change.ids)],
                [[2, change[0].id, 0]],
                [2, change[0].id],
            ):
                with (
                    self.subTest(user=user.login, commands=commands),
                    self.assertRaises(AccessError),
                    self.cr.savepoint(),
                ):
                    partner.message_post(body="x", tracking_value_ids=commands)
        self.assertEqual(self.changes().tracking_value_ids, change)
        # What contacts have in their own history is Odoo's business, but it stays there.
        admin = self.env.ref("base.user_admin")
        elsewhere = admin.partner_id.with_user(admin).message_post(body="x", tracking_value_ids=self.forged())
        with self.assertRaises(AccessError), self.cr.savepoint():
            elsewhere.write({"model": self.visit._name, "res_id": self.visit.id})
        values = elsewhere.sudo().tracking_value_ids.with_user(admin)
        with self.assertRaises(AccessError), self.cr.savepoint():
            values.write({"mail_message_id": self.changes().id})

    def test_administrators_leave_changes_alone(self):
        self.own.write({"subject": "Another"})
        change = self.changes().tracking_value_ids.with_user(self.env.ref("base.user_admin"))
        for attempt in (change.unlink, lambda: change.write({"new_value_char": "Forged"})):
            with self.assertRaises(AccessError):
                attempt()

    def test_absent_colleagues_still_answer(self):
        self.manager.write({"out_of_office_from": self.at(0, days=-14), "out_of_office_message": "Away"})
        before = self.visit.sudo().message_ids
        self.own.message_post(
            body="Hello",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=self.manager.partner_id.ids,
        )
        new = self.visit.sudo().message_ids - before
        self.assertIn(self.technician.partner_id, new.author_id)

    # ------------------------------------------------------------
    # Emails
    # ------------------------------------------------------------

    def emails(self, after):
        return self.env["mail.mail"].search([("id", ">", after), ("model", "=", self.visit._name)])

    def assert_own_emails(self, after):
        emails = self.emails(after)
        self.assertTrue(emails)
        self.assertEqual(emails.author_id, self.technician.partner_id)
        self.assertEqual(set(emails.mapped("email_from")), {self.technician.email_formatted})
        self.assertFalse([email.reply_to for email in emails if "thief" in (email.reply_to or "")])

    def test_nobody_sends_email_for_others(self):
        boss = self.manager.partner_id
        thief = {"reply_to": "thief@example.com", "reply_to_force_new": True}
        last = self.env["mail.mail"].search([], order="id desc", limit=1).id or 0
        composer = self.env["mail.compose.message"].with_user(self.technician)
        about = {"model": self.visit._name, "res_ids": str(self.visit.ids), "body": "Pay here", "subject": "Invoice"}
        for mode in ("mass_mail", "comment"):
            for author in (
                {"author_id": boss.id},
                {"author_id": boss.id, "email_from": self.manager.email_formatted},
                {"author_id": False, "email_from": "CEO <ceo@example.com>"},
            ):
                with self.subTest(mode, **author):
                    values = {**about, **author, **thief, "composition_mode": mode, "partner_ids": self.customer.ids}
                    composer.create({**values, "force_send": False}).action_send_mail()
        self.own.message_mail_with_source(
            "mail.message_origin_link",
            render_values={"self": self.visit, "origin": self.visit},
            author_id=boss.id,
            email_from="CEO <ceo@example.com>",
            **thief,
        )
        self.own.message_post(body="No", partner_ids=self.customer.ids, reply_to="thief@example.com")
        self.own.message_notify(body="No", partner_ids=self.customer.ids, reply_to="thief@example.com")
        self.assert_own_emails(last)
        written = self.visit.sudo().message_ids.filtered(lambda message: message.create_uid == self.technician)
        self.assertFalse([text for text in written.mapped("reply_to") if "thief" in (text or "")])

    def test_templates_send_in_the_name_of_the_user(self):
        boss = self.manager.partner_id
        template = (
            self.env["mail.template"]
            .with_user(self.technician)
            .create(
                {
                    "name": "Mine",
                    "model_id": self.env["ir.model"]._get_id(self.visit._name),
                    "subject": "Invoice",
                    "body_html": "<p>Pay here</p>",
                    "email_from": "ceo@example.com",
                    "email_to": "a@example.com",
                    "reply_to": "thief@example.com",
                }
            )
        )
        last = self.env["mail.mail"].search([], order="id desc", limit=1).id or 0
        template.send_mail(self.visit.id, email_values={"author_id": boss.id})
        self.assert_own_emails(last)
        note = self.visit.with_user(self.manager).message_post(body="Bring a ladder")
        other = self.book(9, technician=self.colleague)
        for values in (
            {"mail_message_id": note.id, "body": "Stay at home"},
            {"res_id": other.id},
        ):
            with self.subTest(values), self.assertRaises(AccessError), self.cr.savepoint():
                template.send_mail(self.visit.id, email_values=values)
        self.assertIn("ladder", note.body)

    def test_nobody_backdates(self):
        messages = self.env["mail.message"].with_user(self.technician)
        about = {"model": self.visit._name, "res_id": self.visit.id, "body": "I was there"}
        long_ago = "2020-01-01 08:00:00"
        for name, attempt in (
            ("post", lambda: self.own.message_post(body="I called", date=long_ago)),
            ("notify", lambda: self.own.message_notify(body="x", partner_ids=self.customer.ids, date=long_ago)),
            ("create", lambda: messages.create({**about, "date": long_ago})),
            ("default", lambda: messages.with_context(default_date=long_ago).create(about)),
            ("sender", lambda: messages.create({**about, "email_from": "CEO <ceo@example.com>"})),
            ("default sender", lambda: messages.with_context(default_email_from="ceo@example.com").create(about)),
            ("commands", lambda: self.own.write({"message_ids": [(0, 0, {**about, "date": long_ago})]})),
        ):
            with self.subTest(name):
                # Refused, or as if nothing was said.
                try:
                    with self.cr.savepoint():
                        attempt()
                except AccessError:
                    continue
                last = self.env["mail.message"].search([("res_id", "=", self.visit.id)], order="id desc", limit=1)
                self.assertEqual(last.email_from, self.technician.email_formatted)
                self.assertLess(fields.Datetime.now() - last.date, timedelta(minutes=10))
        messages.create(about)
        elsewhere = messages.create({"body": "x", "date": long_ago})
        with self.assertRaises(AccessError), self.cr.savepoint():
            elsewhere.write({"model": self.visit._name, "res_id": self.visit.id})
        self.assertFalse(
            self.env["mail.message"].search_count(
                [("model", "=", self.visit._name), ("res_id", "=", self.visit.id), ("date", "<", "2021-01-01")]
            )
        )

    # ------------------------------------------------------------
    # Files
    # ------------------------------------------------------------

    def file_of(self, user, posted=True):
        file = (
            self.env["ir.attachment"]
            .with_user(user)
            .create({"name": "proof.txt", "raw": b"proof", "res_model": self.visit._name, "res_id": self.visit.id})
        )
        if posted:
            self.visit.with_user(user).message_post(body="See", attachment_ids=file.ids, message_type="comment")
        return file

    def test_files_of_others_stay(self):
        for posted in (True, False):
            file = self.file_of(self.manager, posted)
            theirs = file.with_user(self.technician)
            mine = self.own.message_post(body="Mine now", attachment_ids=file.ids, message_type="comment")
            for name, attempt in (
                ("content", lambda theirs=theirs: theirs.write({"raw": b"forged"})),
                ("name", lambda theirs=theirs: theirs.write({"name": "forged.txt"})),
                ("place", lambda theirs=theirs: theirs.write({"res_model": "res.partner", "res_id": self.customer.id})),
                ("unlink", theirs.unlink),
                # As the route that deletes files does.
                ("route", lambda theirs=theirs: theirs.sudo()._delete_and_notify()),
                ("command", lambda file=file, mine=mine: mine.write({"attachment_ids": [(2, file.id)]})),
            ):
                with self.subTest(name, posted=posted), self.assertRaises(AccessError), self.cr.savepoint():
                    attempt()
            self.assertEqual((file.name, file.raw), ("proof.txt", b"proof"))
            theirs.sudo().generate_access_token()
            file.with_user(self.manager).unlink()
        file = self.file_of(self.technician)
        own = file.with_user(self.technician)
        own.write({"name": "Report.txt"})
        for user in (self.technician, self.manager, self.env.ref("base.user_admin")):
            with self.subTest(user=user.login), self.assertRaises(AccessError), self.cr.savepoint():
                file.with_user(user).write({"raw": b"forged"})
        own.unlink()
        file = self.file_of(self.technician)
        file.with_user(self.manager).unlink()
        self.file_of(self.technician)
        self.visit.with_user(self.manager).unlink()

    # ------------------------------------------------------------
    # Tasks
    # ------------------------------------------------------------

    def task(self, user, assigned, visit=None):
        return (
            self.env["mail.activity"]
            .with_user(user)
            .create(
                {
                    "res_model_id": self.env["ir.model"]._get_id(self.visit._name),
                    "res_id": (visit or self.visit).id,
                    "summary": "Call the customer",
                    "user_id": assigned.id,
                }
            )
        )

    def test_tasks_stay_with_visits_that_one_may_read(self):
        other = self.book(9, technician=self.colleague)
        partner = self.env["ir.model"]._get_id("res.partner")
        task = self.task(self.technician, self.technician)
        elsewhere = task.with_user(self.technician).copy()
        elsewhere.write({"res_model_id": partner, "res_id": self.technician.partner_id.id})
        visits = self.env["ir.model"]._get_id(self.visit._name)
        for name, attempt in (
            ("moved", lambda: task.write({"res_id": other.id})),
            ("given away", lambda: task.write({"res_id": other.id, "user_id": self.colleague.id})),
            ("from elsewhere", lambda: elsewhere.write({"res_model_id": visits, "res_id": other.id})),
            ("commands", lambda: self.own.write({"activity_ids": [(1, task.id, {"res_id": other.id})]})),
        ):
            with self.subTest(name), self.assertRaises(AccessError), self.cr.savepoint():
                attempt()
        self.assertFalse(other.sudo().activity_ids)
        second = self.book(11)
        task.write({"res_id": second.id})
        second.invalidate_recordset()
        self.assertEqual(second.activity_ids, task)

    def test_tasks_of_others_stay(self):
        task = self.task(self.manager, self.manager)
        theirs = task.with_user(self.technician)
        for name, attempt in (
            ("unlink", theirs.unlink),
            ("done", lambda: theirs.action_feedback(feedback="Not mine")),
            ("assigned", lambda: theirs.write({"user_id": self.technician.id})),
            ("archived", lambda: theirs.write({"active": False})),
            ("by visit", lambda: self.own.write({"activity_ids": [(2, task.id)]})),
            ("by mixin", lambda: self.own.activity_unlink(["mail.mail_activity_data_todo"], only_automated=False)),
        ):
            if name == "by mixin":
                task.sudo().activity_type_id = self.env.ref("mail.mail_activity_data_todo")
            with self.subTest(name), self.assertRaises(AccessError), self.cr.savepoint():
                attempt()
        self.assertTrue(task.exists().active)
        self.task(self.technician, self.manager).unlink()
        self.task(self.manager, self.technician).with_user(self.technician).action_feedback(feedback="Done")
        self.task(self.technician, self.colleague).with_user(self.manager).action_feedback(feedback="Done")
        self.visit.with_user(self.manager).unlink()
        self.assertFalse(task.exists())

    # ------------------------------------------------------------
    # The note of a new visit
    # ------------------------------------------------------------

    def test_a_new_visit_says_so(self):
        for hour, name in enumerate(("tracking_disable", "mail_create_nolog", "mail_notrack")):
            values = {
                "subject": "x",
                "customer_name": "x",
                "technician_id": self.technician.id,
                "start": self.at(10 + hour),
            }
            visits = self.env["support.appointment"].with_user(self.technician).with_context(**{name: True})
            visit = visits.create(values).with_context(**{name: False})
            with self.subTest(name):
                note = visit.sudo().message_ids
                self.assertEqual(note.author_id, self.technician.partner_id)
                self.assertIn("created", note.body)

    def test_what_the_system_notes_stays(self):
        visit = self.book(10, user=self.technician)
        note = visit.message_ids.with_user(self.technician)
        self.assertEqual(note.author_id, self.technician.partner_id)
        for attempt in (
            note.unlink,
            lambda: note.write({"body": "Booked by the manager"}),
            lambda: note.write({"message_type": "comment"}),
            lambda: visit.with_user(self.technician).write({"message_ids": [(2, note.id)]}),
        ):
            with self.assertRaises(AccessError), self.cr.savepoint():
                attempt()
        # What they wrote themselves is theirs, as in Odoo's own pages.
        own = self.own.message_post(body="Bring a ladder", message_type="comment")
        own.write({"body": "Bring two"})
        own.unlink()
