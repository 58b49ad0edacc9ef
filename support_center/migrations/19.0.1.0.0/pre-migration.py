from odoo.tools import sql


def migrate(cr, version):
    """Make room for what the new models need before their columns and constraints are made."""
    # Done by the pre-init hook where the addon is installed anew.
    cr.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")

    # What was typed as the name is the subject now; the name is the reference.
    sql.rename_column(cr, "support_appointment", "name", "subject")

    sql.create_column(cr, "support_appointment", "company_id", "int4")
    cr.execute(
        """
        UPDATE support_appointment appointment
           SET company_id = COALESCE(
                   (SELECT company_id FROM res_users WHERE id = appointment.technician_id),
                   (SELECT min(id) FROM res_company)
               )
        """
    )
    # Nobody kept travelling time free so far.
    sql.create_column(cr, "support_appointment", "travel_minutes", "int4")
    cr.execute("UPDATE support_appointment SET travel_minutes = 0")

    # Computed together with name and address, which users may have typed: computing it anew would overwrite those.
    sql.create_column(cr, "support_appointment", "customer_phone", "varchar")
    cr.execute(
        """
        UPDATE support_appointment appointment
           SET customer_phone = partner.phone
          FROM res_partner partner
         WHERE partner.id = appointment.partner_id
        """
    )

    _repair_ends(cr)


def _repair_ends(cr):
    """A visit without an end, or with one before its start, takes an hour, as new visits do.

    Before the models are loaded, because they compute from both. The visits' chatters are told afterwards.
    """
    cr.execute(
        """
        CREATE TEMPORARY TABLE support_appointment_repaired AS
        SELECT id, stop FROM support_appointment WHERE stop IS NULL OR stop <= start
        """
    )
    cr.execute(
        """
        UPDATE support_appointment
           SET stop = start + interval '1 hour'
         WHERE id IN (SELECT id FROM support_appointment_repaired)
        """
    )
    sql.create_column(cr, "support_appointment", "duration", "float8")
    cr.execute("UPDATE support_appointment SET duration = extract(epoch FROM stop - start) / 3600")
