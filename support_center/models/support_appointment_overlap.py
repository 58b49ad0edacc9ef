import re
from contextlib import contextmanager

from psycopg2.errors import ExclusionViolation, LockNotAvailable
from psycopg2.pool import PoolError

from odoo import api, fields, models
from odoo.tools import SQL

from ..exceptions import SlotUnavailable
from ..logic import states

#: First key of the advisory locks that serialise bookings of one technician; the second is the user's id.
TECHNICIAN_LOCK = 0x5C_A1_0C
#: How long to wait between two looks, on a connection of its own, where PostgreSQL can't see a deadlock with this
#: transaction; and how often to look.
LOOK_TIMEOUT = "250ms"
LOOKS = 4

# PostgreSQL's detail of an exclusion violation, in any language: …=(7, ["2026-03-02 09:00:00","2026-03-02 10:00:00")).
CLASH_PATTERN = re.compile(r'=\((\d+), \["([^"]+)","([^"]+)"\)\)')


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
        if wanted:
            self.flush_model(["technician_id", "start", "stop", "travel_minutes", "state"])
            self._refuse_clash(self.env.execute_query(self._clash_query(wanted)))
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
                return cr.fetchall()
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
        """SQL for one visit that takes time of the wanted ranges: technician id, start with travel, stop."""
        own_ids, technician_ids, starts, stops = map(list, zip(*wanted, strict=True))
        return SQL(
            """
            SELECT taken.technician_id, taken.start - taken.travel_minutes * interval '1 minute', taken.stop
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
             LIMIT 1
            """,
            own_ids=own_ids,
            technician_ids=technician_ids,
            starts=starts,
            stops=stops,
            cancelled=states.CANCELLED,
            condition=condition or SQL(),
        )

    @api.model
    def _refuse_clash(self, clashes):
        for technician_id, begin, end in clashes:
            raise self._slot_unavailable(self.env["res.users"].browse(technician_id), begin, end)

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
    def _slot_unavailable(self, technician, begin, end):
        # The clashing visit may be in another company or not yet visible to this transaction.
        clashing = self.sudo().search(
            [("technician_id", "=", technician.id), ("stop", "=", end), ("state", "!=", states.CANCELLED)], limit=1
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
