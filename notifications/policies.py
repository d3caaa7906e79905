"""Who may tell whom. A clerk tells the own council, the programme team all councils."""

from django.db.models import TextChoices

from organisations.actor import Actor, Role
from organisations.policy import Policy

from .models import Notice
from .models.notices import WRITTEN


class Permission(TextChoices):
    WRITE_NOTICE = "write_notice", "Een bericht schrijven"
    CHANGE_NOTICE = "change_notice", "Een concept wijzigen"
    DISCARD_NOTICE = "discard_notice", "Een concept weggooien"
    SEND_NOTICE = "send_notice", "Een bericht verzenden"
    COMPLETE_NOTICE = "complete_notice", "Een bericht afronden"


def tells_councils(actor: Actor, subject: Notice | None) -> bool:
    """A clerk with a council of their own; the programme team for the region."""
    if actor.role == Role.CLERK:
        return actor.council_id is not None
    return actor.role == Role.PROGRAMME_TEAM


def of_that_office(actor: Actor, subject: Notice) -> bool:
    """The colleagues of the office that writes it: the clerks of one party, or the programme team."""
    return (
        subject.audience in WRITTEN
        and tells_councils(actor, subject)
        and subject.organisation_id == actor.organisation_id
    )


def the_portal_itself(actor: Actor, subject: Notice) -> bool:
    """Only time drives this step."""
    return actor.is_system


policy = Policy(
    Permission,
    {
        Permission.WRITE_NOTICE: tells_councils,
        Permission.CHANGE_NOTICE: of_that_office,
        Permission.DISCARD_NOTICE: of_that_office,
        Permission.SEND_NOTICE: of_that_office,
        Permission.COMPLETE_NOTICE: the_portal_itself,
    },
)
