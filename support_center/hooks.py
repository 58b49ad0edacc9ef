import logging

from psycopg2 import Error, errors

from odoo.exceptions import UserError
from odoo.modules.db import has_trigram

_logger = logging.getLogger(__name__)


def pre_init_hook(env):
    _need_btree_gist(env)
    allow_trigrams(env.cr, env.registry)


def _need_btree_gist(env):
    """Equality on ids inside the exclusion constraint needs btree_gist, which a database's owner may create."""
    env.cr.execute("SELECT FROM pg_extension WHERE extname = 'btree_gist'")
    if env.cr.fetchone():
        return
    try:
        with env.cr.savepoint(flush=False):
            env.cr.execute("CREATE EXTENSION IF NOT EXISTS btree_gist", log_exceptions=False)
    except (errors.InsufficientPrivilege, errors.FeatureNotSupported, errors.UndefinedFile) as error:
        raise UserError(
            env._(
                "Support Center needs PostgreSQL's extension btree_gist, and Odoo's database user may not add it. Have the"
                " database's administrator run “CREATE EXTENSION btree_gist” in the database “%s”, then install again.",
                env.cr.dbname,
            )
        ) from error


def allow_trigrams(cr, registry):
    """Have PostgreSQL's pg_trgm in the database, so that searches of many visits take milliseconds.

    Where the database's user may not create it, searches work all the same, slowly.
    """
    try:
        with cr.savepoint(flush=False):
            cr.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm", log_exceptions=False)
    except Error as error:
        _logger.info(
            "Searches of many visits are slow without the extension pg_trgm, which can't be created: %s", error
        )
    # The registry looked before; indexes are made at the end of this installation or update.
    registry.has_trigram = has_trigram(cr)


def uninstall_hook(env):
    """The companion's users may use the facade and nothing else. Without it they have no purpose, only credentials."""
    group = env.ref("support_center.group_support_api", raise_if_not_found=False)
    if not group:
        return
    users = group.with_context(active_test=False).user_ids.filtered(
        lambda user: user.group_ids == group and user.active
    )
    env["res.users.apikeys"].search([("user_id", "in", users.ids)]).unlink()
    users.active = False
