"""What several tests of the process begin with."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from consultations.models import Contribution, Meeting, Phase, Routing
from organisations.actor import Actor
from organisations.models import Council, Mandate
from tests.consultations.factories import (
    ContributionFactory,
    MeetingFactory,
    PhaseFactory,
    RoundFactory,
    RoutingFactory,
    answer_of,
    standing_item,
)


@pytest.fixture
def phases(db: None) -> None:
    """The three products, each expected on its own day."""
    for number, code in enumerate(Phase.Code, start=1):
        PhaseFactory(code=code, expected_on=date(2090 + number, 6, 1))


@pytest.fixture
def contribution(losser: Council, phases: None) -> Contribution:
    """Published input of a member, to one question."""
    round_ = RoundFactory(closed=True, questions=1, input_published_at=timezone.now())
    return ContributionFactory(round=round_, council=losser, released=True)


@pytest.fixture
def team(secretary: Mandate) -> Actor:
    """The programme team, as it acts."""
    return secretary.actor()


@pytest.fixture
def held(db: None) -> Meeting:
    meeting: Meeting = MeetingFactory(held=True, held_on=timezone.localdate() - timedelta(days=2))
    return meeting


@pytest.fixture
def routing(held: Meeting, member: Mandate) -> Routing:
    """A member's answer on the agenda of a meeting that was held."""
    contribution = ContributionFactory(mandate=member, released=True)
    made: Routing = RoutingFactory(answer=answer_of(contribution), item=standing_item(held))
    return made
