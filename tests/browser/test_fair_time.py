"""Fair time: the clerk keeps the calendar, plans the track and asks more time; the programme team answers."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from consultations.models import ConsultationRound
from organisations.models import Council, Mandate
from ros_portal.kit.templatetags.dutch import short_day
from tests.chromium import NewPage, SignedIn, looks_well
from tests.consultations.factories import RoundFactory
from tests.servers import PortalServer


@pytest.fixture
def round_(portal: PortalServer, losser: Council, enschede: Council) -> ConsultationRound:
    made: ConsultationRound = RoundFactory(councils=[losser, enschede], short_time_reason="Het BOSS wacht niet.")
    return made


def test_from_the_calendar_to_more_time(
    signed_in: SignedIn, new_page: NewPage, clerk: Mandate, secretary: Mandate, round_: ConsultationRound
) -> None:
    page = signed_in(clerk)

    evening = add_an_evening(page)
    plan_the_track(page, round_, short_day(evening))
    write_down_how_the_council_takes_part(page)
    ask_more_time(page, round_)
    answer(signed_in(secretary, java_script_enabled=False))
    what_if(signed_in(secretary))
    everyone_reads_it(new_page(), round_)


def add_an_evening(page: Page) -> date:
    day = timezone.localdate() + timedelta(days=14)
    page.goto("/raad/avonden/")
    looks_well(page)
    page.get_by_label("Datum van de avond").fill(str(day))
    page.get_by_label("Stukken inleveren").fill(str(day + timedelta(days=1)))
    page.get_by_role("button", name="Avond toevoegen").click()
    page.get_by_role("link", name="Kies een dag die niet na de avond ligt.").click()
    expect(page.get_by_label("Stukken inleveren")).to_be_focused()
    page.get_by_label("Stukken inleveren").fill(str(day - timedelta(days=7)))
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Vergaderavonden")).to_contain_text(short_day(day))
    looks_well(page)
    page.get_by_role("link", name="Wijzig of haal weg").click()
    looks_well(page)
    return day


def plan_the_track(page: Page, round_: ConsultationRound, evening: str) -> None:
    page.goto(round_.get_absolute_url())
    page.get_by_role("link", name="Plan het traject van uw raad").click()
    expect(page.get_by_text("een voorstel uit")).to_be_visible()
    looks_well(page)
    page.get_by_role("button", name="Traject bewaren").press("Enter")
    losser = page.get_by_role("row").filter(has_text="Losser")
    expect(losser).to_contain_text(f"Besluitvorming: {evening}")
    expect(losser).to_contain_text("Minder dan afgesproken")
    looks_well(page)


def write_down_how_the_council_takes_part(page: Page) -> None:
    page.goto("/raden/losser/")
    page.get_by_role("link", name="Wijzig hoe de raad meedoet").click()
    looks_well(page)
    page.get_by_label("Zo doet de raad mee").fill("De raad praat er eerst samen over.")
    page.get_by_label("Raadsleden geven eigen inbreng").uncheck()
    page.get_by_label("Functie van de behandelend ambtenaar").fill("adviseur ruimte")
    page.get_by_label("E-mailadres voor vragen").fill("ruimte@losser.example")
    page.get_by_role("button", name="Bewaren").click()
    expect(page.get_by_text("Raadsleden geven geen eigen inbreng.")).to_be_visible()
    looks_well(page)


def ask_more_time(page: Page, round_: ConsultationRound) -> None:
    page.goto(round_.get_absolute_url())
    page.get_by_role("link", name="Vraag uitstel").click()
    looks_well(page)
    page.get_by_label("Waarom heeft uw raad meer tijd nodig?").fill("De raad vergadert pas later.")
    page.get_by_role("button", name="Uitstel vragen").click()
    expect(page.get_by_text("Uw verzoek is verstuurd.")).to_be_visible()
    looks_well(page)


def answer(page: Page) -> None:
    page.goto("/uitstel/")
    page.get_by_role("link", name="Antwoord aan Losser").click()
    expect(page.get_by_text("De raad vergadert pas later.")).to_be_visible()
    page.get_by_role("button", name="Uitstel geven").click()
    page.get_by_label("Uw reden").fill("Twee weken meer past nog.")
    page.get_by_role("button", name="Uitstel geven").click()
    expect(page.get_by_text("U hebt uitstel gegeven.")).to_be_visible()


def what_if(page: Page) -> None:
    page.goto("/uitstel/")
    looks_well(page)
    page.goto("/eerlijke-tijd/wat-als/")
    looks_well(page)
    page.get_by_label("De ronde sluit op").fill(str(timezone.localdate() + timedelta(days=70)))
    page.get_by_role("button", name="Bereken").click()
    expect(page.get_by_role("row").filter(has_text="Enschede")).to_contain_text("10 weken")
    looks_well(page)


def everyone_reads_it(page: Page, round_: ConsultationRound) -> None:
    page.goto(round_.get_absolute_url())
    expect(page.get_by_text("Het BOSS wacht niet.")).to_be_visible()
    page.get_by_role("link", name="Bekijk de eerlijke tijd per raad").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Eerlijke tijd per raad")
    looks_well(page)
