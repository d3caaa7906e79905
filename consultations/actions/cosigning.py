"""Signing along: a frozen text is offered, each council and fractie decides for itself."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from consultations.models import (
    ConsultationRound,
    Contribution,
    ContributionStatus,
    CoSignature,
    CoSignatureStatus,
    deciders_of,
    offerers_of,
)
from consultations.policies import Permission, policy
from notifications.models import NoticeKind
from notifications.outbox import queue_notice
from organisations.actor import Actor
from organisations.models import Council, Fractie, User
from ros_portal.kit.clock import database_now
from ros_portal.kit.errors import Conflict

CLOSED = "Deze ronde is gesloten. Medeondertekenen kan niet meer."


@policy.action(Permission.OFFER_FOR_COSIGNING)
def offer_for_cosigning(
    actor: Actor,
    contribution: Contribution,
    *,
    version_id: int,
    councils: Iterable[Council],
    fracties: Iterable[Fractie],
) -> Contribution:
    """Offer the version that counts to other councils and fracties; to whom it was offered before, it is not again.

    `version_id` is the version that the offerer read. Raises Conflict when the round is closed, the text was
    withdrawn, or a later version counts.
    """
    contribution, now = _locked_while_open(contribution.pk)
    if contribution.status not in (ContributionStatus.SUBMITTED, ContributionStatus.RELEASED):
        raise Conflict("Alleen ingediende inbreng kunt u aanbieden.")
    if contribution.submitted_version_id != version_id:
        raise Conflict("Er is intussen een nieuwe versie ingediend. Lees die eerst en bied die dan aan.")
    asked = set(CoSignature.objects.filter(version_id=version_id).values_list("council_id", "fractie_id"))
    targets: list[tuple[Council, Fractie | None]] = [(council, None) for council in councils]
    targets += [(fractie.term.council, fractie) for fractie in fracties]
    offers = CoSignature.objects.bulk_create(
        CoSignature(version_id=version_id, council=council, fractie=fractie, offered_at=now, offered_by=actor.office)
        for council, fractie in targets
        if (council.pk, fractie.pk if fractie else None) not in asked
    )
    for one in offers:
        _tell(
            one,
            "Wilt u medeondertekenen?",
            f"U kunt een tekst van {contribution.signature} medeondertekenen namens {one.signature}. "
            "U leest de tekst in het portaal en beslist zelf.",
            deciders_of([one], timezone.localdate(now)),
            reverse("consultations:cosignature", args=[one.pk]),
        )
    return contribution


@policy.action(Permission.COSIGN)
def cosign(actor: Actor, cosignature: CoSignature) -> CoSignature:
    """Put the own council's or fractie's name under the version. Raises Conflict when it no longer counts."""
    contribution, now = _locked_while_open(cosignature.version.contribution_id)
    cosignature = CoSignature.objects.lock(cosignature.pk)
    cosignature.move_to(CoSignatureStatus.SIGNED)
    if contribution.status == ContributionStatus.WITHDRAWN:
        raise Conflict("Deze inbreng is ingetrokken.")
    if not cosignature.is_current:
        raise Conflict("Er is een nieuwe versie van deze tekst. Medeondertekenen kan alleen bij de nieuwste versie.")
    return _decided(actor, cosignature, now)


@policy.action(Permission.DECLINE_TO_COSIGN)
def decline_to_cosign(actor: Actor, cosignature: CoSignature) -> CoSignature:
    """Say no to this version; the words can no longer be read by who declined."""
    cosignature = CoSignature.objects.lock(cosignature.pk)
    cosignature.move_to(CoSignatureStatus.DECLINED)
    return _decided(actor, cosignature, database_now())


@policy.action(Permission.WITHDRAW_COSIGNATURE)
def withdraw_cosignature(actor: Actor, cosignature: CoSignature) -> CoSignature:
    """Take the own name away again, until the round closes."""
    _, now = _locked_while_open(cosignature.version.contribution_id)
    cosignature = CoSignature.objects.lock(cosignature.pk)
    if cosignature.status == CoSignatureStatus.OFFERED:
        raise Conflict("U hebt deze tekst nog niet medeondertekend.")
    cosignature.move_to(CoSignatureStatus.WITHDRAWN)
    return _decided(actor, cosignature, now)


@policy.action(Permission.TAKE_BACK_OFFER)
def take_back_offer(actor: Actor, cosignature: CoSignature) -> CoSignature:
    """End an offer on which nobody decided yet; a signature is for who gave it to take away."""
    cosignature = CoSignature.objects.lock(cosignature.pk)
    if cosignature.status == CoSignatureStatus.SIGNED:
        raise Conflict("Deze tekst is al medeondertekend. Alleen wie tekende, kan dat intrekken.")
    cosignature.move_to(CoSignatureStatus.WITHDRAWN)
    cosignature.decided_at, cosignature.decided_by = database_now(), actor.office
    cosignature.save(update_fields=["status", "decided_at", "decided_by"])
    return cosignature


def _decided(actor: Actor, cosignature: CoSignature, now: datetime) -> CoSignature:
    """Keep what was decided, and tell who offered the text."""
    cosignature.decided_at, cosignature.decided_by = now, actor.office
    cosignature.save(update_fields=["status", "decided_at", "decided_by"])
    contribution = cosignature.version.contribution
    what = {
        CoSignatureStatus.SIGNED: "heeft medeondertekend",
        CoSignatureStatus.DECLINED: "ondertekent niet mee",
        CoSignatureStatus.WITHDRAWN: "heeft de medeondertekening ingetrokken",
    }[CoSignatureStatus(cosignature.status)]
    _tell(
        cosignature,
        f"Medeondertekenen van {contribution.number}",
        f"{cosignature.signature[:1].upper()}{cosignature.signature[1:]} {what}. "
        f"Het gaat om versie {cosignature.version.number} van inbreng {contribution.number}.",
        offerers_of(contribution, timezone.localdate(now)),
        reverse("consultations:offer_for_cosigning", args=[contribution.number]),
    )
    return cosignature


def _tell(cosignature: CoSignature, subject: str, brief: str, recipients: Iterable[User], link: str) -> None:
    """The words of the text never go by e-mail."""
    queue_notice(
        kind=NoticeKind.UPDATE,
        subject=subject,
        brief=brief,
        recipients=recipients,
        office="ROS-portaal Twente",
        topic=f"medeondertekenen:{cosignature.pk}",
        link=link,
    )


def _locked_while_open(contribution_id: int) -> tuple[Contribution, datetime]:
    """The text under its lock, and the time at which its own round was still open for it."""
    contribution = Contribution.objects.only("round_id").get(pk=contribution_id)
    round_ = ConsultationRound.objects.lock_for_share(contribution.round_id)
    contribution = Contribution.objects.lock(contribution_id)
    try:
        return contribution, round_.require_open_for(contribution.council_id)
    except Conflict:
        raise Conflict(CLOSED) from None
