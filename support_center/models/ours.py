"""Which records are this addon's own, and who asks for them."""

from odoo import SUPERUSER_ID

ADDON = "support_center"


def is_ours(env, model):
    """Whether the model of this name is this addon's; the name may be missing or unknown."""
    return bool(model) and model in env and env[model]._original_module == ADDON


def is_system(env):
    """Whether the system asks, and not a user.

    Odoo computes and renders some fields of its dialogs as the system for whoever opens them, so that alone proves nothing.
    Users who are not internal have no such dialogs: what is done for them as the system was meant to be.
    """
    return env.uid == SUPERUSER_ID or (env.su and not env.user._is_internal())


def is_manager(env):
    """Whether the user may do with visits what support managers may; administrators may, too."""
    return env.user._is_admin() or env.user.has_group("support_center.group_support_manager")
