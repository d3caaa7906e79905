"""A member writes on a paragraph, adds a file, hands in, revises, and sees what changed."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from consultations.models import Contribution, Question
from organisations.models import Council, Mandate
from tests.chromium import SignedIn, looks_well
from tests.consultations.factories import QuestionFactory, RoundFactory
from tests.documents.factories import VersionFactory
from tests.kit.sent_files import picture


def test_from_a_paragraph_to_a_revision(signed_in: SignedIn, member: Mandate, losser: Council, tmp_path: Path) -> None:
    text = VersionFactory(published=True, paragraphs=["Meer woningen.", "Meer treinen."])
    round_ = RoundFactory(councils=[losser], questions=1)
    QuestionFactory(round=round_, position=2, format=Question.Format.PARAGRAPHS, text="Wat vindt u van de tekst?")
    round_.documents.add(text)
    image = tmp_path / "kaart.png"
    image.write_bytes(picture("PNG"))
    page = signed_in(member)

    page.goto(text.get_absolute_url())
    looks_well(page)
    page.locator("#alinea-2").get_by_role("link", name="Geef inbreng bij deze alinea").click()
    page.get_by_label("Uw opmerking bij deze alinea").fill("Naar Losser ook.")
    looks_well(page)
    page.get_by_role("button", name="Bewaren in mijn concept").click()
    expect(page.get_by_text("Uw opmerking is bewaard in uw concept.")).to_be_visible()
    page.goto(Contribution.objects.get().get_absolute_url())
    page.get_by_role("link", name="Bijlage toevoegen").click()
    page.get_by_label("Kies een bestand").set_input_files(image)
    looks_well(page)
    page.get_by_role("button", name="Bijlage toevoegen").click()
    expect(page.get_by_role("link", name="kaart.png")).to_be_visible()
    looks_well(page)
    page.get_by_role("button", name="Controleren en indienen").click()
    page.get_by_role("button", name="Indienen", exact=True).click()
    page.get_by_role("button", name="Inbreng herzien").click()
    remark = page.get_by_label("alinea 2")
    expect(remark).to_have_value("Naar Losser ook.")
    remark.fill("Naar Losser zeker.")
    page.get_by_role("button", name="Controleren en indienen").click()
    looks_well(page)
    page.get_by_role("button", name="Indienen", exact=True).click()
    page.get_by_role("link", name="Bekijk alle versies").click()

    expect(page.locator("del").filter(has_text="ook.")).to_be_visible()
    expect(page.locator("ins").filter(has_text="zeker.")).to_be_visible()
    looks_well(page)
