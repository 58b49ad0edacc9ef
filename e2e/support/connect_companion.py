"""Give a companion its account, and a booking website its key. Prints both as JSON. Runs inside Odoo's shell."""

import json

# Each journey has an empty week of its own, so that they reach far ahead.
env["res.company"].search([]).write({"support_booking_horizon_days": 0})  # noqa: F821
_key, secret = env["support.api.key"]._generate("Booking website")  # noqa: F821 (given by Odoo's shell)
answer = {"credentials": env["support.api.connect"]._credentials(), "api_key": secret}  # noqa: F821
env.cr.commit()  # noqa: F821
print(json.dumps(answer))
