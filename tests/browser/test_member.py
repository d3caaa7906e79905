"""A council member gives input: from the code in the mail to the receipt, and whatever comes between."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from consultations.models import ConsultationRound, Contribution, ContributionStatus, NumberSeries
from notifications.models import Notice, NoticeKind
from organisations.models import AuditEntry, Council, Mandate
from ros_portal.kit.templatetags.dutch import day_time
from tests.chromium import NewPage, SignedIn, looks_well
from tests.consultations.factories import (
    FOUR_QUESTIONS,
    ContributionFactory,
    InvolvementFactory,
    RoundFactory,
    close_at,
)
from tests.consultations.writing import texts
from tests.documents.factories import DocumentFactory, VersionFactory
from tests.servers import CeleryWorker, MailSink, PortalServer
from tests.waiting import wait_until

QUESTIONS = [text for _, text in FOUR_QUESTIONS]
WORDS = ["Positief, als de kernen meegroeien.", "De bus naar Overdinkel.", "Werk over de grens.", "Drukte op de N731."]
PASSWORD = "zeven grote molens"
STATUS = "#save-status"


@pytest.fixture
def open_round(portal: PortalServer, losser: Council) -> ConsultationRound:
    """A round about the letter, in which Losser takes part until one minute to midnight."""
    cache.clear()  # the limits on signing in count per address of the internet, and all tests come from one
    InvolvementFactory(organisation=losser.organisation)
    last_day = timezone.localtime() + timedelta(days=20)
    round_: ConsultationRound = RoundFactory(
        title="Verkenning schaalsprong",
        slug="verkenning",
        councils=[losser],
        closes_at=last_day.replace(hour=23, minute=59, second=0, microsecond=0),
    )
    letter = VersionFactory(
        published=True,
        document=DocumentFactory(title="Brief over het plan van aanpak", slug="brief"),
        paragraphs=["Het Rijk en de regio maken samen een plan.", "Wij gaan met uw raad in gesprek."],
    )
    round_.documents.add(letter)
    return round_


@pytest.fixture
def draft(open_round: ConsultationRound, member: Mandate) -> Contribution:
    """The member's draft, with nothing in it yet."""
    contribution: Contribution = ContributionFactory(round=open_round, mandate=member, answers=[])
    return contribution


def test_from_the_code_in_the_mail_to_the_receipt_and_back(
    new_page: NewPage,
    celery_worker: CeleryWorker,
    mail_sink: MailSink,
    member: Mandate,
    open_round: ConsultationRound,
) -> None:
    page, deadline = new_page(), day_time(open_round.closes_at)
    number = f"ROS-{timezone.localdate().year}-LOS-0001"

    sign_in_with_a_code(page, mail_sink, member.user.email)
    the_start_page_says_what_waits(page, deadline)
    read_about_the_round(page, deadline)
    write(page)
    assert texts(Contribution.objects.get()) == dict(enumerate(WORDS, start=1))
    hand_in(page, number)
    the_receipt_is_on_paper_and_in_the_mail(page, mail_sink, number)
    take_back(page, number)
    done = AuditEntry.objects.filter(mandate_id=member.pk).values_list("permission", flat=True)
    assert {*done} == {"start_individual_input", "save_draft", "submit_contribution", "withdraw_contribution"}
    assert done.filter(permission="submit_contribution").count() == 1
    assert Contribution.objects.get().status == ContributionStatus.WITHDRAWN


def sign_in_with_a_code(page: Page, mail_sink: MailSink, address: str) -> None:
    page.goto("/account/inloggen/code/")
    page.get_by_label("E-mailadres").fill(address)
    page.get_by_role("button", name="Stuur mij een code").click()
    code = re.search(r"^([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", mail_to(mail_sink, address), re.MULTILINE)
    assert code
    page.get_by_label("Code").fill(code[1])
    page.get_by_role("button", name="Ga verder").click()


def mail_to(mail_sink: MailSink, address: str) -> str:
    """The words of the one mail to this address, when it has come; after that the sink is empty."""
    wait_until(lambda: bool(mail_sink.mails()), f"a mail to {address}")
    [mail] = mail_sink.mails()
    assert mail["To"] == address
    mail_sink.empty()
    body = mail.get_body(("plain",))
    assert body
    return str(body.get_content())


def the_start_page_says_what_waits(page: Page, deadline: str) -> None:
    expect(page.get_by_role("heading", name="Dag Mirjam Raadslid")).to_be_visible()
    expect(page.get_by_text(deadline).first).to_be_visible()
    expect(page.get_by_text("Beleidsmedewerker ruimtelijke ordening")).to_be_visible()
    looks_well(page)
    page.get_by_role("link", name="Bekijk de vragen en begin").click()


