"""Taking input back: until the round closes, and the number and the dates stay."""

import pytest
from django.urls import reverse
from django.utils import timezone

from consultations.actions.contributions import withdraw_contribution
from consultations.models import Contribution, ContributionStatus
from organisations.models import AuditEntry, Mandate
from tests.conftest import AsClient
from tests.consultations.factories import ContributionFactory, RoundFactory
from tests.consultations.writing import submit

Status = ContributionStatus

pytestmark = pytest.mark.django_db


def test_withdrawing_keeps_number_and_dates(member: Mandate, as_client: AsClient) -> None:
    contribution = ContributionFactory(mandate=member, released=True)
    client = as_client(member)
    address = reverse("consultations:withdraw", args=[contribution.number])
    number, submitted_at = contribution.number, contribution.submitted_at

    asked = client.get(address)
    first = client.post(address)
    second = client.post(address)

    contribution.refresh_from_db()
    assert "Inbreng intrekken?" in asked.text
    assert first.status_code == second.status_code == 302
    assert contribution.status == Status.WITHDRAWN
    assert contribution.withdrawn_at is not None
    assert (contribution.number, contribution.submitted_at) == (number, submitted_at)
    assert "Uw inbreng is ingetrokken" in client.get(first["Location"]).text
    assert AuditEntry.objects.filter(permission="withdraw_contribution").count() == 1


def test_after_the_round_closed_nothing_is_withdrawn(member: Mandate, as_client: AsClient) -> None:
    contribution = ContributionFactory(mandate=member, round=RoundFactory(closed=True), submitted=True)
    client = as_client(member)
    address = reverse("consultations:withdraw", args=[contribution.number])

    for response in (client.get(address), client.post(address)):
        assert response.status_code == 409
        assert "U kunt uw inbreng niet meer intrekken" in response.text
    contribution.refresh_from_db()
    assert contribution.status == Status.SUBMITTED


def test_after_withdrawing_one_can_begin_again_under_a_new_number(member: Mandate, as_client: AsClient) -> None:
    contribution = ContributionFactory(mandate=member, submitted=True)
    withdraw_contribution(member.actor(), contribution)

    response = as_client(member).post(
        reverse("consultations:start_contribution", args=[contribution.round.slug]), {"weight": "individual"}
    )
    again = Contribution.objects.get(status=Status.DRAFT)
    assert response["Location"] == again.get_absolute_url()
    as_client(member).post(again.get_absolute_url(), {"vraag_1": "Opnieuw"})

    assert submit(member, again).number == f"ROS-{timezone.localdate().year}-LOS-0002"
