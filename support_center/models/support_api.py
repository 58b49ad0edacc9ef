"""The facade of the booking API: all that the companion calls.

Every public method answers a struct of text, integers, booleans, lists and structs, never None: XML-RPC has no such thing, and
Odoo would find out after the commit. ``{"ok": True, …}`` is success, ``{"ok": False, "code": …, "message": …}`` a refusal that the
companion passes on. Exceptions are left for what is wrong with Odoo itself. Times are ``YYYY-MM-DD HH:MM:SS`` in UTC.
"""

import json
import xmlrpc.client
from datetime import timedelta

import pytz

from odoo import api, fields, models, release
from odoo.exceptions import AccessError
from odoo.tools import config

from ..logic import api_slots
from ..logic.arguments import FLAG, MOMENT, STRUCT, TEXT, WHOLE, list_of, optional, struct
from .arguments import expects, refuse_odd

#: Raised whenever a method changes what it takes or answers, unless older companions can leave out or ignore what is new; the
#: companion says which it needs.
SCHEMA_VERSION = 4
MAX_RANGE = timedelta(days=31, hours=1)
MAX_PAGE = 100
MAX_LOG_ENTRIES = 1000
#: The largest whole number that XML-RPC carries.
MAX_INT = 2**31 - 1


#: Shapes of the companion's arguments.
SLOTS = struct(
    start=MOMENT,
    stop=MOMENT,
    duration_minutes=WHOLE,
    step_minutes=WHOLE,
    timezones=list_of(TEXT),
    technician_id=WHOLE,
)
PAGE = struct(external_reference=TEXT, start=TEXT, stop=TEXT, after_start=TEXT, after_id=WHOLE, limit=WHOLE)
ORDER = struct(
    start=MOMENT,
    stop=MOMENT,
    technician_id=WHOLE,
    subject=TEXT,
    description=TEXT,
    location=TEXT,
    customer_name=TEXT,
    customer_email=TEXT,
    customer_phone=TEXT,
    external_reference=TEXT,
    reminder_opt_out=FLAG,
)
CHANGE = struct(start=MOMENT, stop=TEXT, technician_id=WHOLE)
#: What all writes are given beside what is to be written, and what those on an appointment are given.
WRITE = {"key_id": WHOLE, "idempotency_key": TEXT, "fingerprint": TEXT, "request_id": TEXT}
WRITE_TO_ONE = {**WRITE, "uid": TEXT, "revisions": list_of(WHOLE)}


class Refusal(Exception):
    """A business outcome on its way out of the facade."""

    def __init__(self, code, message, **details):
        super().__init__(message)
        self.answer = {"ok": False, "code": code, "message": message, **details}


