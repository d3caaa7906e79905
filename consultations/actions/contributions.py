"""What happens to input: begun, saved, handed in, released, published, taken back."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from consultations.models import (
    Answer,
    ConsultationRound,
    Contribution,
    ContributionStatus,
    ContributionVersion,
    CouncilBasis,
    Involvement,
    NumberSeries,
    Weight,
    fingerprint,
    invited_weights,
    release_of,
    what_is_missing,
    writers_of,
)
from consultations.policies import Permission, policy
from notifications.models import NoticeKind
from notifications.outbox import queue_notice
from organisations.actor import Actor
from organisations.models import Council, Mandate
from ros_portal.kit.clock import database_now
from ros_portal.kit.errors import Conflict
from ros_portal.kit.templatetags.dutch import day_time

#: Beside the answers, what a draft of each weight holds.
DRAFT_FIELDS: Mapping[str, tuple[str, ...]] = {
    Weight.INDIVIDUAL: ("shows_name",),
    Weight.FRACTIE: (),
    Weight.COUNCIL: (
        "meeting_date",
        "decision_reference",
        "without_vote",
        "votes_for",
        "votes_against",
        "minority_view",
    ),
}


#: Each party chooses its own way of taking part; who is not invited reads this.
NOT_INVITED: Mapping[str, str] = {
    Weight.INDIVIDUAL: "Bij uw raad geven raadsleden geen eigen inbreng. Vraag uw griffier hoe u kunt meedoen.",
    Weight.FRACTIE: "Bij uw raad geven fracties geen inbreng. Vraag uw griffier hoe u kunt meedoen.",
    Weight.COUNCIL: "Uw raad geeft zelf geen inbreng. Wijzig dat eerst bij “Zo doet de raad mee”.",
}


class ChangedMeanwhile(Conflict):
    """The draft was saved after this page was made: by another writer, or in another window."""


@policy.action(Permission.START_INDIVIDUAL_INPUT)
def start_individual_input(actor: Actor, council: Council, *, round_id: int) -> Contribution:
    """The member's one input in this round: begun now, or the one there is. Raises Conflict when closed."""
    return _begin(council, round_id, author_id=actor.user_id, weight=Weight.INDIVIDUAL)


@policy.action(Permission.START_FRACTIE_INPUT)
def start_fractie_input(actor: Actor, council: Council, *, round_id: int) -> Contribution:
    """The fractie's one input in this round, with its leader among the writers. Raises Conflict when closed."""
    contribution = _begin(
        council, round_id, weight=Weight.FRACTIE, fractie_id=actor.fractie_id, defaults={"author_id": actor.user_id}
    )
    contribution.writers.add(*_own_mandate(actor))
    return contribution


@policy.action(Permission.RECORD_COUNCIL_INPUT)
def start_council_input(actor: Actor, council: Council, *, round_id: int, basis: CouncilBasis) -> Contribution:
    """The council's one input in this round on this basis. Raises Conflict when closed."""
    return _begin(council, round_id, weight=Weight.COUNCIL, basis=basis.value, defaults={"author_id": actor.user_id})


def _begin(council: Council, round_id: int, **identity: Any) -> Contribution:
    """Get the input, or make it with an empty version; the unique constraints decide between two at once."""
    round_ = ConsultationRound.objects.lock_for_share(round_id)
    now = round_.require_open_for(council.pk)
    if identity["weight"] not in invited_weights(council.organisation):
        raise Conflict(NOT_INVITED[identity["weight"]])
    existing = Contribution.objects.exclude(status=ContributionStatus.WITHDRAWN)
    contribution, is_new = existing.get_or_create(round=round_, council=council, **identity)
    if is_new:
        ContributionVersion.objects.create(contribution=contribution, saved_at=now)
    return contribution


@policy.action(Permission.NAME_WRITERS)
def name_writers(actor: Actor, contribution: Contribution, *, mandates: Iterable[Mandate]) -> Contribution:
    """Choose who of the fractie writes along on its draft; the leader always does.

    Raises Conflict when the draft was handed in or the round closed, ValueError for somebody of another fractie.
    """
    contribution, now = _locked_while_open(contribution)
    _require_draft(contribution)
    chosen = {mandate.pk for mandate in mandates}
    fractie = Mandate.objects.current(timezone.localdate(now)).filter(fractie__contributions=contribution)
    if chosen - set(fractie.values_list("pk", flat=True)):
        raise ValueError("Only members of the fractie write on its draft.")
    contribution.writers.set(chosen | _own_mandate(actor))
    return contribution


