"""Wakes Odoo's scheduled actions at a moment to come, from within this process."""

import logging
import time

import psycopg2

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry

from .logic.alarm import Alarms

_logger = logging.getLogger(__name__)

#: While the database is away, they are woken anew after so long.
RING_AGAIN_SECONDS = 5

#: By database: when to wake its scheduled actions.
ALARMS = Alarms()


def set_alarm(database, moment):
    """Have ``database``'s scheduled actions looked at at ``moment`` (seconds since 1970), in this process."""
    ALARMS.set(database, moment, lambda: ring(database))


def ring(database):
    """Have ``database``'s scheduled actions looked at now; while it is away, as soon as it is back."""
    try:
        call_scheduler(database)
    except psycopg2.Error as error:
        _logger.info("Scheduled actions could not be woken, trying again: %s", error)
        set_alarm(database, time.time() + RING_AGAIN_SECONDS)


def call_scheduler(database):
    """Have ``database``'s scheduled actions looked at now, as a trigger for now does."""
    with Registry(database).cursor() as cursor:
        api.Environment(cursor, SUPERUSER_ID, {})["ir.cron"]._notifydb()
