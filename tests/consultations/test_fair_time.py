"""The fair-time meter: the formula, what the calendar suggests, and the councils of a round."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultations.models import CouncilEvening, CouncilTrack, Step
from consultations.models.fair_time import (
    Basis,
    Days,
    SuggestedTrack,
    councils_below_minimum,
    fair_time,
    fair_time_if,
    fair_time_of,
    suggest_track,
)
from organisations.models import Council
from tests.consultations.cycle_factories import EveningFactory, RecessFactory
from tests.consultations.factories import RoundFactory

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
DAYS = st.dates(date(2025, 1, 1), date(2028, 12, 31))
RECESSES = st.lists(st.tuples(DAYS, st.integers(0, 60)).map(lambda it: (it[0], it[0] + timedelta(days=it[1]))))
MONDAY = date(2026, 1, 12)


@given(DAYS, DAYS, RECESSES)
def test_it_equals_counting_the_days_one_by_one(start: date, end: date, recesses: list[Days]) -> None:
    counted = [
        day
        for day in (start + timedelta(days=n) for n in range((end - start).days))
        if not any(first <= day <= last for first, last in recesses)
    ]

    time = fair_time(start, end, recesses)

    assert time.days == len(counted)
    assert time.weeks == len(counted) // 7
    assert time.days + time.recess_days == max((end - start).days, 0)


@given(DAYS, DAYS, st.integers(0, 400), RECESSES)
def test_a_later_deadline_never_gives_less(start: date, end: date, more: int, recesses: list[Days]) -> None:
    assert fair_time(start, end + timedelta(days=more), recesses).days >= fair_time(start, end, recesses).days


@given(DAYS, DAYS, RECESSES, RECESSES)
def test_more_recess_never_gives_more(start: date, end: date, recesses: list[Days], others: list[Days]) -> None:
    assert fair_time(start, end, recesses + others).days <= fair_time(start, end, recesses).days


@given(DAYS, DAYS, RECESSES, st.randoms(use_true_random=False))
def test_recesses_count_once_in_whatever_order(start: date, end: date, recesses: list[Days], random: object) -> None:
    shuffled = recesses * 2
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    assert fair_time(start, end, shuffled) == fair_time(start, end, recesses)


def test_it_says_when_the_period_runs_beyond_the_last_recess_that_is_known() -> None:
    known = [(date(2026, 2, 21), date(2026, 3, 1))]

    assert not fair_time(MONDAY, date(2026, 3, 1), known).is_beyond_known_recess
    assert fair_time(MONDAY, date(2026, 3, 2), known).is_beyond_known_recess
    assert fair_time(MONDAY, MONDAY, []).is_beyond_known_recess


def test_the_last_day_there_is_can_be_a_recess() -> None:
    assert fair_time(MONDAY, date.max, [(MONDAY, date.max)]).days == 0


def evening(step: Step, held_on: date, papers: date | None = None) -> CouncilEvening:
    return CouncilEvening(step=step, held_on=held_on, papers_due_on=papers or held_on - timedelta(days=10))


def test_the_last_decision_evening_by_closing_is_suggested_with_what_goes_before_it() -> None:
    evenings = [
        evening(Step.ORIENTATION, date(2026, 1, 20)),
        evening(Step.ORIENTATION, date(2026, 2, 11)),
        evening(Step.DELIBERATION, date(2026, 2, 3)),
        evening(Step.DELIBERATION, date(2026, 2, 10)),
        evening(Step.DECISION, date(2026, 2, 3)),
        evening(Step.DECISION, date(2026, 2, 17)),
        evening(Step.DECISION, date(2026, 3, 3)),
    ]

    track = suggest_track(evenings, opens_on=MONDAY, until=date(2026, 2, 20))

    assert track == SuggestedTrack(date(2026, 1, 20), date(2026, 2, 10), date(2026, 2, 17), date(2026, 2, 7))


def test_a_decision_evening_whose_papers_were_due_by_the_opening_is_not_suggested() -> None:
    too_early = evening(Step.DECISION, date(2026, 1, 27), papers=MONDAY)

    assert suggest_track([too_early], opens_on=MONDAY, until=date(2026, 2, 20)) == SuggestedTrack()


@given(st.lists(st.builds(evening, st.sampled_from(Step), DAYS)), DAYS, DAYS)
def test_what_is_suggested_lies_between_opening_and_closing_in_its_order(
    evenings: list[CouncilEvening], opens_on: date, until: date
) -> None:
    track = suggest_track(evenings, opens_on=opens_on, until=until)

    steps = [day for day in (track.orientation_on, track.deliberation_on, track.decision_on) if day]
    assert steps == sorted(set(steps))
    assert all(opens_on < day <= until for day in steps)
    assert track.papers_due_on is None or opens_on < track.papers_due_on <= steps[-1]


@pytest.mark.django_db
class TestARound:
    def test_summer_time_neither_gives_nor_takes_a_week(self, losser: Council) -> None:
        """Seven weeks from midnight to midnight, over the night of 29 March that misses an hour."""
        round_ = RoundFactory(
            opens_at=datetime(2026, 3, 2, tzinfo=AMSTERDAM),
            closes_at=datetime(2026, 4, 20, tzinfo=AMSTERDAM),
            councils=[losser],
        )

        (meter,) = fair_time_of(round_)

        assert meter.time.days == 49
        assert meter.weeks == 7

    def test_it_goes_to_the_papers_that_the_clerk_planned(self, losser: Council) -> None:
        round_ = RoundFactory(
            opens_at=datetime(2026, 1, 12, 9, tzinfo=AMSTERDAM),
            closes_at=datetime(2026, 6, 19, 23, 59, tzinfo=AMSTERDAM),
            councils=[losser],
        )
        EveningFactory(council=losser, held_on=date(2026, 6, 16))
        CouncilTrack.objects.update(decision_on=date(2026, 4, 7), papers_due_on=date(2026, 3, 23))
        RecessFactory(starts_on=date(2026, 2, 21), ends_on=date(2026, 3, 1))

        (meter,) = fair_time_of(round_)

        assert meter.basis == Basis.PLANNED
        assert (meter.time.days, meter.time.recess_days, meter.weeks) == (61, 9, 8)
        assert not meter.is_below_minimum

    def test_without_a_planned_track_the_calendar_suggests_one(self, losser: Council, enschede: Council) -> None:
        round_ = RoundFactory(
            opens_at=datetime(2026, 1, 12, 9, tzinfo=AMSTERDAM),
            closes_at=datetime(2026, 2, 20, 23, 59, tzinfo=AMSTERDAM),
            councils=[losser, enschede],
        )
        EveningFactory(council=losser, held_on=date(2026, 2, 17), papers_due_on=date(2026, 2, 2))

        meters = {meter.council: meter for meter in fair_time_of(round_)}

        assert (meters[losser].basis, meters[losser].weeks) == (Basis.SUGGESTED, 3)
        assert (meters[enschede].basis, meters[enschede].weeks) == (Basis.CLOSING, 5)

    def test_an_extension_counts_where_the_round_closes_for_the_council(self, losser: Council) -> None:
        round_ = RoundFactory(
            opens_at=datetime(2026, 1, 12, tzinfo=AMSTERDAM),
            closes_at=datetime(2026, 2, 9, tzinfo=AMSTERDAM),
            councils=[losser],
        )
        CouncilTrack.objects.update(extended_until=datetime(2026, 2, 23, tzinfo=AMSTERDAM))

        (meter,) = fair_time_of(round_)

        assert meter.weeks == 6

    def test_the_councils_below_the_agreed_minimum_are_named(self, losser: Council, enschede: Council) -> None:
        round_ = RoundFactory(
            opens_at=datetime(2026, 1, 12, tzinfo=AMSTERDAM),
            closes_at=datetime(2026, 3, 9, tzinfo=AMSTERDAM),
            councils=[losser, enschede],
        )
        EveningFactory(council=losser, held_on=date(2026, 3, 3), papers_due_on=date(2026, 2, 16))

        assert [meter.council for meter in councils_below_minimum(round_)] == [losser]
        assert councils_below_minimum(round_, minimum=5) == []

    def test_what_if_measures_every_council_by_its_own_calendar(self, losser: Council, enschede: Council) -> None:
        EveningFactory(council=losser, held_on=date(2026, 3, 3), papers_due_on=date(2026, 2, 16))

        meters = {m.council: m for m in fair_time_if(opens_on=MONDAY, until=date(2026, 3, 9))}

        assert (meters[losser].weeks, meters[losser].track.decision_on) == (5, date(2026, 3, 3))
        assert (meters[enschede].weeks, meters[enschede].basis) == (8, Basis.CLOSING)
