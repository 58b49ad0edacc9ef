"""Answers of public methods to clients that call them with odd values."""

import functools
import inspect
import xmlrpc.client

from odoo.exceptions import UserError

from ..logic import arguments


def expects(guard=None, /, **shapes):
    """Refuse calls whose arguments don't have these shapes, with a sentence that names the argument and says what it has to be.

    :param str guard: name of a method that refuses callers without the right to call, before anything else
    :param shapes: by name of the argument; see :mod:`..logic.arguments`
    """

    def decorate(method):
        signature = inspect.signature(method)

        @functools.wraps(method)
        def checked(self, *args, **kwargs):
            # Callers without the right to call learn nothing about the arguments.
            if guard:
                getattr(self, guard)()
            try:
                bound = signature.bind(self, *args, **kwargs)
            except TypeError as error:
                raise UserError(self.env._("This call does not have the right arguments: %s.", error)) from error
            for name, shape in shapes.items():
                if name in bound.arguments:
                    refuse_odd(self.env, bound.arguments[name], shape, name)
            return method(self, *args, **kwargs)

        return checked

    return decorate


def refuse_odd(env, value, shape, path):
    """Refuse a value that does not have its shape.

    :param str path: name of the value
    :raise UserError: says what was expected
    """
    problem = arguments.find_problem(_plain(value), shape, path)
    if problem:
        path, kind = problem
        raise UserError(env._("“%(name)s” has to be %(expected)s.", name=path, expected=_describe(env, kind)))


def _plain(value):
    """The value with texts that came as base64, as XML can't carry them, as the texts that they are."""
    if isinstance(value, xmlrpc.client.Binary):
        return value.data.decode(errors="replace")
    if isinstance(value, dict):
        return {name: _plain(member) for name, member in value.items()}
    return value


def _describe(env, kind):
    return {
        arguments.TEXT: lambda: env._("text without NUL characters"),
        arguments.RAW_TEXT: lambda: env._("text"),
        arguments.WHOLE: lambda: env._("a whole number"),
        arguments.NUMBER: lambda: env._("a number"),
        arguments.FLAG: lambda: env._("true or false"),
        arguments.MOMENT: lambda: env._("a date and time, such as 2030-12-31 08:30:00 (UTC)"),
        arguments.LIST: lambda: env._("a list"),
        arguments.STRUCT: lambda: env._("a set of names and values"),
    }[kind]()
