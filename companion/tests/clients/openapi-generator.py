"""Books with the client that openapi-generator makes for Python."""

import os
from datetime import datetime, timedelta

import booking

begin = datetime.fromisoformat(os.environ["FROM"].replace("Z", "+00:00"))
end = begin + timedelta(days=1)
configuration = booking.Configuration(host=os.environ["SUPPORT_URL"], access_token=os.environ["SUPPORT_KEY"])
with booking.ApiClient(configuration) as client:
    availability, appointments = booking.AvailabilityApi(client), booking.AppointmentsApi(client)
    slots = availability.list_slots(
        var_from=begin.isoformat(), to=end.strftime("%Y-%m-%dT%H:%M:%S%z"), timezone="Asia/Calcutta"
    )
    slot = slots.slots[0]
    booked = appointments.book_appointment(
        os.environ["IDEMPOTENCY_KEY"],
        booking.BookingRequest(
            customer=booking.Customer(name="Ada Lovelace", email="ada@example.org"),
            start=slot.start,
            end=slot.end,
            subject="No signal",
        ),
    )
    listed = appointments.list_appointments(var_from=begin, to=end)
    assert [appointment.id for appointment in listed.appointments] == [booked.id]
    try:
        appointments.cancel_appointment(booked.id, '"77"', booking.CancelRequest(reason="Solved"))
    except booking.ApiException as error:
        assert (error.status, error.data.code) == (412, "stale_revision")
    else:
        raise AssertionError("another revision was not refused")
    cancelled = appointments.cancel_appointment(
        booked.id, f'"{booked.revision}"', booking.CancelRequest(reason="Solved")
    )
    print(cancelled.id, cancelled.status)
