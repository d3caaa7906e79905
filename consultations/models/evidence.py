"""How the four promises are kept (Dutch: toezeggingen): counted live from what is public.

The figures are the same for every reader, so that they can be quoted. The three weights are never
added up, and a conversation is no position of the council, so it has a count of its own.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils import timezone

from notifications.models import Notice
from organisations.models import Council

from .contributions import Contribution, CouncilBasis, Weight
from .feedback import Verdict
from .meetings import Meeting, MeetingStatus
from .process import Commitment, Phase
from .rounds import ConsultationRound, CouncilTrack, RoundStatus
from .triage import Routing

#: Latest pieces of evidence that a page shows per promise; the count is of all.
SHOWN = 6


@dataclass(slots=True)
class WeightCounts:
    """Input per weight; kept apart, and without a total on purpose."""

    individual: int = 0
    fractie: int = 0
    decision: int = 0
    conversation: int = 0

    def add(self, weight: str, basis: str, count: int = 1) -> None:
        """Count under the weight, and the council's own under what it rests on."""
        if weight == Weight.INDIVIDUAL:
            self.individual += count
        elif weight == Weight.FRACTIE:
            self.fractie += count
        elif basis == CouncilBasis.DECISION:
            self.decision += count
        else:
            self.conversation += count

    @property
    def is_empty(self) -> bool:
        """Whether nothing was given at all."""
        return not (self.individual or self.fractie or self.decision or self.conversation)

    def rows(self) -> list[tuple[str, int]]:
        """The four counts with their names in the interface."""
        return [
            ("van raadsleden", self.individual),
            ("van fracties", self.fractie),
            ("van de raad, met een besluit", self.decision),
            ("van de raad, na een gesprek", self.conversation),
        ]


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    """One fact that shows that a promise is kept."""

    text: str
    url: str = ""
    date: dt.date | None = None


@dataclass(frozen=True, slots=True)
class AgendaUse:
    """How input of a council was used in one meeting: answers per weight, and per verdict."""

    meeting: Meeting
    on_agenda: WeightCounts
    verdicts: list[tuple[str, WeightCounts]]


@dataclass(slots=True)
class PromiseEvidence:
    """One promise with what shows that it is kept; `expected_on` where it cannot be kept yet."""

    commitment: Commitment
    items: list[EvidenceItem] = field(default_factory=list)
    count: int = 0
    expected_on: dt.date | None = None
    uses: list[AgendaUse] = field(default_factory=list)


def promises_to(council: Council, now: dt.datetime) -> list[PromiseEvidence]:
    """The four promises of the letter, with the evidence for this council."""
    fill = {
        Commitment.Number.CONVERSATION: _conversations,
        Commitment.Number.USE_IN_BOSS: _use_in_boss,
        Commitment.Number.INFORM: _notices,
        Commitment.Number.BUILDING_BLOCK: _building_block,
    }
    promises = []
    for commitment in Commitment.objects.all():
        promise = PromiseEvidence(commitment=commitment)
        fill[Commitment.Number(commitment.number)](promise, council, now)
        promises.append(promise)
    return promises


def _conversations(promise: PromiseEvidence, council: Council, now: dt.datetime) -> None:
    """Rounds held with this council, its own evenings, and conversations that the clerk reported."""
    today = timezone.localdate(now)
    tracks = CouncilTrack.objects.filter(
        council=council, round__status=RoundStatus.PUBLISHED, round__opens_at__lte=now
    ).select_related("round")
    items = []
    for track in tracks:
        round_ = track.round
        items.append(EvidenceItem(f"Ronde: {round_.title}", round_.get_absolute_url(), _day(round_.opens_at)))
        items += [
            EvidenceItem(f"{name} in de raad: {round_.title}", round_.get_absolute_url(), day)
            for name, day in track.evenings()
            if day <= today and name != "Stukken inleveren"
        ]
    reports = Contribution.objects.published().filter(council=council, basis=CouncilBasis.CONVERSATION)
    items += [
        EvidenceItem(f"Verslag van een gesprek: {report.number}", report.get_absolute_url(), report.meeting_date)
        for report in reports
    ]
    _latest(promise, items)


def _use_in_boss(promise: PromiseEvidence, council: Council, now: dt.datetime) -> None:
    """On which agendas published answers of this council stood, and which verdicts were published."""
    promise.uses = agenda_use(council)
    items = [
        EvidenceItem(
            "Besproken in het BOSS" if use.meeting.status == MeetingStatus.DECISIONS_PUBLISHED else "Op de agenda",
            use.meeting.get_absolute_url(),
            use.meeting.held_on,
        )
        for use in promise.uses
    ]
    promise.items, promise.count = items, len(items)
    if not items:
        coming = Meeting.objects.coming(timezone.localdate(now)).first()
        promise.expected_on = coming.held_on if coming else None


