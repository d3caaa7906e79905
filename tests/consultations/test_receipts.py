"""The receipt: told to the writers, read by them alone, and a PDF that everybody can read."""

import io
from typing import Any

import pytest
from django.urls import reverse
from pypdf import PdfReader

from consultations.models import Weight
from notifications.models import Delivery, Notice, NoticeKind
from organisations.actor import Role
from organisations.models import Council, Fractie, Mandate
from tests.conftest import AsClient
from tests.consultations.factories import ContributionFactory, CouncilInputFactory
from tests.consultations.writing import submit
from tests.factories import MandateFactory

pytestmark = pytest.mark.django_db


def test_the_receipt_goes_to_the_author_alone_and_holds_no_words(
    member: Mandate, group_leader: Mandate, clerk: Mandate
) -> None:
    draft = ContributionFactory(mandate=member, answers=["geheim-antwoord"])

    done = submit(member, draft)

    notice = Notice.objects.get(kind=NoticeKind.RECEIPT)
    assert [delivery.user for delivery in Delivery.objects.filter(notice=notice)] == [member.user]
    assert notice.link == reverse("consultations:receipt", args=[done.number])
    assert str(done.number) in notice.brief
    assert "geheim-antwoord" not in f"{notice.subject} {notice.brief} {notice.body}"
    assert not notice.is_public


def test_the_receipt_of_a_fractie_goes_to_its_named_writers(
    group_leader: Mandate, member: Mandate, fractie: Fractie, losser: Council
) -> None:
    MandateFactory(organisation=losser.organisation, fractie=fractie)
    draft = ContributionFactory(
        mandate=group_leader, weight=Weight.FRACTIE, fractie=fractie, writers=[group_leader, member]
    )

    submit(group_leader, draft)

    told = {delivery.user for delivery in Delivery.objects.all()}
    assert told == {group_leader.user, member.user}


def test_the_receipt_of_the_council_goes_to_its_clerks(clerk: Mandate, losser: Council, enschede: Council) -> None:
    deputy = MandateFactory(organisation=losser.organisation, role=Role.CLERK, is_deputy=True)
    MandateFactory(organisation=enschede.organisation, role=Role.CLERK)
    draft = CouncilInputFactory(mandate=clerk)

    submit(clerk, draft)

    assert {delivery.user for delivery in Delivery.objects.all()} == {clerk.user, deputy.user}


def test_the_receipt_pdf_is_tagged_and_holds_the_words(member: Mandate, as_client: AsClient) -> None:
    contribution = ContributionFactory(mandate=member, submitted=True, answers=["Meer <b>treinen</b> naar Gronau"])

    response = as_client(member).get(reverse("consultations:receipt_pdf", args=[contribution.number]))

    assert response["Content-Type"] == "application/pdf"
    reader = PdfReader(io.BytesIO(response.content))
    text = "".join(page.extract_text() for page in reader.pages)
    catalog: Any = reader.trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/Lang"].startswith("nl")
    assert str(contribution.number) in text
    assert "<b>treinen</b> naar Gronau" in text


def test_a_receipt_with_emoji_and_right_to_left_letters_becomes_a_pdf(member: Mandate, as_client: AsClient) -> None:
    contribution = ContributionFactory(mandate=member, submitted=True, answers=["🏡 Fijn wonen", "مرحبا", "x" * 20_000])

    response = as_client(member).get(reverse("consultations:receipt_pdf", args=[contribution.number]))

    assert response.status_code == 200
    assert response.content.startswith(b"%PDF-")


@pytest.mark.parametrize(
    "position", ["outsider", "group_leader", "clerk", "case_officer", "executive", "secretary", "administrator"]
)
@pytest.mark.parametrize("page", ["receipt", "receipt_pdf", "withdraw"])
def test_the_receipt_is_for_its_writers_alone(
    position: str, page: str, member: Mandate, as_client: AsClient, request: pytest.FixtureRequest
) -> None:
    contribution = ContributionFactory(mandate=member, released=True)
    client = as_client(request.getfixturevalue(position))

    assert client.get(reverse(f"consultations:{page}", args=[contribution.number])).status_code == 404


@pytest.mark.parametrize("number", ["ROS-2026-LOS-9999", "concept", "ROS 2026", "%00", "x" * 300, "’"])
def test_an_unknown_number_is_no_page(number: str, member: Mandate, as_client: AsClient) -> None:
    client = as_client(member)

    assert client.get(f"/inbreng/{number}/ontvangst/").status_code == 404
    assert client.post(f"/inbreng/{number}/intrekken/").status_code == 404
