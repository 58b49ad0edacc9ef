"""Fit a database with demo data to the stack it runs in. May run again when ports or the addon changed.

Reads JSON from the environment variable STACK_SETUP: ``url`` of Odoo, ``smtp_host`` and ``smtp_port`` of the
mail catcher, and ``credentials`` (true when those of the companion are still to be made). Prints JSON: ``companion``,
the environment that connects the companion, and ``api_key``, the secret of a booking key; both empty when not asked for
or not possible.
"""

import json
import os

MAIL_SERVER = "Mail catcher of the development stack"


def connect_mail(env, smtp_host, smtp_port):
    """Let all mail go to the catcher, and nowhere else."""
    servers = env["ir.mail_server"].with_context(active_test=False).search([])
    catcher = servers.filtered(lambda server: server.name == MAIL_SERVER)
    values = {
        "smtp_host": smtp_host,
        "smtp_port": smtp_port,
        "smtp_encryption": "none",
        "active": True,
        "sequence": 1,
    }
    if catcher:
        catcher.write(values)
    else:
        env["ir.mail_server"].create({"name": MAIL_SERVER, "smtp_authentication": "login", **values})
    (servers - catcher).write({"active": False})


def main(env, setup):
    parameters = env["ir.config_parameter"]
    parameters.set_param("web.base.url", setup["url"])
    parameters.set_param("web.base.url.freeze", "True")
    connect_mail(env, setup["smtp_host"], setup["smtp_port"])
    answer = {"companion": {}, "api_key": ""}
    if setup["credentials"] and "support.api.connect" in env:
        # Whoever tries the API out books as one customer, and on any date.
        env["res.company"].search([]).write({"support_booking_horizon_days": 0, "support_max_open_bookings": 0})
        answer["companion"] = env["support.api.connect"]._credentials()
        _key, answer["api_key"] = env["support.api.key"]._generate(
            "Demo", requests_per_minute=6000, bookings_per_minute=6000
        )
    env.cr.commit()
    print(json.dumps(answer))


main(env, json.loads(os.environ["STACK_SETUP"]))  # noqa: F821 (given by Odoo's shell)
