"""Who may appoint whom. A clerk appoints in the own council; all else is the administrator's."""

from django.db.models import TextChoices

from .actor import COUNCIL_ROLES, Actor, Role
from .models import Council, Invitation, Mandate, Organisation
from .policy import Policy


class Permission(TextChoices):
    INVITE_MEMBER = "invite_member", "Een lid uitnodigen"
    INVITE_OFFICIAL = "invite_official", "Een ambtenaar, griffier of bestuurder uitnodigen"
    WITHDRAW_INVITATION = "withdraw_invitation", "Een uitnodiging intrekken"
    ACCEPT_INVITATION = "accept_invitation", "Een uitnodiging aannemen"
    END_MANDATE = "end_mandate", "Een mandaat beëindigen"


def may_appoint(actor: Actor, subject: Council | Organisation | None) -> bool:
    """The clerk of that council; the administrator everywhere."""
    if actor.role == Role.ADMINISTRATOR:
        return True
    if subject is None:
        return False
    organisation_id = subject.organisation_id if isinstance(subject, Council) else subject.pk
    return actor.role == Role.CLERK and organisation_id == actor.organisation_id


def is_administrator(actor: Actor, subject: Organisation | None) -> bool:
    """The administrator; the portal itself for the very first one (`manage.py invite_administrator`)."""
    return actor.role == Role.ADMINISTRATOR or actor.is_system


def appointed_it(actor: Actor, subject: Mandate | Invitation) -> bool:
    """Who may appoint to a mandate may end it; a clerk only council members and group leaders."""
    if actor.role == Role.ADMINISTRATOR:
        return subject.role != Role.ADMINISTRATOR or getattr(subject, "user_id", None) != actor.user_id
    return (
        actor.role == Role.CLERK and subject.organisation_id == actor.organisation_id and subject.role in COUNCIL_ROLES
    )


def holds_the_link(actor: Actor, subject: Invitation) -> bool:
    """Anybody who has the secret link: it went to the invited address alone."""
    return not actor.is_system


policy = Policy(
    Permission,
    {
        Permission.INVITE_MEMBER: may_appoint,
        Permission.INVITE_OFFICIAL: is_administrator,
        Permission.WITHDRAW_INVITATION: appointed_it,
        Permission.ACCEPT_INVITATION: holds_the_link,
        Permission.END_MANDATE: appointed_it,
    },
)
