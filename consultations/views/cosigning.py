"""Signing along: the page of who offers a text, and the pages of who is asked."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consultations.actions.cosigning import (
    cosign,
    decline_to_cosign,
    offer_for_cosigning,
    take_back_offer,
    withdraw_cosignature,
)
from consultations.forms.cosigning import OfferForm
from consultations.models import Answer, ConsultationRound, Contribution, CoSignature, CoSignatureStatus
from consultations.policies import Permission, contribution_steps, cosigning_steps, decides_on_offers, policy
from notifications.tasks import look_now
from organisations.actor import Actor
from organisations.http import PortalRequest
from ros_portal.kit.clock import database_now

PER_PAGE = 25
TONES = {
    CoSignatureStatus.OFFERED: "info",
    CoSignatureStatus.SIGNED: "positive",
    CoSignatureStatus.DECLINED: "neutral",
    CoSignatureStatus.WITHDRAWN: "neutral",
}


def signatures_of(contribution: Contribution) -> dict[str, list[CoSignature]]:
    """Who signed the words that count, and who signed earlier ones and not these."""
    found = list(CoSignature.objects.under(contribution).for_lists())
    current = [one for one in found if one.version_id == contribution.submitted_version_id]
    again = {(one.council_id, one.fractie_id) for one in current}
    earlier: dict[tuple[int, int | None], CoSignature] = {}
    for one in found:
        if (one.council_id, one.fractie_id) not in again:
            earlier.setdefault((one.council_id, one.fractie_id), one)
    return {"current": current, "earlier": list(earlier.values())}


@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: PortalRequest, number: str) -> HttpResponse:
    """Choose who is asked to sign along, and see what the others decided."""
    contribution = get_object_or_404(
        Contribution.objects.visible_to(request.actor).for_lists().select_related("submitted_version"), number=number
    )
    policy.require(request.actor, Permission.OFFER_FOR_COSIGNING, contribution)
    is_open = _is_open(contribution)
    form = OfferForm(request.POST or None, contribution=contribution, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        offer_for_cosigning(
            request.actor,
            contribution,
            version_id=cleaned["version"],
            councils=cleaned["councils"],
            fracties=cleaned["fracties"],
        )
        look_now()
        messages.success(request, "De tekst is aangeboden. U krijgt bericht als iemand beslist.")
        return redirect("consultations:offer_for_cosigning", number)
    offers = CoSignature.objects.filter(version__contribution=contribution).for_lists()
    context = {
        "contribution": contribution,
        "form": form,
        "can_offer": Permission.OFFER_FOR_COSIGNING in contribution_steps(request.actor, contribution, is_open=is_open),
        "rows": [
            _row(request.actor, one, is_open=is_open)
            for one in offers.order_by("-version__number", "council__organisation__name", "fractie__name")
        ],
    }
    return render(request, "consultations/cosigning/offer.html", context)


@require_safe
def offers(request: PortalRequest) -> HttpResponse:
    """What the own council or fractie is asked to sign, what waits first."""
    if not decides_on_offers(request.actor):
        raise PermissionDenied
    found = (
        CoSignature.objects.decided_by(request.actor)
        .for_lists()
        .order_by(F("decided_at").desc(nulls_first=True), "-offered_at", "-pk")
    )
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("pagina"))
    rows = [{"cosignature": one, "tone": TONES[CoSignatureStatus(one.status)]} for one in page]
    return render(request, "consultations/cosigning/offers.html", {"page": page, "rows": rows})


@require_safe
def cosignature(request: PortalRequest, pk: int) -> HttpResponse:
    """One offer: the frozen words as long as the offer stands, and the steps."""
    one = get_object_or_404(CoSignature.objects.decided_by(request.actor).for_lists(), pk=pk)
    contribution = one.version.contribution
    answers = Answer.objects.visible_to(request.actor).filter(version=one.version).in_order()
    context = {
        "cosignature": one,
        "contribution": contribution,
        "answers": list(answers),
        "deadline": contribution.round.deadline_for(contribution.council_id),
        **_row(request.actor, one, is_open=_is_open(contribution)),
    }
    return render(request, "consultations/cosigning/cosignature.html", context)


@require_POST
def sign(request: PortalRequest, pk: int) -> HttpResponse:
    """Put the name of the own council or fractie under it."""
    return _decide(request, pk, cosign, "U hebt medeondertekend.")


@require_POST
def decline(request: PortalRequest, pk: int) -> HttpResponse:
    """Do not sign this version."""
    return _decide(request, pk, decline_to_cosign, "U ondertekent deze tekst niet mee.")


@require_POST
def withdraw(request: PortalRequest, pk: int) -> HttpResponse:
    """Take the name away again."""
    return _decide(request, pk, withdraw_cosignature, "Uw medeondertekening is ingetrokken.")


@require_POST
def take_back(request: PortalRequest, pk: int) -> HttpResponse:
    """End an offer on which nobody decided."""
    one = get_object_or_404(CoSignature.objects.offered_by(request.actor).for_lists(), pk=pk)
    take_back_offer(request.actor, one)
    messages.success(request, f"Het aanbod aan {one.signature} is ingetrokken.")
    return redirect("consultations:offer_for_cosigning", one.version.contribution.number)


def _decide(
    request: PortalRequest, pk: int, act: Callable[[Actor, CoSignature], CoSignature], sentence: str
) -> HttpResponse:
    one = get_object_or_404(CoSignature.objects.decided_by(request.actor).for_lists(), pk=pk)
    act(request.actor, one)
    look_now()
    messages.success(request, sentence)
    return redirect("consultations:cosignature", pk)


def _row(actor: Actor, one: CoSignature, *, is_open: bool) -> dict[str, Any]:
    return {
        "cosignature": one,
        "tone": TONES[CoSignatureStatus(one.status)],
        "steps": cosigning_steps(actor, one, is_open=is_open),
    }


def _is_open(contribution: Contribution) -> bool:
    rounds = ConsultationRound.objects.open_for(contribution.council_id, database_now())
    return rounds.filter(pk=contribution.round_id).exists()
