"""What follows a meeting: decisions, a verdict on every answer, and telling those who gave it."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from consultations.models import (
    AgendaItem,
    Contribution,
    Decision,
    Feedback,
    ItemStatus,
    Meeting,
    MeetingStatus,
    Routing,
    TextChange,
    Verdict,
    writers_of,
)
from consultations.policies import Permission, policy
from documents.models import Paragraph, VersionStatus
from notifications.models import NoticeKind
from notifications.outbox import queue_notice
from organisations.actor import Actor
from organisations.models import User
from ros_portal.kit.clock import database_now
from ros_portal.kit.errors import Conflict
from ros_portal.kit.templatetags.dutch import short_day

#: A notice holds at most this many characters; what does not fit is read on the portal.
NOTICE_LIMIT = 18_000


@policy.action(Permission.RECORD_DECISION)
def record_decision(actor: Actor, item: AgendaItem, *, text: str, reason: str = "") -> Decision:
    """Write down what the meeting decided on an item; raises Conflict before the meeting and after closing."""
    item = _open_item(item.pk)
    decision, _ = Decision.objects.update_or_create(item=item, defaults={"text": text, "reason": reason})
    return decision


@policy.action(Permission.GIVE_FEEDBACK)
def give_feedback(
    actor: Actor, routing: Routing, *, verdict: Verdict, reason: str, deferred_to: AgendaItem | None = None
) -> Feedback:
    """Give the verdict on one answer, or defer it to an item of a later meeting, which carries it on.

    Not public before the meeting's decisions are. Raises Conflict before the meeting and after the item is
    closed, and when the later meeting's agenda is out already.
    """
    item = _open_item(routing.item_id)
    routing = Routing.objects.select_for_update().get(pk=routing.pk)
    routing.item = item
    if (verdict == Verdict.DEFERRED) != (deferred_to is not None):
        raise Conflict("Kies bij aanhouden het agendapunt van een later overleg.")
    _take_back_deferral(routing, unless_to=deferred_to)
    if deferred_to is not None:
        _carry_over(routing, deferred_to)
    feedback, _ = Feedback.objects.update_or_create(
        routing=routing,
        defaults={"verdict": verdict, "reason": reason, "deferred_to": deferred_to, "recorded_at": database_now()},
    )
    return feedback


def _open_item(pk: int) -> AgendaItem:
    """The item under its lock, of a meeting that was held, while it can still be dealt with."""
    item = AgendaItem.objects.lock(pk)
    item.meeting.require(MeetingStatus.HELD)
    if item.status == ItemStatus.CLOSED:
        raise Conflict("Dit agendapunt is al afgerond.")
    return item


def _carry_over(routing: Routing, later: AgendaItem) -> None:
    """Put the answer on the later item, with a pointer back to where it was deferred."""
    later = AgendaItem.objects.lock(later.pk)
    if later.meeting.held_on <= routing.item.meeting.held_on:
        raise Conflict("Kies een agendapunt van een later overleg.")
    if later.meeting.status != MeetingStatus.PLANNED:
        raise Conflict(f"De agenda van {short_day(later.meeting.held_on)} is al openbaar. Kies een later overleg.")
    carried, is_new = Routing.objects.get_or_create(
        answer_id=routing.answer_id, item=later, defaults={"deferred_from": routing}
    )
    if not is_new and carried.deferred_from_id is None:
        carried.deferred_from = routing
        carried.save(update_fields=["deferred_from"])


def _take_back_deferral(routing: Routing, *, unless_to: AgendaItem | None) -> None:
    """Undo what an earlier choice to defer put on a later agenda, now that another choice is made."""
    carried = Routing.objects.filter(deferred_from=routing).select_related("item__meeting").first()
    if carried is None or (unless_to is not None and carried.item_id == unless_to.pk):
        return
    later = AgendaItem.objects.lock(carried.item_id)
    if later.meeting.status != MeetingStatus.PLANNED:
        raise Conflict(f"Dit antwoord staat al op de openbare agenda van {short_day(later.meeting.held_on)}.")
    carried.delete()


@policy.action(Permission.CLOSE_AGENDA_ITEM)
def close_agenda_item(actor: Actor, item: AgendaItem) -> AgendaItem:
    """Finish an item; raises Conflict while it has no decision or an answer waits for its verdict."""
    item = AgendaItem.objects.lock(item.pk)
    item.meeting.require(MeetingStatus.HELD)
    item.move_to(ItemStatus.CLOSED)
    item.require_all_answered()
    if not Decision.objects.filter(item=item).exists():
        raise Conflict("U kunt dit agendapunt nog niet afronden: leg eerst het besluit vast.")
    item.save(update_fields=["status"])
    return item


@policy.action(Permission.PUBLISH_DECISIONS)
def publish_decisions(actor: Actor, meeting: Meeting) -> Meeting:
    """Make decisions and verdicts public, once, and tell the writers of every contribution what became of it.

    Raises Conflict while an item is open, and the second time.
    """
    meeting = Meeting.objects.lock(meeting.pk)
    meeting.move_to(MeetingStatus.DECISIONS_PUBLISHED)
    open_items = meeting.items.exclude(status=ItemStatus.CLOSED).count()
    if open_items:
        raise Conflict(f"Rond eerst alle agendapunten af. Er staan er nog {open_items} open.")
    now = database_now()
    meeting.decisions_published_at = now
    meeting.save(update_fields=["status", "decisions_published_at"])
    for contribution, verdicts in verdicts_by_contribution(meeting):
        _tell_writers(contribution, verdicts, meeting, now)
    return meeting


def verdicts_by_contribution(meeting: Meeting) -> list[tuple[Contribution, list[Feedback]]]:
    """Every contribution on the agenda, with all verdicts on it, in the order of its questions."""
    feedback = Feedback.objects.filter(routing__item__meeting=meeting).select_related(
        "routing__answer__question",
        "routing__answer__paragraph__version__document",
        "routing__answer__version__contribution__council__organisation",
        "routing__answer__version__contribution__round",
        "deferred_to__meeting",
    )
    grouped: dict[int, tuple[Contribution, list[Feedback]]] = {}
    for one in feedback.order_by("routing__answer__question__position", "pk"):
        contribution = one.routing.answer.contribution
        grouped.setdefault(contribution.pk, (contribution, []))[1].append(one)
    return list(grouped.values())


def _tell_writers(contribution: Contribution, verdicts: list[Feedback], meeting: Meeting, now: datetime) -> None:
    """One notice to those behind the input, whatever number of answers it had on the agenda."""
    recipients: list[User] = writers_of(contribution, timezone.localdate(now))
    if not recipients:
        return
    queue_notice(**letter_to_writers(contribution, verdicts, meeting), recipients=recipients)


def letter_to_writers(contribution: Contribution, verdicts: list[Feedback], meeting: Meeting) -> dict[str, Any]:
    """What the notice to those behind the input says: its fields, without whom it goes to."""
    day = short_day(meeting.held_on)
    answers = "1 antwoord" if len(verdicts) == 1 else f"{len(verdicts)} antwoorden"
    return {
        "kind": NoticeKind.FEEDBACK,
        "subject": f"Uw inbreng {contribution.number}: besproken in het BOSS van {day}",
        "brief": (
            f"Het BOSS besprak {answers} uit uw inbreng {contribution.number}. "
            "Hieronder leest u per antwoord het oordeel en de reden. In het portaal ziet u wat er daarna mee gebeurt."
        ),
        "body": _verdicts_in_words(verdicts),
        "office": "programmateam ROS Twente",
        "topic": f"terugkoppeling:{contribution.uuid}:{meeting.held_on.isoformat()}",
        "link": contribution.get_absolute_url(),
    }


def _verdicts_in_words(verdicts: list[Feedback]) -> str:
    """Per answer the question, the verdict and the reason; the words of the answer itself never go by e-mail."""
    parts = [
        f"{one.routing.answer.place.capitalize()}: {one.routing.answer.heading}\n"
        f"Oordeel: {_label(one)}\nReden: {one.reason}"
        for one in verdicts
    ]
    text = "\n\n".join(parts)
    if len(text) > NOTICE_LIMIT:
        text = "\n\n".join(
            f"{one.routing.answer.place.capitalize()}: {_label(one)}. De reden leest u in het portaal."
            for one in verdicts
        )
    return text


def _label(feedback: Feedback) -> str:
    if feedback.deferred_to is not None:
        return f"aangehouden tot het overleg van {short_day(feedback.deferred_to.meeting.held_on)}"
    return str(feedback.get_verdict_display())


@policy.action(Permission.RECORD_TEXT_CHANGE)
def record_text_change(actor: Actor, feedback: Feedback, *, paragraph: Paragraph, description: str) -> TextChange:
    """Say which paragraph of a published text changed because of an answer; raises Conflict before both are public."""
    meeting = Meeting.objects.lock(feedback.routing.item.meeting_id)
    if meeting.status != MeetingStatus.DECISIONS_PUBLISHED:
        raise Conflict("Publiceer eerst het oordeel. Daarna kunt u de wijziging in de tekst vastleggen.")
    if paragraph.version.status != VersionStatus.PUBLISHED:
        raise Conflict("Verwijs naar een gepubliceerde versie van de tekst.")
    change, _ = TextChange.objects.update_or_create(
        feedback=feedback, paragraph=paragraph, defaults={"description": description, "recorded_at": database_now()}
    )
    return change
