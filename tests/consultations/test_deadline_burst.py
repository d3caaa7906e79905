"""A thousand submissions in the last minute before closing, over HTTP: what clients were told is what is stored."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from bench.load import Site
from bench.members import members, write_drafts
from bench.workloads.deadline import faults, run
from consultations.models import Contribution, ContributionStatus
from organisations.models import Council, Mandate, User
from tests.consultations.factories import PhaseFactory
from tests.servers import PortalServer

SUBMISSIONS = 1_000
MEMBERS_PER_COUNCIL = 125
#: All of them come in the last seconds of the last minute, and a few after it.
WINDOW = 12.0


def many_members(*councils: Council) -> list[Mandate]:
    people = [(council, n) for council in councils for n in range(MEMBERS_PER_COUNCIL)]
    users = User.objects.bulk_create(
        [
            User(name=f"Lid {n}", email=f"lid{n}@{council.organisation.slug}.example", password="!")
            for council, n in people
        ]
    )
    Mandate.objects.bulk_create(
        [
            Mandate(
                user=user,
                organisation=council.organisation,
                role=Mandate.Role.COUNCIL_MEMBER,
                starts_on=datetime(2022, 3, 30, tzinfo=UTC).date(),
            )
            for user, (council, _) in zip(users, people, strict=True)
        ]
    )
    return members()


@pytest.mark.usefixtures("transactional_db")
def test_of_a_thousand_submissions_in_the_last_minute_none_is_lost_doubled_or_late(
    start_portal: Callable[..., PortalServer], losser: Council, enschede: Council
) -> None:
    PhaseFactory()
    drafts = write_drafts(SUBMISSIONS, many_members(losser, enschede), datetime.now(UTC) + timedelta(days=1))
    portal = start_portal(WEB_CONCURRENCY="2")

    burst = run(Site(portal.port, f"127.0.0.1:{portal.port}"), drafts, window=WINDOW)
    portal.stop()

    assert faults(drafts, burst) == []
    assert len(burst.accepted) == Contribution.objects.exclude(status=ContributionStatus.DRAFT).count()
    assert 0 < len(burst.accepted) < len(drafts)
