"""Clients that race for one technician's slot over XML-RPC: each an operating system process with a connection of its own.

Runs with ``RACE`` (JSON) in the environment, which says where Odoo is and whom to book. Prints, as JSON, what each client
got in each round: ``id`` or ``fault`` and ``message``, and ``ms`` since the round began.
"""

import http.client
import json
import os
import time
import xmlrpc.client
from datetime import datetime, timedelta
from multiprocessing import get_context

FORK = get_context("fork")
#: Seconds after which the others give up on one that does not come.
PATIENCE = 120


def connect(url):
    """A proxy whose connection is its own; Odoo's fault comes as xmlrpc.client.Fault."""
    return xmlrpc.client.ServerProxy(f"{url}/xmlrpc/2/object", transport=Transport(), allow_none=True)


class Transport(xmlrpc.client.Transport):
    """HTTP/1.1 with a deadline: a request that hangs is a failure, not a wait."""

    def make_connection(self, host):
        if not self._connection or host != self._connection[0]:
            self._connection = host, http.client.HTTPConnection(host, timeout=60)
        return self._connection[1]


def race(number, settings, starts, barrier, answers):
    """Book the slot of each round as soon as everybody is ready."""
    odoo = connect(settings["url"])

    def call(model, method, args, kwargs=None):
        return odoo.execute_kw(settings["db"], settings["uid"], settings["password"], model, method, args, kwargs or {})

    # What Odoo loads at the first call is not part of the race.
    call("support.appointment", "create", [{"subject": "Warm-up", "technician_id": False, "start": str(starts[0])}])
    results = []
    for start in starts:
        barrier.wait()
        began = time.monotonic()
        values = {
            "subject": f"Racer {number}",
            "partner_id": settings["partner_id"],
            "technician_id": settings["technician_id"],
            "start": str(start),
            "stop": str(start + timedelta(hours=1)),
        }
        try:
            outcome = {
                "id": call("support.appointment", "create", [values], {"context": {"lang": "en_US", "tz": "UTC"}})
            }
        except xmlrpc.client.Fault as fault:
            outcome = {"fault": fault.faultCode, "message": fault.faultString}
        outcome["ms"] = round((time.monotonic() - began) * 1000, 1)
        results.append(outcome)
    answers.send(results)


def main():
    settings = json.loads(os.environ["RACE"])
    first = datetime.fromisoformat(settings["first_start"])
    starts = [first + timedelta(hours=2 * number) for number in range(settings["rounds"])]
    barrier = FORK.Barrier(settings["clients"], timeout=PATIENCE)
    clients = []
    for number in range(settings["clients"]):
        ours, theirs = FORK.Pipe(duplex=False)
        process = FORK.Process(target=race, args=(number, settings, starts, barrier, theirs))
        process.start()
        # Else nobody would notice when it dies.
        theirs.close()
        clients.append((process, ours))
    by_client = [ours.recv() for _process, ours in clients]
    for process, _ours in clients:
        process.join()
    print(json.dumps([list(round_) for round_ in zip(*by_client, strict=True)]))


main()
