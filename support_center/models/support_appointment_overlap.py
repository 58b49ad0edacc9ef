import re
from contextlib import contextmanager
from itertools import pairwise

from psycopg2.errors import ExclusionViolation, LockNotAvailable
from psycopg2.pool import PoolError

from odoo import api, fields, models
from odoo.tools import SQL

from ..exceptions import SlotUnavailable
from ..logic import states
from ..logic.arguments import STRUCT, list_of
from .arguments import expects, of_records
from .support_appointment_schedule import GUARDED_FIELDS

#: First key of the advisory locks that serialise bookings of one technician; the second is the user's id.
TECHNICIAN_LOCK = 0x5C_A1_0C
#: How long to wait between two looks, on a connection of its own, where PostgreSQL can't see a deadlock with this
#: transaction; and how often to look.
LOOK_TIMEOUT = "250ms"
LOOKS = 4

#: Context key of the :class:`Together` of a batch of changes.
TOGETHER = "support_moved_together"

# PostgreSQL's detail of an exclusion violation, in any language: …=(7, ["2026-03-02 09:00:00","2026-03-02 10:00:00")).
CLASH_PATTERN = re.compile(r'=\((\d+), \["([^"]+)","([^"]+)"\)\)')


class Together:
    """Visits that are changed one after the other and make sense together only, such as two that swap their times.

    Each is in nobody's way until its own change is made. Then it has to be free where it is, moved or not: so all are checked
    against each other, and it is clear which of them is refused.

    :ivar awaited: ids of the visits whose change is still to be made
    """

    def __init__(self):
        self.awaited = set()

    def arrives(self, visit_id):
        """Whether the visit was awaited, and is not any longer."""
        is_awaited = visit_id in self.awaited
        self.awaited.discard(visit_id)
        return is_awaited

    @contextmanager
    def tried(self):
        """What is changed within is awaited again if it fails."""
        awaited = set(self.awaited)
        try:
            yield
        except BaseException:
            self.awaited = awaited
            raise


