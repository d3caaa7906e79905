"""What members, group leaders and clerks can say in the open rounds of their council, and what they said already."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from consultations.models import Contribution, ContributionStatus, CouncilTrack, Weight
from consultations.policies import Permission, policy, start_steps
from consultations.views.starts import KINDS, title_of
from organisations.http import PortalRequest
from organisations.models import Council
from ros_portal.kit.templatetags.dutch import day_time, short_day

from .page import Link, Section, Task

#: Title, text and button for who has not begun, the heaviest weight first.
BEGIN = {
    Weight.COUNCIL: (
        "Leg vast wat de raad vindt",
        "Er is nog niets vastgelegd. Het kan na een besluit van de raad, of na een gesprek.",
        "Leg de inbreng vast",
    ),
    Weight.FRACTIE: (
        "Geef inbreng namens uw fractie",
        "Uw fractie is nog niet begonnen. U kiest wie er meeschrijven.",
        "Bekijk de vragen en begin",
    ),
    Weight.INDIVIDUAL: (
        "Geef uw eigen inbreng",
        "U bent nog niet begonnen. Alleen u leest mee, tot u indient.",
        "Bekijk de vragen en begin",
    ),
}


def own_input(
    request: PortalRequest, council: Council, tracks: Iterable[CouncilTrack], now: datetime
) -> tuple[list[Task], list[Section]]:
    """What waits to be begun or handed in, per open round; and what was handed in and can still be taken back."""
    open_tracks = {track.round_id: track for track in tracks if track.round.opens_at <= now}
    written = (
        Contribution.objects.written_by(request.actor)
        .filter(council=council, round__in=open_tracks)
        .exclude(status=ContributionStatus.WITHDRAWN)
        .select_related("fractie", "round")
    )
    by_round: dict[int, list[Contribution]] = {round_id: [] for round_id in open_tracks}
    for contribution in written:
        by_round[contribution.round_id].append(contribution)
    tasks, done = [], []
    for round_id, track in open_tracks.items():
        given = sorted(by_round[round_id], key=lambda contribution: [*BEGIN].index(Weight(contribution.weight)))
        to_do = [*_drafts(request, given), *_to_begin(request, council, track, given), *_to_help_with(request, given)]
        tasks += [task.until(track.deadline, now) for task in to_do]
        done += [_handed_in(request, contribution, track.deadline) for contribution in given if contribution.number]
    return tasks, [Section("Ingediend in een open ronde", done)] if done else []


def _to_begin(
    request: PortalRequest, council: Council, track: CouncilTrack, written: Iterable[Contribution]
) -> list[Task]:
    """One task per weight that the actor may speak with and did not begin with."""
    possible = start_steps(request.actor, council, is_open=True)
    begun = {contribution.weight for contribution in written}
    weights = {kind.weight for kind in KINDS if kind.permission in possible} - begun
    return [
        Task(f"{title}: {track.round}", track.round.get_absolute_url(), text=text, label=label)
        for weight, (title, text, label) in BEGIN.items()
        if weight in weights
    ]


def _drafts(request: PortalRequest, written: Iterable[Contribution]) -> list[Task]:
    """The drafts that the actor hands in."""
    return [
        _draft(draft, f"Uw tekst voor de ronde “{draft.round}” is bewaard. Uw inbreng telt pas mee als u indient.")
        for draft in written
        if draft.number is None and _hands_in(request, draft)
    ]


def _to_help_with(request: PortalRequest, written: Iterable[Contribution]) -> list[Task]:
    """The drafts of which the actor is a named writer, and that somebody else hands in."""
    return [
        _draft(draft, f"U schrijft mee in de ronde “{draft.round}”. Uw fractievoorzitter dient in.")
        for draft in written
        if draft.number is None and not _hands_in(request, draft)
    ]


def _hands_in(request: PortalRequest, draft: Contribution) -> bool:
    return policy.allows(request.actor, Permission.SUBMIT_CONTRIBUTION, draft)


def _draft(draft: Contribution, text: str) -> Task:
    return Task(f"{title_of(draft)} is nog een concept", draft.get_absolute_url(), text, "Ga verder met het concept")


def _handed_in(request: PortalRequest, contribution: Contribution, deadline: datetime) -> Link:
    """What was handed in; it can be taken back as long as the round is open for this council."""
    hint = f"{contribution.round}. Ingediend op {short_day(contribution.submitted_at)}."
    if policy.allows(request.actor, Permission.WITHDRAW_CONTRIBUTION, contribution):
        hint += f" Intrekken kan tot {day_time(deadline)}."
    return Link(
        f"{title_of(contribution)}: {contribution.number}",
        reverse("consultations:receipt", args=[contribution.number]),
        hint,
        badge="Ingediend",
        tone="positive",
    )
