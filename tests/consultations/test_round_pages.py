"""The desk of the programme team over HTTP, and what everyone reads of a round after its publication."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consultations.models import ConsultationRound, Extension, Question, RoundAddendum, RoundStatus
from documents.models import DocumentVersion
from organisations.models import Council, Mandate
from tests.conftest import AsClient
from tests.consultations.factories import PhaseFactory, QuestionFactory, RoundFactory
from tests.documents.factories import VersionFactory

pytestmark = pytest.mark.django_db
DESK = "/rondes/beheer/"


@pytest.fixture
def team(secretary: Mandate, as_client: AsClient) -> Client:
    return as_client(secretary)


def prepared(*councils: Council, **kwargs: Any) -> ConsultationRound:
    opens_at = timezone.now() + timedelta(days=7)
    times = {"opens_at": opens_at, "closes_at": opens_at + timedelta(weeks=10)}
    round_: ConsultationRound = RoundFactory(**{"status": RoundStatus.DRAFT, **times, **kwargs}, councils=councils)
    return round_


def body(council: Council, **changes: Any) -> dict[str, Any]:
    return {
        "phase": PhaseFactory().pk,
        "title": "Water en bodem",
        "brief": "Over water.",
        "opens_at": "2031-01-06T09:00",
        "closes_at": "2031-03-28T23:59",
        "councils": [council.pk],
        **changes,
    }


def test_the_team_makes_a_round_with_its_document_and_times_of_the_netherlands(team: Client, losser: Council) -> None:
    version: DocumentVersion = VersionFactory(published=True)

    response = team.post(f"{DESK}nieuw/", body(losser, documents=[version.pk]), follow=True)

    round_ = ConsultationRound.objects.get()
    assert "Maak nu de vragen" in response.content.decode()
    assert timezone.localtime(round_.opens_at).strftime("%H:%M") == "09:00"
    assert list(round_.documents.all()) == [version]


def test_a_brief_of_more_than_a_hundred_words_is_refused_and_stays_on_the_page(team: Client, losser: Council) -> None:
    brief = "woord " * 101

    page = team.post(f"{DESK}nieuw/", body(losser, brief=brief)).content.decode()

    assert "Dit zijn 101 woorden. Er passen er 100." in page
    assert brief.strip() in page
    assert team.post(f"{DESK}nieuw/", body(losser, brief="woord " * 100)).status_code == 302


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"brief": ""}, "Dit veld is verplicht."),
        ({"closes_at": "2031-01-06T09:00"}, "Kies een moment na de opening."),
        ({"councils": []}, "Dit veld is verplicht."),
        ({"opens_at": "gisteren"}, "geldige datum"),
        ({"opens_at": "0001-01-01T00:00"}, ""),
        ({"closes_at": "9999-12-31T23:59"}, ""),
        ({"phase": "9" * 40}, ""),
        ({"documents": ["x"]}, ""),
    ],
)
def test_odd_input_is_refused_with_a_sentence(
    changes: dict[str, Any], sentence: str, team: Client, losser: Council
) -> None:
    response = team.post(f"{DESK}nieuw/", body(losser, **changes))

    assert response.status_code in (200, 302)
    assert sentence in response.content.decode()


def test_a_form_that_was_open_when_the_round_was_published_changes_nothing(team: Client, losser: Council) -> None:
    round_ = RoundFactory(councils=[losser], title="Zoals hij was")

    response = team.post(f"{DESK}{round_.pk}/wijzigen/", body(losser))

    round_.refresh_from_db()
    assert response.status_code == 409
    assert round_.title == "Zoals hij was"


def test_a_choice_needs_two_options_and_what_belongs_to_another_format_is_left_out(
    team: Client, losser: Council
) -> None:
    url = f"{DESK}{prepared(losser, questions=0).pk}/vragen/"
    question = {"text": "Waar?", "kind": "other", "format": "choice", "options": "Oost\r\n\r\n Oost \r\n", "unit": "km"}

    refused = team.post(url, question).content.decode()
    team.post(url, {**question, "options": "Oost\r\nWest"})
    team.post(url, {**question, "format": "number"})

    assert "Geef ten minste twee keuzes" in refused
    kept = list(Question.objects.order_by("position").values_list("format", "options", "unit"))
    assert kept == [("choice", ["Oost", "West"], ""), ("number", [], "km")]


def test_a_second_question_about_paragraphs_is_refused_and_what_was_typed_stays(team: Client, losser: Council) -> None:
    round_ = prepared(losser, questions=0)
    question = {"text": "Welke alinea's?", "kind": "other", "format": "paragraphs"}
    team.post(f"{DESK}{round_.pk}/vragen/", question)

    response = team.post(f"{DESK}{round_.pk}/vragen/", {**question, "text": "En deze?"})

    assert response.status_code == 409
    assert "En deze?" in response.content.decode()
    assert round_.questions.count() == 1


def test_a_question_is_only_reached_through_its_own_round(team: Client, losser: Council) -> None:
    here, elsewhere = prepared(losser), prepared(losser)
    question = elsewhere.questions.get(position=1)

    assert team.get(f"{DESK}{here.pk}/vragen/{question.pk}/").status_code == 404
    assert team.post(f"{DESK}{here.pk}/vragen/{question.pk}/weghalen/").status_code == 404
    assert team.get(f"{DESK}{'9' * 30}/").status_code == 404


def test_what_is_missing_stands_on_the_desk_and_publishing_waits_for_it(team: Client, losser: Council) -> None:
    round_ = prepared(losser, questions=0)

    desk = team.get(f"{DESK}{round_.pk}/").content.decode()
    publish = team.get(f"{DESK}{round_.pk}/publiceren/").content.decode()

    assert "Maak ten minste één vraag." in desk
    assert "Nu publiceren" not in publish
    assert team.post(f"{DESK}{round_.pk}/publiceren/").status_code == 409


def test_a_refused_extension_keeps_the_reason_that_was_typed(team: Client, losser: Council) -> None:
    round_ = RoundFactory(councils=[losser])

    response = team.post(f"{DESK}{round_.pk}/uitstel/", {"until": "2020-01-01T00:00", "reason": "Het was recess."})

    page = response.content.decode()
    assert response.status_code == 409
    assert "Kies een moment na de sluiting die nu geldt" in page
    assert "Het was recess." in page


def test_everyone_reads_what_happened_after_the_publication_with_date_and_office(
    team: Client, losser: Council, secretary: Mandate
) -> None:
    round_ = RoundFactory(councils=[losser], short_time_reason="De verkiezingen komen eraan.")
    later = timezone.localtime(round_.closes_at + timedelta(days=7))
    team.post(f"{DESK}{round_.pk}/toevoegen/", {"text": "Er is een <b>kaart</b> bij."})
    team.post(
        f"{DESK}{round_.pk}/uitstel/",
        {"until": f"{later:%Y-%m-%dT%H:%M}", "reason": "Het was recess.", "council": losser.pk},
    )
    team.post(f"{DESK}{round_.pk}/intrekken/", {"reason": "De vragen waren dubbel."})

    page = Client().get(round_.get_absolute_url()).content.decode()

    assert "Er is een &lt;b&gt;kaart&lt;/b&gt; bij." in page
    assert "Losser: tot" in page
    assert "Het was recess." in page
    assert "De vragen waren dubbel." in page
    assert "De verkiezingen komen eraan." in page
    assert page.count(secretary.office) == 3
    assert RoundAddendum.objects.count() == Extension.objects.count() == 1


@pytest.mark.parametrize(
    ("reader", "sees", "sees_not"),
    [
        ("bezoeker", ["Bent u raadslid?"], ["Namens uzelf", "Het formulier"]),
        ("raadslid", ["Namens uzelf", "Het formulier", "Toelichting bij vraag 1"], ["Besluit van de raad"]),
        ("fractievoorzitter", ["Namens uzelf", "Namens uw fractie"], ["Besluit van de raad"]),
        ("griffier", ["Besluit van de raad", "Gesprek in de raad"], ["Namens uzelf"]),
        ("ambtenaar", ["Vragen?"], ["Namens uzelf", "Het formulier", "Bent u raadslid?"]),
        ("bestuurder", ["Vragen?"], ["Namens uzelf", "Het formulier"]),
    ],
)
def test_a_preview_shows_what_each_reader_will_see_and_writes_nothing(
    reader: str, sees: list[str], sees_not: list[str], team: Client, losser: Council
) -> None:
    round_ = prepared(losser, questions=0)
    QuestionFactory(round=round_, position=1, format="scale")

    with CaptureQueriesContext(connection) as queries:
        response = team.get(f"{DESK}{round_.pk}/voorbeeld/?als={reader}")

    page = response.content.decode().split("<main")[1].split("</main>")[0]
    assert "Nu open" in page
    assert [text for text in sees if text not in page] == []
    assert [text for text in sees_not if text in page] == []
    assert 'method="post"' not in page
    assert "Beheer deze ronde" not in page
    assert [query["sql"] for query in queries if query["sql"].split()[0] in ("INSERT", "UPDATE", "DELETE")] == []
    round_.refresh_from_db()
    assert round_.status == RoundStatus.DRAFT


def test_a_preview_for_nobody_does_not_exist(team: Client, losser: Council) -> None:
    assert team.get(f"{DESK}{prepared(losser).pk}/voorbeeld/?als=koning").status_code == 404


def test_a_preview_of_a_round_without_councils_is_a_page_too(team: Client) -> None:
    assert team.get(f"{DESK}{prepared().pk}/voorbeeld/?als=griffier").status_code == 200


def test_the_list_is_narrowed_and_sorted_and_says_so_when_nothing_is_found(team: Client, losser: Council) -> None:
    prepared(losser, title="Bodem")
    RoundFactory(title="Aarde")

    drafts = team.get(f"{DESK}?status=draft").content.decode()
    sorted_ = team.get(f"{DESK}?volgorde=titel").content.decode()
    nothing = team.get(f"{DESK}?zoek=vliegtuig").content.decode()
    odd = team.get(f"{DESK}?status=x&volgorde=y&pagina=z")

    assert "Bodem" in drafts
    assert "Aarde" not in drafts
    assert sorted_.index("Aarde") < sorted_.index("Bodem")
    assert "Geen rondes gevonden" in nothing
    assert odd.status_code == 200


def test_the_list_costs_as_many_queries_for_one_round_as_for_many(team: Client, losser: Council) -> None:
    prepared(losser)
    with CaptureQueriesContext(connection) as one:
        team.get(DESK)
    for _ in range(5):
        prepared(losser)

    with CaptureQueriesContext(connection) as many:
        team.get(DESK)

    assert len(many) == len(one) < 15


def test_only_the_team_finds_the_way_to_the_desk(team: Client, member: Mandate, as_client: AsClient) -> None:
    round_ = RoundFactory()

    for url in ("/rondes/", round_.get_absolute_url()):
        assert DESK in team.get(url).content.decode()
        assert DESK not in as_client(member).get(url).content.decode()
