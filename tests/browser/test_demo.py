"""A newcomer tries the example: one click to be somebody, and every e-mail to be read in the browser."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings

from ros_portal.site.demo.region.loader import load_example_region
from tests.chromium import NewPage, looks_well
from tests.servers import CeleryWorker, MailSink, PortalServer
from tests.waiting import wait_until


@pytest.fixture
def demo(
    start_portal: Callable[..., PortalServer],
    celery_worker: CeleryWorker,
    mail_sink: MailSink,
    transactional_db: None,
    settings: Settings,
) -> Iterator[PortalServer]:
    """The example as `make run` starts it."""
    cache.clear()
    settings.DEMO = True
    load_example_region(timezone.localdate())
    portal = start_portal(DEMO="1", MAIL_FOLDER=str(mail_sink.folder))
    yield portal
    portal.stop()


def test_a_newcomer_is_somebody_with_one_click_and_reads_every_mail(
    demo: PortalServer, new_page: NewPage, mail_sink: MailSink
) -> None:
    page = new_page(base_url=demo.url)

    page.goto("/")
    expect(page.get_by_text("Alle personen en alle inbreng op deze site zijn verzonnen.")).to_be_visible()
    page.get_by_role("link", name="Postbus van het voorbeeld").click()
    expect(page.get_by_text("Er zijn nog geen e-mails")).to_be_visible()
    page.get_by_role("link", name="Voorbeeldaccounts").first.click()
    page.locator("summary", has_text="Griffiers").click()
    looks_well(page)
    become_the_first_person(page)
    address = own_address(page)
    ask_for_a_code(page, address)
    wait_until(lambda: any(mail["To"] == address for mail in mail_sink.mails()), "the code arrives")
    page.get_by_label("Code").fill(code_in_the_postbox(page.context.new_page()))
    page.get_by_role("button", name="Ga verder").click()
    expect(page.get_by_text("U bent ingelogd.")).to_be_visible()


def become_the_first_person(page: Page) -> None:
    first = page.locator(".ros-card").first
    name = first.get_by_role("heading").inner_text()
    first.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name=f"Dag {name}")).to_be_visible()
    looks_well(page)


def own_address(page: Page) -> str:
    page.goto("/mijn-gegevens/")
    return page.get_by_text("@voorbeeld.example").inner_text()


def ask_for_a_code(page: Page, address: str) -> None:
    page.locator(".ros-account > summary").click()
    page.get_by_role("button", name="Uitloggen").click()
    page.goto("/account/inloggen/")
    looks_well(page)
    page.get_by_role("link", name="Stuur mij een code").click()
    page.get_by_label("E-mailadres").fill(address)
    page.get_by_role("button", name="Stuur mij een code").click()
    expect(page.get_by_role("heading", name="Vul uw code in")).to_be_visible()


def code_in_the_postbox(page: Page) -> str:
    page.goto("/demo/post/")
    looks_well(page)
    page.get_by_role("link", name="Uw code om in te loggen").click()
    looks_well(page)
    code = re.search(r"^[A-Z0-9]{3,4}-?[A-Z0-9]{3,4}$", page.locator(".ros-text").inner_text(), re.MULTILINE)
    assert code
    return code[0]
