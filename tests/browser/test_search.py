"""A visitor searches from any page, without a script; the programme team adds words that mean the same."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from consultations.models import Contribution
from documents.models import Synonyms
from organisations.models import Council, Mandate
from tests.chromium import NewPage, SignedIn, assert_accessible, assert_reflows, looks_well
from tests.consultations.factories import ContributionFactory, RoundFactory
from tests.documents.factories import DocumentFactory, VersionFactory
from tests.servers import PortalServer

WORDS = "In Losser willen wij snel woningen bouwen, juist voor jongeren en voor ouderen die kleiner willen wonen."


@pytest.fixture
def input_of_losser(portal: PortalServer, losser: Council) -> Contribution:
    """A published answer about housing, and a letter that speaks of it in another word."""
    Synonyms.objects.create(terms=["woningbouw", "woningen bouwen"])
    round_ = RoundFactory(closed=True, title="Verkenning", councils=[losser], input_published_at=timezone.now())
    VersionFactory(
        published=True,
        document=DocumentFactory(title="Brief over het plan van aanpak"),
        paragraphs=["Het Rijk vraagt om woningbouw."],
    )
    given: Contribution = ContributionFactory(round=round_, council=losser, submitted=True, answers=[WORDS])
    return given


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("with_script", [True, False], ids=["with scripts", "without scripts"])
def test_a_visitor_finds_the_original_words(
    new_page: NewPage, input_of_losser: Contribution, width: int, with_script: bool
) -> None:
    page = new_page(viewport={"width": width, "height": 800}, java_script_enabled=with_script)

    page.goto("/over/")
    page.get_by_role("searchbox", name="Zoek in het hele portaal").press_sequentially("woningbouw")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=2, name="2 plaatsen gevonden")).to_be_visible()
    expect(page.locator("mark")).to_have_text(["woningen", "bouwen", "woningbouw"])
    if with_script:
        assert_accessible(page)
        assert_reflows(page)
    page.get_by_role("combobox", name="Raad").select_option("Losser")
    page.get_by_role("button", name="Zoeken").click()
    page.get_by_role("link", name="Een raadslid van Losser").click()
    expect(page.get_by_text(WORDS)).to_be_visible()


def test_the_programme_team_adds_words_that_mean_the_same(
    signed_in: SignedIn, secretary: Mandate, input_of_losser: Contribution
) -> None:
    page = signed_in(secretary)

    page.goto("/zoeken/?zoek=starters")
    expect(page.get_by_text("Niets gevonden")).to_be_visible()
    page.get_by_role("link", name="Synoniemen beheren").click()
    looks_well(page)
    page.get_by_role("link", name="Synoniemen toevoegen").click()
    page.get_by_label("Woorden die hetzelfde betekenen").fill("starters")
    page.get_by_role("button", name="Woorden bewaren").click()
    expect(page.get_by_role("alert")).to_contain_text("Vul twee tot 12 woorden in")
    looks_well(page)
    page.get_by_label("Woorden die hetzelfde betekenen").fill("starters\njongeren")
    page.get_by_role("button", name="Woorden bewaren").click()
    expect(page.get_by_text("vindt ze nu allemaal")).to_be_visible()

    page.get_by_role("searchbox", name="Zoek in het hele portaal").fill("starters")
    page.keyboard.press("Enter")
    expect(page.locator("mark")).to_have_text(["jongeren"])
