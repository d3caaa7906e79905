"""What Celery does: look. The rows are the work, so a task that is lost loses nothing."""

import logging
from contextlib import suppress

from celery import Task, current_app, shared_task
from kombu.exceptions import KombuError

from organisations.actor import Actor
from ros_portal.kit.clock import database_now
from ros_portal.kit.errors import Conflict

from .actions import complete_notice
from .delivery import send_due
from .models import Notice
from .outbox import queue_invitations

logger = logging.getLogger(__name__)

#: Longest that a page waits for a broker that is down, per step of the conversation, in seconds.
BROKER_PATIENCE = 0.2


@shared_task(name="notifications.sweep", ignore_result=True)
def sweep() -> None:
    """Send what waits; called by beat every 15 seconds, and by `look_now` in between."""
    queue_invitations(database_now())
    send_due()
    for notice in Notice.objects.to_complete():
        with suppress(Conflict):  # another sweep was first
            complete_notice(Actor.system(), notice)


def look_now() -> None:
    """Ask a worker to sweep at once; call it after the commit, from views."""
    ask_worker(sweep)


def ask_worker(task: "Task[..., None]") -> None:
    """Ask a worker to look for rows of this kind at once; call it after the commit.

    Never raises, and gives up within a second: without it beat asks the same a little later.
    """
    options = {"socket_connect_timeout": BROKER_PATIENCE, "socket_timeout": BROKER_PATIENCE, "max_retries": 0}
    try:
        with current_app.connection_for_write(transport_options=options) as connection:
            producer = current_app.amqp.Producer(connection, auto_declare=False)
            task.apply_async(producer=producer, retry=False, expires=60)
    except (OSError, KombuError) as error:
        logger.warning("The broker cannot be reached: %s. The next sweep does the work.", type(error).__name__)
