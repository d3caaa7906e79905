"""What happens to input: begun, saved, handed in, released, published, taken back."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from consultations.models import (
    Answer,
    Asked,
    ConsultationRound,
    Contribution,
    ContributionStatus,
    ContributionVersion,
    CouncilBasis,
    Involvement,
    NumberSeries,
    Question,
    QuestionFormat,
    Said,
    Weight,
    invited_weights,
    release_of,
    what_is_missing,
    writers_of,
)
from consultations.models.writing import (
    ChangedMeanwhile,
    erase_version,
    freeze,
    keep_beside,
    keep_history,
    locked_while_open,
    open_version_of,
    require_seen,
)
from consultations.policies import Permission, policy
from notifications.models import NoticeKind
from notifications.outbox import queue_notice
from organisations.actor import Actor
from organisations.models import Council, Mandate
from ros_portal.kit.clock import database_now
from ros_portal.kit.errors import Conflict
from ros_portal.kit.templatetags.dutch import day_time

#: Each party chooses its own way of taking part; who is not invited reads this.
NOT_INVITED: Mapping[str, str] = {
    Weight.INDIVIDUAL: "Bij uw raad geven raadsleden geen eigen inbreng. Vraag uw griffier hoe u kunt meedoen.",
    Weight.FRACTIE: "Bij uw raad geven fracties geen inbreng. Vraag uw griffier hoe u kunt meedoen.",
    Weight.COUNCIL: "Uw raad geeft zelf geen inbreng. Wijzig dat eerst bij “Zo doet de raad mee”.",
}


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
    contribution, now = locked_while_open(contribution)
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
    actor: Actor, contribution: Contribution, *, answers: Mapping[Asked, Said], fields: Mapping[str, Any], seen: str
) -> Contribution:
    """Keep in the open version what was said per question or paragraph (nothing takes it away), and what is beside.

    `seen` is the moment of the version that the writer was looking at. Raises Conflict when the round is
    closed or the input was handed in, ChangedMeanwhile when anybody saved in between: also the same person,
    in another window.
    """
    contribution, now = locked_while_open(contribution)
    version = open_version_of(contribution)
    if version.saved_by_id is not None and version.saved_at.isoformat() != seen:
        raise ChangedMeanwhile(_changed_by(version, actor))
    _write(version, answers, contribution.round)
    keep_beside(contribution, version, fields)
    version.saved_at, version.saved_by_id = now, actor.user_id
    version.save(update_fields=["saved_at", "saved_by", "particulars"])
    if actor.user_id is not None:
        keep_history(contribution, version, actor.user_id, now)
    return contribution


def _changed_by(version: ContributionVersion, actor: Actor) -> str:
    who = "U hebt" if version.saved_by_id == actor.user_id else "Iemand anders heeft"
    where = " in een ander venster" if version.saved_by_id == actor.user_id else ""
    return (
        f"{who} dit concept intussen{where} gewijzigd. Uw tekst is nog niet bewaard. "
        "Vergelijk de teksten en bewaar opnieuw."
    )


def _write(version: ContributionVersion, answers: Mapping[Asked, Said], round_: ConsultationRound) -> None:
    """Keep what was said to the questions of the round and on its paragraphs, and nothing else.

    Raises ValueError for what a question cannot be answered with.
    """
    questions, taken_away, kept = round_.questions.in_bulk(), Q(pk=None), []
    about = {paragraph_id for _, paragraph_id in answers if paragraph_id is not None}
    paragraphs = set(round_.paragraphs().filter(pk__in=about).values_list("pk", flat=True)) if about else set()
    for (question_id, paragraph_id), said in answers.items():
        question = questions.get(question_id)
        if question is None or not _is_asked(question, paragraph_id, paragraphs):
            continue
        if not question.accepts(said.value):
            raise ValueError(f"Question {question_id} is not answered with {said.value}.")
        if said == Said():
            taken_away |= Q(question_id=question_id, paragraph_id=paragraph_id)
        else:
            kept.append(Answer(version=version, question_id=question_id, paragraph_id=paragraph_id, **said._asdict()))
    version.answers.filter(taken_away).delete()
    Answer.objects.bulk_create(
        kept,
        update_conflicts=True,
        unique_fields=["version", "question", "paragraph"],
        update_fields=["value", "text"],
    )


def _is_asked(question: Question, paragraph_id: int | None, paragraphs: Collection[int]) -> bool:
    """A question about paragraphs is answered per paragraph of the round's texts, and no other is."""
    if question.format == QuestionFormat.PARAGRAPHS:
        return paragraph_id in paragraphs
    return paragraph_id is None


