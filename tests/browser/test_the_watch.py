"""The watch over the pages sees what it should: otherwise no journey could fail because of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.chromium import Watched, assert_accessible, assert_reflows
from tests.servers import PortalServer

Open = Callable[..., tuple[Watched, Page]]


@pytest.fixture
def watched(browser: Browser, portal: PortalServer) -> Open:
    def open_home(**options: Any) -> tuple[Watched, Page]:
        watch = Watched(browser.new_context(base_url=portal.url, **options), urlsplit(portal.url).netloc)
        page = watch.context.new_page()
        page.goto("/")
        assert watch.faults == []
        return watch, page

    return open_home


def test_an_inline_style_is_refused_and_seen(watched: Open) -> None:
    watch, page = watched()

    page.evaluate("document.body.setAttribute('style', 'color: red')")
    page.wait_for_function("getComputedStyle(document.body).color !== 'rgb(255, 0, 0)'")

    assert any("style" in fault for fault in watch.faults)


def test_a_request_to_another_host_is_seen(watched: Open) -> None:
    watch, page = watched(bypass_csp=True)

    page.evaluate("fetch('http://127.0.0.1:9/').catch(() => null)")

    assert any("another host" in fault for fault in watch.faults)


def test_a_script_error_is_seen(watched: Open) -> None:
    watch, page = watched()

    with watch.context.expect_event("weberror"):
        page.evaluate("setTimeout(() => { throw new Error('kapot') })")

    assert any("kapot" in fault for fault in watch.faults)


def test_axe_sees_a_picture_without_a_text(watched: Open) -> None:
    _, page = watched()
    page.evaluate("document.querySelector('main').append(document.createElement('img'))")

    with pytest.raises(AssertionError, match="image-alt"):
        assert_accessible(page)


def test_a_page_that_is_too_wide_is_seen(watched: Open) -> None:
    _, page = watched()
    page.evaluate("document.querySelector('main').style.minWidth = '900px'")

    with pytest.raises(AssertionError, match="pixels wide at 320"):
        assert_reflows(page)
