"""BOSS meetings: the list and the page for everyone; planning, convening and holding for the secretary."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consultations.actions.meetings import convene_meeting, hold_meeting, plan_meeting
from consultations.forms.meetings import MeetingForm
from consultations.models import (
    PHASE_OF_VERDICT,
    Answer,
    ConsultationRound,
    ItemKind,
    Meeting,
    MeetingStatus,
    Phase,
    Routing,
    phase_inbox,
)
from consultations.models.papers import Point, public_agenda
from consultations.policies import Permission, meeting_steps, policy
from organisations.actor import Actor
from organisations.http import PortalRequest
from ros_portal.kit.errors import Conflict
from ros_portal.kit.templatetags.dutch import short_day

PER_PAGE = 25
TONES = {
    MeetingStatus.PLANNED: "neutral",
    MeetingStatus.CONVENED: "info",
    MeetingStatus.HELD: "warning",
    MeetingStatus.DECISIONS_PUBLISHED: "positive",
}


def prepared(request: PortalRequest, day: date) -> Meeting:
    """The meeting of that day, on pages of the secretariat alone; a 404 for everybody else."""
    if not policy.allows(request.actor, Permission.CONVENE_MEETING):
        raise Http404
    return get_object_or_404(Meeting, held_on=day)


def steps_of(actor: Actor, meeting: Meeting) -> frozenset[str]:
    """What the actor can do with the meeting today."""
    return meeting_steps(actor, meeting, today=timezone.localdate())


#: The way of a meeting as the secretary walks it: name, what is done, and from which status on it is done.
WAY = (
    ("Voorbereiden", "Agendapunten, inbreng en oplegnotities klaarzetten.", MeetingStatus.CONVENED),
    ("Agenda publiceren", "Iedereen ziet de agenda, deelnemers de bundel.", MeetingStatus.CONVENED),
    ("Overleg", "Het BOSS bespreekt de agenda.", MeetingStatus.HELD),
    ("Besluiten", "Besluit per punt, oordeel per antwoord.", None),
    ("Publiceren", "Besluiten en oordelen worden openbaar.", MeetingStatus.DECISIONS_PUBLISHED),
)


def way_of(meeting: Meeting, *, all_closed: bool = False) -> list[dict[str, str]]:
    """The five steps with where this meeting stands."""
    order = list(MeetingStatus)
    here = order.index(MeetingStatus(meeting.status))
    done = [until is not None and here >= order.index(until) for _, _, until in WAY]
    done[3] = done[4] or (all_closed and meeting.status == MeetingStatus.HELD)
    current = done.index(False) if False in done else len(WAY)
    return [
        {"name": name, "text": text, "state": "done" if index < current else "current" if index == current else "next"}
        for index, (name, text, _) in enumerate(WAY)
    ]


@login_not_required
@require_safe
def meetings(request: PortalRequest) -> HttpResponse:
    """Coming meetings, and past ones per page."""
    today = timezone.localdate()
    past = Meeting.objects.filter(held_on__lt=today).order_by("-held_on")
    page = Paginator(past, PER_PAGE).get_page(request.GET.get("pagina"))
    return render(
        request,
        "consultations/boss/meetings.html",
        {
            "coming": [_row(request.actor, meeting) for meeting in Meeting.objects.coming(today)],
            "past": [_row(request.actor, meeting) for meeting in page],
            "page": page,
            "steps": policy.allowed(request.actor, None, [Permission.PLAN_MEETING, Permission.TRIAGE]),
            **_desk(request.actor),
        },
    )


def _desk(actor: Actor) -> dict[str, Any]:
    """What else waits for the programme team: input to publish, and answers for the later products."""
    if not policy.allows(actor, Permission.PUBLISH_ROUND_INPUT):
        return {}
    return {
        "rounds_to_publish": ConsultationRound.objects.to_publish(timezone.now()),
        "later_products": [
            {"phase": phase, "waiting": phase_inbox(phase).count()}
            for phase in Phase.objects.filter(code__in=PHASE_OF_VERDICT.values())
        ],
    }


def _row(actor: Actor, meeting: Meeting) -> dict[str, Any]:
    return {
        "meeting": meeting,
        "tone": TONES[MeetingStatus(meeting.status)],
        "steps": steps_of(actor, meeting),
    }


@login_not_required
@require_safe
def meeting(request: PortalRequest, day: date) -> HttpResponse:
    """One meeting: its agenda once that is out, its decisions and verdicts once those are public."""
    found = get_object_or_404(Meeting, held_on=day)
    is_team = policy.allows(request.actor, Permission.CONVENE_MEETING, found)
    shows_agenda = found.status != MeetingStatus.PLANNED or is_team
    return render(
        request,
        "consultations/boss/meeting.html",
        {
            "meeting": found,
            "tone": TONES[MeetingStatus(found.status)],
            "points": public_agenda(found) if shows_agenda else [],
            "participants": list(found.participants.order_by("name")),
            "has_bundle": Meeting.objects.with_bundle_for(request.actor).filter(pk=found.pk).exists(),
            "is_team": is_team,
            "way": way_of(found) if is_team else [],
            "steps": steps_of(request.actor, found),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: PortalRequest) -> HttpResponse:
    """Plan a meeting; it carries the standing item from the start."""
    policy.require(request.actor, Permission.PLAN_MEETING)
    form, status = MeetingForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            planned = plan_meeting(request.actor, None, **form.cleaned_data)
        except Conflict as conflict:
            form.add_error("held_on", conflict.sentence)
            status = 409
        else:
            messages.success(
                request, f"Het overleg van {short_day(planned.held_on)} is gepland, met het vaste punt ROS Twente."
            )
            return redirect("consultations:prepare_meeting", planned.held_on)
    return render(request, "consultations/boss/plan_meeting.html", {"form": form}, status=status)


@require_safe
def prepare(request: PortalRequest, day: date) -> HttpResponse:
    """Everything that must be ready before the agenda goes out, and what is not."""
    found = prepared(request, day)
    items = list(found.items.select_related("cover_note").annotate(input_count=Count("routings")).order_by("position"))
    routings = (
        Routing.objects.filter(item__meeting=found)
        .select_related(
            "answer__question",
            "answer__paragraph__version__document",
            "answer__version__contribution__council__organisation",
            "answer__version__contribution__fractie",
            "answer__version__contribution__author",
            "deferred_from__item__meeting",
        )
        .order_by("item__position", "answer__question__position", "pk")
    )
    by_item: dict[int, list[Routing]] = {item.pk: [] for item in items}
    for routing in routings:
        by_item[routing.item_id].append(routing)
    without_note = [item for item in items if not hasattr(item, "cover_note")]
    return render(
        request,
        "consultations/boss/prepare.html",
        {
            "meeting": found,
            "tone": TONES[MeetingStatus(found.status)],
            "way": way_of(found),
            "points": [Point(item=item, title=item.title, routings=by_item[item.pk]) for item in items],
            "last": len(items),
            "missing_notes": [item for item in without_note if item.kind != ItemKind.INFORMATION],
            "waiting": Answer.objects.released().on_no_agenda().count(),
            "steps": steps_of(request.actor, found),
            "today": timezone.localdate(),
        },
    )


@require_POST
def convene(request: PortalRequest, day: date) -> HttpResponse:
    """Publish the agenda; a second click finds it published."""
    found = get_object_or_404(Meeting, held_on=day)
    policy.require(request.actor, Permission.CONVENE_MEETING, found)
    if found.status != MeetingStatus.CONVENED:
        convene_meeting(request.actor, found)
        messages.success(request, "De agenda is openbaar. Deelnemers kunnen nu de bundel openen.")
    return redirect("consultations:meeting", found.held_on)


@require_POST
def hold(request: PortalRequest, day: date) -> HttpResponse:
    """Note that the meeting took place; a second click finds that noted."""
    found = get_object_or_404(Meeting, held_on=day)
    policy.require(request.actor, Permission.HOLD_MEETING, found)
    if found.status != MeetingStatus.HELD:
        hold_meeting(request.actor, found)
        messages.success(request, "Vastgelegd dat het overleg is gehouden. Leg nu de besluiten en oordelen vast.")
    return redirect("consultations:decide_meeting", found.held_on)


def progress_of(meeting: Meeting) -> dict[str, int]:
    """How many items are closed and how many answers have a verdict, in one query each."""
    return {
        **meeting.items.aggregate(items=Count("pk"), closed=Count("pk", filter=Q(status="closed"))),
        **Routing.objects.filter(item__meeting=meeting).aggregate(answers=Count("pk"), answered=Count("feedback")),
    }
