from . import support_api_wizards
from . import support_appointment_cancel
from . import support_mail_preview
from . import support_technician_hours
