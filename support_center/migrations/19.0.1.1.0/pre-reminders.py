from odoo.tools import SQL, sql

#: The address in a visit's email, whatever stands around it.
ADDRESS = SQL(r"""lower(substring(visit.customer_email FROM '[^\s<>",;]+@[^\s<>",;]+'))""")
MAIN_COMPANY = SQL(
    "(SELECT id FROM res_company ORDER BY id = (SELECT res_id FROM ir_model_data"
    " WHERE module = 'base' AND name = 'main_company') DESC NULLS LAST, id LIMIT 1)"
)


def migrate(cr, version):
    """Wishes for no reminders held in all companies; now they are each company's.

    They go to the companies that the customer can have meant: those that visit the customer, or whose people entered the
    wish. Where there is none, to the main company.
    """
    if sql.table_exists(cr, "support_reminder_opt_out") and not sql.column_exists(
        cr, "support_reminder_opt_out", "company_id"
    ):
        _give_addresses_to_companies(cr)
    columns = sql.table_columns(cr, "res_partner")
    if columns.get("support_reminder_opt_out", {}).get("udt_name") == "bool":
        _give_contacts_options_to_companies(cr)


def _give_addresses_to_companies(cr):
    sql.create_column(cr, "support_reminder_opt_out", "company_id", "int4")
    sql.drop_constraint(cr, "support_reminder_opt_out", "support_reminder_opt_out_email_unique")
    cr.execute(
        SQL(
            """
            INSERT INTO support_reminder_opt_out (email, company_id, create_uid, create_date, write_uid, write_date)
            SELECT opt_out.email, meant.company_id,
                   opt_out.create_uid, opt_out.create_date, opt_out.write_uid, opt_out.write_date
              FROM support_reminder_opt_out opt_out
              JOIN (
                       SELECT former.id, visit.company_id
                         FROM support_reminder_opt_out former
                         JOIN support_appointment visit ON %(address)s = former.email
                        UNION
                       SELECT former.id, users.company_id
                         FROM support_reminder_opt_out former
                         JOIN res_users users ON users.id = former.create_uid
                        WHERE users.id <> 1 AND NOT users.share
                   ) meant ON meant.id = opt_out.id
             WHERE meant.company_id IS NOT NULL
            """,
            address=ADDRESS,
        )
    )
    cr.execute(
        """
        DELETE FROM support_reminder_opt_out former
         WHERE company_id IS NULL
           AND EXISTS (SELECT FROM support_reminder_opt_out WHERE email = former.email AND company_id IS NOT NULL)
        """
    )
    cr.execute(SQL("UPDATE support_reminder_opt_out SET company_id = %s WHERE company_id IS NULL", MAIN_COMPANY))


def _give_contacts_options_to_companies(cr):
    sql.rename_column(cr, "res_partner", "support_reminder_opt_out", "support_reminder_opt_out_former")
    sql.create_column(cr, "res_partner", "support_reminder_opt_out", "jsonb")
    cr.execute(
        SQL(
            """
            WITH meant AS (
                SELECT id AS partner_id, company_id FROM res_partner WHERE support_reminder_opt_out_former
                 UNION
                SELECT partner.id, visit.company_id
                  FROM res_partner partner
                  JOIN support_appointment visit ON visit.partner_id = partner.id
                 WHERE partner.support_reminder_opt_out_former
                 UNION
                SELECT partner.id, visit.company_id
                  FROM res_partner partner
                  JOIN support_appointment visit ON %(address)s = partner.email_normalized
                 WHERE partner.support_reminder_opt_out_former
            ), companies AS (
                SELECT partner_id, COALESCE(company_id, %(main_company)s) AS company_id
                  FROM meant
                 WHERE company_id IS NOT NULL
                    OR NOT EXISTS (
                           SELECT FROM meant other
                            WHERE other.partner_id = meant.partner_id AND other.company_id IS NOT NULL
                       )
            )
            UPDATE res_partner partner
               SET support_reminder_opt_out = wishes.by_company
              FROM (SELECT partner_id, jsonb_object_agg(company_id, true) AS by_company FROM companies GROUP BY partner_id)
                   AS wishes
             WHERE partner.id = wishes.partner_id
            """,
            address=ADDRESS,
            main_company=MAIN_COMPANY,
        )
    )
    cr.execute("ALTER TABLE res_partner DROP COLUMN support_reminder_opt_out_former")
