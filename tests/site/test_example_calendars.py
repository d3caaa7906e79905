"""The example councils each have a calendar, and every round that is short for somebody says why."""

from consultations.models import ConsultationRound, CouncilEvening, Recess, Step
from consultations.models.fair_time import councils_below_minimum, suggest_track
from organisations.models import Council

from .test_example_region import ExampleRegion


class TestCalendars(ExampleRegion):
    def test_a_round_that_is_short_for_a_council_says_why(self) -> None:
        short = [round_ for round_ in ConsultationRound.objects.all() if councils_below_minimum(round_)]

        assert short
        assert all(round_.short_time_reason for round_ in short)

    def test_every_council_can_plan_a_whole_track_in_the_coming_half_year(self) -> None:
        today = self.now.date()
        for council in Council.objects.all():
            evenings = list(council.evenings.all())
            last = max(evening.held_on for evening in evenings if evening.step == Step.DECISION)

            track = suggest_track(evenings, opens_on=today, until=last)

            assert track.orientation_on
            assert track.deliberation_on
            assert (last - today).days > 180

    def test_no_council_meets_in_recess(self) -> None:
        for recess in Recess.objects.all():
            assert not CouncilEvening.objects.filter(held_on__range=(recess.starts_on, recess.ends_on)).exists()