@policy.action(Permission.SUBMIT_CONTRIBUTION)
def submit_contribution(actor: Actor, contribution: Contribution, *, seen: str) -> Contribution:
    """Hand the input in: freeze the words, issue the number, queue the receipt.

    `seen` is the moment of the version that was read before submitting. Raises Conflict when the round is
    closed, when it was handed in before, when something is missing, ChangedMeanwhile when the words changed.
    """
    contribution, now = locked_while_open(contribution)
    contribution.move_to(ContributionStatus.SUBMITTED)
    version = contribution.versions.latest("number")
    require_seen(version, seen)
    answers = list(version.answers.in_order())
    missing = what_is_missing(contribution, has_answers=bool(answers))
    if missing:
        raise Conflict(" ".join(missing))
    round_ = contribution.round
    contribution.number = NumberSeries.next_number(round_.phase, timezone.localdate(now).year, contribution.council)
    contribution.submitted_at = now
    freeze(contribution, version, answers, now)
    if release_of(contribution.council.organisation) == Involvement.Release.AT_SUBMISSION:
        contribution.move_to(ContributionStatus.RELEASED)
        contribution.released_at = now
    contribution.save(update_fields=["status", "number", "submitted_at", "submitted_version", "released_at"])
    _queue_receipt(contribution, now)
    return contribution


def _queue_receipt(contribution: Contribution, now: datetime) -> None:
    """Tell the writers that it has arrived; the words themselves never go by e-mail."""
    is_own = contribution.weight == Weight.INDIVIDUAL  # then its author is the one who submits, in a current mandate
    queue_notice(
        kind=NoticeKind.RECEIPT,
        subject=f"Ontvangen: uw inbreng {contribution.number}",
        brief=(
            f"Uw inbreng voor de ronde “{contribution.round.title}” is ontvangen op {day_time(now)}. "
            f"Het nummer is {contribution.number}. In het portaal vindt u de ontvangstbevestiging."
        ),
        recipients=[contribution.author] if is_own else writers_of(contribution, timezone.localdate(now)),
        office="ROS-portaal Twente",
        topic=f"inbreng:{contribution.uuid}",
        link=reverse("consultations:receipt", args=[contribution.number]),
        now=now,
    )


@policy.action(Permission.WITHDRAW_CONTRIBUTION)
def withdraw_contribution(actor: Actor, contribution: Contribution) -> Contribution:
    """Take input back until the round closes; its number and dates stay. Raises Conflict afterwards.

    A revision that was not handed in goes with it.
    """
    contribution, now = locked_while_open(
        contribution, otherwise="Deze ronde is gesloten. U kunt uw inbreng niet meer intrekken."
    )
    contribution.move_to(ContributionStatus.WITHDRAWN)
    contribution.withdrawn_at = now
    for revision in contribution.versions.filter(frozen_at=None):
        erase_version(revision)
    contribution.save(update_fields=["status", "withdrawn_at"])
    return contribution


@policy.action(Permission.RELEASE_CONTRIBUTION)
def release_contribution(actor: Actor, contribution: Contribution) -> Contribution:
    """Let officials read it before the round closes: the clerk chooses when, never whether.

    Raises Conflict where release is not the clerk's, or has come by itself at closing.
    """
    contribution, now = locked_while_open(
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


def _require_draft(contribution: Contribution) -> None:
    if contribution.status != ContributionStatus.DRAFT:
        raise Conflict("Deze inbreng is al ingediend. De tekst kan niet meer veranderen.")
