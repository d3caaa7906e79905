"""The example meetings of the BOSS: what was on their agendas, what was decided, and what became of the input."""

import tomllib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from consultations.actions.meetings import STANDING_ITEM
from consultations.models import (
    AgendaItem,
    CoverNote,
    Decision,
    Feedback,
    ItemStatus,
    Meeting,
    MeetingStatus,
    Routing,
    TextChange,
)
from documents.models import DocumentVersion, Paragraph
from organisations.models import Organisation

from .days import MEETING_WEEKS, Days, on
from .input import Input
from .people import DATA

#: The rhythm of a meeting, in days from it: the agenda goes out before, the decision list follows within a week.
PAPERS, AGENDA, DECISIONS = -14, -10, 6


@dataclass(frozen=True)
class Calendar:
    """When the steps of one meeting are taken."""

    held_on: date
    convened_at: datetime

    @classmethod
    def of(cls, key: str, days: Days) -> "Calendar":
        """An agenda that is out went out yesterday at the latest, however near the meeting is."""
        held_on = days.meeting(key)
        return cls(held_on, on(min(held_on + timedelta(days=AGENDA), days.day(-1))))

    @property
    def routed_at(self) -> datetime:
        return self.convened_at - timedelta(hours=1)

    @property
    def closed_at(self) -> datetime:
        return on(self.held_on, 16, 30)

    @property
    def recorded_at(self) -> datetime:
        return on(self.held_on, 17, 15)

    @property
    def published_at(self) -> datetime:
        return on(self.held_on + timedelta(days=DECISIONS), 10)


class MeetingLoader:
    """Loads the meetings from the earliest on, because an earlier one defers answers to a later one."""

    def __init__(self, days: Days, loaded: Input, documents: dict[str, DocumentVersion]) -> None:
        self.input, self.documents = loaded, documents
        self.rows = {key: tomllib.loads((DATA / f"meeting-{key}.toml").read_text()) for key in MEETING_WEEKS}
        self.calendars = {key: Calendar.of(key, days) for key in self.rows}
        self.meetings: dict[str, Meeting] = {}
        self.items: dict[str, AgendaItem] = {}
        #: (key of the later item, answer) → the routing that was deferred to it
        self.deferred: dict[tuple[str, str], Routing] = {}

    def load(self) -> dict[str, Meeting]:
        """Plan all of them, deal with what was on the agendas, and only then let their states say so."""
        seats = list(Organisation.objects.filter(sits_in_boss=True))
        for key, row in self.rows.items():
            self._plan(key, row, seats)
        for key, row in self.rows.items():
            for item_row in row["item"]:
                self._deal_with(key, item_row)
        for key, row in self.rows.items():
            self._move_on(key, row)
        return self.meetings

    def _plan(self, key: str, row: dict[str, Any], participants: list[Organisation]) -> None:
        held_on = self.calendars[key].held_on
        meeting = Meeting.objects.create(
            held_on=held_on,
            starts_at=time(14),
            location=row["location"],
            papers_due_on=held_on + timedelta(days=PAPERS),
            is_example=True,
        )
        meeting.participants.set(participants)
        self.meetings[key] = meeting
        for position, item in enumerate(row["item"], start=1):
            self.items[f"{key}-{item['key']}"] = AgendaItem.objects.create(
                meeting=meeting,
                position=position,
                title=item["title"],
                kind=item["kind"],
                minutes=item["minutes"],
                is_public=item.get("public", True),
                is_standing=item["title"] == STANDING_ITEM,
            )

    def _deal_with(self, key: str, row: dict[str, Any]) -> None:
        name = f"{key}-{row['key']}"
        item, calendar = self.items[name], self.calendars[key]
        if "note" in row:
            CoverNote.objects.create(item=item, **row["note"])
        if "decision" in row:
            Decision.objects.create(item=item, text=row["decision"], reason=row.get("decision_reason", ""))
        for answer_row in row.get("answer", ()):
            for reference in (answer_row["answer"], *answer_row.get("also", ())):
                routing = self._route(name, reference, calendar)
                if "verdict" in answer_row:
                    self._answer(routing, reference, answer_row, calendar)

    def _route(self, name: str, reference: str, calendar: Calendar) -> Routing:
        deferred_from = self.deferred.pop((name, reference), None)
        readable_from = self.input.readable_from(reference) + timedelta(hours=1)
        return Routing.objects.create(
            answer=self.input.answer(reference),
            item=self.items[name],
            routed_at=deferred_from.feedback.recorded_at if deferred_from else max(calendar.routed_at, readable_from),
            deferred_from=deferred_from,
        )

    def _answer(self, routing: Routing, reference: str, row: dict[str, Any], calendar: Calendar) -> None:
        later = row.get("deferred_to")
        feedback = Feedback.objects.create(
            routing=routing,
            verdict=row["verdict"],
            reason=row["reason"],
            deferred_to=self.items[later] if later else None,
            recorded_at=calendar.recorded_at,
        )
        if later:
            self.deferred[later, reference] = routing
        if "text_version" in row:
            version = self.documents[row["text_version"]]
            TextChange.objects.create(
                feedback=feedback,
                paragraph=Paragraph.objects.get(version=version, text__startswith=row["text_starts"]),
                description=row["text_change"],
                recorded_at=version.published_at or calendar.published_at,
            )

    def _move_on(self, key: str, row: dict[str, Any]) -> None:
        """What the meeting has come to; the database checks that every answer of a closed item has its verdict."""
        meeting, calendar = self.meetings[key], self.calendars[key]
        meeting.status = row["status"]
        is_decided = meeting.status == MeetingStatus.DECISIONS_PUBLISHED
        closed = [self.items[f"{key}-{item['key']}"].pk for item in row["item"] if is_decided or item.get("closed")]
        AgendaItem.objects.filter(pk__in=closed).update(status=ItemStatus.CLOSED)
        if meeting.status != MeetingStatus.PLANNED:
            meeting.convened_at = calendar.convened_at
        if meeting.status in (MeetingStatus.HELD, MeetingStatus.DECISIONS_PUBLISHED):
            meeting.closed_at = calendar.closed_at
        if is_decided:
            meeting.decisions_published_at = calendar.published_at
        meeting.save(update_fields=["status", "convened_at", "closed_at", "decisions_published_at"])
