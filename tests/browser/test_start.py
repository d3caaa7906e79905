"""The start page of every role, with nothing and with everything waiting: it reads well, and one step is obvious."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from organisations.actor import Role
from organisations.models import Council, Mandate
from tests.chromium import SignedIn, looks_well
from tests.consultations.factories import hand_in
from tests.factories import MandateFactory
from tests.servers import PortalServer
from tests.site.start_scene import Work, fill, tell

#: Role → the words of the one button that a page with work begins with.
FIRST_STEP = {
    "member": "Ga verder met het concept",
    "group_leader": "Ga verder met het concept",
    "clerk": "Bekijk en geef vrij",
    "case_officer": "Open de bundel",
    "secretary": "Leg de besluiten vast",
    "executive": "Open de bundel",
    "administrator": "Bekijk de uitnodigingen",
}


@pytest.fixture
def work(portal: PortalServer, member: Mandate, group_leader: Mandate, clerk: Mandate, outsider: Mandate) -> Work:
    """Something for everybody."""
    made = fill(member, group_leader, clerk, outsider)
    tell(member, "Provinciale Staten spreken over het spoor")
    return made


def first_step(page: Page) -> str:
    """The one button that stands out."""
    (only,) = page.locator("main .utrecht-button--primary-action").all()
    return only.inner_text()


@pytest.mark.parametrize("role", FIRST_STEP)
def test_a_start_page_reads_well_with_nothing_waiting(
    signed_in: SignedIn, portal: PortalServer, request: pytest.FixtureRequest, role: str
) -> None:
    page = signed_in(request.getfixturevalue(role))

    page.goto("/start/")

    expect(page.get_by_text("Er wacht nu niets op u")).to_be_visible()
    looks_well(page)


@pytest.mark.parametrize(("role", "step"), FIRST_STEP.items())
def test_a_start_page_reads_well_with_much_waiting_and_its_one_button_leads_on(
    signed_in: SignedIn, work: Work, request: pytest.FixtureRequest, role: str, step: str
) -> None:
    page = signed_in(request.getfixturevalue(role))

    page.goto("/start/")
    looks_well(page)
    assert first_step(page).startswith(step)
    with page.expect_navigation() as navigation:
        page.get_by_role("link", name=step).first.click()

    assert navigation.value.status == 200
    expect(page.get_by_role("heading", name="Wat wacht op u")).to_have_count(0)


def test_a_member_who_handed_in_everything_finds_the_number_and_the_trail(
    signed_in: SignedIn, portal: PortalServer, member: Mandate, work: Work
) -> None:
    hand_in(work.draft)
    page = signed_in(member)

    page.goto("/start/")
    looks_well(page)
    page.get_by_role("link", name=str(work.draft.number)).click()
    page.get_by_role("link", name="Volg uw inbreng").click()

    expect(page).to_have_url(f"{portal.url}{work.draft.get_absolute_url()}")


def test_who_has_two_mandates_is_told_and_switches(
    signed_in: SignedIn, clerk: Mandate, enschede: Council, work: Work
) -> None:
    MandateFactory(user=clerk.user, organisation=enschede.organisation, role=Role.CLERK)
    page = signed_in(clerk)

    page.goto("/start/")
    looks_well(page)
    page.get_by_role("link", name="Wissel van rol").click()
    page.get_by_role("button", name="Gebruik dit mandaat griffier van Enschede").click()

    expect(page.get_by_text("U werkt als griffier van Enschede.")).to_be_visible()


def test_who_lost_the_mandate_reads_so(signed_in: SignedIn, portal: PortalServer, member: Mandate) -> None:
    member.ends_on = timezone.localdate()
    member.save()
    page = signed_in(member)

    page.goto("/start/")

    expect(page.get_by_text("Uw mandaat als raadslid van Losser is beëindigd op")).to_be_visible()
    looks_well(page)
