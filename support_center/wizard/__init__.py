from . import support_appointment_cancel
