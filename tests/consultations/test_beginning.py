"""Beginning input: one draft per writer and round, for who may and while the round is open."""

import threading
from datetime import timedelta

import pytest
from django.db import connections
from django.urls import reverse

from consultations.actions.contributions import start_individual_input
from consultations.models import (
    ConsultationRound,
    Contribution,
    ContributionVersion,
    CouncilBasis,
    CouncilTrack,
    Weight,
)
from organisations.models import Council, Mandate
from ros_portal.kit.templatetags.dutch import day_time
from tests.conftest import AsClient
from tests.consultations.factories import RoundFactory
from tests.consultations.writing import in_threads, start

pytestmark = pytest.mark.django_db


@pytest.fixture
def open_round(losser: Council, enschede: Council) -> ConsultationRound:
    return RoundFactory(councils=[losser, enschede])


def test_starting_twice_gives_the_same_draft(
    member: Mandate, open_round: ConsultationRound, as_client: AsClient
) -> None:
    client = as_client(member)

    first = start(client, open_round, weight="individual")
    second = start(client, open_round, weight="individual")

    assert first == second
    assert Contribution.objects.get().weight == Weight.INDIVIDUAL


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_make_one_draft(member: Mandate, open_round: ConsultationRound) -> None:
    council = open_round.councils.get(organisation__slug="losser")
    made: list[int] = []
    ready = threading.Barrier(2)

    def click() -> None:
        ready.wait()
        made.append(start_individual_input(member.actor(), council, round_id=open_round.pk).pk)
        connections.close_all()

    in_threads(click, click)

    assert len(made) == 2
    assert len(set(made)) == 1
    assert ContributionVersion.objects.count() == 1


def test_a_member_cannot_start_for_the_fractie_or_the_council(
    member: Mandate, open_round: ConsultationRound, as_client: AsClient
) -> None:
    address = reverse("consultations:start_contribution", args=[open_round.slug])
    client = as_client(member)

    assert client.post(address, {"weight": "fractie"}).status_code == 403
    assert client.post(address, {"weight": "council", "basis": "decision"}).status_code == 403
    assert not Contribution.objects.exists()


@pytest.mark.parametrize("position", ["clerk", "case_officer", "executive", "secretary", "administrator"])
def test_only_members_start_individual_input(
    position: str, open_round: ConsultationRound, as_client: AsClient, request: pytest.FixtureRequest
) -> None:
    client = as_client(request.getfixturevalue(position))

    response = client.post(
        reverse("consultations:start_contribution", args=[open_round.slug]), {"weight": "individual"}
    )

    assert response.status_code == 403
    assert not Contribution.objects.exists()


def test_an_unknown_weight_or_basis_does_not_exist(
    clerk: Mandate, open_round: ConsultationRound, as_client: AsClient
) -> None:
    address = reverse("consultations:start_contribution", args=[open_round.slug])
    client = as_client(clerk)

    assert client.post(address, {"weight": "council", "basis": "rumour"}).status_code == 404
    assert client.post(address, {"weight": "\0"}).status_code == 404
    assert client.post(address).status_code == 404


def test_nobody_starts_in_a_round_that_closed(member: Mandate, losser: Council, as_client: AsClient) -> None:
    closed = RoundFactory(closed=True, councils=[losser])

    response = as_client(member).post(
        reverse("consultations:start_contribution", args=[closed.slug]), {"weight": "individual"}
    )

    assert response.status_code == 409
    assert "Deze ronde is gesloten" in response.text


def test_a_council_that_was_not_invited_starts_nothing(member: Mandate, enschede: Council, as_client: AsClient) -> None:
    round_ = RoundFactory(councils=[enschede])

    response = as_client(member).post(
        reverse("consultations:start_contribution", args=[round_.slug]), {"weight": "individual"}
    )

    assert response.status_code == 409
    assert "niet uitgenodigd" in response.text


def test_the_basis_of_a_council_draft_is_part_of_what_is_unique(
    clerk: Mandate, open_round: ConsultationRound, as_client: AsClient
) -> None:
    client = as_client(clerk)

    decision = start(client, open_round, weight="council", basis="decision")
    conversation = start(client, open_round, weight="council", basis="conversation")

    assert decision != conversation
    assert decision == start(client, open_round, weight="council", basis="decision")
    assert set(Contribution.objects.values_list("basis", flat=True)) == set(CouncilBasis.values)


@pytest.mark.parametrize("has_draft", [True, False])
def test_the_own_list_names_the_deadline_of_the_own_council(
    has_draft: bool, member: Mandate, open_round: ConsultationRound, losser: Council, as_client: AsClient
) -> None:
    extended = open_round.closes_at + timedelta(days=7)
    CouncilTrack.objects.filter(round=open_round, council=losser).update(extended_until=extended)
    client = as_client(member)
    if has_draft:
        start(client, open_round, weight="individual")

    page = client.get(reverse("consultations:my_contributions")).text

    assert f"Indienen kan tot {day_time(extended)}" in page
    assert day_time(open_round.closes_at) not in page
