"""Motions and the report of a conversation: with the council's input, and frozen with it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from consultations.actions.contributions import save_draft
from consultations.actions.revisions import revise_contribution, submit_revision
from consultations.models import ConsultationRound, Contribution, CouncilBasis, Motion
from consultations.models.writing import ChangedMeanwhile
from organisations.models import Mandate
from tests.conftest import AsClient
from tests.consultations.factories import CouncilInputFactory, close_at
from tests.consultations.writing import seen, submit

pytestmark = pytest.mark.django_db

TYPED = {"title": "Motie Betaalbaar wonen", "outcome": "adopted", "reference": "M-7", "text": "Bouw betaalbaar."}


@pytest.fixture
def draft(clerk: Mandate) -> Contribution:
    made: Contribution = CouncilInputFactory(mandate=clerk)
    return made


def add_url(draft: Contribution) -> str:
    return reverse("consultations:add_motion", args=[draft.uuid])


def test_a_motion_is_added_shown_and_taken_away(draft: Contribution, clerk: Mandate, as_client: AsClient) -> None:
    client = as_client(clerk)
    page = reverse("consultations:draft", args=[draft.uuid])
    check = reverse("consultations:draft_check", args=[draft.uuid])

    refused = client.post(add_url(draft), {"title": "", "text": "Bouw betaalbaar."})
    added = client.post(add_url(draft), TYPED)
    shown = client.get(page).text, client.get(check).text
    remove = reverse("consultations:remove_motion", args=[draft.uuid, Motion.objects.get().pk])
    first, second = client.post(remove), client.post(remove)

    assert refused.status_code == 200
    assert "Bouw betaalbaar." in refused.text
    assert added["Location"] == first["Location"] == second["Location"] == page
    assert all("Motie Betaalbaar wonen" in text for text in shown)
    assert not Motion.objects.exists()


def test_a_motion_counts_in_the_fingerprint_and_goes_with_the_next_version(draft: Contribution, clerk: Mandate) -> None:
    Motion.objects.create(version=draft.versions.get(), **TYPED)
    with_motion = submit(clerk, draft)
    opened = revise_contribution(clerk.actor(), with_motion)
    second = opened.versions.get(number=2)
    second.motions.all().delete()
    first_print = with_motion.versions.get(number=1).sha256

    submit_revision(clerk.actor(), opened, seen=seen(opened))

    assert Motion.objects.get().version.number == 1
    assert opened.versions.get(number=2).sha256 != first_print


def test_a_motion_that_was_added_after_the_last_look_is_not_handed_in_unseen(
    draft: Contribution, clerk: Mandate, as_client: AsClient
) -> None:
    looked_at = seen(draft)
    as_client(clerk).post(add_url(draft), TYPED)

    response = as_client(clerk).post(reverse("consultations:draft_submit", args=[draft.uuid]), {"seen": looked_at})

    assert response.status_code == 409
    with pytest.raises(ChangedMeanwhile):
        save_draft(clerk.actor(), draft, answers={}, fields={}, seen=looked_at)


def test_after_closing_a_motion_is_refused_and_stays_on_the_page(
    draft: Contribution, clerk: Mandate, as_client: AsClient
) -> None:
    close_at(ConsultationRound.objects.latest("pk"), timezone.now())

    response = as_client(clerk).post(add_url(draft), TYPED)

    assert response.status_code == 409
    assert "Bouw betaalbaar." in response.text
    assert not Motion.objects.exists()


def test_the_report_of_a_conversation_is_kept_and_read(clerk: Mandate, as_client: AsClient) -> None:
    draft = CouncilInputFactory(mandate=clerk, basis=CouncilBasis.CONVERSATION)
    client = as_client(clerk)

    typed = {"vraag_1": "Positief.", "report": "Er was zorg over de bus.", "meeting_date": "2026-01-20"}
    client.post(draft.get_absolute_url(), typed)
    submitted = submit(clerk, draft)
    receipt = client.get(reverse("consultations:receipt", args=[submitted.number])).text
    page = client.get(submitted.get_absolute_url()).text

    submitted.refresh_from_db()
    assert submitted.report == "Er was zorg over de bus."
    assert "Er was zorg over de bus." in receipt
    assert "Er was zorg over de bus." in page
