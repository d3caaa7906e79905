"""The way of a round: prepared, scheduled, published; afterwards only more time, an addition or its withdrawal."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from consultations.actions.changes import add_addendum, extend_round
from consultations.actions.questions import add_question, change_question, move_question, remove_question
from consultations.actions.rounds import (
    change_round,
    copy_round,
    make_round,
    publish_due_round,
    publish_round,
    schedule_round,
    unschedule_round,
    withdraw_round,
)
from consultations.models import ConsultationRound, Question, QuestionFormat, RoundStatus
from consultations.tasks import publish_due_rounds
from organisations.actor import Actor
from organisations.models import AuditEntry, Council, Mandate
from ros_portal.kit.errors import Conflict
from tests.consultations.factories import PhaseFactory, QuestionFactory, RoundFactory, close_at

pytestmark = pytest.mark.django_db

TEXT_QUESTION: dict[str, Any] = {
    "text": "Wat vindt u?",
    "kind": Question.Kind.OTHER,
    "format": QuestionFormat.TEXT,
    "options": [],
    "unit": "",
    "help": "",
}


@pytest.fixture
def team(secretary: Mandate) -> Actor:
    return secretary.actor()


@pytest.fixture
def draft(losser: Council) -> ConsultationRound:
    """A draft that is ready: it opens in a week, for ten weeks."""
    return prepared(losser)


def prepared(*councils: Council, **kwargs: Any) -> ConsultationRound:
    opens_at = timezone.now() + timedelta(days=7)
    times = {"opens_at": opens_at, "closes_at": opens_at + timedelta(weeks=10)}
    round_: ConsultationRound = RoundFactory(**{"status": RoundStatus.DRAFT, **times, **kwargs}, councils=councils)
    return round_


def fields(**changes: Any) -> dict[str, Any]:
    opens_at = timezone.now() + timedelta(days=7)
    return {
        "phase": PhaseFactory(),
        "title": "Water en bodem",
        "brief": "Over water.",
        "opens_at": opens_at,
        "closes_at": opens_at + timedelta(weeks=10),
        "short_time_reason": "",
        **changes,
    }


def texts_of(round_: ConsultationRound) -> list[tuple[int, str]]:
    return list(round_.questions.order_by("position").values_list("position", "text"))


def test_a_round_begins_as_a_draft_with_the_councils_that_are_asked(team: Actor, losser: Council) -> None:
    round_ = make_round(team, None, fields=fields(), documents=[], councils=[losser])

    assert (round_.status, round_.slug) == (RoundStatus.DRAFT, "water-en-bodem")
    assert list(round_.councils.all()) == [losser]
    assert not ConsultationRound.objects.visible_to(Actor.public()).exists()


def test_two_rounds_of_one_name_have_two_addresses_and_none_takes_the_desks(team: Actor, losser: Council) -> None:
    titles = ["Water", "Water", "Beheer", "!!!"]

    made = [make_round(team, None, fields=fields(title=t), documents=[], councils=[losser]).slug for t in titles]

    assert made == ["water", "water-2", "beheer-2", "ronde"]


def test_a_council_that_stays_invited_keeps_its_own_track(
    team: Actor, draft: ConsultationRound, losser: Council, enschede: Council
) -> None:
    track = draft.tracks.get()

    change_round(team, draft, fields=fields(), documents=[], councils=[losser, enschede])
    change_round(team, draft, fields=fields(), documents=[], councils=[losser])

    assert draft.tracks.get() == track


@pytest.mark.parametrize(
    "step",
    [
        lambda team, round_: change_round(team, round_, fields=fields(), documents=[], councils=[]),
        lambda team, round_: add_question(team, round_, fields=TEXT_QUESTION),
        lambda team, round_: change_question(team, round_.questions.first(), fields=TEXT_QUESTION),
        lambda team, round_: move_question(team, round_.questions.first(), by=1),
        lambda team, round_: remove_question(team, round_.questions.first()),
    ],
)
def test_nothing_changes_once_it_was_published(step: Callable[[Actor, Any], Any], team: Actor, losser: Council) -> None:
    round_ = RoundFactory(councils=[losser])
    before = texts_of(round_)

    with pytest.raises(Conflict, match="Deze ronde is gepubliceerd"):
        step(team, round_)

    assert texts_of(round_) == before


def test_questions_are_moved_and_taken_out_and_stay_numbered(team: Actor, losser: Council) -> None:
    round_ = prepared(losser, questions=0)
    for text in ("A", "B", "C"):
        add_question(team, round_, fields={**TEXT_QUESTION, "text": text})

    move_question(team, round_.questions.get(text="C"), by=-1)
    moved = texts_of(round_)
    move_question(team, round_.questions.get(text="A"), by=-1)  # it is first already
    remove_question(team, round_.questions.get(text="A"))

    assert moved == [(1, "A"), (2, "C"), (3, "B")]
    assert texts_of(round_) == [(1, "C"), (2, "B")]


def test_a_question_that_somebody_took_out_is_not_changed(team: Actor, draft: ConsultationRound) -> None:
    question = draft.questions.get(position=1)
    remove_question(team, question)

    with pytest.raises(Conflict, match="intussen weggehaald"):
        change_question(team, Question(pk=question.pk or 1, round=draft), fields=TEXT_QUESTION)


def test_a_round_asks_about_paragraphs_once(team: Actor, draft: ConsultationRound) -> None:
    about = {**TEXT_QUESTION, "format": QuestionFormat.PARAGRAPHS}
    question = add_question(team, draft, fields=about)

    change_question(team, question, fields=about)
    with pytest.raises(Conflict, match="ten hoogste één vraag over alinea's"):
        add_question(team, draft, fields=about)


def test_a_copy_has_the_text_the_questions_and_the_councils_and_is_still_to_come(team: Actor, losser: Council) -> None:
    original = RoundFactory(closed=True, councils=[losser])

    copy = copy_round(team, original)

    assert (copy.status, copy.title, copy.brief) == (RoundStatus.DRAFT, original.title, original.brief)
    assert copy.slug != original.slug
    assert texts_of(copy) == texts_of(original)
    assert list(copy.councils.all()) == [losser]
    assert copy.opens_at > timezone.now()
    local = timezone.localtime(copy.opens_at), timezone.localtime(original.opens_at)
    assert {(moment.weekday(), moment.hour, moment.minute) for moment in local} == {
        (local[0].weekday(), local[0].hour, local[0].minute)
    }
    assert abs((copy.closes_at - copy.opens_at) - (original.closes_at - original.opens_at)) <= timedelta(hours=1)


def test_a_scheduled_round_is_published_by_the_portal_when_its_time_comes(
    team: Actor, draft: ConsultationRound
) -> None:
    schedule_round(team, draft, publish_at=timezone.now() + timedelta(hours=1))
    publish_due_rounds()
    draft.refresh_from_db()
    early = draft.status
    ConsultationRound.objects.update(publish_at=timezone.now())

    publish_due_rounds()
    publish_due_rounds()

    draft.refresh_from_db()
    assert (early, draft.status, draft.publish_at) == (RoundStatus.SCHEDULED, RoundStatus.PUBLISHED, None)
    assert draft.published_at is not None
    entry = AuditEntry.objects.get(permission="publish_due_round")
    assert entry.office == "het portaal"


def test_one_round_that_cannot_be_published_does_not_keep_the_others_back(losser: Council) -> None:
    past = timezone.now() - timedelta(minutes=1)
    overdue = prepared(
        losser, status=RoundStatus.SCHEDULED, publish_at=past, opens_at=past, closes_at=past + timedelta(seconds=1)
    )
    due = prepared(losser, status=RoundStatus.SCHEDULED, publish_at=past + timedelta(seconds=1))

    publish_due_rounds()

    overdue.refresh_from_db()
    due.refresh_from_db()
    assert (overdue.status, due.status) == (RoundStatus.SCHEDULED, RoundStatus.PUBLISHED)


def test_the_portal_publishes_nothing_ahead_of_its_time(team: Actor, draft: ConsultationRound) -> None:
    system = Actor.system()

    with pytest.raises(Conflict, match="niet ingepland, of pas later"):
        publish_due_round(system, draft)
    schedule_round(team, draft, publish_at=timezone.now() + timedelta(hours=1))
    with pytest.raises(Conflict, match="niet ingepland, of pas later"):
        publish_due_round(system, draft)


def test_a_scheduled_round_goes_back_to_draft_and_is_not_published(team: Actor, draft: ConsultationRound) -> None:
    schedule_round(team, draft, publish_at=timezone.now() + timedelta(hours=1))

    unscheduled = unschedule_round(team, draft)
    publish_due_rounds()

    unscheduled.refresh_from_db()
    assert (unscheduled.status, unscheduled.publish_at) == (RoundStatus.DRAFT, None)


def test_a_round_is_not_scheduled_in_the_past_or_after_its_opening(team: Actor, draft: ConsultationRound) -> None:
    with pytest.raises(Conflict, match="al voorbij"):
        schedule_round(team, draft, publish_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(Conflict, match="opent voordat"):
        schedule_round(team, draft, publish_at=draft.opens_at + timedelta(minutes=1))


def test_no_round_is_published_with_something_missing(team: Actor, losser: Council) -> None:
    without_questions = prepared(losser, questions=0)
    without_councils = prepared()
    with_long_brief = prepared(losser, brief="woord " * 101)
    over = prepared(losser, opens_at=timezone.now() - timedelta(days=9), closes_at=timezone.now())

    for round_, sentence in (
        (without_questions, "ten minste één vraag"),
        (without_councils, "ten minste één raad"),
        (with_long_brief, "ten hoogste 100 woorden"),
        (over, "sluit voordat"),
    ):
        with pytest.raises(Conflict, match=sentence):
            publish_round(team, round_)
        round_.refresh_from_db()
        assert round_.status == RoundStatus.DRAFT


def test_a_scheduled_round_keeps_what_it_needs(team: Actor, losser: Council) -> None:
    round_ = prepared(losser, questions=1)
    schedule_round(team, round_, publish_at=timezone.now() + timedelta(hours=1))

    with pytest.raises(Conflict, match="ten minste één vraag"):
        remove_question(team, round_.questions.get())
    with pytest.raises(Conflict, match="ten minste één raad"):
        change_round(team, round_, fields=fields(), documents=[], councils=[])

    assert round_.questions.count() == round_.tracks.count() == 1


def test_a_round_never_opens_before_it_can_be_read(team: Actor, losser: Council) -> None:
    late = prepared(losser, opens_at=timezone.now() - timedelta(days=7))

    published = publish_round(team, late)

    assert published.opens_at == published.published_at


def test_less_than_the_agreed_time_needs_a_reason_that_everyone_reads(team: Actor, losser: Council) -> None:
    opens_at = timezone.now() + timedelta(days=7)
    short = prepared(losser, opens_at=opens_at, closes_at=opens_at + timedelta(weeks=7))

    with pytest.raises(Conflict, match="1 raad heeft minder dan 8 weken"):
        publish_round(team, short)
    with pytest.raises(Conflict, match="1 raad heeft minder dan 8 weken"):
        schedule_round(team, short, publish_at=timezone.now() + timedelta(hours=1))
    ConsultationRound.objects.update(short_time_reason="Het BOSS besluit al in het voorjaar.")

    assert publish_round(team, short).status == RoundStatus.PUBLISHED


def test_a_track_that_is_planned_after_scheduling_holds_no_round_back(team: Actor, losser: Council) -> None:
    past = timezone.now() - timedelta(minutes=1)
    due = prepared(losser, status=RoundStatus.SCHEDULED, publish_at=past)
    early = timezone.localdate() + timedelta(weeks=3)
    due.tracks.update(decision_on=early, papers_due_on=early, planned_at=past)

    assert publish_due_round(Actor.system(), due).status == RoundStatus.PUBLISHED


def test_publishing_twice_is_refused(team: Actor, draft: ConsultationRound) -> None:
    publish_round(team, draft)

    with pytest.raises(Conflict, match="al gepubliceerd"):
        publish_round(team, draft)


def test_a_withdrawal_is_dated_and_names_the_office_and_happens_once(team: Actor, losser: Council) -> None:
    round_ = RoundFactory(councils=[losser])

    withdrawn = withdraw_round(team, round_, reason="De vragen waren dubbel.")

    assert (withdrawn.status, withdrawn.withdrawn_by) == (RoundStatus.WITHDRAWN, team.office)
    assert withdrawn.withdrawn_at is not None
    with pytest.raises(Conflict, match="is ingetrokken"):
        withdraw_round(team, round_, reason="Nog eens.")


def test_a_draft_is_not_withdrawn_amended_or_extended(team: Actor, draft: ConsultationRound) -> None:
    until = draft.closes_at + timedelta(days=7)

    with pytest.raises(Conflict):
        withdraw_round(team, draft, reason="Toch niet.")
    with pytest.raises(Conflict, match="Alleen bij een gepubliceerde ronde"):
        add_addendum(team, draft, text="Een kaart.")
    with pytest.raises(Conflict, match="Alleen een gepubliceerde ronde"):
        extend_round(team, draft, until=until, reason="Meer tijd.")


def test_more_time_for_all_moves_the_closing_and_for_one_moves_its_own(
    team: Actor, losser: Council, enschede: Council
) -> None:
    round_ = RoundFactory(councils=[losser, enschede])
    week, fortnight = round_.closes_at + timedelta(weeks=1), round_.closes_at + timedelta(weeks=2)

    extend_round(team, round_, until=week, reason="Het was recess.")
    extend_round(team, round_, until=fortnight, reason="De raad vergaderde later.", council=losser)

    round_.refresh_from_db()
    assert round_.closes_at == week
    assert (round_.deadline_for(losser.pk), round_.deadline_for(enschede.pk)) == (fortnight, week)
    assert list(round_.extensions.values_list("council", "office")) == [
        (None, team.office),
        (losser.pk, team.office),
    ]


def test_an_extension_is_more_time_than_there_was_and_than_now(team: Actor, losser: Council, enschede: Council) -> None:
    round_, closed = RoundFactory(councils=[losser]), RoundFactory(closed=True, councils=[losser])

    for asked, until, council in (
        (round_, round_.closes_at, None),
        (round_, round_.closes_at - timedelta(days=1), losser),
        (closed, closed.closes_at + timedelta(days=1), None),
    ):
        with pytest.raises(Conflict, match="Kies een moment na"):
            extend_round(team, asked, until=until, reason="Meer tijd.", council=council)
    with pytest.raises(Conflict, match="niet uitgenodigd"):
        extend_round(team, round_, until=round_.closes_at + timedelta(days=9), reason="Ook wij.", council=enschede)

    assert not round_.extensions.exists()


def test_nobody_gets_more_time_once_the_input_is_public(team: Actor, losser: Council) -> None:
    round_ = RoundFactory(councils=[losser])
    close_at(round_, timezone.now() - timedelta(days=1), input_published_at=timezone.now())

    with pytest.raises(Conflict, match="al openbaar"):
        extend_round(team, round_, until=timezone.now() + timedelta(days=9), reason="Te laat.")


def test_only_the_programme_team_makes_rounds_and_only_the_portal_publishes_by_the_clock(
    team: Actor, clerk: Mandate, draft: ConsultationRound
) -> None:
    with pytest.raises(PermissionDenied):
        publish_round(clerk.actor(), draft)
    with pytest.raises(PermissionDenied):
        publish_due_round(team, draft)


@pytest.mark.parametrize(
    ("kind", "value", "is_accepted"),
    [
        ("scale", 1, True),
        ("scale", 5, True),
        ("scale", 0, False),
        ("scale", 6, False),
        ("scale", 2.5, False),
        ("choice", 2, True),
        ("choice", 3, False),
        ("number", -7.25, True),
        ("text", 1, False),
        ("text", None, True),
    ],
)
def test_a_question_accepts_only_what_it_offers(kind: str, value: Any, is_accepted: bool) -> None:
    options = ["Ja", "Nee"] if kind == "choice" else []
    question = QuestionFactory.build(round=None, format=kind, options=options)

    assert question.accepts(value if value is None else Decimal(str(value))) is is_accepted
