from functools import wraps


def takes_any_parameter(endpoint):
    """Keep what ``http.route`` made from failing where a request has a parameter of the name ``self``.

    Odoo passes parameters by their names. Endpoints take what is not a parameter of theirs by position only.
    """

    @wraps(endpoint)
    def entry(self, /, **params):
        params.pop("self", None)
        return endpoint(self, **params)

    return entry
