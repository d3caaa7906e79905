"""A round seen whole, in the browser: from the matrix to the words, onto a reading list, and the map."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from consultations.models import AnswerTheme, ConsultationRound, CouncilBasis, ReadingList
from documents.models import Theme
from organisations.models import Council, Mandate
from ros_portal.site.region.facts import load_region
from tests.chromium import NewPage, SignedIn, assert_accessible, looks_well
from tests.consultations.factories import ContributionFactory, CouncilInputFactory, RoundFactory, answer_of
from tests.factories import MandateFactory, UserFactory
from tests.servers import PortalServer


@pytest.fixture
def reader(portal: PortalServer) -> Mandate:
    """A member in Enschede, in the real region."""
    load_region()
    council = Council.objects.get(organisation__slug="enschede")
    return MandateFactory(user=UserFactory(name="Lies Lezer"), organisation=council.organisation)


@pytest.fixture
def round_(reader: Mandate) -> ConsultationRound:
    """A public round of all 16 councils: two spoke, the others were silent."""
    made: ConsultationRound = RoundFactory(
        slug="verkenning", closed=True, councils=Council.objects.all(), input_published_at=timezone.now()
    )
    losser = Council.objects.get(organisation__slug="losser")
    borne = Council.objects.get(organisation__slug="borne")
    for words in (["Tempo.", "Denk aan de bus naar Overdinkel."], ["Rust.", "Denk aan het water."]):
        given = ContributionFactory(round=made, council=losser, author=UserFactory(), released=True, answers=words)
        theme, _ = Theme.objects.get_or_create(slug="mobiliteit", defaults={"name": "mobiliteit"})
        AnswerTheme.objects.create(answer=answer_of(given, 2), theme=theme)
    CouncilInputFactory(round=made, council=losser, released=True)
    CouncilInputFactory(round=made, council=borne, basis=CouncilBasis.CONVERSATION, released=True)
    return made


def test_from_the_matrix_to_the_words_and_onto_a_reading_list(
    signed_in: SignedIn, reader: Mandate, round_: ConsultationRound
) -> None:
    page = signed_in(reader)
    page.goto(round_.get_absolute_url())

    page.get_by_role("link", name="Matrix van raden en vragen").click()
    row = page.get_by_role("row", name="Losser")
    expect(row.get_by_role("cell").nth(1)).to_contain_text("2 van raadsleden")
    expect(page.get_by_role("row", name="Wierden").get_by_role("cell")).to_have_text(["Geen inbreng"])
    looks_well(page)

    page.get_by_role("link", name="Per thema").click()
    page.get_by_role("combobox", name="Namens").select_option("Van raadsleden")
    page.get_by_role("button", name="Filter de matrix").click()
    expect(page.get_by_role("link", name="Per thema")).to_have_attribute("aria-current", "page")
    looks_well(page)

    page.get_by_role("link", name="Losser, Mobiliteit").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("blockquote")).to_have_text(["Denk aan de bus naar Overdinkel.", "Denk aan het water."])
    looks_well(page)

    page.get_by_role("link", name="Zet op een leeslijst").first.click()
    page.get_by_role("button", name="Zet op de lijst").click()
    expect(page.get_by_role("link", name="Kies een lijst, of geef een nieuwe lijst een naam.")).to_be_visible()
    page.get_by_label("Naam van de nieuwe lijst").fill("Voor donderdag")
    looks_well(page)
    page.get_by_role("button", name="Zet op de lijst").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Voor donderdag")
    expect(page.get_by_role("blockquote")).to_have_text(["Denk aan de bus naar Overdinkel."])
    looks_well(page)

    page.get_by_role("link", name="Naam wijzigen").click()
    page.get_by_label("Naam van de lijst").fill("Voor vrijdag")
    page.get_by_role("button", name="Naam bewaren").click()
    page.get_by_role("button", name="Haal van de lijst").click()
    expect(page.get_by_text("Deze lijst is nog leeg")).to_be_visible()
    page.get_by_role("link", name="Lijst verwijderen").click()
    page.get_by_role("button", name="Verwijder deze lijst").click()
    expect(page.get_by_text("U heeft nog geen leeslijst")).to_be_visible()
    looks_well(page)
    assert not ReadingList.objects.exists()


@pytest.mark.parametrize("java_script", [True, False])
def test_the_map_leads_to_a_council_and_says_in_words_what_it_shows(
    new_page: NewPage, round_: ConsultationRound, java_script: bool
) -> None:
    page = new_page(java_script_enabled=java_script)
    page.goto(round_.get_absolute_url())

    page.get_by_role("link", name="Deelname op de kaart").click()
    map_ = page.get_by_role("group", name="Schematische kaart van Twente")
    expect(map_.get_by_role("link")).to_have_count(16)
    expect(map_.get_by_role("link", name="Losser (LOS): inbreng")).to_be_visible()
    expect(page.get_by_role("img", name="Inbreng van raadsleden")).to_be_visible()
    if java_script:
        looks_well(page)
        tiles_are_large_enough(page)

    map_.get_by_role("link", name="Wierden (WIE): stil").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Wierden")
    if java_script:
        assert_accessible(page)


def tiles_are_large_enough(page: Page) -> None:
    """A finger hits a tile at 320 pixels too, and its word stays within it."""
    page.set_viewport_size({"width": 320, "height": 640})
    for tile in page.get_by_role("group", name="Schematische kaart").get_by_role("link").all():
        square, word = tile.locator("rect").bounding_box(), tile.locator(".ros-map__text").bounding_box()
        assert square is not None
        assert word is not None
        assert square["width"] >= 44
        assert square["x"] <= word["x"]
        assert word["x"] + word["width"] <= square["x"] + square["width"]
    page.set_viewport_size({"width": 1280, "height": 900})
