from . import test_helpdesk_access
from . import test_helpdesk_mail
from . import test_helpdesk_performance
from . import test_helpdesk_team
from . import test_helpdesk_ticket
