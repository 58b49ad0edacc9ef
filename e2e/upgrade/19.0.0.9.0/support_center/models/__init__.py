from . import support_appointment
