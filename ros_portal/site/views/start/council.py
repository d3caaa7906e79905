"""The start pages of who sits in a council or serves it: members, group leaders, clerks."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count
from django.urls import reverse

from consultations.models import Contribution, CouncilTrack, Involvement, release_of, tracks_ahead
from consultations.policies import decides_on_offers
from organisations.http import PortalRequest
from organisations.models import Council
from ros_portal.kit.templatetags.dutch import number

from .input import own_input
from .page import Link, Section, StartPage, Task, first_dates, most_urgent_first
from .parts import coming_meetings, dates_of_meetings, dates_of_rounds, feedback_on, told, what_comes
from .work import draft_notices, open_invitations


def for_council_member(request: PortalRequest, now: datetime) -> StartPage:
    """A member, or a group leader: what can be said until when, and what came of what was said."""
    council = request.mandate.council if request.mandate else None
    if council is None:
        return StartPage(sections=[told(request)])
    tracks, meetings = tracks_ahead(council, now), coming_meetings(now)
    tasks, handed_in = own_input(request, council, tracks, now)
    return StartPage(
        tasks=most_urgent_first(tasks),
        afterwards=what_comes(tracks, meetings, now),
        onward=Link("Bekijk de rondes", reverse("consultations:rounds")),
        sections=[*handed_in, _what_came_of_it(request), told(request)],
        dates=first_dates(dates_of_meetings(meetings), dates_of_rounds(tracks, now)),
        contact=council.organisation,
        shortcuts=[
            Link("Mijn inbreng", reverse("consultations:my_contributions"), "Uw concepten, en wat is ingediend."),
            Link("Technische vragen", reverse("consultations:my_technical_questions"), "Vraag een feit na."),
            *([_to_cosign()] if decides_on_offers(request.actor) else []),
            Link("Uw raad", council.get_absolute_url(), "Hoe de vier toezeggingen aan uw raad worden nagekomen."),
        ],
    )


def _what_came_of_it(request: PortalRequest) -> Section:
    return feedback_on(
        request,
        "Wat er met uw inbreng gebeurt",
        Contribution.objects.written_by(request.actor),
        more=Link("Al uw inbreng", reverse("consultations:my_contributions")),
        empty="Er is nog geen antwoord. Na elk overleg van het BOSS leest u hier wat er met uw inbreng gebeurt.",
    )


def for_clerk(request: PortalRequest, now: datetime) -> StartPage:
    """A clerk: what waits for release, what the council says itself, who is invited, what is to be told."""
    tasks = [*draft_notices(request), *open_invitations(request, now)]
    members = Link(
        "Leden van uw raad",
        reverse("organisations:members"),
        "Wie een mandaat heeft. Hier nodigt u mensen uit of beëindigt u een mandaat.",
    )
    council = request.mandate.council if request.mandate else None
    if council is None:
        return StartPage(tasks=tasks, sections=[told(request)], shortcuts=[members])
    tracks, meetings = tracks_ahead(council, now), coming_meetings(now)
    to_record, recorded = own_input(request, council, tracks, now)
    return StartPage(
        tasks=[*most_urgent_first([*_to_release(request, council, tracks, now), *to_record]), *tasks],
        afterwards=what_comes(tracks, meetings, now),
        onward=Link("Bekijk de inbreng van uw raad", reverse("consultations:council_contributions")),
        sections=[*recorded, told(request)],
        dates=first_dates(dates_of_meetings(meetings), dates_of_rounds(tracks, now)),
        contact=council.organisation,
        shortcuts=[
            Link(
                "Inbreng van uw raad",
                reverse("consultations:council_contributions"),
                "Wat leden, fracties en de raad hebben ingediend.",
            ),
            _to_cosign(),
            members,
            Link("Vergaderavonden", reverse("consultations:evenings"), "De kalender waarmee u een traject plant."),
            Link("Zo doet de raad mee", reverse("consultations:change_involvement"), "Wie inbreng geeft, en wanneer."),
            Link("Bericht aan uw raad", reverse("notifications:new"), "Vertel de raad over een ontwikkeling."),
        ],
    )


def _to_cosign() -> Link:
    return Link(
        "Medeondertekenen",
        reverse("consultations:cosigning_offers"),
        "Teksten van andere raden en fracties waaronder u uw naam kunt zetten.",
    )


def _to_release(request: PortalRequest, council: Council, tracks: Iterable[CouncilTrack], now: datetime) -> list[Task]:
    """Per open round what the clerk can release; where another moment was agreed nothing waits for the clerk."""
    if release_of(council.organisation) != Involvement.Release.BY_CLERK:
        return []
    waiting = Contribution.objects.visible_to(request.actor).filter(council=council).waiting_for_release()
    counts = dict(waiting.order_by().values_list("round_id").annotate(Count("pk")))
    text = "U kiest wanneer ambtenaren en programmateam het lezen. Als de ronde sluit, wordt alles vrijgegeven."
    return [
        Task(
            f"{_times(counts[track.round_id])} op vrijgave: {track.round}",
            f"{reverse('consultations:council_contributions')}?ronde={track.round.slug}",
            text=text,
            label="Bekijk en geef vrij",
        ).until(track.deadline, now)
        for track in tracks
        if track.round_id in counts
    ]


def _times(count: int) -> str:
    return "1 inbreng wacht" if count == 1 else f"{number(count)} keer inbreng wacht"
