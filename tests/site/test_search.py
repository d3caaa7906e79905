"""The search finds what the reader may read, in Dutch, and nothing else."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consultations.models import ConsultationRound, Meeting
from documents.models import Synonyms
from organisations.actor import Actor
from organisations.models import Council, Mandate
from ros_portal.site.search import finding
from ros_portal.site.search.finding import Hit, find, matching, show
from ros_portal.site.search.sources import SOURCES, Source
from tests.conftest import AsClient
from tests.consultations.factories import (
    ContributionFactory,
    CouncilInputFactory,
    DecisionFactory,
    ItemFactory,
    MeetingFactory,
    ProgrammeItemFactory,
    RoundFactory,
    close_and_publish,
    standing_item,
)
from tests.documents.factories import DocumentFactory, VersionFactory
from tests.notifications.factories import NoticeFactory

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12


def hits(words: str, actor: Actor | None = None) -> list[Hit]:
    actor = actor or Actor.public()
    query = Synonyms.objects.expand(words)
    return show(actor, query, find(actor, query).places)


def found_texts(words: str, actor: Actor | None = None) -> set[str]:
    return {"".join(part.text for part in hit.excerpt) for hit in hits(words, actor)}


def marked(hit: Hit) -> list[str]:
    return [part.text for part in hit.excerpt if part.is_found]


@pytest.fixture
def public_round(losser: Council) -> ConsultationRound:
    round_: ConsultationRound = RoundFactory(closed=True, councils=[losser], input_published_at=timezone.now())
    return round_


def test_a_word_finds_its_other_forms(public_round: ConsultationRound) -> None:
    ContributionFactory(round=public_round, submitted=True, answers=["Wij maken ons zorgen over onze dorpen."])

    (hit,) = hits("dorp zorg")

    assert marked(hit) == ["zorgen", "dorpen"]


def test_each_kind_of_public_text_is_found(public_round: ConsultationRound, losser: Council) -> None:
    ContributionFactory(round=public_round, submitted=True, answers=["Een fietsbrug over het kanaal."])
    VersionFactory(published=True, paragraphs=["Er komt een fietsbrug."])
    RoundFactory(title="Ronde over de fietsbrug")
    decided: Meeting = MeetingFactory()
    DecisionFactory(item=standing_item(decided), text="De fietsbrug gaat door.")
    close_and_publish(decided)
    ItemFactory(meeting=MeetingFactory(convened=True), title="Fietsbrug en kade")
    ProgrammeItemFactory(title="Fietsbrug", published_at=timezone.now())
    NoticeFactory(sent=True, is_public=True, subject="Nieuws van de fietsbrug", organisation=losser.organisation)

    kinds = sorted(hit.kind for hit in hits("fietsbrug"))

    assert kinds == ["Agendapunt", "Agendapunt", "Bericht", "Document", "Inbreng", "Programma", "Ronde"]


def test_what_is_not_out_yet_is_not_found(losser: Council, member: Mandate) -> None:
    open_round = RoundFactory(councils=[losser])
    ContributionFactory(round=open_round, mandate=member, answers=["fietsbrug in een concept"])
    ContributionFactory(round=open_round, council=losser, submitted=True, answers=["fietsbrug, ingediend"])
    VersionFactory(paragraphs=["fietsbrug in een conceptversie"])
    RoundFactory(title="fietsbrug", status="draft")
    ItemFactory(meeting=MeetingFactory(), title="fietsbrug op een agenda in voorbereiding")
    ItemFactory(meeting=MeetingFactory(convened=True), title="fietsbrug achter gesloten deuren", is_public=False)
    DecisionFactory(item=standing_item(MeetingFactory(held=True)), text="fietsbrug, nog niet gepubliceerd")
    ProgrammeItemFactory(title="fietsbrug in voorbereiding")
    NoticeFactory(subject="fietsbrug, concept", organisation=losser.organisation)

    assert hits("fietsbrug") == []


def test_withdrawn_input_and_earlier_versions_are_not_found(public_round: ConsultationRound) -> None:
    ContributionFactory(round=public_round, withdrawn=True, answers=["fietsbrug"])

    assert hits("fietsbrug") == []


def test_an_official_finds_what_was_released_to_the_own_party(
    losser: Council, enschede: Council, case_officer: Mandate
) -> None:
    closed = RoundFactory(closed=True, councils=[losser, enschede])
    ContributionFactory(round=closed, council=losser, submitted=True, answers=["Fietsbrug in Losser"])
    ContributionFactory(round=closed, council=enschede, submitted=True, answers=["Fietsbrug in Enschede."])

    assert found_texts("fietsbrug", case_officer.actor()) == {"Fietsbrug in Losser"}


def test_every_hit_leads_to_a_page_that_its_reader_can_open(
    public_round: ConsultationRound, secretary: Mandate, as_client: AsClient
) -> None:
    ContributionFactory(round=public_round, submitted=True, answers=["Een fietsbrug."])
    ProgrammeItemFactory(title="Fietsbrug in voorbereiding")
    VersionFactory(published=True, paragraphs=["Er komt een fietsbrug."])
    client = as_client(secretary)

    statuses = {hit.url: client.get(hit.url).status_code for hit in hits("fietsbrug", secretary.actor())}

    assert len(statuses) == 3
    assert set(statuses.values()) == {200}


def test_the_words_are_filtered_by_kind_council_round_and_weight(
    client: Client, public_round: ConsultationRound, losser: Council, enschede: Council
) -> None:
    ContributionFactory(round=public_round, council=losser, submitted=True, answers=["Fietsbrug Aaaaa."])
    CouncilInputFactory(round=public_round, council=enschede, submitted=True, answers=["Fietsbrug Bbbbb."])
    VersionFactory(published=True, paragraphs=["Fietsbrug Ccccc."])
    narrowed = {
        "soort=documenten": "C",
        "raad=losser": "A",
        "namens=raad": "B",
        f"ronde={public_round.slug}&namens=raadslid": "A",
        "soort=documenten&namens=raad": "",
        "soort=onzin": "ABC",
    }

    shown = {
        address: "".join(
            letter
            for letter in "ABC"
            if f"</mark> {letter}{letter.lower() * 4}" in client.get(f"/zoeken/?zoek=fietsbrug&{address}").text
        )
        for address in narrowed
    }

    assert shown == narrowed


def test_the_newest_can_come_first(client: Client, public_round: ConsultationRound) -> None:
    old, new = timezone.now() - timedelta(days=40), timezone.now() - timedelta(days=10)
    fits = "Fietsbrug, fietsbrug, fietsbrug"
    ContributionFactory(round=public_round, submitted=True, submitted_at=old, answers=[fits])
    ContributionFactory(round=public_round, submitted=True, submitted_at=new, answers=["Liever fietsbrug dan spoor."])

    best = client.get("/zoeken/?zoek=fietsbrug").text
    newest = client.get("/zoeken/?zoek=fietsbrug&volgorde=datum").text

    assert best.index(", <mark>fietsbrug") < best.index("Liever <mark>fietsbrug")
    assert newest.index("Liever <mark>fietsbrug") < newest.index(", <mark>fietsbrug")


def test_twenty_five_places_stand_on_a_page(client: Client) -> None:
    VersionFactory(published=True, paragraphs=[f"Fietsbrug nummer {number}." for number in range(30)])

    first = client.get("/zoeken/?zoek=fietsbrug").text
    second = client.get("/zoeken/?zoek=fietsbrug&pagina=2").text

    assert "30 plaatsen gevonden" in first
    assert (first.count("<mark>"), second.count("<mark>")) == (25, 5)


def test_of_a_word_that_stands_everywhere_the_newest_are_shown_and_the_page_says_so(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "MOST_OF_A_KIND", 3)
    VersionFactory(published=True, paragraphs=["Raad."] * 4)

    text = client.get("/zoeken/?zoek=raad").text

    assert "3 plaatsen gevonden" in text
    assert "Dit woord staat op heel veel plaatsen" in text


def test_text_cannot_bring_html_into_an_excerpt(client: Client) -> None:
    evil = "<b onclick=x>fietsbrug</b> \ue000<i>\ue001 <script>alert(1)</script> \ue001 </mark> & meer"
    VersionFactory(published=True, paragraphs=[evil])

    text = client.get("/zoeken/?zoek=fietsbrug").text

    assert "<mark>fietsbrug</mark>" in text
    assert "alert(1)</script>" not in text
    assert "<b onclick" not in text
    assert "<i>" not in text


@pytest.mark.parametrize("source", [s for s in SOURCES if s.words == ("text",)], ids=lambda source: source.code)
def test_the_search_uses_the_index(source: Source) -> None:
    index = {"inbreng": "answer_search", "documenten": "paragraph_search"}[source.code]
    model = source.readable(Actor.public()).model

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = matching(source, model.objects.order_by(), Synonyms.objects.expand("fietsbrug")).explain()

    assert index in plan


def test_a_search_costs_as_many_queries_with_much_as_with_little(
    public_round: ConsultationRound, losser: Council, member: Mandate, as_client: AsClient
) -> None:
    client, counts = as_client(member), []
    for many in (1, 3):
        for number in range(many):
            ContributionFactory(round=public_round, submitted=True, answers=["Een fietsbrug."])
            VersionFactory(published=True, document=DocumentFactory(), paragraphs=["Er komt een fietsbrug."])
            RoundFactory(title=f"Ronde {number} over de fietsbrug")
            ItemFactory(meeting=MeetingFactory(convened=True), title="Fietsbrug")
            ProgrammeItemFactory(title="Fietsbrug", published_at=timezone.now())
            NoticeFactory(sent=True, is_public=True, subject="Fietsbrug", organisation=losser.organisation)
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/zoeken/?zoek=fietsbrug").status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1] <= MOST_QUERIES
