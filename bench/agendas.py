"""Twenty meetings with ten items each, and the answers that went to them; all but two meetings are over."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from datetime import time as clock_time
from itertools import accumulate

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from consultations.models import AgendaItem, Answer, AnswerTheme, Decision, Feedback, Meeting, MeetingStatus, Routing
from documents.models import Theme

from .copying import copy_rows, next_id, reset_sequences
from .data import CHUNK, FIRST_OPENING, ITEMS_PER_MEETING, MEETINGS, OTHER_SHARE, TOP_SHARE, noon

#: Of so many meetings the decisions are public; one has its agenda out, one is being prepared.
OVER = MEETINGS - 2
VERDICTS = ("adopted", "partly_adopted", "not_adopted", "local", "to_implementation_agenda", "noted")
#: The share of the answers that was sorted under a theme.
SORTED = 0.3


def load_agendas(rng: random.Random, size: int) -> None:
    """Meetings, items, routings with their verdicts, decisions; then what is over is closed."""
    with transaction.atomic():
        meetings = [_meeting(number) for number in range(MEETINGS)]
        items = list(AgendaItem.objects.filter(meeting__in=meetings[:OVER]).order_by("pk").values_list("pk", flat=True))
        _route(rng, size, items)
    with transaction.atomic():
        Decision.objects.bulk_create(
            [Decision(item_id=item, text="Het overleg stemt in met de richting.") for item in items]
        )
        AgendaItem.objects.filter(pk__in=items).update(status=AgendaItem.Status.CLOSED)
        for meeting in meetings[:OVER]:
            meeting.status, meeting.decisions_published_at = MeetingStatus.DECISIONS_PUBLISHED, meeting.closed_at
            meeting.save()
    _sort(rng)


def _meeting(number: int) -> Meeting:
    held_on = FIRST_OPENING.date() + timedelta(days=50 + 30 * number)
    if number >= OVER:
        held_on = timezone.localdate() + timedelta(days=14 + 28 * (number - OVER))
    meeting = Meeting.objects.create(
        held_on=held_on,
        starts_at=clock_time(13, 30),
        location="Provinciehuis Zwolle",
        papers_due_on=held_on - timedelta(days=10),
        status=_status(number),
        convened_at=None if number == MEETINGS - 1 else noon(held_on - timedelta(days=8)),
        closed_at=noon(held_on) if number < OVER else None,
    )
    AgendaItem.objects.bulk_create(
        [
            AgendaItem(
                meeting=meeting,
                position=position,
                title="ROS Twente" if position == 1 else f"Onderwerp {position} van {_year(held_on)}",
                is_standing=position == 1,
            )
            for position in range(1, ITEMS_PER_MEETING + 1)
        ]
    )
    return meeting


def _status(number: int) -> MeetingStatus:
    if number < OVER:
        return MeetingStatus.HELD
    return MeetingStatus.CONVENED if number == OVER else MeetingStatus.PLANNED


def _year(day: date) -> str:
    return str(day.year)


def _route(rng: random.Random, size: int, items: list[int]) -> None:
    """Seven in a hundred contributions on the first item; the others get fewer and fewer."""
    weights = list(accumulate(1 / rank for rank in range(1, len(items))))
    routing_id = next_id(Routing)
    for answers in _chunks(Answer.objects.order_by("version_id", "pk").distinct("version_id")):
        routings = []
        for answer in answers:
            chance = rng.random()
            if chance < TOP_SHARE + OTHER_SHARE:
                item = items[0] if chance < TOP_SHARE else rng.choices(items[1:], cum_weights=weights)[0]
                routings.append((routing_id, answer, item))
                routing_id += 1
        copy_rows(Routing, ("id", "answer_id", "item_id"), routings)
        verdicts = [(pk, rng.choice(VERDICTS), "Dit past bij de richting van de strategie.") for pk, _, _ in routings]
        copy_rows(Feedback, ("routing_id", "verdict", "reason"), verdicts)
    reset_sequences(Routing)


def _sort(rng: random.Random) -> None:
    themes = list(Theme.objects.order_by("pk").values_list("pk", flat=True))
    for answers in _chunks(Answer.objects.order_by("pk")):
        chosen = [answer for answer in answers if rng.random() < SORTED]
        copy_rows(AnswerTheme, ("answer_id", "theme_id"), [(answer, rng.choice(themes)) for answer in chosen])


def _chunks(answers: QuerySet[Answer]) -> Iterator[list[int]]:
    """Keys, a few thousand at a time."""
    keys = list(answers.values_list("pk", flat=True))
    for start in range(0, len(keys), CHUNK):
        yield keys[start : start + CHUNK]
