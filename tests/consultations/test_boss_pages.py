"""The pages of the BOSS: who gets which, and what they cost."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from consultations.models import Meeting, Phase, Verdict
from documents.models import Theme
from organisations.models import AuditEntry, Council, Mandate
from tests.conftest import AsClient

from .factories import (
    ContributionFactory,
    CoverNoteFactory,
    DecisionFactory,
    FeedbackFactory,
    ItemFactory,
    MeetingFactory,
    PhaseFactory,
    ProgrammeItemFactory,
    RoundFactory,
    RoutingFactory,
    answer_of,
    close_and_publish,
    standing_item,
)


@pytest.fixture
def planned(losser: Council) -> Meeting:
    meeting: Meeting = MeetingFactory(participants=[losser.organisation])
    CoverNoteFactory(item=standing_item(meeting))
    RoutingFactory(item=standing_item(meeting))
    return meeting


@pytest.fixture
def held(losser: Council) -> Meeting:
    meeting: Meeting = MeetingFactory(
        held=True, participants=[losser.organisation], held_on=timezone.localdate() - timedelta(days=3)
    )
    CoverNoteFactory(item=standing_item(meeting))
    FeedbackFactory(routing=RoutingFactory(item=standing_item(meeting)))
    RoutingFactory(item=standing_item(meeting))
    return meeting


@pytest.fixture
def published(losser: Council) -> Meeting:
    meeting: Meeting = MeetingFactory(
        participants=[losser.organisation], held_on=timezone.localdate() - timedelta(days=30)
    )
    FeedbackFactory(routing=RoutingFactory(item=standing_item(meeting)), verdict=Verdict.TO_IMPLEMENTATION_AGENDA)
    DecisionFactory(item=standing_item(meeting))
    close_and_publish(meeting)
    return meeting


def desk(planned: Meeting, held: Meeting, published: Meeting) -> list[str]:
    """Every page of the secretary."""
    before, after = standing_item(planned), standing_item(held)
    return [
        "/boss/plannen/",
        "/boss/werkbak/",
        f"/boss/{planned.held_on}/voorbereiden/",
        f"/boss/{planned.held_on}/punten/",
        f"/boss/{planned.held_on}/punten/{before.pk}/",
        f"/boss/{planned.held_on}/punten/{before.pk}/oplegnotitie/",
        f"/boss/{held.held_on}/besluiten/",
        f"/boss/{held.held_on}/punten/{after.pk}/besluit/",
        f"/boss/{published.held_on}/besluiten/",
        f"/boss/{published.held_on}/punten/{standing_item(published).pk}/besluit/",
        f"/boss/oordelen/{published.items.get().routings.get().feedback.pk}/tekstwijziging/",
        "/producten/uitvoeringsagenda/werkbak/",
        "/producten/uitvoeringsagenda/nieuw/",
        "/programma/snelle-bus/wijzigen/",
        "/rondes/open/publiceren/",
    ]


@pytest.fixture
def programme(db: None) -> None:
    ProgrammeItemFactory(
        phase=PhaseFactory(code=Phase.Code.IMPLEMENTATION), slug="snelle-bus", published_at=timezone.now()
    )
    RoundFactory(slug="open")


@pytest.mark.usefixtures("programme")
def test_every_page_of_the_desk_opens_for_the_secretary(
    as_client: AsClient, secretary: Mandate, planned: Meeting, held: Meeting, published: Meeting
) -> None:
    client = as_client(secretary)

    for url in desk(planned, held, published):
        assert client.get(url).status_code == 200, url


@pytest.mark.usefixtures("programme")
@pytest.mark.parametrize("position", ["member", "group_leader", "clerk", "case_officer", "executive", "administrator"])
def test_no_page_of_the_desk_opens_for_another(
    request: pytest.FixtureRequest,
    position: str,
    as_client: AsClient,
    planned: Meeting,
    held: Meeting,
    published: Meeting,
) -> None:
    client = as_client(request.getfixturevalue(position))

    for url in desk(planned, held, published):
        assert client.get(url).status_code in (403, 404), url


@pytest.mark.usefixtures("programme")
def test_the_desk_asks_the_public_to_sign_in(planned: Meeting, held: Meeting, published: Meeting) -> None:
    for url in desk(planned, held, published):
        assert Client().get(url).status_code == 302, url


def test_everyone_reads_the_meetings_and_gets_no_cookie(planned: Meeting, held: Meeting, published: Meeting) -> None:
    for url in ["/boss/", *(f"/boss/{meeting.held_on}/" for meeting in (planned, held, published))]:
        response = Client().get(url)
        assert response.status_code == 200, url
        assert not response.cookies, url


@pytest.mark.parametrize("day", ["2026-13-45", "2026-02-30", "0000-00-00", "vandaag", "1999-01-01"])
def test_a_day_without_a_meeting_is_not_found(db: None, day: str) -> None:
    assert Client().get(f"/boss/{day}/").status_code == 404


def test_odd_filters_change_nothing_and_break_nothing(as_client: AsClient, secretary: Mandate) -> None:
    client = as_client(secretary)

    for query in (
        "pagina=abc",
        "pagina=-1",
        "pagina=99999999999999999999",
        "ronde=bestaat-niet",
        "raad=%00",
        "vraag=abc",
        "vraag=9999999999999999999999",
        "zoek=%00%ff",
        "zoek=" + "x" * 2_000,
        "namens=allen",
        "agenda=ooit",
    ):
        assert client.get(f"/boss/werkbak/?{query}").status_code == 200, query


def test_the_inbox_costs_as_many_queries_for_many_rows_as_for_few(
    as_client: AsClient, secretary: Mandate, losser: Council, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = as_client(secretary)
    round_ = RoundFactory(closed=True)
    theme = Theme.objects.create(name="Wonen", slug="wonen")

    def fill(number: int) -> None:
        for _ in range(number):
            contribution = ContributionFactory(round=round_, council=losser, submitted=True)
            answer_of(contribution).theme_links.create(theme=theme)
            RoutingFactory(answer=answer_of(contribution, 2), item=item)

    item = ItemFactory()
    fill(2)
    with CaptureQueriesContext(
        connection,
    ) as few:
        assert client.get("/boss/werkbak/").status_code == 200
    fill(20)
    with CaptureQueriesContext(connection) as many:
        response = client.get("/boss/werkbak/")

    assert response.context["page"].paginator.count == 88
    assert len(response.context["rows"]) == 25
    assert len(many) == len(few)
    assert len(many) <= 16


def test_opening_the_bundle_is_recorded(as_client: AsClient, case_officer: Mandate, losser: Council) -> None:
    meeting = MeetingFactory(convened=True, participants=[losser.organisation])

    response = as_client(case_officer).get(f"/boss/{meeting.held_on}/deelnemersbundel/")

    assert response.status_code == 200
    entry = AuditEntry.objects.get(permission="open_bundle")
    assert entry.user_id == case_officer.user_id
    assert (entry.target_type, entry.target_id) == ("consultations.meeting", str(meeting.pk))


@pytest.mark.parametrize("position", ["member", "group_leader", "clerk", "administrator", "outsider"])
@pytest.mark.parametrize("paper", ["deelnemersbundel/", "deelnemersbundel.pdf"])
def test_the_bundle_does_not_exist_for_who_does_not_sit_at_the_table(
    request: pytest.FixtureRequest, as_client: AsClient, position: str, paper: str, losser: Council
) -> None:
    meeting = MeetingFactory(convened=True, participants=[losser.organisation])

    response = as_client(request.getfixturevalue(position)).get(f"/boss/{meeting.held_on}/{paper}")

    assert response.status_code == 404
    assert not AuditEntry.objects.filter(permission="open_bundle").exists()


def test_the_bundle_opens_only_for_parties_in_the_meeting_and_from_convening(
    as_client: AsClient, case_officer: Mandate, executive: Mandate, losser: Council, enschede: Council
) -> None:
    elsewhere = MeetingFactory(convened=True, participants=[enschede.organisation])
    not_yet = MeetingFactory(participants=[losser.organisation])

    for mandate in (case_officer, executive):
        for meeting in (elsewhere, not_yet):
            assert as_client(mandate).get(f"/boss/{meeting.held_on}/deelnemersbundel/").status_code == 404


def test_a_note_written_while_a_colleague_published_the_agenda_can_be_copied(
    secretary: Mandate, planned: Meeting, as_client: AsClient
) -> None:
    planned.status, planned.convened_at = Meeting.Status.CONVENED, timezone.now()
    planned.save()
    item = standing_item(planned)

    answer = as_client(secretary).post(
        f"/boss/{planned.held_on}/punten/{item.pk}/oplegnotitie/", {"requested_decision": "Stem in\nmet <de> richting."}
    )

    assert answer.status_code == 409
    assert "Stem in\nmet &lt;de&gt; richting." in answer.text
