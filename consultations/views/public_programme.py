"""The three products, and the projects and investments that came of input."""

import datetime as dt
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from organisations.http import PortalRequest
from ros_portal.kit.templatetags.dutch import period

from ..models import Answer, ConsultationRound, Phase, ProgrammeItem
from .public_rounds import state_of

PER_PAGE = 25


def places(phases: list[Phase], today: dt.date) -> list[dict[str, Any]]:
    """The products as the component `phase_bar` shows them: done, now, or still to come."""
    return [
        {
            "name": capfirst(phase.get_code_display()),
            "text": phase.explanation,
            "period": period(phase.starts_on, phase.finished_on or phase.expected_on),
            "url": phase.get_absolute_url(),
            "state": _state(phase, today),
        }
        for phase in phases
    ]


def _state(phase: Phase, today: dt.date) -> str:
    if phase.is_running(today):
        return "current"
    return "done" if phase.finished_on and phase.finished_on <= today else "next"


@login_not_required
@require_safe
def phases(request: PortalRequest) -> HttpResponse:
    """The three products after each other."""
    found = list(Phase.objects.all())
    today = timezone.localdate()
    rows = [{"phase": phase, "state": _state(phase, today)} for phase in found]
    return render(request, "consultations/public/phases.html", {"rows": rows, "places": places(found, today)})


@login_not_required
@require_safe
def phase(request: PortalRequest, slug: str) -> HttpResponse:
    """One product: what it is, when it is expected, its rounds and what stands in it."""
    found = get_object_or_404(Phase, slug=slug)
    now = timezone.now()
    items = ProgrammeItem.objects.visible_to(request.actor).filter(phase=found).select_related("lead")
    page = Paginator(items.order_by("kind", "title"), PER_PAGE).get_page(request.GET.get("pagina"))
    rounds = ConsultationRound.objects.visible_to(request.actor).filter(phase=found)
    return render(
        request,
        "consultations/public/phase.html",
        {
            "phase": found,
            "state": _state(found, timezone.localdate(now)),
            "places": places(list(Phase.objects.all()), timezone.localdate(now)),
            "page": page,
            "rounds": [{"round": round_, "state": state_of(round_, now)} for round_ in rounds],
        },
    )


@login_not_required
@require_safe
def programme_item(request: PortalRequest, slug: str) -> HttpResponse:
    """A project, research question or investment line, and the answers that led to it."""
    visible = ProgrammeItem.objects.visible_to(request.actor)
    found = get_object_or_404(visible.select_related("phase", "lead"), slug=slug)
    answers = (
        Answer.objects.filter(
            pk__in=Answer.objects.visible_to(request.actor).filter(programme_items=found).values("pk")
        )
        .for_lists()
        .order_by("version__contribution__submitted_at", "pk")
    )
    return render(
        request,
        "consultations/public/programme_item.html",
        {
            "item": found,
            "follows_from": visible.filter(led_to=found).select_related("phase").first(),
            "led_to": list(visible.filter(follows_from=found).select_related("phase")),
            "page": Paginator(answers, PER_PAGE).get_page(request.GET.get("pagina")),
        },
    )
