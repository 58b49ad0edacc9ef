def pre_init_hook(env):
    """Equality on ids inside the exclusion constraint needs btree_gist, which a database's owner may create."""
    env.cr.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
