"""The later products: their inbox, their items, and the answers that led to them; and publishing a round."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from consultations.actions.programme import publish_programme_item, save_programme_item, take_up_answers
from consultations.actions.rounds import publish_round_input
from consultations.models import Answer, Phase, ProgrammeItem, ProgrammeSource, Verdict, phase_inbox
from organisations.actor import Actor
from organisations.models import AuditEntry, Council, Mandate
from ros_portal.kit.errors import Conflict
from tests.conftest import AsClient

from .factories import (
    ContributionFactory,
    FeedbackFactory,
    MeetingFactory,
    PhaseFactory,
    ProgrammeItemFactory,
    RoundFactory,
    RoutingFactory,
    TrackFactory,
    close_and_publish,
    standing_item,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def agenda(db: None) -> Phase:
    phase: Phase = PhaseFactory(code=Phase.Code.IMPLEMENTATION)
    return phase


def sent_on(verdict: Verdict = Verdict.TO_IMPLEMENTATION_AGENDA, *, is_public: bool = True) -> Answer:
    """An answer with that verdict, of a meeting whose decisions are public, or not yet."""
    meeting = MeetingFactory(held=True)
    feedback = FeedbackFactory(routing=RoutingFactory(item=standing_item(meeting)), verdict=verdict)
    if is_public:
        close_and_publish(meeting)
    answer: Answer = feedback.routing.answer
    return answer


def test_the_inbox_of_a_product_holds_what_a_published_verdict_sent_there(agenda: Phase) -> None:
    answer = sent_on()
    sent_on(Verdict.TO_INVESTMENT_AGENDA)
    sent_on(Verdict.ADOPTED)
    sent_on(is_public=False)

    assert list(phase_inbox(agenda)) == [answer]


def test_an_answer_that_is_taken_up_leaves_the_inbox_and_twice_changes_nothing(team: Actor, agenda: Phase) -> None:
    answer, item = sent_on(), ProgrammeItemFactory(phase=agenda)

    for _ in range(2):
        take_up_answers(team, item, answer_ids=[answer.pk])

    assert not phase_inbox(agenda).exists()
    assert ProgrammeSource.objects.get().answer_id == answer.pk


@pytest.mark.parametrize("verdict", [Verdict.ADOPTED, Verdict.TO_INVESTMENT_AGENDA])
def test_an_answer_that_was_not_sent_to_the_product_is_not_taken_up(
    team: Actor, agenda: Phase, verdict: Verdict
) -> None:
    item, right, wrong = ProgrammeItemFactory(phase=agenda), sent_on(), sent_on(verdict)

    with pytest.raises(Conflict, match="niets opgenomen"):
        take_up_answers(team, item, answer_ids=[right.pk, wrong.pk])

    assert not ProgrammeSource.objects.exists()


def test_an_item_is_made_changed_and_published(team: Actor, agenda: Phase) -> None:
    fields = {"kind": ProgrammeItem.Kind.PROJECT, "title": "Spoor Enschede – Zwolle", "summary": "Sneller."}

    first = save_programme_item(team, ProgrammeItem(phase=agenda), fields=fields)
    second = save_programme_item(team, ProgrammeItem(phase=agenda), fields=fields)
    changed = save_programme_item(team, first, fields={"title": "Spoor Hengelo – Zwolle"})

    assert (first.slug, second.slug) == ("spoor-enschede-zwolle", "spoor-enschede-zwolle-2")
    assert (changed.title, changed.slug) == ("Spoor Hengelo – Zwolle", "spoor-enschede-zwolle")
    assert publish_programme_item(team, first).published_at is not None
    with pytest.raises(Conflict, match="al gepubliceerd"):
        publish_programme_item(team, first)


def test_a_title_without_letters_gets_an_address_too(team: Actor, agenda: Phase) -> None:
    fields = {"kind": ProgrammeItem.Kind.PROJECT, "title": "😀", "summary": "Blij."}

    assert save_programme_item(team, ProgrammeItem(phase=agenda), fields=fields).slug == "onderdeel"


@pytest.mark.parametrize("position", ["member", "clerk", "case_officer", "executive", "administrator"])
def test_nobody_else_changes_the_programme(request: pytest.FixtureRequest, position: str, agenda: Phase) -> None:
    actor, item, answer = request.getfixturevalue(position).actor(), ProgrammeItemFactory(phase=agenda), sent_on()
    round_ = RoundFactory(closed=True)

    for attempt in (
        lambda: save_programme_item(actor, item, fields={"title": "x"}),
        lambda: take_up_answers(actor, item, answer_ids=[answer.pk]),
        lambda: publish_programme_item(actor, item),
        lambda: publish_round_input(actor, round_),
    ):
        with pytest.raises(PermissionDenied):
            attempt()


def test_a_concern_runs_on_to_an_investment_by_forms(as_client: AsClient, secretary: Mandate, agenda: Phase) -> None:
    client, answer = as_client(secretary), sent_on()
    investment: Phase = PhaseFactory(code=Phase.Code.INVESTMENT)
    inbox = "/producten/uitvoeringsagenda/werkbak/"

    made = client.post(
        "/producten/uitvoeringsagenda/nieuw/",
        {"kind": "project", "title": "Buurtbus Overdinkel", "summary": "Elk uur een bus."},
    )
    assert made.headers["Location"] == "/programma/buurtbus-overdinkel/"
    assert Client().get("/programma/buurtbus-overdinkel/").status_code == 404
    assert client.post(f"{inbox}opnemen/", {"answers": [answer.pk]}).status_code == 400
    assert client.post(f"{inbox}opnemen/", {"item": "buurtbus-overdinkel"}).status_code == 400
    taken = client.post(f"{inbox}opnemen/", {"answers": [answer.pk], "item": "buurtbus-overdinkel"})
    assert taken.headers["Location"] == inbox
    again = client.post(f"{inbox}opnemen/", {"answers": [answer.pk + 999], "item": "buurtbus-overdinkel"})
    assert again.status_code == 409
    project = ProgrammeItem.objects.get()
    line = {
        "kind": "investment",
        "title": "Geld voor de bus",
        "summary": "Rijk en regio betalen samen.",
        "follows_from": project.pk,
        "amount_eur": "1250000.50",
    }
    client.post(f"/producten/{investment.slug}/nieuw/", line)
    assert [client.post("/programma/buurtbus-overdinkel/publiceren/").status_code for _ in range(2)] == [302, 302]

    made_line = ProgrammeItem.objects.get(phase=investment)
    assert made_line.follows_from == project
    assert made_line.amount_eur == Decimal("1250000.50")
    assert Client().get("/programma/buurtbus-overdinkel/").status_code == 200
    assert AuditEntry.objects.filter(permission="publish_programme_item").count() == 1


def test_the_inbox_of_a_product_costs_the_same_for_many_answers(
    as_client: AsClient, secretary: Mandate, agenda: Phase
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = as_client(secretary)
    sent_on()
    with CaptureQueriesContext(connection) as few:
        client.get("/producten/uitvoeringsagenda/werkbak/")
    for _ in range(6):
        sent_on()
    with CaptureQueriesContext(connection) as many:
        response = client.get("/producten/uitvoeringsagenda/werkbak/")

    assert len(response.context["page"]) == 7
    assert len(many) == len(few)


# The input of a round


def test_the_input_of_a_round_is_published_once_after_closing(team: Actor, losser: Council) -> None:
    round_ = RoundFactory(closed=True)
    contribution = ContributionFactory(round=round_, council=losser, submitted=True)
    assert Client().get(contribution.get_absolute_url()).status_code == 404

    publish_round_input(team, round_)

    assert Client().get(contribution.get_absolute_url()).status_code == 200
    with pytest.raises(Conflict, match="al openbaar"):
        publish_round_input(team, round_)


def test_the_input_of_an_open_round_is_not_published(team: Actor, losser: Council) -> None:
    with pytest.raises(Conflict, match="nog niet gesloten"):
        publish_round_input(team, RoundFactory())
    extended = RoundFactory(closed=True)
    TrackFactory(round=extended, council=losser, extended_until=timezone.now() + timedelta(days=1))
    with pytest.raises(Conflict, match="uitstel"):
        publish_round_input(team, extended)


def test_publishing_a_round_by_the_form_twice_is_publishing_it_once(as_client: AsClient, secretary: Mandate) -> None:
    RoundFactory(closed=True, slug="ronde")
    client = as_client(secretary)

    assert client.get("/rondes/ronde/publiceren/").status_code == 200
    assert [client.post("/rondes/ronde/publiceren/").status_code for _ in range(2)] == [302, 302]

    assert AuditEntry.objects.filter(permission="publish_round_input").count() == 1
