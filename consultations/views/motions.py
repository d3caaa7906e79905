"""Motions with the council's input, on pages of their own beside its draft."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from consultations.actions.motions import add_motion, remove_motion
from consultations.forms.motions import MotionForm
from consultations.models import Contribution, Weight
from consultations.policies import Permission, policy
from organisations.http import PortalRequest
from ros_portal.kit.errors import Conflict


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: PortalRequest, uuid: UUID) -> HttpResponse:
    """Type a motion and add it to the open version; what was typed stays when that is refused."""
    contribution = _own(request, uuid)
    policy.require(request.actor, Permission.ADD_MOTION, contribution)
    form = MotionForm(request.POST if request.method == "POST" else None)
    conflict = None
    if form.is_valid():
        try:
            add_motion(request.actor, contribution, values=form.cleaned_data)
        except Conflict as refusal:
            conflict = refusal
        else:
            messages.success(request, "De motie staat bij het concept.")
            return redirect("consultations:draft", uuid)
    context = {"contribution": contribution, "form": form, "conflict": conflict}
    return render(request, "consultations/input/motion.html", context, status=409 if conflict else 200)


@require_POST
def remove(request: PortalRequest, uuid: UUID, motion: int) -> HttpResponse:
    """Take a motion away; a second click finds it gone."""
    remove_motion(request.actor, _own(request, uuid), motion_id=motion)
    messages.success(request, "De motie is weggehaald.")
    return redirect("consultations:draft", uuid)


def _own(request: PortalRequest, uuid: UUID) -> Contribution:
    """The council's own input, for its clerk; for everybody else it does not exist."""
    mine = Contribution.objects.written_by(request.actor).filter(weight=Weight.COUNCIL)
    return get_object_or_404(mine.for_lists(), uuid=uuid)
