from odoo.addons.support_center.hooks import allow_trigrams
from odoo.modules.registry import Registry
from odoo.tools import sql


def migrate(cr, version):
    """Fill new columns where Odoo would fill them otherwise, or with much work."""
    _keep_api_revisions(cr)
    allow_trigrams(cr, Registry(cr.dbname))


def _keep_api_revisions(cr):
    """Clients of the booking API keep the ETags that they know: so far they were the schedule's revision."""
    if not sql.column_exists(cr, "support_appointment", "schedule_revision"):
        return  # From before there was an API; Odoo computes them.
    if not sql.column_exists(cr, "support_appointment", "api_revision"):
        sql.create_column(cr, "support_appointment", "api_revision", "int4")
        sql.create_column(cr, "support_appointment", "api_shown", "varchar")
        cr.execute("UPDATE support_appointment SET api_revision = COALESCE(schedule_revision, 0)")
