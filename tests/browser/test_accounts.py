"""From an invitation to the end of a mandate, as the clerk, the invited person and the administrator see it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from notifications.models import Mail
from notifications.tasks import look_now
from organisations.actions import invitation_token
from organisations.actor import Role
from organisations.models import Council, Fractie, Mandate, User
from tests.chromium import FLAGS, NewPage, SignedIn, looks_well
from tests.conftest import AsClient
from tests.consultations.factories import ContributionFactory, RoundFactory
from tests.factories import InvitationFactory, MandateFactory
from tests.notifications.factories import DeliveryFactory, NoticeFactory
from tests.servers import CeleryWorker, Child, MailSink, PortalServer, Valkey, stopped
from tests.waiting import wait_until

ADDRESS = "nina.nieuw@losser.example"
PASSWORD = "zeven grote molens"


@pytest.fixture(autouse=True)
def _no_attempts_yet(portal: PortalServer) -> None:
    """The limits on signing in count per address of the internet, and all tests come from one."""
    cache.clear()


def test_from_the_invitation_to_the_end_of_the_mandate(
    signed_in: SignedIn,
    new_page: NewPage,
    celery_worker: CeleryWorker,
    mail_sink: MailSink,
    clerk: Mandate,
    administrator: Mandate,
    enschede: Council,
    fractie: Fractie,
) -> None:
    clerks, guests = signed_in(clerk), new_page()

    invite(clerks, fractie)
    look_now()  # what beat says every 15 seconds
    link = accept(guests, mail_sink)
    sign_in_with_a_code(guests, mail_sink)
    the_link_works_once(new_page(), link)
    choose_a_password_and_sign_in_with_it(guests)
    inside = write_a_draft_and_read_a_notice(guests)
    end_the_mandate(clerks)
    what_remains(guests, inside)
    the_administrator_reads_what_was_done(signed_in(administrator))


def invite(page: Page, fractie: Fractie) -> None:
    page.goto("/start/")
    page.get_by_role("link", name="Leden van uw raad").click()
    looks_well(page)
    page.get_by_role("link", name="Lid uitnodigen").click()
    page.get_by_role("button", name="Uitnodiging versturen").click()
    expect(page.get_by_role("alert")).to_contain_text("Naam")
    looks_well(page)
    page.get_by_label("Naam").fill("Nina Nieuw")
    page.get_by_label("E-mailadres").fill(ADDRESS)
    page.get_by_label("Fractie (niet verplicht)").select_option(label=fractie.name)
    page.get_by_role("button", name="Uitnodiging versturen").click()
    expect(page.get_by_text(f"De uitnodiging aan Nina Nieuw gaat zo per e-mail naar {ADDRESS}.")).to_be_visible()
    looks_well(page)
    for elsewhere in ("/leden/enschede/", "/leden/enschede/uitnodigen/"):
        assert status_of(page, elsewhere) == 404


def accept(page: Page, mail_sink: MailSink) -> str:
    """Open the link of the mail in a browser that has never been here; returns the link."""
    link = re.search(r"http://\S+/uitnodiging/\S+", mail_to(mail_sink, ADDRESS))
    assert link
    page.goto(link[0])
    expect(page.get_by_text("raadslid van Losser")).to_be_visible()
    looks_well(page)
    assert not User.objects.filter(email=ADDRESS).exists()
    page.get_by_role("button", name="Neem de uitnodiging aan").click()
    expect(page.get_by_text("Welkom. U werkt nu als raadslid van Losser.")).to_be_visible()
    expect(page.get_by_role("heading", name="Dag Nina Nieuw")).to_be_visible()
    looks_well(page)
    mail_sink.empty()
    return link[0]


def sign_in_with_a_code(page: Page, mail_sink: MailSink) -> None:
    sign_out(page)
    page.get_by_role("link", name="Inloggen").first.click()
    looks_well(page)
    page.get_by_role("link", name="Stuur mij een code").click()
    looks_well(page)
    ask_for_a_code(page, ADDRESS)
    looks_well(page)
    page.get_by_label("Code").fill("ABCDEF")
    page.get_by_role("button", name="Ga verder").click()
    expect(page.get_by_text("Deze code klopt niet.").first).to_be_visible()
    looks_well(page)
    page.get_by_label("Code").fill(code_in(mail_to(mail_sink, ADDRESS)))
    page.get_by_role("button", name="Ga verder").click()
    expect(page.get_by_role("heading", name="Dag Nina Nieuw")).to_be_visible()
    wait_until(lambda: not Mail.objects.exclude(text="").exists(), "the code is wiped")


def the_link_works_once(page: Page, link: str) -> None:
    expired = InvitationFactory(
        created_at=timezone.now() - timedelta(days=15), expires_at=timezone.now() - timedelta(days=1)
    )
    for over in (link, reverse("organisations:invitation", args=[invitation_token(expired)])):
        assert status_of(page, over) == 409
        expect(page.get_by_text("al gebruikt of niet meer geldig")).to_be_visible()
    looks_well(page)


def choose_a_password_and_sign_in_with_it(page: Page) -> None:
    page.goto("/mijn-gegevens/")
    looks_well(page)
    page.get_by_role("link", name="Stel een wachtwoord in").click()
    page.get_by_label("Wachtwoord", exact=True).fill("kort")
    page.get_by_label("Wachtwoord (bevestigen)").fill("kort")
    page.get_by_role("button", name="Bewaar het wachtwoord").click()
    looks_well(page)
    page.get_by_label("Wachtwoord", exact=True).fill(PASSWORD)
    page.get_by_label("Wachtwoord (bevestigen)").fill(PASSWORD)
    page.get_by_role("button", name="Bewaar het wachtwoord").click()
    expect(page.get_by_text("Uw wachtwoord is bewaard.")).to_be_visible()
    sign_out(page)
    sign_in_with_a_pasted_password(page)
    expect(page.get_by_role("heading", name="Dag Nina Nieuw")).to_be_visible()


def sign_in_with_a_pasted_password(page: Page) -> None:
    """As a password manager does it: by the clipboard."""
    page.goto("/account/inloggen/")
    address = page.get_by_label("E-mailadres")
    address.fill(PASSWORD)
    address.press("Control+A")
    address.press("Control+X")
    page.get_by_label("Wachtwoord", exact=True).press("Control+V")
    address.fill(ADDRESS)
    page.get_by_role("button", name="Log in").click()


def write_a_draft_and_read_a_notice(page: Page) -> list[str]:
    """What only somebody in the council reads: an own draft, and the paths of what is there to see."""
    user = User.objects.get(email=ADDRESS)
    draft = ContributionFactory(round=RoundFactory(questions=1), mandate=user.mandates.get(), answers=["Nog geheim."])
    notice = NoticeFactory(sent=True, organisation=draft.council.organisation, subject="Alleen voor de raad")
    DeliveryFactory(notice=notice, user=user)
    inside = ["/mijn-inbreng/", draft.get_absolute_url()]
    for path in inside:
        assert status_of(page, path) == 200
    return inside


def end_the_mandate(page: Page) -> None:
    page.goto("/leden/")
    page.get_by_role("link", name="Beëindig het mandaat van Nina Nieuw").click()
    looks_well(page)
    page.get_by_role("button", name="Beëindig dit mandaat").click()
    expect(page.get_by_text("Het mandaat van Nina Nieuw is beëindigd.")).to_be_visible()


def what_remains(page: Page, inside: list[str]) -> None:
    """The very next click finds the mandate gone; what is public, what was told and the own account stay."""
    page.get_by_role("link", name="Mijn werk").first.click()
    expect(page.get_by_role("heading", name="U hebt nu geen mandaat")).to_be_visible()
    sign_out(page)
    sign_in_with_a_pasted_password(page)
    expect(page.get_by_role("heading", name="U hebt nu geen mandaat")).to_be_visible()
    looks_well(page)
    for path in (*inside, "/leden/", "/leden/losser/", "/raad/inbreng/", "/berichten/nieuw/", "/beheer/handelingen/"):
        assert status_of(page, path) in {403, 404}
        expect(page.get_by_text("Nog geheim.")).to_have_count(0)
    page.goto("/berichten/aan-u/")
    expect(page.get_by_role("link", name="Alleen voor de raad")).to_be_visible()
    page.goto("/mijn-gegevens/")
    expect(page.get_by_text(ADDRESS)).to_be_visible()
    looks_well(page)


def the_administrator_reads_what_was_done(page: Page) -> None:
    page.goto("/leden/")
    looks_well(page)
    page.goto("/beheer/handelingen/")
    done = page.locator("tbody th")
    expect(done).to_have_text(["Een mandaat beëindigen", "Een uitnodiging aannemen", "Een lid uitnodigen"])
    expect(page.get_by_text("Nina")).to_have_count(0)
    looks_well(page)
    page.get_by_role("combobox", name="Handeling").select_option(label="Een mandaat beëindigen")
    page.get_by_role("button", name="Toon").click()
    expect(done).to_have_text(["Een mandaat beëindigen"])


def test_a_clerk_of_two_councils_works_for_one_at_a_time(
    signed_in: SignedIn, clerk: Mandate, member: Mandate, outsider: Mandate, enschede: Council
) -> None:
    MandateFactory(user=clerk.user, organisation=enschede.organisation, role=Role.CLERK)
    page = signed_in(clerk, java_script_enabled=False)
    page.goto("/leden/")
    expect(page.get_by_text(member.user.email)).to_be_visible()

    page.locator(".ros-account > summary").click()
    page.get_by_role("button", name="Werk verder als griffier van Enschede").click()

    expect(page.get_by_text("U werkt nu als griffier van Enschede.").first).to_be_visible()
    page.goto("/leden/")
    expect(page.get_by_text(outsider.user.email)).to_be_visible()
    expect(page.get_by_text(member.user.email)).to_have_count(0)
    assert status_of(page, "/leden/losser/") == 404
    page.goto("/berichten/nieuw/")
    expect(page.get_by_text("griffier van Enschede").first).to_be_visible()


def test_after_signing_out_the_way_back_shows_nothing(
    browser: Browser, chromium: str, as_client: AsClient, portal: PortalServer, member: Mandate
) -> None:
    """In a browser that keeps the last pages in memory, as those of people do and Playwright's does not."""
    usual = browser.browser_type.launch(
        executable_path=chromium, args=FLAGS, ignore_default_args=["--disable-back-forward-cache"]
    )
    page = usual.new_page(base_url=portal.url)
    key = as_client(member).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": portal.url}])
    page.goto("/mijn-gegevens/")
    sign_out(page)

    page.go_back(wait_until="commit")

    expect(page.get_by_role("heading", name="Inloggen")).to_be_visible()
    expect(page.get_by_text(member.user.email)).to_have_count(0)
    usual.close()


