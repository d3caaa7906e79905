"""An office tells the councils something: written, looked at, sent once, and followed to every recipient."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from notifications.models import Delivery, Notice
from organisations.models import Council, Mandate
from tests.chromium import NewPage, SignedIn, looks_well
from tests.factories import MandateFactory
from tests.notifications.factories import NoticeFactory
from tests.servers import CeleryWorker, MailSink, PortalServer
from tests.waiting import wait_until

SUBJECT = "Nieuwe bouwlocaties langs het spoor"


@pytest.fixture
def draft(portal: PortalServer, losser: Council, member: Mandate) -> Notice:
    """A draft of the clerk of Losser, to one member."""
    notice: Notice = NoticeFactory(organisation=losser.organisation, subject=SUBJECT)
    return notice


def test_a_clerk_tells_the_council_and_follows_every_recipient(
    signed_in: SignedIn,
    new_page: NewPage,
    celery_worker: CeleryWorker,
    mail_sink: MailSink,
    clerk: Mandate,
    member: Mandate,
    group_leader: Mandate,
    outsider: Mandate,
) -> None:
    page = signed_in(clerk)
    mail_sink.refuse("550 5.1.1 No such user", address=group_leader.user.email)

    celery_worker.stop()
    write(page)
    look_at_it_and_write_it_anew(page)
    page.get_by_role("button", name="Verzend aan 2 ontvangers").click()
    expect(page.get_by_text("Uw bericht is verzonden.")).to_be_visible()
    expect(state_of(page, "Mirjam Raadslid")).to_contain_text("in de wachtrij")
    looks_well(page)
    celery_worker.start()
    wait_until(lambda: Notice.objects.filter(status="sent").exists(), "every mail has come to its end")
    page.get_by_role("link", name="Ververs deze pagina").click()
    expect(state_of(page, "Mirjam Raadslid")).to_contain_text("aangenomen door de mailserver")
    expect(state_of(page, "Frits Voorzitter")).to_contain_text("geweigerd")
    looks_well(page)
    page.goto("/berichten/van-ons/")
    looks_well(page)

    [mail] = mail_sink.mails()
    assert (mail["To"], mail["Subject"]) == (member.user.email, SUBJECT)
    the_member_reads_it(signed_in(member))
    the_public_reads_it(new_page(), member)


def write(page: Page) -> None:
    page.goto("/berichten/")
    page.get_by_role("link", name="Schrijf een bericht").click()
    looks_well(page)
    page.get_by_role("button", name="Bewaar en controleer").click()
    expect(page.get_by_role("alert")).to_contain_text("Onderwerp")
    looks_well(page)
    page.get_by_label("Onderwerp").fill(SUBJECT)
    page.get_by_label("In het kort").fill("Er zijn drie locaties bij gekomen.")
    page.get_by_label("Bericht (niet verplicht)").fill("Dit zijn ze:\n\n- Losser-West\n- Overdinkel\n- Glane")
    page.get_by_label("Zet dit bericht ook op de openbare pagina Berichten").check()
    page.get_by_role("button", name="Bewaar als concept").click()
    expect(page.get_by_text("Uw concept is bewaard. Er is niets verzonden.")).to_be_visible()
    looks_well(page)
    assert not Delivery.objects.exists()


def look_at_it_and_write_it_anew(page: Page) -> None:
    page.get_by_role("link", name=SUBJECT).click()
    for name in ("Mirjam Raadslid", "Frits Voorzitter"):
        expect(page.get_by_text(name)).to_be_visible()
    expect(page.get_by_text("Otto Buitenstaander")).to_have_count(0)
    expect(page.get_by_role("heading", name="2 ontvangers")).to_be_visible()
    looks_well(page)
    page.get_by_role("link", name="Wijzig de tekst").click()
    page.get_by_label("In het kort").fill("Er zijn drie locaties bij gekomen. Wij horen graag wat u vindt.")
    page.get_by_role("button", name="Bewaar en controleer").click()
    expect(page.get_by_text("Wij horen graag wat u vindt.").first).to_be_visible()


def state_of(page: Page, name: str) -> Locator:
    return page.locator(".ros-recipients li").filter(has_text=name)


def the_member_reads_it(page: Page) -> None:
    page.goto("/berichten/aan-u/")
    looks_well(page)
    page.get_by_role("link", name=SUBJECT).click()
    expect(page.get_by_text("Overdinkel")).to_be_visible()
    looks_well(page)


def the_public_reads_it(page: Page, member: Mandate) -> None:
    page.goto("/berichten/")
    looks_well(page)
    page.get_by_role("link", name=SUBJECT).click()
    expect(page.get_by_text("Overdinkel")).to_be_visible()
    expect(page.get_by_text(member.user.name)).to_have_count(0)
    looks_well(page)
    assert page.context.cookies() == []


def test_the_programme_team_tells_all_councils(
    signed_in: SignedIn,
    celery_worker: CeleryWorker,
    mail_sink: MailSink,
    secretary: Mandate,
    clerk: Mandate,
    member: Mandate,
    outsider: Mandate,
    case_officer: Mandate,
) -> None:
    MandateFactory.create_batch(30, organisation=member.organisation)
    page = signed_in(secretary)

    page.goto("/berichten/nieuw/")
    page.get_by_label("Onderwerp").fill("De agenda van het BOSS staat klaar")
    page.get_by_label("In het kort").fill("U kunt hem nu lezen.")
    page.get_by_role("button", name="Bewaar en controleer").click()
    page.get_by_text("Bekijk alle namen").click()
    expect(page.get_by_text("Otto Buitenstaander")).to_be_visible()
    looks_well(page)
    page.get_by_role("button", name="Verzend aan 33 ontvangers").click()

    wait_until(lambda: len(mail_sink.mails()) == 33, "every mail arrives")
    reached = {mail["To"] for mail in mail_sink.mails()}
    assert {clerk.user.email, member.user.email, outsider.user.email} < reached
    assert not {case_officer.user.email, secretary.user.email} & reached


def test_a_draft_that_was_changed_in_another_tab_is_not_sent_unseen(
    signed_in: SignedIn, clerk: Mandate, draft: Notice
) -> None:
    page = signed_in(clerk)
    other_tab = page.context.new_page()
    page.goto(f"/berichten/{draft.uuid}/controleren/")
    other_tab.goto(f"/berichten/{draft.uuid}/wijzigen/")
    other_tab.get_by_label("In het kort").fill("Toch vier locaties.")
    other_tab.get_by_role("button", name="Bewaar en controleer").click()
    expect(other_tab.get_by_text("Toch vier locaties.").first).to_be_visible()

    page.get_by_role("button", name="Verzend aan 1 ontvanger").click()

    expect(page.get_by_role("alert")).to_contain_text("Het bericht is niet verzonden")
    expect(page.get_by_text("Toch vier locaties.").first).to_be_visible()
    looks_well(page)
    assert not Delivery.objects.exists()
    page.get_by_role("button", name="Verzend aan 1 ontvanger").click()
    expect(page.get_by_text("Uw bericht is verzonden.")).to_be_visible()
    assert Delivery.objects.count() == 1


def test_a_draft_is_thrown_away_after_a_question(signed_in: SignedIn, clerk: Mandate, draft: Notice) -> None:
    page = signed_in(clerk)
    page.goto(f"/berichten/{draft.uuid}/controleren/")
    page.get_by_role("link", name="Gooi dit concept weg").click()
    looks_well(page)

    page.get_by_role("button", name="Gooi dit concept weg").click()

    expect(page.get_by_text("is weggegooid")).to_be_visible()
    assert not Notice.objects.exists()


@pytest.mark.parametrize("java_script_enabled", [True, False], ids=["with a script", "without a script"])
def test_a_double_click_sends_once(
    signed_in: SignedIn, clerk: Mandate, draft: Notice, java_script_enabled: bool
) -> None:
    page = signed_in(clerk, java_script_enabled=java_script_enabled)
    page.goto(f"/berichten/{draft.uuid}/controleren/")

    page.get_by_role("button", name="Verzend aan 1 ontvanger").dblclick()

    expect(page.get_by_text("in de wachtrij").first).to_be_visible()
    assert Delivery.objects.count() == 1
