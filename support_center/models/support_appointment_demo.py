import csv
from datetime import datetime, timedelta
from itertools import cycle

from odoo import api, fields, models
from odoo.tools import file_open

from ..logic import states

DAYS_BACK = 12
DAYS_AHEAD = 17
#: Pauses between visits, so that days look alike neither in length nor in load.
GAPS = (timedelta(minutes=30), timedelta(minutes=15), timedelta(minutes=60), timedelta(minutes=30))
#: How many visits a technician gets in a stretch of working time (a morning, an afternoon).
LOADS = (2, 1, 2, 1, 2, 2, 1)
#: Minutes kept free for the way there.
TRAVELS = (0, 15, 30)
CANCEL_REASONS = (
    "The customer solved it with our help on the phone.",
    "The customer is on holiday and will call to arrange another visit.",
    "The spare part is not available yet.",
)


class SupportAppointment(models.Model):
    _inherit = "support.appointment"

    @api.model
    def _load_demo_appointments(self):
        """Fill a few weeks around today with appointments in every status; nobody is mailed about them.

        They lie within the working hours that the demo technicians really have, and never overlap.
        """
        demo = self.sudo().with_context(
            lang="en_US",
            support_allow_past=True,
            support_no_notifications=True,
            mail_auto_subscribe_no_notify=True,
            mail_activity_quick_update=True,
        )
        visits = demo._demo_visits()
        demo._demo_set_states(visits)
        appointments = demo.create(visits)
        demo._demo_follow_ups(appointments)
        demo._demo_activities(appointments)

    @api.model
    def _demo_visits(self):
        """Values of appointments that fill the working hours of the demo technicians, in order of time."""
        with file_open("support_center/demo/visits.csv") as file:
            topics = cycle(list(csv.DictReader(file)))
        gaps, loads, travels = cycle(GAPS), cycle(LOADS), cycle(TRAVELS)
        customers = {country: cycle(self._demo_customers(country)) for country in ("base.de", "base.uk")}
        technicians = self._demo_technicians()
        today = datetime.combine(fields.Date.today(), datetime.min.time())
        working = technicians._support_availability(
            today - timedelta(days=DAYS_BACK),
            today + timedelta(days=DAYS_AHEAD),
            self.env.ref("base.main_company"),
        )
        visits = []
        for technician in technicians:
            country = "base.uk" if technician.tz == "Europe/London" else "base.de"
            for begin, end in working[technician.id]:
                free_from = begin
                for _visit in range(next(loads)):
                    topic = next(topics)
                    travel = next(travels)
                    start = free_from + max(next(gaps), timedelta(minutes=travel))
                    stop = start + timedelta(minutes=int(topic["minutes"]))
                    if stop > end:
                        break
                    visits.append(
                        {
                            "subject": topic["subject"],
                            "description": topic["description"],
                            "partner_id": next(customers[country]).id,
                            "technician_id": technician.id,
                            "company_id": self.env.ref("base.main_company").id,
                            "start": start,
                            "stop": stop,
                            "travel_minutes": travel,
                        },
                    )
                    free_from = stop
        return sorted(visits, key=lambda visit: visit["start"])

    @api.model
    def _demo_technicians(self):
        numbers = ("", "_2", "_3", "_4", "_5", "_6")
        return self.env["res.users"].union(
            *(self.env.ref(f"support_center.user_demo_technician{number}") for number in numbers),
        )

    @api.model
    def _demo_customers(self, country):
        names = self.env["ir.model.data"].search(
            [("module", "=", "support_center"), ("name", "=like", "res_partner_demo_%"), ("model", "=", "res.partner")],
        )
        customers = self.env["res.partner"].browse(names.mapped("res_id")).exists()
        return customers.filtered(lambda customer: customer.country_id == self.env.ref(country)).sorted("id")

    @api.model
    def _demo_set_states(self, visits):
        """Give each visit the status that fits its time, and every status to some."""
        now = fields.Datetime.now()
        reasons = cycle(CANCEL_REASONS)
        for number, visit in enumerate(visits):
            if number % 13 == 5:
                visit.update(state=states.CANCELLED, cancel_reason=next(reasons))
            elif visit["stop"] <= now:
                visit["state"] = states.COMPLETED
            elif visit["start"] <= now:
                visit["state"] = states.IN_PROGRESS
            elif number % 7 == 3 and visit["start"] > now + timedelta(days=4):
                visit["state"] = states.DRAFT
            else:
                visit["state"] = states.CONFIRMED
            if number % 9 == 4:
                visit.update(source="api", external_reference=f"WEB-{1000 + number}")

        over = [visit for visit in visits if visit["state"] == states.COMPLETED]
        # Whatever the hour of installation, one visit is under way and one has been forgotten.
        over[-1]["state"] = states.IN_PROGRESS
        over[-2]["state"] = states.CONFIRMED
        ahead = [
            visit for visit in visits if visit["state"] in (states.DRAFT, states.CONFIRMED) and visit["start"] > now
        ]
        for visit in ahead[4::12]:
            visit["technician_id"] = False

    @api.model
    def _demo_follow_ups(self, appointments):
        """Second visits on the same ticket, not assigned yet."""
        done = appointments.filtered(lambda appointment: appointment.state == states.COMPLETED)
        for appointment in done[2::20]:
            start = appointment.start + timedelta(weeks=3)
            self.create(
                {
                    "ticket_id": appointment.ticket_id.id,
                    "subject": f"Second visit: {appointment.subject}",
                    "partner_id": appointment.partner_id.id,
                    "technician_id": False,
                    "company_id": appointment.company_id.id,
                    "start": start,
                    "stop": start + timedelta(hours=1),
                    "state": states.DRAFT,
                },
            )

    @api.model
    def _demo_activities(self, appointments):
        manager = self.env.ref("support_center.user_demo_manager")
        open_appointments = appointments.filtered(
            lambda appointment: (
                appointment.state in (states.DRAFT, states.CONFIRMED) and appointment.start > fields.Datetime.now()
            ),
        )
        for appointment, days in zip(open_appointments[1::6], (-1, 0, 1, 2, 3), strict=False):
            appointment.activity_schedule(
                "mail.mail_activity_data_call",
                date_deadline=fields.Date.today() + timedelta(days=days),
                summary="Ask for the key to the technical room",
                user_id=manager.id,
            )
