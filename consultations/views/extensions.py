"""Asking more time for a council, and answering that."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import F, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from consultations.actions.extensions import ask_extension, grant_extension, refuse_extension
from consultations.forms.extensions import AnswerExtensionForm, AskExtensionForm
from consultations.models import ExtensionRequest, RequestStatus
from consultations.policies import Permission, policy
from notifications.tasks import look_now
from organisations.actor import Role
from organisations.http import PortalRequest
from ros_portal.kit.errors import Conflict

from .cycle import own_track

PER_PAGE = 25
TONES = {RequestStatus.ASKED: "info", RequestStatus.GRANTED: "positive", RequestStatus.REFUSED: "negative"}


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: PortalRequest, slug: str) -> HttpResponse:
    """Ask more time for the own council."""
    track = own_track(request, slug, Permission.ASK_EXTENSION)
    later = timezone.localtime(track.deadline) + timedelta(days=14)
    form, status = AskExtensionForm(request.POST or None, initial={"until": later}, track=track), 200
    if request.method == "POST" and form.is_valid():
        try:
            ask_extension(request.actor, track, **form.cleaned_data)
        except Conflict as conflict:
            form.add_error(None, conflict.sentence)
            status = 409
        else:
            messages.success(request, "Uw verzoek is verstuurd. U krijgt bericht van het antwoord.")
            return redirect("consultations:extension_requests")
    return render(
        request, "consultations/fair_time/ask_extension.html", {"form": form, "round": track.round}, status=status
    )


@require_safe
def requests(request: PortalRequest) -> HttpResponse:
    """What was asked: the clerk sees the own council's requests, the programme team all, the unanswered first."""
    if not request.actor.has_role(Role.CLERK, Role.PROGRAMME_TEAM):
        raise PermissionDenied
    asked = _visible(request).order_by(F("answered_at").desc(nulls_first=True), "-asked_at", "-pk")
    page = Paginator(asked, PER_PAGE).get_page(request.GET.get("pagina"))
    can_answer = policy.allows(request.actor, Permission.GRANT_EXTENSION)
    context = {
        "page": page,
        "rows": [{"request": it, "tone": TONES[RequestStatus(it.status)]} for it in page],
        "can_answer": can_answer,
    }
    return render(request, "consultations/fair_time/extensions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: PortalRequest, pk: int) -> HttpResponse:
    """Give more time, or refuse it, with the reason."""
    found = get_object_or_404(_visible(request), pk=pk)
    policy.require(request.actor, Permission.GRANT_EXTENSION, found)
    form, status = AnswerExtensionForm(request.POST or None, initial={"until": timezone.localtime(found.until)}), 200
    if request.method == "POST" and form.is_valid():
        try:
            _answer(request, found, form)
        except Conflict as conflict:
            form.add_error(None, conflict.sentence)
            status = 409
        else:
            look_now()
            return redirect("consultations:extension_requests")
    context = {
        "form": form,
        "request_": found,
        "round": found.track.round,
        "is_open": found.status == RequestStatus.ASKED,
    }
    return render(request, "consultations/fair_time/answer_extension.html", context, status=status)


def _answer(request: PortalRequest, found: ExtensionRequest, form: AnswerExtensionForm) -> None:
    if form.grants:
        grant_extension(request.actor, found, **form.cleaned_data)
        messages.success(request, "U hebt uitstel gegeven. De griffier krijgt bericht.")
    else:
        refuse_extension(request.actor, found, reason=form.cleaned_data["reason"])
        messages.success(request, "U hebt het verzoek afgewezen. De griffier krijgt bericht.")


def _visible(request: PortalRequest) -> QuerySet[ExtensionRequest]:
    found = ExtensionRequest.objects.visible_to(request.actor)
    return found.select_related("track__round", "track__council__organisation")