def _own_mandate(actor: Actor) -> set[int]:
    """The mandate that the actor acts with; the policy lets nobody through without one."""
    return {actor.mandate_id} if actor.mandate_id is not None else set()


@policy.action(Permission.SAVE_DRAFT)
def save_draft(
    actor: Actor, contribution: Contribution, *, answers: Mapping[int, str], fields: Mapping[str, Any], seen: str
) -> Contribution:
    """Keep what was typed: the text per question (empty takes the answer away) and the fields beside it.

    `seen` is the moment of the version that the writer was looking at. Raises Conflict when the round is
    closed or the input was handed in, ChangedMeanwhile when anybody saved in between: also the same person,
    in another window.
    """
    contribution, now = _locked_while_open(contribution)
    _require_draft(contribution)
    version = contribution.versions.latest("number")
    if version.saved_by_id is not None and version.saved_at.isoformat() != seen:
        raise ChangedMeanwhile(_changed_by(version, actor))
    _write(version, answers, question_ids=contribution.round.questions.values_list("pk", flat=True))
    names = [name for name in DRAFT_FIELDS[contribution.weight] if name in fields]
    for name in names:
        setattr(contribution, name, fields[name])
    if names:
        contribution.save(update_fields=names)
    version.saved_at, version.saved_by_id = now, actor.user_id
    version.save(update_fields=["saved_at", "saved_by"])
    return contribution


def _changed_by(version: ContributionVersion, actor: Actor) -> str:
    who = "U hebt" if version.saved_by_id == actor.user_id else "Iemand anders heeft"
    where = " in een ander venster" if version.saved_by_id == actor.user_id else ""
    return (
        f"{who} dit concept intussen{where} gewijzigd. Uw tekst is nog niet bewaard. "
        "Vergelijk de teksten en bewaar opnieuw."
    )


def _write(version: ContributionVersion, answers: Mapping[int, str], question_ids: Iterable[int]) -> None:
    texts = {pk: answers[pk] for pk in question_ids if pk in answers}
    version.answers.filter(question_id__in=[pk for pk, text in texts.items() if not text]).delete()
    Answer.objects.bulk_create(
        [Answer(version=version, question_id=pk, text=text) for pk, text in texts.items() if text],
        update_conflicts=True,
        unique_fields=["version", "question", "paragraph"],
        update_fields=["text"],
    )


@policy.action(Permission.SUBMIT_CONTRIBUTION)
def submit_contribution(actor: Actor, contribution: Contribution, *, seen: str) -> Contribution:
    """Hand the input in: freeze the words, issue the number, queue the receipt.

    `seen` is the moment of the version that was read before submitting. Raises Conflict when the round is
    closed, when it was handed in before, when something is missing, ChangedMeanwhile when the words changed.
    """
    contribution, now = _locked_while_open(contribution)
    contribution.move_to(ContributionStatus.SUBMITTED)
    version = contribution.versions.latest("number")
    if version.saved_at.isoformat() != seen:
        raise ChangedMeanwhile("Dit concept is intussen gewijzigd. Lees het nog eens door en dien het dan in.")
    answers = [(answer.heading, answer.words) for answer in version.answers.in_order()]
    missing = what_is_missing(contribution, has_answers=bool(answers))
    if missing:
        raise Conflict(" ".join(missing))
    round_ = contribution.round
    contribution.number = NumberSeries.next_number(round_.phase, timezone.localdate(now).year, contribution.council)
    contribution.submitted_at, contribution.submitted_version = now, version
    version.frozen_at, version.sha256 = now, fingerprint(contribution, version.number, answers)
    version.save(update_fields=["frozen_at", "sha256"])
    if release_of(contribution.council.organisation) == Involvement.Release.AT_SUBMISSION:
        contribution.move_to(ContributionStatus.RELEASED)
        contribution.released_at = now
    contribution.save(update_fields=["status", "number", "submitted_at", "submitted_version", "released_at"])
    _queue_receipt(contribution, now)
    return contribution


