"""The questions of a round, while nobody can answer them yet. The round's own lock keeps their order whole."""

from collections.abc import Mapping
from typing import Any

from consultations.models import ConsultationRound, Question, QuestionFormat, require_ready_if_scheduled
from consultations.policies import Permission, policy
from organisations.actor import Actor
from ros_portal.kit.errors import Conflict


@policy.action(Permission.ADD_QUESTION)
def add_question(actor: Actor, round_: ConsultationRound, *, fields: Mapping[str, Any]) -> Question:
    """Put a question at the end; raises Conflict once the round was published."""
    round_ = _changeable(round_.pk)
    _require_one_about_paragraphs(round_, fields)
    return Question.objects.create(round=round_, position=round_.questions.count() + 1, **fields)


@policy.action(Permission.CHANGE_QUESTION)
def change_question(actor: Actor, question: Question, *, fields: Mapping[str, Any]) -> Question:
    """Change what is asked and how one answers; raises Conflict once the round was published."""
    round_ = _changeable(question.round_id)
    question = _present(round_, question)
    _require_one_about_paragraphs(round_, fields, beside=question.pk)
    for name, value in fields.items():
        setattr(question, name, value)
    question.save(update_fields=list(fields))
    return question


@policy.action(Permission.MOVE_QUESTION)
def move_question(actor: Actor, question: Question, *, by: int) -> Question:
    """Move a question so many places up (negative) or down; at the end of the list it stays there.

    Raises Conflict once the round was published.
    """
    round_ = _changeable(question.round_id)
    question = _present(round_, question)
    questions = list(round_.questions.exclude(pk=question.pk).order_by("position"))
    questions.insert(max(0, min(len(questions), question.position - 1 + by)), question)
    _number(questions)
    return question


@policy.action(Permission.REMOVE_QUESTION)
def remove_question(actor: Actor, question: Question) -> ConsultationRound:
    """Take a question out; the others close up.

    Raises Conflict once the round was published, and for the last question of a scheduled one.
    """
    round_ = _changeable(question.round_id)
    _present(round_, question).delete()
    _number(list(round_.questions.order_by("position")))
    require_ready_if_scheduled(round_)
    return round_


def _changeable(pk: int) -> ConsultationRound:
    round_ = ConsultationRound.objects.lock(pk)
    round_.require_changeable()
    return round_


def _present(round_: ConsultationRound, question: Question) -> Question:
    """The question as it stands now that the round is locked."""
    found = round_.questions.filter(pk=question.pk).first()
    if found is None:
        raise Conflict("Deze vraag is intussen weggehaald.")
    return found


def _require_one_about_paragraphs(round_: ConsultationRound, fields: Mapping[str, Any], beside: int = 0) -> None:
    others = round_.questions.filter(format=QuestionFormat.PARAGRAPHS).exclude(pk=beside)
    if fields["format"] == QuestionFormat.PARAGRAPHS and others.exists():
        raise Conflict("In een ronde staat ten hoogste één vraag over alinea's. Die is er al.")


def _number(questions: list[Question]) -> None:
    """Number the questions 1, 2, 3 in this order; the constraint looks at the end of the transaction."""
    for position, question in enumerate(questions, start=1):
        question.position = position
    Question.objects.bulk_update(questions, ["position"])
