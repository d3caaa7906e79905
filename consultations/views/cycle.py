"""The council's own cycle, kept by its clerk: the evenings, and the track through a round."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from consultations.actions.cycle import TRACK_DAYS, add_evening, change_evening, plan_track, remove_evening
from consultations.forms.cycle import EveningForm, TrackForm
from consultations.models import ConsultationRound, CouncilEvening, CouncilTrack
from consultations.models.fair_time import planned_track, suggest_track
from consultations.policies import Permission, policy
from organisations.http import PortalRequest
from organisations.models import Council
from ros_portal.kit.errors import Conflict
from ros_portal.kit.templatetags.dutch import short_day

PER_PAGE = 25


def own_council(request: PortalRequest, permission: Permission) -> Council:
    """The council of the mandate in use, for who may do this for it; a 403 for everybody else."""
    council = request.mandate.council if request.mandate else None
    if council is None:
        raise PermissionDenied
    policy.require(request.actor, permission, council)
    return council


def own_track(request: PortalRequest, slug: str, permission: Permission) -> CouncilTrack:
    """The own council's track through this round; a 404 where it was not invited."""
    round_ = get_object_or_404(ConsultationRound.objects.visible_to(request.actor), slug=slug)
    tracks = round_.tracks.select_related("round", "council__organisation")
    council_id = request.mandate.council.pk if request.mandate and request.mandate.council else None
    if council_id is None:
        raise PermissionDenied
    track = get_object_or_404(tracks, council_id=council_id)
    policy.require(request.actor, permission, track)
    return track


@require_http_methods(["GET", "HEAD", "POST"])
def evenings(request: PortalRequest) -> HttpResponse:
    """The council's evenings, the next one first, and a form to add one."""
    council = own_council(request, Permission.ADD_EVENING)
    form, status = EveningForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            evening = add_evening(request.actor, council, **form.cleaned_data)
        except Conflict as conflict:
            form.add_error("held_on", conflict.sentence)
            status = 409
        else:
            messages.success(request, f"De avond van {short_day(evening.held_on)} staat in de kalender.")
            return redirect("consultations:evenings")
    shows_past = request.GET.get("toon") == "eerder"
    today = timezone.localdate()
    kept = CouncilEvening.objects.filter(council=council)
    rows = (
        kept.filter(held_on__lt=today).order_by("-held_on", "step")
        if shows_past
        else kept.filter(held_on__gte=today).order_by("held_on", "step")
    )
    context = {
        "council": council,
        "form": form,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("pagina")),
        "shows_past": shows_past,
    }
    return render(request, "consultations/fair_time/evenings.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def evening(request: PortalRequest, pk: int) -> HttpResponse:
    """Move one evening, or its deadline for papers."""
    found = _own_evening(request, pk)
    policy.require(request.actor, Permission.CHANGE_EVENING, found)
    initial = {name: getattr(found, name) for name in ("step", "held_on", "papers_due_on")}
    form, status = EveningForm(request.POST or None, initial=initial, label="Wijziging bewaren"), 200
    if request.method == "POST" and form.is_valid():
        try:
            changed = change_evening(request.actor, found, **form.cleaned_data)
        except Conflict as conflict:
            form.add_error("held_on", conflict.sentence)
            status = 409
        else:
            messages.success(request, f"De avond van {short_day(changed.held_on)} is gewijzigd.")
            return redirect("consultations:evenings")
    return render(request, "consultations/fair_time/evening.html", {"form": form, "evening": found}, status=status)


@require_POST
def remove(request: PortalRequest, pk: int) -> HttpResponse:
    """Take one evening off the calendar."""
    found = _own_evening(request, pk)
    remove_evening(request.actor, found)
    messages.success(request, f"De avond van {short_day(found.held_on)} is weggehaald.")
    return redirect("consultations:evenings")


def _own_evening(request: PortalRequest, pk: int) -> CouncilEvening:
    own = CouncilEvening.objects.filter(council__organisation=request.actor.organisation_id)
    return get_object_or_404(own.select_related("council__organisation"), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def track(request: PortalRequest, slug: str) -> HttpResponse:
    """Plan the council's own track; what its calendar suggests is filled in already."""
    found = own_track(request, slug, Permission.PLAN_TRACK)
    typed = request.POST if request.method == "POST" else None  # empty is an answer: no evening of its own
    form, status = TrackForm(typed, initial=_days(found), track=found), 200
    if request.method == "POST" and form.is_valid():
        try:
            plan_track(request.actor, found, days=form.cleaned_data)
        except Conflict as conflict:
            form.add_error(None, conflict.sentence)
            status = 409
        else:
            messages.success(request, "Het traject van uw raad is bewaard. Iedereen kan het zien.")
            return redirect("consultations:fair_time", slug)
    context = {"form": form, "track": found, "round": found.round, "is_suggested": planned_track(found) is None}
    return render(request, "consultations/fair_time/track.html", context, status=status)


def _days(found: CouncilTrack) -> dict[str, Any]:
    """What was planned, or else what the calendar suggests."""
    days = planned_track(found) or suggest_track(
        found.council.evenings.all(),
        opens_on=timezone.localdate(found.round.opens_at),
        until=timezone.localdate(found.deadline),
    )
    return {name: getattr(days, name) for name in TRACK_DAYS}
