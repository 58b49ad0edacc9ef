from odoo.modules.module import Manifest
from odoo.tests import TransactionCase, tagged
from odoo.tools.convert import convert_file

from ..logic import times


@tagged("post_install", "-at_install")
class TestDemoData(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not cls.env.ref("support_center.user_demo_manager", raise_if_not_found=False):
            for file in Manifest.for_addon("support_center")["demo"]:
                convert_file(cls.env, "support_center", file, {}, mode="init", noupdate=True)
        cls.technicians = cls.env["support.appointment"]._demo_technicians()
        customers = cls.env["support.appointment"]._demo_customers("base.de")
        customers |= cls.env["support.appointment"]._demo_customers("base.uk")
        cls.appointments = cls.env["support.appointment"].search([("partner_id", "in", customers.ids)])

    def test_every_status_is_there(self):
        states = {state for state, _label in self.appointments._fields["state"].selection}
        self.assertEqual(set(self.appointments.mapped("state")), states)
        self.assertTrue(self.appointments.filtered(lambda appointment: not appointment.technician_id))
        self.assertTrue(self.appointments.filtered("is_late"))

    def test_six_technicians_with_hours_of_their_own(self):
        self.assertEqual(len(self.technicians), 6)
        self.assertEqual(len(self.technicians.support_calendar_id), 6)
        self.assertEqual({technician.support_tz for technician in self.technicians}, {"Europe/Berlin", "Europe/London"})
        self.assertEqual(self.technicians[0].login, "technician")
        self.assertEqual(self.env.ref("support_center.user_demo_manager").login, "manager")

    def test_appointments_are_within_working_hours(self):
        assigned = self.appointments.filtered("technician_id")
        working = self.technicians._support_availability(
            min(assigned.mapped("start")),
            max(assigned.mapped("stop")),
            self.env.ref("base.main_company"),
        )
        for appointment in assigned:
            self.assertTrue(
                times.within_working_time(working[appointment.technician_id.id], appointment.start, appointment.stop),
                appointment.display_name,
            )

    def test_nobody_is_mailed(self):
        for records in (self.appointments, self.appointments.ticket_id):
            messages = self.env["mail.message"].search([("model", "=", records._name), ("res_id", "in", records.ids)])
            self.assertFalse(self.env["mail.mail"].search([("mail_message_id", "in", messages.ids)]))
            self.assertFalse(
                self.env["mail.notification"].search(
                    [("mail_message_id", "in", messages.ids), ("notification_type", "=", "email")],
                ),
            )

    def test_every_appointment_has_a_ticket(self):
        self.assertTrue(all(appointment.ticket_id for appointment in self.appointments))
        self.assertLess(len(self.appointments.ticket_id), len(self.appointments))
