"""Input after it was handed in: opened again by its writers, and its versions side by side for who may read them."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consultations.actions.revisions import discard_revision, revise_contribution
from consultations.forms.revisions import CompareForm
from consultations.models import Contribution, ContributionVersion, DraftRevision, Weight
from consultations.models.differences import differences
from consultations.models.writing import words_of
from consultations.policies import Permission, policy
from organisations.http import PortalRequest

PER_PAGE = 25


@require_POST
def revise(request: PortalRequest, number: str) -> HttpResponse:
    """Open the next version and go to it; a second click goes on with the same one."""
    contribution = get_object_or_404(Contribution.objects.written_by(request.actor), number=number)
    revise_contribution(request.actor, contribution)
    return redirect("consultations:draft", contribution.uuid)


@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: PortalRequest, uuid: UUID) -> HttpResponse:
    """Say what throwing the open version away means, and do it; a second click finds it gone."""
    mine = Contribution.objects.written_by(request.actor).exclude(number=None)
    contribution = get_object_or_404(mine, uuid=uuid)
    policy.require(request.actor, Permission.DISCARD_REVISION, contribution)
    version = contribution.versions.filter(frozen_at=None).first()
    if version is None:
        return redirect("consultations:receipt", contribution.number)
    if request.method == "POST":
        discard_revision(request.actor, contribution)
        messages.success(request, "De nieuwe versie is weggegooid. Wat u eerder indiende, blijft gelden.")
        return redirect("consultations:receipt", contribution.number)
    return render(request, "consultations/input/discard.html", {"contribution": contribution, "version": version})


@require_safe
def history(request: PortalRequest, uuid: UUID) -> HttpResponse:
    """How a shared draft came about, for its writers: who wrote when, and what each changed."""
    shared = Contribution.objects.written_by(request.actor).exclude(weight=Weight.INDIVIDUAL)
    contribution = get_object_or_404(shared.for_lists(), uuid=uuid)
    stands = DraftRevision.objects.filter(version__contribution=contribution).order_by("-version__number", "-number")
    page = Paginator(stands.select_related("saved_by", "version"), PER_PAGE).get_page(request.GET.get("pagina"))
    rows = list(page)
    chosen = next((row for row in rows if str(row.pk) == request.GET.get("stand")), rows[0] if rows else None)
    context = {"contribution": contribution, "page": page, "chosen": chosen}
    if chosen is not None:
        earlier = stands.filter(
            Q(version=chosen.version, number__lt=chosen.number) | Q(version__number__lt=chosen.version.number)
        ).first()
        context["differences"] = differences(earlier.words if earlier else {}, chosen.words)
    return render(request, "consultations/input/history.html", context)


@login_not_required
@require_safe
def versions(request: PortalRequest, number: str) -> HttpResponse:
    """The versions that the reader may see, and what differs between two of them."""
    visible = Contribution.objects.visible_to(request.actor).for_lists().select_related("submitted_version")
    contribution = get_object_or_404(visible, number=number)
    readable = ContributionVersion.objects.visible_to(request.actor).filter(contribution=contribution)
    found = list(readable.order_by("number"))
    context = {"contribution": contribution, "versions": found[::-1], "current": contribution.submitted_version}
    if len(found) > 1:
        form = CompareForm(request.GET, found)
        earlier, later = form.chosen()
        compared = differences(words_of(earlier), words_of(later))
        context |= {"form": form, "earlier": earlier, "later": later, "differences": compared}
    return render(request, "consultations/public/versions.html", context)
