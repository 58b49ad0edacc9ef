from uuid import uuid4

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import SupportCase


@tagged("post_install", "-at_install")
class TestTechnicianRights(SupportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mine = cls.book(9).with_user(cls.technician)
        cls.theirs = cls.book(9, technician=cls.colleague).with_user(cls.technician)
        cls.nobodys = cls.book(9, technician=False).with_user(cls.technician)
        cls.Mine = cls.env["support.appointment"].with_user(cls.technician)
        cls.all_ids = (cls.mine | cls.theirs | cls.nobodys).ids

    def test_reads_own_only(self):
        self.assertEqual(self.mine.subject, "Boiler is cold")
        for other in (self.theirs, self.nobodys):
            with self.assertRaises(AccessError):
                other.read(["subject"])

    def test_searches_own_only(self):
        self.assertEqual(self.Mine.search([("id", "in", self.all_ids)]), self.mine)
        self.assertEqual(self.Mine.search_count([("id", "in", self.all_ids)]), 1)

    def test_name_search_finds_own_only(self):
        found = self.Mine.name_search("Boiler", [("id", "in", self.all_ids)])
        self.assertEqual([record_id for record_id, _name in found], self.mine.ids)

    def test_groups_own_only(self):
        groups = self.Mine.formatted_read_group([("id", "in", self.all_ids)], ["technician_id"], ["__count"])
        self.assertEqual([group["__count"] for group in groups], [1])
        self.assertEqual(groups[0]["technician_id"][0], self.technician.id)

    def test_exports_own_only(self):
        self.technician.group_ids += self.env.ref("base.group_allow_export")
        self.assertEqual(len(self.Mine.search([("id", "in", self.all_ids)]).export_data(["name"])["datas"]), 1)
        with self.assertRaises(AccessError):
            self.theirs.export_data(["name"])

    def test_writes_own_only(self):
        self.mine.description = "Bring a ladder"
        self.mine.start = self.at(14)
        for other in (self.theirs, self.nobodys):
            with self.assertRaises(AccessError):
                other.write({"description": "x"})
            with self.assertRaises(AccessError):
                other.write({"state": "in_progress"})

    def test_does_not_hand_over(self):
        for technician in (self.colleague, self.env["res.users"]):
            with self.assertRaises(AccessError):
                self.mine.write({"technician_id": technician.id})

    def test_does_not_take_over(self):
        with self.assertRaises(AccessError):
            self.nobodys.write({"technician_id": self.technician.id})

    def test_books_for_themselves(self):
        visit = self.book(14, user=self.technician)
        self.assertEqual(visit.technician_id, self.technician)

    def test_does_not_book_for_others(self):
        with self.assertRaises(AccessError):
            self.book(14, technician=self.colleague, user=self.technician)
        with self.assertRaises(AccessError):
            self.book(14, technician=False, user=self.technician)

    def test_learns_nothing_of_others_schedules_by_trying(self):
        with self.assertRaises(AccessError) as caught:
            self.book(9, technician=self.colleague, user=self.technician)
        self.assertNotIn(self.theirs.sudo().name, str(caught.exception))

    def test_nor_by_looking_at_a_form(self):
        """A form tells who is free and what is in the way before anything is saved."""
        start = fields.Datetime.to_string(self.at(9))
        asked = {"schedule_warning": {}, "available_technician_ids": {}, "technician_id": {}, "start": {}, "stop": {}}
        values = {"technician_id": self.colleague.id, "start": start}
        answer = self.Mine.onchange(values, ["technician_id", "start"], asked)["value"]
        self.assertFalse(answer.get("schedule_warning"))
        self.assertEqual(self.mine.available_technician_ids, self.technician)
        own = self.Mine.onchange({**values, "technician_id": self.technician.id}, ["start"], asked)["value"]
        self.assertIn(self.mine.name, own["schedule_warning"])
        dispatcher = self.Appointment.onchange(values, ["technician_id", "start"], asked)["value"]
        self.assertIn(self.theirs.sudo().name, dispatcher["schedule_warning"])

    def test_books_for_tickets_they_see_only(self):
        ticket = self.theirs.sudo().ticket_id
        with self.assertRaises(AccessError):
            self.book(14, user=self.technician, ticket_id=ticket.id)
        with self.assertRaises(AccessError):
            self.book(14, user=self.technician, ticket_id=ticket.id, state="cancelled", cancel_reason="x")
        with self.assertRaises(AccessError):
            self.mine.ticket_id = ticket
        with self.assertRaises(AccessError):
            self.Mine.with_context(default_ticket_id=ticket.id).create({"start": self.at(14)})
        self.assertFalse(ticket.stage_id.fold if "fold" in ticket.stage_id._fields else ticket.stage_id.closed)

    def test_books_again_for_a_ticket_of_theirs(self):
        visit = self.book(14, user=self.technician, ticket_id=self.mine.sudo().ticket_id.id)
        self.assertEqual(visit.ticket_id, self.mine.ticket_id)
        self.assertEqual(visit.ticket_number, self.mine.ticket_number)

    def test_a_form_tells_nothing_of_others_tickets(self):
        ticket = self.theirs.sudo().ticket_id
        ticket.description = "Secret"
        asked = {"ticket_description": {}, "ticket_number": {}, "partner_id": {}, "ticket_id": {}}
        answer = self.Mine.onchange({"ticket_id": ticket.id}, ["ticket_id"], asked)["value"]
        self.assertFalse(answer.get("ticket_description") or answer.get("ticket_number") or answer.get("partner_id"))
        own = self.Mine.onchange({"ticket_id": self.mine.sudo().ticket_id.id}, ["ticket_id"], asked)["value"]
        self.assertEqual(own["ticket_number"], self.mine.ticket_number)
        dispatcher = self.Appointment.onchange({"ticket_id": ticket.id}, ["ticket_id"], asked)["value"]
        self.assertIn("Secret", dispatcher["ticket_description"])

    def test_does_not_delete(self):
        with self.assertRaises(AccessError):
            self.mine.unlink()

    def test_cancels_own_only(self):
        self.mine._cancel("Van broke down")
        self.assertEqual(self.mine.cancelled_by_id, self.technician)
        with self.assertRaises(AccessError):
            self.env["support.appointment.cancel"].with_user(self.technician).create(
                {"appointment_ids": [(6, 0, self.theirs.ids)], "reason": "x"}
            ).action_confirm_cancel()
        self.assertEqual(self.theirs.sudo().state, "confirmed")

    def test_history_of_others_is_hidden(self):
        message = self.theirs.with_user(self.manager).message_post(body="Secret")
        with self.assertRaises(AccessError):
            message.with_user(self.technician).read(["body"])


@tagged("post_install", "-at_install")
class TestManagerRights(SupportCase):
    def test_everything_of_everyone(self):
        visits = self.book(9) | self.book(9, technician=self.colleague) | self.book(9, technician=False)
        self.assertEqual(self.Appointment.search([("id", "in", visits.ids)]), visits.sorted("id", reverse=True))
        visits.write({"description": "x"})
        visits[2].start = self.at(15)
        visits[2].technician_id = self.technician

    def test_deletes(self):
        visit = self.book()
        visit.unlink()
        self.assertFalse(visit.exists())

    def test_picks_tickets_and_makes_contacts(self):
        self.env["helpdesk.ticket"].with_user(self.manager).search([], limit=1)
        self.env["res.partner"].with_user(self.manager).create({"name": "New customer"})

    def test_may_be_a_technician_as_well(self):
        """A user's form keeps one group of a privilege, so roles that go together must not share one."""
        roles = [self.env.ref(f"support_center.group_support_{role}") for role in ("manager", "technician", "api")]
        self.assertEqual(len({role.privilege_id for role in roles}), len(roles))

    def test_is_offered_no_own_row(self):
        technicians = self.env["res.users"]._support_technicians(self.company)
        self.assertNotIn(self.manager, technicians)
        self.assertIn(self.technician, technicians)


@tagged("post_install", "-at_install")
class TestOutsiders(SupportCase):
    def test_no_access_at_all(self):
        visit = self.book().with_user(self.outsider)
        Appointment = self.env["support.appointment"].with_user(self.outsider)
        for refused in (
            lambda: visit.read(["subject"]),
            lambda: visit.write({"subject": "x"}),
            lambda: visit.write({"state": "in_progress"}),
            visit.unlink,
            lambda: Appointment.search([]),
            lambda: Appointment.name_search("x"),
            lambda: Appointment.formatted_read_group([], ["state"], ["__count"]),
            lambda: Appointment.create({"subject": "x", "start": self.at(9)}),
        ):
            with self.assertRaises(AccessError):
                refused()

    def test_who_follows_a_visit_is_not_told(self):
        visit = self.book(11)
        visit.message_subscribe(self.manager.partner_id.ids)
        follows = [("res_model", "=", "support.appointment"), ("res_id", "=", visit.id)]
        Followers = self.env["mail.followers"]
        for user, expected in ((self.outsider, 0), (self.technician, 1), (self.manager, 1)):
            found = Followers.with_user(user).search_count([*follows, ("partner_id", "=", self.manager.partner_id.id)])
            self.assertEqual(found, expected, user.name)

    def test_searches_are_shared_by_managers_only(self):
        """A default one decides whether everybody's schedule opens."""
        values = {
            "name": "Evil",
            "model_id": "support.appointment",
            "domain": "[('nofield', '=', 0)]",
            "is_default": True,
        }
        for user in (self.outsider, self.technician):
            Filters = self.env["ir.filters"].with_user(user)
            for others in ([], [user.id, self.manager.id]):
                with self.assertRaises(AccessError):
                    Filters.create({**values, "user_ids": [(6, 0, others)]})
        with self.assertRaises(AccessError):
            self.env["ir.filters"].with_user(self.outsider).create({**values, "user_ids": [(6, 0, self.outsider.ids)]})
        own = (
            self.env["ir.filters"]
            .with_user(self.technician)
            .create({**values, "user_ids": [(6, 0, self.technician.ids)]})
        )
        own.name = "Mine"
        with self.assertRaises(AccessError):
            own.user_ids = [(6, 0, [])]
        elsewhere = {**values, "model_id": "res.partner", "domain": "[]", "user_ids": [(6, 0, self.technician.ids)]}
        moved = (
            self.env["ir.filters"]
            .with_user(self.outsider)
            .create({**elsewhere, "user_ids": [(6, 0, self.outsider.ids)]})
        )
        with self.assertRaises(AccessError):
            moved.model_id = "support.appointment"
        shared = self.env["ir.filters"].with_user(self.manager).create({**values, "user_ids": [(6, 0, [])]})
        self.assertFalse(shared.user_ids)

    def test_the_companions_user_has_no_direct_access(self):
        user = self._new_user("sc_api", "support_center.group_support_api")
        with self.assertRaises(AccessError):
            self.book().with_user(user).read(["subject"])

    def test_internals_are_not_open_to_rpc(self):
        """Whatever skips a check starts with an underscore, which Odoo keeps from clients; the rest overrides Odoo's own.

        ``support_count_emails`` and ``support_other_day`` read with the caller's rights (see ``test_unannounced.py`` and
        ``test_rights_methods.py``).
        """
        ours = [
            klass
            for klass in type(self.env["support.appointment"]).__mro__
            if klass.__module__.startswith("odoo.addons.support_center.models.support_appointment")
        ]
        public = {
            name
            for klass in ours
            for name, value in vars(klass).items()
            if callable(value)
            and not name.startswith(("_", "action_", "support_calendar_"))
            # What Odoo keeps private stays so when it is overridden.
            and name != "init"
        }
        self.assertEqual(
            public,
            {
                "create",
                "write",
                "unlink",
                "copy_data",
                "load",
                "mail_allowed_qweb_expressions",
                "message_post",
                "read_progress_bar",
                "support_count_emails",
                "support_other_day",
                "web_save_multi",
            },
        )


@tagged("post_install", "-at_install")
class TestCompanies(SupportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_company = cls.env["res.company"].create({"name": "Other"})
        cls.technician.company_ids |= cls.other_company
        cls.elsewhere = cls.env["support.appointment"].create(
            {
                "subject": "Elsewhere",
                "technician_id": cls.technician.id,
                "start": cls.at(14),
                "company_id": cls.other_company.id,
            }
        )

    def test_managers_see_their_companies_only(self):
        self.assertNotIn(self.elsewhere, self.Appointment.search([]))
        with self.assertRaises(AccessError):
            self.elsewhere.with_user(self.manager).read(["subject"])

    def test_and_book_for_them_only(self):
        with self.assertRaises(AccessError):
            self.book(company_id=self.other_company.id)

    def test_a_form_with_a_company_they_cannot_see_counts_as_one_without(self):
        asked = {name: {} for name in self.Appointment.fields_get()}
        values = {"company_id": self.other_company.id, "start": fields.Datetime.to_string(self.at(14))}
        answer = self.Appointment.onchange(values, ["company_id", "start"], asked)["value"]
        self.assertFalse(answer.get("customer_contact_line"))
        self.assertNotIn(self.elsewhere.name, str(answer))

    def test_managers_see_keys_and_the_access_log_of_their_companies_only(self):
        keys = self.env["support.api.key"]
        own, _secret = keys._generate("Here")
        foreign, _secret = keys.with_company(self.other_company)._generate("There")
        log = self.env["support.api.log"]
        self.assertEqual(foreign.company_id, self.other_company)
        entries = log.create(
            [
                {"request_id": str(uuid4()), "key_id": key.id, "received_at": self.at(9), "method": "GET"}
                for key in (own, foreign, keys)
            ]
        )
        self.assertEqual(keys.with_user(self.manager).search([("id", "in", (own | foreign).ids)]), own)
        here, there, keyless = entries
        seen = log.with_user(self.manager).search([("id", "in", entries.ids)])
        self.assertEqual(seen, here)
        with self.assertRaises(AccessError):
            keyless.with_user(self.manager).read(["path"])
        self.assertEqual(log.with_user(self.manager).search_count([("key_id", "=", False)]), 0)
        with self.assertRaises(AccessError):
            foreign.with_user(self.manager).read(["name"])
        with self.assertRaises(AccessError):
            there.with_user(self.manager).read(["path"])

    def test_only_administrators_see_requests_without_a_key(self):
        admin = self._new_user("sc_log_admin", "base.group_system")
        both = self._new_user("sc_log_both", "base.group_system,support_center.group_support_manager")
        key, _secret = self.env["support.api.key"]._generate("Here")
        foreign, _secret = self.env["support.api.key"].with_company(self.other_company)._generate("There")
        log = self.env["support.api.log"]
        of_key, of_deleted, of_other = log.create(
            [
                {"request_id": str(uuid4()), "key_id": key_id, "received_at": self.at(9), "method": "GET"}
                for key_id in (key.id, False, foreign.id)
            ]
        )
        entries = of_key | of_deleted | of_other
        for user, expected in ((admin, of_key | of_deleted), (both, of_key | of_deleted), (self.manager, of_key)):
            with self.subTest(user=user.login):
                self.assertEqual(log.with_user(user).search([("id", "in", entries.ids)]), expected.sorted("id", True))
        with self.assertRaisesRegex(UserError, "Revoke it instead"):
            key.unlink()
        self.assertEqual(of_key.key_id, key, "who made a request stays known")

    def test_a_form_tells_nothing_of_another_companys_tickets(self):
        asked = {"ticket_description": {}, "ticket_number": {}, "partner_id": {}, "ticket_id": {}}
        ticket = self.elsewhere.ticket_id
        answer = self.Appointment.onchange({"ticket_id": ticket.id}, ["ticket_id"], asked)["value"]
        self.assertFalse(answer.get("ticket_description") or answer.get("ticket_number") or answer.get("partner_id"))

    def test_technicians_of_two_companies_see_both(self):
        both = (
            self.env["support.appointment"]
            .with_user(self.technician)
            .with_context(allowed_company_ids=[self.company.id, self.other_company.id])
        )
        self.assertIn(self.elsewhere, both.search([]))

    def test_technicians_of_another_company_are_not_sent(self):
        self.colleague.write({"company_ids": [(6, 0, self.other_company.ids)], "company_id": self.other_company.id})
        with self.assertRaises(UserError):
            self.book(9, technician=self.colleague)

    def test_the_ticket_is_of_the_same_company(self):
        self.assertEqual(self.elsewhere.ticket_id.company_id, self.other_company)
        with self.assertRaises(UserError):
            self.book(ticket_id=self.elsewhere.ticket_id.id, company_id=self.company.id, user=self.env.user)
