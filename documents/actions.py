"""What happens to synonyms: added, changed, taken away; the next search knows."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction

from organisations.actor import Actor
from ros_portal.kit.errors import Conflict

from .models import Synonyms
from .policies import Permission, policy

GONE = "Deze woorden zijn intussen weggehaald."


@policy.action(Permission.ADD_SYNONYMS)
def add_synonyms(actor: Actor, subject: None, *, terms: Sequence[str]) -> Synonyms:
    """Let these words find each other; twice is once."""
    group, _ = Synonyms.objects.get_or_create(terms=list(terms))
    return group


@policy.action(Permission.CHANGE_SYNONYMS)
def change_synonyms(actor: Actor, group: Synonyms, *, terms: Sequence[str], seen: str) -> Synonyms:
    """Replace the words of a group; raises Conflict when it is no longer the one that was looked at."""
    locked = Synonyms.objects.select_for_update().filter(pk=group.pk).first()
    if locked is None:
        raise Conflict(GONE)
    if locked.fingerprint != seen:
        raise Conflict(f"Iemand anders heeft deze woorden net gewijzigd. Nu staat er: {locked}.")
    locked.terms = list(terms)
    try:
        with transaction.atomic():
            locked.save(update_fields=["terms"])
    except IntegrityError:
        raise Conflict("Precies deze woorden staan al in de lijst.") from None
    return locked


@policy.action(Permission.REMOVE_SYNONYMS)
def remove_synonyms(actor: Actor, group: Synonyms) -> Synonyms:
    """Let these words no longer find each other; twice is once."""
    Synonyms.objects.filter(pk=group.pk).delete()
    return group
