"""Beginning and saving a draft: one per writer and round, nothing typed is lost, nobody else sees it."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consultations.actions.contributions import name_writers, save_draft, start_fractie_input, start_individual_input
from consultations.models import Answer, ConsultationRound, Contribution, ContributionVersion, CouncilBasis, Weight
from organisations.models import AuditEntry, Council, Fractie, Mandate
from ros_portal.kit.errors import Conflict
from tests.conftest import AsClient
from tests.consultations.factories import ContributionFactory, RoundFactory
from tests.factories import MandateFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def open_round(losser: Council, enschede: Council) -> ConsultationRound:
    return RoundFactory(councils=[losser, enschede])


def start(client: Client, round_: ConsultationRound, **data: str) -> str:
    response = client.post(reverse("consultations:start_contribution", args=[round_.slug]), data)
    assert response.status_code == 302, response.status_code
    return response["Location"]


def seen(contribution: Contribution) -> str:
    return contribution.versions.get().saved_at.isoformat()


def texts(contribution: Contribution) -> dict[int, str]:
    answers = Answer.objects.filter(version__contribution=contribution)
    return dict(answers.values_list("question__position", "text"))


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


def in_threads(*works: Callable[[], None]) -> None:
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)


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


def test_without_a_script_the_button_saves(member: Mandate, open_round: ConsultationRound, as_client: AsClient) -> None:
    client = as_client(member)
    address = start(client, open_round, weight="individual")

    response = client.post(
        address, {"vraag_1": "Meer treinen.", "vraag_3": "Het Kennispark.", "save": "1"}, follow=True
    )

    assert response.status_code == 200
    assert "Uw concept is bewaard" in response.text
    assert texts(Contribution.objects.get()) == {1: "Meer treinen.", 3: "Het Kennispark."}


def test_saving_while_typing_says_when(member: Mandate, as_client: AsClient) -> None:
    draft = ContributionFactory(mandate=member)

    response = as_client(member).post(
        reverse("consultations:draft_autosave", args=[draft.uuid]), {"vraag_1": "Nieuw", "seen": seen(draft)}
    )

    saved = timezone.localtime(draft.versions.get().saved_at)
    assert response.json() == {"saved": f"{saved:%H.%M} uur"}
    assert texts(draft) == {1: "Nieuw"}


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


def test_what_was_handed_in_is_not_saved_again(member: Mandate) -> None:
    contribution = ContributionFactory(mandate=member, submitted=True)

    with pytest.raises(Conflict, match="al ingediend"):
        save_draft(member.actor(), contribution, answers={}, fields={}, seen="")


def test_questions_of_another_round_get_no_answer(member: Mandate) -> None:
    draft = ContributionFactory(mandate=member, answers=["Hier"])
    elsewhere = RoundFactory().questions.first()
    assert elsewhere is not None

    save_draft(member.actor(), draft, answers={elsewhere.pk: "Verdwaald"}, fields={}, seen=seen(draft))

    assert texts(draft) == {1: "Hier"}


def test_a_draft_of_one_weight_takes_no_fields_of_another(member: Mandate) -> None:
    draft = ContributionFactory(mandate=member)

    save_draft(member.actor(), draft, answers={}, fields={"shows_name": True, "minority_view": "x"}, seen=seen(draft))

    draft.refresh_from_db()
    assert draft.shows_name
    assert draft.minority_view == ""


HOSTILE = {
    "emoji": "Fijn wonen 🏡👩‍👩‍👧 in Twente",
    "rtl": "مرحبا شلوم בברכה",
    "nul": "voor\0na",
    "control": "a\x07b\x1b[31mc",
    "override": "abc\u202etxt.exe",
    "html": "<script>alert(1)</script>",
    "surrogate": "half \ud83d teken",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_strange_text_is_kept_or_cleaned_and_never_an_error(text: str, member: Mandate, as_client: AsClient) -> None:
    draft = ContributionFactory(mandate=member)
    client = as_client(member)

    response = client.post(draft.get_absolute_url(), {"vraag_1": text.encode("utf-8", "surrogatepass")}, follow=True)

    assert response.status_code == 200
    kept = texts(draft)[1]
    assert not any(ord(character) < 32 for character in kept)
    assert "\u202e" not in kept
    assert "<script>alert(1)</script>" not in response.text


@pytest.mark.parametrize("letters", ["a", "é", "🏡"])
def test_a_text_of_100_000_characters_is_refused_and_stays_on_the_page(
    letters: str, member: Mandate, as_client: AsClient
) -> None:
    draft = ContributionFactory(mandate=member, answers=["Oud", "Oud"])
    client = as_client(member)

    response = client.post(draft.get_absolute_url(), {"vraag_1": letters * 100_000, "vraag_2": "Dit past wel"})

    assert response.status_code == 200
    assert "Uw tekst is te lang: 100.000 tekens. Er passen er 20.000." in response.text
    assert letters * 100_000 in response.text
    assert texts(draft) == {1: "Oud", 2: "Dit past wel"}


def test_more_than_the_portal_takes_is_a_clear_refusal(member: Mandate, as_client: AsClient) -> None:
    draft = ContributionFactory(mandate=member)

    response = as_client(member).post(
        draft.get_absolute_url(), "vraag_1=" + "a" * 3_000_000, content_type="application/x-www-form-urlencoded"
    )

    assert response.status_code == 400


def test_the_basis_of_a_council_draft_is_part_of_what_is_unique(
    clerk: Mandate, open_round: ConsultationRound, as_client: AsClient
) -> None:
    client = as_client(clerk)

    decision = start(client, open_round, weight="council", basis="decision")
    conversation = start(client, open_round, weight="council", basis="conversation")

    assert decision != conversation
    assert decision == start(client, open_round, weight="council", basis="decision")
    assert set(Contribution.objects.values_list("basis", flat=True)) == set(CouncilBasis.values)


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
    member: Mandate, django_assert_max_num_queries: Callable[..., object]
) -> None:
    draft = ContributionFactory(mandate=member)
    connection.ensure_connection()

    with django_assert_max_num_queries(16):
        save_draft(member.actor(), draft, answers={}, fields={"shows_name": True}, seen=seen(draft))
