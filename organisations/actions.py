"""What happens to mandates: invited, accepted, ended."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.core import signing
from django.core.exceptions import ValidationError

from ros_portal.kit.clock import database_now
from ros_portal.kit.errors import Conflict

from .actor import COUNCIL_ROLES, Actor, Role
from .models import Council, Fractie, Invitation, Mandate, User
from .policies import Permission, policy

INVITATION_LIFETIME = timedelta(days=14)
INVITATION_SALT = "organisations.invitation"


def invitation_token(invitation: Invitation) -> str:
    """The secret part of the link; made from the row and the secret key, stored nowhere."""
    return signing.dumps(str(invitation.uuid), salt=INVITATION_SALT)


def invitation_uuid(token: str) -> str:
    """The invitation that a token speaks of; raises signing.BadSignature for a forged one."""
    uuid = signing.loads(token, salt=INVITATION_SALT)
    return str(uuid)


@policy.action(Permission.INVITE_MEMBER)
def invite_member(
    actor: Actor,
    council: Council,
    *,
    email: str,
    name: str,
    role: Role = Role.COUNCIL_MEMBER,
    fractie: Fractie | None = None,
    is_committee_member: bool = False,
) -> Invitation:
    """Offer a mandate in this council by e-mail; the notification sweep sends it.

    Raises ValidationError for a role outside the council, Conflict when the person has the mandate
    already or an invitation is open.
    """
    if role not in COUNCIL_ROLES:
        raise ValidationError("Een griffier benoemt alleen leden en fractievoorzitters.")
    if fractie is not None and fractie.term.council_id != council.pk:
        raise ValidationError("Deze fractie zit niet in uw raad.")
    now = database_now()
    email = email.lower()
    if Mandate.objects.filter(
        user__email=email, organisation_id=council.organisation_id, role=role, ends_on=None
    ).exists():
        raise Conflict("Deze persoon heeft dit mandaat al.")
    Invitation.objects.filter(
        email__iexact=email, organisation_id=council.organisation_id, role=role, accepted_at=None, expires_at__lte=now
    ).filter(withdrawn_at=None).update(withdrawn_at=now)
    if (
        Invitation.objects.open(now)
        .filter(email__iexact=email, organisation_id=council.organisation_id, role=role)
        .exists()
    ):
        raise Conflict("Er staat al een uitnodiging open voor dit e-mailadres.")
    return Invitation.objects.create(
        email=email,
        name=name,
        role=role,
        organisation_id=council.organisation_id,
        fractie=fractie,
        is_committee_member=is_committee_member,
        invited_by_office=actor.office,
        created_at=now,
        expires_at=now + INVITATION_LIFETIME,
    )


@policy.action(Permission.WITHDRAW_INVITATION)
def withdraw_invitation(actor: Actor, invitation: Invitation) -> Invitation:
    """Make the link useless; raises Conflict when it was used before."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if invitation.accepted_at:
        raise Conflict("Deze uitnodiging is al aangenomen.")
    if invitation.withdrawn_at is None:
        invitation.withdrawn_at = database_now()
        invitation.save(update_fields=["withdrawn_at"])
    return invitation


@policy.action(Permission.ACCEPT_INVITATION)
def accept_invitation(actor: Actor, invitation: Invitation) -> Mandate:
    """Give the invited person the mandate, and an account where there is none yet.

    Raises Conflict when the link was used, withdrawn or expired.
    """
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    now = database_now()
    if not Invitation.objects.open(now).filter(pk=invitation.pk).exists():
        raise Conflict("Deze uitnodiging is al gebruikt of niet meer geldig. Vraag uw griffier om een nieuwe.")
    user = User.objects.filter(email__iexact=invitation.email).first()
    if user is None:
        user = User.objects.create_user(invitation.email, invitation.name)
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
    invitation.accepted_at = now
    invitation.save(update_fields=["accepted_at"])
    return Mandate.objects.create(
        user=user,
        organisation_id=invitation.organisation_id,
        role=invitation.role,
        fractie=invitation.fractie,
        is_committee_member=invitation.is_committee_member,
        starts_on=now.date(),
    )


@policy.action(Permission.END_MANDATE)
def end_mandate(actor: Actor, mandate: Mandate) -> Mandate:
    """End a mandate today; its rights are gone at once, what it did stays."""
    mandate = Mandate.objects.select_for_update().get(pk=mandate.pk)
    if mandate.ends_on is not None:
        raise Conflict("Dit mandaat is al beëindigd.")
    mandate.ends_on = database_now().date()
    mandate.save(update_fields=["ends_on"])
    return mandate
