from . import models


def post_init_hook(env):
    """Companies that were there before the app get their team too."""
    env["res.company"].search([])._create_helpdesk_team()
