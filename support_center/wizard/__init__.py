from . import base_import
from . import mail_compose_message
from . import privacy_lookup_wizard
from . import support_api_wizards
from . import support_appointment_cancel
from . import support_mail_preview
from . import support_privacy_request
from . import support_technician_hours
