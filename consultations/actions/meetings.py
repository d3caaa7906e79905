"""What happens to a BOSS meeting: planned, prepared, convened, held. Locks go meeting → item → routing."""

from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from consultations.models import AgendaItem, CoverNote, ItemKind, Meeting, MeetingStatus, Verdict
from consultations.policies import Permission, policy
from organisations.actor import Actor
from organisations.models import Organisation
from ros_portal.kit.clock import database_now
from ros_portal.kit.errors import Conflict
from ros_portal.kit.templatetags.dutch import and_list, short_day

STANDING_ITEM = "ROS Twente"


@policy.action(Permission.PLAN_MEETING)
def plan_meeting(
    actor: Actor,
    subject: None,
    *,
    held_on: date,
    starts_at: time,
    location: str,
    papers_due_on: date,
    participants: Iterable[Organisation] | None = None,
) -> Meeting:
    """Plan a meeting that has its standing item at once; without `participants` all parties that sit in the BOSS.

    Raises Conflict when there is a meeting on that day already.
    """
    try:
        with transaction.atomic():
            meeting = Meeting.objects.create(
                held_on=held_on, starts_at=starts_at, location=location, papers_due_on=papers_due_on
            )
    except IntegrityError as error:  # the unique day decides, also between two secretaries at once
        raise Conflict(f"Op {short_day(held_on)} staat al een overleg gepland.") from error
    AgendaItem.objects.create(meeting=meeting, position=1, title=STANDING_ITEM, is_standing=True)
    if participants is None:
        participants = Organisation.objects.valid_on(held_on).filter(sits_in_boss=True)
    meeting.participants.set(participants)
    return meeting


@policy.action(Permission.ADD_AGENDA_ITEM)
def add_agenda_item(actor: Actor, meeting: Meeting, *, fields: Mapping[str, Any]) -> AgendaItem:
    """Put an item at the end of the agenda; raises Conflict once the agenda is out."""
    meeting = Meeting.objects.lock(meeting.pk)
    meeting.require(MeetingStatus.PLANNED)
    return AgendaItem.objects.create(meeting=meeting, position=meeting.items.count() + 1, **fields)


@policy.action(Permission.CHANGE_AGENDA_ITEM)
def change_agenda_item(actor: Actor, item: AgendaItem, *, fields: Mapping[str, Any]) -> AgendaItem:
    """Change what an item is called and how it is dealt with; raises Conflict once the agenda is out."""
    item = AgendaItem.objects.lock(item.pk)
    item.meeting.require(MeetingStatus.PLANNED)
    if item.is_standing and fields.get("title", item.title) != item.title:
        raise Conflict(f"Het vaste agendapunt heet altijd “{item.title}”.")
    for name, value in fields.items():
        setattr(item, name, value)
    item.save(update_fields=list(fields))
    return item


@policy.action(Permission.MOVE_AGENDA_ITEM)
def move_agenda_item(actor: Actor, item: AgendaItem, *, by: int) -> AgendaItem:
    """Move an item so many places up (negative) or down; at the end of the list it stays there.

    Raises Conflict once the agenda is out.
    """
    meeting = Meeting.objects.lock(item.meeting_id)
    meeting.require(MeetingStatus.PLANNED)
    items = list(meeting.items.select_for_update().order_by("position"))
    here = next(index for index, other in enumerate(items) if other.pk == item.pk)
    moved = items.pop(here)
    items.insert(max(0, min(len(items), here + by)), moved)
    _number(items)
    return moved


@policy.action(Permission.REMOVE_AGENDA_ITEM)
def remove_agenda_item(actor: Actor, item: AgendaItem) -> None:
    """Take an item off a planned agenda; the others close up.

    Raises Conflict for the standing item, for one with input on it, and once the agenda is out.
    """
    meeting = Meeting.objects.lock(item.meeting_id)
    meeting.require(MeetingStatus.PLANNED)
    if item.is_standing:
        raise Conflict("Het vaste agendapunt “ROS Twente” blijft op elke agenda staan.")
    try:
        AgendaItem.objects.filter(pk=item.pk).delete()
    except ProtectedError as error:
        raise Conflict("Op dit agendapunt staat nog inbreng. Haal die er eerst af.") from error
    _number(list(meeting.items.order_by("position")))


def _number(items: list[AgendaItem]) -> None:
    """Number the items 1, 2, 3 in this order; the constraint looks at the end of the transaction."""
    changed = []
    for position, item in enumerate(items, start=1):
        if item.position != position:
            item.position = position
            changed.append(item)
    AgendaItem.objects.bulk_update(changed, ["position"])


@policy.action(Permission.WRITE_COVER_NOTE)
def write_cover_note(actor: Actor, item: AgendaItem, *, parts: Mapping[str, str]) -> CoverNote:
    """Write the cover note of an item, in its fixed parts; raises Conflict once the agenda is out."""
    item = AgendaItem.objects.lock(item.pk)
    item.meeting.require(MeetingStatus.PLANNED)
    note, _ = CoverNote.objects.update_or_create(
        item=item, defaults={name: parts.get(name, "") for name in CoverNote.PARTS}
    )
    return note


@policy.action(Permission.CONVENE_MEETING)
def convene_meeting(actor: Actor, meeting: Meeting) -> Meeting:
    """Publish the agenda, and open the bundle for the participants.

    Raises Conflict when it was published before, when an item misses its cover note, or when an earlier
    meeting deferred something to it and that is not public yet.
    """
    meeting = Meeting.objects.lock(meeting.pk)
    meeting.move_to(MeetingStatus.CONVENED)
    missing = meeting.items.exclude(kind=ItemKind.INFORMATION).filter(cover_note=None)
    if names := [item.title for item in missing]:
        raise Conflict(f"De oplegnotitie ontbreekt nog bij: {and_list(names)}.")
    unpublished = Meeting.objects.filter(
        status=MeetingStatus.HELD,
        items__routings__feedback__verdict=Verdict.DEFERRED,
        items__routings__feedback__deferred_to__meeting=meeting,
    ).first()
    if unpublished is not None:
        raise Conflict(
            f"Publiceer eerst de besluiten van het overleg van {short_day(unpublished.held_on)}. "
            "Daar is inbreng aangehouden tot dit overleg."
        )
    meeting.convened_at = database_now()
    meeting.save(update_fields=["status", "convened_at"])
    return meeting


@policy.action(Permission.HOLD_MEETING)
def hold_meeting(actor: Actor, meeting: Meeting) -> Meeting:
    """Note that the meeting took place, so that decisions can be recorded; raises Conflict before its day."""
    meeting = Meeting.objects.lock(meeting.pk)
    meeting.move_to(MeetingStatus.HELD)
    now = database_now()
    if timezone.localdate(now) < meeting.held_on:
        raise Conflict(f"Dit overleg is pas op {short_day(meeting.held_on)}. U kunt het nog niet afsluiten.")
    meeting.closed_at = now
    meeting.save(update_fields=["status", "closed_at"])
    return meeting


@policy.action(Permission.OPEN_BUNDLE)
def open_bundle(actor: Actor, meeting: Meeting) -> Meeting:
    """Note in the audit record that an official opened the bundle: it may hold input that is not public."""
    return meeting
