"""Fair time: how long each council really has for a round, in its own cycle and without recess.

Full weeks from opening to the council's own deadline for papers for its decision evening (without one:
to closing), recess days taken out. Days are days of the calendar in Amsterdam, so summer time moves nothing.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import models
from django.utils import timezone

from organisations.models import Council

from .cycle import CouncilEvening, Step
from .process import Recess
from .rounds import ConsultationRound, CouncilTrack

DAYS_IN_A_WEEK = 7

#: A recess as its first and its last day.
Days = tuple[date, date]


@dataclass(frozen=True, slots=True)
class FairTime:
    """What is left between two days once recess is taken out; the day of the deadline itself does not count."""

    starts_on: date
    ends_on: date
    days: int
    recess_days: int
    #: The period runs on after the last recess that the portal knows: there may be recess in it that is not counted.
    is_beyond_known_recess: bool

    @property
    def weeks(self) -> int:
        """Full weeks; what is left of a week does not count."""
        return self.days // DAYS_IN_A_WEEK


def fair_time(starts_on: date, ends_on: date, recesses: Iterable[Days]) -> FairTime:
    """The time from one day until another, without the days of recess; a day in two recesses goes out once."""
    known = sorted(recesses)
    opening, deadline = starts_on.toordinal(), ends_on.toordinal()
    counted_until, recess_days = opening, 0
    for first, last in known:
        begin, end = max(first.toordinal(), counted_until), min(last.toordinal() + 1, deadline)
        if begin < end:
            recess_days += end - begin
            counted_until = end
    known_until = max((last for _, last in known), default=date.min)
    days = max(deadline - opening, 0) - recess_days
    return FairTime(starts_on, ends_on, days, recess_days, ends_on > known_until)


@dataclass(frozen=True, slots=True)
class SuggestedTrack:
    """The evenings of a council's own calendar that fit a round; a step for which none fits stays empty."""

    orientation_on: date | None = None
    deliberation_on: date | None = None
    decision_on: date | None = None
    papers_due_on: date | None = None


def suggest_track(evenings: Iterable[CouncilEvening], *, opens_on: date, until: date) -> SuggestedTrack:
    """The last decision evening by `until` whose papers are due after the opening, and the evenings before it.

    The later the decision, the more time the council has. Without a decision evening that fits there is no track.
    """
    fitting = sorted((evening for evening in evenings if opens_on < evening.held_on <= until), key=_day)
    decision = next((e for e in reversed(fitting) if e.step == Step.DECISION and e.papers_due_on > opens_on), None)
    if decision is None:
        return SuggestedTrack()
    deliberation = _last_before(fitting, Step.DELIBERATION, decision.held_on)
    orientation = _last_before(fitting, Step.ORIENTATION, deliberation or decision.held_on)
    return SuggestedTrack(orientation, deliberation, decision.held_on, decision.papers_due_on)


def _day(evening: CouncilEvening) -> date:
    return evening.held_on


def _last_before(fitting: list[CouncilEvening], step: Step, before: date) -> date | None:
    return next((e.held_on for e in reversed(fitting) if e.step == step and e.held_on < before), None)


class Basis(models.TextChoices):
    """What a council's time was measured to."""

    PLANNED = "planned", "traject van de griffier"
    SUGGESTED = "suggested", "voorstel uit de vergaderkalender"
    CLOSING = "closing", "sluiten van de ronde"


@dataclass(frozen=True, slots=True)
class Meter:
    """The fair time of one council, with the evenings that it was measured to."""

    council: Council
    time: FairTime
    basis: Basis
    track: SuggestedTrack
    minimum: int
    is_planned: bool

    @property
    def has_no_evening(self) -> bool:
        """Whether nothing is known of when the council deals with the round."""
        return self.track == SuggestedTrack()

    @property
    def weeks(self) -> int:
        return self.time.weeks

    @property
    def is_below_minimum(self) -> bool:
        """Whether the council has less than was agreed."""
        return self.weeks < self.minimum


def fair_time_of(round_: ConsultationRound, *, minimum: int | None = None) -> list[Meter]:
    """All invited councils by name, in three queries; `minimum` in weeks, without it the agreed one."""
    tracks = list(
        round_.tracks.select_related("round", "council__organisation").order_by("council__organisation__name")
    )
    evenings = _evenings_of([track.council for track in tracks])
    opens_on = timezone.localdate(round_.opens_at)
    rows = []
    for track in tracks:
        planned, closing = planned_track(track), timezone.localdate(track.deadline)
        own = planned or suggest_track(evenings[track.council_id], opens_on=opens_on, until=closing)
        rows.append(_Row(track.council, own, is_planned=planned is not None, closes_on=closing))
    return _measure(rows, opens_on, minimum)


def councils_below_minimum(round_: ConsultationRound, *, minimum: int | None = None) -> list[Meter]:
    """The invited councils that get less than the agreed time: then the round needs a reason that everyone reads."""
    return [meter for meter in fair_time_of(round_, minimum=minimum) if meter.is_below_minimum]


def fair_time_if(*, opens_on: date, until: date, minimum: int | None = None) -> list[Meter]:
    """What every council would have in a round that opens and closes on these days, by its own calendar."""
    councils = list(Council.objects.with_organisation())
    evenings = _evenings_of(councils)
    rows = [
        _Row(council, suggest_track(evenings[council.pk], opens_on=opens_on, until=until), False, until)
        for council in councils
    ]
    return _measure(rows, opens_on, minimum)


def planned_track(track: CouncilTrack) -> SuggestedTrack | None:
    """What the clerk planned, which goes before what the calendar suggests; nothing where that is still to come."""
    days = SuggestedTrack(track.orientation_on, track.deliberation_on, track.decision_on, track.papers_due_on)
    return None if track.planned_at is None and days == SuggestedTrack() else days


@dataclass(frozen=True, slots=True)
class _Row:
    council: Council
    track: SuggestedTrack
    is_planned: bool
    closes_on: date


def _measure(rows: Iterable[_Row], opens_on: date, minimum: int | None) -> list[Meter]:
    recesses = list(Recess.objects.values_list("starts_on", "ends_on"))
    agreed = settings.FAIR_TIME_WEEKS if minimum is None else minimum
    return [
        Meter(
            council=row.council,
            time=fair_time(opens_on, row.track.papers_due_on or row.closes_on, recesses),
            basis=_basis(row),
            track=row.track,
            minimum=agreed,
            is_planned=row.is_planned,
        )
        for row in rows
    ]


def _basis(row: _Row) -> Basis:
    if row.track.papers_due_on is None:
        return Basis.CLOSING
    return Basis.PLANNED if row.is_planned else Basis.SUGGESTED


def _evenings_of(councils: Iterable[Council]) -> dict[int, list[CouncilEvening]]:
    evenings: dict[int, list[CouncilEvening]] = defaultdict(list)
    for evening in CouncilEvening.objects.filter(council__in=list(councils)):
        evenings[evening.council_id].append(evening)
    return evenings
