"""A clerk offers what the council said; another clerk reads and signs it, and it stands on the page."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from consultations.models import Contribution, CoSignature
from organisations.actor import Role
from organisations.models import Council, Mandate
from tests.chromium import SignedIn, looks_well
from tests.consultations.factories import CouncilInputFactory, InvolvementFactory, RoundFactory
from tests.factories import FractieFactory, MandateFactory
from tests.servers import PortalServer


@pytest.fixture
def text(portal: PortalServer, losser: Council, enschede: Council, clerk: Mandate) -> Contribution:
    InvolvementFactory(organisation=losser.organisation)
    FractieFactory(term=enschede.terms.get(), name="Twentekanaal")
    round_ = RoundFactory(title="Keuzes", slug="keuzes", councils=[losser, enschede])
    made: Contribution = CouncilInputFactory(
        round=round_, mandate=clerk, submitted=True, answers=["De raad wil tempo."]
    )
    return made


@pytest.mark.parametrize("scripts", [True, False], ids=["with a script", "without"])
def test_another_council_signs_along(
    signed_in: SignedIn, text: Contribution, clerk: Mandate, enschede: Council, scripts: bool
) -> None:
    other = MandateFactory(organisation=enschede.organisation, role=Role.CLERK)

    offers(signed_in(clerk, java_script_enabled=scripts), text, check=scripts)
    signs(signed_in(other, java_script_enabled=scripts), check=scripts)

    page = signed_in(clerk)
    page.goto(text.get_absolute_url())
    expect(page.get_by_text("Medeondertekend door:")).to_be_visible()
    expect(page.get_by_text("gemeenteraad van Enschede")).to_be_visible()
    looks_well(page)
    assert CoSignature.objects.get(status="signed").council == enschede


def offers(page: Page, text: Contribution, *, check: bool) -> None:
    page.goto(f"/inbreng/{text.number}/ontvangst/")
    page.get_by_role("link", name="Bied de tekst aan").click()
    if check:
        looks_well(page)
    page.get_by_role("button", name="Aanbieden").click()
    expect(page.get_by_role("alert")).to_contain_text("Kies ten minste één raad of fractie.")
    page.get_by_label("De raad zelf: gemeenteraad van Enschede").press("Space")
    page.get_by_label("Fractie Twentekanaal").press("Space")
    page.get_by_role("button", name="Aanbieden").press("Enter")
    expect(page.get_by_text("De tekst is aangeboden.")).to_be_visible()
    if check:
        looks_well(page)
    page.get_by_role("button", name="Aanbod intrekken fractie Twentekanaal, Enschede").click()
    expect(page.get_by_text("Het aanbod aan fractie Twentekanaal, Enschede is ingetrokken.")).to_be_visible()


def signs(page: Page, *, check: bool) -> None:
    page.goto("/medeondertekenen/")
    if check:
        looks_well(page)
    page.get_by_role("link", name="Gemeenteraad van Losser").click()
    expect(page.get_by_text("De raad wil tempo.")).to_be_visible()
    if check:
        looks_well(page)
    page.get_by_role("button", name="Medeondertekenen", exact=True).click()
    expect(page.get_by_text("U hebt medeondertekend.")).to_be_visible()
    if check:
        looks_well(page)
