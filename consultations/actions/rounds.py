"""What the programme team does with a round."""

from consultations.models import ConsultationRound
from consultations.policies import Permission, policy
from organisations.actor import Actor
from ros_portal.kit.clock import database_now
from ros_portal.kit.errors import Conflict
from ros_portal.kit.templatetags.dutch import day_time


@policy.action(Permission.PUBLISH_ROUND_INPUT)
def publish_round_input(actor: Actor, round_: ConsultationRound) -> ConsultationRound:
    """Make all input of a round public; raises Conflict while a council can still answer, and the second time."""
    round_ = ConsultationRound.objects.lock(round_.pk)
    now = database_now()
    if round_.input_published_at is not None:
        raise Conflict("De inbreng van deze ronde is al openbaar.")
    if not round_.has_closed(now):
        raise Conflict(f"Deze ronde is nog niet gesloten. Dat gebeurt op {day_time(round_.closes_at)}.")
    last = max((track.deadline for track in round_.tracks.select_related("round")), default=round_.closes_at)
    if now < last:
        raise Conflict(f"Een raad heeft uitstel tot {day_time(last)}. Publiceer de inbreng daarna.")
    round_.input_published_at = now
    round_.save(update_fields=["input_published_at"])
    return round_
