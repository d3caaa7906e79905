"""What the programme team does with a round: made, changed, copied, scheduled, published, withdrawn."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils.text import slugify
from django.utils.timezone import localtime

from consultations.models import (
    ConsultationRound,
    CouncilTrack,
    Question,
    RoundStatus,
    require_ready,
    require_ready_if_scheduled,
)
from consultations.policies import Permission, policy
from documents.models import DocumentVersion
from organisations.actor import Actor
from organisations.models import Council
from ros_portal.kit.clock import database_now
from ros_portal.kit.errors import Conflict
from ros_portal.kit.templatetags.dutch import day_time

#: Addresses of the desk, which no round can have.
TAKEN = frozenset({"beheer"})
SLUG_LENGTH = 100


@policy.action(Permission.MAKE_ROUND)
def make_round(
    actor: Actor,
    subject: None,
    *,
    fields: Mapping[str, Any],
    documents: Iterable[DocumentVersion],
    councils: Iterable[Council],
) -> ConsultationRound:
    """Make a draft of a round; only the programme team sees it until it is published."""
    round_ = ConsultationRound.objects.create(slug=_free_slug(fields["title"]), **fields)
    round_.documents.set(documents)
    _invite(round_, councils)
    return round_


@policy.action(Permission.CHANGE_ROUND)
def change_round(
    actor: Actor,
    round_: ConsultationRound,
    *,
    fields: Mapping[str, Any],
    documents: Iterable[DocumentVersion],
    councils: Iterable[Council],
) -> ConsultationRound:
    """Change a round before its publication; raises Conflict afterwards, and when a scheduled one would be unready."""
    round_ = ConsultationRound.objects.lock(round_.pk)
    round_.require_changeable()
    for name, value in fields.items():
        setattr(round_, name, value)
    round_.save(update_fields=list(fields))
    round_.documents.set(documents)
    _invite(round_, councils)
    require_ready_if_scheduled(round_)
    return round_


def _invite(round_: ConsultationRound, councils: Iterable[Council]) -> None:
    """Let exactly these councils take part; those that stay keep the track that they planned."""
    chosen = {council.pk for council in councils}
    round_.tracks.exclude(council_id__in=chosen).delete()
    present = set(round_.tracks.values_list("council_id", flat=True))
    CouncilTrack.objects.bulk_create(CouncilTrack(round=round_, council_id=pk) for pk in sorted(chosen - present))


def _free_slug(title: str) -> str:
    """An address from the title that no other round has; the unique column decides in the end."""
    base = slugify(title)[:SLUG_LENGTH] or "ronde"
    taken = {*TAKEN, *ConsultationRound.objects.filter(slug__startswith=base).values_list("slug", flat=True)}
    number, slug = 2, base
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug


@policy.action(Permission.COPY_ROUND)
def copy_round(actor: Actor, round_: ConsultationRound) -> ConsultationRound:
    """Make a draft with the same text, questions, documents and councils.

    It takes as long, and opens on the same weekday and hour, in the first week that is still to come.
    """
    original = ConsultationRound.objects.get(pk=round_.pk)
    now, opens_at, closes_at = database_now(), localtime(original.opens_at), localtime(original.closes_at)
    weeks = timedelta(weeks=max(0, (now - opens_at) // timedelta(weeks=1) + 1))
    copy = ConsultationRound.objects.create(
        phase_id=original.phase_id,
        title=original.title,
        slug=_free_slug(original.title),
        brief=original.brief,
        opens_at=opens_at + weeks,
        closes_at=closes_at + weeks,
        is_example=original.is_example,
    )
    copy.documents.set(original.documents.all())
    _invite(copy, original.councils.all())
    names = ("position", "kind", "text", "help", "format", "options", "unit")
    questions = original.questions.order_by("position").values(*names)
    Question.objects.bulk_create(Question(round=copy, **question) for question in questions)
    return copy


@policy.action(Permission.SCHEDULE_ROUND)
def schedule_round(actor: Actor, round_: ConsultationRound, *, publish_at: datetime) -> ConsultationRound:
    """Let the portal publish the round at that time; raises Conflict when it is not ready, or the time has passed."""
    round_ = ConsultationRound.objects.lock(round_.pk)
    round_.move_to(RoundStatus.SCHEDULED)
    round_.publish_at = publish_at
    if publish_at <= database_now():
        raise Conflict("Dit moment is al voorbij. Kies een later moment, of publiceer nu.")
    require_ready(round_, publishes_at=publish_at)
    round_.save(update_fields=["status", "publish_at"])
    return round_


@policy.action(Permission.UNSCHEDULE_ROUND)
def unschedule_round(actor: Actor, round_: ConsultationRound) -> ConsultationRound:
    """Take a scheduled round back to draft; raises Conflict when it was published meanwhile."""
    round_ = ConsultationRound.objects.lock(round_.pk)
    round_.move_to(RoundStatus.DRAFT)
    round_.publish_at = None
    round_.save(update_fields=["status", "publish_at"])
    return round_


@policy.action(Permission.PUBLISH_ROUND)
def publish_round(actor: Actor, round_: ConsultationRound) -> ConsultationRound:
    """Show the round to everyone now; raises Conflict the second time and when it is not ready."""
    return _publish(ConsultationRound.objects.lock(round_.pk), ahead_of_time=True)


@policy.action(Permission.PUBLISH_DUE_ROUND)
def publish_due_round(actor: Actor, round_: ConsultationRound) -> ConsultationRound:
    """Publish a scheduled round whose time has come; raises Conflict when it was moved, or is not ready."""
    return _publish(ConsultationRound.objects.lock(round_.pk), ahead_of_time=False)


def _publish(round_: ConsultationRound, *, ahead_of_time: bool) -> ConsultationRound:
    """Publish a round that is locked. No round opens before it can be read."""
    now = database_now()
    is_due = round_.status == RoundStatus.SCHEDULED and round_.publish_at is not None and round_.publish_at <= now
    if not ahead_of_time and not is_due:
        raise Conflict("Deze ronde is niet ingepland, of pas later.")
    round_.move_to(RoundStatus.PUBLISHED)
    round_.publish_at, round_.published_at, round_.opens_at = None, now, max(round_.opens_at, now)
    require_ready(round_, publishes_at=now, by_hand=ahead_of_time)
    round_.save(update_fields=["status", "publish_at", "published_at", "opens_at"])
    return round_


@policy.action(Permission.WITHDRAW_ROUND)
def withdraw_round(actor: Actor, round_: ConsultationRound, *, reason: str) -> ConsultationRound:
    """Stop a published round for good; it stays readable, with the reason. Raises Conflict the second time."""
    round_ = ConsultationRound.objects.lock(round_.pk)
    round_.move_to(RoundStatus.WITHDRAWN)
    round_.withdrawal_reason, round_.withdrawn_at, round_.withdrawn_by = reason, database_now(), actor.office
    round_.save(update_fields=["status", "withdrawal_reason", "withdrawn_at", "withdrawn_by"])
    return round_


@policy.action(Permission.PUBLISH_ROUND_INPUT)
def publish_round_input(actor: Actor, round_: ConsultationRound) -> ConsultationRound:
    """Make all input of a round public; raises Conflict while a council can still answer, and the second time."""
    round_ = ConsultationRound.objects.lock(round_.pk)
    now = database_now()
    if round_.input_published_at is not None:
        raise Conflict("De inbreng van deze ronde is al openbaar.")
    if not round_.has_closed(now):
        raise Conflict(f"Deze ronde is nog niet gesloten. Dat gebeurt op {day_time(round_.closes_at)}.")
    last = max((track.deadline for track in round_.tracks.select_related("round")), default=round_.closes_at)
    if now < last:
        raise Conflict(f"Een raad heeft uitstel tot {day_time(last)}. Publiceer de inbreng daarna.")
    round_.input_published_at = now
    round_.save(update_fields=["input_published_at"])
    return round_
