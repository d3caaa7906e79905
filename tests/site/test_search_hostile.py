"""Whatever somebody asks the search: a page with a sentence, never an error."""

from urllib.parse import quote

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from documents.models import Synonyms
from organisations.actor import Actor
from ros_portal.site.search.excerpts import FOUND, REST, segments
from ros_portal.site.search.finding import find, show
from ros_portal.site.search.forms import WORDS_LIMIT
from tests.documents.factories import VersionFactory
from tests.journeys.hostile import HOSTILE

pytestmark = pytest.mark.django_db
SENTENCES = (
    "Niets gevonden",
    "Met deze woorden kunnen we niet zoeken",
    "Zo zoekt u",
    "utrecht-form-field-error",
)
OPERATORS = [
    "&",
    "|",
    "!",
    "(",
    ")",
    ":*",
    "<->",
    "<2>",
    '"',
    "'",
    "\\",
    "-",
    "or",
    "OR",
    "raad",
    "de",
    "#1",
    "'#1'",
    "😀",
]
MIXED = st.one_of(
    st.lists(st.sampled_from(OPERATORS)).map(" ".join),
    st.lists(st.sampled_from(OPERATORS)).map("".join),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
)


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_question_gets_a_sentence(client: Client, words: str) -> None:
    response = client.get(f"/zoeken/?zoek={quote(words[:20_000], errors='surrogatepass')}")

    assert response.status_code == 200
    assert any(sentence in response.text for sentence in SENTENCES)


@pytest.mark.parametrize("address", ["pagina=x", "pagina=99999999999", "soort=x&raad=x&ronde=x&namens=x&volgorde=x"])
def test_an_unlikely_address_gets_a_page(client: Client, address: str) -> None:
    VersionFactory(published=True, paragraphs=["De raad."])

    response = client.get(f"/zoeken/?zoek=raad&{address}")

    assert response.status_code == 200
    assert "1 plaats gevonden" in response.text


def test_a_question_that_is_too_long_says_how_long_it_may_be(client: Client) -> None:
    text = client.get("/zoeken/?zoek=" + "x" * 10_000).text

    assert "Uw tekst is te lang: 10.000 tekens. Er passen er 200." in text


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(MIXED)
def test_any_words_become_a_query_that_the_database_takes(words: str) -> None:
    Synonyms.objects.get_or_create(terms=["raad", "volksvertegenwoordiging van de raad"])

    query = Synonyms.objects.expand(words[:WORDS_LIMIT])

    if query:
        show(Actor.public(), query, find(Actor.public(), query).places)


@given(st.text(st.sampled_from(f"{FOUND}{REST} ab<>&")))
def test_an_excerpt_loses_its_marks_and_nothing_else(headline: str) -> None:
    pieces = segments(headline)

    assert "".join(piece.text for piece in pieces) == headline.replace(FOUND, "").replace(REST, "")
