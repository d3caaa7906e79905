"""The calendars of the example councils: each decides once a month, on its own evenings."""

from datetime import timedelta

from consultations.models import CouncilEvening, Step

from .days import Days
from .people import Cast

MONTHS, A_MONTH = 8, 28
#: How many days before the decision a council meets for each step.
BEFORE_THE_DECISION = {Step.ORIENTATION: 21, Step.DELIBERATION: 14, Step.DECISION: 0}
PAPERS = timedelta(days=10)


def load_evenings(days: Days, cast: Cast) -> None:
    """Write the coming evenings of every council; two that recess pushes onto one day are one."""
    CouncilEvening.objects.bulk_create(
        {
            (council.pk, step, held_on): CouncilEvening(
                council=council, step=step, held_on=held_on, papers_due_on=held_on - PAPERS
            )
            for number, council in enumerate(cast.councils[code] for code in sorted(cast.councils))
            for month in range(1, MONTHS + 1)
            for step, earlier in BEFORE_THE_DECISION.items()
            for held_on in [days.evening(month * A_MONTH + number - earlier, number % 4)]
        }.values()
    )
