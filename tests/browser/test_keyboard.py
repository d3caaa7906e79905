"""By keyboard alone: from the home page to the receipt, and at every stop one sees where one is."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from playwright.sync_api import Locator, Page, expect

from consultations.models import ConsultationRound, Contribution, ContributionStatus
from organisations.models import Council, Mandate
from tests.consultations.factories import FOUR_QUESTIONS, RoundFactory
from tests.consultations.writing import texts
from tests.servers import PortalServer

PASSWORD = "zeven grote molens"
WORDS = ["Positief.", "De bus.", "De grens.", "De drukte."]
MOST_STOPS = 60

#: What is wrong with where the focus is: nothing shows it, or something lies over all of it.
FAULT_OF_FOCUS = """() => {
    const focused = document.activeElement;
    const shows = (style) =>
        (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
    const parts = [undefined, "::before", "::after"].map((part) => getComputedStyle(focused, part));
    if (!parts.some(shows)) return "nothing shows the focus";
    const box = focused.getBoundingClientRect();
    const visible = [0.1, 0.3, 0.5, 0.7, 0.9].flatMap((x) =>
        [0.1, 0.3, 0.5, 0.7, 0.9].map((y) =>
            document.elementFromPoint(box.x + x * box.width, box.y + y * box.height)));
    const own = (found) => found && (focused.contains(found) || found.contains(focused));
    return visible.some(own) ? "" : "it is covered or out of sight";
}"""


@pytest.fixture
def open_round(portal: PortalServer, losser: Council, member: Mandate) -> ConsultationRound:
    """An open round for the member, who has a password."""
    cache.clear()  # the limits on signing in count per address of the internet, and all tests come from one
    member.user.set_password(PASSWORD)
    member.user.save()
    round_: ConsultationRound = RoundFactory(slug="verkenning", councils=[losser])
    return round_


def test_a_member_gives_input_by_keyboard_alone(page: Page, open_round: ConsultationRound) -> None:
    page.goto("/")
    pass_the_frame(page)
    press_on(page, page.get_by_role("banner").get_by_role("link", name="Inloggen"), backwards=True)
    type_in(page, page.get_by_label("E-mailadres"), "raadslid@losser.example")
    type_in(page, page.get_by_label("Wachtwoord", exact=True), PASSWORD)
    press_on(page, page.get_by_role("button", name="Log in"))

    press_on(page, page.get_by_role("link", name="Bekijk de vragen en begin"))
    press_on(page, page.get_by_role("button", name="Begin namens uzelf"))
    for (_, question), words in zip(FOUR_QUESTIONS, WORDS, strict=True):
        type_in(page, page.get_by_label(question), words)
    stop_at(page, page.get_by_label("Mijn naam mag erbij staan"))
    page.keyboard.press("Space")
    press_on(page, page.get_by_role("button", name="Controleren en indienen"))
    press_on(page, page.get_by_role("button", name="Indienen", exact=True))
    expect(page.get_by_role("heading", name="Uw inbreng is ontvangen")).to_be_visible()
    stop_at(page, page.get_by_role("link", name="Ontvangstbewijs (pdf)"))

    contribution = Contribution.objects.get(status=ContributionStatus.SUBMITTED)
    assert texts(contribution) == dict(enumerate(WORDS, start=1))
    assert contribution.shows_name


def pass_the_frame(page: Page) -> None:
    """The first stop leads past the header."""
    stop_at(page, page.get_by_role("link", name="Naar de inhoud"))
    page.keyboard.press("Enter")
    expect(page.locator("#inhoud")).to_be_focused()


def stop_at(page: Page, wanted: Locator, *, backwards: bool = False) -> None:
    """Go there with Tab, and see the focus at every stop on the way."""
    expect(wanted).to_be_visible()
    element = wanted.element_handle()
    for _ in range(MOST_STOPS):
        page.keyboard.press("Shift+Tab" if backwards else "Tab")
        fault = page.evaluate(FAULT_OF_FOCUS)
        assert not fault, f"{page.url}: {page.evaluate('document.activeElement.outerHTML')[:200]}: {fault}"
        if page.evaluate("wanted => document.activeElement === wanted", element):
            return
    pytest.fail(f"{page.url}: {MOST_STOPS} stops do not lead to {wanted}.")


def type_in(page: Page, field: Locator, words: str) -> None:
    stop_at(page, field)
    page.keyboard.type(words)


def press_on(page: Page, wanted: Locator, *, backwards: bool = False) -> None:
    stop_at(page, wanted, backwards=backwards)
    page.keyboard.press("Enter")
