"""The papers of a meeting: the agenda for everyone, and the bundle for who sits at the table.

What a paper holds is decided here, once, for the page and the PDF alike.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from .answers import Answer
from .contributions import Contribution
from .feedback import Feedback
from .meetings import AgendaItem, Decision, Meeting, MeetingStatus
from .triage import Routing

#: What everyone reads of an item that is dealt with behind closed doors.
CLOSED_ITEM = "Besloten agendapunt"


@dataclass(slots=True)
class Point:
    """One agenda item as a paper shows it, with the input that its readers may see."""

    item: AgendaItem
    title: str
    routings: list[Routing] = field(default_factory=list)
    decision: Decision | None = None
    #: Answers that stand on the item but are not public.
    withheld: int = 0


def public_agenda(meeting: Meeting) -> list[Point]:
    """The agenda for everyone: published answers alone, and decisions and verdicts once they are public.

    Each routing comes with its answer, and with `feedback` only when that is public.
    """
    is_decided = meeting.status == MeetingStatus.DECISIONS_PUBLISHED
    points = [
        Point(
            item=item,
            title=item.title if item.is_public else CLOSED_ITEM,
            decision=getattr(item, "decision", None) if is_decided and item.is_public else None,
        )
        for item in meeting.items.select_related("decision").order_by("position")
    ]
    published = Answer.objects.current().filter(version__contribution__in=Contribution.objects.published())
    shown = Routing.objects.filter(item__meeting=meeting, item__is_public=True, answer__in=published)
    _fill(points, shown, with_feedback=is_decided)
    total = Routing.objects.filter(item__meeting=meeting).values_list("item_id", flat=True)
    for point in points:
        point.withheld = list(total).count(point.item.pk) - len(point.routings) if point.item.is_public else 0
    return points


def participants_bundle(meeting: Meeting) -> list[Point]:
    """The bundle: every item by its title, with its cover note and all input on it.

    Words that were withdrawn are left out; the template says so (`is_outdated`).
    """
    points = [
        Point(item=item, title=item.title) for item in meeting.items.select_related("cover_note").order_by("position")
    ]
    _fill(points, Routing.objects.filter(item__meeting=meeting), with_feedback=False)
    return points


def _fill(points: Iterable[Point], routings: Iterable[Routing], *, with_feedback: bool) -> None:
    """Hang the routings under their items, in the order of question and number, in one or two queries."""
    found = (
        routings.select_related(  # type: ignore[attr-defined]
            "answer__question",
            "answer__paragraph__version__document",
            "answer__version__contribution__council__organisation",
            "answer__version__contribution__fractie",
            "answer__version__contribution__author",
            "deferred_from__item__meeting",
        )
        .order_by("answer__question__position", "answer__version__contribution__number")
        .all()
    )
    of_item = {point.item.pk: point for point in points}
    by_routing: dict[int, Feedback] = {}
    if with_feedback:
        feedback = Feedback.objects.filter(routing__in=found.order_by()).select_related("deferred_to__meeting")
        by_routing = {one.routing_id: one for one in feedback}
    for routing in found:
        routing.verdict = by_routing.get(routing.pk)
        of_item[routing.item_id].routings.append(routing)
