"""The secretary decides by forms: what is refused is said in words, and what was typed stays."""

import pytest
from django.utils import timezone

from consultations.models import (
    Contribution,
    ContributionStatus,
    Decision,
    Feedback,
    Meeting,
    Routing,
)
from notifications.models import Notice, NoticeKind
from organisations.models import Mandate
from tests.conftest import AsClient

from .factories import item_after

pytestmark = pytest.mark.django_db


def test_the_secretary_decides_by_forms_and_publishes_once(
    as_client: AsClient, secretary: Mandate, routing: Routing, held: Meeting
) -> None:
    client, start = as_client(secretary), f"/boss/{held.held_on}"
    verdict = f"{start}/agendering/{routing.pk}/oordeel/"
    item = f"{start}/punten/{routing.item_id}"

    assert client.post(f"{item}/afronden/").status_code == 409
    assert client.post(verdict, {f"r{routing.pk}-verdict": "adopted"}).status_code == 400
    given = client.post(verdict, {f"r{routing.pk}-verdict": "adopted", f"r{routing.pk}-reason": "Past goed."})
    assert given.headers["Location"] == f"{item}/besluit/#antwoord-{routing.pk}"
    assert client.post(f"{item}/besluit/", {"besluit-text": ""}).status_code == 400
    assert client.post(f"{item}/besluit/", {"besluit-text": "Akkoord"}).status_code == 302
    assert client.post(f"{start}/besluiten-publiceren/").status_code == 409
    assert [client.post(f"{item}/afronden/").status_code for _ in range(2)] == [302, 302]
    assert [client.post(f"{start}/besluiten-publiceren/").status_code for _ in range(2)] == [302, 302]

    assert Decision.objects.get().text == "Akkoord"
    assert Notice.objects.filter(kind=NoticeKind.FEEDBACK).count() == 1


@pytest.mark.parametrize(
    ("verdict", "has_later", "sentence"),
    [
        ("deferred", False, "Kies tot welk agendapunt"),
        ("adopted", True, "alleen iets bij het oordeel"),
        ("verzonnen", False, "geldige keuze"),
    ],
)
def test_a_verdict_that_does_not_hold_together_is_refused_and_the_reason_kept(
    as_client: AsClient,
    secretary: Mandate,
    routing: Routing,
    held: Meeting,
    verdict: str,
    has_later: bool,
    sentence: str,
) -> None:
    item, prefix = item_after(held), f"r{routing.pk}-"
    body = {f"{prefix}verdict": verdict, f"{prefix}reason": "Mijn lange reden"}
    if has_later:
        body[f"{prefix}deferred_to"] = str(item.pk)

    response = as_client(secretary).post(f"/boss/{held.held_on}/agendering/{routing.pk}/oordeel/", body)

    assert response.status_code == 400
    assert sentence in response.content.decode()
    assert "Mijn lange reden" in response.content.decode()
    assert not Feedback.objects.exists()


def test_a_deferral_by_the_form_reaches_the_later_agenda(
    as_client: AsClient, secretary: Mandate, routing: Routing, held: Meeting
) -> None:
    item, prefix = item_after(held), f"r{routing.pk}-"
    body = {f"{prefix}verdict": "deferred", f"{prefix}reason": "Later", f"{prefix}deferred_to": str(item.pk)}

    response = as_client(secretary).post(f"/boss/{held.held_on}/agendering/{routing.pk}/oordeel/", body)

    assert response.status_code == 302
    assert item.routings.get().deferred_from_id == routing.pk


def test_words_that_were_withdrawn_are_flagged_to_the_secretary(
    as_client: AsClient, secretary: Mandate, routing: Routing, held: Meeting
) -> None:
    client, url = as_client(secretary), f"/boss/{held.held_on}/punten/{routing.item_id}/besluit/"
    assert "Gewijzigd of ingetrokken" not in client.get(url).content.decode()

    Contribution.objects.update(status=ContributionStatus.WITHDRAWN, withdrawn_at=timezone.now())

    assert "Gewijzigd of ingetrokken" in client.get(url).content.decode()
    assert "1 antwoord is later gewijzigd" in client.get(f"/boss/{held.held_on}/besluiten/").content.decode()
