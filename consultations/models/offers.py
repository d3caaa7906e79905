"""For whom a text is offered to be signed along: what both the texts and the signatures ask."""

from django.db import models
from django.db.models import Q

from organisations.actor import Actor, Role


class CoSignatureStatus(models.TextChoices):
    OFFERED = "offered", "aangeboden"
    SIGNED = "signed", "medeondertekend"
    DECLINED = "declined", "niet medeondertekend"
    WITHDRAWN = "withdrawn", "aanbod ingetrokken"


def decided_by(actor: Actor, prefix: str = "") -> Q:
    """On which this actor decides: the clerk for the own council, the leader for the own fractie."""
    if actor.role == Role.CLERK and actor.council_id is not None:
        return Q(**{f"{prefix}council_id": actor.council_id, f"{prefix}fractie": None})
    if actor.role == Role.GROUP_LEADER and actor.fractie_id is not None:
        return Q(**{f"{prefix}fractie_id": actor.fractie_id})
    return Q(pk__in=[])
