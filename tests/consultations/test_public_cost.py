"""A public page costs as many queries with many rows as with one."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from consultations.models import (
    ConsultationRound,
    Meeting,
    ProgrammeSource,
)
from organisations.models import Council
from tests.consultations.factories import (
    ContributionFactory,
    FeedbackFactory,
    ProgrammeItemFactory,
    RoundFactory,
    RoutingFactory,
    answer_of,
    close_and_publish,
    standing_item,
)
from tests.consultations.trail_story import meeting_in
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("phases")]


def fill(round_: ConsultationRound, losser: Council, meeting: Meeting, count: int) -> None:
    for _ in range(count):
        contribution = ContributionFactory(round=round_, council=losser, author=UserFactory(), released=True)
        FeedbackFactory(routing=RoutingFactory(answer=answer_of(contribution), item=standing_item(meeting)))


@pytest.mark.parametrize("name", ["contributions", "rounds", "councils", "council", "round", "programme_item"])
def test_a_page_costs_as_many_queries_with_many_rows_as_with_one(client: Client, losser: Council, name: str) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(urls[name]).status_code == 200
        return len(queries)

    round_ = RoundFactory(closed=True, questions=1, input_published_at=timezone.now())
    project = ProgrammeItemFactory(published_at=timezone.now())
    urls = {
        **{name: reverse(f"consultations:{name}") for name in ("contributions", "rounds", "councils")},
        "council": losser.get_absolute_url(),
        "round": round_.get_absolute_url(),
        "programme_item": project.get_absolute_url(),
    }
    meetings = [meeting_in(-30), meeting_in(-20)]
    fill(round_, losser, meetings[0], 1)
    for contribution in round_.contributions.all():
        ProgrammeSource.objects.create(item=project, answer=answer_of(contribution))
    close_and_publish(meetings[0])
    before = cost()

    fill(round_, losser, meetings[1], 9)
    for contribution in round_.contributions.filter(submitted_version__answers__programme_sources=None):
        ProgrammeSource.objects.create(item=project, answer=answer_of(contribution))
    close_and_publish(meetings[1])
    for _ in range(3):
        RoundFactory(closed=True, questions=1, opens_at=timezone.now() - timedelta(days=90))

    assert cost() == before
    assert before <= 16
