"""A draft of a fractie: several write, one hands in, nobody overwrites a colleague unseen."""

import pytest

from consultations.actions.contributions import name_writers, start_fractie_input
from consultations.models import ConsultationRound, Contribution, Weight
from organisations.models import Council, Fractie, Mandate
from tests.conftest import AsClient
from tests.consultations.factories import ContributionFactory, RoundFactory
from tests.consultations.writing import seen, start, texts
from tests.factories import MandateFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def open_round(losser: Council) -> ConsultationRound:
    round_: ConsultationRound = RoundFactory(councils=[losser])
    return round_


def test_a_fractie_writer_never_overwrites_a_colleague_unseen(
    group_leader: Mandate, member: Mandate, fractie: Fractie, as_client: AsClient
) -> None:
    draft = ContributionFactory(
        mandate=group_leader, weight=Weight.FRACTIE, fractie=fractie, writers=[group_leader, member], answers=["Begin"]
    )
    looked_at = seen(draft)
    as_client(group_leader).post(draft.get_absolute_url(), {"vraag_1": "Van de voorzitter", "seen": looked_at})

    response = as_client(member).post(draft.get_absolute_url(), {"vraag_1": "Van het lid", "seen": looked_at})

    assert response.status_code == 409
    assert "Iemand anders heeft dit concept intussen gewijzigd" in response.text
    assert "Van de voorzitter" in response.text
    assert "Van het lid" in response.text
    assert texts(draft) == {1: "Van de voorzitter"}
    again = as_client(member).post(draft.get_absolute_url(), {"vraag_1": "Samen", "seen": seen(draft)})
    assert again.status_code == 302
    assert texts(draft) == {1: "Samen"}


def test_the_leader_names_who_writes_along(
    group_leader: Mandate, member: Mandate, open_round: ConsultationRound, as_client: AsClient
) -> None:
    leader = as_client(group_leader)
    address = start(leader, open_round, weight="fractie")
    assert as_client(member).get(address).status_code == 404

    response = leader.post(f"{address}schrijvers/", {"writers": [str(member.pk)]})

    assert response.status_code == 302
    page = as_client(member).get(address)
    assert page.status_code == 200
    assert "Controleren en indienen" not in page.text
    assert "De fractievoorzitter dient dit concept in." in page.text


def test_a_writer_who_is_no_leader_neither_names_writers_nor_submits(
    group_leader: Mandate, member: Mandate, fractie: Fractie, as_client: AsClient
) -> None:
    draft = ContributionFactory(
        mandate=group_leader, weight=Weight.FRACTIE, fractie=fractie, writers=[group_leader, member]
    )
    client = as_client(member)

    assert client.post(f"{draft.get_absolute_url()}schrijvers/", {"writers": []}).status_code == 403
    assert client.get(f"{draft.get_absolute_url()}controleren/").status_code == 403
    assert client.post(f"{draft.get_absolute_url()}indienen/", {"seen": seen(draft)}).status_code == 403


def test_nobody_outside_the_fractie_becomes_a_writer(
    group_leader: Mandate, outsider: Mandate, open_round: ConsultationRound, as_client: AsClient
) -> None:
    client = as_client(group_leader)
    address = start(client, open_round, weight="fractie")

    page = client.post(f"{address}schrijvers/", {"writers": [str(outsider.pk)]})

    assert page.status_code == 200
    assert [writer.pk for writer in Contribution.objects.get().writers.all()] == [group_leader.pk]
    with pytest.raises(ValueError, match="fractie"):
        name_writers(group_leader.actor(), Contribution.objects.get(), mandates=[outsider])


def test_a_second_leader_comes_to_the_same_draft(
    group_leader: Mandate, losser: Council, fractie: Fractie, open_round: ConsultationRound
) -> None:
    deputy = MandateFactory(organisation=losser.organisation, role=group_leader.role, fractie=fractie, is_deputy=True)

    first = start_fractie_input(group_leader.actor(), losser, round_id=open_round.pk)
    second = start_fractie_input(deputy.actor(), losser, round_id=open_round.pk)

    assert first == second
    assert set(first.writers.all()) == {group_leader, deputy}
