"""Handing in at the same moment as others, or as the closing: the lock and the clock of the database decide."""

import threading
from datetime import datetime, timedelta
from functools import partial

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from consultations.actions.contributions import submit_contribution
from consultations.models import ConsultationRound, Contribution, ContributionStatus, NumberSeries
from organisations.models import Council, Mandate
from ros_portal.kit.errors import Conflict
from tests.consultations.factories import ContributionFactory, RoundFactory, close_at
from tests.consultations.writing import in_threads, seen, submit
from tests.factories import MandateFactory
from tests.waiting import wait_until

Status = ContributionStatus

pytestmark = pytest.mark.django_db


@pytest.mark.django_db(transaction=True)
def test_submitting_twice_at_once_issues_one_number(member: Mandate) -> None:
    draft = ContributionFactory(mandate=member)
    moment = seen(draft)
    ready = threading.Barrier(2)
    refused: list[str] = []

    def click() -> None:
        ready.wait()
        try:
            submit_contribution(member.actor(), Contribution.objects.get(pk=draft.pk), seen=moment)
        except Conflict as conflict:
            refused.append(conflict.sentence)
        finally:
            connections.close_all()

    in_threads(click, click)

    assert refused == ["Deze inbreng is al ingediend."]
    assert NumberSeries.objects.get().last == 1


@pytest.mark.django_db(transaction=True)
def test_numbers_of_one_council_have_no_gap_when_many_submit_at_once(losser: Council) -> None:
    round_ = RoundFactory(councils=[losser])
    mandates = [MandateFactory(organisation=losser.organisation) for _ in range(6)]
    drafts = [ContributionFactory(mandate=mandate, round=round_) for mandate in mandates]
    empty = ContributionFactory(mandate=MandateFactory(organisation=losser.organisation), round=round_, answers=[])
    ready = threading.Barrier(7)

    def hand_in(mandate: Mandate, draft: Contribution) -> None:
        ready.wait()
        try:
            submit(mandate, draft)
        except Conflict:
            assert draft == empty
        finally:
            connections.close_all()

    author_of_empty = Mandate.objects.get(user=empty.author)
    pairs = [*zip(mandates, drafts, strict=True), (author_of_empty, empty)]
    in_threads(*(partial(hand_in, *pair) for pair in pairs))

    year = timezone.localdate().year
    numbers = set(Contribution.objects.exclude(number=None).values_list("number", flat=True))
    assert numbers == {f"ROS-{year}-LOS-{n:04d}" for n in range(1, 7)}


def wait_until_blocked() -> None:
    """Until a transaction waits for a lock."""
    wait_until(somebody_waits_for_a_lock, "a transaction waits for the lock")


def somebody_waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
        waits: bool = cursor.fetchone()[0]
    return waits


@pytest.mark.django_db(transaction=True)
def test_a_submission_that_waited_for_the_closing_is_refused(member: Mandate) -> None:
    draft = ContributionFactory(mandate=member)
    refused: list[str] = []

    def click() -> None:
        try:
            submit(member, draft)
        except Conflict as conflict:
            refused.append(conflict.sentence)
        finally:
            connections.close_all()

    thread = threading.Thread(target=click)
    with transaction.atomic():
        round_ = ConsultationRound.objects.lock(draft.round_id)
        thread.start()
        wait_until_blocked()
        close_at(round_, timezone.now())
    thread.join(timeout=30)

    assert refused == ["Deze ronde is gesloten. U kunt geen inbreng meer indienen."]
    draft.refresh_from_db()
    assert draft.status == Status.DRAFT
    assert draft.number is None
    assert not NumberSeries.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_closing_waits_for_a_submission_that_is_under_way(member: Mandate) -> None:
    draft = ContributionFactory(mandate=member)
    order: list[str] = []

    def close() -> None:
        with transaction.atomic():
            ConsultationRound.objects.lock(draft.round_id)
            order.append("closed")
        connections.close_all()

    thread = threading.Thread(target=close)
    with transaction.atomic():
        ConsultationRound.objects.lock_for_share(draft.round_id)
        thread.start()
        wait_until_blocked()
        order.append("submitted")
    thread.join(timeout=30)

    assert order == ["submitted", "closed"]


@pytest.mark.parametrize(("seconds", "is_open"), [(2, True), (0, False), (-1, False)])
def test_the_deadline_is_decided_to_the_second(seconds: int, is_open: bool, member: Mandate) -> None:
    draft = ContributionFactory(mandate=member)
    close_at(draft.round, database_time() + timedelta(seconds=seconds))

    if is_open:
        assert submit(member, draft).number
    else:
        with pytest.raises(Conflict, match="Deze ronde is gesloten"):
            submit(member, draft)


def database_time() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        now: datetime = cursor.fetchone()[0]
    return now
