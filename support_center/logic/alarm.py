"""Something that is to be done at a moment to come, by this process."""

import threading
import time

#: Clocks of several machines are not quite the same, and nobody is to come before the time.
MARGIN_SECONDS = 0.25


class Alarms:
    """Rings at every moment that was asked for, once for those of one name that pass together.

    In memory only: an alarm ends with the process. A thread sleeps for each name that has one.
    """

    def __init__(self):
        self._lock = threading.Lock()
        self._moments = {}
        self._timers = {}

    def set(self, name, at, ring):
        """Call ``ring()`` at ``at``.

        :param str name: what the alarm is for
        :param float at: seconds since 1970
        :param ring: called in a thread of its own; the same for all alarms of that name
        """
        with self._lock:
            self._moments.setdefault(name, set()).add(at)
            self._sleep(name, ring)

    def _sleep(self, name, ring):
        """Sleep until the next moment. The caller holds the lock."""
        if timer := self._timers.pop(name, None):
            timer.cancel()
        if not self._moments[name]:
            del self._moments[name]
            return
        delay = max(0.0, min(self._moments[name]) + MARGIN_SECONDS - time.time())
        timer = self._timers[name] = threading.Timer(delay, self._ring, (name, ring))
        timer.name = f"{__name__}.{name}"
        # The process need not wait for it to end.
        timer.daemon = True
        timer.start()

    def _ring(self, name, ring):
        with self._lock:
            if self._timers.get(name) is not threading.current_thread():
                # Another alarm was set at this very moment, and its thread rings.
                return
            passed = time.time() - MARGIN_SECONDS
            self._moments[name] = {moment for moment in self._moments[name] if moment > passed}
            self._sleep(name, ring)
        ring()
