"""Input that was handed in: the receipt of its writers, what one wrote oneself, and the steps of the clerk."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consultations.actions.contributions import publish_council_input, release_contribution, withdraw_contribution
from consultations.forms.lists import ContributionFilterForm
from consultations.models import (
    ConsultationRound,
    Contribution,
    ContributionStatus,
    CouncilBasis,
    CouncilTrack,
    Weight,
    open_tracks,
    readers_of,
    release_of,
)
from consultations.policies import Permission, clerk_of_council, contribution_steps, member_of_council, policy
from notifications.tasks import look_now
from organisations.http import PortalRequest
from organisations.models import Council
from ros_portal.kit.clock import database_now
from ros_portal.kit.errors import Conflict
from ros_portal.kit.pdf import render_pdf

from .cosigning import signatures_of
from .starts import starts_in, title_of

PAGE_SIZE = 25


@require_safe
def receipt(request: PortalRequest, number: str) -> HttpResponse:
    """Proof for the writers: the number, the time, the fingerprint and the words; and what happens next."""
    contribution = _own(request, number)
    return render(request, "consultations/input/receipt.html", _receipt_context(request, contribution))


@require_safe
def receipt_pdf(request: PortalRequest, number: str) -> HttpResponse:
    """The same proof as an accessible PDF."""
    contribution = _own(request, number)
    if contribution.status == ContributionStatus.WITHDRAWN:
        raise Http404
    title = f"Ontvangstbevestiging {contribution.number}"
    pdf = render_pdf("pdf/receipt.html", _receipt_context(request, contribution), title=title)
    return HttpResponse(
        pdf,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="ontvangst-{contribution.number}.pdf"'},
    )


def _receipt_context(request: PortalRequest, contribution: Contribution) -> dict[str, Any]:
    version = contribution.submitted_version
    if version is None:
        raise Http404
    deadline = contribution.round.deadline_for(contribution.council_id)
    return {
        "contribution": contribution,
        "round": contribution.round,
        "organisation": contribution.council.organisation,
        "version": version,
        "answers": version.answers.in_order(),
        "readers": readers_of(contribution, deadline)[1:],
        "deadline": deadline,
        "steps": _steps(request, contribution),
        "has_revision": _has_revision(contribution),
        "signatures": signatures_of(contribution),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: PortalRequest, number: str) -> HttpResponse:
    """Say what withdrawing means, and withdraw; a second click finds it withdrawn."""
    contribution = _own(request, number)
    policy.require(request.actor, Permission.WITHDRAW_CONTRIBUTION, contribution)
    if contribution.status == ContributionStatus.WITHDRAWN:
        return redirect("consultations:receipt", number)
    if request.method == "POST":
        withdraw_contribution(request.actor, contribution)
        messages.success(request, f"Uw inbreng {number} is ingetrokken.")
        return redirect("consultations:receipt", number)
    if Permission.WITHDRAW_CONTRIBUTION not in _steps(request, contribution):
        raise Conflict("Deze ronde is gesloten. U kunt uw inbreng niet meer intrekken.")
    context = {"contribution": contribution, "has_revision": _has_revision(contribution)}
    return render(request, "consultations/input/withdraw.html", context)


@require_POST
def release(request: PortalRequest, number: str) -> HttpResponse:
    """The clerk lets officials read it before the round closes."""
    release_contribution(request.actor, _visible(request, number))
    look_now()
    messages.success(
        request, f"Inbreng {number} is vrijgegeven. Het programmateam en uw ambtenaren kunnen het nu lezen."
    )
    return redirect("consultations:council_contributions")


@require_POST
def publish(request: PortalRequest, number: str) -> HttpResponse:
    """The clerk makes the council's own input public before the round's input is."""
    publish_council_input(request.actor, _visible(request, number))
    messages.success(request, f"Inbreng {number} van uw raad is nu openbaar.")
    return redirect("consultations:council_contributions")


@require_safe
def my_contributions(request: PortalRequest) -> HttpResponse:
    """What a member or group leader writes on: drafts first, then what was handed in."""
    council = _council(request)
    if not member_of_council(request.actor, council):
        raise PermissionDenied
    mine = Contribution.objects.written_by(request.actor).for_lists()
    now = database_now()
    tracks = open_tracks(council, now)
    submitted = mine.exclude(status=ContributionStatus.DRAFT)
    context = {
        "drafts": _with_deadline(mine.filter(status=ContributionStatus.DRAFT).order_by("-created_at"), tracks),
        "page": Paginator(submitted, PAGE_SIZE).get_page(request.GET.get("pagina")),
        "open_tracks": tracks,
    }
    return render(request, "consultations/input/mine.html", context)


def _with_deadline(drafts: QuerySet[Contribution], tracks: list[CouncilTrack]) -> list[dict[str, Any]]:
    """Each draft with the moment until which the own council can hand it in; None when that has passed."""
    deadlines = {track.round_id: track.deadline for track in tracks}
    return [
        {"contribution": draft, "deadline": deadlines.get(draft.round_id), "kicker": title_of(draft)}
        for draft in drafts
    ]


@require_safe
def council_contributions(request: PortalRequest) -> HttpResponse:
    """For the clerk: what the own council handed in, the three weights apart; and its own drafts."""
    council = _council(request)
    if not clerk_of_council(request.actor, council):
        raise PermissionDenied
    of_council = Contribution.objects.visible_to(request.actor).filter(council=council)
    rounds = ConsultationRound.objects.visible_to(request.actor).filter(councils=council)
    form = ContributionFilterForm(request.GET, rounds=rounds)
    submitted = form.narrow(of_council.exclude(status=ContributionStatus.DRAFT).for_lists())
    now = database_now()
    open_rounds = [track.round for track in open_tracks(council, now)]
    still_open = {round_.pk for round_ in open_rounds}
    party_release = release_of(council.organisation)
    page = Paginator(submitted, PAGE_SIZE).get_page(request.GET.get("pagina"))
    rows = [
        {
            "contribution": contribution,
            "steps": contribution_steps(
                request.actor, contribution, is_open=contribution.round_id in still_open, release=party_release
            ),
        }
        for contribution in page
    ]
    context = {
        "council": council,
        "form": form,
        "page": page,
        "rows": rows,
        "counts": _counts(form.narrow(of_council.handed_in(), by_weight=False)),
        "open_rounds": [{"round": round_, "starts": starts_in(request, round_)} for round_ in open_rounds],
        "release": party_release.label,
    }
    return render(request, "consultations/input/council.html", context)


def _counts(contributions: QuerySet[Contribution]) -> list[dict[str, Any]]:
    """The weights apart, and a conversation apart from a decision."""
    of_council = Q(weight=Weight.COUNCIL)
    counted = contributions.aggregate(
        individual=Count("pk", filter=Q(weight=Weight.INDIVIDUAL)),
        fractie=Count("pk", filter=Q(weight=Weight.FRACTIE)),
        decision=Count("pk", filter=of_council & Q(basis=CouncilBasis.DECISION)),
        conversation=Count("pk", filter=of_council & Q(basis=CouncilBasis.CONVERSATION)),
    )
    labels = {
        "individual": ("van leden", ""),
        "fractie": ("van fracties", ""),
        "decision": ("van de raad, na een besluit", ""),
        "conversation": ("van de raad, uit een gesprek", "geen standpunt van de raad"),
    }
    return [{"value": str(counted[key]), "label": label, "note": note} for key, (label, note) in labels.items()]


def _council(request: PortalRequest) -> Council:
    council = request.mandate.council if request.mandate else None
    if council is None:
        raise PermissionDenied
    return council


def _own(request: PortalRequest, number: str) -> Contribution:
    """Input that the actor wrote; for everybody else there is only the public page."""
    mine = Contribution.objects.written_by(request.actor).for_lists()
    return get_object_or_404(
        mine.select_related("council__organisation__involvement", "submitted_version"), number=number
    )


def _visible(request: PortalRequest, number: str) -> Contribution:
    return get_object_or_404(Contribution.objects.visible_to(request.actor).for_lists(), number=number)


def _steps(request: PortalRequest, contribution: Contribution) -> frozenset[str]:
    open_rounds = ConsultationRound.objects.open_for(contribution.council_id, database_now())
    is_open = open_rounds.filter(pk=contribution.round_id).exists()
    release = release_of(contribution.council.organisation)
    return contribution_steps(
        request.actor, contribution, is_open=is_open, has_revision=_has_revision(contribution), release=release
    )


def _has_revision(contribution: Contribution) -> bool:
    """Whether its writers opened a next version that they did not hand in yet."""
    return contribution.versions.filter(frozen_at=None).exists()
