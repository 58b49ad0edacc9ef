from odoo.tools import sql


def migrate(cr, version):
    """Give each visit the secret of its links.

    Links that customers have got already go on working, by their signature, until the visit's customer changes.
    """
    sql.create_column(cr, "support_appointment", "customer_link_secret", "varchar")
    sql.create_column(cr, "support_appointment", "customer_link_signed", "bool")
    # PostgreSQL makes these of the random numbers that it makes keys of.
    cr.execute(
        """
        UPDATE support_appointment
           SET customer_link_secret = replace(gen_random_uuid()::text, '-', ''),
               customer_link_signed = true
         WHERE customer_link_secret IS NULL
        """
    )
