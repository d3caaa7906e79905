"""What people type, however strange or long: kept, cleaned or refused in words, never an error."""

import pytest

from organisations.models import Mandate
from tests.conftest import AsClient
from tests.consultations.factories import ContributionFactory
from tests.consultations.writing import texts

pytestmark = pytest.mark.django_db


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
