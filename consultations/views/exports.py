"""Taking along: ask for a round or a council's dossier, see how far it is, and fetch the file."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consultations.actions.exports import ask_export, discard_export
from consultations.exports.making import MEDIA_TYPES
from consultations.forms.exports import ExportForm
from consultations.models import ConsultationRound, Export, ExportFormat, ExportStatus
from consultations.policies import Permission, policy
from consultations.tasks import make_exports_now
from organisations.http import PortalRequest
from organisations.models import Council
from ros_portal.kit.downloads import download

PER_PAGE = 25


@require_http_methods(["GET", "HEAD", "POST"])
def export_round(request: PortalRequest, slug: str) -> HttpResponse:
    """Take a whole round along."""
    found = get_object_or_404(ConsultationRound.objects.visible_to(request.actor), slug=slug)
    return _ask(request, found, f"{found}", found.get_absolute_url())


@require_http_methods(["GET", "HEAD", "POST"])
def export_council(request: PortalRequest, slug: str) -> HttpResponse:
    """Take the dossier of a council along: its input in all rounds."""
    found = get_object_or_404(Council.objects.with_organisation(), organisation__slug=slug)
    return _ask(request, found, f"Dossier van de {found}", found.get_absolute_url())


def _ask(request: PortalRequest, subject: ConsultationRound | Council, title: str, back: str) -> HttpResponse:
    policy.require(request.actor, Permission.ASK_EXPORT, subject)
    form = ExportForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        ask_export(request.actor, subject, format_=ExportFormat(form.cleaned_data["format"]))
        make_exports_now()
        messages.success(request, "Uw download wordt gemaakt. U krijgt een bericht als hij klaar is.")
        return redirect("consultations:exports")
    return render(request, "consultations/exports/ask.html", {"form": form, "title": title, "back": back})


@require_safe
def exports(request: PortalRequest) -> HttpResponse:
    """One's own downloads, the newest first, each with how far it is."""
    policy.require(request.actor, Permission.ASK_EXPORT)
    own = Export.objects.visible_to(request.actor).select_related("round", "council__organisation")
    page = Paginator(own, PER_PAGE).get_page(request.GET.get("pagina"))
    context = {"page": page, "waits": any(export.is_under_way for export in page)}
    return render(request, "consultations/exports/list.html", context)


@require_safe
def export_file(request: PortalRequest, uuid: UUID) -> HttpResponseBase:
    """The file itself, for who asked for it and in that mandate alone."""
    export = _own(request, uuid)
    if export.status != ExportStatus.READY:
        raise Http404
    format_ = ExportFormat(export.format)
    day = timezone.localdate(export.finished_at).isoformat()
    return download(
        export.file.open("rb"),
        name=f"{export.subject} {day}",
        extension=format_.value,
        media_type=MEDIA_TYPES[format_],
    )


@require_POST
def export_discard(request: PortalRequest, uuid: UUID) -> HttpResponse:
    """Throw a download away."""
    discard_export(request.actor, _own(request, uuid))
    messages.success(request, "De download is weggegooid.")
    return redirect("consultations:exports")


def _own(request: PortalRequest, uuid: UUID) -> Export:
    own = Export.objects.visible_to(request.actor).select_related("round", "council__organisation")
    return get_object_or_404(own, uuid=uuid)
