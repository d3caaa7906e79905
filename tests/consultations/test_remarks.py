"""Input per paragraph: from the text into the own draft, and back to the paragraph."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from consultations.models import Answer, ConsultationRound, Contribution, Question
from documents.models import DocumentVersion, Paragraph
from organisations.models import Council, Mandate
from tests.conftest import AsClient
from tests.consultations.factories import ContributionFactory, QuestionFactory, RoundFactory, close_at
from tests.consultations.writing import seen, submit
from tests.documents.factories import VersionFactory

pytestmark = pytest.mark.django_db

OFFER = "Geef inbreng bij deze alinea"


@pytest.fixture
def text(db: None) -> DocumentVersion:
    made: DocumentVersion = VersionFactory(published=True, paragraphs=["Meer woningen.", "Meer treinen."])
    return made


@pytest.fixture
def round_(losser: Council, text: DocumentVersion) -> ConsultationRound:
    made: ConsultationRound = RoundFactory(councils=[losser], questions=1)
    QuestionFactory(round=made, position=2, format=Question.Format.PARAGRAPHS, text="Wat vindt u van de tekst?")
    made.documents.add(text)
    return made


@pytest.fixture
def second(text: DocumentVersion) -> Paragraph:
    return text.paragraphs.get(position=2)


def address(round_: ConsultationRound, paragraph: Paragraph) -> str:
    return reverse("consultations:remark", args=[round_.slug, paragraph.pk])


def remarks() -> dict[int, str]:
    answers = Answer.objects.exclude(paragraph=None)
    return dict(answers.values_list("paragraph__position", "text"))


def test_the_text_offers_it_to_who_can_give_input(
    round_: ConsultationRound,
    text: DocumentVersion,
    member: Mandate,
    group_leader: Mandate,
    clerk: Mandate,
    case_officer: Mandate,
    outsider: Mandate,
    as_client: AsClient,
) -> None:
    for writer in (member, group_leader, clerk):
        assert as_client(writer).get(text.get_absolute_url()).text.count(OFFER) == 2
    for reader in (case_officer, outsider):
        assert OFFER not in as_client(reader).get(text.get_absolute_url()).text
    close_at(round_, timezone.now() - timedelta(minutes=1))
    assert OFFER not in as_client(member).get(text.get_absolute_url()).text


def test_a_remark_begins_the_draft_and_returns_to_the_paragraph(
    round_: ConsultationRound, second: Paragraph, member: Mandate, as_client: AsClient
) -> None:
    client = as_client(member)

    asked = client.get(address(round_, second)).text
    saved = client.post(address(round_, second), {"text": "Naar Losser ook.", "seen": ""})
    again = client.get(address(round_, second)).text
    draft = Contribution.objects.get()
    page = client.get(draft.get_absolute_url()).text

    assert "Meer treinen." in asked
    assert saved["Location"] == f"{second.version.get_absolute_url()}#{second.anchor}"
    assert remarks() == {2: "Naar Losser ook."}
    assert "Naar Losser ook." in again
    assert "Naar Losser ook." in page
    assert f'name="alinea_{second.pk}"' in page


def test_the_draft_page_changes_and_takes_away_remarks(
    round_: ConsultationRound, second: Paragraph, member: Mandate, as_client: AsClient
) -> None:
    client = as_client(member)
    client.post(address(round_, second), {"text": "Eerst.", "seen": ""})
    draft, name = Contribution.objects.get(), f"alinea_{second.pk}"
    save = reverse("consultations:draft_autosave", args=[draft.uuid])

    found = []
    for typed in ("Later.", "", "Weer terug."):
        client.post(save, {"vraag_1": "Antwoord", name: typed, "seen": seen(draft)})
        found.append(remarks())

    assert found == [{2: "Later."}, {}, {2: "Weer terug."}]
    assert Answer.objects.get(paragraph=None).text == "Antwoord"


def test_a_remark_overwrites_nothing_that_was_saved_in_between(
    round_: ConsultationRound, second: Paragraph, member: Mandate, as_client: AsClient
) -> None:
    client = as_client(member)
    client.post(address(round_, second), {"text": "Venster een.", "seen": ""})

    response = client.post(address(round_, second), {"text": "Venster twee.", "seen": ""})

    assert response.status_code == 409
    assert "Venster een." in response.text
    assert "Venster twee." in response.text
    assert remarks() == {2: "Venster een."}


def test_after_closing_the_typed_text_stays_on_the_page(
    round_: ConsultationRound, second: Paragraph, member: Mandate, as_client: AsClient
) -> None:
    close_at(round_, timezone.now())

    response = as_client(member).post(address(round_, second), {"text": "Net te laat.", "seen": ""})

    assert response.status_code == 409
    assert "Deze ronde is gesloten" in response.text
    assert "Net te laat." in response.text
    assert not Contribution.objects.exists()


def test_what_was_handed_in_is_revised_first(
    round_: ConsultationRound, second: Paragraph, member: Mandate, as_client: AsClient
) -> None:
    contribution = submit(member, ContributionFactory(mandate=member, round=round_))
    client = as_client(member)

    asked = client.get(address(round_, second)).text
    refused = client.post(address(round_, second), {"text": "Erbij.", "seen": ""})

    assert "U diende uw inbreng al in" in asked
    assert contribution.number
    assert contribution.number in asked
    assert refused.status_code == 409
    assert "Erbij." in refused.text


def test_a_leader_chooses_on_whose_behalf(
    round_: ConsultationRound, second: Paragraph, group_leader: Mandate, as_client: AsClient
) -> None:
    client = as_client(group_leader)
    page = client.get(address(round_, second)).text

    client.post(f"{address(round_, second)}?namens=fractie", {"text": "Van ons.", "seen": ""})

    assert "?namens=fractie" in page
    assert Contribution.objects.get().weight == "fractie"


def test_paragraphs_of_other_texts_take_no_remark(
    round_: ConsultationRound, member: Mandate, as_client: AsClient
) -> None:
    elsewhere = VersionFactory(published=True).paragraphs.get()
    draft = ContributionFactory(mandate=member, round=round_, answers=["Een"])
    client = as_client(member)

    assert client.get(address(round_, elsewhere)).status_code == 404
    client.post(draft.get_absolute_url(), {f"alinea_{elsewhere.pk}": "Nee", "vraag_1": "Ja", "seen": seen(draft)})
    client.post(draft.get_absolute_url(), {"alinea_999999999999": "Nee", "vraag_1": "Nee", "seen": seen(draft)})

    assert remarks() == {}


def test_a_round_without_the_question_takes_no_remark(
    losser: Council, text: DocumentVersion, second: Paragraph, member: Mandate, as_client: AsClient
) -> None:
    other: ConsultationRound = RoundFactory(councils=[losser])
    other.documents.add(text)

    assert as_client(member).get(address(other, second)).status_code == 404
