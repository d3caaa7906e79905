"""What happens to mandates: invited, accepted, ended."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from ros_portal.kit.clock import database_now
from ros_portal.kit.errors import Conflict

from .actor import COUNCIL_ROLES, REGIONAL_ROLES, Actor, Role
from .models import Council, Fractie, Invitation, Mandate, Organisation, User
from .policies import Permission, policy

INVITATION_LIFETIME = timedelta(days=14)
INVITATION_SALT = "organisations.invitation"
INVITATION_IS_CLOSED = "Deze uitnodiging is al gebruikt of niet meer geldig. Vraag om een nieuwe uitnodiging."


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

    Raises ValidationError for a role or fractie outside the council, Conflict when the person has
    the mandate already or an invitation is open.
    """
    now = database_now()
    if role not in COUNCIL_ROLES:
        raise ValidationError("Een griffier benoemt alleen leden en fractievoorzitters.")
    if role == Role.GROUP_LEADER and fractie is None:
        raise ValidationError("Kies de fractie waarvan deze persoon voorzitter is.")
    if fractie is not None and not council.terms.on(timezone.localdate(now)).filter(pk=fractie.term_id).exists():
        raise ValidationError("Deze fractie zit nu niet in deze raad.")
    return _offer(
        Invitation(
            email=email.lower(),
            name=name,
            role=role,
            organisation_id=council.organisation_id,
            fractie=fractie,
            is_committee_member=is_committee_member,
            invited_by_office=actor.office,
            created_at=now,
            expires_at=now + INVITATION_LIFETIME,
        )
    )


@policy.action(Permission.INVITE_OFFICIAL)
def invite_official(
    actor: Actor, organisation: Organisation | None, *, email: str, name: str, role: Role
) -> Invitation:
    """Offer a mandate outside the councils: clerk, official, executive; without a party for the whole region.

    Raises ValidationError for a role that does not fit the party, Conflict as `invite_member` does.
    """
    now = database_now()
    if role in COUNCIL_ROLES or (role in REGIONAL_ROLES) != (organisation is None):
        raise ValidationError("Deze rol past niet bij deze partij.")
    if role == Role.CLERK and not Council.objects.filter(organisation=organisation).exists():
        raise ValidationError("Deze partij heeft geen raad, en dus geen griffier.")
    return _offer(
        Invitation(
            email=email.lower(),
            name=name,
            role=role,
            organisation=organisation,
            invited_by_office=actor.office,
            created_at=now,
            expires_at=now + INVITATION_LIFETIME,
        )
    )


def _offer(invitation: Invitation) -> Invitation:
    """Save an invitation, once per address, role and party; one that expired makes room for it."""
    same_offer = {
        "email__iexact": invitation.email,
        "organisation_id": invitation.organisation_id,
        "role": invitation.role,
    }
    if Mandate.objects.filter(
        user__email=invitation.email, organisation=invitation.organisation, role=invitation.role, ends_on=None
    ).exists():
        raise Conflict("Deze persoon heeft dit mandaat al.")
    now = invitation.created_at
    Invitation.objects.filter(accepted_at=None, withdrawn_at=None, expires_at__lte=now, **same_offer).update(
        withdrawn_at=now
    )
    try:
        with transaction.atomic():
            invitation.save(force_insert=True)
    except IntegrityError as error:  # the constraint decides, also between two clerks at the same moment
        raise Conflict("Er staat al een uitnodiging open voor dit e-mailadres.") from error
    return invitation


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
        raise Conflict(INVITATION_IS_CLOSED)
    user, _ = User.objects.get_or_create(
        email=invitation.email, defaults={"name": invitation.name, "password": make_password(None)}
    )
    if not user.is_active:
        raise Conflict("Uw account is geblokkeerd. Neem contact op met de beheerder van het portaal.")
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
    invitation.accepted_at = now
    invitation.save(update_fields=["accepted_at"])
    try:
        with transaction.atomic():
            return Mandate.objects.create(
                user=user,
                organisation_id=invitation.organisation_id,
                role=invitation.role,
                fractie=invitation.fractie,
                is_committee_member=invitation.is_committee_member,
                starts_on=timezone.localdate(now),
            )
    except IntegrityError as error:
        raise Conflict("U hebt dit mandaat al. U kunt gewoon inloggen.") from error


@policy.action(Permission.END_MANDATE)
def end_mandate(actor: Actor, mandate: Mandate) -> Mandate:
    """End a mandate today; its rights are gone at once, what it did stays."""
    mandate = Mandate.objects.select_for_update().get(pk=mandate.pk)
    if mandate.ends_on is not None:
        raise Conflict("Dit mandaat is al beëindigd.")
    mandate.ends_on = max(mandate.starts_on, timezone.localdate(database_now()))
    mandate.save(update_fields=["ends_on"])
    return mandate
