"""Keeps Odoo's scheduled actions running after PostgreSQL has gone away and come back.

In a server without worker processes, Odoo runs scheduled actions in threads. Such a thread ends for good when it cannot
connect to PostgreSQL at once after it has lost its connection, as in a restart or in crash recovery. From then on no
scheduled action runs until somebody restarts Odoo. A thread that can connect at once has missed what was triggered
meanwhile, and looks again only after a minute. Worker processes need none of this: Odoo starts new ones.
"""

import logging
import select
import threading
import time

import psycopg2

from odoo import sql_db
from odoo.addons.base.models.ir_cron import ODOO_NOTIFY_FUNCTION, IrCron
from odoo.service import server as odoo_server
from odoo.tools import SQL, config

from .logic.thread_keeper import ThreadKeeper

_logger = logging.getLogger(__name__)

#: A thread that ends before it was seen once would not be missed.
LOOK_EVERY_SECONDS = 0.5
#: After a connection was lost, all threads are woken after so many seconds. What was triggered before a thread listens
#: again would wait for the next full minute, and one that was at work listens only when it has given its work up.
WAKE_AFTER_SECONDS = (1, 5, 15, 30)
#: What the threads are called: this and a number.
THREAD_NAME = "odoo.service.cron.cron"

_once = threading.Lock()
_stopping = threading.Event()


def start():
    """Keep the threads of this process's scheduled actions, if it has any. Calling it again changes nothing."""
    server = odoo_server.server
    if not isinstance(server, odoo_server.ThreadedServer) or not config["max_cron_threads"]:
        return
    if _once.acquire(blocking=False):
        odoo_server.CommonServer.on_stop(_stopping.set)
        keeper = ThreadKeeper(_running_threads, lambda name: _replace(server, name))
        # Where a thread of scheduled actions loads the database, it is seen at once. Odoo's shell has none, and gets none.
        keeper.look()
        # The process need not wait for it to end.
        threading.Thread(target=_keep, args=(keeper,), name=__name__, daemon=True).start()


def _keep(keeper):
    connection = IdleConnection()
    wakes = []
    while not _stopping.wait(LOOK_EVERY_SECONDS):
        try:
            has_replaced = keeper.look()
            if connection.came_back() or has_replaced:
                wakes = [time.monotonic() + seconds for seconds in WAKE_AFTER_SECONDS]
            if wakes and time.monotonic() >= wakes[0]:
                wakes.pop(0)
                _wake_all()
        except Exception:
            # Whatever it is, it must not end the thread that keeps the others.
            _logger.exception("The threads of Odoo's scheduled actions could not be looked after")


def _running_threads():
    return {thread.name: thread for thread in threading.enumerate() if thread.name.startswith(THREAD_NAME)}


def _replace(server, name):
    """Start a thread in the place of one that has ended, unless PostgreSQL is still away."""
    if _stopping.is_set() or not _takes_connections():
        return None
    number = int(name.removeprefix(THREAD_NAME))
    thread = threading.Thread(target=_run, args=(server, number), name=name, daemon=True)
    # By this Odoo knows which threads its time limits apply to.
    thread.type = "cron"
    thread.start()
    _logger.warning("The thread %s of Odoo's scheduled actions had ended and was started again.", name)
    return thread


class IdleConnection:
    """An idle connection. PostgreSQL ends it together with those of the threads."""

    def __init__(self):
        self._connection = None
        self._was_lost = False

    def came_back(self):
        """Whether it was lost, and could be made anew since the last call."""
        if self._connection and self._is_lost():
            self.close()
            self._was_lost = True
        if self._connection:
            return False
        _database, parameters = sql_db.connection_info_for("postgres")
        try:
            # Not from Odoo's pool, whose places are for work.
            self._connection = psycopg2.connect(**parameters)
        except psycopg2.Error:
            self._was_lost = True
            return False
        was_lost, self._was_lost = self._was_lost, False
        return was_lost

    @property
    def backend(self):
        """Number of PostgreSQL's process at its other end."""
        return self._connection.info.backend_pid

    def close(self):
        self._connection.close()
        self._connection = None

    def _is_lost(self):
        if select.select([self._connection], [], [], 0)[0]:
            try:
                self._connection.poll()
            except psycopg2.Error:
                return True
        return bool(self._connection.closed)


def _takes_connections():
    try:
        with sql_db.db_connect("postgres").cursor() as cursor:
            cursor.execute("SELECT 1")
    except psycopg2.Error:
        return False
    return True


def _run(server, number):
    """Do what became due while nobody looked, then what the thread before did."""
    thread = threading.current_thread()
    for database in odoo_server.cron_database_list():
        thread.start_time = time.time()
        IrCron._process_jobs(database)
        thread.start_time = None
    server.cron_thread(number)


def _wake_all():
    """Have all databases' scheduled actions looked at now, as a trigger for now does, without loading any database."""
    with sql_db.db_connect("postgres").cursor() as cursor:
        for database in odoo_server.cron_database_list():
            cursor.execute(SQL("SELECT %s('cron_trigger', %s)", SQL.identifier(ODOO_NOTIFY_FUNCTION), database))
