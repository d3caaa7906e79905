"""What happens to input after it was handed in: opened again, changed, handed in anew, or left as it is."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from consultations.models import (
    Contribution,
    ContributionVersion,
    ask_again,
    deciders_of,
    what_is_missing,
    writers_of,
)
from consultations.models.writing import (
    copy_of,
    erase_version,
    freeze,
    locked_while_open,
    open_version_of,
    require_handed_in,
    require_seen,
    take_over,
)
from consultations.policies import Permission, policy
from notifications.models import NoticeKind
from notifications.outbox import queue_notice
from organisations.actor import Actor
from ros_portal.kit.errors import Conflict
from ros_portal.kit.templatetags.dutch import day_time

TOO_LATE = "Deze ronde is gesloten. U kunt uw inbreng niet meer wijzigen."


@policy.action(Permission.REVISE_CONTRIBUTION)
def revise_contribution(actor: Actor, contribution: Contribution) -> Contribution:
    """Open the next version, or go on with the one that is open; what was handed in counts until that one is.

    Raises Conflict when the round is closed, or when there is nothing to revise.
    """
    contribution, now = locked_while_open(contribution, otherwise=TOO_LATE)
    require_handed_in(contribution)
    if not contribution.versions.filter(frozen_at=None).exists():
        copy_of(contribution, now)
    return contribution


@policy.action(Permission.SUBMIT_REVISION)
def submit_revision(actor: Actor, contribution: Contribution, *, seen: str) -> Contribution:
    """Hand the open version in: from now on it counts, under the same number; where the input stands does not change.

    `seen` is the moment of the version that was read before. Raises Conflict when the round is closed, when
    nothing is open, when something is missing, ChangedMeanwhile when the words changed.
    """
    contribution, now = locked_while_open(contribution, otherwise=TOO_LATE)
    require_handed_in(contribution)
    version = open_version_of(contribution)
    require_seen(version, seen)
    columns = take_over(contribution, version)
    answers = list(version.answers.in_order())
    missing = what_is_missing(contribution, has_answers=bool(answers))
    if missing:
        raise Conflict(" ".join(missing))
    freeze(contribution, version, answers, now)
    contribution.save(update_fields=["submitted_version", *columns])
    _queue_receipt(contribution, version, now)
    _ask_cosigners_again(contribution, version, now)
    return contribution


@policy.action(Permission.DISCARD_REVISION)
def discard_revision(actor: Actor, contribution: Contribution) -> Contribution:
    """Throw the open version away; what was handed in stays. Raises Conflict when there is none."""
    contribution, _ = locked_while_open(contribution, otherwise=TOO_LATE)
    require_handed_in(contribution)
    erase_version(open_version_of(contribution))
    return contribution


def _ask_cosigners_again(contribution: Contribution, version: ContributionVersion, now: datetime) -> None:
    """A signature stands under the words that were signed: whoever signed or was asked decides on the new ones."""
    for offer in ask_again(version, now):
        queue_notice(
            kind=NoticeKind.UPDATE,
            subject="Er is een nieuwe versie: wilt u medeondertekenen?",
            brief=(
                f"{contribution.signature.capitalize()} wijzigde een tekst die u is aangeboden. "
                f"Lees versie {version.number} in het portaal en beslis opnieuw namens {offer.signature}."
            ),
            recipients=deciders_of([offer], timezone.localdate(now)),
            office="ROS-portaal Twente",
            topic=f"inbreng:{contribution.uuid}",
            link=reverse("consultations:cosignature", args=[offer.pk]),
        )


def _queue_receipt(contribution: Contribution, version: ContributionVersion, now: datetime) -> None:
    """Tell the writers that the new version has arrived; the words themselves never go by e-mail."""
    queue_notice(
        kind=NoticeKind.RECEIPT,
        subject=f"Ontvangen: versie {version.number} van uw inbreng {contribution.number}",
        brief=(
            f"Versie {version.number} van uw inbreng voor de ronde “{contribution.round.title}” is ontvangen op "
            f"{day_time(now)}. Het nummer blijft {contribution.number}. In het portaal vindt u de "
            "ontvangstbevestiging en ziet u wat u veranderde."
        ),
        recipients=writers_of(contribution, timezone.localdate(now)),
        office="ROS-portaal Twente",
        topic=f"inbreng:{contribution.uuid}",
        link=reverse("consultations:receipt", args=[contribution.number]),
    )
