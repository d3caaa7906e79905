"""A technical question: asked once, answered by its day, for all unless there is a reason."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from consultations.actions.technical import (
    answer_technical_question,
    ask_technical_question,
    pass_on_technical_question,
)
from consultations.models import TechnicalQuestion, TechnicalStatus
from notifications.models import Delivery, Mail, Notice
from organisations.models import AuditEntry, Council, Mandate
from ros_portal.kit.errors import Conflict
from tests.conftest import AsClient

from .factories import RoundFactory
from .factories_together import TechnicalQuestionFactory

pytestmark = pytest.mark.django_db

LEGAL = {
    ("asked", "passed_on"),
    ("asked", "answered"),
    ("passed_on", "answered"),
}


def told() -> list[str]:
    """Who was told something, in order."""
    return list(Delivery.objects.order_by("pk").values_list("user__email", flat=True))


def test_the_moves_are_these_and_no_other() -> None:
    moves = {
        (one.value, other.value)
        for one in TechnicalStatus
        for other in TechnicalStatus
        if TechnicalQuestion(status=one).can_move_to(other)
    }

    assert moves == LEGAL


def test_a_question_goes_to_the_own_case_officer_and_is_due_after_the_days_of_the_setting(
    settings: Settings, member: Mandate, case_officer: Mandate, losser: Council
) -> None:
    settings.TECHNICAL_QUESTION_DAYS = 5

    question = ask_technical_question(member.actor(), losser, key=uuid4(), text="Hoe hoog is de dijk?")

    assert question.status == TechnicalStatus.ASKED
    assert question.due_on == timezone.localdate() + timedelta(days=5)
    assert told() == [case_officer.user.email]
    assert AuditEntry.objects.filter(permission="ask_technical_question", target_id=str(question.pk)).exists()


def test_without_a_case_officer_it_goes_to_the_programme_team(
    member: Mandate, secretary: Mandate, losser: Council
) -> None:
    question = ask_technical_question(member.actor(), losser, key=uuid4(), text="Hoe hoog is de dijk?")

    assert question.status == TechnicalStatus.PASSED_ON
    assert told() == [secretary.user.email]


def test_a_second_click_asks_nothing_and_tells_nobody(member: Mandate, case_officer: Mandate, losser: Council) -> None:
    key = uuid4()
    first = ask_technical_question(member.actor(), losser, key=key, text="Hoe hoog is de dijk?")

    second = ask_technical_question(member.actor(), losser, key=key, text="Hoe hoog is de dijk?")

    assert second == first
    assert told() == [case_officer.user.email]


def test_a_key_of_somebody_else_is_refused(member: Mandate, group_leader: Mandate, losser: Council) -> None:
    asked = TechnicalQuestionFactory(mandate=member)

    with pytest.raises(Conflict):
        ask_technical_question(group_leader.actor(), losser, key=asked.uuid, text="Hoe hoog is de dijk?")


def test_a_member_asks_in_no_other_council(member: Mandate, enschede: Council) -> None:
    with pytest.raises(PermissionDenied):
        ask_technical_question(member.actor(), enschede, key=uuid4(), text="Hoe hoog is de dijk?")


def test_an_answer_is_for_everyone_and_the_asker_is_told(member: Mandate, case_officer: Mandate) -> None:
    question = TechnicalQuestionFactory(mandate=member)

    answered = answer_technical_question(case_officer.actor(), question, answer="Zes meter.")

    assert answered.published_at == answered.answered_at
    assert answered.answered_by == "behandelend ambtenaar van Losser"
    assert told() == [member.user.email]


def test_an_answer_of_the_team_is_told_to_the_case_officer_as_well(
    member: Mandate, case_officer: Mandate, secretary: Mandate
) -> None:
    question = TechnicalQuestionFactory(mandate=member, passed_on=True)

    answer_technical_question(secretary.actor(), question, answer="Zes meter.")

    assert told() == [member.user.email, case_officer.user.email]


def test_an_answer_with_a_reason_is_not_published(member: Mandate, case_officer: Mandate) -> None:
    question = TechnicalQuestionFactory(mandate=member)

    answer_technical_question(case_officer.actor(), question, answer="Zes meter.", refusal_reason="Over één perceel.")

    assert not TechnicalQuestion.objects.published().exists()


def test_passing_on_keeps_the_day_and_tells_the_team(
    member: Mandate, case_officer: Mandate, secretary: Mandate
) -> None:
    question = TechnicalQuestionFactory(mandate=member)

    passed_on = pass_on_technical_question(case_officer.actor(), question)

    assert passed_on.due_on == question.due_on
    assert told() == [secretary.user.email]


def test_the_notices_hold_no_name_and_no_word_of_the_question(
    member: Mandate, case_officer: Mandate, secretary: Mandate, losser: Council
) -> None:
    question = ask_technical_question(member.actor(), losser, key=uuid4(), text="Waar blijft het zwanenmeer?")
    pass_on_technical_question(case_officer.actor(), question)
    answer_technical_question(secretary.actor(), question, answer="Bij het kasteel.")

    texts = [f"{n.subject} {n.brief} {n.body}" for n in Notice.objects.all()]
    texts += [f"{mail.subject} {mail.text}" for mail in Mail.objects.all()]

    assert len(texts) == 8
    for word in ("zwanenmeer", "kasteel", member.user.name, "Mirjam"):
        assert not any(word in text for text in texts), word


def test_who_left_the_council_is_not_told(member: Mandate, case_officer: Mandate) -> None:
    question = TechnicalQuestionFactory(mandate=member)
    member.ends_on = timezone.localdate()
    member.save()

    answer_technical_question(case_officer.actor(), question, answer="Zes meter.")

    assert told() == []


def test_an_answered_question_is_not_answered_again(member: Mandate, case_officer: Mandate) -> None:
    question = TechnicalQuestionFactory(mandate=member, answer="Zes meter.")

    with pytest.raises(Conflict, match="al beantwoord"):
        answer_technical_question(case_officer.actor(), question, answer="Acht meter.")


def test_an_answered_question_is_not_passed_on(member: Mandate, case_officer: Mandate) -> None:
    question = TechnicalQuestionFactory(mandate=member, answer="Zes meter.")

    with pytest.raises(Conflict, match="al beantwoord"):
        pass_on_technical_question(case_officer.actor(), question)


def test_a_question_is_passed_on_once(member: Mandate, case_officer: Mandate) -> None:
    question = TechnicalQuestionFactory(mandate=member, passed_on=True)

    with pytest.raises(Conflict, match="ligt bij het programmateam"):
        pass_on_technical_question(case_officer.actor(), question)


@pytest.mark.parametrize(
    "typed",
    [
        "Hoeveel woningen staan er in de plannen?",
        "hoeveel woning staat in het plan",
        "Hoevel woningen staan er al in de planen",
        "Ik wil graag weten hoeveel woningen er al gepland zijn",
    ],
)
def test_a_question_that_resembles_an_earlier_one_is_offered_it(member: Mandate, typed: str) -> None:
    earlier = TechnicalQuestionFactory(mandate=member, answer="Twaalfduizend.")
    TechnicalQuestionFactory(mandate=member, text="Hoe diep is het Twentekanaal?", answer="Drie meter.")

    assert list(TechnicalQuestion.objects.alike(typed)) == [earlier]


@pytest.mark.parametrize("typed", ["Wat kost een spoorlijn naar Münster?", "…?!", "' OR 1=1; --", "or or & | ! <->"])
def test_a_question_that_resembles_nothing_is_offered_nothing(member: Mandate, typed: str) -> None:
    TechnicalQuestionFactory(mandate=member, answer="Twaalfduizend.")

    assert list(TechnicalQuestion.objects.alike(typed)) == []


def test_a_question_that_waits_or_was_kept_from_others_is_never_offered(member: Mandate, as_client: AsClient) -> None:
    TechnicalQuestionFactory(mandate=member)
    TechnicalQuestionFactory(mandate=member, refusal_reason="Over één perceel.")

    found = as_client(member).get(
        "/technische-vragen/lijkt-op/", {"tekst": "Hoeveel woningen staan er al in de plannen?"}
    )

    assert found.json() == {"questions": []}


def asking(**typed: str) -> dict[str, str]:
    return {"key": str(uuid4()), "text": "Hoeveel woningen staan er in de plannen?", **typed}


def test_without_a_script_the_questions_that_are_alike_come_first(member: Mandate, as_client: AsClient) -> None:
    earlier = TechnicalQuestionFactory(answer="Twaalfduizend.")
    client, typed = as_client(member), asking()

    first = client.post("/technische-vragen/stellen/", typed)
    second = client.post("/technische-vragen/stellen/", {**typed, "toch": "Stel mijn vraag toch"})

    assert first.status_code == 200
    assert earlier.get_absolute_url() in first.content.decode()
    assert typed["text"] in first.content.decode()
    assert second.status_code == 302
    assert TechnicalQuestion.objects.asked_by(member.actor()).get().text == typed["text"]


def test_a_question_from_a_round_keeps_the_round(member: Mandate, as_client: AsClient) -> None:
    round_ = RoundFactory()
    client = as_client(member)

    page = client.get(f"/technische-vragen/stellen/?ronde={round_.slug}")
    client.post(f"/technische-vragen/stellen/?ronde={round_.slug}", asking(round=round_.slug))

    assert f'value="{round_.slug}" selected' in page.content.decode()
    assert TechnicalQuestion.objects.get().round == round_


@pytest.mark.parametrize("versie", ["0", "x", "²", "9" * 40, "-1"])
def test_a_text_that_is_not_there_is_left_out(member: Mandate, as_client: AsClient, versie: str) -> None:
    page = as_client(member).get("/technische-vragen/stellen/", {"versie": versie, "alinea": versie, "ronde": versie})

    assert page.status_code == 200
    assert "Alinea" not in page.content.decode()


def test_an_empty_question_is_refused_with_a_sentence(member: Mandate, as_client: AsClient) -> None:
    page = as_client(member).post("/technische-vragen/stellen/", asking(text=" \n\t"))

    assert 'role="alert"' in page.content.decode()
    assert not TechnicalQuestion.objects.exists()


def test_keeping_an_answer_from_others_needs_a_reason(
    member: Mandate, case_officer: Mandate, as_client: AsClient
) -> None:
    question = TechnicalQuestionFactory(mandate=member)

    page = as_client(case_officer).post(
        f"{question.get_absolute_url()}beantwoorden/", {"answer": "Zes meter.", "audience": "vrager"}
    )

    assert "Schrijf waarom het antwoord niet voor iedereen is." in page.content.decode()
    assert "Zes meter." in page.content.decode()
    question.refresh_from_db()
    assert question.status == TechnicalStatus.ASKED


def test_the_desk_shows_the_first_due_first_and_says_what_is_late(
    member: Mandate, case_officer: Mandate, as_client: AsClient
) -> None:
    today = timezone.localdate()
    TechnicalQuestionFactory(mandate=member, text="De tweede", due_on=today + timedelta(days=3))
    TechnicalQuestionFactory(mandate=member, text="Van vandaag", due_on=today)
    TechnicalQuestionFactory(mandate=member, text="De eerste", due_on=today - timedelta(days=2))

    page = as_client(case_officer).get("/technische-vragen/werkbak/").content.decode()

    assert page.index("De eerste") < page.index("De tweede")
    assert "2 dagen te laat" in page
    assert "Nog 3 dagen" in page
    assert "Vandaag" in page
    assert "Verlopen" not in page


def test_the_list_finds_words_of_question_and_answer(member: Mandate, as_client: AsClient) -> None:
    TechnicalQuestionFactory(mandate=member, answer="Er zijn twaalfduizend woningen gepland.")
    client = as_client(member)

    found = client.get("/technische-vragen/", {"zoek": "geplande woning"}).content.decode()
    nothing = client.get("/technische-vragen/", {"zoek": "spoorlijn"}).content.decode()

    assert "Hoeveel woningen" in found
    assert "Niets gevonden" in nothing


@pytest.mark.parametrize("path", ["/technische-vragen/", "/technische-vragen/werkbak/?toon=beantwoord"])
def test_more_questions_cost_no_more_queries(
    case_officer: Mandate,
    member: Mandate,
    as_client: AsClient,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    path: str,
) -> None:
    for _ in range(20):
        TechnicalQuestionFactory(mandate=member, answer="Zes meter.", round=RoundFactory())
    client = as_client(case_officer)
    client.get(path)

    with django_assert_max_num_queries(14):
        client.get(path)