def test_the_choice_of_a_mandate_looks_well(signed_in: SignedIn, clerk: Mandate, enschede: Council) -> None:
    MandateFactory(user=clerk.user, organisation=enschede.organisation, role=Role.CLERK)
    page = signed_in(clerk)
    page.goto("/mijn-gegevens/")
    page.locator(".ros-account > summary").click()

    looks_well(page)


def test_without_broker_and_mail_server_nothing_fails_and_nothing_is_lost(
    signed_in: SignedIn,
    new_page: NewPage,
    celery_worker: CeleryWorker,
    celery_beat: Child,
    valkey: Valkey,
    mail_sink: MailSink,
    clerk: Mandate,
    member: Mandate,
) -> None:
    clerks, guests = signed_in(clerk), new_page()

    with stopped(valkey), stopped(mail_sink):
        ask_for_a_code(guests, member.user.email)
        clerks.goto("/leden/losser/uitnodigen/")
        clerks.get_by_label("Naam").fill("Nina Nieuw")
        clerks.get_by_label("E-mailadres").fill(ADDRESS)
        clerks.get_by_role("button", name="Uitnodiging versturen").click()
        expect(clerks.get_by_text("De uitnodiging aan Nina Nieuw gaat zo per e-mail")).to_be_visible()
        clerks.goto("/berichten/nieuw/")
        clerks.get_by_label("Onderwerp").fill("De avond gaat door")
        clerks.get_by_label("In het kort").fill("Ook zonder mailserver.")
        clerks.get_by_role("button", name="Bewaar en controleer").click()
        clerks.get_by_role("button", name="Verzend aan 1 ontvanger").click()
        expect(clerks.get_by_text("in de wachtrij").first).to_be_visible()
        for path in ("/", "/start/", "/berichten/", "/leden/"):
            assert status_of(clerks, path) == 200

    arrived = {(member.user.email, "De avond gaat door"), (member.user.email, "Uw code om in te loggen")}
    arrived |= {(ADDRESS, "Uitnodiging voor het ROS-portaal Twente")}
    wait_until(
        lambda: sorted((m["To"], m["Subject"]) for m in mail_sink.mails()) == sorted(arrived),
        "each mail arrives, once",
        timeout=60,
    )
    [code] = [mail for mail in mail_sink.mails() if mail["Subject"] == "Uw code om in te loggen"]
    guests.get_by_label("Code").fill(code_in(str(code.get_content())))
    guests.get_by_role("button", name="Ga verder").click()
    expect(guests.get_by_role("heading", name="Dag Mirjam Raadslid")).to_be_visible()


def ask_for_a_code(page: Page, address: str) -> None:
    page.goto("/account/inloggen/code/")
    page.get_by_label("E-mailadres").fill(address)
    page.get_by_role("button", name="Stuur mij een code").click()
    expect(page.get_by_role("heading", name="Vul uw code in")).to_be_visible()


def status_of(page: Page, path: str) -> int:
    answer = page.goto(path)
    assert answer is not None
    return answer.status


def sign_out(page: Page) -> None:
    page.locator(".ros-account > summary").click()
    page.get_by_role("button", name="Uitloggen").click()
    expect(page.get_by_text("U bent uitgelogd.")).to_be_visible()


def mail_to(mail_sink: MailSink, address: str) -> str:
    """The words of the one mail to this address, when it has come."""
    wait_until(lambda: any(mail["To"] == address for mail in mail_sink.mails()), f"a mail to {address}")
    [mail] = [mail for mail in mail_sink.mails() if mail["To"] == address]
    return str(mail.get_content())


def code_in(text: str) -> str:
    found = re.search(r"^([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", text, re.MULTILINE)
    assert found, text
    return found[1]
