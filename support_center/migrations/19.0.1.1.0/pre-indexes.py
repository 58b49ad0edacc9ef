def migrate(cr, version):
    """Drop what 19.0.1.0.0 needed and wider indexes do now. Odoo itself keeps indexes that no field asks for any more."""
    cr.execute("DROP INDEX IF EXISTS support_appointment__state_index, support_appointment__company_id_index")
