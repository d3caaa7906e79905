"""Two things at the same moment: each of these ends otherwise when its lock is taken away."""

import threading
from collections.abc import Callable
from functools import partial

import pytest
from django.db import connections, transaction

from consultations.actions.contributions import (
    release_contribution,
    save_draft,
    submit_contribution,
    withdraw_contribution,
)
from consultations.models import (
    ConsultationRound,
    Contribution,
    ContributionStatus,
    NumberSeries,
    Weight,
)
from consultations.models.answers import Said
from consultations.models.writing import ChangedMeanwhile
from organisations.models import Council, Fractie, Mandate
from ros_portal.kit.clock import database_now
from ros_portal.kit.errors import Conflict
from tests.factories import MandateFactory

from .factories import ContributionFactory, RoundFactory, close_at
from .test_submission_races import wait_until_blocked
from .writing import in_threads, seen, texts

pytestmark = pytest.mark.django_db(transaction=True)
Status = ContributionStatus

THREADS = 200


def attempt(act: Callable[[], object], refused: list[type[Conflict]]) -> None:
    """Do it on a connection of this thread; a refusal is kept."""
    try:
        act()
    except Conflict as conflict:
        refused.append(type(conflict))
    finally:
        connections.close_all()


def test_two_hundred_who_submit_while_the_round_closes_are_in_or_out(losser: Council) -> None:
    round_ = RoundFactory(councils=[losser], questions=1)
    mandates = MandateFactory.create_batch(THREADS, organisation=losser.organisation)
    drafts = [ContributionFactory(mandate=mandate, round=round_) for mandate in mandates]
    moments = [seen(draft) for draft in drafts]
    refused: list[type[Conflict]] = []
    ready = threading.Barrier(THREADS + 1)
    closing = threading.Event()
    when_closed: list[int] = []

    def click(mandate: Mandate, draft: Contribution, moment: str, *, is_late: bool) -> None:
        ready.wait()
        if is_late:  # while the closing holds its lock and is not committed
            assert closing.wait(timeout=30)
        attempt(lambda: submit_contribution(mandate.actor(), draft, seen=moment), refused)

    def close() -> None:
        ready.wait()
        while not Contribution.objects.handed_in().exists():  # the first is in: the others are on their way
            pass
        with transaction.atomic():
            locked = ConsultationRound.objects.lock(round_.pk)
            closing.set()
            close_at(locked, database_now())
            when_closed.append(Contribution.objects.handed_in().count())
            wait_until_blocked()
        connections.close_all()

    clicks = enumerate(zip(mandates, drafts, moments, strict=True))
    in_threads(close, *(partial(click, *one, is_late=bool(number % 2)) for number, one in clicks))

    round_.refresh_from_db()
    handed_in = Contribution.objects.handed_in()
    assert THREADS // 2 <= len(refused) < THREADS, "the round closed in the middle of it"
    assert [handed_in.count()] == when_closed == [THREADS - len(refused)]
    assert not handed_in.filter(submitted_at__gte=round_.closes_at).exists()
    assert NumberSeries.objects.get().last == handed_in.count()
    assert Contribution.objects.filter(status=Status.DRAFT, number=None).count() == len(refused)


def test_a_release_that_waited_for_a_withdrawal_is_refused(member: Mandate, clerk: Mandate) -> None:
    contribution = ContributionFactory(mandate=member, submitted=True)
    refused: list[type[Conflict]] = []
    thread = threading.Thread(
        target=lambda: attempt(lambda: release_contribution(clerk.actor(), contribution), refused)
    )

    with transaction.atomic():
        locked = Contribution.objects.lock(contribution.pk)
        thread.start()
        wait_until_blocked()
        locked.move_to(Status.WITHDRAWN)
        locked.withdrawn_at = database_now()
        locked.save(update_fields=["status", "withdrawn_at"])
    thread.join(timeout=30)

    contribution.refresh_from_db()
    assert refused == [Conflict]
    assert (contribution.status, contribution.released_at) == (Status.WITHDRAWN, None)


def test_a_withdrawal_that_waited_for_a_release_takes_it_back(member: Mandate, clerk: Mandate) -> None:
    contribution = ContributionFactory(mandate=member, submitted=True)
    refused: list[type[Conflict]] = []

    in_threads(
        lambda: attempt(lambda: release_contribution(clerk.actor(), contribution), refused),
        lambda: attempt(lambda: withdraw_contribution(member.actor(), contribution), refused),
    )

    contribution.refresh_from_db()
    assert contribution.status == Status.WITHDRAWN
    assert (contribution.released_at is None) == bool(refused)


def test_of_two_writers_who_save_at_once_one_is_shown_both_texts(
    group_leader: Mandate, member: Mandate, fractie: Fractie
) -> None:
    draft = ContributionFactory(
        mandate=group_leader, weight=Weight.FRACTIE, fractie=fractie, writers=[group_leader, member]
    )
    question = draft.round.questions.get(position=1)
    moment = seen(draft)
    save_draft(
        group_leader.actor(), draft, answers={(question.pk, None): Said(text="Samen begonnen.")}, fields={}, seen=moment
    )
    moment = seen(draft)
    refused: list[type[Conflict]] = []
    ready = threading.Barrier(2)

    def save(writer: Mandate) -> None:
        def act() -> None:
            ready.wait()
            save_draft(
                writer.actor(),
                draft,
                answers={(question.pk, None): Said(text=str(writer.user))},
                fields={},
                seen=moment,
            )

        attempt(act, refused)

    in_threads(partial(save, group_leader), partial(save, member))

    assert refused == [ChangedMeanwhile]
    assert texts(draft)[1] in {str(group_leader.user), str(member.user)}
