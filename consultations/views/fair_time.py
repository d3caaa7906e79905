"""The fair-time meter: all councils of a round side by side, and what a round would give them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from organisations.http import PortalRequest

from ..forms.cycle import WhatIfForm
from ..models import ConsultationRound, CouncilTrack, Meeting, Recess
from ..models.fair_time import Meter, fair_time_if, fair_time_of
from ..policies import Permission, policy, track_steps

#: How long before a BOSS meeting its papers must be in, where that meeting was not planned yet.
BOSS_PAPERS = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Bar:
    """A council's meter with how it is drawn: whole hundredths of the widest bar."""

    meter: Meter
    width: int
    minimum_at: int


def bars_of(meters: Iterable[Meter]) -> list[Bar]:
    """One scale for all councils, on which the agreed minimum always fits."""
    meters = list(meters)
    widest = max([*(meter.weeks for meter in meters), *(meter.minimum + 1 for meter in meters)], default=1)
    return [Bar(meter, 100 * meter.weeks // widest, 100 * meter.minimum // widest) for meter in meters]


@login_not_required
@require_safe
def fair_time(request: PortalRequest, slug: str) -> HttpResponse:
    """How long each council has for this round, by its own calendar; no ranking."""
    round_ = get_object_or_404(ConsultationRound.objects.visible_to(request.actor), slug=slug)
    context = {
        "round": round_,
        "extensions": list(round_.extensions.select_related("council__organisation")),
        **_shown(fair_time_of(round_)),
    }
    return render(request, "consultations/fair_time/round.html", context)


@require_safe
def what_if(request: PortalRequest) -> HttpResponse:
    """What a round that is still to be made would give each council; the question stays in the address."""
    policy.require(request.actor, Permission.FORESEE_FAIR_TIME)
    asked = any(name in request.GET for name in WhatIfForm.base_fields)
    form = WhatIfForm(request.GET if asked else None, initial={"opens_on": timezone.localdate()})
    context: dict[str, object] = {"form": form}
    if form.is_valid():
        until = form.cleaned_data["closes_on"] or papers_due_for(form.cleaned_data["boss_on"])
        opens_on = form.cleaned_data["opens_on"]
        context |= {"opens_on": opens_on, "until": until, **_shown(fair_time_if(opens_on=opens_on, until=until))}
    return render(request, "consultations/fair_time/what_if.html", context)


def papers_due_for(boss_on: date) -> date:
    """Until when papers for the BOSS of that day can come in: as planned, or two weeks before."""
    planned = Meeting.objects.filter(held_on=boss_on).values_list("papers_due_on", flat=True).first()
    return planned or boss_on - BOSS_PAPERS


def _shown(meters: list[Meter]) -> dict[str, object]:
    short = [meter for meter in meters if meter.is_below_minimum]
    return {
        "bars": bars_of(meters),
        "short": short,
        "minimum": settings.FAIR_TIME_WEEKS,
        "recess_known_until": Recess.objects.order_by("-ends_on").values_list("ends_on", flat=True).first(),
        "is_beyond_recess": any(meter.time.is_beyond_known_recess for meter in meters),
    }


def steps_on_track(request: PortalRequest, track: CouncilTrack | None) -> frozenset[str]:
    """What the actor can do with the own council's track through a round, for the page of that round."""
    return track_steps(request.actor, track, now=timezone.now()) if track else frozenset()
