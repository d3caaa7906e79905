"""What Celery does for the process: look. The rows are the work, so a task that is lost loses nothing."""

import logging

from celery import shared_task

from organisations.actor import Actor
from ros_portal.kit.clock import database_now
from ros_portal.kit.errors import Conflict

from .actions.rounds import publish_due_round
from .models import ConsultationRound

logger = logging.getLogger(__name__)


@shared_task(name="consultations.publish_due_rounds", ignore_result=True)
def publish_due_rounds() -> None:
    """Publish the scheduled rounds whose moment has come; called by beat every half minute."""
    for round_ in ConsultationRound.objects.due_at(database_now()):
        try:
            publish_due_round(Actor.system(), round_)
        except Conflict as conflict:  # published or taken back meanwhile, or its closing time has passed
            logger.warning("Round %s is not published: %s", round_.pk, conflict.sentence)