def agenda_use(council: Council) -> list[AgendaUse]:
    """Published answers of a council per agenda and verdict, the latest meeting first; two queries."""
    rows = (
        Routing.objects.filter(
            answer__version__contribution__in=Contribution.objects.published().filter(council=council),
            item__meeting__in=Meeting.objects.with_agenda(),
        )
        .values(
            meeting=F("item__meeting"),
            weight=F("answer__version__contribution__weight"),
            basis=F("answer__version__contribution__basis"),
            verdict=F("feedback__verdict"),
        )
        .annotate(answers=Count("answer", distinct=True))
        .order_by()
    )
    on_agenda: dict[int, WeightCounts] = defaultdict(WeightCounts)
    verdicts: dict[int, dict[str, WeightCounts]] = defaultdict(lambda: defaultdict(WeightCounts))
    for row in rows:
        on_agenda[row["meeting"]].add(row["weight"], row["basis"], row["answers"])
        if row["verdict"]:
            verdicts[row["meeting"]][row["verdict"]].add(row["weight"], row["basis"], row["answers"])
    return [
        AgendaUse(meeting, on_agenda[meeting.pk], _by_verdict(meeting, verdicts[meeting.pk]))
        for meeting in Meeting.objects.filter(pk__in=on_agenda).order_by("-held_on")
    ]


def _by_verdict(meeting: Meeting, counts: dict[str, WeightCounts]) -> list[tuple[str, WeightCounts]]:
    """Verdicts in their fixed order; none before the meeting's decisions are public."""
    if meeting.status != MeetingStatus.DECISIONS_PUBLISHED:
        return []
    return [(str(verdict.label), counts[verdict]) for verdict in Verdict if verdict in counts]


def _notices(promise: PromiseEvidence, council: Council, now: dt.datetime) -> None:
    """Notices to this council or to all; only public ones are named, all are counted."""
    sent = Notice.objects.published().filter(
        Q(audience=Notice.Audience.COUNCIL, organisation=council.organisation_id)
        | Q(audience=Notice.Audience.ALL_COUNCILS)
    )
    promise.count = sent.count()
    promise.items = [
        EvidenceItem(notice.subject, notice.get_absolute_url(), _day(notice.published_at))
        for notice in sent.filter(is_public=True).order_by("-published_at")[:SHOWN]
    ]


def _building_block(promise: PromiseEvidence, council: Council, now: dt.datetime) -> None:
    """The final strategy, offered as a building block; until then when it is expected."""
    offered = (
        Notice.objects.published()
        .filter(kind=Notice.Kind.BUILDING_BLOCK)
        .filter(Q(organisation=council.organisation_id) | Q(audience=Notice.Audience.ALL_COUNCILS))
        .order_by("published_at")
        .first()
    )
    if offered is not None:
        url = offered.get_absolute_url() if offered.is_public else ""
        promise.items = [EvidenceItem("Bouwsteen aangeboden", url, _day(offered.published_at))]
        promise.count = 1
        return
    strategy = Phase.objects.filter(code=Phase.Code.STRATEGY).first()
    promise.expected_on = strategy.expected_on if strategy else None


def _latest(promise: PromiseEvidence, items: list[EvidenceItem]) -> None:
    items.sort(key=lambda item: item.date or dt.date.min, reverse=True)
    promise.items, promise.count = items[:SHOWN], len(items)


def published_counts(councils: Iterable[Council] | None = None) -> dict[int, WeightCounts]:
    """Published input per council and weight, in one query."""
    contributions = Contribution.objects.published()
    if councils is not None:
        contributions = contributions.filter(council__in=list(councils))
    counts: dict[int, WeightCounts] = defaultdict(WeightCounts)
    rows = contributions.values("council", "weight", "basis").annotate(given=Count("pk")).order_by()
    for row in rows:
        counts[row["council"]].add(row["weight"], row["basis"], row["given"])
    return counts


@dataclass(frozen=True, slots=True)
class Participation:
    """How one council takes part in one round; silence is shown as silence."""

    track: CouncilTrack
    counts: WeightCounts
    has_given_input: bool
    deadline: dt.datetime

    @property
    def council(self) -> Council:
        return self.track.council


def participation_in(round_: ConsultationRound) -> list[Participation]:
    """All invited councils by name, in two queries.

    The counts are of published input. Before publication the public learns only whether a council
    gave input that was released: not how much, not of whom, and none of the words.
    """
    given = Contribution.objects.released().filter(round=round_, council=OuterRef("council"))
    public = Contribution.objects.published().filter(round=round_, council=OuterRef("council"))
    tracks = (
        CouncilTrack.objects.filter(round=round_)
        .select_related("round", "council__organisation")
        .annotate(has_given_input=Exists(given) | Exists(public))
        .order_by("council__organisation__name")
    )
    counts: dict[int, WeightCounts] = defaultdict(WeightCounts)
    rows = Contribution.objects.published().filter(round=round_).values("council", "weight", "basis")
    for row in rows.annotate(given=Count("pk")).order_by():
        counts[row["council"]].add(row["weight"], row["basis"], row["given"])
    return [Participation(track, counts[track.council_id], track.has_given_input, track.deadline) for track in tracks]


def _day(moment: dt.datetime | None) -> dt.date | None:
    return timezone.localdate(moment) if moment else None
