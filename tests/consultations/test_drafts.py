"""Saving a draft: nothing typed is lost, nobody else sees it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consultations.actions.contributions import save_draft
from consultations.models import Said
from organisations.models import AuditEntry, Council, Mandate
from ros_portal.kit.errors import Conflict
from tests.conftest import AsClient
from tests.consultations.factories import ContributionFactory, RoundFactory
from tests.consultations.writing import seen, texts
from tests.factories import MandateFactory

pytestmark = pytest.mark.django_db


def test_without_a_script_the_button_saves(member: Mandate, as_client: AsClient) -> None:
    draft = ContributionFactory(mandate=member, answers=[])

    response = as_client(member).post(
        draft.get_absolute_url(), {"vraag_1": "Meer treinen.", "vraag_3": "Het Kennispark.", "save": "1"}, follow=True
    )

    assert response.status_code == 200
    assert "Uw concept is bewaard" in response.text
    assert texts(draft) == {1: "Meer treinen.", 3: "Het Kennispark."}


def test_saving_while_typing_says_when(member: Mandate, as_client: AsClient) -> None:
    draft = ContributionFactory(mandate=member)

    response = as_client(member).post(
        reverse("consultations:draft_autosave", args=[draft.uuid]), {"vraag_1": "Nieuw", "seen": seen(draft)}
    )

    saved = timezone.localtime(draft.versions.get().saved_at)
    assert response.json() == {"saved": f"{saved:%H.%M} uur", "seen": seen(draft)}
    assert texts(draft) == {1: "Nieuw"}


def test_the_page_can_go_on_saving_with_what_the_last_save_answered(member: Mandate, as_client: AsClient) -> None:
    draft = ContributionFactory(mandate=member)
    client, address = as_client(member), reverse("consultations:draft_autosave", args=[draft.uuid])
    first = client.post(address, {"vraag_1": "Een", "seen": seen(draft)}).json()

    too_long = client.post(address, {"vraag_1": "Twee", "vraag_2": "x" * 20_001, "seen": first["seen"]})
    third = client.post(address, {"vraag_1": "Drie", "seen": too_long.json()["seen"]})

    assert too_long.status_code == 400
    assert third.status_code == 200
    assert texts(draft)[1] == "Drie"


def test_a_second_window_of_the_same_person_overwrites_nothing_unseen(member: Mandate, as_client: AsClient) -> None:
    draft = ContributionFactory(mandate=member, answers=["Begin"])
    client, looked_at = as_client(member), seen(draft)
    client.post(draft.get_absolute_url(), {"vraag_1": "Venster een", "seen": looked_at})

    autosave = client.post(
        reverse("consultations:draft_autosave", args=[draft.uuid]), {"vraag_1": "Venster twee", "seen": looked_at}
    )
    button = client.post(draft.get_absolute_url(), {"vraag_1": "Venster twee", "seen": looked_at})

    assert autosave.status_code == button.status_code == 409
    assert "in een ander venster gewijzigd" in autosave.json()["error"]
    assert "Venster een" in button.text
    assert "Venster twee" in button.text
    assert texts(draft) == {1: "Venster een"}


def test_saving_what_did_not_change_writes_nothing(member: Mandate, as_client: AsClient) -> None:
    draft = ContributionFactory(mandate=member, answers=["Zo."])
    before = draft.versions.get().saved_at

    response = as_client(member).post(reverse("consultations:draft_autosave", args=[draft.uuid]), {"vraag_1": "Zo."})

    assert response.status_code == 200
    assert draft.versions.get().saved_at == before
    assert not AuditEntry.objects.filter(permission="save_draft").exists()


def test_an_answer_that_is_emptied_goes_away(member: Mandate, as_client: AsClient) -> None:
    draft = ContributionFactory(mandate=member, answers=["Een", "Twee"])

    as_client(member).post(draft.get_absolute_url(), {"vraag_1": "  ", "vraag_2": "Twee"})

    assert texts(draft) == {2: "Twee"}


@pytest.mark.parametrize(
    "position", ["outsider", "clerk", "case_officer", "executive", "secretary", "administrator", "group_leader"]
)
@pytest.mark.parametrize("page", ["draft", "draft_autosave", "draft_check", "draft_submit", "draft_writers"])
def test_another_ones_draft_does_not_exist(
    position: str, page: str, member: Mandate, as_client: AsClient, request: pytest.FixtureRequest
) -> None:
    draft = ContributionFactory(mandate=member, answers=["geheim-concept"])
    client = as_client(request.getfixturevalue(position))
    address = reverse(f"consultations:{page}", args=[draft.uuid])

    responses = []
    if page != "draft_check":
        responses.append(client.post(address, {"vraag_1": "gekaapt"}))
    if page not in ("draft_autosave", "draft_submit"):
        responses.append(client.get(address))

    assert {response.status_code for response in responses} == {404}
    assert all("geheim-concept" not in response.text for response in responses)
    assert texts(draft)[1] == "geheim-concept"


def test_a_draft_is_no_page_for_who_is_not_signed_in(member: Mandate, client: Client) -> None:
    draft = ContributionFactory(mandate=member)

    response = client.get(draft.get_absolute_url())

    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


def test_a_mandate_that_ended_shows_no_draft(member: Mandate, as_client: AsClient) -> None:
    draft = ContributionFactory(mandate=member)
    client = as_client(member)
    Mandate.objects.filter(pk=member.pk).update(ends_on=timezone.localdate())

    assert client.get(draft.get_absolute_url()).status_code == 404


def test_the_same_person_for_another_council_does_not_see_the_draft(
    member: Mandate, enschede: Council, as_client: AsClient
) -> None:
    draft = ContributionFactory(mandate=member)
    elsewhere = MandateFactory(user=member.user, organisation=enschede.organisation)

    assert as_client(elsewhere).get(draft.get_absolute_url()).status_code == 404


def test_after_closing_the_typed_text_stays_on_the_page(member: Mandate, losser: Council, as_client: AsClient) -> None:
    draft = ContributionFactory(mandate=member, round=RoundFactory(closed=True, councils=[losser]), answers=["Oud"])
    client = as_client(member)

    response = client.post(draft.get_absolute_url(), {"vraag_1": "Net te laat getypt", "seen": seen(draft)})
    autosave = client.post(reverse("consultations:draft_autosave", args=[draft.uuid]), {"vraag_1": "Te laat"})

    assert response.status_code == 409
    assert "Deze ronde is gesloten" in response.text
    assert "Net te laat getypt" in response.text
    assert autosave.status_code == 409
    assert "gesloten" in autosave.json()["error"]
    assert texts(draft) == {1: "Oud"}
    assert client.get(draft.get_absolute_url()).status_code == 200


def test_one_council_with_more_time_can_still_save(member: Mandate, outsider: Mandate, as_client: AsClient) -> None:
    closed = RoundFactory(closed=True)
    draft = ContributionFactory(mandate=member, round=closed)
    elsewhere = ContributionFactory(mandate=outsider, round=closed)
    closed.tracks.filter(council=draft.council).update(extended_until=timezone.now() + timedelta(hours=1))

    own = as_client(member).post(draft.get_absolute_url(), {"vraag_1": "Dankzij uitstel"})
    other = as_client(outsider).post(elsewhere.get_absolute_url(), {"vraag_1": "Zonder uitstel"})

    assert own.status_code == 302
    assert other.status_code == 409


def test_what_was_handed_in_is_not_saved_again(member: Mandate) -> None:
    contribution = ContributionFactory(mandate=member, submitted=True)

    with pytest.raises(Conflict, match="al ingediend"):
        save_draft(member.actor(), contribution, answers={}, fields={}, seen="")


def test_questions_of_another_round_get_no_answer(member: Mandate) -> None:
    draft = ContributionFactory(mandate=member, answers=["Hier"])
    elsewhere = RoundFactory().questions.first()
    assert elsewhere is not None

    save_draft(
        member.actor(), draft, answers={(elsewhere.pk, None): Said(text="Verdwaald")}, fields={}, seen=seen(draft)
    )

    assert texts(draft) == {1: "Hier"}


def test_a_draft_of_one_weight_takes_no_fields_of_another(member: Mandate) -> None:
    draft = ContributionFactory(mandate=member)

    save_draft(member.actor(), draft, answers={}, fields={"shows_name": True, "minority_view": "x"}, seen=seen(draft))

    draft.refresh_from_db()
    assert draft.shows_name
    assert draft.minority_view == ""


def test_every_save_leaves_one_audit_entry(member: Mandate) -> None:
    draft = ContributionFactory(mandate=member)

    save_draft(member.actor(), draft, answers={}, fields={"shows_name": True}, seen=seen(draft))

    entry = AuditEntry.objects.get(permission="save_draft")
    assert entry.target_id == str(draft.pk)
    assert entry.mandate_id == member.pk


def test_the_draft_page_names_the_deadline_the_contact_and_the_readers(
    member: Mandate, losser: Council, as_client: AsClient
) -> None:
    closes_at = (timezone.now() + timedelta(days=9)).replace(hour=22, minute=59, second=0)
    draft = ContributionFactory(mandate=member, round=RoundFactory(closes_at=closes_at, councils=[losser]))

    page = as_client(member).get(draft.get_absolute_url()).text

    assert f"{timezone.localtime(closes_at):%H.%M} uur" in page
    assert losser.organisation.contact_email in page
    assert "Beleidsmedewerker ruimtelijke ordening" in page
    assert "Zodra de griffier het vrijgeeft" in page
    assert "een raadslid van Losser" in page


def test_the_number_of_queries_of_a_save_is_small(
    member: Mandate, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    draft = ContributionFactory(mandate=member)
    connection.ensure_connection()

    with django_assert_max_num_queries(16):
        save_draft(member.actor(), draft, answers={}, fields={"shows_name": True}, seen=seen(draft))
