"""Refusals of the scheduling rules, each with a stable code beside its sentence."""

from odoo.exceptions import ValidationError


class ScheduleError(ValidationError):
    """A booking or a change that the scheduling rules refuse.

    :ivar code: stable, untranslated reason, one of ``in_the_past``, ``invalid_transition``, ``stale_revision``,
        ``invalid_technician``, ``technician_required``, ``reason_required``, ``final_state``, ``start_required``,
        ``stop_before_start``, ``too_late``, ``too_long``, ``system_field``, ``slot_unavailable``, ``blank_text``,
        ``invalid_email``, ``invalid_travel``.
    :ivar context: what the web client gets beside the message; ``exception_class`` makes it show the ordinary
        validation dialog.
    """

    def __init__(self, message, code, **details):
        super().__init__(message)
        self.code = code
        self.context = {
            "exception_class": "odoo.exceptions.ValidationError",
            "code": code,
            **details,
        }


class SlotUnavailable(ScheduleError):
    """The technician is taken at that time.

    :ivar technician_id: id of the res.users who is taken
    :ivar start: beginning of the clashing range, travel included (naive UTC)
    :ivar stop: end of the clashing range (naive UTC)
    """

    def __init__(self, message, technician_id, start, stop):
        super().__init__(message, "slot_unavailable", technician_id=technician_id)
        self.technician_id = technician_id
        self.start = start
        self.stop = stop
