"""What a trail rests on: read once for a contribution, in a number of queries that never grows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from documents.models import VersionStatus
from organisations.actor import Actor

from .answers import Answer, ContributionVersion
from .contributions import Contribution, ContributionStatus
from .feedback import Feedback, TextChange
from .meetings import Meeting
from .process import Phase
from .programme import ProgrammeItem, ProgrammeSource
from .triage import Routing

#: From project to investment line is one step; three leaves room for research before a project.
LONGEST_CHAIN = 3


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the trails of one contribution rest on, read in a fixed number of queries."""

    contribution: Contribution
    versions: Sequence[ContributionVersion]
    deadline: datetime
    routings: Sequence[Routing]
    feedback: dict[int, Feedback]
    changes: Sequence[TextChange]
    sources: Sequence[ProgrammeSource]
    followers: Sequence[ProgrammeItem]
    phases: dict[str, Phase]
    next_meeting: Meeting | None
    now: datetime

    @property
    def today(self) -> date:
        return timezone.localdate(self.now)

    @property
    def next_meeting_on(self) -> date | None:
        """The next meeting; while none is planned, the day on which the product is expected to be ready."""
        return self.next_meeting.held_on if self.next_meeting else self.expected(self.contribution.round.phase.code)

    @property
    def is_withdrawn(self) -> bool:
        return self.contribution.status == ContributionStatus.WITHDRAWN

    def expected(self, code: str) -> date | None:
        """When a product is expected to be ready."""
        return self.phases[code].expected_on if code in self.phases else None


def read_facts(contribution: Contribution, answers: list[Answer], actor: Actor, now: datetime) -> Facts:
    """All that this actor may see of what became of these answers."""
    routings = list(
        Routing.objects.visible_to(actor)
        .filter(answer__in=answers)
        .select_related("answer", "item__meeting", "item__decision")
        .order_by("item__meeting__held_on", "item__position", "pk")
    )
    feedback = {
        verdict.routing_id: verdict
        for verdict in Feedback.objects.visible_to(actor)
        .filter(routing__in=routings)
        .select_related("deferred_to__meeting", "routing__item__meeting")
    }
    changes = (
        TextChange.objects.filter(feedback__in=feedback.values(), paragraph__version__status=VersionStatus.PUBLISHED)
        .select_related("paragraph__version__document", "feedback__routing")
        .order_by("recorded_at", "pk")
    )
    sources = list(
        ProgrammeSource.objects.filter(answer__in=answers, item__in=ProgrammeItem.objects.visible_to(actor))
        .select_related("item__phase", "item__lead", "answer")
        .order_by("item__phase__order", "linked_at", "pk")
    )
    return Facts(
        contribution=contribution,
        versions=sorted({a.version for a in answers}, key=lambda version: version.number),
        deadline=contribution.round.deadline_for(contribution.council_id),
        routings=routings,
        feedback=feedback,
        changes=list(changes),
        sources=sources,
        followers=_followers([source.item_id for source in sources], actor),
        phases={phase.code: phase for phase in Phase.objects.all()},
        next_meeting=Meeting.objects.coming(timezone.localdate(now)).first(),
        now=now,
    )


def _followers(item_ids: Iterable[int], actor: Actor) -> list[ProgrammeItem]:
    """Items that follow from these, and what follows from them."""
    found: list[ProgrammeItem] = []
    known = set(item_ids)
    latest = set(known)
    for _ in range(LONGEST_CHAIN):
        if not latest:
            break
        items = ProgrammeItem.objects.visible_to(actor).filter(follows_from__in=latest).exclude(pk__in=known)
        level = list(items.select_related("phase", "lead").order_by("phase__order", "pk"))
        found += level
        latest = {item.pk for item in level}
        known |= latest
    return found
