"""The secretary of the BOSS, from the inbox to the published verdict; and the member who reads it."""

from __future__ import annotations

import io
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from consultations.models import Contribution, Meeting, Verdict
from notifications.models import Delivery, DeliveryStatus, Notice, NoticeKind
from organisations.models import AuditEntry, Council, Mandate
from ros_portal.kit.templatetags.dutch import short_day
from tests.chromium import NewPage, SignedIn, looks_well
from tests.consultations.factories import (
    ContributionFactory,
    CouncilInputFactory,
    MeetingFactory,
    PhaseFactory,
    RoundFactory,
)
from tests.servers import CeleryWorker, MailSink, PortalServer
from tests.waiting import wait_until


@pytest.fixture
def contribution(portal: PortalServer, member: Mandate, losser: Council) -> Contribution:
    """What the member handed in, released by the closing of the round and public since; and a council's input."""
    for code in ("ROS", "UA", "IA"):
        PhaseFactory(code=code)
    round_ = RoundFactory(closed=True, questions=3, input_published_at=timezone.now())
    CouncilInputFactory(round=round_, council=losser, submitted=True, answers=["De raad wil tempo."])
    return ContributionFactory(
        round=round_,
        mandate=member,
        submitted=True,
        answers=["Wij zien de schaalsprong zitten.", "Denk aan de bus naar Overdinkel.", "Kansen bij de grens."],
    )


@pytest.fixture
def tomorrow(portal: PortalServer) -> Meeting:
    """A meeting after the one of this journey, that something can be deferred to."""
    meeting: Meeting = MeetingFactory(held_on=timezone.localdate() + timedelta(days=42))
    return meeting


def download(page: Page, name: str) -> str:
    """The words of a PDF behind a link on this page."""
    with page.expect_download() as started:
        page.get_by_role("link", name=name, exact=True).click()
    reader = PdfReader(io.BytesIO(Path(started.value.path()).read_bytes()))
    assert "/StructTreeRoot" in reader.root_object
    return " ".join(" ".join(one.extract_text() for one in reader.pages).split())


def test_from_the_inbox_to_the_members_trail(
    signed_in: SignedIn,
    new_page: NewPage,
    celery_worker: CeleryWorker,
    mail_sink: MailSink,
    secretary: Mandate,
    member: Mandate,
    losser: Council,
    contribution: Contribution,
    tomorrow: Meeting,
) -> None:
    page, today = signed_in(secretary), timezone.localdate()

    plan_a_meeting_for_today(page)
    add_an_item_and_write_the_notes(page)
    route_from_the_inbox(page, contribution)
    convene(page)
    agenda = download(page, "Openbare agenda (PDF)")
    bundle = download(page, "Deelnemersbundel (PDF)")
    assert "Denk aan de bus naar Overdinkel." in agenda
    assert "Neem een besluit over de bus." not in agenda
    assert "Neem een besluit over de bus." in bundle
    page.get_by_role("link", name="Deelnemersbundel", exact=True).click()
    looks_well(page)
    assert AuditEntry.objects.filter(permission="open_bundle", user_id=secretary.user_id).count() == 2
    page.goto(f"/boss/{today}/")
    page.get_by_role("button", name="Overleg is gehouden").click()
    decide(page, tomorrow)
    page.get_by_role("button", name="Besluiten publiceren").click()
    expect(page.get_by_text("De besluiten en oordelen zijn openbaar.")).to_be_visible()
    expect(page.get_by_text("Want de bus hoort bij de uitvoering.")).to_be_visible()
    looks_well(page)

    the_member_reads_it(signed_in(member), contribution, tomorrow)
    the_member_got_one_message(mail_sink, member)
    the_public_reads_it(new_page(), today)


def plan_a_meeting_for_today(page: Page) -> None:
    today = timezone.localdate()
    page.goto("/boss/")
    looks_well(page)
    page.get_by_role("link", name="Overleg plannen").click()
    looks_well(page)
    page.get_by_label("Datum").fill(str(today))
    page.get_by_label("Plaats").fill("Stadhuis, Enschede")
    page.get_by_label("Stukken inleveren tot en met").fill(str(today - timedelta(days=10)))
    page.get_by_role("button", name="Overleg plannen").click()
    expect(page.get_by_role("heading", name="1. ROS Twente")).to_be_visible()
    looks_well(page)


def add_an_item_and_write_the_notes(page: Page) -> None:
    page.get_by_role("link", name="Agendapunt toevoegen").click()
    looks_well(page)
    page.get_by_label("Titel").fill("Bus en trein")
    page.get_by_role("button", name="Agendapunt toevoegen").click()
    page.get_by_role("button", name="Agenda publiceren").click()
    expect(page.get_by_text("De oplegnotitie ontbreekt nog bij")).to_be_visible()
    page.go_back()
    for title, wish in (("ROS Twente", "Stem in met de richting."), ("Bus en trein", "Neem een besluit over de bus.")):
        page.get_by_role("link", name=f"Oplegnotitie schrijven bij {title}").click()
        looks_well(page)
        page.get_by_label("Gevraagd besluit").fill(wish)
        page.get_by_role("button", name="Oplegnotitie bewaren").click()
    page.get_by_role("button", name="Omhoog Bus en trein").click()
    expect(page.get_by_role("heading", name="1. Bus en trein")).to_be_visible()
    page.get_by_role("button", name="Omlaag Bus en trein").click()
    expect(page.get_by_role("heading", name="2. Bus en trein")).to_be_visible()


