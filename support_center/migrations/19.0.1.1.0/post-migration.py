"""What databases of 1.0 need for 1.1."""

from odoo import SUPERUSER_ID, Command, api


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    _keep_requests_without_key_to_administrators(env)
    _begin_record_of_visits(cr)


def _keep_requests_without_key_to_administrators(env):
    """The rule is not updated by itself, as administrators may have changed it; then it stays as it is."""
    rule = env.ref("support_center.support_api_log_rule_company", raise_if_not_found=False)
    former = "['|', ('key_id', '=', False), ('key_id.company_id', 'in', company_ids)]"
    if rule and rule.domain_force == former:
        rule.write(
            {
                "name": "API log: managers see that of their companies' keys",
                "groups": [Command.set(env.ref("support_center.group_support_manager").ids)],
                "domain_force": "[('key_id.company_id', 'in', company_ids)]",
            }
        )


def _begin_record_of_visits(cr):
    """The record says what visits were like when it began; before, there was none."""
    cr.execute(
        """
        INSERT INTO support_appointment_record (
            appointment_number, reference, event, user_id, company_id, state, start, stop, technician_id,
            customer_name, customer_email, customer_phone, location, create_uid, write_uid, create_date, write_date
        )
        SELECT visit.id, visit.name, 'kept', %(user)s, visit.company_id, visit.state, visit.start, visit.stop,
               visit.technician_id, visit.customer_name, visit.customer_email, visit.customer_phone, visit.location,
               %(user)s, %(user)s, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
          FROM support_appointment visit
         WHERE NOT EXISTS (SELECT FROM support_appointment_record WHERE appointment_number = visit.id)
      ORDER BY visit.id
        """,
        {"user": SUPERUSER_ID},
    )
