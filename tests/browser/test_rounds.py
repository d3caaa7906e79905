"""A round from its first draft to an extension and its withdrawal, and a member who answers every kind of question."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from consultations.models import Answer, ConsultationRound, RoundStatus
from documents.models import DocumentVersion
from organisations.models import Council, Mandate
from tests.chromium import NewPage, SignedIn, looks_well
from tests.consultations.factories import PhaseFactory
from tests.documents.factories import VersionFactory
from tests.servers import PortalServer


@pytest.fixture
def concept(portal: PortalServer) -> DocumentVersion:
    """The text under discussion."""
    PhaseFactory()
    version: DocumentVersion = VersionFactory(published=True, document__title="Concept-ROS")
    return version


def test_a_round_is_made_answered_extended_and_withdrawn(
    signed_in: SignedIn,
    new_page: NewPage,
    secretary: Mandate,
    member: Mandate,
    losser: Council,
    enschede: Council,
    concept: DocumentVersion,
) -> None:
    page = signed_in(secretary)

    make_the_draft(page)
    ask_the_questions(page)
    look_at_it_as_a_member(page)
    publish(page)
    a_member_answers(signed_in(member))
    add_and_extend(page)
    withdraw(page)
    visitor = new_page()
    visitor.goto(ConsultationRound.objects.get().get_absolute_url())

    main = visitor.get_by_role("main")
    for text in ("De vragen waren dubbel.", "Er is een kaart bij.", "Losser: tot", "Het was recess."):
        expect(main).to_contain_text(text)
    expect(main).to_contain_text(secretary.office)
    looks_well(visitor)
    answers = Answer.objects.order_by("question__position").values_list("value", "text")
    assert list(answers) == [(Decimal(4), "Mits er water is."), (Decimal(2), ""), (Decimal("1250.5"), "")]


def make_the_draft(page: Page) -> None:
    page.goto("/rondes/")
    page.get_by_role("link", name="Rondes beheren").click()
    expect(page.get_by_text("Er zijn nog geen rondes")).to_be_visible()
    looks_well(page)
    page.get_by_role("main").get_by_role("link", name="Ronde maken").first.click()
    page.get_by_label("Product").select_option(label="Ruimtelijke Ontwikkelstrategie")
    page.get_by_label("Titel").fill("Water en bodem")
    page.get_by_label("In het kort").fill("woord " * 101)
    opens_at = timezone.localtime() - timedelta(hours=1)
    page.get_by_label("Opent op").fill(f"{opens_at:%Y-%m-%dT%H:%M}")
    page.get_by_label("Sluit op").fill(f"{opens_at + timedelta(weeks=10):%Y-%m-%dT%H:%M}")
    page.get_by_label("Concept-ROS (versie 1)").check()
    expect(page.get_by_label("Enschede")).to_be_checked()
    page.get_by_role("button", name="Concept bewaren").click()
    page.get_by_role("link", name="Dit zijn 101 woorden").click()
    expect(page.get_by_label("In het kort")).to_be_focused()
    looks_well(page)
    page.get_by_label("In het kort").fill("Wat vindt uw raad van water en bodem?")
    page.get_by_role("button", name="Concept bewaren").click()
    expect(page.get_by_text("Maak ten minste één vraag.")).to_be_visible()


def ask_the_questions(page: Page) -> None:
    for text, kind, way, more in (
        ("Hoeveel woningen?", "Anders", "getal", {"Eenheid": "woningen"}),
        ("Hoe staat u ertegenover?", "Grondhouding", "schaal van vijf", {}),
        ("Waar?", "Kans", "keuze uit een lijst", {"Keuzes": "Oost\nWest"}),
    ):
        page.get_by_role("link", name="Vraag toevoegen").click()
        page.get_by_label("Vraag", exact=True).fill(text)
        page.get_by_label(kind, exact=False).first.check()
        page.get_by_label(way).check()
        for label, value in more.items():
            page.get_by_label(label).fill(value)
        looks_well(page)
        page.get_by_role("button", name="Vraag toevoegen").click()
        expect(page.get_by_text("De vraag is toegevoegd")).to_be_visible()
    for _ in range(2):  # by keyboard: the number goes to the end
        down = page.get_by_role("button", name="Omlaag Hoeveel woningen?")
        down.focus()
        page.keyboard.press("Enter")
        expect(page.get_by_text("Dit is nu vraag")).to_be_visible()
    looks_well(page)


def look_at_it_as_a_member(page: Page) -> None:
    desk = page.url
    page.get_by_role("link", name="Raadslid", exact=True).click()
    expect(page.get_by_role("heading", name="Het formulier")).to_be_visible()
    expect(page.get_by_label("Heel positief")).to_be_disabled()
    looks_well(page)
    page.goto(desk)


def publish(page: Page) -> None:
    page.get_by_role("link", name="Nu publiceren").click()
    looks_well(page)
    page.get_by_role("button", name="Nu publiceren").click()
    expect(page.get_by_text("De ronde is gepubliceerd.")).to_be_visible()
    expect(page.get_by_role("link", name="Vraag toevoegen")).to_have_count(0)
    looks_well(page)


def a_member_answers(page: Page) -> None:
    page.goto(ConsultationRound.objects.get().get_absolute_url())
    page.get_by_role("button", name="Begin namens uzelf").click()
    page.get_by_label("Positief", exact=True).check()
    page.get_by_label("Toelichting bij vraag 1").fill("Mits er water is.")
    page.get_by_label("West").check()
    page.get_by_label("Hoeveel woningen? (woningen)").fill("veel")
    page.get_by_role("button", name="Concept bewaren").click()
    expect(page.get_by_role("link", name="Vul een getal in")).to_be_visible()
    looks_well(page)
    page.get_by_label("Hoeveel woningen? (woningen)").fill("1.250,5")
    page.get_by_role("button", name="Controleren en indienen").click()
    expect(page.get_by_text("1.250,5 woningen")).to_be_visible()
    expect(page.get_by_text("West", exact=True)).to_be_visible()
    looks_well(page)
    page.get_by_role("button", name="Indienen").click()
    expect(page.get_by_role("heading", name="Uw inbreng is ontvangen")).to_be_visible()


def add_and_extend(page: Page) -> None:
    page.get_by_role("link", name="Toevoeging plaatsen").click()
    page.get_by_label("Toevoeging").fill("Er is een kaart bij.")
    looks_well(page)
    page.get_by_role("button", name="Toevoeging plaatsen").click()
    expect(page.get_by_text("De toevoeging staat op de pagina van de ronde.")).to_be_visible()
    page.get_by_role("link", name="Uitstel geven").click()
    until = timezone.localtime(ConsultationRound.objects.get().closes_at) + timedelta(days=7)
    page.get_by_label("Voor wie?").select_option(label="gemeenteraad van Losser")
    page.get_by_label("Nieuwe sluiting").fill(f"{until:%Y-%m-%dT%H:%M}")
    page.get_by_label("Reden").fill("Het was recess.")
    looks_well(page)
    page.get_by_role("button", name="Uitstel geven").click()
    expect(page.get_by_text("Er is uitstel tot")).to_be_visible()


def withdraw(page: Page) -> None:
    page.get_by_role("link", name="Ronde intrekken").click()
    page.get_by_label("Reden").fill("De vragen waren dubbel.")
    looks_well(page)
    page.get_by_role("button", name="Ronde intrekken").click()
    expect(page.get_by_text("De ronde is ingetrokken.", exact=True)).to_be_visible()
    assert ConsultationRound.objects.get().status == RoundStatus.WITHDRAWN
