"""Parts that several start pages share: feedback, released input, notices, meetings and dates."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator

from consultations.models import Contribution, CouncilTrack, Feedback, Meeting, Verdict
from notifications.models import Notice
from organisations.http import PortalRequest
from organisations.models import Council
from ros_portal.kit.templatetags.dutch import day, number, short_day

from .page import LISTED, SOMETIME, Date, Link, Section, Task

#: Words of a reason that a row shows; the rest is on the trail.
WORDS = 28
#: For so long released input counts as new.
NEW = dt.timedelta(days=14)
#: Verdicts that are no promise to use the words; all others are shown as good news.
TONES = {Verdict.NOT_ADOPTED: "negative", Verdict.DEFERRED: "warning", Verdict.NOTED: "neutral"}


def coming_meetings(now: dt.datetime) -> list[Meeting]:
    """The next meetings of the BOSS; their dates are public from the moment they are planned."""
    return list(Meeting.objects.coming(timezone.localdate(now))[:LISTED])


def starts_at(meeting: Meeting) -> dt.datetime:
    """The moment at which a meeting begins."""
    return dt.datetime.combine(meeting.held_on, meeting.starts_at, tzinfo=timezone.get_current_timezone())


def dates_of_rounds(tracks: Iterable[CouncilTrack], now: dt.datetime) -> list[Date]:
    """When rounds open and close for this council, and the council's own evenings in them."""
    today, dates = timezone.localdate(now), []
    for track in tracks:
        url, title = track.round.get_absolute_url(), track.round.title
        if track.round.opens_at > now:
            dates.append(Date(track.round.opens_at, f"Ronde gaat open: {title}", url))
        text = "Uw raad heeft uitstel." if track.deadline > track.round.closes_at else ""
        dates.append(Date(track.deadline, f"Ronde sluit: {title}", url, text))
        dates += [Date(on, f"{name}: {title}", url) for name, on in track.evenings() if on >= today]
    return dates


def dates_of_meetings(meetings: Iterable[Meeting]) -> list[Date]:
    """The meetings of the BOSS as dates."""
    return [
        Date(starts_at(meeting), "Overleg van het BOSS", meeting.get_absolute_url(), meeting.location)
        for meeting in meetings
    ]


def what_comes(tracks: Iterable[CouncilTrack], meetings: Iterable[Meeting], now: dt.datetime) -> str:
    """What the page says when nothing waits: the next round, or else the next meeting, or else that it will say so."""
    for track in tracks:
        if track.round.opens_at > now:
            return f"De ronde “{track.round}” gaat open op {day(track.round.opens_at)}. Dan staat die hier."
    for meeting in meetings:
        return f"Het volgende overleg van het BOSS is op {day(meeting.held_on)}. Wat daaruit volgt, leest u hier."
    return SOMETIME


def told(request: PortalRequest) -> Section:
    """The latest notices to this person; nobody records whether they were read."""
    notices = Notice.objects.to_person(request.actor.user_id)[:LISTED]
    links = [
        Link(notice.subject, notice.get_absolute_url(), f"{notice.sender_office}, {short_day(notice.published_at)}")
        for notice in notices
    ]
    more = Link("Alle berichten aan u", reverse("notifications:mine")) if links else None
    empty = "U hebt nog geen bericht gekregen. Is er een ontwikkeling? Dan krijgt u ook een e-mail."
    return Section("Berichten aan u", links, empty, more)


def feedback_on(
    request: PortalRequest, title: str, contributions: QuerySet[Contribution], *, empty: str, more: Link | None = None
) -> Section:
    """The latest public verdicts on this input, each with its reason and the way to its trail."""
    verdicts = Feedback.objects.published().visible_to(request.actor).on_input(contributions)[:LISTED]
    return Section(title, [_verdict(verdict) for verdict in verdicts], empty, more)


def _verdict(feedback: Feedback) -> Link:
    answer, meeting = feedback.routing.answer, feedback.routing.item.meeting
    reason = Truncator(feedback.reason).words(WORDS, truncate=" …")
    return Link(
        answer.heading,
        answer.get_absolute_url(),
        f"{reason} ({answer.contribution.number}, overleg van {short_day(meeting.held_on)})",
        badge=feedback.get_verdict_display().capitalize(),
        tone=TONES.get(Verdict(feedback.verdict), "positive"),
    )


def input_of_council(council: Council) -> str:
    """The address of all input of this council that the reader may see."""
    return f"{reverse('consultations:contributions')}?raad={council.organisation.slug}"


def released_input(request: PortalRequest, council: Council) -> Section:
    """What officials of this council's party may read since last."""
    released = Contribution.objects.visible_to(request.actor).filter(council=council).latest_released()
    rows = released.for_lists()[:LISTED]
    return Section(
        "Vrijgegeven inbreng van uw raad",
        [
            Link(
                f"{contribution.number}, {contribution.signature}",
                contribution.get_absolute_url(),
                f"{contribution.round}. Ingediend op {short_day(contribution.submitted_at)}.",
            )
            for contribution in rows
        ],
        "Er is nog geen inbreng vrijgegeven. De griffier kiest wanneer. Uiterlijk gebeurt het als de ronde sluit.",
        Link("Alle inbreng van uw raad", input_of_council(council)) if rows else None,
    )


def newly_released(request: PortalRequest, council: Council, now: dt.datetime) -> list[Task]:
    """That there is new input of the own council to read."""
    released = Contribution.objects.visible_to(request.actor).filter(council=council)
    count = released.latest_released(since=now - NEW).count()
    if not count:
        return []
    words = "Nieuwe inbreng van uw raad" if count == 1 else f"{number(count)} keer nieuwe inbreng van uw raad"
    text = "Vrijgegeven in de laatste twee weken. U kunt het lezen, niet wijzigen."
    return [Task(words, input_of_council(council), text=text, label="Lees de inbreng")]


def bundles(request: PortalRequest, now: dt.datetime) -> list[Task]:
    """The bundles of the coming meetings that the actor's party sits in, to be read before they begin."""
    meetings = Meeting.objects.with_bundle_for(request.actor).coming(timezone.localdate(now))[:LISTED]
    return [
        Task(
            f"Lees de bundel voor het BOSS van {short_day(meeting.held_on)}",
            reverse("consultations:bundle", args=[meeting.held_on]),
            text="De agenda met oplegnotities en alle inbreng. Het portaal legt vast dat u de bundel opent.",
            label="Open de bundel",
        ).until(starts_at(meeting), now)
        for meeting in meetings
        if starts_at(meeting) > now
    ]
