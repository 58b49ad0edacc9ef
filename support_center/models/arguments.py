"""Answers of public methods to clients that call them with odd values."""

import functools
import inspect
import xmlrpc.client

from odoo.exceptions import AccessError, UserError

from ..logic import arguments

#: Shapes of values by type of field. For other types, Odoo itself says in a sentence what is wrong.
SHAPES = {
    "char": arguments.TEXT,
    "text": arguments.TEXT,
    "integer": arguments.WHOLE,
    "float": arguments.NUMBER,
    "boolean": arguments.FLAG,
    "datetime": arguments.MOMENT,
    "many2one": arguments.WHOLE,
}
NO_MESSAGES = (None, False, [], ())
#: Most characters by type of field. A subject is a header of an email, and everything is shown in lists and kept in the history.
LONGEST = {"char": 1_000, "text": 100_000, "html": 1_000_000}


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


def of_one_record(method):
    """Refuse calls for none or several records, and for what are no ids, with a sentence."""

    @functools.wraps(method)
    def checked(self, *args, **kwargs):
        _refuse_odd_ids(self)
        if not self:
            raise UserError(self.env._("Choose a record first."))
        if len(self) > 1:
            raise UserError(self.env._("Choose one record: this is not done with several at once."))
        return method(self, *args, **kwargs)

    return checked


def of_records(method):
    """Refuse calls for what are no ids, with a sentence."""

    @functools.wraps(method)
    def checked(self, *args, **kwargs):
        _refuse_odd_ids(self)
        return method(self, *args, **kwargs)

    return checked


def _refuse_odd_ids(records):
    refuse_odd(records.env, records._ids, arguments.list_of(arguments.WHOLE), "ids")


def refuse_odd_values(model, vals):
    """Refuse values of another kind than their field's.

    :param dict vals: as for ``write``; unknown fields are skipped
    :raise UserError: says what was expected
    """
    for name, value in vals.items():
        field = model._fields.get(name)
        if field is None:
            continue
        label = field._description_string(model.env)
        if field.type in SHAPES:
            refuse_odd(model.env, value, arguments.optional(SHAPES[field.type]), label)
        if isinstance(value, str) and len(value) > LONGEST.get(field.type, len(value)):
            raise UserError(
                model.env._(
                    "“%(field)s” is too long. Shorten it to %(count)s characters at most.",
                    field=label,
                    count=LONGEST[field.type],
                )
            )
        if field.type == "one2many" and field.comodel_name == "mail.message" and value not in NO_MESSAGES:
            raise AccessError(model.env._("“%s” can't be set: messages are posted.", label))


def refuse_odd_defaults(model, names):
    """The same for the defaults of these fields that a client has put into the context."""
    context = model.env.context
    # Actions say 1 for true.
    given = [name for name in names if name in model._fields and model._fields[name].type != "boolean"]
    refuse_odd_values(model, {name: context[f"default_{name}"] for name in given if f"default_{name}" in context})


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
