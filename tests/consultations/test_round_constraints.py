"""What the database refuses of rounds and questions, asked with raw statements around every action."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone

from consultations.models import ConsultationRound, Phase, Question, RoundStatus
from tests.consultations.factories import PhaseFactory, RoundFactory

pytestmark = pytest.mark.django_db


def refused(statement: Callable[[], Any], match: str) -> None:
    with pytest.raises(DatabaseError, match=match), transaction.atomic():
        statement()


def row(round_: ConsultationRound) -> Any:
    return ConsultationRound.objects.filter(pk=round_.pk)


@pytest.mark.parametrize("status", [RoundStatus.PUBLISHED, RoundStatus.WITHDRAWN])
@pytest.mark.parametrize(
    "change",
    [
        {"title": "Anders"},
        {"slug": "anders"},
        {"brief": "Anders."},
        {"opens_at": F("opens_at") + timedelta(minutes=1)},
        {"published_at": F("published_at") + timedelta(minutes=1)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_what_a_published_round_says_never_changes(status: RoundStatus, change: dict[str, Any]) -> None:
    round_ = RoundFactory(status=status, withdrawal_reason="Dubbel.")

    refused(lambda: row(round_).update(**change), "what a published round says")


def test_a_published_round_stays_with_its_product() -> None:
    round_, other = RoundFactory(), PhaseFactory(code=Phase.Code.INVESTMENT)

    refused(lambda: row(round_).update(phase=other), "what a published round says")


def test_a_published_round_only_closes_later() -> None:
    round_ = RoundFactory()

    refused(lambda: row(round_).update(closes_at=F("closes_at") - timedelta(seconds=1)), "only closes later")

    assert row(round_).update(closes_at=F("closes_at") + timedelta(days=1)) == 1


@pytest.mark.parametrize("becomes", [RoundStatus.DRAFT, RoundStatus.SCHEDULED])
def test_a_published_round_is_never_a_draft_again(becomes: RoundStatus) -> None:
    round_ = RoundFactory()

    refused(lambda: row(round_).update(status=becomes, publish_at=timezone.now()), "does not become a draft")


def test_a_withdrawn_round_does_not_come_back() -> None:
    round_ = RoundFactory(status=RoundStatus.WITHDRAWN, withdrawal_reason="Dubbel.")

    refused(lambda: row(round_).update(status=RoundStatus.PUBLISHED, withdrawn_at=None), "does not become a draft")


def test_a_published_round_is_never_deleted() -> None:
    round_ = RoundFactory(questions=0)

    refused(lambda: row(round_).delete(), "Cannot delete")


def test_a_draft_is_free_to_change_in_everything() -> None:
    round_ = RoundFactory(status=RoundStatus.DRAFT)

    row(round_).update(title="Anders", slug="anders", brief="Anders.", closes_at=F("closes_at") - timedelta(days=1))
    round_.questions.filter(position=1).update(text="Anders?")
    round_.questions.filter(position=2).delete()

    assert [question.text for question in round_.questions.filter(position__lt=3)] == ["Anders?"]


@pytest.mark.parametrize("status", [RoundStatus.PUBLISHED, RoundStatus.WITHDRAWN])
def test_the_questions_of_a_published_round_are_frozen(status: RoundStatus) -> None:
    round_ = RoundFactory(status=status, withdrawal_reason="Dubbel.")
    draft = RoundFactory(status=RoundStatus.DRAFT, questions=1)
    late = Question(round=round_, position=9, kind=Question.Kind.OTHER, text="Nog iets?")

    refused(late.save, "the questions of a published round")
    refused(lambda: round_.questions.update(text="Anders?"), "the questions of a published round")
    refused(lambda: round_.questions.all().delete(), "the questions of a published round")
    refused(lambda: draft.questions.update(round=round_, position=8), "the questions of a published round")
    refused(lambda: round_.questions.filter(position=4).update(round=draft), "the questions of a published round")


def test_a_withdrawn_round_says_when_and_why() -> None:
    round_, reason = RoundFactory(), "Dubbel."

    refused(lambda: row(round_).update(status="withdrawn", withdrawal_reason=reason), "round_withdrawn_has_a_date")
    refused(lambda: row(round_).update(status="withdrawn", withdrawn_at=timezone.now()), "round_withdrawn_has_a_reason")
    refused(lambda: row(round_).update(withdrawn_at=timezone.now()), "round_withdrawn_has_a_date")
