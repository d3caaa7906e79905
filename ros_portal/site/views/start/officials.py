"""The start pages of who works for a party's college: the behandelend ambtenaar and the bestuurder."""

from datetime import datetime

from django.db.models import Q
from django.urls import reverse

from consultations.models import Contribution, Meeting, tracks_ahead
from consultations.policies import answers_technical_questions
from documents.models import DocumentVersion, VersionStatus
from organisations.http import PortalRequest
from organisations.models import Council
from ros_portal.kit.templatetags.dutch import day, short_day

from .page import LISTED, Link, Section, StartPage, first_dates, most_urgent_first
from .parts import (
    bundles,
    coming_meetings,
    dates_of_meetings,
    dates_of_rounds,
    feedback_on,
    newly_released,
    released_input,
    what_comes,
)


def for_case_officer(request: PortalRequest, now: datetime) -> StartPage:
    """The behandelend ambtenaar: what to read of the own council and for the BOSS, and the own documents."""
    council = request.mandate.council if request.mandate else None
    return _for_official(request, council, now, [*_answers(request, council), _documents(request)])


def for_executive(request: PortalRequest, now: datetime) -> StartPage:
    """The bestuurder: the bundle of the coming meeting, the own council, and what the BOSS decided."""
    council = request.mandate.council if request.mandate else None
    return _for_official(request, council, now, [_decisions()])


def _for_official(request: PortalRequest, council: Council | None, now: datetime, sections: list[Section]) -> StartPage:
    """What both have; the Rijk has officials and no council."""
    tracks, meetings = tracks_ahead(council, now) if council else [], coming_meetings(now)
    read = [released_input(request, council)] if council else []
    return StartPage(
        tasks=most_urgent_first([*bundles(request, now), *(newly_released(request, council, now) if council else [])]),
        afterwards=what_comes(tracks, meetings, now),
        onward=Link("Bekijk de overleggen", reverse("consultations:meetings")),
        sections=[*read, *sections],
        dates=first_dates(dates_of_meetings(meetings), dates_of_rounds(tracks, now)),
        shortcuts=[
            *([_technical_questions()] if answers_technical_questions(request.actor) else []),
            Link("BOSS", reverse("consultations:meetings"), "De agenda's en besluiten van alle overleggen."),
            *([Link("Uw raad", council.get_absolute_url(), "Hoe uw raad meedoet.")] if council else []),
        ],
    )


def _technical_questions() -> Link:
    return Link("Technische vragen", reverse("consultations:technical_inbox"), "Wat uw raad wil weten.")


def _answers(request: PortalRequest, council: Council | None) -> list[Section]:
    """What came back to the own council."""
    if council is None:
        return []
    return [
        feedback_on(
            request,
            "Antwoorden aan uw raad",
            Contribution.objects.filter(council=council),
            empty="Er is nog geen antwoord. Na elk overleg van het BOSS leest u hier wat er is besloten.",
        )
    ]


def _documents(request: PortalRequest) -> Section:
    """Versions of the own party's documents, drafts too, the newest first."""
    versions = (
        DocumentVersion.objects.visible_to(request.actor)
        .filter(Q(document__organisation_id=request.actor.organisation_id))
        .select_related("document")
        .order_by("-dated_on", "-pk")[:LISTED]
    )
    links = [
        Link(
            version.document.title,
            version.get_absolute_url(),
            f"Versie {version.number}, {day(version.dated_on)}",
            badge="" if version.status == VersionStatus.PUBLISHED else "Concept",
        )
        for version in versions
    ]
    more = Link("Alle documenten", reverse("documents:documents"))
    return Section(
        "Documenten van uw organisatie", links, "Uw organisatie heeft nog geen document in het portaal.", more
    )


def _decisions() -> Section:
    """The latest meetings whose decisions are public."""
    meetings = Meeting.objects.with_decisions().order_by("-held_on")[:LISTED]
    links = [
        Link(
            f"Besluiten van het BOSS van {short_day(meeting.held_on)}",
            meeting.get_absolute_url(),
            f"Openbaar sinds {day(meeting.decisions_published_at)}",
        )
        for meeting in meetings
    ]
    more = Link("Alle overleggen", reverse("consultations:meetings")) if links else None
    return Section("Laatste besluiten", links, "Er zijn nog geen besluiten openbaar.", more)
