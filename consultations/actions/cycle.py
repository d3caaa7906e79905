"""What a clerk keeps of the council's own cycle: its evenings, and the track through a round."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from consultations.models import ConsultationRound, CouncilEvening, CouncilTrack, RoundStatus, Step, lock_track
from consultations.policies import Permission, policy
from organisations.actor import Actor
from organisations.models import Council
from ros_portal.kit.clock import database_now
from ros_portal.kit.errors import Conflict
from ros_portal.kit.templatetags.dutch import short_day

TRACK_DAYS = ("orientation_on", "deliberation_on", "decision_on", "papers_due_on")


@policy.action(Permission.ADD_EVENING)
def add_evening(actor: Actor, council: Council, *, step: Step, held_on: date, papers_due_on: date) -> CouncilEvening:
    """Put an evening on the council's calendar; raises Conflict when it stands there already."""
    with _once(step, held_on):
        return CouncilEvening.objects.create(council=council, step=step, held_on=held_on, papers_due_on=papers_due_on)


@policy.action(Permission.CHANGE_EVENING)
def change_evening(
    actor: Actor, evening: CouncilEvening, *, step: Step, held_on: date, papers_due_on: date
) -> CouncilEvening:
    """Move an evening, or its deadline for papers; tracks that were planned stay as they were planned.

    Raises Conflict when another evening stands there already, and when this one was taken off meanwhile.
    """
    here = CouncilEvening.objects.filter(pk=evening.pk)
    with _once(step, held_on):
        if not here.update(step=step, held_on=held_on, papers_due_on=papers_due_on):
            raise Conflict("Deze avond is intussen weggehaald. Voeg hem opnieuw toe.")
    return here.get()


@contextmanager
def _once(step: Step, held_on: date) -> Iterator[None]:
    """The unique evening decides, also between two clerks at once."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise Conflict(f"Op {short_day(held_on)} staat al een avond voor {step.label}.") from error


@policy.action(Permission.REMOVE_EVENING)
def remove_evening(actor: Actor, evening: CouncilEvening) -> None:
    """Take an evening off the calendar; taking it off twice is the same as once."""
    CouncilEvening.objects.filter(pk=evening.pk).delete()


@policy.action(Permission.PLAN_TRACK)
def plan_track(actor: Actor, track: CouncilTrack, *, days: Mapping[str, date | None]) -> CouncilTrack:
    """Choose the evenings on which the own council deals with the round.

    Raises Conflict when the round was withdrawn or has closed for the council, and for a day outside it.
    """
    round_ = ConsultationRound.objects.lock_for_share(track.round_id)
    track = lock_track(track.pk)
    now = database_now()
    if round_.status != RoundStatus.PUBLISHED or now >= track.deadline:
        raise Conflict("Deze ronde is ingetrokken of al gesloten. Het traject ligt daarmee vast.")
    first, last = timezone.localdate(round_.opens_at), timezone.localdate(track.deadline)
    if any(day is not None and not first <= day <= last for day in days.values()):
        raise Conflict(f"Kies dagen van {short_day(first)} tot en met {short_day(last)}.")
    for name in TRACK_DAYS:
        setattr(track, name, days.get(name))
    track.planned_at = now
    track.save(update_fields=[*TRACK_DAYS, "planned_at"])
    return track
