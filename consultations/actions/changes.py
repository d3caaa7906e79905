"""What can still happen to a round after its publication, beside withdrawing it."""

from datetime import datetime

from consultations.models import ConsultationRound, Extension, RoundAddendum, RoundStatus
from consultations.policies import Permission, policy
from documents.models import DocumentVersion
from organisations.actor import Actor
from organisations.models import Council
from ros_portal.kit.errors import Conflict


@policy.action(Permission.ADD_ADDENDUM)
def add_addendum(
    actor: Actor, round_: ConsultationRound, *, text: str, document: DocumentVersion | None = None
) -> RoundAddendum:
    """Add words, and a document where there is one, beside a published round; raises Conflict for any other."""
    round_ = ConsultationRound.objects.lock(round_.pk)
    if round_.status != RoundStatus.PUBLISHED:
        raise Conflict("Alleen bij een gepubliceerde ronde kunt u een toevoeging plaatsen.")
    return RoundAddendum.objects.create(round=round_, text=text, document=document, office=actor.office)


@policy.action(Permission.EXTEND_ROUND)
def extend_round(
    actor: Actor, round_: ConsultationRound, *, until: datetime, reason: str, council: Council | None = None
) -> Extension:
    """Give one council, or all of them, more time; raises Conflict where it would be no more time.

    Who closes or submits waits for this lock, so nobody is refused on a deadline that has just moved.
    """
    round_ = ConsultationRound.objects.lock(round_.pk)
    return Extension.objects.give(round_, council=council, until=until, reason=reason, office=actor.office)
