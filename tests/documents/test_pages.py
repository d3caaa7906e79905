"""The pages of documents: numbered paragraphs, versions, and beside the text what input changed."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consultations.models import Contribution, RoundStatus, TextChange, Verdict
from documents.models import DocumentVersion, Paragraph
from documents.views import Margin, blocks
from organisations.models import Mandate
from tests.conftest import AsClient
from tests.consultations.factories import (
    FeedbackFactory,
    RoundFactory,
    RoutingFactory,
    answer_of,
    standing_item,
)
from tests.consultations.trail_story import answered, hold, meeting_in, trail

from .factories import DocumentFactory, VersionFactory

pytestmark = pytest.mark.django_db
LIST = "/documenten/"


def text(client: Client, url: str, status: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == status, url
    return response.content.decode()


def test_a_document_shows_its_numbered_paragraphs_and_contents(client: Client) -> None:
    version = VersionFactory(
        published=True,
        paragraphs=[
            (Paragraph.Kind.HEADING, "Plan van aanpak"),
            "Het Rijk en de regio.",
            (Paragraph.Kind.ITEM, "Eerste punt."),
            (Paragraph.Kind.ITEM, "Tweede punt."),
            (Paragraph.Kind.HEADING, "Vragen"),
        ],
    )

    page = text(client, version.document.get_absolute_url())

    for position in range(1, 6):
        assert f'id="alinea-{position}"' in page
    assert page.count('href="#alinea-1"') == 2, "once beside the paragraph and once in the contents"
    assert page.count('<ul class="ros-para-list">') == 1


def test_items_of_one_enumeration_stand_together() -> None:
    kinds = [Paragraph.Kind.TEXT, Paragraph.Kind.ITEM, Paragraph.Kind.ITEM, Paragraph.Kind.TEXT, Paragraph.Kind.ITEM]

    found = blocks([Paragraph(kind=kind, position=n) for n, kind in enumerate(kinds)], Margin())

    assert [len(block["entries"]) for block in found] == [1, 2, 1, 1]


def test_the_address_without_a_number_gives_the_latest_published_version(
    client: Client, as_client: AsClient, secretary: Mandate
) -> None:
    document = DocumentFactory()
    VersionFactory(document=document, number=1, published=True, paragraphs=["De eerste."])
    VersionFactory(document=document, number=2, published=True, paragraphs=["De tweede."])
    VersionFactory(document=document, number=3, paragraphs=["GEHEIM concept."])

    assert "De tweede." in text(client, document.get_absolute_url())
    assert "De tweede." in text(as_client(secretary), document.get_absolute_url())
    assert "Er is een nieuwere versie" in text(client, f"{document.get_absolute_url()}versie/1/")
    text(client, f"{document.get_absolute_url()}versie/3/", 404)
    assert "Dit is een concept" in text(as_client(secretary), f"{document.get_absolute_url()}versie/3/")


def test_an_example_is_labelled_and_the_letter_is_not(client: Client) -> None:
    example = VersionFactory(published=True, document=DocumentFactory(is_example=True))
    letter = VersionFactory(published=True)

    assert "Fictief voorbeeld" in text(client, example.get_absolute_url())
    assert "Fictief voorbeeld" not in text(client, letter.get_absolute_url())


def test_the_rounds_that_discuss_a_version_are_named_and_hidden_ones_are_not(client: Client) -> None:
    version = VersionFactory(published=True)
    RoundFactory(title="Open ronde").documents.add(version)
    RoundFactory(title="GEHEIME ronde", status=RoundStatus.DRAFT).documents.add(version)

    page = text(client, version.get_absolute_url())

    assert "Open ronde" in page
    assert "GEHEIM" not in page


@pytest.fixture
def version(db: None) -> DocumentVersion:
    found: DocumentVersion = VersionFactory(published=True, paragraphs=["Het spoor.", "De weg."])
    return found


def test_a_changed_paragraph_leads_back_to_the_answer(
    client: Client, version: DocumentVersion, contribution: Contribution
) -> None:
    answered(contribution, Verdict.ADOPTED)
    (verdict,) = trail(contribution).verdicts
    TextChange.objects.create(
        feedback=verdict, paragraph=version.paragraphs.get(position=1), description="Het station staat erbij."
    )

    page = text(client, version.get_absolute_url())

    assert "Het station staat erbij." in page
    assert answer_of(contribution).get_absolute_url() in page


def test_a_change_by_a_verdict_that_is_not_public_is_not_shown(
    client: Client, version: DocumentVersion, contribution: Contribution
) -> None:
    meeting = meeting_in(-2)
    routing = RoutingFactory(answer=answer_of(contribution), item=standing_item(meeting))
    hold(meeting)
    feedback = FeedbackFactory(routing=routing)
    TextChange.objects.create(feedback=feedback, paragraph=version.paragraphs.get(position=1), description="GEHEIM")

    assert "GEHEIM" not in text(client, version.get_absolute_url())


def test_the_list_is_narrowed_and_drafts_stay_out(client: Client) -> None:
    VersionFactory(published=True, document=DocumentFactory(title="Brief van mei"))
    VersionFactory(published=True, document=DocumentFactory(title="Plan van aanpak", kind="plan"))
    VersionFactory(document=DocumentFactory(title="GEHEIM concept"))

    assert "GEHEIM" not in text(client, LIST)
    assert "Plan van aanpak" not in text(client, f"{LIST}?soort=brief")
    assert "Brief van mei" not in text(client, f"{LIST}?zoek=PLAN")
    assert "Niets gevonden" in text(client, f"{LIST}?zoek=GEHEIM")


@pytest.mark.parametrize(
    "query", ["?pagina=abc", "?pagina=0", f"?zoek={'x' * 10_000}", "?zoek=%00", "?soort=raar", "?zoek=%25_'"]
)
def test_odd_addresses_are_answered_as_usual(client: Client, query: str) -> None:
    text(client, LIST + query)


@pytest.mark.parametrize("path", ["niet/", "niet/versie/1/", f"niet/versie/{'9' * 30}/", f"niet/versie/{'9' * 5000}/"])
def test_what_does_not_exist_is_a_404(client: Client, path: str) -> None:
    text(client, LIST + path, 404)


def test_a_version_number_beyond_all_numbers_is_a_404(client: Client, version: DocumentVersion) -> None:
    text(client, f"{version.document.get_absolute_url()}versie/{'9' * 30}/", 404)


def test_the_list_and_a_long_document_cost_as_many_queries_as_short_ones(client: Client) -> None:
    def cost(url: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            text(client, url)
        return len(queries)

    short = VersionFactory(published=True)
    before = cost(LIST), cost(short.get_absolute_url())
    for _ in range(5):
        VersionFactory(published=True)
    long = VersionFactory(published=True, paragraphs=[f"Alinea {n}." for n in range(40)])

    assert (cost(LIST), cost(long.get_absolute_url())) == before


def test_hostile_text_in_a_paragraph_is_text(client: Client) -> None:
    version = VersionFactory(published=True, paragraphs=["<script>alert(1)</script>"])

    assert "<script>alert" not in text(client, version.get_absolute_url())


def test_documents_set_no_cookie(client: Client, version: DocumentVersion) -> None:
    for url in (LIST, version.get_absolute_url(), reverse("documents:document", args=[version.document.slug])):
        assert not client.get(url).cookies
