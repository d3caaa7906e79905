"""The councils, and for each how the four promises are kept."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from organisations.http import PortalRequest
from organisations.models import Council, CouncilTerm, Fractie
from ros_portal.kit.templatetags.dutch import number, short_day

from ..models import Commitment, ConsultationRound, Involvement
from ..models.evidence import PromiseEvidence, WeightCounts, participation_in, promises_to, published_counts
from ..policies import Permission, policy
from .public_contributions import latest_of

LATEST = 5
#: Words for a promise that has no evidence yet.
NOTHING_YET = {
    Commitment.Number.CONVERSATION: "Nog niet. Zodra er een ronde of gesprek is, staat het hier.",
    Commitment.Number.USE_IN_BOSS: "Nog niet. Er staat nog geen openbare inbreng van deze raad op een agenda.",
    Commitment.Number.INFORM: "Nog niet. Zodra er een bericht is verzonden, staat het hier.",
    Commitment.Number.BUILDING_BLOCK: "Nog niet aangeboden.",
}


def present_round(request: PortalRequest) -> ConsultationRound | None:
    """The round that is open now, or else the one that closed last."""
    now = timezone.now()
    visible = ConsultationRound.objects.visible_to(request.actor)
    return visible.open_at(now).order_by("closes_at").first() or visible.closed_at(now).order_by("-closes_at").first()


@login_not_required
@require_safe
def councils(request: PortalRequest) -> HttpResponse:
    """All councils by name, each with whether it gave input in the present round; no ranking."""
    today = timezone.localdate()
    terms = {term.council_id: term for term in CouncilTerm.objects.on(today)}
    round_ = present_round(request)
    taking_part = {p.track.council_id: p for p in participation_in(round_)} if round_ else {}
    rows = [
        {"council": c, "term": terms.get(c.pk), "part": taking_part.get(c.pk)}
        for c in Council.objects.with_organisation()
    ]
    return render(
        request,
        "consultations/public/councils.html",
        {"rows": rows, "round": round_, "is_open": bool(round_ and round_.is_open(timezone.now()))},
    )


@login_not_required
@require_safe
def council(request: PortalRequest, slug: str) -> HttpResponse:
    """One council: who it is, how it takes part, and what shows that the promises are kept."""
    found = get_object_or_404(Council.objects.with_organisation(), organisation__slug=slug)
    now = timezone.now()
    term = CouncilTerm.objects.on(timezone.localdate(now)).filter(council=found).first()
    open_round = (
        ConsultationRound.objects.visible_to(request.actor).open_for(found.pk, now).order_by("closes_at").first()
    )
    promises = promises_to(found, now)
    return render(
        request,
        "consultations/public/council.html",
        {
            "council": found,
            "organisation": found.organisation,
            "term": term,
            "fracties": list(Fractie.objects.filter(term=term)) if term else [],
            "involvement": Involvement.objects.filter(organisation=found.organisation).first(),
            "can_change_involvement": policy.allows(request.actor, Permission.CHANGE_INVOLVEMENT, found),
            "open_round": open_round,
            "deadline": open_round.deadline_for(found.pk) if open_round else None,
            "promises": [_promise(promise) for promise in promises],
            "uses": [use for promise in promises for use in promise.uses],
            "counts": figures(published_counts([found])[found.pk], slug),
            "latest": latest_of(found, LATEST),
        },
    )


def _promise(promise: PromiseEvidence) -> dict[str, Any]:
    """A promise as the component `promise` shows it."""
    none = NOTHING_YET[Commitment.Number(promise.commitment.number)]
    if promise.expected_on is not None:
        none = f"{none} Verwacht op {short_day(promise.expected_on)}."
    if promise.count and not promise.items:
        none = f"{number(promise.count)} niet openbaar."
    return {
        "number": promise.commitment.number,
        "title": promise.commitment.title,
        "text": promise.commitment.text,
        "evidence": promise.items,
        "none": none,
        "more": max(promise.count - len(promise.items), 0) if promise.items else 0,
    }


def figures(counts: WeightCounts, slug: str = "", round_slug: str = "") -> list[dict[str, str]]:
    """The four counts as the component `stats` shows them, each with the list that it counts."""
    values = ("raadslid", "fractie", "raad", "gesprek")
    base = reverse("consultations:contributions")
    prefix = f"raad={slug}&" if slug else f"ronde={round_slug}&" if round_slug else ""
    notes = ("", "", "", "Geen standpunt van de raad")
    return [
        {"value": number(count), "label": label, "note": note, "url": f"{base}?{prefix}namens={value}"}
        for (label, count), value, note in zip(counts.rows(), values, notes, strict=True)
    ]
