"""The example region is sensible on whatever day it is loaded, the same each time, and absent outside demo mode."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from pytest_django.fixtures import Settings

from consultations.models import (
    ConsultationRound,
    Contribution,
    CouncilTrack,
    Feedback,
    Meeting,
    MeetingStatus,
    Phase,
    ProgrammeItem,
    Recess,
    Routing,
    TextChange,
)
from documents.models import DocumentVersion
from notifications.models import Mail, Notice
from organisations.models import AuditEntry, Council, Organisation, User
from ros_portal.site.demo.region.days import Days, on
from ros_portal.site.demo.region.loader import load_example_region

pytestmark = pytest.mark.django_db

EVERY_DAY = [
    date(2026, 3, 1),  # a Sunday in recess, before the elections
    date(2026, 8, 1),  # in the summer recess
    date(2026, 11, 24),
    date(2027, 1, 2),  # a Saturday, after the year in which the strategy was expected
    date(2028, 6, 15),  # after the last known recess, and after the term of Provinciale Staten
]


@pytest.fixture
def _demo(settings: Settings) -> None:
    settings.DEMO = True


@pytest.mark.usefixtures("_demo")
@pytest.mark.parametrize("today", EVERY_DAY, ids=str)
def test_on_any_day_there_is_something_to_do_something_behind_and_something_ahead(today: date) -> None:
    load_example_region(today)

    assert_a_round_is_open(today)
    assert_meetings_lie_around(today)
    assert_nothing_lies_in_the_future(today)
    assert_all_that_is_expected_is_still_to_come(today)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def assert_a_round_is_open(today: date) -> None:
    """With ten days left at least, and every evening of a council before it closes."""
    opened = ConsultationRound.objects.open_at(on(today, 12)).get()

    assert opened.closes_at >= on(today + timedelta(days=10))
    assert opened.tracks.count() == Council.objects.count()
    for track in CouncilTrack.objects.select_related("round"):
        evenings = [day for _, day in track.evenings()]
        assert evenings == sorted(evenings)
        assert on(evenings[-1]) < track.round.closes_at
        assert all(day.weekday() <= 4 for day in evenings)


def assert_meetings_lie_around(today: date) -> None:
    decided = Meeting.objects.with_decisions()
    convened = Meeting.objects.get(status=MeetingStatus.CONVENED)

    assert all(meeting.held_on < today for meeting in decided)
    assert Feedback.objects.published().exists()
    assert today - timedelta(days=7) <= Meeting.objects.get(status=MeetingStatus.HELD).held_on < today
    assert today < convened.held_on <= today + timedelta(days=14)
    assert all(meeting.held_on > convened.held_on for meeting in Meeting.objects.filter(status=MeetingStatus.PLANNED))


def assert_nothing_lies_in_the_future(today: date) -> None:
    """Whatever is said to have happened did so before the day of loading began."""
    happened = {
        Contribution: ["created_at", "submitted_at", "released_at", "published_at", "withdrawn_at", "meeting_date"],
        ConsultationRound: ["opens_at", "input_published_at"],
        Meeting: ["convened_at", "closed_at", "decisions_published_at"],
        Routing: ["routed_at"],
        Feedback: ["recorded_at"],
        TextChange: ["recorded_at"],
        DocumentVersion: ["published_at", "dated_on"],
        ProgrammeItem: ["created_at", "published_at"],
        Notice: ["created_at", "published_at", "sent_at"],
        Mail: ["created_at", "accepted_at"],
        AuditEntry: ["at"],
    }
    for model, fields in happened.items():
        for field in fields:
            bound = today if field in ("meeting_date", "dated_on") else on(today, 0)
            late = model._default_manager.filter(**{f"{field}__gte": bound})
            assert not late.exists(), f"{model.__name__}.{field}: {list(late[:3])}"


def assert_all_that_is_expected_is_still_to_come(today: date) -> None:
    strategy, *later = Phase.objects.order_by("order")

    assert strategy.is_running(today)
    assert strategy.expected_on >= Meeting.objects.latest("held_on").held_on
    assert all(phase.starts_on > today for phase in later)
    assert all(council.terms.on(today).count() == 1 for council in Council.objects.all())


def test_the_dates_of_the_letter_stay_while_they_are_far_enough(settings: Settings) -> None:
    settings.DEMO = True

    load_example_region(date(2026, 3, 1))

    assert Phase.objects.get(code="ROS").expected_on == date(2026, 12, 31)
    assert Phase.objects.get(code="UA").starts_on == date(2027, 1, 1)


def test_councils_do_not_meet_in_recess_nor_in_a_weekend() -> None:
    summer = Recess(name="zomer", starts_on=date(2026, 7, 4), ends_on=date(2026, 8, 16))
    days = Days(date(2026, 7, 1), (summer,))

    evenings = [days.evening(offset, spread=offset % 4) for offset in range(60)]

    assert all(evening.weekday() < 4 for evening in evenings)
    assert not any(summer.starts_on <= evening <= summer.ends_on for evening in evenings)


# Once, and the same


@pytest.mark.usefixtures("_demo")
def test_a_second_loading_changes_nothing() -> None:
    today = date(2026, 11, 24)
    first = load_example_region(today)
    before = everything()

    second = load_example_region(today + timedelta(days=40))

    assert (first, second) == (True, False)
    assert everything() == before


@pytest.mark.usefixtures("_demo")
def test_the_same_day_gives_the_same_region() -> None:
    with transaction.atomic():
        load_example_region(date(2026, 11, 24))
        once = everything()
        transaction.set_rollback(True)

    load_example_region(date(2026, 11, 24))

    assert everything() == once


def everything() -> list[object]:
    """What a reader would notice, without what the database hands out itself."""
    return [
        list(
            Contribution.objects.order_by("submitted_at").values_list("number", "submitted_version__sha256", "status")
        ),
        list(Meeting.objects.values_list("held_on", "status", "convened_at")),
        sorted(Feedback.objects.values_list("routing__answer__text", "verdict", "reason", "recorded_at")),
        list(Notice.objects.order_by("published_at", "subject").values_list("subject", "published_at", "status")),
        list(User.objects.order_by("email").values_list("email", "name")),
        [model.objects.count() for model in (Mail, Routing, TextChange, AuditEntry, ProgrammeItem)],
    ]


# Outside demo mode


def test_outside_demo_mode_nothing_is_loaded(settings: Settings) -> None:
    settings.DEMO = False

    with pytest.raises(ImproperlyConfigured):
        load_example_region(date(2026, 11, 24))
    with pytest.raises(CommandError, match="DEMO=1"):
        call_command("load_example_region")

    for model in (Organisation, User, ConsultationRound, Contribution, Meeting, Notice, ProgrammeItem):
        assert not model._default_manager.exists(), model
