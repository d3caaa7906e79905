"""What several tests of the process begin with."""

from datetime import date

import pytest
from django.utils import timezone

from consultations.models import Contribution, Phase
from organisations.models import Council
from tests.consultations.factories import ContributionFactory, PhaseFactory, RoundFactory


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
