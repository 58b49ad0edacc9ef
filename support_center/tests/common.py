from datetime import datetime, time, timedelta

from odoo import fields
from odoo.tests import TransactionCase, new_test_user


def next_monday(weeks_ahead=4):
    """Midnight (naive UTC) of a Monday some weeks from now, so that nothing in a test is in the past."""
    today = fields.Date.today()
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=weeks_ahead)
    return datetime.combine(monday, time())


class SupportCase(TransactionCase):
    """One user per role, two technicians who work 8-12 and 13-17 UTC on weekdays, and a customer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.user.tz = "UTC"
        cls.company = cls.env.company
        cls.calendar = cls.env["resource.calendar"].create(
            {
                "name": "Weekdays 8-12 and 13-17, UTC",
                "tz": "UTC",
                "company_id": cls.company.id,
                "attendance_ids": [(5,)]
                + [
                    (
                        0,
                        0,
                        {
                            "name": "Working time",
                            "dayofweek": str(day),
                            "hour_from": begin,
                            "hour_to": end,
                            "day_period": period,
                        },
                    )
                    for day in range(5)
                    for begin, end, period in ((8, 12, "morning"), (13, 17, "afternoon"))
                ],
            }
        )
        cls.company.write(
            {
                "resource_calendar_id": cls.calendar.id,
                "support_default_duration": 1.0,
                "support_travel_minutes": 0,
            }
        )
        cls.manager = cls._new_user("sc_manager", "support_center.group_support_manager")
        cls.technician = cls._new_user("sc_technician", "support_center.group_support_technician")
        cls.colleague = cls._new_user("sc_colleague", "support_center.group_support_technician")
        cls.outsider = cls._new_user("sc_outsider", "base.group_user")
        cls.customer = cls.env["res.partner"].create(
            {
                "name": "Acme Heating",
                "email": "office@acme.example.com",
                "phone": "+49 30 1234567",
                "street": "Lindenstraße 1",
                "city": "Berlin",
                "zip": "10969",
            }
        )
        cls.monday = next_monday()
        cls.Appointment = cls.env["support.appointment"].with_user(cls.manager)

    @classmethod
    def _new_user(cls, login, groups, **values):
        return new_test_user(cls.env, login, groups=groups, tz="UTC", **values)

    @classmethod
    def at(cls, hours, days=0):
        """So many hours after midnight of the test's Monday, or of a later day."""
        return cls.monday + timedelta(days=days, hours=hours)

    @classmethod
    def book(cls, hours=9, technician=None, user=None, **values):
        """Book an hour for the first technician as the manager, unless said otherwise.

        ``technician`` False leaves the visit unassigned.
        """
        technician = cls.technician if technician is None else technician
        values = {
            "subject": "Boiler is cold",
            "partner_id": cls.customer.id,
            "technician_id": technician.id if technician else False,
            "start": cls.at(hours),
            **values,
        }
        return cls.env["support.appointment"].with_user(user or cls.manager).create(values)
