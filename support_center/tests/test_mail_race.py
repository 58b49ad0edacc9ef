from odoo import SUPERUSER_ID, api, fields
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged

VISITS = 12
#: A change that waits for a mail server would run into this.
PATIENCE = "2s"


@tagged("post_install", "-at_install")
class TestClaimRace(BaseCase):
    """Senders and users at the same rows at the same time, in real transactions that really commit."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())

    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cursor:
            env = self.environment(cursor)
            self.grace_seconds = env.company.support_mail_grace_seconds
            env.company.write({"support_mail_channel": "odoo", "support_mail_grace_seconds": 0})
            start = fields.Datetime.add(fields.Datetime.now(), days=30)
            visits = env["support.appointment"].create(
                [
                    {
                        "subject": f"Race {number}",
                        "technician_id": False,
                        "customer_name": "Eve",
                        "customer_email": "eve@example.com",
                        "start": start,
                    }
                    for number in range(VISITS)
                ]
            )
            self.visit_ids, self.ticket_ids = visits.ids, visits.ticket_id.ids
        self.addCleanup(self.remove_visits)

    def remove_visits(self):
        with self.registry.cursor() as cursor:
            env = self.environment(cursor)
            env["support.notification"].search([("appointment_id", "in", self.visit_ids)]).unlink()
            env["support.appointment"].browse(self.visit_ids).unlink()
            env["helpdesk.ticket"].browse(self.ticket_ids).unlink()
            env.company.support_mail_grace_seconds = self.grace_seconds

    @staticmethod
    def environment(cursor):
        return api.Environment(cursor, SUPERUSER_ID, {})

    def test_each_mail_is_claimed_by_one_of_several_senders(self):
        with self.registry.cursor() as first, self.registry.cursor() as second, self.registry.cursor() as third:
            ledgers = [self.environment(cursor)["support.notification"] for cursor in (first, second, third)]
            # The third looks at the database as it was before the others came.
            third.execute("SELECT count(*) FROM support_notification")
            claimed = [*ledgers[0]._claim("odoo", limit=4).ids, *ledgers[1]._claim("odoo", limit=4).ids]
            first.commit()
            claimed += ledgers[2]._claim("odoo", limit=VISITS).ids
            second.commit()
            third.commit()
            claimed += ledgers[0]._claim("odoo", limit=VISITS).ids
            first.commit()
            rows = ledgers[0].env["support.appointment"].browse(self.visit_ids).notification_ids
            confirmations = rows.filtered(lambda row: row.kind == "confirmation")
            self.assertEqual(sorted(claimed), sorted(confirmations.ids))
            self.assertEqual(set(confirmations.mapped("attempts")), {1})

    def test_cancelling_does_not_wait_for_a_sender_and_follows_its_mail(self):
        with self.registry.cursor() as sending, self.registry.cursor() as cancelling:
            visit = self.environment(cancelling)["support.appointment"].browse(self.visit_ids[0])
            self.assertEqual(visit.state, "confirmed")
            # Claimed, and not yet visible as such to the user who cancels.
            rows = self.environment(sending)["support.notification"]._claim("odoo", limit=VISITS)
            self.assertIn(visit.id, rows.appointment_id.ids)
            cancelling.execute("SELECT set_config('lock_timeout', %s, true)", [PATIENCE])
            visit._cancel("Away")
            cancelling.commit()
            story = {row.kind: row.state for row in visit.notification_ids}
            self.assertEqual(story["cancelled"], "planned", "the confirmation may be on its way")

    def test_a_sender_at_work_keeps_its_mail_beyond_the_lease(self):
        with self.registry.cursor() as sending, self.registry.cursor() as other:
            row = self.environment(sending)["support.notification"]._claim("odoo")
            sending.execute(
                "UPDATE support_notification SET due_at = due_at - interval '1 hour' WHERE id = %s", row.ids
            )
            sending.commit()
            self.assertTrue(row._holds_claim(1))
            taken = self.environment(other)["support.notification"]._claim("odoo", limit=100)
            self.assertNotIn(row.id, taken.ids)
