"""The rounds: what is asked, until when, who takes part."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from documents.models import DocumentVersion
from organisations.actor import Actor
from organisations.http import PortalRequest

from ..models import ConsultationRound, Contribution, RoundStatus
from ..models.evidence import participation_in
from ..policies import Permission, policy
from .fair_time import steps_on_track
from .public_contributions import counts_per_weight
from .public_councils import figures
from .starts import starts_in
from .technical import ask_url

PER_PAGE = 25


@dataclass(frozen=True, slots=True)
class RoundState:
    """Where a round stands, as a badge shows it."""

    label: str
    tone: str


def state_of(round_: ConsultationRound, now: datetime) -> RoundState:
    """Open and closed follow from the clock; the rest is what people decided."""
    if round_.status == RoundStatus.WITHDRAWN:
        return RoundState("Ingetrokken", "negative")
    if round_.status != RoundStatus.PUBLISHED:
        return RoundState("Nog niet gepubliceerd", "neutral")
    if round_.is_open(now):
        return RoundState("Nu open", "positive")
    if round_.opens_at > now:
        return RoundState("Opent binnenkort", "info")
    return RoundState("Inbreng openbaar" if round_.input_published_at else "Gesloten", "neutral")


@login_not_required
@require_safe
def rounds(request: PortalRequest) -> HttpResponse:
    """All rounds, the newest first; what is open now stands on top."""
    now = timezone.now()
    visible = ConsultationRound.objects.visible_to(request.actor).select_related("phase").order_by("-opens_at", "pk")
    page = Paginator(visible, PER_PAGE).get_page(request.GET.get("pagina"))
    rows = [{"round": round_, "state": state_of(round_, now), "is_open": round_.is_open(now)} for round_ in page]
    return render(
        request,
        "consultations/public/rounds.html",
        {
            "page": page,
            "open": [row for row in rows if row["is_open"]],
            "others": [row for row in rows if not row["is_open"]],
            "is_team": policy.allows(request.actor, Permission.MAKE_ROUND),
        },
    )


@login_not_required
@require_safe
def round_(request: PortalRequest, slug: str) -> HttpResponse:
    """One round; who can give input finds the way to begin."""
    found = get_object_or_404(ConsultationRound.objects.visible_to(request.actor).select_related("phase"), slug=slug)
    context = round_context(found, request.actor, timezone.now())
    context["starts"] = starts_in(request, found)
    context["is_team"] = policy.allows(request.actor, Permission.CHANGE_ROUND, found)
    own = context["own"]
    context["track_steps"] = steps_on_track(request, own.track if own else None)
    context["ask_url"] = ask_url(request.actor, round_=found)
    return render(request, "consultations/public/round.html", context)


def round_context(found: ConsultationRound, actor: Actor, now: datetime) -> dict[str, Any]:
    """What the page of a round shows this reader at that time, beside what can be begun."""
    taking_part = participation_in(found)
    own = next((part for part in taking_part if part.track.council_id == actor.council_id), None)
    counts = counts_per_weight(Contribution.objects.published().filter(round=found))
    return {
        "round": found,
        "state": state_of(found, now),
        "now": now,
        "is_open": found.is_open(now),
        "has_closed": found.has_closed(now),
        "questions": list(found.questions.order_by("position")),
        "documents": _documents(actor, found),
        "addenda": found.addenda.select_related("document__document"),
        "extensions": found.extensions.select_related("council__organisation"),
        "taking_part": taking_part,
        "given": [part for part in taking_part if part.has_given_input],
        "silent": [part for part in taking_part if not part.has_given_input],
        "own": own,
        "council": own.council if own else None,
        "is_anonymous": actor.user_id is None,
        "counts": figures(counts, round_slug=found.slug),
        "has_input": not counts.is_empty,
    }


def _documents(actor: Actor, found: ConsultationRound) -> list[DocumentVersion]:
    visible = DocumentVersion.objects.visible_to(actor)
    return list(visible.filter(rounds=found).select_related("document").order_by("document__title", "-number"))
