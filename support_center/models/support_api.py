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

from ..logic import api_slots

#: Raised whenever a method changes what it takes or answers, unless older companions can leave out or ignore what is new; the
#: companion says which it needs.
SCHEMA_VERSION = 3
MAX_RANGE = timedelta(days=31, hours=1)
MAX_PAGE = 100
MAX_LOG_ENTRIES = 1000


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

        :return: ``{ok, schema_version, version}``
        """
        self._facade()
        return {"ok": True, "schema_version": SCHEMA_VERSION, "version": release.version}

    @api.model
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
    def record_access(self, heartbeat, entries):
        """Take over access log entries; those that came before with their answer are skipped.

        :param dict heartbeat: ``{instance, version, backlog, mail}`` of the companion process; see
            :class:`support.api.instance`
        :param str entries: JSON of a list, see :meth:`support.api.log._ingest`: hundreds of XML-RPC structs would keep
            both sides busy
        :return: ``{ok, accepted}``
        """
        facade = self._facade()
        rows = json.loads(entries)[:MAX_LOG_ENTRIES]
        accepted = facade.env["support.api.log"]._ingest(rows) if rows else 0
        facade.env["support.api.instance"]._heard_from(
            heartbeat["instance"], heartbeat["version"], heartbeat["backlog"], facade._text(heartbeat["mail"])
        )
        return {"ok": True, "accepted": accepted}

    # ------------------------------------------------------------
    # Reading
    # ------------------------------------------------------------

    @api.model
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
    def slots(self, key_id, search):
        """Free slots, as columns (see :func:`..logic.api_slots.columns`): a month of a large team is much data.

        :param dict search: ``start``, ``stop`` (exclusive), ``duration_minutes`` (0: default), ``step_minutes``,
            ``timezone``, ``technician_id`` (0: all)
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
        if search["timezone"] not in pytz.all_timezones_set:
            raise self._invalid("/timezone", self.env._("Odoo does not know this time zone; use another name for it."))
        duration = search["duration_minutes"] or round(company.support_default_duration * 60)
        offered = self.env["support.api.slots"]._offers(
            self._wanted_technicians(key, search["technician_id"]),
            company,
            start,
            stop,
            timedelta(minutes=duration),
            search["step_minutes"],
            search["timezone"],
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
        return appointment.with_company(key.company_id)

    @api.model
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
    def reschedule(self, key_id, idempotency_key, fingerprint, uid, revision, change, request_id=""):
        """Move an appointment whose revision is still ``revision`` (-1: whatever it is).

        :param dict change: ``start``, ``stop`` (empty: keep the length), ``technician_id`` (-1: keep)
        :return: ``{ok, replayed, appointment}``
        """
        facade = self._facade()
        return facade._once(
            key_id, idempotency_key, fingerprint, request_id, lambda key: facade._reschedule(key, uid, revision, change)
        )

    @api.model
    def cancel(self, key_id, idempotency_key, fingerprint, uid, revision, reason, request_id=""):
        """Cancel an appointment whose revision is still ``revision`` (-1: whatever it is).

        :return: ``{ok, replayed, appointment}``
        """
        facade = self._facade()
        reason = facade._text(reason)
        return facade._once(
            key_id, idempotency_key, fingerprint, request_id, lambda key: facade._cancel(key, uid, revision, reason)
        )

    @api.model
    def outcome(self, key_id, idempotency_key, fingerprint, request_id=""):
        """What came of a write whose answer was lost.

        :return: ``{ok, state}`` with state ``in_flight``, ``absent`` (not carried out so far) or ``done``; with the last
            also ``answer``, as the write itself would have answered
        """
        return self._facade()._outcome(key_id, idempotency_key, fingerprint, request_id)
