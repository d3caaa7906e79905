"""The database itself refuses what the process of the BOSS forbids: each guard is tried with a raw statement."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from consultations.models import (
    AgendaItem,
    AnswerTheme,
    Decision,
    Feedback,
    ItemStatus,
    Meeting,
    MeetingStatus,
    ProgrammeItem,
    ProgrammeSource,
    Routing,
    TextChange,
    Verdict,
)
from documents.models import Document, DocumentVersion, Paragraph, Theme

from .factories import (
    DecisionFactory,
    FeedbackFactory,
    ItemFactory,
    MeetingFactory,
    ProgrammeItemFactory,
    RoutingFactory,
    close_and_publish,
    standing_item,
)

pytestmark = pytest.mark.django_db

NOW = timezone.now()
S = MeetingStatus


def refuses(attempt: Callable[[], object], name: str) -> None:
    """The database itself raises, and names its guard."""

    def try_it() -> None:
        with transaction.atomic():
            attempt()
            connection.check_constraints()

    with pytest.raises(DatabaseError, match=name):
        try_it()


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"status": S.CONVENED}, "meeting_convened_has_a_date"),
        ({"convened_at": NOW}, "meeting_convened_has_a_date"),
        ({"status": S.HELD, "convened_at": NOW}, "meeting_held_has_a_date"),
        ({"closed_at": NOW}, "meeting_held_has_a_date"),
        ({"decisions_published_at": NOW}, "meeting_decisions_published_has_a_date"),
        ({"held_on": timezone.localdate() - timedelta(days=400)}, "meeting_papers_before_the_meeting"),
        ({"papers_due_on": timezone.localdate() + timedelta(days=4_000)}, "meeting_papers_before_the_meeting"),
    ],
)
def test_a_meeting_says_what_its_status_implies(values: dict[str, object], name: str) -> None:
    meeting = MeetingFactory()

    refuses(lambda: Meeting.objects.filter(pk=meeting.pk).update(**values), name)


def test_a_published_meeting_has_a_date() -> None:
    meeting = MeetingFactory(held=True)
    AgendaItem.objects.filter(meeting=meeting).update(status=ItemStatus.CLOSED)

    refuses(
        lambda: Meeting.objects.filter(pk=meeting.pk).update(status=S.DECISIONS_PUBLISHED),
        "meeting_decisions_published_has_a_date",
    )


def test_there_is_one_meeting_a_day() -> None:
    one, other = MeetingFactory(), MeetingFactory()

    refuses(lambda: Meeting.objects.filter(pk=other.pk).update(held_on=one.held_on), "held_on")


def test_a_meeting_without_the_standing_item_does_not_exist() -> None:
    day = timezone.localdate() + timedelta(days=500)

    refuses(
        lambda: Meeting.objects.create(held_on=day, starts_at="13:30", location="Enschede", papers_due_on=day),
        "standing item",
    )


def test_the_standing_item_is_not_deleted_and_stays_what_and_where_it_is() -> None:
    item, other = standing_item(MeetingFactory()), MeetingFactory()
    rows = AgendaItem.objects.filter(pk=item.pk)

    refuses(lambda: rows._raw_delete(rows.db), "Cannot delete")
    refuses(lambda: rows.update(is_standing=False), "Cannot update")
    refuses(lambda: rows.update(meeting=other, position=9), "Cannot update")


def test_an_agenda_has_one_standing_item_and_each_number_once() -> None:
    item = ItemFactory()
    rows = AgendaItem.objects.filter(pk=item.pk)

    refuses(lambda: rows.update(is_standing=True), "agenda_one_standing_item")
    refuses(lambda: rows.update(position=1), "agenda_item_position_once")


def test_an_item_does_not_close_while_an_answer_waits() -> None:
    routing = RoutingFactory(item=standing_item(MeetingFactory(held=True)))
    rows = AgendaItem.objects.filter(pk=routing.item_id)

    refuses(lambda: rows.update(status=ItemStatus.CLOSED), "verdict or a deferral")
    FeedbackFactory(routing=routing)
    assert rows.update(status=ItemStatus.CLOSED) == 1


def test_decisions_are_not_public_while_an_item_is_open() -> None:
    meeting = MeetingFactory(held=True)
    values = {"status": S.DECISIONS_PUBLISHED, "decisions_published_at": NOW}

    refuses(lambda: Meeting.objects.filter(pk=meeting.pk).update(**values), "every item is closed")


def test_nothing_is_added_to_a_closed_item() -> None:
    item = standing_item(MeetingFactory(held=True))
    AgendaItem.objects.filter(pk=item.pk).update(status=ItemStatus.CLOSED)

    refuses(lambda: RoutingFactory(item=item), "closed item")


def test_an_answer_stands_on_an_item_once() -> None:
    routing = RoutingFactory()

    refuses(lambda: Routing.objects.create(answer=routing.answer, item=routing.item), "routing_once_per_item")


def test_an_answer_stays_on_an_agenda_that_is_out() -> None:
    planned, convened = RoutingFactory(), RoutingFactory(item=standing_item(MeetingFactory(convened=True)))

    refuses(lambda: Routing.objects.filter(pk=convened.pk).delete(), "stays on it")
    assert Routing.objects.filter(pk=planned.pk).delete()[0] == 1


def test_a_routing_is_carried_to_one_later_item() -> None:
    first = RoutingFactory()
    RoutingFactory(answer=first.answer, deferred_from=first)

    refuses(lambda: RoutingFactory(answer=first.answer, deferred_from=first), "deferred_from_id")


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"reason": ""}, "feedback_has_a_reason"),
        ({"verdict": Verdict.DEFERRED}, "feedback_deferred_names_the_later_item"),
    ],
)
def test_a_verdict_has_a_reason_and_a_deferral_its_item(values: dict[str, object], name: str) -> None:
    feedback = FeedbackFactory()

    refuses(lambda: Feedback.objects.filter(pk=feedback.pk).update(**values), name)


def test_a_verdict_that_is_no_deferral_names_no_later_item() -> None:
    feedback, later = FeedbackFactory(), standing_item(MeetingFactory())

    refuses(
        lambda: Feedback.objects.filter(pk=feedback.pk).update(deferred_to=later),
        "feedback_deferred_names_the_later_item",
    )


@pytest.mark.parametrize("days", [-1, 0])
def test_an_answer_is_not_deferred_back_in_time(days: int) -> None:
    feedback = FeedbackFactory()
    meeting = feedback.routing.item.meeting
    target = (
        feedback.routing.item
        if days == 0
        else standing_item(MeetingFactory(held_on=meeting.held_on + timedelta(days=days)))
    )

    refuses(
        lambda: Feedback.objects.filter(pk=feedback.pk).update(verdict=Verdict.DEFERRED, deferred_to=target),
        "later meeting",
    )


def test_a_routing_has_one_verdict() -> None:
    feedback = FeedbackFactory()

    refuses(lambda: FeedbackFactory(routing=feedback.routing), "routing_id")


def test_a_published_verdict_is_neither_changed_nor_deleted() -> None:
    meeting = MeetingFactory(held=True)
    feedback = FeedbackFactory(routing=RoutingFactory(item=standing_item(meeting)))
    close_and_publish(meeting)
    rows = Feedback.objects.filter(pk=feedback.pk)

    refuses(lambda: rows.update(reason="Anders"), "does not change")
    refuses(rows.delete, "does not change")


def test_a_decision_says_something() -> None:
    decision = DecisionFactory()

    refuses(lambda: Decision.objects.filter(pk=decision.pk).update(text=""), "decision_says_something")


def test_a_theme_is_given_to_an_answer_once() -> None:
    routing, theme = RoutingFactory(), Theme.objects.create(name="Wonen", slug="wonen")
    AnswerTheme.objects.create(answer=routing.answer, theme=theme)

    refuses(lambda: AnswerTheme.objects.create(answer=routing.answer, theme=theme), "answer_theme_once")


def test_an_answer_leads_to_a_programme_item_once_and_an_amount_is_not_negative() -> None:
    item, routing = ProgrammeItemFactory(), RoutingFactory()
    ProgrammeSource.objects.create(item=item, answer=routing.answer)

    refuses(lambda: ProgrammeSource.objects.create(item=item, answer=routing.answer), "programme_source_once")
    refuses(
        lambda: ProgrammeItem.objects.filter(pk=item.pk).update(amount_eur=-1), "programme_item_amount_not_negative"
    )


def test_a_change_in_a_paragraph_is_recorded_once_per_verdict() -> None:
    document = Document.objects.create(title="ROS", slug="ros", kind=Document.Kind.STRATEGY)
    version = DocumentVersion.objects.create(document=document, number=1, dated_on=timezone.localdate())
    change = {
        "feedback": FeedbackFactory(),
        "paragraph": Paragraph.objects.create(version=version, position=1, text="Tekst"),
        "description": "Zin toegevoegd",
    }
    TextChange.objects.create(**change)

    refuses(lambda: TextChange.objects.create(**change), "text_change_once")