class SupportApi(models.AbstractModel):
    _name = "support.api"
    _description = "Facade of the Booking API"

    # ------------------------------------------------------------
    # Who calls
    # ------------------------------------------------------------

    def _facade(self):
        """This model with the rights that bookings need, for the companion's user only.

        Of the caller's context nothing but language and time zone is kept: other keys would reach models that trust them.
        """
        if not self.env.su and not self.env.user.has_group("support_center.group_support_api"):
            raise AccessError(
                self.env._("Only the companion's user (group “Support API”) may use the booking API's facade.")
            )
        context = {name: value for name, value in self.env.context.items() if name in ("lang", "tz")}
        return self.with_env(self.env(su=True, context=context))

    def _key(self, key_id, scope):
        """The usable key with this id.

        :raise Refusal: when it is revoked or expired meanwhile, or lacks the scope
        """
        key = self.env["support.api.key"].browse(key_id).exists()
        if not key or key.state != "active":
            raise Refusal("unauthenticated", self.env._("This API key is no longer valid; ask for a new one."))
        if scope not in key._scopes():
            raise Refusal("insufficient_scope", self.env._("This API key lacks the scope %s.", scope))
        return key

    def _technicians(self, key):
        return self.env["res.users"]._support_technicians(key.company_id)

    @api.model
    def _text(self, value):
        """Text as the companion meant it: what XML cannot carry comes as base64."""
        return value.data.decode() if isinstance(value, xmlrpc.client.Binary) else value

    @api.model
    def _texts(self, struct):
        return {name: self._text(value) for name, value in struct.items()}

    # ------------------------------------------------------------
    # For the companion itself
    # ------------------------------------------------------------

    @api.model
    def ping(self):
        """Whether the companion and this module understand each other.

        :return: ``{ok, schema_version, version, workers}``; workers: processes that answer requests, 0 for threads
        """
        self._facade()
        return {"ok": True, "schema_version": SCHEMA_VERSION, "version": release.version, "workers": config["workers"]}

    @api.model
    @expects("_facade", digest=TEXT)
    def authenticate(self, digest):
        """Who holds a secret.

        :param str digest: SHA-256 of the secret, hexadecimal
        :return: ``{ok, key: {id, name, scopes, requests_per_minute, bookings_per_minute, allowed_networks}}`` or
            ``{ok: False, code}`` with code ``unknown``, ``expired`` or ``revoked``
        """
        key = self._facade().env["support.api.key"]._find_by_digest(digest)
        if not key or key.state != "active":
            return {"ok": False, "code": key.state if key else "unknown"}
        return {
            "ok": True,
            "key": {
                "id": key.id,
                "name": key.name,
                "scopes": key._scopes(),
                "requests_per_minute": key.requests_per_minute,
                "bookings_per_minute": key.bookings_per_minute,
                "allowed_networks": key._networks(),
            },
        }

    @api.model
    @expects(
        "_facade",
        heartbeat=struct(instance=TEXT, version=TEXT, backlog=WHOLE, mail=TEXT, erased_up_to=WHOLE),
        entries=TEXT,
    )
    def record_access(self, heartbeat, entries):
        """Take over access log entries; those that came before with their answer are skipped.

        :param dict heartbeat: ``{instance, version, backlog, mail, erased_up_to}`` of the companion process; see
            :class:`support.api.instance`. ``erased_up_to`` is the last erasure that its database has carried out, 0 for none
        :param str entries: JSON of a list, see :meth:`support.api.log._ingest`: hundreds of XML-RPC structs would keep
            both sides busy
        :return: ``{ok, accepted, erasures: [{id, reference}], overdue_email: {count, oldest_seconds}}``; see
            :class:`support.api.erasure`; the last of all companies, whoever delivers their mail
        """
        facade = self._facade()
        try:
            rows = json.loads(entries)
        except ValueError:
            rows = None
        refuse_odd(self.env, rows, list_of(STRUCT), "entries")
        rows = rows[:MAX_LOG_ENTRIES]
        accepted = facade.env["support.api.log"]._ingest(rows) if rows else 0
        facade.env["support.api.instance"]._heard_from(
            heartbeat["instance"], heartbeat["version"], heartbeat["backlog"], facade._text(heartbeat["mail"])
        )
        erasures = facade.env["support.api.erasure"]._after(heartbeat["erased_up_to"])
        return {"ok": True, "accepted": accepted, "erasures": erasures, "overdue_email": facade._overdue_email()}

    @api.model
    def _overdue_email(self):
        count, since = self.env["support.notification"]._overdue()
        seconds = (fields.Datetime.now() - since).total_seconds() if count else 0
        return {"count": count, "oldest_seconds": int(min(max(seconds, 0), MAX_INT))}

    # ------------------------------------------------------------
    # Reading
    # ------------------------------------------------------------

    @api.model
    @expects("_facade", key_id=WHOLE)
    def technicians(self, key_id):
        """Who can be booked.

        :return: ``{ok, technicians: [{id, name}]}``
        """
        facade = self._facade()
        try:
            technicians = facade._technicians(facade._key(key_id, "slots:read"))
        except Refusal as refusal:
            return refusal.answer
        return {"ok": True, "technicians": [{"id": user.id, "name": user.name} for user in technicians]}

    @api.model
    @expects("_facade", key_id=WHOLE, search=SLOTS)
    def slots(self, key_id, search):
        """Free slots, as columns (see :func:`..logic.api_slots.columns`): a month of a large team is much data.

        :param dict search: ``start``, ``stop`` (exclusive), ``duration_minutes`` (0: default), ``step_minutes``,
            ``timezones`` (all names of one time zone), ``technician_id`` (0: all)
        :return: ``{ok, duration_minutes, starts, sets, technician_sets}``
        """
        facade = self._facade()
        try:
            return facade._slots(facade._key(key_id, "slots:read"), facade._texts(search))
        except Refusal as refusal:
            return refusal.answer

    def _slots(self, key, search):
        company = key.company_id
        start = fields.Datetime.to_datetime(search["start"])
        stop = fields.Datetime.to_datetime(search["stop"])
        if stop - start > MAX_RANGE:
            raise self._invalid("/to", self.env._("Ask for at most 31 days at once."))
        # Which of them this machine knows depends on its tz database; the old ones are a package of their own there.
        timezone = next((name for name in search["timezones"] if name in pytz.all_timezones_set), None)
        if not timezone:
            raise self._invalid("/timezone", self.env._("Odoo does not know this time zone; use another one."))
        duration = search["duration_minutes"] or round(company.support_default_duration * 60)
        offered = self.env["support.api.slots"]._offers(
            self._wanted_technicians(key, search["technician_id"]),
            company,
            start,
            stop,
            timedelta(minutes=duration),
            search["step_minutes"],
            timezone,
        )
        starts, sets, technician_sets = api_slots.columns(offered)
        return {
            "ok": True,
            "duration_minutes": duration,
            "starts": starts,
            "sets": sets,
            "technician_sets": technician_sets,
        }

    def _wanted_technicians(self, key, technician_id):
        """The technician asked for, or everybody when none is.

        :raise Refusal: when there is no such technician
        """
        technicians = self._technicians(key)
        if not technician_id:
            return technicians
        wanted = technicians.filtered(lambda technician: technician.id == technician_id)
        if not wanted:
            message = self.env._("There is no technician with this id; /v1/technicians lists them.")
            raise self._invalid("/technician_id", message)
        return wanted

    def _invalid(self, pointer, message):
        return Refusal("validation_failed", message, pointer=pointer)

    @api.model
    @expects("_facade", key_id=WHOLE, uid=TEXT)
    def appointment(self, key_id, uid):
        """One appointment that was booked with this key.

        :return: ``{ok, appointment}``, see :meth:`support.appointment._api_struct`
        """
        facade = self._facade()
        try:
            appointment = facade._own(facade._key(key_id, "bookings:read"), uid)
        except Refusal as refusal:
            return refusal.answer
        return {"ok": True, "appointment": appointment._api_struct()}

    def _own(self, key, uid):
        """:raise Refusal: when it was not booked with this key, whether it exists or not"""
        domain = [("api_key_id", "=", key.id), ("api_uid", "=", uid)]
        appointment = self.env["support.appointment"].search(domain, limit=1)
        if not appointment:
            message = self.env._("There is no such appointment among those booked with this key.")
            raise Refusal("not_found", message)
        return appointment.with_company(key.company_id).with_context(support_named_zone=appointment._api_timezone())

    @api.model
    @expects("_facade", key_id=WHOLE, search=PAGE)
    def appointments(self, key_id, search):
        """Appointments that were booked with this key, by start.

        :param dict search: ``external_reference``, ``start``, ``stop`` (exclusive), ``after_start`` (all empty for any),
            ``after_id``, ``limit``
        :return: ``{ok, appointments, more, last_id}``
        """
        facade = self._facade()
        try:
            key = facade._key(key_id, "bookings:read")
        except Refusal as refusal:
            return refusal.answer
        search = facade._texts(search)
        for name in ("start", "stop", "after_start"):
            refuse_odd(self.env, search[name] or False, optional(MOMENT), f"search.{name}")
        limit = max(1, min(search["limit"], MAX_PAGE))
        found = facade.env["support.appointment"].search(
            facade._search_domain(key, search), order="start, id", limit=limit + 1
        )
        page = found[:limit]
        return {
            "ok": True,
            "appointments": [appointment._api_struct() for appointment in page],
            "more": len(found) > limit,
            "last_id": page[-1:].id or 0,
        }

    def _search_domain(self, key, search):
        domain = fields.Domain("api_key_id", "=", key.id)
        if search["external_reference"]:
            domain &= fields.Domain("external_reference", "=", search["external_reference"])
        if search["start"]:
            domain &= fields.Domain("start", ">=", search["start"])
        if search["stop"]:
            domain &= fields.Domain("start", "<", search["stop"])
        if search["after_start"]:
            same = fields.Domain("start", "=", search["after_start"]) & fields.Domain("id", ">", search["after_id"])
            domain &= fields.Domain("start", ">", search["after_start"]) | same
        return domain

    # ------------------------------------------------------------
    # Writing: each exactly once, see support_api_write.py
    # ------------------------------------------------------------

    @api.model
    @expects("_facade", **WRITE, order=ORDER)
    def book(self, key_id, idempotency_key, fingerprint, order, request_id=""):
        """Book an appointment.

        :param str idempotency_key: the same key with the same fingerprint answers the same, and books once
        :param str fingerprint: SHA-256 of what the client asked for
        :param dict order: ``start``, ``stop``, ``technician_id`` (0: the least loaded), ``subject``, ``description``,
            ``location``, ``customer_name``, ``customer_email``, ``customer_phone``, ``external_reference``,
            ``reminder_opt_out``
        :param str request_id: of the client's request; what it asks for again is not ``replayed`` to it
        :return: ``{ok, replayed, appointment}``
        """
        facade = self._facade()
        order = facade._texts(order)
        return facade._once(key_id, idempotency_key, fingerprint, request_id, lambda key: facade._book(key, order))

    @api.model
    @expects("_facade", **WRITE_TO_ONE, change=CHANGE)
    def reschedule(self, key_id, idempotency_key, fingerprint, uid, revisions, change, request_id=""):
        """Move an appointment whose revision is still one of ``revisions`` (-1: whatever it is).

        :param list revisions: integers
        :param dict change: ``start``, ``stop`` (empty: keep the length), ``technician_id`` (-1: keep)
        :return: ``{ok, replayed, appointment}``
        """
        facade = self._facade()
        refuse_odd(self.env, change["stop"] or False, optional(MOMENT), "change.stop")
        return facade._once(
            key_id,
            idempotency_key,
            fingerprint,
            request_id,
            lambda key: facade._reschedule(key, uid, revisions, change),
        )

    @api.model
    @expects("_facade", **WRITE_TO_ONE, reason=TEXT)
    def cancel(self, key_id, idempotency_key, fingerprint, uid, revisions, reason, request_id=""):
        """Cancel an appointment whose revision is still one of ``revisions`` (-1: whatever it is).

        :param list revisions: integers
        :return: ``{ok, replayed, appointment}``
        """
        facade = self._facade()
        reason = facade._text(reason)
        return facade._once(
            key_id, idempotency_key, fingerprint, request_id, lambda key: facade._cancel(key, uid, revisions, reason)
        )

    @api.model
    @expects("_facade", **WRITE)
    def outcome(self, key_id, idempotency_key, fingerprint, request_id=""):
        """What came of a write whose answer was lost.

        :return: ``{ok, state}`` with state ``in_flight``, ``absent`` (not carried out so far) or ``done``; with the last
            also ``answer``, as the write itself would have answered
        """
        return self._facade()._outcome(key_id, idempotency_key, fingerprint, request_id)
