from . import test_logic
from . import test_appointment
from . import test_schedule
from . import test_availability
from . import test_workflow
from . import test_helpdesk
from . import test_security
from . import test_calendar