def read_about_the_round(page: Page, deadline: str) -> None:
    expect(page.get_by_text(f"Sluit op {deadline}")).to_be_visible()
    expect(page.get_by_text("beleidsmedewerker ruimtelijke ordening van Losser")).to_be_visible()
    looks_well(page)
    page.get_by_role("link", name="Brief over het plan van aanpak").click()
    expect(page.get_by_text("Wij gaan met uw raad in gesprek.")).to_be_visible()
    looks_well(page)
    page.get_by_role("link", name="Verkenning schaalsprong").click()
    page.get_by_role("button", name="Begin namens uzelf").click()


def write(page: Page) -> None:
    """Four answers that nobody saves by hand, and that are there after the page was loaded again."""
    expect(page.get_by_text("Alleen u leest dit concept.")).to_be_visible()
    readers = page.locator("#lezers")
    for who in ("De griffier van Losser", "de behandelend ambtenaar en de bestuurder van Losser", "Iedereen"):
        expect(readers).to_contain_text(who)
    looks_well(page)
    for question, words in zip(QUESTIONS, WORDS, strict=True):
        page.get_by_label(question).fill(words)
    expect(page.locator(STATUS)).to_contain_text("Bewaard om")
    page.reload()
    for question, words in zip(QUESTIONS, WORDS, strict=True):
        expect(page.get_by_label(question)).to_have_value(words)


def hand_in(page: Page, number: str) -> None:
    page.get_by_role("button", name="Controleren en indienen").click()
    expect(page.get_by_role("heading", name="Klopt alles?")).to_be_visible()
    expect(page.get_by_role("heading", name="Wie leest dit, en wanneer?")).to_be_visible()
    looks_well(page)
    page.get_by_role("button", name="Indienen", exact=True).click()
    expect(page.get_by_role("heading", name="Uw inbreng is ontvangen")).to_be_visible()
    expect(page.locator(".ros-code")).to_have_text(number)
    looks_well(page)


def the_receipt_is_on_paper_and_in_the_mail(page: Page, mail_sink: MailSink, number: str) -> None:
    with page.expect_download() as started:
        page.get_by_role("link", name="Ontvangstbewijs (pdf)").click()
    reader = PdfReader(io.BytesIO(Path(started.value.path()).read_bytes()))
    words = " ".join(" ".join(sheet.extract_text() for sheet in reader.pages).split())
    assert "/StructTreeRoot" in reader.root_object
    assert all(text in words for text in (number, *WORDS))
    told = mail_to(mail_sink, "raadslid@losser.example")
    assert number in told
    assert not any(text in told for text in WORDS)


def take_back(page: Page, number: str) -> None:
    page.goto("/mijn-inbreng/")
    looks_well(page)
    page.get_by_role("link", name=number).click()
    page.get_by_role("link", name="Inbreng intrekken").click()
    looks_well(page)
    page.get_by_role("button", name="Ja, trek mijn inbreng in").click()
    expect(page.get_by_role("heading", name="Uw inbreng is ingetrokken")).to_be_visible()
    looks_well(page)


def test_without_a_script_the_button_saves_and_nothing_else_is_different(
    signed_in: SignedIn, member: Mandate, open_round: ConsultationRound
) -> None:
    page = signed_in(member, java_script_enabled=False)

    page.goto("/start/")
    page.get_by_role("link", name="Bekijk de vragen en begin").click()
    page.get_by_role("button", name="Begin namens uzelf").click()
    page.get_by_label(QUESTIONS[0]).fill(WORDS[0])
    page.get_by_role("button", name="Concept bewaren").click()
    expect(page.get_by_text("Uw concept is bewaard. Het is nog niet ingediend.")).to_be_visible()
    expect(page.locator(STATUS)).to_contain_text("Bewaard op")
    page.get_by_role("button", name="Controleren en indienen").click()
    expect(page.get_by_text("3 vragen zonder antwoord. Dat mag.")).to_be_visible()
    page.get_by_role("button", name="Indienen", exact=True).click()

    expect(page.get_by_role("heading", name="Uw inbreng is ontvangen")).to_be_visible()
    assert texts(Contribution.objects.get(status=ContributionStatus.SUBMITTED)) == {1: WORDS[0]}


