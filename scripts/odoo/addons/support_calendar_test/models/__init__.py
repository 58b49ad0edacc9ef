from . import calendar_test_job
