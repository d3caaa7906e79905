"""Taking back, releasing and revising at the same moment, or as the round closes: the locks decide, in one order."""

import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import connections, transaction
from django.utils import timezone

from consultations.actions.contributions import release_contribution, withdraw_contribution
from consultations.actions.revisions import revise_contribution, submit_revision
from consultations.models import ConsultationRound, Contribution, ContributionStatus
from organisations.models import Mandate
from ros_portal.kit.errors import Conflict
from tests.consultations.factories import ContributionFactory, close_at
from tests.consultations.revising import open_revision
from tests.consultations.test_submission_races import wait_until_blocked
from tests.consultations.writing import in_threads, seen

pytestmark = pytest.mark.django_db(transaction=True)


def attempt(step: Callable[[], Any], refused: list[str]) -> None:
    """Take a step with a connection of its own; a refusal is kept."""
    try:
        step()
    except Conflict as conflict:
        refused.append(conflict.sentence)
    finally:
        connections.close_all()


def withdraw_in_between(contribution: Contribution, step: Callable[[], Any]) -> list[str]:
    """Let the step wait for a withdrawal that is under way; returns its refusal."""
    refused: list[str] = []
    thread = threading.Thread(target=attempt, args=(step, refused))
    with transaction.atomic():
        locked = Contribution.objects.lock(contribution.pk)
        thread.start()
        wait_until_blocked()
        locked.status, locked.withdrawn_at = ContributionStatus.WITHDRAWN, timezone.now()
        locked.save(update_fields=["status", "withdrawn_at"])
    thread.join(timeout=30)
    return refused


def test_a_release_that_waited_for_a_withdrawal_is_refused(member: Mandate, clerk: Mandate) -> None:
    contribution = ContributionFactory(mandate=member, submitted=True)

    refused = withdraw_in_between(contribution, partial(release_contribution, clerk.actor(), contribution))

    assert refused == ["Deze inbreng is ingetrokken."]
    contribution.refresh_from_db()
    assert contribution.status == ContributionStatus.WITHDRAWN
    assert contribution.released_at is None


def test_a_revision_that_waited_for_a_withdrawal_is_refused(member: Mandate) -> None:
    contribution = ContributionFactory(mandate=member, submitted=True)
    open_revision(contribution, "Later.")
    step = partial(submit_revision, member.actor(), contribution, seen=seen(contribution))

    refused = withdraw_in_between(contribution, step)

    assert refused == ["Deze inbreng is ingetrokken."]
    contribution.refresh_from_db()
    assert contribution.submitted_version == contribution.versions.get(number=1)


def test_of_a_release_and_a_withdrawal_at_once_the_withdrawal_is_what_stays(member: Mandate, clerk: Mandate) -> None:
    for _ in range(5):
        contribution = ContributionFactory(mandate=member, submitted=True)
        refused: list[str] = []
        ready = threading.Barrier(2)

        def after_waiting(step: Callable[[], Any], ready: threading.Barrier = ready) -> None:
            ready.wait()
            step()

        steps = [
            partial(release_contribution, clerk.actor(), contribution),
            partial(withdraw_contribution, member.actor(), contribution),
        ]
        in_threads(*(partial(attempt, partial(after_waiting, step), refused) for step in steps))

        contribution.refresh_from_db()
        assert contribution.status == ContributionStatus.WITHDRAWN
        assert refused in ([], ["Deze inbreng is ingetrokken."])


def test_a_revision_that_waited_for_the_closing_is_refused(member: Mandate) -> None:
    contribution = ContributionFactory(mandate=member, submitted=True)
    open_revision(contribution, "Net te laat.")
    refused: list[str] = []
    step = partial(submit_revision, member.actor(), contribution, seen=seen(contribution))
    thread = threading.Thread(target=attempt, args=(step, refused))

    with transaction.atomic():
        round_ = ConsultationRound.objects.lock(contribution.round_id)
        thread.start()
        wait_until_blocked()
        close_at(round_, timezone.now())
    thread.join(timeout=30)

    assert refused == ["Deze ronde is gesloten. U kunt uw inbreng niet meer wijzigen."]
    contribution.refresh_from_db()
    assert contribution.submitted_version == contribution.versions.get(number=1)


def test_opening_a_revision_twice_at_once_opens_one(member: Mandate) -> None:
    contribution = ContributionFactory(mandate=member, submitted=True)
    refused: list[str] = []
    ready = threading.Barrier(2)

    def click() -> None:
        ready.wait()
        revise_contribution(member.actor(), contribution)

    in_threads(*[partial(attempt, click, refused)] * 2)

    assert refused == []
    assert contribution.versions.count() == 2


def test_handing_a_revision_in_twice_at_once_hands_it_in_once(member: Mandate) -> None:
    contribution = ContributionFactory(mandate=member, submitted=True)
    open_revision(contribution, "Later.")
    moment, refused = seen(contribution), list[str]()
    ready = threading.Barrier(2)

    def click() -> None:
        ready.wait()
        submit_revision(member.actor(), contribution, seen=moment)

    in_threads(*[partial(attempt, click, refused)] * 2)

    assert refused == ["Deze inbreng is al ingediend. De tekst kan niet meer veranderen."]
    assert contribution.versions.count() == 2
