"""Who may maintain what the search knows."""

from django.db.models import Model, TextChoices

from organisations.actor import Actor, Role
from organisations.policy import Policy


class Permission(TextChoices):
    ADD_SYNONYMS = "add_synonyms", "Synoniemen toevoegen"
    CHANGE_SYNONYMS = "change_synonyms", "Synoniemen wijzigen"
    REMOVE_SYNONYMS = "remove_synonyms", "Synoniemen weghalen"


def programme_team(actor: Actor, subject: Model | None) -> bool:
    """The programme team knows the words of the region."""
    return actor.role == Role.PROGRAMME_TEAM


policy = Policy(
    Permission,
    {
        Permission.ADD_SYNONYMS: programme_team,
        Permission.CHANGE_SYNONYMS: programme_team,
        Permission.REMOVE_SYNONYMS: programme_team,
    },
)
