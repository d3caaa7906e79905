"""What the two small scripts add: drafts that save themselves, menus that close, one submission per click."""

from __future__ import annotations

import pytest
from django.conf import settings
from playwright.sync_api import BrowserContext, Dialog, Page, expect

from consultations.models import Contribution
from organisations.models import Mandate
from tests.chromium import SignedIn, assert_accessible, assert_reflows
from tests.consultations.factories import ContributionFactory
from tests.servers import PortalServer


def renew_session(context: BrowserContext, portal: PortalServer, key: str) -> None:
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": portal.url}])


@pytest.fixture
def draft(portal: PortalServer, member: Mandate) -> Contribution:
    """A draft of the member, in a round that is open."""
    return ContributionFactory(mandate=member)


def path_of(draft: Contribution) -> str:
    return f"/inbreng/concept/{draft.uuid}/"


def stored_texts(draft: Contribution) -> list[str]:
    return [*draft.versions.get().answers.values_list("text", flat=True)]


def test_a_draft_is_saved_while_somebody_types(signed_in: SignedIn, member: Mandate, draft: Contribution) -> None:
    page = signed_in(member)
    page.goto(path_of(draft))

    page.locator("textarea").first.fill("Denk aan de bus naar de kernen.")

    expect(page.locator("#save-status")).to_contain_text("Bewaard om")
    assert "Denk aan de bus naar de kernen." in stored_texts(draft)


def questions_on_leaving(page: Page) -> list[str]:
    """What the browser asks from now on; each time the answer is to leave."""
    asked: list[str] = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", leave)
    return asked


def test_leaving_with_unsaved_words_is_asked_about(signed_in: SignedIn, member: Mandate, draft: Contribution) -> None:
    page = signed_in(member)
    asked = questions_on_leaving(page)
    page.goto(path_of(draft))

    page.locator("textarea").first.press_sequentially("Nog niet bewaard")
    page.goto("/")

    assert asked == ["beforeunload"]


def test_leaving_with_saved_words_is_not_asked_about(signed_in: SignedIn, member: Mandate, draft: Contribution) -> None:
    page = signed_in(member)
    asked = questions_on_leaving(page)
    page.goto(path_of(draft))

    page.locator("textarea").first.press_sequentially("Wel bewaard")
    expect(page.locator("#save-status")).to_contain_text("Bewaard om")
    page.goto("/")

    assert asked == []


def test_who_was_signed_out_meanwhile_hears_it_and_keeps_the_words(
    signed_in: SignedIn, member: Mandate, draft: Contribution
) -> None:
    page = signed_in(member)
    page.goto(path_of(draft))
    before = stored_texts(draft)

    page.context.clear_cookies()
    page.locator("textarea").first.fill("Deze woorden blijven staan.")

    expect(page.locator("#save-status")).to_contain_text("Nog niet bewaard")
    expect(page.locator("textarea").first).to_have_value("Deze woorden blijven staan.")
    assert stored_texts(draft) == before
    page.on("dialog", lambda dialog: dialog.accept())


def test_a_closed_connection_is_told_and_its_return_saves(
    signed_in: SignedIn, member: Mandate, draft: Contribution
) -> None:
    page = signed_in(member)
    page.goto(path_of(draft))

    page.context.set_offline(True)
    page.locator("textarea").first.fill("Zonder verbinding getypt.")
    expect(page.locator("#save-status")).to_contain_text("geen verbinding")
    page.context.set_offline(False)

    expect(page.locator("#save-status")).to_contain_text("Bewaard om")
    assert "Zonder verbinding getypt." in stored_texts(draft)


def test_the_count_warns_beyond_the_limit_and_cuts_nothing_off(
    signed_in: SignedIn, member: Mandate, draft: Contribution
) -> None:
    page = signed_in(member)
    page.goto(path_of(draft))
    area = page.locator("textarea").first
    limit = int(area.get_attribute("data-count") or 0)
    assert limit > 0

    area.fill("é" * (limit + 3))

    expect(page.get_by_text("3 tekens te veel")).to_be_visible()
    assert len(area.input_value()) == limit + 3
    page.on("dialog", lambda dialog: dialog.accept())


def test_the_account_menu_opens_by_keyboard_and_closes_with_escape_or_by_going_on(
    signed_in: SignedIn, member: Mandate
) -> None:
    page = signed_in(member)
    page.goto("/")
    menu = page.locator("details.ros-account")
    summary = menu.locator("summary")

    summary.press("Enter")
    expect(menu).to_have_attribute("open", "")
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(summary).to_be_focused()

    summary.press("Enter")
    last = menu.get_by_role("button", name="Uitloggen")
    last.focus()
    page.keyboard.press("Tab")
    expect(menu).not_to_have_attribute("open", "")


def test_on_a_phone_menu_and_account_open_one_after_the_other(signed_in: SignedIn, member: Mandate) -> None:
    page = signed_in(member, viewport={"width": 360, "height": 740})
    page.goto("/")

    page.get_by_text("Menu", exact=True).click()
    expect(page.get_by_role("navigation", name="Hoofdmenu").get_by_role("link", name="Rondes")).to_be_visible()
    page.locator("details.ros-account > summary").click()

    expect(page.get_by_role("button", name="Uitloggen")).to_be_visible()
    expect(page.locator("details.ros-menu")).not_to_have_attribute("open", "")
    assert_accessible(page)
    assert_reflows(page)


def test_menu_and_account_work_without_scripts(signed_in: SignedIn, member: Mandate) -> None:
    page = signed_in(member, viewport={"width": 360, "height": 740}, java_script_enabled=False)
    page.goto("/")

    page.get_by_text("Menu", exact=True).click()
    expect(page.get_by_role("link", name="Rondes").first).to_be_visible()
    page.locator("details.ros-account > summary").click()
    page.get_by_role("button", name="Uitloggen").click()

    expect(page.get_by_role("link", name="Inloggen")).to_be_visible()


def test_a_second_click_while_the_first_is_under_way_passes_by(page: Page, portal: PortalServer) -> None:
    page.goto("/account/inloggen/code/")
    # After the portal's own listener: counts what it lets through, and holds it, so that the page stays.
    page.evaluate(
        """() => {
            window.letThrough = 0;
            document.addEventListener("submit", (event) => {
                if (!event.defaultPrevented) window.letThrough += 1;
                event.preventDefault();
            });
        }"""
    )
    button = page.get_by_role("main").get_by_role("button", name="Stuur mij een code")

    button.click()
    button.click()

    assert page.evaluate("window.letThrough") == 1
    expect(button).to_have_attribute("aria-busy", "true")


def test_after_a_refused_form_the_reader_starts_at_the_errors(page: Page, portal: PortalServer) -> None:
    page.goto("/account/inloggen/")

    page.get_by_role("main").get_by_role("button", name="Log in").click()

    summary = page.locator(".ros-error-summary")
    expect(summary).to_be_focused()
    summary.get_by_role("link").first.click()
    expect(page.locator("[aria-invalid=true]").first).to_be_focused()
    assert_accessible(page)


def test_the_first_tab_leads_past_the_frame(page: Page, portal: PortalServer) -> None:
    page.goto("/")

    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Naar de inhoud")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")

    expect(page.locator("#inhoud")).to_be_focused()
