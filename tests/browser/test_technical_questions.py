"""A member asks a technical question, the case officer passes it on, the team answers, and everybody reads it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from consultations.models import ConsultationRound, TechnicalQuestion
from organisations.models import Council, Mandate
from tests.chromium import NewPage, SignedIn, looks_well
from tests.consultations.factories import InvolvementFactory, RoundFactory
from tests.consultations.factories_together import TechnicalQuestionFactory
from tests.servers import PortalServer

ASKED = "Hoe hoog wordt de dijk langs de Dinkel?"


@pytest.fixture
def open_round(portal: PortalServer, losser: Council, enschede: Council) -> ConsultationRound:
    InvolvementFactory(organisation=losser.organisation)
    TechnicalQuestionFactory(council=enschede, answer="Twaalfduizend.")
    round_: ConsultationRound = RoundFactory(title="Keuzes", slug="keuzes", councils=[losser])
    return round_


def test_a_question_is_asked_passed_on_and_answered_for_all(
    signed_in: SignedIn,
    new_page: NewPage,
    member: Mandate,
    case_officer: Mandate,
    secretary: Mandate,
    open_round: ConsultationRound,
) -> None:
    the_member_asks(signed_in(member))
    the_officer_passes_on(signed_in(case_officer))
    the_team_answers(signed_in(secretary))

    page = new_page()
    page.goto("/rondes/keuzes/")
    page.get_by_role("link", name="Lees de vragen en antwoorden").click()
    page.get_by_label("Woorden in vraag of antwoord").fill("dijken")
    page.get_by_role("button", name="Zoek in de vragen").click()
    page.get_by_role("link", name=ASKED).click()
    expect(page.get_by_text("Zes meter, net als nu.")).to_be_visible()
    looks_well(page)


def the_member_asks(page: Page) -> None:
    """By keyboard: an earlier question is offered while typing, and is not the same."""
    page.goto("/rondes/keuzes/")
    page.get_by_role("link", name="Stel een technische vraag").click()
    looks_well(page)
    page.get_by_label("Uw vraag").focus()
    page.keyboard.type("Hoeveel woningen staan in de plannen?")
    expect(page.get_by_text("Misschien is dit al beantwoord:")).to_be_visible()
    looks_well(page)
    page.get_by_label("Uw vraag").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type(ASKED)
    expect(page.get_by_text("Misschien is dit al beantwoord:")).to_have_count(0)
    page.get_by_role("button", name="Vraag stellen").press("Enter")
    expect(page.get_by_text("Uw vraag is gesteld.")).to_be_visible()
    looks_well(page)
    page.get_by_role("link", name="Al uw vragen").click()
    expect(page.get_by_role("link", name=ASKED)).to_be_visible()
    looks_well(page)


def the_officer_passes_on(page: Page) -> None:
    page.goto("/technische-vragen/")
    looks_well(page)
    page.get_by_role("link", name="Vragen beantwoorden").click()
    looks_well(page)
    page.get_by_role("link", name=ASKED, exact=True).click()
    looks_well(page)
    page.get_by_role("button", name="Geef door aan het programmateam").click()
    expect(page.get_by_text("De vraag ligt nu bij het programmateam.")).to_be_visible()


def the_team_answers(page: Page) -> None:
    page.goto("/technische-vragen/werkbak/")
    page.get_by_role("link", name="Beantwoorden").click()
    page.get_by_label("Alleen de vrager").check()
    page.get_by_label("Antwoord", exact=True).fill("Zes meter, net als nu.")
    page.get_by_role("button", name="Antwoord geven").click()
    expect(page.get_by_role("alert")).to_contain_text("Schrijf waarom")
    looks_well(page)
    page.get_by_label("Iedereen").check()
    page.get_by_role("button", name="Antwoord geven").click()
    expect(page.get_by_text("De vraag is beantwoord.")).to_be_visible()


def test_without_a_script_the_earlier_question_comes_first(
    signed_in: SignedIn, member: Mandate, case_officer: Mandate, open_round: ConsultationRound
) -> None:
    page = signed_in(member, java_script_enabled=False)

    page.goto("/technische-vragen/stellen/")
    page.get_by_label("Uw vraag").fill("Hoeveel woningen staan in de plannen?")
    page.get_by_role("button", name="Vraag stellen").click()
    expect(page.get_by_text("Kijk eerst of uw vraag al is beantwoord")).to_be_visible()
    assert not TechnicalQuestion.objects.asked_by(member.actor()).exists()
    page.get_by_role("button", name="Stel mijn vraag toch").click()

    expect(page.get_by_text("Uw vraag is gesteld.")).to_be_visible()
