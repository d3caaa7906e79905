"""The history of a shared draft: who wrote when, what each changed, and for its writers alone."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from consultations.actions.contributions import save_draft
from consultations.models import Contribution, DraftRevision, Weight
from consultations.models.answers import Said
from organisations.models import Mandate
from tests.conftest import AsClient
from tests.consultations.factories import ContributionFactory, CouncilInputFactory
from tests.consultations.writing import seen

pytestmark = pytest.mark.django_db


@pytest.fixture
def shared(group_leader: Mandate, member: Mandate) -> Contribution:
    made: Contribution = ContributionFactory(
        mandate=group_leader,
        weight=Weight.FRACTIE,
        fractie=group_leader.fractie,
        writers=[group_leader, member],
        answers=[],
    )
    return made


def write(mandate: Mandate, draft: Contribution, text: str) -> None:
    question = draft.round.questions.get(position=1)
    save_draft(mandate.actor(), draft, answers={(question.pk, None): Said(text=text)}, fields={}, seen=seen(draft))


def stands(draft: Contribution) -> list[tuple[int, str]]:
    """Who wrote each stand, and how the first answer read then."""
    return [(stand.saved_by_id, "".join(stand.words.values())) for stand in DraftRevision.objects.order_by("number")]


def test_another_writer_begins_the_next_stand(group_leader: Mandate, member: Mandate, shared: Contribution) -> None:
    write(group_leader, shared, "Een")
    write(group_leader, shared, "Een twee")
    write(member, shared, "Een twee drie")

    assert stands(shared) == [(group_leader.user_id, "Een twee"), (member.user_id, "Een twee drie")]


def test_who_comes_back_later_begins_the_next_stand(group_leader: Mandate, shared: Contribution) -> None:
    write(group_leader, shared, "Gisteren")
    long_ago = timezone.now() - timedelta(minutes=11)
    DraftRevision.objects.update(started_at=long_ago, saved_at=long_ago)

    write(group_leader, shared, "Vandaag")

    assert [text for _, text in stands(shared)] == ["Gisteren", "Vandaag"]


def test_the_writers_see_what_each_changed(
    group_leader: Mandate, member: Mandate, shared: Contribution, as_client: AsClient
) -> None:
    write(group_leader, shared, "De bus rijdt vaak.")
    write(member, shared, "De bus rijdt zelden.")
    client, address = as_client(member), reverse("consultations:draft_history", args=[shared.uuid])
    first = DraftRevision.objects.get(number=1)

    latest = client.get(address).text
    earlier = client.get(address, {"stand": first.pk}).text
    unknown = client.get(address, {"stand": "x"})

    assert "Wat Mirjam Raadslid veranderde in stand 2" in latest
    assert '<del><span class="ros-hidden">[weggehaald:] </span>vaak.' in latest
    assert "<del>" not in earlier.replace("<del>Zo</del>", "")
    assert unknown.status_code == 200
    assert address in client.get(shared.get_absolute_url()).text


def test_others_of_the_fractie_and_the_clerk_see_no_history(
    shared: Contribution, clerk: Mandate, outsider: Mandate, as_client: AsClient
) -> None:
    for nobody in (clerk, outsider):
        response = as_client(nobody).get(reverse("consultations:draft_history", args=[shared.uuid]))
        assert response.status_code == 404


def test_a_council_draft_keeps_what_it_rests_on_too(clerk: Mandate) -> None:
    draft = CouncilInputFactory(mandate=clerk)

    save_draft(clerk.actor(), draft, answers={}, fields={"decision_reference": "2026-99"}, seen=seen(draft))

    assert DraftRevision.objects.get().words["Kenmerk van het besluit"] == "2026-99"


def test_an_individual_draft_has_no_history(member: Mandate) -> None:
    draft = ContributionFactory(mandate=member)

    write(member, draft, "Alleen ik.")

    assert not DraftRevision.objects.exists()
