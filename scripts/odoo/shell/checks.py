"""Checks of a database, run inside Odoo's shell. They change nothing: what a check does is taken back."""

import json

_checks = []


def check(function):
    """Have :func:`run_checks` call this function; it fails with any exception."""
    _checks.append(function)
    return function


def run_checks(env, prefix="", more=lambda: ()):
    """Call all checks in the order in which they are written, and print one line of JSON for each.

    A line has ``name`` and, if the check failed, ``problem``.

    :param prefix: of the names
    :param more: called before each check for what it gets beside ``env``
    """
    for function in _checks:
        result = {"name": prefix + function.__name__.replace("_", " ")}
        arguments = more()
        try:
            function(env, *arguments)
        except Exception as error:
            result["problem"] = f"{type(error).__name__}: {error}"
        env.cr.rollback()
        env.invalidate_all()
        print(json.dumps(result))
