"""The fractie and the council give input: the leader with a colleague, the clerk on a decision or a conversation."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from consultations.models import ConsultationRound, Contribution, ContributionStatus, CouncilBasis, Weight
from organisations.models import Council, Fractie, Mandate
from tests.chromium import NewPage, SignedIn, looks_well
from tests.consultations.factories import (
    FOUR_QUESTIONS,
    ContributionFactory,
    InvolvementFactory,
    RoundFactory,
    close_at,
)
from tests.consultations.writing import texts
from tests.servers import PortalServer

FIRST, SECOND, *_ = (text for _, text in FOUR_QUESTIONS)
STATUS = "#save-status"


@pytest.fixture
def open_round(portal: PortalServer, losser: Council) -> ConsultationRound:
    """A round in which Losser takes part; its clerk chooses when input is released."""
    InvolvementFactory(organisation=losser.organisation)
    round_: ConsultationRound = RoundFactory(title="Keuzes en scenario's", slug="keuzes", councils=[losser])
    return round_


def test_the_leader_writes_with_a_colleague_and_neither_overwrites_the_other_unseen(
    signed_in: SignedIn, group_leader: Mandate, member: Mandate, open_round: ConsultationRound
) -> None:
    leader, colleague = signed_in(group_leader), signed_in(member)

    begin_and_name_a_writer(leader)
    write_along(colleague)
    compare_and_settle(leader)
    hand_in(leader)

    expect(leader.get_by_text("fractie Dinkelbelang, Losser").first).to_be_visible()
    fractie_input = Contribution.objects.get()
    assert fractie_input.number == f"ROS-{timezone.localdate().year}-LOS-0001"
    assert texts(fractie_input) == {1: "Tempo, maar met oog voor het dorp.", 2: "De brug bij Glane."}
    colleague.goto("/mijn-inbreng/")
    expect(colleague.get_by_role("link", name=fractie_input.number)).to_be_visible()


def begin_and_name_a_writer(page: Page) -> None:
    page.goto("/rondes/keuzes/")
    looks_well(page)
    page.get_by_role("button", name="Begin namens uw fractie").click()
    expect(page.get_by_text("De schrijvers van uw fractie lezen dit concept.")).to_be_visible()
    looks_well(page)
    page.get_by_role("link", name="Schrijvers kiezen").click()
    looks_well(page)
    page.get_by_label("Mirjam Raadslid").check()
    page.get_by_role("button", name="Schrijvers vastleggen").click()
    expect(page.get_by_text("De schrijvers zijn aangewezen.")).to_be_visible()


def write_along(page: Page) -> None:
    """The colleague writes in the draft that the leader has open, and cannot hand it in."""
    page.goto("/rondes/keuzes/")
    page.get_by_role("link", name="Ga verder met het concept met uw fractie").click()
    expect(page.get_by_text("De fractievoorzitter dient dit concept in.")).to_be_visible()
    expect(page.get_by_role("button", name="Controleren en indienen")).to_have_count(0)
    page.get_by_label(FIRST).fill("Oog voor het dorp.")
    page.get_by_label(SECOND).fill("De brug bij Glane.")
    expect(page.locator(STATUS)).to_contain_text("Bewaard om")


def compare_and_settle(page: Page) -> None:
    page.get_by_label(FIRST).fill("Tempo.")
    expect(page.locator(STATUS)).to_contain_text("Iemand anders heeft dit concept intussen gewijzigd.")
    assert texts(Contribution.objects.get())[1] == "Oog voor het dorp."
    page.get_by_role("button", name="Concept bewaren").click()
    expect(page.get_by_role("heading", name="Wat er nu bewaard is")).to_be_visible()
    expect(page.locator("blockquote")).to_have_text(["Oog voor het dorp.", "De brug bij Glane."])
    expect(page.get_by_label(FIRST)).to_have_value("Tempo.")
    looks_well(page)
    page.get_by_label(FIRST).fill("Tempo, maar met oog voor het dorp.")
    page.get_by_label(SECOND).fill("De brug bij Glane.")


def hand_in(page: Page) -> None:
    """From the draft to the receipt."""
    page.get_by_role("button", name="Controleren en indienen").click()
    expect(page.get_by_role("heading", name="Klopt alles?")).to_be_visible()
    page.get_by_role("button", name="Indienen", exact=True).click()
    expect(page.get_by_role("heading", name="Uw inbreng is ontvangen")).to_be_visible()


def test_the_clerk_records_the_council_and_releases_and_the_public_sees_the_weights_apart(
    signed_in: SignedIn,
    new_page: NewPage,
    clerk: Mandate,
    member: Mandate,
    group_leader: Mandate,
    fractie: Fractie,
    open_round: ConsultationRound,
) -> None:
    of_member = ContributionFactory(round=open_round, mandate=member, submitted=True)
    ContributionFactory(
        round=open_round, mandate=group_leader, weight=Weight.FRACTIE, fractie=fractie, writers=[group_leader]
    )
    page = signed_in(clerk)

    page.goto("/raad/inbreng/")
    looks_well(page)
    record_a_decision(page)
    record_a_conversation(page)
    release(page, of_member)
    publish_the_input_of(open_round)

    the_public_sees_the_weights_apart(new_page())


def record_a_decision(page: Page) -> None:
    page.get_by_role("button", name="Begin besluit van de raad").click()
    page.get_by_label(FIRST).fill("De raad wil tempo.")
    page.get_by_role("button", name="Controleren en indienen").click()
    expect(page.get_by_text("U kunt nog niet indienen")).to_be_visible()
    expect(page.get_by_role("button", name="Indienen", exact=True)).to_have_count(0)
    looks_well(page)
    page.get_by_role("link", name="Terug naar het concept").click()
    page.get_by_label("Datum van de raadsvergadering").fill(str(timezone.localdate()))
    page.get_by_label("Kenmerk van het besluit").fill("2026-14")
    page.get_by_label("Stemmen voor").fill("12")
    page.get_by_label("Stemmen tegen").fill("7")
    page.get_by_label("Standpunt van de minderheid").fill("Zeven leden willen eerst de wegen.")
    looks_well(page)
    hand_in(page)
    expect(page.get_by_text("12 voor, 7 tegen")).to_be_visible()
    expect(page.get_by_text("Zeven leden willen eerst de wegen.")).to_be_visible()
    looks_well(page)


def record_a_conversation(page: Page) -> None:
    page.get_by_role("link", name="Inbreng van de raad").click()
    page.get_by_role("button", name="Begin gesprek in de raad").click()
    expect(page.get_by_text("Dit is geen standpunt van de raad")).to_be_visible()
    page.get_by_label(SECOND).fill("Er is gesproken over water.")
    page.get_by_label("Datum van het gesprek").fill(str(timezone.localdate()))
    looks_well(page)
    hand_in(page)
    expect(page.get_by_text("Gesprek in de raad (geen standpunt van de raad)")).to_be_visible()
    assert {*Contribution.objects.filter(weight=Weight.COUNCIL).values_list("basis", "number")} == {
        (CouncilBasis.DECISION, f"ROS-{timezone.localdate().year}-LOS-0002"),
        (CouncilBasis.CONVERSATION, f"ROS-{timezone.localdate().year}-LOS-0003"),
    }


def release(page: Page, contribution: Contribution) -> None:
    page.get_by_role("link", name="Inbreng van de raad").click()
    page.get_by_role("button", name=f"Vrijgeven {contribution.number}").click()
    expect(page.get_by_text(f"Inbreng {contribution.number} is vrijgegeven.")).to_be_visible()
    contribution.refresh_from_db()
    assert contribution.status == ContributionStatus.RELEASED
    looks_well(page)


def publish_the_input_of(round_: ConsultationRound) -> None:
    """The round closes, and its input becomes public; what is still a draft stays with its writers."""
    now = timezone.now()
    close_at(round_, now - timedelta(minutes=1), input_published_at=now)


def the_public_sees_the_weights_apart(page: Page) -> None:
    page.goto("/rondes/keuzes/")
    counts = {
        "van raadsleden": 1,
        "van fracties": 0,
        "van de raad, met een besluit": 1,
        "van de raad, na een gesprek": 1,
    }
    for label, count in counts.items():
        figure = page.locator(".ros-per-weight .ros-stat", has_text=label)
        expect(figure.get_by_role("definition")).to_have_text(str(count))
    looks_well(page)
    page.get_by_role("link", name="Lees de inbreng").click()
    looks_well(page)
    expect(page.get_by_text("geen standpunt van de raad").first).to_be_visible()
    assert page.context.cookies() == []
