from datetime import datetime, timedelta
from itertools import chain
from os.path import commonprefix

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..logic.arguments import FLAG, LIST, MOMENT, STRUCT, TEXT, WHOLE, list_of, optional
from .arguments import expects, refuse_odd

EPOCH = datetime(1970, 1, 1)
MINUTE = timedelta(minutes=1)
#: Days around a period are looked at too, and there are none before the year 1 and after 9999.
FIRST_YEAR, LAST_YEAR = 1900, 9900
#: Longest range that one call answers.
MAX_DAYS = 93
#: Longest label sent to who sees a team, whose blocks are many and small, and to who sees only their own.
TEAM_LABEL_LENGTH = 44
OWN_LABEL_LENGTH = 160
#: Most rows of a model that does not say itself what its rows are.
MAX_RESOURCES = 1000
#: Up to this many rows are read in one go; of more, those in sight come first.
ROWS_AT_ONCE = 100
#: How many come first when the client does not know yet which are in sight.
FIRST_ROWS = 40
#: Up to this many matches outside a period are counted.
MAX_COUNTED = 1000
#: Roles that a `support_calendar` arch gives to fields, and that clients send as `spec`.
ROLES = ("date_start", "date_stop", "resource", "color", "label", "who", "reference", "lead", "revision")


class Base(models.AbstractModel):
    """Data of the `support_calendar` view type, for any model that has such a view.

    A model may say more about its rows by overriding :meth:`_support_calendar_resources` and
    :meth:`_support_calendar_working_time`.

    Every model has these methods, and every user may call them. So whatever the caller says, domains and field names above
    all, is only ever looked at with the caller's own rights.
    """

    _inherit = "base"

    @api.model
    @api.readonly
    @expects(
        domain=LIST,
        start=MOMENT,
        stop=MOMENT,
        spec=STRUCT,
        known_resource_ids=list_of(WHOLE),
        first_resource_ids=optional(list_of(WHOLE)),
        scope=LIST,
    )
    def support_calendar_read(
        self, domain, start, stop, spec, known_resource_ids=(), first_resource_ids=None, scope=()
    ):
        """All that the view shows between two moments, in one call and a number of queries that does not grow.

        Access rights and record rules apply as in any search.

        :param list domain: the search; what it leaves out is sent too, marked as such: see
            :meth:`_support_calendar_order`
        :param list scope: what the page is about whatever is searched for, such as the domain of its action
        :param str start: UTC
        :param str stop: UTC, at most ``MAX_DAYS`` days later
        :param known_resource_ids: rows whose names, and working hours in this period, the client has already, since
            it only searches for something else
        :param first_resource_ids: rows in sight, of those that the client knows. Given this, of more than
            ``ROWS_AT_ONCE`` rows only the events in these, or in the first ones, are sent; the others are to be
            had from :meth:`support_calendar_read_events`
        :param dict spec: role (see ``ROLES``) -> field name, and ``free_states``: list of values of the color
            field that take no time
        :return: ``{"events": columns, "resources": columns, "rights": {"create", "write", "team"}}``, see
            :meth:`_support_calendar_columns` and :meth:`_support_calendar_row_columns`, ``lead``: minutes kept
            free before a new event, ``duration``: minutes that it takes, and where events were left out
            ``missing_resource_ids``
        :rtype: dict
        """
        self._support_calendar_check()
        start, stop = self._support_calendar_period(start, stop)
        spec = self._support_calendar_spec(spec)
        search, scope = self._support_calendar_search(domain), self._support_calendar_search(scope)
        base = _minute(start)
        resources = self._support_calendar_resources(spec["resource"], search)
        within = self._support_calendar_within(spec, start, stop)
        missing = []
        if first_resource_ids is not None and len(resources) > ROWS_AT_ONCE:
            wanted = set(first_resource_ids)
            first = resources.filtered(lambda resource: resource.id in wanted) or resources[:FIRST_ROWS]
            missing = (resources - first).ids
        of_rows = Domain(spec["resource"], "not in", missing) if missing else Domain.TRUE
        events = self._support_calendar_columns(within & of_rows, search, spec, base, scope)
        unlisted = self._support_calendar_unlisted(events, resources, search, spec)
        return {
            "events": events,
            "resources": self._support_calendar_row_columns(
                spec["resource"], resources, unlisted, (start, stop), known_resource_ids
            ),
            **({"missing_resource_ids": missing} if missing else {}),
            "lead": self._support_calendar_default_lead() if "lead" in spec else 0,
            "duration": self._support_calendar_default_duration(),
            "rights": {
                "create": self.has_access("create"),
                "write": self.has_access("write"),
                "team": self._support_calendar_shows_team(spec["resource"]),
            },
        }

    @api.model
    @api.readonly
    @expects(domain=LIST, start=MOMENT, stop=MOMENT, spec=STRUCT, resource_ids=list_of(WHOLE), scope=LIST)
    def support_calendar_read_events(self, domain, start, stop, spec, resource_ids, scope=()):
        """The events that :meth:`support_calendar_read` left out.

        :param list resource_ids: rows whose events are asked for
        :return: see :meth:`_support_calendar_columns`
        """
        self._support_calendar_check()
        start, stop = self._support_calendar_period(start, stop)
        spec = self._support_calendar_spec(spec)
        within = self._support_calendar_within(spec, start, stop) & Domain(spec["resource"], "in", resource_ids)
        search, scope = self._support_calendar_search(domain), self._support_calendar_search(scope)
        return self._support_calendar_columns(within, search, spec, _minute(start), scope)

    @api.model
    @api.readonly
    @expects(domain=LIST, start=MOMENT, stop=MOMENT, spec=STRUCT, resource_id=optional(WHOLE), without_free=FLAG)
    def support_calendar_read_outside(self, domain, start, stop, spec, resource_id=None, without_free=False):
        """How much a search finds outside a period, and where the nearest of it is.

        Not a part of :meth:`support_calendar_read`, as it may look at all records: nobody waits for it.

        :param list domain: the search; one for everything finds nothing, as there is nothing to look for
        :param int resource_id: only what is in this row
        :param bool without_free: leave out what takes no time
        :return: ``count`` and ``is_limited``, whether there are more than these ``MAX_COUNTED``; and ``next``, or if
            there is none ``last``: ``id`` and ``start`` (minutes since 1970) of what begins first after the period, or
            last before it
        :rtype: dict
        """
        self._support_calendar_check()
        start, stop = self._support_calendar_period(start, stop)
        spec = self._support_calendar_spec(spec)
        search = self._support_calendar_search(domain)
        if search.is_true():
            return {"count": 0, "is_limited": False}
        if resource_id is not None:
            search &= Domain(spec["resource"], "=", resource_id)
        if without_free and "color" in spec:
            search &= Domain(spec["color"], "not in", spec["free_states"])
        begin, end = spec["date_start"], spec["date_stop"]
        # What lacks one of both has no time, and is nowhere.
        after = Domain(begin, ">=", stop) & Domain(end, "!=", False)
        before = Domain(end, "<=", start) & Domain(begin, "!=", False)
        count = self.search_count(search & (after | before), limit=MAX_COUNTED + 1)
        answer = {"count": min(count, MAX_COUNTED), "is_limited": count > MAX_COUNTED}
        if count:
            for name, where, order in (("next", after, f"{begin}, id"), ("last", before, f"{begin} desc, id desc")):
                if record := self.search(search & where, order=order, limit=1):
                    answer[name] = {"id": record.id, "start": _minute(record[begin])}
                    break
        return answer

    @api.model
    @api.readonly
    @expects(record_ids=list_of(WHOLE), domain=LIST, spec=STRUCT, scope=LIST)
    def support_calendar_read_rows(self, record_ids, domain, spec, scope=()):
        """The same columns for some records, to patch into what a client shows. Missing ones are gone for the user, or
        have no time any more.

        :param list record_ids: of this model
        :param list domain: the search
        :param dict spec: see :meth:`support_calendar_read`
        """
        self._support_calendar_check()
        spec = self._support_calendar_spec(spec)
        within = Domain("id", "in", record_ids)
        # A period leaves these out by itself.
        within &= Domain(spec["date_start"], "!=", False) & Domain(spec["date_stop"], "!=", False)
        search, scope = self._support_calendar_search(domain), self._support_calendar_search(scope)
        return self._support_calendar_columns(within, search, spec, 0, scope)

    @api.model
    @expects(record_id=WHOLE, vals=STRUCT, domain=LIST, spec=STRUCT, expected_revision=optional(WHOLE), scope=LIST)
    def support_calendar_write(self, record_id, vals, domain, spec, expected_revision=None, scope=()):
        """Write one record and answer its columns, in one call.

        :param int record_id: of this model
        :param dict vals: as for ``write``
        :param list domain: the search
        :param dict spec: see :meth:`support_calendar_read`
        :param int expected_revision: the revision that the client has seen; models that guard against stale writes
            refuse when it has changed
        """
        self._support_calendar_check()
        record = self.browse(record_id)
        if expected_revision is not None:
            record = record.with_context(support_expected_revision=expected_revision)
        record.write(vals)
        return self.support_calendar_read_rows([record_id], domain, spec, scope)

    # ------------------------------------------------------------
    # What models may say about their rows
    # ------------------------------------------------------------

    @api.model
    def _support_calendar_resources(self, fname, domain):
        """The rows of the view, in order.

        :param str fname: many2one field that assigns records to rows
        :param Domain domain: the search; conditions on ``fname`` leave rows out
        :return: recordset of the field's model
        """
        field = self._fields[fname]
        resources = self.env[field.comodel_name]
        wanted = field.get_comodel_domain(self) & self._support_calendar_resource_domain(fname, domain)
        return resources.search(wanted, limit=MAX_RESOURCES)

    @api.model
    def _support_calendar_wanted(self, resources, wanted):
        """Those of some rows that match what a search says about rows, found with the rights of the user.

        Never ``filtered_domain`` here: it reads what is in the cache, whoever put it there.

        :param resources: recordset
        :param Domain wanted: from :meth:`_support_calendar_resource_domain`
        """
        if wanted.is_true() or not resources:
            return resources
        found = (
            resources.sudo(False).with_context(active_test=False)._search(wanted & Domain("id", "in", resources.ids))
        )
        found_ids = set(found)
        return resources.filtered(lambda resource: resource.id in found_ids)

    @api.model
    def _support_calendar_shows_team(self, fname):
        """Whether the user sees and assigns more rows than their own.

        :param str fname: many2one field that assigns records to rows
        """
        return True

    @api.model
    def _support_calendar_default_lead(self):
        """Minutes kept free before the start of a new record, where the view has a field for them."""
        return 0

    @api.model
    def _support_calendar_default_duration(self):
        """Minutes that a new record takes unless the user says otherwise."""
        return 60

    @api.model
    def _support_calendar_tells_hours(self, fname):
        """Whether rows that come from this field are asked for their working hours.

        :param str fname: many2one field that assigns records to rows, as the client says
        """
        return True

    @api.model
    def _support_calendar_working_time(self, resources, start, stop):
        """When rows usually work and in which part of that they are there, as far as it is known.

        :param resources: recordset
        :param datetime start: naive UTC
        :param datetime stop: naive UTC
        :return: dict of id -> ``(working, available)``, two lists of ``(start, stop)`` pairs (naive UTC, sorted,
            disjoint); the difference is time off
        """
        return {}

    @api.model
    def _support_calendar_resource_domain(self, fname, domain):
        """What a search says about the rows themselves: its conditions on ``fname``, as a domain on the rows' model."""

        def about_row(condition):
            expression, operator, value = condition.field_expr, condition.operator, condition.value
            if expression.startswith(f"{fname}."):
                return Domain(expression.removeprefix(f"{fname}."), operator, value)
            if expression != fname:
                return Domain.TRUE
            if "like" in operator or isinstance(value, str):
                return Domain("display_name", operator, value)
            if operator in ("any", "any!", "not any", "not any!"):
                positive = Domain(value)
                return positive if operator.startswith("any") else ~positive
            # Whoever looks for records without a row wants to give them one.
            return Domain.TRUE if operator == "in" and set(value) == {False} else Domain("id", operator, value)

        # Conditions on other fields say nothing about a row; under a negation they must stay true all the same.
        positive = domain.optimize(self)
        return positive.map_conditions(about_row)

    # ------------------------------------------------------------
    # Who may ask for what
    # ------------------------------------------------------------

    @api.model
    def _support_calendar_check(self):
        """Refuse users who may not read the model, and models of which nobody made a calendar."""
        self.browse().check_access("read")
        if not self.env["ir.ui.view"]._has_support_calendar(self._name):
            raise UserError(self.env._("There is no calendar of %(model)s.", model=self._description))

    # ------------------------------------------------------------
    # Columns
    # ------------------------------------------------------------

    @api.model
    def _support_calendar_search(self, domain):
        """The client's search.

        :raise UserError: it is none
        """
        try:
            return Domain(domain).optimize(self)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise UserError(self.env._("This search is not understood: %s", error)) from error

    @api.model
    def _support_calendar_period(self, start, stop):
        start, stop = fields.Datetime.to_datetime(start), fields.Datetime.to_datetime(stop)
        if not (start and stop and timedelta() < stop - start <= timedelta(days=MAX_DAYS)):
            raise UserError(
                self.env._(
                    "The calendar shows between one and %(days)s days at once. Choose a shorter period.", days=MAX_DAYS
                ),
            )
        if not FIRST_YEAR <= start.year <= LAST_YEAR:
            raise UserError(
                self.env._(
                    "The calendar shows the years %(first)s to %(last)s. Choose another date.",
                    first=FIRST_YEAR,
                    last=LAST_YEAR,
                )
            )
        return start, stop

    @api.model
    def _support_calendar_within(self, spec, start, stop):
        return Domain(spec["date_start"], "<", stop) & Domain(spec["date_stop"], ">", start)

    @api.model
    def _support_calendar_spec(self, spec):
        """The client's spec, without what is not known."""
        fnames = {role: spec[role] for role in ROLES if spec.get(role)}
        for role, fname in fnames.items():
            refuse_odd(self.env, fname, TEXT, f"spec.{role}")
        refuse_odd(self.env, spec.get("free_states"), optional(list_of(TEXT)), "spec.free_states")
        unknown = [fname for fname in fnames.values() if fname not in self._fields]
        if unknown or not {"date_start", "date_stop", "resource"} <= fnames.keys():
            raise UserError(
                self.env._(
                    "The calendar of %(model)s needs the fields of its start, end and row, and knows no %(unknown)s.",
                    model=self._description,
                    unknown=", ".join(unknown) or "-",
                ),
            )
        if self._fields[fnames["resource"]].type != "many2one":
            raise UserError(
                self.env._("The rows of a calendar come from a many2one field, not from %s.", fnames["resource"])
            )
        fnames.setdefault("label", self._rec_name or "id")
        return fnames | {"free_states": list(spec.get("free_states") or ())}

    @api.model
    def _support_calendar_columns(self, within, domain, spec, base, scope=Domain.TRUE):
        """Records as parallel arrays, the smallest form that is still JSON.

        :param Domain within: which records
        :param Domain domain: which of them match the search; others follow, see :meth:`_support_calendar_order`
        :param dict spec: from :meth:`_support_calendar_spec`
        :param int base: minutes since 1970 that times count from
        :param Domain scope: what the page is about, whatever is searched for
        :return: dict with ``base``, ``matching`` (how many match) and, one item per record: ``id``, ``resource`` (0
            for none), ``start`` (minutes after base), ``duration`` (minutes), ``label`` and, where ``spec`` has their
            field, ``state`` (position in ``states``), ``reference`` (without ``reference_prefix``), ``lead``
            (minutes), ``revision``. Columns of zeros only are left out.
        """
        fnames = [spec[role] for role in ROLES if role in spec]
        aggregates = [f"{fname}:array_agg" for fname in ("id", *fnames)]
        records = self.with_context(active_test=False) if self._support_calendar_names_archived(domain) else self
        # One row of arrays, which all come in the order of ids.
        [row] = records._read_group(within, aggregates=aggregates)
        columns = dict(zip(("id", *(role for role in ROLES if role in spec)), row, strict=True))
        order = self._support_calendar_order(columns, within, domain, spec, scope)
        matching = order.pop()
        columns = {role: [values[index] for index in order] for role, values in columns.items()}

        starts = [_minute(value) for value in columns["date_start"]]
        stops = [_minute(value) for value in columns["date_stop"]]
        answer = {
            "base": base,
            "matching": matching,
            "id": columns["id"],
            "resource": [value or 0 for value in columns["resource"]],
            "start": [start - base for start in starts],
            "duration": [stop - start for start, stop in zip(starts, stops, strict=True)],
            "label": self._support_calendar_labels(columns, spec),
        }
        if "color" in columns:
            states = {state: index for index, state in enumerate(sorted({value or "" for value in columns["color"]}))}
            answer["states"] = list(states)
            answer["state"] = [states[value or ""] for value in columns["color"]]
        if "reference" in columns:
            references = [value or "" for value in columns["reference"]]
            prefix = commonprefix(references)  # noqa: RUF071 (references are text, not paths)
            answer["reference_prefix"] = prefix
            answer["reference"] = [value.removeprefix(prefix) for value in references]
        for role in ("lead", "revision"):
            if any(columns.get(role, ())):
                answer[role] = [value or 0 for value in columns[role]]
        return answer

    @api.model
    def _support_calendar_order(self, columns, within, domain, spec, scope):
        """Positions of the records to send, those that match the search first, and last of all their number.

        Of the others, those follow that take somebody's time, and those that nobody has, as far as the page is about them.
        Those in states that take no time are left out.
        """
        positions = range(len(columns["id"]))
        if domain.is_true():
            return [*positions, len(positions)]
        matching_ids = set(self._search(within & domain))
        matching = [index for index in positions if columns["id"][index] in matching_ids]
        free = set(spec["free_states"])
        states = columns.get("color")
        left_out = set(matching_ids)
        if self._support_calendar_names_archived(domain):
            # What is archived takes no time.
            left_out |= set(columns["id"]).difference(self._search(within))
        others = [
            index
            for index in positions
            if columns["id"][index] not in left_out and not (states and states[index] in free)
        ]
        if not scope.is_true() and not all(columns["resource"][index] for index in others):
            of_nobody = within & Domain(spec["resource"], "=", False)
            within_scope = set(self._search(of_nobody & scope))
            others = [index for index in others if columns["resource"][index] or columns["id"][index] in within_scope]
        return [*matching, *others, len(matching)]

    @api.model
    def _support_calendar_names_archived(self, domain):
        """Whether a search says itself which records it wants of those that are archived and of those that are not."""
        return self._active_name is not None and any(
            condition.field_expr == self._active_name for condition in domain.iter_conditions()
        )

    @api.model
    def _support_calendar_labels(self, columns, spec):
        """What blocks say: who it is for, where ``spec`` knows, and what it is about."""
        whats = self._support_calendar_texts(columns["label"], spec["label"])
        whos = self._support_calendar_texts(columns["who"], spec["who"]) if "who" in columns else [""] * len(whats)
        length = TEAM_LABEL_LENGTH if self._support_calendar_shows_team(spec["resource"]) else OWN_LABEL_LENGTH
        return [_shorten(" · ".join(filter(None, texts)), length) for texts in zip(whos, whats, strict=True)]

    @api.model
    def _support_calendar_texts(self, values, fname):
        field = self._fields.get(fname)
        if field and field.type == "many2one":
            names = {
                record.id: record.display_name for record in self.env[field.comodel_name].browse(set(values) - {None})
            }
        elif field and field.type == "selection":
            names = dict(field._description_selection(self.env))
        else:
            names = {}
        texts = (names.get(value, value) for value in values)
        return [str(text) if text else "" for text in texts]

    @api.model
    def _support_calendar_unlisted(self, events, resources, domain, spec):
        """Who is no row any more, such as a technician who left, and still has events: somebody has to see those.

        :param dict events: from :meth:`_support_calendar_columns`
        :param resources: the rows
        :return: recordset like ``resources``. Only the names may be read of it, as the records that it comes from say
            them anyway
        """
        if not self._support_calendar_shows_team(spec["resource"]):
            return resources.browse()
        free = {index for index, state in enumerate(events.get("states", ())) if state in spec["free_states"]}
        states = events.get("state") or [None] * len(events["id"])
        assigned = {row for row, state in zip(events["resource"], states, strict=True) if row and state not in free}
        unlisted = resources.browse(sorted(assigned.difference(resources.ids)))
        wanted = self._support_calendar_resource_domain(spec["resource"], domain)
        return self._support_calendar_wanted(unlisted, wanted)

    @api.model
    def _support_calendar_row_columns(self, fname, resources, unlisted, period, known_ids=()):
        """Rows as parallel arrays, those of :meth:`_support_calendar_unlisted` last and never at work.

        :return: dict with ``id`` and ``name`` and, where working hours are known, ``working`` and ``available``:
            positions in ``schedules``, lists of minutes after ``base`` (start, end, start, end…). Rows with the same
            hours share them; those of ``known_ids`` have the position -1, and no name.
        """
        known_ids = set(known_ids)
        unknown = resources.filtered(lambda resource: resource.id not in known_ids)
        names = {resource.id: resource.display_name for resource in unknown}
        # sudo: only the names, which any list of the records shows as well
        for resource in unlisted.sudo():
            if resource.id not in known_ids:
                names[resource.id] = self.env._("%(name)s (not available)", name=resource.display_name)
        ids = [*resources.ids, *unlisted.ids]
        answer = {"id": ids, "name": [names.get(resource_id) or "" for resource_id in ids]}
        tells_hours = self._support_calendar_tells_hours(fname)
        working_time = self._support_calendar_working_time(unknown, *period) if tells_hours else {}
        if not working_time:
            return answer
        base = _minute(period[0])
        schedules = {}
        # Rows with the same hours often share the list itself.
        known = {}

        def position(pairs):
            if id(pairs) not in known:
                minutes = tuple(_minute(moment) - base for moment in chain.from_iterable(pairs))
                known[id(pairs)] = schedules.setdefault(minutes, len(schedules))
            return known[id(pairs)]

        nothing = ((), ())
        for index, name in enumerate(("working", "available")):
            answer[name] = [
                -1 if resource_id in known_ids else position(working_time.get(resource_id, nothing)[index])
                for resource_id in ids
            ]
        answer["schedules"] = [list(minutes) for minutes in schedules]
        return answer


def _minute(moment):
    """Whole minutes since 1970 of a naive UTC datetime."""
    return (moment - EPOCH) // MINUTE


def _shorten(text, length):
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1] + "…"
