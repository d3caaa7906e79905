"""From the inbox to the agenda, and off it again."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from consultations.actions.triage import route_answers, sort_answers, unroute_answer
from consultations.models import (
    Answer,
    AnswerTheme,
    ContributionStatus,
    CouncilBasis,
    Meeting,
    Routing,
    Verdict,
    Weight,
)
from documents.models import Theme
from organisations.actor import Actor
from organisations.models import AuditEntry, Council, Mandate
from ros_portal.kit.errors import Conflict
from tests.conftest import AsClient

from .factories import (
    ContributionFactory,
    CouncilInputFactory,
    FeedbackFactory,
    ItemFactory,
    MeetingFactory,
    RoundFactory,
    RoutingFactory,
    answer_of,
    standing_item,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def answers(losser: Council) -> list[Answer]:
    """Three released answers of one member."""
    contribution = ContributionFactory(council=losser, released=True, answers=["een", "twee", "drie"])
    return [answer_of(contribution, position) for position in (1, 2, 3)]


def test_chosen_answers_go_to_the_item_all_at_once_and_only_once(team: Actor, answers: list[Answer]) -> None:
    item = ItemFactory()
    chosen = [answer.pk for answer in answers]

    first = route_answers(team, item, answer_ids=chosen)
    second = route_answers(team, item, answer_ids=chosen)

    assert (first.on_agenda, first.new, first.chosen) == (3, 3, 3)
    assert (second.on_agenda, second.new) == (3, 0)
    assert item.routings.count() == 3
    assert AuditEntry.objects.filter(permission="route_answers", target_id=str(item.pk)).count() == 2


@pytest.mark.parametrize("state", [{}, {"submitted": True}, {"withdrawn": True}])
def test_one_answer_that_may_not_be_read_keeps_all_of_them_off(
    team: Actor, answers: list[Answer], state: dict[str, bool]
) -> None:
    hidden = answer_of(ContributionFactory(**state))
    item = ItemFactory()

    with pytest.raises(Conflict, match="1 van de 4 antwoorden"):
        route_answers(team, item, answer_ids=[hidden.pk, *(answer.pk for answer in answers)])

    assert not Routing.objects.exists()


@pytest.mark.parametrize("stage", ["held", "published"])
def test_nothing_is_added_after_the_meeting(team: Actor, answers: list[Answer], stage: str) -> None:
    meeting: Meeting = MeetingFactory(held_on=timezone.localdate(), **{stage: True})

    with pytest.raises(Conflict):
        route_answers(team, standing_item(meeting), answer_ids=[answers[0].pk])


def test_an_answer_comes_off_a_planned_agenda_and_is_in_the_inbox_again(team: Actor) -> None:
    routing = RoutingFactory()

    unroute_answer(team, routing)

    assert Answer.objects.released().on_no_agenda().filter(pk=routing.answer_id).exists()


@pytest.mark.parametrize("stage", ["convened", "held"])
def test_an_answer_stays_on_an_agenda_that_is_out(team: Actor, stage: str) -> None:
    routing = RoutingFactory(item=standing_item(MeetingFactory(held_on=timezone.localdate(), **{stage: True})))

    with pytest.raises(Conflict):
        unroute_answer(team, routing)

    assert Routing.objects.filter(pk=routing.pk).exists()


def test_a_deferred_answer_stays_on_the_agenda_it_was_deferred_to(team: Actor) -> None:
    before = RoutingFactory()
    later = RoutingFactory(answer=before.answer, deferred_from=before)

    with pytest.raises(Conflict, match="aangehouden"):
        unroute_answer(team, later)


def test_an_answer_with_a_verdict_stays_on_its_agenda(team: Actor) -> None:
    feedback = FeedbackFactory(verdict=Verdict.NOTED)

    with pytest.raises(Conflict, match="oordeel"):
        unroute_answer(team, feedback.routing)


def test_a_theme_is_given_once_and_taken_away_without_touching_the_words(team: Actor, answers: list[Answer]) -> None:
    theme = Theme.objects.create(name="Wonen", slug="wonen")
    draft = answer_of(ContributionFactory())
    chosen = [draft.pk, *(answer.pk for answer in answers)]

    sort_answers(team, theme, answer_ids=chosen)
    sort_answers(team, theme, answer_ids=chosen)
    assert set(AnswerTheme.objects.values_list("answer_id", flat=True)) == {answer.pk for answer in answers}
    sort_answers(team, theme, answer_ids=[answers[0].pk], is_about_it=False)

    assert AnswerTheme.objects.count() == 2
    assert Answer.objects.get(pk=answers[0].pk).text == "een"


@pytest.mark.parametrize("position", ["member", "clerk", "case_officer", "executive", "administrator", "outsider"])
def test_nobody_else_sorts_or_routes(request: pytest.FixtureRequest, position: str, answers: list[Answer]) -> None:
    actor = request.getfixturevalue(position).actor()
    routing, theme = RoutingFactory(), Theme.objects.create(name="Wonen", slug="wonen")

    for attempt in (
        lambda: route_answers(actor, routing.item, answer_ids=[answers[0].pk]),
        lambda: unroute_answer(actor, routing),
        lambda: sort_answers(actor, theme, answer_ids=[answers[0].pk]),
    ):
        with pytest.raises(PermissionDenied):
            attempt()


@pytest.fixture
def region(losser: Council, enschede: Council) -> dict[str, Answer]:
    """One released answer of each weight, and what must stay out of the inbox."""
    closed = RoundFactory(closed=True, slug="dicht", questions=1)
    opened = RoundFactory(slug="open", questions=2)
    given = {
        "lid": ContributionFactory(round=closed, council=losser, submitted=True, answers=["Een woord over wonen"]),
        "ander": ContributionFactory(round=opened, council=enschede, released=True, answers=["Vertrouw op Glanerbrug"]),
        "raad": CouncilInputFactory(round=closed, council=losser, submitted=True),
        "gesprek": CouncilInputFactory(round=closed, council=enschede, submitted=True, basis=CouncilBasis.CONVERSATION),
        "nog niet vrij": ContributionFactory(round=opened, council=losser, submitted=True, answers=["geheim"]),
        "concept": ContributionFactory(round=opened, council=losser, answers=["geheim"]),
        "ingetrokken": ContributionFactory(round=closed, council=losser, withdrawn=True, answers=["geheim"]),
    }
    return {name: answer_of(contribution) for name, contribution in given.items()}


def found(as_client: AsClient, secretary: Mandate, query: str) -> tuple[set[int], list[str]]:
    response = as_client(secretary).get(f"/boss/werkbak/?{query}")
    return {a.pk for a in response.context["rows"]}, [count["value"] for count in response.context["counts"]]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", {"lid", "ander", "raad", "gesprek"}),
        ("ronde=dicht", {"lid", "raad", "gesprek"}),
        ("raad=losser", {"lid", "raad"}),
        ("raad=losser&namens=raad", {"raad"}),
        ("namens=raadslid", {"lid", "ander"}),
        ("namens=gesprek", {"gesprek"}),
        ("zoek=GLANERBRUG", {"ander"}),
        ("zoek=geheim", set()),
        ("agenda=wel", {"lid"}),
        ("agenda=geen", {"ander", "raad", "gesprek"}),
        ("thema=wonen", {"lid"}),
        ("thema=geen", {"ander", "raad", "gesprek"}),
    ],
)
def test_the_inbox_shows_what_is_asked_for_and_only_what_was_released(
    as_client: AsClient, secretary: Mandate, region: dict[str, Answer], query: str, names: set[str]
) -> None:
    RoutingFactory(answer=region["lid"])
    AnswerTheme.objects.create(answer=region["lid"], theme=Theme.objects.create(name="Wonen", slug="wonen"))

    assert found(as_client, secretary, query)[0] == {region[name].pk for name in names}


def test_the_inbox_filters_by_question(as_client: AsClient, secretary: Mandate, region: dict[str, Answer]) -> None:
    pks, _ = found(as_client, secretary, f"vraag={region['ander'].question_id}")

    assert pks == {region["ander"].pk}


def test_the_weights_are_counted_apart_whatever_weight_is_shown(
    as_client: AsClient, secretary: Mandate, region: dict[str, Answer]
) -> None:
    for query in ("", "namens=gesprek"):
        assert found(as_client, secretary, query)[1] == ["2", "0", "1", "1"]
    assert found(as_client, secretary, "raad=losser")[1] == ["1", "0", "1", "0"]


def test_the_secretary_routes_from_the_inbox_and_keeps_the_filter(
    as_client: AsClient, secretary: Mandate, answers: list[Answer]
) -> None:
    client, item = as_client(secretary), ItemFactory()
    body = {"answers": [answer.pk for answer in answers], "item": item.pk}

    response = client.post("/boss/werkbak/agenderen/?agenda=geen", body, follow=True)

    assert response.redirect_chain == [("/boss/werkbak/?agenda=geen", 302)]
    assert "3 van 3 geagendeerd" in response.content.decode()
    assert item.routings.count() == 3


@pytest.mark.parametrize(
    ("body", "status", "sentence"),
    [
        ({}, 400, "Kies eerst een of meer antwoorden."),
        ({"answers": ["1"]}, 400, "Kies een agendapunt."),
        ({"answers": ["1"], "item": "999999"}, 400, "geen inbreng meer krijgen"),
        ({"answers": ["abc", "９"], "item": "1"}, 400, ""),
    ],
)
def test_a_choice_that_cannot_be_is_refused_in_words(
    as_client: AsClient, secretary: Mandate, body: dict[str, object], status: int, sentence: str
) -> None:
    response = as_client(secretary).post("/boss/werkbak/agenderen/", body)

    assert response.status_code == status
    assert sentence in response.content.decode()


def test_what_was_ticked_stays_ticked_when_it_is_refused(
    as_client: AsClient, secretary: Mandate, answers: list[Answer]
) -> None:
    response = as_client(secretary).post("/boss/werkbak/agenderen/", {"answers": [answers[1].pk]})

    assert f'value="{answers[1].pk}" checked' in response.content.decode()
    assert f'value="{answers[0].pk}" checked' not in response.content.decode()


def test_an_answer_that_was_withdrawn_meanwhile_is_a_conflict(
    as_client: AsClient, secretary: Mandate, answers: list[Answer]
) -> None:
    contribution, item = answers[0].contribution, ItemFactory()
    contribution.status, contribution.withdrawn_at = ContributionStatus.WITHDRAWN, timezone.now()
    contribution.save()

    response = as_client(secretary).post("/boss/werkbak/agenderen/", {"answers": [answers[0].pk], "item": item.pk})

    assert response.status_code == 409
    assert "intussen gewijzigd of ingetrokken" in response.content.decode()


def test_a_theme_is_given_and_taken_by_the_form(as_client: AsClient, secretary: Mandate, answers: list[Answer]) -> None:
    client, theme = as_client(secretary), Theme.objects.create(name="Wonen", slug="wonen")
    body = {"answers": [answers[0].pk], "theme": theme.pk}

    assert client.post("/boss/werkbak/themas/?thema=geen", body).headers["Location"] == "/boss/werkbak/?thema=geen"
    assert AnswerTheme.objects.count() == 1
    client.post("/boss/werkbak/themas/", {**body, "doe": "weg"})
    assert AnswerTheme.objects.count() == 0
    assert client.post("/boss/werkbak/themas/", {"answers": [answers[0].pk]}).status_code == 400


def test_a_fractie_is_a_weight_of_its_own(as_client: AsClient, secretary: Mandate, group_leader: Mandate) -> None:
    ContributionFactory(
        mandate=group_leader,
        weight=Weight.FRACTIE,
        fractie=group_leader.fractie,
        writers=[group_leader],
        released=True,
        answers=["Namens ons allen"],
    )

    assert found(as_client, secretary, "")[1] == ["0", "1", "0", "0"]
