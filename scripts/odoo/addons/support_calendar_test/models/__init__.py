from . import calendar_test_job
from . import ir_http
