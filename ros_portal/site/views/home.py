"""The home page, for everybody: what the ROS is, where it stands, what is coming and what is new."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from consultations.models import Commitment, ConsultationRound, Meeting, Phase, RoundStatus
from consultations.models.evidence import participation_in
from consultations.views.public_councils import present_round
from consultations.views.public_programme import places
from documents.models import DocumentVersion
from notifications.models import Notice
from organisations.http import PortalRequest

#: The ambition of the letter of 20 May 2025, for the year 2050.
AMBITION = (
    {"value": "100.000", "label": "extra inwoners", "note": "Meer dan, in 2050"},
    {"value": "60.000", "label": "nieuwe woningen", "note": "Minstens, in 2050"},
    {"value": "50.000", "label": "extra banen", "note": "In 2050"},
)
DATES, NEWS = 5, 6


@dataclass(frozen=True, slots=True)
class News:
    """Something that was published: a notice, decisions or a document."""

    date: dt.date
    kind: str
    title: str
    url: str
    text: str = ""


@login_not_required
@require_safe
def home(request: PortalRequest) -> HttpResponse:
    now = timezone.now()
    today = timezone.localdate(now)
    round_ = present_round(request)
    phases = list(Phase.objects.all())
    return render(
        request,
        "site/home.html",
        {
            "ambition": AMBITION,
            "places": places(phases, today),
            "round": round_,
            "is_open": bool(round_ and round_.is_open(now)),
            "now": now,
            "taking_part": participation_in(round_) if round_ else [],
            "dates": coming_dates(request, now)[:DATES],
            "news": latest_news()[:NEWS],
            "commitments": list(Commitment.objects.all()),
        },
    )


def coming_dates(request: PortalRequest, now: dt.datetime) -> list[dict[str, Any]]:
    """Rounds that open or close, and meetings of the BOSS, the first one first."""
    rounds = ConsultationRound.objects.visible_to(request.actor).filter(status=RoundStatus.PUBLISHED, closes_at__gt=now)
    dates: list[dict[str, Any]] = []
    for round_ in rounds:
        url = round_.get_absolute_url()
        if round_.opens_at > now:
            dates.append(
                _date(round_.opens_at, f"Ronde gaat open: {round_}", url, "Vanaf dan kunnen raden antwoorden.")
            )
        dates.append(_date(round_.closes_at, f"Ronde sluit: {round_}", url, "Tot dan kunnen raden antwoorden."))
    for meeting in Meeting.objects.coming(timezone.localdate(now))[:DATES]:
        starts = dt.datetime.combine(meeting.held_on, meeting.starts_at, tzinfo=timezone.get_current_timezone())
        text = f"Rijk en regio bespreken de ROS. Plaats: {meeting.location}."
        dates.append(_date(starts, "Overleg van het BOSS", meeting.get_absolute_url(), text))
    return sorted(dates, key=lambda entry: entry["date"])


def _date(moment: dt.datetime, title: str, url: str, text: str) -> dict[str, Any]:
    return {"date": moment, "title": title, "url": url, "text": text}


def latest_news() -> list[News]:
    """What was published last, whatever kind it is; three queries."""
    notices = Notice.objects.published().filter(is_public=True).order_by("-published_at")[:NEWS]
    meetings = Meeting.objects.with_decisions().order_by("-decisions_published_at")[:NEWS]
    versions = DocumentVersion.objects.published().select_related("document").order_by("-published_at")[:NEWS]
    news = [
        News(_day(n.published_at), str(n.get_kind_display()), n.subject, n.get_absolute_url(), n.brief) for n in notices
    ]
    news += [
        News(
            _day(meeting.decisions_published_at),
            "besluiten",
            "Besluiten van het BOSS",
            meeting.get_absolute_url(),
            "Lees wat er is besloten, en wat er met de inbreng gebeurt.",
        )
        for meeting in meetings
    ]
    news += [
        News(
            _day(version.published_at),
            str(version.document.get_kind_display()),
            f"{version.document.title}, versie {version.number}" if version.number > 1 else version.document.title,
            version.get_absolute_url(),
            version.document.brief,
        )
        for version in versions
    ]
    return sorted(news, key=lambda entry: entry.date, reverse=True)


def _day(moment: dt.datetime | None) -> dt.date:
    """The day of what was published, which the constraints give a moment."""
    return timezone.localdate(moment) if moment else dt.date.min