def _queue_receipt(contribution: Contribution, now: datetime) -> None:
    """Tell the writers that it has arrived; the words themselves never go by e-mail."""
    queue_notice(
        kind=NoticeKind.RECEIPT,
        subject=f"Ontvangen: uw inbreng {contribution.number}",
        brief=(
            f"Uw inbreng voor de ronde “{contribution.round.title}” is ontvangen op {day_time(now)}. "
            f"Het nummer is {contribution.number}. In het portaal vindt u de ontvangstbevestiging."
        ),
        recipients=writers_of(contribution, timezone.localdate(now)),
        office="ROS-portaal Twente",
        topic=f"inbreng:{contribution.uuid}",
        link=reverse("consultations:receipt", args=[contribution.number]),
    )


@policy.action(Permission.WITHDRAW_CONTRIBUTION)
def withdraw_contribution(actor: Actor, contribution: Contribution) -> Contribution:
    """Take input back until the round closes; its number and dates stay. Raises Conflict afterwards."""
    contribution, now = _locked_while_open(
        contribution, otherwise="Deze ronde is gesloten. U kunt uw inbreng niet meer intrekken."
    )
    contribution.move_to(ContributionStatus.WITHDRAWN)
    contribution.withdrawn_at = now
    contribution.save(update_fields=["status", "withdrawn_at"])
    return contribution


@policy.action(Permission.RELEASE_CONTRIBUTION)
def release_contribution(actor: Actor, contribution: Contribution) -> Contribution:
    """Let officials read it before the round closes: the clerk chooses when, never whether.

    Raises Conflict where release is not the clerk's, or has come by itself at closing.
    """
    contribution, now = _locked_while_open(
        contribution, otherwise="Deze ronde is gesloten. Alle ingediende inbreng is daarmee al vrijgegeven."
    )
    if release_of(contribution.council.organisation) != Involvement.Release.BY_CLERK:
        raise Conflict("Bij uw raad geeft niet de griffier de inbreng vrij. Dat gaat vanzelf.")
    contribution.move_to(ContributionStatus.RELEASED)
    contribution.released_at = now
    contribution.save(update_fields=["status", "released_at"])
    return contribution


@policy.action(Permission.PUBLISH_COUNCIL_INPUT)
def publish_council_input(actor: Actor, contribution: Contribution) -> Contribution:
    """Make a council's own input public before the round's input is; what everyone reads is released too."""
    round_ = ConsultationRound.objects.lock_for_share(contribution.round_id)
    contribution = Contribution.objects.lock(contribution.pk)
    if contribution.status not in (ContributionStatus.SUBMITTED, ContributionStatus.RELEASED):
        raise Conflict("Alleen ingediende inbreng kan openbaar worden.")
    if contribution.published_at is not None or round_.input_published_at is not None:
        raise Conflict("Deze inbreng is al openbaar.")
    now = database_now()
    if contribution.status == ContributionStatus.SUBMITTED:
        contribution.move_to(ContributionStatus.RELEASED)
        contribution.released_at = now
    contribution.published_at = now
    contribution.save(update_fields=["status", "released_at", "published_at"])
    return contribution


def _locked_while_open(contribution: Contribution, *, otherwise: str = "") -> tuple[Contribution, datetime]:
    """The input under its lock, and the time that decided that the council can still act on it.

    Raises Conflict when it cannot; `otherwise` says that of a closed round in the words of the step.
    """
    round_ = ConsultationRound.objects.lock_for_share(contribution.round_id)
    contribution = Contribution.objects.lock(contribution.pk)
    contribution.round = round_
    try:
        return contribution, round_.require_open_for(contribution.council_id)
    except Conflict as conflict:
        raise (Conflict(otherwise) if otherwise else conflict) from None


def _require_draft(contribution: Contribution) -> None:
    if contribution.status != ContributionStatus.DRAFT:
        raise Conflict("Deze inbreng is al ingediend. De tekst kan niet meer veranderen.")
