"""What happens to a technical question: asked, passed on, answered.

The notices name no person and hold no words of the question: these are read in the portal alone.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from consultations.models import ConsultationRound, TechnicalQuestion, TechnicalStatus
from consultations.policies import Permission, policy
from documents.models import Paragraph
from notifications.models import NoticeKind
from notifications.outbox import queue_notice
from organisations.actor import COUNCIL_ROLES, Actor, Role
from organisations.models import Council, Mandate, User
from ros_portal.kit.clock import database_now
from ros_portal.kit.errors import Conflict
from ros_portal.kit.templatetags.dutch import short_day


@policy.action(Permission.ASK_TECHNICAL_QUESTION)
def ask_technical_question(
    actor: Actor,
    council: Council,
    *,
    key: UUID,
    text: str,
    round_: ConsultationRound | None = None,
    paragraph: Paragraph | None = None,
) -> TechnicalQuestion:
    """Lay a question before the own case officer; where there is none, before the programme team.

    `key` is of the page on which it was typed: a second click finds the question that the first one asked.
    """
    now = database_now()
    today = timezone.localdate(now)
    officers = _case_officers(council, today)
    asked: dict[str, Any] = {
        "council": council,
        "asked_by_id": actor.user_id,
        "round": round_,
        "paragraph": paragraph,
        "text": text,
        "asked_at": now,
        "due_on": today + timedelta(days=settings.TECHNICAL_QUESTION_DAYS),
        "status": TechnicalStatus.ASKED if officers else TechnicalStatus.PASSED_ON,
        "passed_on_at": None if officers else now,
    }
    question, is_new = TechnicalQuestion.objects.get_or_create(uuid=key, defaults=asked)
    if question.asked_by_id != actor.user_id or question.council_id != council.pk:
        raise Conflict("Deze vraag is al gesteld. Open de pagina opnieuw als u nog een vraag hebt.")
    if is_new:
        _tell_of_new(question, officers or _programme_team(today))
    return question


@policy.action(Permission.PASS_ON_TECHNICAL_QUESTION)
def pass_on_technical_question(actor: Actor, question: TechnicalQuestion) -> TechnicalQuestion:
    """Leave the answer to the programme team; the day on which it is due stays. Raises Conflict the second time."""
    question = TechnicalQuestion.objects.lock(question.pk)
    question.move_to(TechnicalStatus.PASSED_ON)
    question.passed_on_at = database_now()
    question.save(update_fields=["status", "passed_on_at"])
    _tell_of_new(question, _programme_team(timezone.localdate(question.passed_on_at)))
    return question


@policy.action(Permission.ANSWER_TECHNICAL_QUESTION)
def answer_technical_question(
    actor: Actor, question: TechnicalQuestion, *, answer: str, refusal_reason: str = ""
) -> TechnicalQuestion:
    """Answer once, for everyone; or, with a reason, for the asker alone. Raises Conflict when it was answered."""
    question = TechnicalQuestion.objects.lock(question.pk)
    question.move_to(TechnicalStatus.ANSWERED)
    now = database_now()
    question.answer, question.answered_at, question.answered_by = answer, now, actor.office
    question.refusal_reason, question.published_at = refusal_reason, None if refusal_reason else now
    question.save(update_fields=["status", "answer", "answered_at", "answered_by", "published_at", "refusal_reason"])
    _tell_of_answer(actor, question, now)
    return question


def _tell_of_new(question: TechnicalQuestion, recipients: Iterable[User]) -> None:
    party = question.council.organisation
    _tell(
        question,
        f"Technische vraag uit {party.name}",
        f"Er is een technische vraag van {question.signature}. Beantwoord die uiterlijk op "
        f"{short_day(question.due_on)}. De vraag staat in het portaal.",
        recipients,
    )


def _tell_of_answer(actor: Actor, question: TechnicalQuestion, now: datetime) -> None:
    """Tell the asker, who may have left the council; and the own case officer when another answered."""
    party, today = question.council.organisation, timezone.localdate(now)
    asker = Mandate.objects.current(today).filter(
        user_id=question.asked_by_id, organisation_id=party.pk, role__in=COUNCIL_ROLES
    )
    _tell(
        question,
        "Uw technische vraag is beantwoord",
        f"Uw vraag van {short_day(question.asked_at)} is beantwoord door: {actor.office}. "
        "Het antwoord staat in het portaal.",
        User.objects.filter(pk__in=asker.values("user_id")),
    )
    if actor.role != Role.CASE_OFFICER:
        _tell(
            question,
            f"Technische vraag uit {party.name} is beantwoord",
            f"De vraag die is doorgegeven, is beantwoord door: {actor.office}. Het antwoord staat in het portaal.",
            _case_officers(question.council, today),
        )


def _tell(question: TechnicalQuestion, subject: str, brief: str, recipients: Iterable[User]) -> None:
    queue_notice(
        kind=NoticeKind.UPDATE,
        subject=subject,
        brief=brief,
        recipients=recipients,
        office="ROS-portaal Twente",
        topic=f"technische-vraag:{question.uuid}",
        link=question.get_absolute_url(),
    )


def _case_officers(council: Council, today: date) -> list[User]:
    return _holders(Role.CASE_OFFICER, today, organisation_id=council.organisation_id)


def _programme_team(today: date) -> list[User]:
    return _holders(Role.PROGRAMME_TEAM, today)


def _holders(role: Role, today: date, **of_party: int) -> list[User]:
    mandates = Mandate.objects.current(today).filter(role=role, **of_party)
    return list(User.objects.filter(pk__in=mandates.values("user_id")).order_by("pk"))
