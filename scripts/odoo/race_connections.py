"""Database connections that race for one technician's slot: each an operating system process with Odoo inside.

Half of them book a new visit, half move one that they already have there, as users do by dragging. Runs inside Odoo's
shell with ``RACE`` in the environment, where ``is_pool_full`` has all of Odoo's connections in use while a slot is
taken. Prints one JSON object like ``race_clients.py``, with ``tries`` beside it: how often Odoo ran the change, more
than once if PostgreSQL broke it off.
"""

import json
import os
import time
from contextlib import nullcontext
from datetime import datetime, timedelta
from multiprocessing import get_context

from odoo import api, sql_db
from odoo.exceptions import ValidationError
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tools import config

# Only a forked process has the registry already.
FORK = get_context("fork")
#: Seconds after which the others give up on one that does not come.
PATIENCE = 120
INHERITED = []


def race(number, settings, starts, visit_ids, barrier, answers):
    """Take the slot of each round as soon as everybody is ready."""
    # The parent's connections are its own: never used here, nor closed.
    INHERITED.append(sql_db._Pool)
    sql_db._Pool = None
    if settings.get("is_pool_full"):
        # One to work on, one that ``take`` has in use.
        config["db_maxconn"] = 2
    registry = Registry(settings["db"])
    registry._db = sql_db.db_connect(settings["db"])
    with registry.cursor() as cr:
        # What Odoo loads at the first call is not part of the race.
        env = api.Environment(cr, settings["uid"], {"lang": "en_US", "tz": "UTC"})
        env["support.appointment"].create({"subject": "Warm-up", "technician_id": False, "start": starts[0]})
        cr.rollback()
    answers.send(
        [
            take_slot(registry, number, settings, start, visit_id, barrier)
            for start, visit_id in zip(starts, visit_ids, strict=True)
        ]
    )


def take_slot(registry, number, settings, start, visit_id, barrier):
    """Book the slot or, with ``visit_id``, move that visit there, as soon as everybody is ready."""
    tries = 0
    with registry.cursor() as cr:
        env = api.Environment(cr, settings["uid"], {"lang": "en_US", "tz": "UTC"})
        visits = env["support.appointment"]
        times = {"start": start, "stop": start + timedelta(hours=1), "technician_id": settings["technician_id"]}

        def take():
            nonlocal tries
            tries += 1
            with registry.cursor() if settings.get("is_pool_full") else nullcontext():
                return change()

        def change():
            if visit_id:
                visits.browse(visit_id).write(times)
                return visit_id
            return visits.create({"subject": f"Racer {number}", "partner_id": settings["partner_id"], **times}).id

        barrier.wait()
        began = time.monotonic()
        try:
            outcome = {"id": retrying(take, env)}
        except ValidationError as error:
            outcome = {"fault": 2, "message": str(error)}
        return {**outcome, "ms": round((time.monotonic() - began) * 1000, 1), "tries": tries}


def main(env):
    settings = json.loads(os.environ["RACE"])
    first = datetime.fromisoformat(settings["first_start"])
    starts = [first + timedelta(hours=2 * number) for number in range(settings["rounds"])]
    movers = settings["clients"] // 2
    visits = (
        env["support.appointment"]
        .with_user(settings["uid"])
        .create(
            [
                {"subject": "To be moved", "partner_id": settings["partner_id"], "start": start, "technician_id": False}
                for start in starts
                for _mover in range(movers)
            ]
        )
    )
    env.cr.commit()
    visit_ids = [visits[number : len(visits) : movers].ids for number in range(movers)]
    visit_ids += [[None] * len(starts)] * (settings["clients"] - movers)

    barrier = FORK.Barrier(settings["clients"], timeout=PATIENCE)
    clients = []
    for number in range(settings["clients"]):
        ours, theirs = FORK.Pipe(duplex=False)
        process = FORK.Process(target=race, args=(number, settings, starts, visit_ids[number], barrier, theirs))
        process.start()
        # Else nobody would notice when it dies.
        theirs.close()
        clients.append((process, ours))
    by_client = [ours.recv() for _process, ours in clients]
    for process, _ours in clients:
        process.join()
    print(json.dumps([list(round_) for round_ in zip(*by_client, strict=True)]))


main(env)  # noqa: F821 (given by Odoo's shell)
