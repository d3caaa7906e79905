"""A start page costs as many queries with much as with little."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consultations.models import ConsultationRound, Contribution, Meeting
from organisations.models import Mandate
from tests.conftest import AsClient
from tests.consultations.factories import (
    ContributionFactory,
    FeedbackFactory,
    ItemFactory,
    MeetingFactory,
    RoundFactory,
    RoutingFactory,
    answer_of,
    close_and_publish,
    council_of,
    standing_item,
)
from tests.documents.factories import DocumentFactory, VersionFactory
from tests.factories import InvitationFactory, MandateFactory
from tests.notifications.factories import NoticeFactory
from tests.site.start_scene import fill, tell

pytestmark = pytest.mark.django_db
FEW, MANY = 5, 50
LIMIT = 20


def add(count: int, people: dict[str, Mandate], since: int) -> None:
    """So many more of everything that a start page lists or counts."""
    member, council = people["member"], council_of(people["member"])
    party, today = council.organisation, timezone.localdate()
    old: ConsultationRound = RoundFactory(closed=True, questions=1, councils=[council])
    decided: Meeting = MeetingFactory(held_on=today - timedelta(days=400 + since))
    for number in range(since, since + count):
        given: Contribution = ContributionFactory(round=old, mandate=MandateFactory(organisation=party), submitted=True)
        FeedbackFactory(routing=RoutingFactory(answer=answer_of(given), item=standing_item(decided)))
        ContributionFactory(round=RoundFactory(questions=1), mandate=member)
        held: Meeting = MeetingFactory(held_on=today - timedelta(days=500 + number), held=True, participants=[party])
        RoutingFactory(answer=answer_of(given), item=ItemFactory(meeting=held))
        MeetingFactory(held_on=today + timedelta(days=100 + 2 * number), participants=[party])
        MeetingFactory(held_on=today + timedelta(days=101 + 2 * number), convened=True, participants=[party])
        NoticeFactory(organisation=party)
        NoticeFactory(regional=True)
        InvitationFactory(organisation=party)
        VersionFactory(document=DocumentFactory(organisation=party))
        for name in ("member", "clerk"):
            tell(people[name], f"Bericht {number}")
    close_and_publish(decided)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as autovacuum would have; without it a plan can take minutes


def test_no_start_page_costs_more_queries_with_fifty_of_everything_than_with_five(
    as_client: AsClient,
    member: Mandate,
    group_leader: Mandate,
    clerk: Mandate,
    case_officer: Mandate,
    secretary: Mandate,
    executive: Mandate,
    administrator: Mandate,
    outsider: Mandate,
) -> None:
    people = {
        "member": member, "group_leader": group_leader, "clerk": clerk, "case_officer": case_officer,
        "secretary": secretary, "executive": executive, "administrator": administrator,
    }  # fmt: skip
    clients = {name: as_client(mandate) for name, mandate in people.items()}

    def costs() -> dict[str, int]:
        found = {}
        for name, client in clients.items():
            with CaptureQueriesContext(connection) as queries:
                assert client.get("/start/").status_code == 200
            found[name] = len(queries)
        return found

    fill(member, group_leader, clerk, outsider)
    add(FEW, people, since=0)
    few = costs()
    add(MANY - FEW, people, since=FEW)

    assert costs() == few
    assert max(few.values()) <= LIMIT, few