def test_two_clicks_on_the_button_hand_in_once(signed_in: SignedIn, member: Mandate, draft: Contribution) -> None:
    page = signed_in(member)
    page.goto(draft.get_absolute_url())
    page.get_by_label(QUESTIONS[0]).fill(WORDS[0])
    page.get_by_role("button", name="Controleren en indienen").click()

    page.get_by_role("button", name="Indienen", exact=True).dblclick()
    expect(page.get_by_role("heading", name="Uw inbreng is ontvangen")).to_be_visible()

    assert Contribution.objects.get().number == f"ROS-{timezone.localdate().year}-LOS-0001"
    assert NumberSeries.objects.get().last == 1
    assert Notice.objects.filter(kind=NoticeKind.RECEIPT).count() == 1


def test_of_two_windows_the_second_overwrites_nothing_unseen(
    signed_in: SignedIn, member: Mandate, draft: Contribution
) -> None:
    first = signed_in(member)
    first.goto(draft.get_absolute_url())
    second = first.context.new_page()
    second.goto(draft.get_absolute_url())

    for words in ("Eerste venster.", "Eerste venster, en verder."):
        first.get_by_label(QUESTIONS[0]).fill(words)
        expect(first.locator(STATUS)).to_contain_text("Bewaard om")
    second.get_by_label(QUESTIONS[0]).fill("Tweede venster.")
    expect(second.locator(STATUS)).to_contain_text("in een ander venster gewijzigd")
    second.get_by_role("button", name="Concept bewaren").click()

    expect(second.get_by_role("heading", name="Wat er nu bewaard is")).to_be_visible()
    expect(second.locator("blockquote")).to_have_text("Eerste venster, en verder.")
    expect(second.get_by_label(QUESTIONS[0])).to_have_value("Tweede venster.")
    assert texts(draft) == {1: "Eerste venster, en verder."}
    second.get_by_role("button", name="Concept bewaren").click()
    expect(second.get_by_text("Uw concept is bewaard.")).to_be_visible()
    assert texts(draft) == {1: "Tweede venster."}


def test_without_a_connection_the_button_keeps_the_words_on_the_page(
    signed_in: SignedIn, member: Mandate, draft: Contribution
) -> None:
    page = signed_in(member)
    page.goto(draft.get_absolute_url())

    page.context.set_offline(True)
    page.get_by_label(QUESTIONS[0]).fill(WORDS[0])
    page.get_by_role("button", name="Controleren en indienen").click()
    expect(page.locator(STATUS)).to_contain_text("Nog niet bewaard: er is geen verbinding.")
    expect(page.get_by_label(QUESTIONS[0])).to_have_value(WORDS[0])
    page.context.set_offline(False)

    expect(page.locator(STATUS)).to_contain_text("Bewaard om")
    assert texts(draft) == {1: WORDS[0]}


def test_who_was_signed_out_while_typing_signs_in_elsewhere_and_loses_nothing(
    signed_in: SignedIn, member: Mandate, draft: Contribution
) -> None:
    member.user.set_password(PASSWORD)
    member.user.save()
    page = signed_in(member)
    page.goto(draft.get_absolute_url())

    Session.objects.all().delete()
    page.get_by_label(QUESTIONS[0]).fill(WORDS[0])
    page.get_by_role("button", name="Controleren en indienen").click()
    expect(page.locator(STATUS)).to_contain_text("u bent uitgelogd")
    expect(page.get_by_label(QUESTIONS[0])).to_have_value(WORDS[0])
    looks_well(page)
    sign_in_with_the_password(page.context.new_page(), member)
    page.get_by_role("button", name="Controleren en indienen").click()

    expect(page.get_by_role("heading", name="Klopt alles?")).to_be_visible()
    assert texts(draft) == {1: WORDS[0]}


def sign_in_with_the_password(page: Page, member: Mandate) -> None:
    page.goto("/account/inloggen/")
    page.get_by_label("E-mailadres").fill(member.user.email)
    page.get_by_label("Wachtwoord", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="Dag Mirjam Raadslid")).to_be_visible()


def test_a_round_that_closes_while_one_types_leaves_the_words_on_the_page(
    signed_in: SignedIn, member: Mandate, open_round: ConsultationRound, draft: Contribution
) -> None:
    page = signed_in(member)
    page.goto(draft.get_absolute_url())

    close_at(open_round, timezone.now())
    page.get_by_label(QUESTIONS[0]).fill("Net te laat.")
    expect(page.locator(STATUS)).to_contain_text("Deze ronde is gesloten.")
    with page.expect_response(lambda answer: answer.request.is_navigation_request()) as answered:
        page.get_by_role("button", name="Controleren en indienen").click()

    assert answered.value.status == 409
    expect(page.get_by_role("alert")).to_contain_text("Deze ronde is gesloten. U kunt geen inbreng meer indienen.")
    expect(page.get_by_label(QUESTIONS[0])).to_have_value("Net te laat.")
    assert texts(draft) == {}
    looks_well(page)
