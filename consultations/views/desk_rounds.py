"""The rounds of the programme team: made, changed, copied and looked at beforehand."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consultations.actions.rounds import change_round, copy_round, make_round
from consultations.forms.rounds import RoundFilter, RoundForm
from consultations.models import ConsultationRound, RoundStatus, what_a_round_lacks
from consultations.policies import Permission, policy, round_steps
from organisations.http import PortalRequest
from ros_portal.kit.clock import database_now
from ros_portal.kit.errors import Conflict

from .previews import PREVIEWS, preview_context
from .public_rounds import state_of

PER_PAGE = 25
TONES = {
    RoundStatus.DRAFT: "neutral",
    RoundStatus.SCHEDULED: "info",
    RoundStatus.PUBLISHED: "positive",
    RoundStatus.WITHDRAWN: "negative",
}
COLUMNS = ("phase", "title", "brief", "opens_at", "closes_at", "short_time_reason")


def desk_round(request: PortalRequest, pk: int) -> ConsultationRound:
    """The round of a page of the desk; drafts do not exist for others."""
    return get_object_or_404(ConsultationRound.objects.visible_to(request.actor).select_related("phase"), pk=pk)


@require_safe
def desk(request: PortalRequest) -> HttpResponse:
    """All rounds of the programme team, whatever their state."""
    if not policy.allows(request.actor, Permission.MAKE_ROUND):
        raise Http404
    form = RoundFilter(request.GET)
    rounds = form.apply(ConsultationRound.objects.visible_to(request.actor).select_related("phase"))
    page = Paginator(rounds, PER_PAGE).get_page(request.GET.get("pagina"))
    now = timezone.now()
    rows = [{"round": round_, **_state(round_), "public_state": state_of(round_, now)} for round_ in page]
    return render(request, "consultations/rounds/desk.html", {"form": form, "page": page, "rows": rows})


def _state(round_: ConsultationRound) -> dict[str, str]:
    status = RoundStatus(round_.status)
    return {"label": str(status.label).capitalize(), "tone": TONES[status]}


@require_http_methods(["GET", "HEAD", "POST"])
def new_round(request: PortalRequest) -> HttpResponse:
    """Make a draft."""
    policy.require(request.actor, Permission.MAKE_ROUND)
    opens_at = timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(weeks=2)
    times = {"opens_at": opens_at, "closes_at": opens_at + timedelta(weeks=10)}
    form = RoundForm(request.POST if request.method == "POST" else None, initial=times)
    if form.is_valid():
        round_ = make_round(
            request.actor,
            None,
            fields=form.fields_of_round(),
            documents=form.cleaned_data["documents"],
            councils=form.cleaned_data["councils"],
        )
        messages.success(request, "Het concept is bewaard. Maak nu de vragen.")
        return redirect("consultations:manage_round", round_.pk)
    return render(request, "consultations/rounds/form.html", {"form": form, "title": "Ronde maken"})


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: PortalRequest, pk: int) -> HttpResponse:
    """Change a round that nobody can answer yet; what was typed stays when the step is refused."""
    round_ = desk_round(request, pk)
    policy.require(request.actor, Permission.CHANGE_ROUND, round_)
    round_.require_changeable()
    initial: dict[str, Any] = {name: getattr(round_, name) for name in COLUMNS}
    initial["documents"] = round_.documents.all()
    initial["councils"] = round_.councils.all()
    form = RoundForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            change_round(
                request.actor,
                round_,
                fields=form.fields_of_round(),
                documents=form.cleaned_data["documents"],
                councils=form.cleaned_data["councils"],
            )
        except Conflict as conflict:
            form.add_error(None, conflict.sentence)
            return _form_page(request, round_, form, status=409)
        messages.success(request, "De ronde is gewijzigd.")
        return redirect("consultations:manage_round", pk)
    return _form_page(request, round_, form)


def _form_page(request: PortalRequest, round_: ConsultationRound, form: RoundForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "round": round_, "title": "Ronde wijzigen"}
    return render(request, "consultations/rounds/form.html", context, status=status)


@require_safe
def manage(request: PortalRequest, pk: int) -> HttpResponse:
    """Where a round stands, what it lacks, its questions, and what can be done with it."""
    if not policy.allows(request.actor, Permission.MAKE_ROUND):
        raise Http404
    round_ = desk_round(request, pk)
    questions = list(round_.questions.order_by("position"))
    context = {
        "round": round_,
        **_state(round_),
        "questions": questions,
        "last": len(questions),
        "documents": round_.documents.select_related("document").order_by("document__title"),
        "councils": [
            track.council.organisation.name
            for track in round_.tracks.select_related("council__organisation").order_by("council__organisation__name")
        ],
        "addenda": round_.addenda.select_related("document__document"),
        "extensions": round_.extensions.select_related("council__organisation"),
        "lacks": what_a_round_lacks(round_, publishes_at=round_.publish_at or database_now())
        if round_.can_change
        else [],
        "previews": PREVIEWS,
        "steps": round_steps(request.actor, round_),
    }
    return render(request, "consultations/rounds/manage.html", context)


@require_POST
def copy(request: PortalRequest, pk: int) -> HttpResponse:
    """Make a draft like this round."""
    made = copy_round(request.actor, desk_round(request, pk))
    messages.success(request, "Dit is de kopie. Pas de titel en de termijn aan.")
    return redirect("consultations:manage_round", made.pk)


@require_safe
def preview(request: PortalRequest, pk: int) -> HttpResponse:
    """The round as somebody else will see it once it is open; nothing is written, and no button works."""
    if not policy.allows(request.actor, Permission.MAKE_ROUND):
        raise Http404
    round_ = desk_round(request, pk)
    chosen = request.GET.get("als", "bezoeker")
    if chosen not in PREVIEWS:
        raise Http404
    return render(request, "consultations/rounds/preview.html", preview_context(round_, chosen))
