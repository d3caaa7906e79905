"""A visitor reads everything that is public, without signing in: from the home page to an investment and back."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from consultations.models import (
    Commitment,
    Contribution,
    Feedback,
    Phase,
    ProgrammeItem,
    ProgrammeSource,
    TextChange,
    Verdict,
)
from documents.models import DocumentVersion, Paragraph
from organisations.models import Council
from tests.chromium import NewPage, assert_accessible, assert_reflows
from tests.consultations.factories import (
    CommitmentFactory,
    ContributionFactory,
    CouncilInputFactory,
    InvolvementFactory,
    PhaseFactory,
    ProgrammeItemFactory,
    RoundFactory,
    answer_of,
)
from tests.consultations.trail_story import answered, meeting_in
from tests.documents.factories import DocumentFactory, VersionFactory
from tests.notifications.factories import NoticeFactory
from tests.servers import PortalServer

SIZES = [pytest.param(1280, id="at a desk"), pytest.param(360, id="on a phone")]


@pytest.fixture
def letter() -> DocumentVersion:
    kinds = Paragraph.Kind
    version: DocumentVersion = VersionFactory(
        published=True,
        document=DocumentFactory(title="Brief over het plan van aanpak", slug="brief"),
        paragraphs=[
            (kinds.HEADING, "Plan van aanpak"),
            "Het Rijk en de regio maken samen een plan.",
            (kinds.HEADING, "Hoe gaat dit proces eruit zien?"),
            (kinds.ITEM, "We gaan met u in gesprek."),
            (kinds.ITEM, "We informeren u."),
        ],
    )
    return version


@pytest.fixture
def story(portal: PortalServer, losser: Council, enschede: Council, letter: DocumentVersion) -> Contribution:
    """One concern that became a changed text, a project and an investment; and all that stands around it."""
    for number, code in enumerate(Phase.Code):
        PhaseFactory(code=code, starts_on=date(2025 + 5 * number, 5, 20), expected_on=date(2090 + number, 6, 1))
    for promise in Commitment.Number:
        CommitmentFactory(number=promise)
    InvolvementFactory(organisation=losser.organisation)
    RoundFactory(title="Concept-ROS", slug="concept", councils=[losser, enschede])
    closed = RoundFactory(
        closed=True, title="Verkenning", slug="verkenning", questions=2, input_published_at=timezone.now()
    )
    closed.documents.add(letter)
    concern: Contribution = ContributionFactory(round=closed, council=losser, released=True)
    CouncilInputFactory(round=closed, council=enschede, released=True, minority_view="Wij willen minder.")
    answered(concern, Verdict.TO_IMPLEMENTATION_AGENDA)
    verdict = Feedback.objects.get(routing__answer=answer_of(concern))
    TextChange.objects.create(
        feedback=verdict, paragraph=letter.paragraphs.get(position=2), description="De fiets staat erbij."
    )
    project = ProgrammeItemFactory(title="Fietsbrug", slug="fietsbrug", published_at=timezone.now())
    ProgrammeSource.objects.create(item=project, answer=answer_of(concern))
    ProgrammeItemFactory(
        title="Geld voor de brug",
        slug="geld",
        kind=ProgrammeItem.Kind.INVESTMENT,
        phase=Phase.objects.get(code=Phase.Code.INVESTMENT),
        amount_eur=1_250_000,
        follows_from=project,
        published_at=timezone.now(),
    )
    meeting_in(12)
    NoticeFactory(sent=True, is_public=True, organisation=losser.organisation)
    return concern


def look(page: Page) -> None:
    """What holds for every public page: accessible, never wider than the screen, no cookie."""
    assert_accessible(page)
    assert_reflows(page)
    assert page.context.cookies() == [], page.url


@pytest.mark.parametrize("width", SIZES)
def test_a_visitor_follows_a_concern_from_the_home_page_to_the_investment(
    new_page: NewPage, story: Contribution, width: int
) -> None:
    page = new_page(viewport={"width": width, "height": 800})

    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Raden praten mee over Twente in 2050")
    look(page)

    page.get_by_role("link", name="Bekijk de ronde die nu open is").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Concept-ROS")
    look(page)

    page.goto("/inbreng/")
    page.get_by_role("combobox", name="Raad").select_option("Losser")
    page.get_by_role("button", name="Zoek in de inbreng").click()
    expect(page.get_by_role("link", name="Een raadslid van Losser")).to_have_count(1)
    look(page)

    page.get_by_role("link", name="Een raadslid van Losser").click()
    expect(page.get_by_role("heading", name="Oordeel: naar de uitvoeringsagenda")).to_be_visible()
    look(page)

    page.get_by_role("link", name="Project in de uitvoeringsagenda").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Fietsbrug")
    look(page)

    page.get_by_role("link", name="Geld voor de brug").click()
    expect(page.get_by_text("€ 1.250.000")).to_be_visible()
    look(page)

    page.get_by_role("link", name="Fietsbrug").click()
    page.get_by_role("link", name=f"{story.number}, vraag 1").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Een raadslid van Losser")


@pytest.mark.parametrize("width", SIZES)
def test_a_changed_paragraph_leads_from_the_answer_to_the_text_and_back(
    new_page: NewPage, story: Contribution, width: int
) -> None:
    page = new_page(viewport={"width": width, "height": 800})

    page.goto(story.get_absolute_url())
    page.get_by_role("link", name="Wijziging in de tekst").click()
    changed = page.locator("#alinea-2")
    expect(changed).to_contain_text("De fiets staat erbij.")
    look(page)

    changed.get_by_role("link", name=str(story.number)).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Een raadslid van Losser")


@pytest.mark.parametrize(
    "path",
    [
        "/raden/",
        "/raden/losser/",
        "/raden/enschede/",
        "/rondes/",
        "/rondes/verkenning/",
        "/inbreng/?zoek=bestaatniet",
        "/producten/",
        "/producten/ros/",
        "/producten/uitvoeringsagenda/",
        "/documenten/",
        "/over/",
        "/toegankelijkheid/",
        "/privacy/",
        "/contact/",
        "/boss/",
        "/berichten/",
    ],
)
@pytest.mark.parametrize("width", SIZES)
def test_every_other_public_page_holds_what_all_must(
    new_page: NewPage, story: Contribution, path: str, width: int
) -> None:
    page = new_page(viewport={"width": width, "height": 800})

    response = page.goto(path)

    assert response is not None
    assert response.status == 200
    look(page)


def test_the_public_pages_work_without_a_script(new_page: NewPage, story: Contribution) -> None:
    page = new_page(java_script_enabled=False)

    page.goto("/inbreng/")
    page.get_by_label("Woorden in de tekst").fill("bestaat niet")
    page.get_by_role("button", name="Zoek in de inbreng").click()

    expect(page.get_by_text("Niets gevonden")).to_be_visible()


def test_a_first_visit_is_light(new_page: NewPage, story: Contribution) -> None:
    page = new_page()
    addresses: list[str] = []
    page.on("request", lambda request: addresses.append(request.url))

    page.goto("/", wait_until="networkidle")

    assert 1 < len(addresses) <= 8, addresses
