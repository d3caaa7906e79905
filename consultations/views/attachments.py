"""Files with input: added beside the draft, and handed over to who may read the version that they go with."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consultations.actions.attachments import add_attachment, remove_attachment
from consultations.forms.attachments import AttachmentForm
from consultations.models import Attachment, Contribution, ContributionVersion
from consultations.policies import Permission, policy
from organisations.http import PortalRequest
from ros_portal.kit.downloads import download
from ros_portal.kit.errors import Conflict


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: PortalRequest, uuid: UUID) -> HttpResponse:
    """Choose one file and add it to the open version."""
    contribution = _own(request, uuid)
    policy.require(request.actor, Permission.ADD_ATTACHMENT, contribution)
    form = AttachmentForm(request.POST, request.FILES) if request.method == "POST" else AttachmentForm()
    conflict = None
    if form.is_valid():
        try:
            added = add_attachment(request.actor, contribution, values=form.values())
        except Conflict as refusal:
            conflict = refusal
        else:
            messages.success(request, f"De bijlage “{added.title}” staat bij het concept.")
            return redirect("consultations:draft", uuid)
    context = {"contribution": contribution, "form": form, "conflict": conflict}
    return render(request, "consultations/input/attachment.html", context, status=409 if conflict else 200)


@require_POST
def remove(request: PortalRequest, uuid: UUID, attachment: UUID) -> HttpResponse:
    """Take a file away; a second click finds it gone."""
    remove_attachment(request.actor, _own(request, uuid), uuid=attachment)
    messages.success(request, "De bijlage is weggehaald.")
    return redirect("consultations:draft", uuid)


@login_not_required
@require_safe
def attachment(request: PortalRequest, uuid: UUID) -> HttpResponseBase:
    """The file, for who may read the version that it goes with; always to keep, never to show as a page."""
    readable = ContributionVersion.objects.visible_to(request.actor)
    found = get_object_or_404(Attachment.objects.filter(version__in=readable), uuid=uuid)
    extension = found.title.rpartition(".")[2]
    return download(found.file.open("rb"), name=found.title, extension=extension, media_type=found.media_type)


def _own(request: PortalRequest, uuid: UUID) -> Contribution:
    """Input that the actor writes on; for everybody else it does not exist."""
    return get_object_or_404(Contribution.objects.written_by(request.actor).for_lists(), uuid=uuid)
