"""Something that is to be done at a moment to come, by this process."""

import threading
import time

#: Clocks of several machines are not quite the same, and nobody is to come before the time.
MARGIN_SECONDS = 0.25


class Alarms:
    """Rings once per name, at the earliest of the moments that were asked for since it last rang.

    In memory only: an alarm ends with the process. A thread sleeps for each name that has one.
    """

    def __init__(self):
        self._lock = threading.Lock()
        self._pending = {}

    def set(self, name, at, ring):
        """Call ``ring()`` at ``at``, unless an earlier call is pending.

        :param str name: what the alarm is for
        :param float at: seconds since 1970
        :param ring: called in a thread of its own
        """
        with self._lock:
            pending_at, pending = self._pending.get(name, (None, None))
            if pending and pending_at <= at:
                return
            if pending:
                pending.cancel()
            delay = max(0.0, at + MARGIN_SECONDS - time.time())
            timer = threading.Timer(delay, self._ring, (name, at, ring))
            timer.name = f"{__name__}.{name}"
            # The process need not wait for it to end.
            timer.daemon = True
            self._pending[name] = (at, timer)
            timer.start()

    def _ring(self, name, at, ring):
        with self._lock:
            if self._pending.get(name, (None,))[0] == at:
                del self._pending[name]
        ring()
