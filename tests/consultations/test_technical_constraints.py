"""The database itself refuses what may not become of a technical question: each guard is tried with a raw update."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from consultations.models import TechnicalQuestion, TechnicalStatus

from .factories_together import TechnicalQuestionFactory

pytestmark = pytest.mark.django_db

NOW = timezone.now()
S = TechnicalStatus
ANSWERED = {"status": S.ANSWERED, "answered_at": NOW, "answer": "Zes meter.", "published_at": NOW}


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"text": ""}, "technical_question_asks_something"),
        ({"status": S.PASSED_ON}, "technical_question_passed_on_has_a_date"),
        ({"status": S.ANSWERED}, "technical_question_answer_is_for_all_unless_refused"),
        ({**ANSWERED, "answer": ""}, "technical_question_answer_is_for_all_unless_refused"),
        ({**ANSWERED, "answered_at": None}, "technical_question_answer_is_for_all_unless_refused"),
        ({**ANSWERED, "published_at": None}, "technical_question_answer_is_for_all_unless_refused"),
        ({**ANSWERED, "refusal_reason": "Over één perceel."}, "technical_question_answer_is_for_all_unless_refused"),
        ({"published_at": NOW}, "technical_question_answer_is_for_all_unless_refused"),
        ({"answer": "Zes meter."}, "technical_question_answer_is_for_all_unless_refused"),
    ],
)
def test_the_database_refuses(values: dict[str, Any], name: str) -> None:
    question = TechnicalQuestionFactory()

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        TechnicalQuestion.objects.filter(pk=question.pk).update(**values)


def test_the_database_takes_an_answer_for_all_and_one_for_the_asker() -> None:
    for_all, for_asker = TechnicalQuestionFactory(), TechnicalQuestionFactory()

    TechnicalQuestion.objects.filter(pk=for_all.pk).update(**ANSWERED)
    TechnicalQuestion.objects.filter(pk=for_asker.pk).update(
        **{**ANSWERED, "published_at": None, "refusal_reason": "Over één perceel."}
    )

    assert TechnicalQuestion.objects.published().get() == for_all
