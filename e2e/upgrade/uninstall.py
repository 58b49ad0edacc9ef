"""Uninstall Support Center; print as JSON what tickets, contacts and users were like before.

Runs inside Odoo's shell.
"""

import json

FIELDS = {
    "helpdesk.ticket": ["name", "partner_id", "partner_email", "user_id", "stage_id", "company_id", "active"],
    "res.partner": ["name", "email", "phone", "active"],
    "res.users": ["name", "login", "active", "company_id"],
}


def main(env):
    env = env(context={**env.context, "lang": "en_US", "active_test": False})
    kept = {
        model: {record["id"]: record for record in env[model].search([]).read(names, load=None)}
        for model, names in FIELDS.items()
    }
    messages = env["mail.message"].search_count([("model", "=", "helpdesk.ticket")])
    env["ir.module.module"].search([("name", "=", "support_center")]).button_immediate_uninstall()
    print(json.dumps({"records": kept, "fields": FIELDS, "messages": messages}))


main(env)  # noqa: F821 (given by Odoo's shell)
