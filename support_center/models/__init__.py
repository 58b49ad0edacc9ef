from . import support_helpdesk
from . import res_company
from . import res_users
from . import support_appointment
from . import support_appointment_schedule
from . import support_appointment_workflow
from . import helpdesk_ticket
from . import res_config_settings