def route_from_the_inbox(page: Page, contribution: Contribution) -> None:
    page.get_by_role("link", name="Inbreng kiezen in de werkbak").click()
    looks_well(page)
    page.get_by_label("Namens").select_option("raadslid")
    page.get_by_role("combobox", name="Agenda", exact=True).select_option("geen")
    page.get_by_role("button", name="Filteren").click()
    expect(page.get_by_role("checkbox")).to_have_count(3)
    page.get_by_label("Agendapunt").select_option(label="2. Bus en trein")
    page.get_by_role("button", name="Agenderen").click()
    expect(page.get_by_role("alert")).to_contain_text("Kies eerst een of meer antwoorden.")
    looks_well(page)
    for position in (1, 2, 3):
        page.get_by_label(f"{contribution.number}, vraag {position}").check()
    page.get_by_label("Agendapunt").select_option(label="2. Bus en trein")
    page.get_by_role("button", name="Agenderen").click()
    expect(page.get_by_text("3 van 3 geagendeerd")).to_be_visible()
    expect(page.get_by_text("Geen antwoorden gevonden")).to_be_visible()
    looks_well(page)


def convene(page: Page) -> None:
    page.goto(f"/boss/{timezone.localdate()}/voorbereiden/")
    expect(page.get_by_text("1 antwoord staat op nog geen agenda")).to_be_visible()
    looks_well(page)
    page.get_by_role("button", name="Agenda publiceren").click()
    expect(page.get_by_text("De agenda is openbaar. Deelnemers")).to_be_visible()
    looks_well(page)


def decide(page: Page, later: Meeting) -> None:
    looks_well(page)
    page.get_by_role("link", name="2. Bus en trein").click()
    looks_well(page)
    page.get_by_role("button", name="Agendapunt afronden").click()
    expect(page.get_by_text("3 antwoord(en) wachten op een oordeel of uitstel")).to_be_visible()
    page.go_back()
    page.get_by_label("Besluit", exact=True).fill("Het BOSS wil een snellere bus.")
    page.get_by_role("button", name="Besluit vastleggen").click()
    give(page, 0, Verdict.ADOPTED, "Dit past bij de richting.")
    give(page, 1, Verdict.TO_IMPLEMENTATION_AGENDA, "Want de bus hoort bij de uitvoering.")
    expect(page.get_by_text("2 van 3 antwoorden hebben een oordeel")).to_be_visible()
    give(page, 2, Verdict.DEFERRED, "Eerst praten wij met de buren over de grens.", later)
    expect(page.get_by_text("Elk antwoord heeft een oordeel.")).to_be_visible()
    looks_well(page)
    page.get_by_role("button", name="Agendapunt afronden").click()
    expect(page.get_by_text("Rond alle punten af")).to_be_visible()
    page.get_by_role("link", name="1. ROS Twente").click()
    page.get_by_label("Besluit", exact=True).fill("Het BOSS stemt in met de richting.")
    page.get_by_role("button", name="Besluit vastleggen").click()
    page.get_by_role("button", name="Agendapunt afronden").click()
    looks_well(page)


def give(page: Page, row: int, verdict: Verdict, reason: str, later: Meeting | None = None) -> None:
    """One verdict, in the form of that answer."""
    answer = page.locator("section.ros-point").nth(row)
    answer.get_by_label("Oordeel", exact=True).select_option(verdict.value)
    answer.get_by_label("Reden").fill(reason)
    if later is not None:
        answer.get_by_label("Aangehouden tot").select_option(label=f"{short_day(later.held_on)}: 1. ROS Twente")
    answer.get_by_role("button", name="Oordeel vastleggen").click()
    expect(page.get_by_text(f"Vastgelegd: {verdict.label}.")).to_be_visible()


def the_member_reads_it(page: Page, contribution: Contribution, later: Meeting) -> None:
    page.goto(contribution.get_absolute_url())
    for words in (
        "Oordeel: overgenomen",
        "Oordeel: naar de uitvoeringsagenda",
        f"Aangehouden tot het overleg van {short_day(later.held_on)}",
    ):
        expect(page.get_by_text(words).first).to_be_visible()
    expect(page.get_by_text("nog niet, verwacht").first).to_be_visible()
    looks_well(page)


def the_member_got_one_message(mail_sink: MailSink, member: Mandate) -> None:
    delivery = Delivery.objects.get(notice__kind=NoticeKind.FEEDBACK)
    assert delivery.user_id == member.user_id
    wait_until(lambda: Delivery.objects.get(pk=delivery.pk).status == DeliveryStatus.ACCEPTED, "the mail")
    mails = [mail for mail in mail_sink.mails() if mail["To"] == member.user.email]
    assert len(mails) == 1
    assert Notice.objects.filter(kind=NoticeKind.FEEDBACK).count() == 1
    assert "Denk aan de bus naar Overdinkel." not in mails[0].as_string()


def the_public_reads_it(page: Page, today: date) -> None:
    page.goto("/boss/")
    looks_well(page)
    page.goto(f"/boss/{today}/")
    expect(page.get_by_text("Het BOSS wil een snellere bus.")).to_be_visible()
    expect(page.get_by_text("Want de bus hoort bij de uitvoering.")).to_be_visible()
    looks_well(page)
    assert page.context.cookies() == []
