"""How the tests of the trail tell a story: meetings that are convened and held, and the steps that follow."""

from datetime import timedelta

from django.utils import timezone

from consultations.models import Contribution, Meeting, Verdict
from consultations.models.trail import AnswerTrail, TrailStep, trails_of
from organisations.actor import Actor
from tests.consultations.factories import (
    DecisionFactory,
    FeedbackFactory,
    MeetingFactory,
    RoutingFactory,
    answer_of,
    close_and_publish,
    standing_item,
)

PUBLIC = Actor.public()


def trail(contribution: Contribution, actor: Actor = PUBLIC) -> AnswerTrail:
    (only,) = trails_of(contribution, actor, timezone.now())
    return only


def titles(found: AnswerTrail) -> list[str]:
    return [step.title for step in found.steps]


def step(found: AnswerTrail, title: str) -> TrailStep:
    return next(step for step in found.steps if step.title.startswith(title))


def convene(meeting: Meeting) -> None:
    meeting.status, meeting.convened_at = Meeting.Status.CONVENED, timezone.now()
    meeting.save()


def hold(meeting: Meeting) -> None:
    convene(meeting)
    meeting.status, meeting.closed_at = Meeting.Status.HELD, timezone.now()
    meeting.save()


def meeting_in(days: int) -> Meeting:
    return MeetingFactory(held_on=timezone.localdate() + timedelta(days=days))


def answered(contribution: Contribution, verdict: Verdict, days: int = -14) -> Meeting:
    meeting = meeting_in(days)
    routing = RoutingFactory(answer=answer_of(contribution), item=standing_item(meeting))
    DecisionFactory(item=routing.item, text="Het overleg stemt in.")
    FeedbackFactory(routing=routing, verdict=verdict, reason="Dat past in de richting.")
    close_and_publish(meeting)
    return meeting
