"""Threads that are to go on, whatever ends them."""


class ThreadKeeper:
    """Gives each thread that has ended a successor."""

    def __init__(self, running, succeed):
        """
        :param running: called for the threads that are kept and run now, as a dict by name
        :param succeed: called with the name of a thread that has ended; starts another in its place and returns it, or
            returns None where that can't be done yet
        """
        self._running = running
        self._succeed = succeed
        self._known = {}

    def look(self):
        """Look once at all threads that ever ran.

        :return: whether any of them got a successor
        """
        has_replaced = False
        self._known.update(self._running())
        for name, thread in list(self._known.items()):
            if not thread.is_alive() and (successor := self._succeed(name)):
                self._known[name] = successor
                has_replaced = True
        return has_replaced