class SupportAppointmentOverlap(models.Model):
    """Nobody is in two places at once.

    An exclusion constraint decides. All else here is there so that its refusal is rare, soon and readable.
    """

    _inherit = "support.appointment"

    @api.model
    def _claim_time(self, technician_ids, wanted):
        """Keep technicians' time for this transaction until it ends, or refuse it.

        :param technician_ids: whose visits are about to change; False and repetitions don't matter
        :param wanted: ``(id of the appointment itself or 0, technician id, start with travel, stop)`` for each range
            that has to be free
        :raise SlotUnavailable: a visit takes some of that time
        """
        technician_ids = sorted({technician_id for technician_id in technician_ids if technician_id})
        wanted = list(wanted)
        if self._together():
            # The constraint waits.
            self._refuse_clash(self._clashes_among(wanted))
        if wanted:
            self.flush_model(["technician_id", "start", "stop", "travel_minutes", "state"])
            self._refuse_clash(self._in_the_way(self.env.execute_query(self._clash_query(wanted))))
        if not technician_ids:
            return
        taken = self._try_lock_technicians(technician_ids)
        if taken:
            if wanted:
                # All who lose against the visit being booked now are told together, as soon as it is committed. Were
                # they to take the lock only to find that out, they would be told one after the other.
                self._refuse_clash(self._clashes_once_unlocked(taken, wanted))
            self._lock_technicians(technician_ids)
        if wanted:
            self._refuse_clash(self._clashes_since(wanted))

    # ------------------------------------------------------------
    # Several changes of which only the outcome counts
    # ------------------------------------------------------------

    def _together(self):
        """The :class:`Together` that is being made, or None."""
        together = self.env.context.get(TOGETHER)
        # From outside, the context brings plain values.
        return together if isinstance(together, Together) else None

    @contextmanager
    def _moved_together(self):
        """Have the constraint look at the outcome of what is changed within.

        :return: these records, to be changed with the :class:`Together` in their context
        """
        if self._together():
            yield self
            return
        constraint = SQL.identifier(f"{self._table}_no_double_booking")
        with self.env.cr.savepoint():
            self.env.cr.execute(SQL("SET CONSTRAINTS %s DEFERRED", constraint))
            yield self.with_context(**{TOGETHER: Together()})
            with self._explain_double_booking():
                self.env.flush_all()
                self.env.cr.execute(SQL("SET CONSTRAINTS %s IMMEDIATE", constraint), log_exceptions=False)

    def _await_changes(self, changes):
        """Take note of what is about to be changed, and keep the technicians' time for it.

        In one order, as two batches that take the locks one by one could wait for each other.

        :param list changes: pairs of the id of a visit, or None for a new one, and the values for it
        """
        together = self._together()
        moved = [(visit_id, vals) for visit_id, vals in changes if GUARDED_FIELDS & vals.keys()]
        if not together or len(moved) < 2:
            return
        together.awaited.update(visit_id for visit_id, _vals in moved if visit_id)
        # sudo: they are not changed, and rights are checked when they are.
        now = self.sudo().browse(together.awaited).exists().technician_id.ids
        then = (vals.get("technician_id") for _visit_id, vals in moved)
        self._lock_technicians(sorted({*now, *(each for each in then if type(each) is int and 0 < each < 2**31)}))

    @of_records
    @expects(vals_list=list_of(STRUCT), specification=STRUCT)
    def web_save_multi(self, vals_list, specification):
        """As in Odoo; visits may swap their times, and what is refused is told of the visit that it is refused for."""
        if len(self) < 2 or len(self) != len(vals_list):
            return super().web_save_multi(vals_list, specification)
        # Before anybody has to wait for it.
        self.check_access("write")
        with self._moved_together() as visits:
            visits._await_changes(list(zip(visits.ids, vals_list, strict=True)))
            for visit, vals in zip(visits, vals_list, strict=True):
                try:
                    visit.write(vals)
                except SlotUnavailable as error:
                    message = self.env._("%(reference)s: %(problem)s", reference=visit.name, problem=error.args[0])
                    raise SlotUnavailable(message, error.technician_id, error.start, error.stop) from error
        return self.with_context(bin_size=True).web_read(specification)

    # ------------------------------------------------------------
    # Locks. The constraint alone would do, but two transactions that insert at once can deadlock in it; in one order,
    # they wait for each other instead.
    # ------------------------------------------------------------

    @api.model
    def _try_lock_technicians(self, technician_ids):
        """Take the locks in order, up to the first that somebody else has.

        :return: whose lock that is; None when all were free
        """
        rows = self.env.execute_query(
            SQL(
                """
                WITH RECURSIVE queue(place, free) AS (
                    SELECT 1, pg_try_advisory_xact_lock(%(lock)s, (%(technician_ids)s::int[])[1])
                     UNION ALL
                    SELECT place + 1, pg_try_advisory_xact_lock(%(lock)s, (%(technician_ids)s::int[])[place + 1])
                      FROM queue
                     WHERE free AND place < cardinality(%(technician_ids)s::int[])
                )
                SELECT (%(technician_ids)s::int[])[place] FROM queue WHERE NOT free
                """,
                lock=TECHNICIAN_LOCK,
                technician_ids=technician_ids,
            )
        )
        return rows[0][0] if rows else None

    @api.model
    def _lock_technicians(self, technician_ids):
        """Queue up behind other bookings of the same technicians until this transaction ends."""
        self.env.execute_query(
            SQL(
                "SELECT count(pg_advisory_xact_lock(%s, technician_id)) FROM unnest(%s::int[]) AS technician_id",
                TECHNICIAN_LOCK,
                technician_ids,
            )
        )

    # ------------------------------------------------------------
    # Looks
    # ------------------------------------------------------------

    @api.model
    def _clashes_once_unlocked(self, technician_id, wanted):
        """What the others left behind who are booking that technician now; nothing if they take their time."""
        for _look in range(LOOKS):
            try:
                is_unlocked = self._wait_until_unlocked(technician_id)
            except PoolError:
                # Every connection of this Odoo is in use. The caller queues for the lock on its own connection instead.
                return []
            # Also while it is locked: by now it may be by one who loses, too. That transaction's snapshot is as old as
            # its waiting, so another one looks.
            clashes = self._clashes_since(wanted)
            if clashes or is_unlocked:
                return clashes
        return []

    @api.model
    def _wait_until_unlocked(self, technician_id):
        """Whether nobody booked that technician any more within ``LOOK_TIMEOUT``."""
        with self.env.registry.cursor() as cr:
            cr.execute(SQL("SET LOCAL lock_timeout = %s", LOOK_TIMEOUT))
            try:
                cr.execute(
                    SQL("SELECT pg_advisory_xact_lock_shared(%s, %s)", TECHNICIAN_LOCK, technician_id),
                    log_exceptions=False,
                )
            except LockNotAvailable:
                return False
        return True

    @api.model
    def _clashes_since(self, wanted):
        """What was committed since this transaction began, which sees the database as it was then.

        Nothing while every connection of this Odoo is in use: then the constraint refuses what is taken.
        """
        if not self.env.registry.ready:
            # Modules are being installed or upgraded: other transactions may not know the table or its columns yet.
            return []
        # xmin has no epoch: in a cluster of over four billion transactions this finds nothing and the constraint decides.
        [[snapshot]] = self.env.execute_query(SQL("SELECT pg_current_snapshot()::text"))
        unseen = SQL("AND NOT pg_visible_in_snapshot(taken.xmin::text::xid8, %s::pg_snapshot)", snapshot)
        try:
            with self.env.registry.cursor() as cr:
                cr.execute(self._clash_query(wanted, unseen))
                return self._in_the_way(cr.fetchall())
        except PoolError:
            return []

    @api.model
    def _times_wanted(self, vals_list):
        """What new visits need, for :meth:`_claim_time`."""
        return (
            (0, vals["technician_id"], self._busy_from(vals["start"], vals["travel_minutes"]), vals["stop"])
            for vals in vals_list
            if vals["technician_id"] and vals["state"] != states.CANCELLED
        )

    @api.model
    def _clash_query(self, wanted, condition=None):
        """SQL for a visit that takes time of the wanted ranges: technician id, start with travel, stop, its own id.

        For all of them, where some may not count.
        """
        together = self._together()
        own_ids, technician_ids, starts, stops = map(list, zip(*wanted, strict=True))
        return SQL(
            """
            SELECT taken.technician_id, taken.start - taken.travel_minutes * interval '1 minute', taken.stop, taken.id
              FROM unnest(
                       %(technician_ids)s::int[], %(starts)s::timestamp[], %(stops)s::timestamp[]
                   ) AS wanted(technician_id, start, stop)
              JOIN support_appointment taken
                ON taken.technician_id = wanted.technician_id
               AND taken.id <> ALL(%(own_ids)s::int[])
               AND taken.state <> %(cancelled)s
               AND tsrange(taken.start - taken.travel_minutes * interval '1 minute', taken.stop)
                   && tsrange(wanted.start, wanted.stop)
               %(condition)s
             %(limit)s
            """,
            own_ids=own_ids,
            technician_ids=technician_ids,
            starts=starts,
            stops=stops,
            cancelled=states.CANCELLED,
            condition=condition or SQL(),
            limit=SQL() if together and together.awaited else SQL("LIMIT 1"),
        )

    @api.model
    def _clashes_among(self, wanted):
        """Of new visits, those that take each other's time."""
        in_order = sorted((technician_id, start, stop) for _own_id, technician_id, start, stop in wanted)
        return [
            (technician_id, start, stop, None)
            for (technician_id, start, stop), (next_technician_id, next_start, _stop) in pairwise(in_order)
            if technician_id == next_technician_id and next_start < stop
        ]

    @api.model
    def _in_the_way(self, clashes):
        """Those of the clashing visits that are where they are going to be."""
        together = self._together()
        return [clash for clash in clashes if not together or clash[3] not in together.awaited]

    @api.model
    def _refuse_clash(self, clashes):
        for technician_id, begin, end, visit_id in clashes:
            raise self._slot_unavailable(self.env["res.users"].browse(technician_id), begin, end, visit_id)

    @contextmanager
    def _explain_double_booking(self):
        """Turn the constraint's refusal into a sentence that names technician and time."""
        try:
            with self.env.cr.savepoint():
                yield
        except ExclusionViolation as error:
            clashes = CLASH_PATTERN.findall(error.diag.message_detail or "")
            if error.diag.table_name != self._table or len(clashes) != 2:
                raise
            technician_id, begin, end = clashes[1]
            raise self._slot_unavailable(
                self.env["res.users"].browse(int(technician_id)),
                fields.Datetime.to_datetime(begin),
                fields.Datetime.to_datetime(end),
            ) from error

    @api.model
    def _slot_unavailable(self, technician, begin, end, visit_id=None):
        # The clashing visit may be in another company or not yet visible to this transaction.
        clashing = self.sudo().search(
            [
                ("technician_id", "=", technician.id),
                ("stop", "=", end),
                ("state", "!=", states.CANCELLED),
                *([("id", "=", visit_id)] if visit_id else []),
            ],
            limit=1,
        )
        message = self._clash_message(technician, begin, end, clashing)
        return SlotUnavailable(message, technician.id, begin, end)

    @api.model
    def _clash_message(self, technician, begin, end, clashing):
        """The sentence for a clash; ``begin`` includes the way to the clashing visit."""
        values = {
            "technician": technician.sudo().name,
            "start": self._format(begin),
            "stop": self._format(end),
        }
        if clashing and clashing.with_user(self.env.user).has_access("read"):
            return self.env._(
                "%(technician)s is already booked from %(start)s to %(stop)s (%(reference)s, travel included)."
                " Choose another time or technician.",
                reference=clashing.sudo().name,
                **values,
            )
        return self.env._(
            "%(technician)s is already booked from %(start)s to %(stop)s (travel included)."
            " Choose another time or technician.",
            **values,
        )
