"""Headless Chromium for the tests: Debian's own, driven by Playwright, watched for everything a page should not do."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, Request, Response, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from .servers import PortalServer

if TYPE_CHECKING:  # this plugin is loaded before Django is set up
    from organisations.models import Mandate

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 15_000  # milliseconds: two cores also run the servers
AXE_RULES = {"resultTypes": ["violations"]}


class Watched:
    """A browser of one person; `faults` is what went wrong on any page in it."""

    def __init__(self, context: BrowserContext, host: str) -> None:
        self.context = context
        self.host = host
        self.faults: list[str] = []
        context.set_default_timeout(PATIENCE)
        context.on("request", self._see_request)
        context.on("response", self._see_response)
        context.on("weberror", lambda error: self.faults.append(f"script error: {error.error}"))
        context.on("console", self._see_console)

    def _see_request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in {"data", "blob", "about"} and address.netloc != self.host:
            self.faults.append(f"a request to another host: {request.url}")

    def _see_response(self, response: Response) -> None:
        if response.status >= 500:
            self.faults.append(f"{response.status} from {response.url}")

    def _see_console(self, message: Any) -> None:
        answered_on_purpose = "Failed to load resource" in message.text  # the tests look at the status themselves
        if message.type in {"error", "warning"} and not answered_on_purpose:
            self.faults.append(f"console: {message.text}")


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of Debian's Chromium; without it the tests fail, they are not skipped."""
    found = shutil.which("chromium")
    if found is None:
        pytest.fail("Chromium is not installed; run `make setup`.")
    return found


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


NewPage = Callable[..., Page]


@pytest.fixture
def new_page(browser: Browser, portal: PortalServer) -> Iterator[NewPage]:
    """Open the portal in a browser of one more person: `new_page(java_script_enabled=False)`.

    The options are Playwright's for a context. At the end the test fails when any page had a script error, a
    refused style or script, an answer of 500 or more, or asked something of another host.
    """
    opened: list[Watched] = []

    def open_page(base_url: str = portal.url, **options: Any) -> Page:
        usual: dict[str, Any] = {
            "base_url": base_url,
            "locale": "nl-NL",
            "timezone_id": "Europe/Amsterdam",
            "viewport": {"width": 1280, "height": 900},
            "reduced_motion": "reduce",
        }
        watched = Watched(browser.new_context(**{**usual, **options}), urlsplit(base_url).netloc)
        opened.append(watched)
        return watched.context.new_page()

    yield open_page
    for watched in opened:
        watched.context.close()
    faults = [fault for watched in opened for fault in watched.faults]
    assert not faults, "\n".join(faults)


SignedIn = Callable[..., Page]


@pytest.fixture
def signed_in(new_page: NewPage, portal: PortalServer, as_client: Any) -> SignedIn:
    """Open the portal as somebody who signed in with this mandate: `signed_in(member, java_script_enabled=False)`."""

    def open_page(mandate: Mandate, **options: Any) -> Page:
        page = new_page(**options)
        key = as_client(mandate).cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": portal.url}])
        return page

    return open_page


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """A visitor at a desk, 1280 pixels wide."""
    return new_page()


def assert_accessible(page: Page) -> None:
    """axe finds nothing at all on this page, as it is now."""
    results = _ask_axe(page)
    assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"


def _ask_axe(page: Page, times: int = 3) -> AxeResults:
    """What axe finds; a page that is replaced by the next one while axe reads it, is no page to read."""
    page.wait_for_load_state()
    try:
        return Axe().run(page, options=AXE_RULES)
    except PlaywrightError:
        if times == 1:
            raise
    return _ask_axe(page, times - 1)


def assert_reflows(page: Page) -> None:
    """At 320 pixels wide nothing has to be scrolled sideways."""
    before = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 640})
    width = page.evaluate("document.documentElement.scrollWidth")
    if before is not None:
        page.set_viewport_size(before)
    assert width <= 320, f"{page.url} is {width} pixels wide at 320"


def looks_well(page: Page) -> None:
    """No violation at a desk and on a phone, and nothing to scroll sideways."""
    assert_accessible(page)
    page.set_viewport_size({"width": 360, "height": 780})
    assert_accessible(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    assert_reflows(page)
